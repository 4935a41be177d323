/** Ask a view's kernel what stands behind a citation. */
import { uniqueId } from "../shared/ids.js";

/** @import { AnyModel } from "@anywidget/types" */
/** @import { Answer, Wanted } from "./contract.js" */

/**
 * Listen for the replies to one view's questions. The requests have names that no other view of the same model uses.
 * @param {AnyModel} model
 */
export function makeAsker(model) {
  const own = uniqueId("nsc");
  /** @type {Map<string, (answer: Answer) => void>} */
  const waiting = new Map();
  let last = 0;

  /** @param {{ request?: string, said_of?: Answer } | undefined} message */
  function onMessage(message) {
    if (message?.request === undefined || message.said_of === undefined) return;
    waiting.get(message.request)?.(message.said_of);
    waiting.delete(message.request);
  }
  /**
   * @param {Wanted} wanted
   * @returns {Promise<Answer>}
   */
  function ask(wanted) {
    last += 1;
    const request = `${own}-${last}`;
    return new Promise((resolve) => {
      waiting.set(request, resolve);
      model.send({ ...wanted, request }); // throws, and so rejects, when the kernel is gone and the page knows
    });
  }
  model.on("msg:custom", onMessage);
  return { ask, close: () => model.off("msg:custom", onMessage) };
}
