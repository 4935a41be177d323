// What the browser keeps, or refuses to keep.

/** JupyterLab stops where localStorage is refused: give it one that forgets. */
export function standInForStorage() {
  try {
    localStorage.getItem("newspace");
  } catch {
    const kept = new Map();
    const storage = {
      getItem: (name) => kept.get(String(name)) ?? null,
      setItem: (name, value) => void kept.set(String(name), String(value)),
      removeItem: (name) => void kept.delete(String(name)),
      clear: () => kept.clear(),
      key: (index) => [...kept.keys()][index] ?? null,
      get length() {
        return kept.size;
      },
    };
    Object.defineProperty(window, "localStorage", { value: storage, configurable: true });
  }
}

/** Whether the browser keeps anything: a private window of some browsers does not. */
export function keepsAnything() {
  return new Promise((resolve) => {
    try {
      const request = indexedDB.open("newspace-probe");
      request.onsuccess = () => {
        request.result.close();
        resolve(true);
      };
      request.onerror = () => resolve(false);
    } catch {
      resolve(false);
    }
  });
}

/** Ask the browser not to clear the site when space runs short. Most decide by themselves; Firefox would ask the learner, so it is let be. */
export function askToKeep() {
  if (CSS.supports("-moz-appearance", "none")) return;
  navigator.storage?.persist?.().catch(() => undefined);
}

/**
 * Have every request of a kernel for a file answered. JupyterLite's page answers none that it cannot fulfil, and the kernel, and every
 * other kernel of the page, would wait without an end; so the service worker is told, and the kernel gets an error to go on with.
 * Where the browser keeps no more, the learner is told, once.
 * @param {BroadcastChannel} channel to the service worker
 * @param {(text: string) => void} notice says something that stays until it is read
 */
export async function answerAllRequests(channel, notice) {
  while (!window.jupyterapp) await new Promise((resolve) => setTimeout(resolve, 100));
  const { contents } = window.jupyterapp.serviceManager;
  const refusals = new WeakSet();
  let told = false;
  const tell = (error) => {
    if (told) return;
    told = true;
    notice(
      "This browser could not keep what you wrote. What to do: press My work, then “Download all my work”, and free some space " +
        `on this computer or delete the data of other sites. (${error?.message ?? error})`,
    );
  };
  for (const name of ["get", "save", "newUntitled", "rename", "delete"]) {
    const plain = contents[name].bind(contents);
    contents[name] = async (...given) => {
      try {
        return await plain(...given);
      } catch (error) {
        if (error instanceof Object) refusals.add(error);
        if (["save", "newUntitled"].includes(name)) tell(error);
        throw error;
      }
    };
  }
  // JupyterLab itself handles what is refused to it: what nobody handles was asked for by a kernel.
  window.addEventListener("unhandledrejection", (event) => {
    if (!(event.reason instanceof Object && refusals.has(event.reason))) return;
    event.preventDefault();
    channel.postMessage({ stage: "refused" });
  });
}
