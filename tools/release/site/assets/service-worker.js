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
  // JupyterLite answers these addresses itself: they are the learner's files, and no files of the site.
  return /^(service-worker\.js|api\/(drive|stdin|service-worker-heartbeat))/.test(path) ? null : PIECES;
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
