// Keeps what the site has fetched, so that the next visit needs no network, and then hands over to JupyterLite's own worker,
// which lets the kernel read and write the notebooks. The build puts the fingerprint of its files in the place of BUILD.
"use strict";

const BUILD = "{{build}}";
const SITE = new URL("./", self.location.href);
// Two sites under one name, one for a class and one for self-study perhaps, share what the browser keeps: each has its own caches.
const OURS = `newspace ${SITE.pathname}`;
const PIECES = `${OURS} pieces ${BUILD}`;
const PYTHON = `${OURS} python {{pyodide}}`;
const PREPARED = `${OURS} prepared`; // of the kernel's workers, which see themselves whether it is of this build (prepared.js)
const CORE = new URL("{{core}}", SITE).href;
const SUMS = {{sums}};

/** Which cache an address belongs to, or null if it is none that is kept. */
function cacheOf(request) {
  if (request.method !== "GET") return null;
  if (request.url.startsWith(CORE)) return PYTHON;
  const url = new URL(request.url);
  if (!url.href.startsWith(SITE.href)) return null;
  const path = url.pathname.slice(SITE.pathname.length);
  // These addresses are answered by the worker itself: they are the learner's files, and no files of the site.
  return /^(service-worker\.js|newspace\/lock|api\/(drive|stdin|service-worker-heartbeat))/.test(path) ? null : PIECES;
}

/** One file has many addresses: JupyterLite adds the time to some, and a page its own arguments. */
function keyOf(request) {
  const url = new URL(request.url);
  url.search = "";
  url.hash = "";
  if (url.pathname.endsWith("/")) url.pathname += "index.html";
  return url.href;
}

/**
 * The request for a file of Pyodide, which the browser refuses where it is not the one that the site was built for. What was refused
 * stays in the browser's own cache, so that is passed by: the server may have the right one by now.
 */
function whole(request) {
  const integrity = SUMS[request.url.slice(CORE.length)];
  return integrity ? new Request(request.url, { integrity, cache: "reload" }) : request;
}

/** What is in the browser's own cache may be of an older build of the site. */
function anew(request) {
  return request.mode === "navigate" ? request : new Request(request, { cache: "no-cache" });
}

async function answer(request, name) {
  const cache = await caches.open(name);
  const key = keyOf(request);
  const kept = await cache.match(key);
  if (kept) return kept;
  const fresh = await fetch(name === PYTHON ? whole(request) : anew(request));
  if ((fresh.ok && !fresh.redirected) || fresh.type === "opaque") {
    await cache.put(key, fresh.clone()).catch(() => undefined); // a full disk: the course then needs the network again
  }
  return fresh;
}

/** Keep these addresses; rejects if one of them could not be fetched. */
async function keep(urls) {
  const done = await Promise.allSettled(
    urls.map(async (url) => {
      const request = new Request(url);
      const name = cacheOf(request);
      if (name) await answer(request, name);
    }),
  );
  const failed = done.find(({ status }) => status === "rejected");
  if (failed) throw failed.reason;
}

/** Where an older build was kept, all of this one, and what the older one had: from its first visit on it needs no network, either. */
async function bringAlong() {
  const older = (await caches.keys()).filter((name) => name.startsWith(`${OURS} pieces `) && name !== PIECES);
  if (older.length === 0) return; // a first visit: the page and its Python come first
  const listed = await (await fetch(new URL("newspace/offline.json", SITE), { cache: "no-cache" })).json();
  const opened = await Promise.all(older.map(async (name) => (await caches.open(name)).keys()));
  await keep([...new Set([...listed.map((path) => new URL(path, SITE).href), ...opened.flat().map(({ url }) => url)])]);
}

/** The pages in which somebody may be working. */
async function labs() {
  const windows = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  return windows.filter(({ url }) => url.startsWith(`${SITE.href}lab/`));
}

