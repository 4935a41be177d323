/** Ask the kernel for runs: at most one request is under way, and of what changes meanwhile only the newest is asked for. */

/** @import { Model, State, Wish } from "./model.js" */

const PATIENCE_MS = 5000;
const RESTED_MS = 700;

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
  let movedAt = Number.NEGATIVE_INFINITY;
  let rested = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let impatience;

  /** Note that a control is moved: if the last run stood for a while before, it has been seen, and the next is told against it. */
  function noteMove() {
    const now = performance.now();
    rested ||= now - movedAt > RESTED_MS;
    movedAt = now;
  }
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
      model.send({ request: underWay, ...wish, rested });
      rested = false;
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
  return { noteMove, ask, settle, askAgain, stop, isWaiting: () => underWay !== "" };
}
