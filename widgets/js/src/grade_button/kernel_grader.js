/** Ask the kernel to grade, and notice when nothing answers. */

/** @import { Model } from "./model.js" */

const NO_ANSWER_MS = 5000;

/**
 * @param {Model} model
 * @param {() => void} onSilence called when the kernel does not answer
 */
export function makeKernelGrader(model, onSilence) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let waiting;
  function heard() {
    clearTimeout(waiting);
  }
  function ask() {
    model.send({ kind: "grade" });
    heard();
    waiting = setTimeout(onSilence, NO_ANSWER_MS);
  }
  return { ask, heard };
}
