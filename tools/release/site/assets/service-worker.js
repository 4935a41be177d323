// Keeps what the site has fetched, so that the next visit needs no network, and then hands over to JupyterLite's own worker,
// which lets the kernel read and write the notebooks. The build puts the fingerprint of its files in the place of BUILD.
"use strict";

const BUILD = "{{build}}";
const PIECES = `newspace-pieces-${BUILD}`;
const PYTHON = "newspace-python-{{pyodide}}";
const SITE = new URL("./", self.location.href);
const CORE = new URL("{{core}}", SITE).href;

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

async function answer(request, name) {
  const cache = await caches.open(name);
  const key = keyOf(request);
  const kept = await cache.match(key);
  if (kept) return kept;
  // What is in the browser's own cache may be of an older build of the site.
  const fresh = await fetch(name === PIECES && request.mode !== "navigate" ? new Request(request, { cache: "no-cache" }) : request);
  if ((fresh.ok && !fresh.redirected) || fresh.type === "opaque") {
    await cache.put(key, fresh.clone()).catch(() => undefined); // a full disk: the course then needs the network again
  }
  return fresh;
}

async function keep(urls) {
  await Promise.allSettled(
    urls.map(async (url) => {
      const request = new Request(url);
      const name = cacheOf(request);
      if (name) await answer(request, name);
    }),
  );
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
const turns = new Map();
const page = new BroadcastChannel("newspace-kernel");

async function inTurn(request) {
  const { browsingContextId } = await request.clone().json();
  const before = turns.get(browsingContextId) ?? Promise.resolve();
  const answered = before.then(() => orRefused(self.broadcastOne(request, new URL(request.url))));
  turns.set(browsingContextId, answered);
  return await answered;
}

function orRefused(answered) {
  return new Promise((resolve) => {
    const hear = ({ data }) => {
      if (data.stage !== "refused") return;
      for (const lock of held.values()) lock.refused = true;
      done(new Response("", { status: 507 }));
    };
    const done = (response) => {
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
      ? () => inTurn(event.request)
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

self.addEventListener("message", (event) => {
  if (Array.isArray(event.data?.keep)) event.waitUntil(keep(event.data.keep));
});

self.addEventListener("install", (event) => {
  const small = async () => keep(await (await fetch(new URL("newspace/offline.json", SITE), { cache: "no-cache" })).json());
  event.waitUntil(small().catch(() => undefined));
});

self.addEventListener("activate", (event) => {
  const drop = async () => {
    const names = (await caches.keys()).filter((name) => name.startsWith("newspace-") && name !== PIECES && name !== PYTHON);
    await Promise.all(names.map((name) => caches.delete(name)));
  };
  event.waitUntil(drop());
});

importScripts("newspace/jupyterlite-service-worker.js");
