// The page's side of the service worker: has it stand before JupyterLab begins, so that nothing changes hands later, and has it keep
// what the next visit needs without a network.

const WAIT_MS = 5000;
const UPDATE_MS = 30_000; // what it asks for lies in the browser; a busy machine needs long to start a worker
const ADDRESS = "service-worker.js?enableCache=false"; // to the letter as JupyterLite spells it, or it would register another one
const workers = navigator.serviceWorker;

const wait = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
const controlled = () => new Promise((resolve) => workers.addEventListener("controllerchange", resolve, { once: true }));

/** Have a worker do one of its tasks; whether it did it. */
function ask(worker, task, detail = {}) {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.addEventListener("message", ({ data }) => resolve(data), { once: true });
    port1.start();
    worker.postMessage({ task, ...detail }, [port2]);
  });
}

/**
 * Wait until the service worker answers for this page, but not for ever: without it the course works, online.
 *
 * JupyterLite unregisters every service worker that it does not know to be of its own version, and registers it anew: that one
 * would take over while the kernel starts, and a request that is lost then leaves the page without a kernel.
 * @param {URL} site
 * @param {string} version JupyterLite's
 */
export async function standServiceWorker(site, version) {
  if (!workers) return;
  if (workers.controller) await takeUpdate(site);
  else await register(site);
  localStorage.setItem(`${workers.controller?.scriptURL ?? new URL(ADDRESS, site).href}-version`, version);
}

async function register(site) {
  const stands = controlled();
  const { active } = await workers.register(new URL(ADDRESS, site));
  if (active) void ask(active, "claim"); // the page was reloaded past the worker
  await Promise.race([stands, wait(WAIT_MS)]);
}

/** An update that waits takes over before anything of the old build is loaded. */
async function takeUpdate(site) {
  const { waiting, active } = (await workers.getRegistration(site)) ?? {};
  const stands = controlled().then(() => true);
  if (waiting) {
    if (!(await Promise.race([ask(waiting, "takeOver"), wait(UPDATE_MS)]))) return;
  } else if (!active || active === workers.controller) return;
  // It takes over, or has begun to while this page was on its way.
  if (!(await Promise.race([stands, wait(UPDATE_MS)]))) return;
  location.reload();
  await new Promise(() => undefined); // this page goes no further
}

/** Have the service worker keep what the page had fetched before it stood. */
export function keepWhatCameBefore() {
  const urls = [location.href.split(/[?#]/)[0], ...performance.getEntriesByType("resource").map((entry) => entry.name)];
  if (workers?.controller) void ask(workers.controller, "keep", { urls });
}

/** Have it keep what nobody has opened yet; the page bears a mark when all is there. */
export async function keepTheRest(site) {
  if (!workers?.controller) return;
  const listed = await (await fetch(new URL("newspace/offline.json", site))).json();
  const urls = listed.map((path) => new URL(path, site).href);
  if (await ask(workers.controller, "keep", { urls })) document.documentElement.dataset.newspaceOffline = "ready";
}
