/** Ask the kernel, and notice when it is silent. */

/** @import { Context, Reply, Request } from "./model.js" */

export const PATIENCE_MS = 5000;

/**
 * @param {Context} context
 * @param {(isSilent: boolean) => void} onSilence
 */
export function makeKernel({ model, uid }, onSilence) {
  /** @type {Map<number, { timer: ReturnType<typeof setTimeout>, resolve: (said: string) => void }>} */
  const waiting = new Map();
  let count = 0;

  /**
   * Ask for something; gives what is wrong with the request, or an empty text.
   * @param {Request} what
   * @param {Readonly<Record<string, unknown>>} message
   * @returns {Promise<string>}
   */
  function ask(what, message) {
    count += 1;
    const request = count;
    const timer = setTimeout(() => onSilence(true), PATIENCE_MS);
    /** @type {Promise<string>} */
    const answered = new Promise((resolve) => waiting.set(request, { timer, resolve }));
    onSilence(false);
    try {
      model.send({ do: what, request, view: uid, ...message });
    } catch {
      onSilence(true); // the kernel is gone, and the page knows
    }
    return answered;
  }
  /** @param {Reply | undefined} message */
  function onMessage(message) {
    const asked = message?.view === uid ? waiting.get(message.request) : undefined;
    if (!message || !asked) return;
    clearTimeout(asked.timer);
    waiting.delete(message.request);
    onSilence(false);
    asked.resolve(message.said);
  }
  model.on("msg:custom", onMessage);
  function close() {
    model.off("msg:custom", onMessage);
    for (const { timer } of waiting.values()) clearTimeout(timer);
  }
  return { ask, close };
}

/** @typedef {ReturnType<typeof makeKernel>} Kernel */
