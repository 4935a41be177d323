/** Where a motion is, and its playing: without a page, but for the frames that it asks the browser for. */
import { endOf, makeClock, momentAt, nextMoment, timesOf } from "./timing.js";

/** @import { Motion } from "../../model.js" */

const LATE_S = 0.25; // a page that slept goes on where it was

/**
 * @typedef {object} Listener
 * @property {(smoothly: boolean) => void} onShow another time is shown
 * @property {(playing: boolean) => void} onPlaying it has begun to play, or has stopped
 * @property {(text: string) => void} onMoment something happens while it plays
 * @property {() => void} onRest it stands still, and the learner may be told where
 */

export class Playback {
  /** @type {Motion | null} */
  motion = null;
  time = 0;
  #frame = 0;
  #last = 0;
  /** @type {ReturnType<typeof makeClock> | null} */
  #clock = null;
  /** @type {Listener} */
  #listener;

  /** @param {Listener} listener */
  constructor(listener) {
    this.#listener = listener;
  }
  /**
   * Take another motion; the time stays where it was, as far as it lasts.
   * @param {Motion | null} motion
   */
  load(motion) {
    this.pause();
    const first = this.motion === null;
    this.motion = motion;
    this.#clock = motion && makeClock(motion);
    if (!motion) return;
    this.time = first ? this.start : Math.min(this.time, this.end);
    this.#listener.onShow(false);
  }
  get start() {
    return this.motion ? Number(timesOf(this.motion)[0]) : 0;
  }
  get end() {
    return this.motion ? endOf(this.motion) : 0;
  }
  get isPlaying() {
    return this.#frame !== 0;
  }
  get isOver() {
    return this.time >= this.end - 1e-6;
  }
  /** The share of the playing that has passed at a time. @param {number} time */
  shareAt(time) {
    return this.#clock ? this.#clock.playedAt(time) / this.#clock.lasts : 0;
  }
  /** @param {number} share */
  goToShare(share) {
    if (this.#clock) this.goTo(this.#clock.timeAt(share * this.#clock.lasts));
  }
  /** @param {number} time */
  goTo(time) {
    if (!this.motion) return;
    this.pause();
    this.time = Math.min(this.end, Math.max(this.start, time));
    this.#listener.onShow(false);
    this.#listener.onRest();
  }
  /** Move by so many seconds of playing. @param {number} seconds */
  step(seconds) {
    if (this.#clock) this.goTo(this.#clock.timeAt(this.#clock.playedAt(this.time) + seconds));
  }
  /** Jump to what happens next, or to what happened before. @param {boolean} back */
  jump(back) {
    if (this.motion) this.goTo(nextMoment(this.motion, this.time, back));
  }
  play() {
    if (!this.motion) return;
    if (this.isOver) this.time = this.start;
    this.#last = performance.now();
    this.#frame = requestAnimationFrame((now) => this.#tick(now));
    this.#listener.onPlaying(true);
  }
  pause() {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    this.#listener.onPlaying(false);
  }
  /** @param {number} now */
  #tick(now) {
    const { motion } = this;
    if (!motion || !this.#clock) return;
    const before = momentAt(motion, this.time);
    const seconds = Math.min(LATE_S, Math.max(0, (now - this.#last) / 1000));
    this.#last = now;
    this.time = this.#clock.timeAt(this.#clock.playedAt(this.time) + seconds);
    this.#listener.onShow(true);
    const after = momentAt(motion, this.time);
    if (after && after !== before) this.#listener.onMoment(after.text);
    if (!this.isOver) {
      this.#frame = requestAnimationFrame((next) => this.#tick(next));
      return;
    }
    this.pause();
    this.#listener.onRest();
  }
}