/** Whether no other page runs; one that was closed a moment ago can still be listed. */
async function alone() {
  for (let tries = 0; tries < 10; tries += 1) {
    if ((await labs()).length <= 1) return true;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  return false;
}

/** Take over from an older build for a page that has not begun yet, unless another page runs with the older build. */
async function takeOver() {
  if (!(await alone())) return false;
  await self.skipWaiting();
  return true;
}

// The answers are one file, which a kernel reads whole and writes whole. So a kernel asks for this lock before it reads, and gives
// it back when it has written: of two tabs that answer at once, none writes over the other's answer. A kernel cannot wait for a
// lock itself, since it runs without a break; it can wait for an answer to a request.
const LONGEST_WAIT_MS = 10_000;
const LONGEST_HOLD_MS = 20_000; // a kernel that is stopped while it holds the lock does not give it back
const held = new Map();

async function acquire(id) {
  let got;
  const granted = new Promise((resolve) => {
    got = resolve;
  });
  const signal = AbortSignal.timeout(LONGEST_WAIT_MS);
  const over = self.navigator.locks.request("newspace-answers", { signal }, () => {
    got(200);
    return new Promise((resolve) => {
      held.set(id, { release: resolve, refused: false });
      setTimeout(resolve, LONGEST_HOLD_MS);
    });
  });
  over.catch(() => got(423)).finally(() => held.delete(id));
  return await granted;
}

/** Give the lock back; 507 if the browser refused to keep what was written meanwhile. */
function release(id) {
  const lock = held.get(id);
  lock?.release();
  return lock?.refused ? 507 : 200;
}

async function answerLock(url) {
  const id = url.searchParams.get("id");
  const status = url.searchParams.get("do") === "acquire" ? await acquire(id) : release(id);
  return new Response("", { status });
}

// A page answers a kernel's requests for files without saying which one it answers, so two kernels of one page take turns. A page
// whose browser refuses to keep a file answers nothing; it says so on the channel, and the kernel gets an error to go on with.
const GONE_MS = 1000;
const turns = new Map();
const page = new BroadcastChannel("newspace-kernel");

async function inTurn({ request, clientId }) {
  const { browsingContextId } = await request.clone().json();
  const before = turns.get(browsingContextId) ?? Promise.resolve();
  const answered = before.then(() => orRefused(self.broadcastOne(request, new URL(request.url)), clientId));
  turns.set(browsingContextId, answered);
  return await answered;
}

function orRefused(answered, clientId) {
  return new Promise((resolve) => {
    // Nobody answers for a page that was closed; an update could not take over while this worker waited for it.
    let seen = false;
    const look = async () => {
      const there = Boolean(await self.clients.get(clientId));
      if (seen && !there) done(new Response("", { status: 410 }));
      seen ||= there;
    };
    const gone = setInterval(look, GONE_MS);
    void look();
    const hear = ({ data }) => {
      if (data.stage !== "refused") return;
      for (const lock of held.values()) lock.refused = true;
      done(new Response("", { status: 507 }));
    };
    const done = (response) => {
      clearInterval(gone);
      page.removeEventListener("message", hear);
      resolve(response);
    };
    page.addEventListener("message", hear);
    answered.then(done, () => done(new Response("", { status: 500 })));
  });
}

self.addEventListener("fetch", (event) => {
  const path = event.request.url.slice(SITE.href.length);
  const answer = path.startsWith("newspace/lock")
    ? () => answerLock(new URL(event.request.url))
    : path.startsWith("api/drive")
      ? () => inTurn(event)
      : null;
  if (answer === null || !event.request.url.startsWith(SITE.href)) return;
  event.stopImmediatePropagation();
  event.respondWith(answer());
});

self.addEventListener("fetch", (event) => {
  const name = cacheOf(event.request);
  if (name === null) return;
  event.stopImmediatePropagation();
  event.respondWith(answer(event.request, name));
});

const TASKS = {
  keep: ({ urls }) => keep(urls).then(() => true),
  takeOver,
  claim: () => self.clients.claim().then(() => true),
};

self.addEventListener("message", (event) => {
  const task = TASKS[event.data?.task];
  if (!task) return;
  const done = Promise.resolve(task(event.data)).catch(() => false);
  event.waitUntil(done.then((result) => event.ports[0]?.postMessage(result)));
});

// JupyterLite's worker would take over from an older one as soon as it is installed, in the middle of what a page does: a request
// that is under way then can stay without an answer, and a page without a kernel. So an update waits until no page runs, or until
// the only page asks for it before it begins.
self.addEventListener("install", (event) => {
  event.stopImmediatePropagation();
  event.waitUntil(bringAlong());
});

self.addEventListener("activate", (event) => {
  const drop = async () => {
    const names = (await caches.keys()).filter((name) => name.startsWith(`${OURS} `) && ![PIECES, PYTHON, PREPARED].includes(name));
    await Promise.all(names.map((name) => caches.delete(name)));
  };
  event.waitUntil(drop());
});

importScripts("newspace/jupyterlite-service-worker.js");
