/** Ask the kernel for runs: at most one request is under way, and of what changes meanwhile only the newest is asked for. */

/** @import { Model, State, Wish } from "./model.js" */

const PATIENCE_MS = 5000;

/**
 * @param {object} needs
 * @param {Model} needs.model
 * @param {string} needs.uid
 * @param {() => Wish} needs.newest what to ask for once the answer under way has come
 * @param {() => void} needs.onSilence the kernel is gone, or takes too long
 */
export function makeRequests({ model, uid, newest, onSilence }) {
  let count = 0;
  let underWay = "";
  let waits = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let impatience;

  /** @param {Wish} wish */
  function ask(wish) {
    if (underWay) {
      waits = true;
      return;
    }
    count += 1;
    underWay = `${uid}-${count}`;
    impatience = setTimeout(onSilence, PATIENCE_MS);
    try {
      model.send({ request: underWay, ...wish });
    } catch {
      stop();
      underWay = "";
      onSilence(); // the kernel is gone, and the page knows
    }
  }
  /**
   * Take note of an answer; whether this view had asked for it.
   * @param {State} state
   */
  function settle(state) {
    if (!underWay || state.request !== underWay) return false;
    stop();
    underWay = "";
    return true;
  }
  /** Ask for what has changed while the last answer was under way. */
  function askAgain() {
    if (!waits) return;
    waits = false;
    ask(newest());
  }
  function stop() {
    clearTimeout(impatience);
  }
  return { ask, settle, askAgain, stop, isWaiting: () => underWay !== "" };
}
