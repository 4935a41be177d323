/** Times and numbers of a motion, without a page. */
import { fill } from "../../../shared/text.js";

/** @import { Moment, Motion } from "../../model.js" */

const STEPS = 400;

/**
 * The value of a series at a point of another that rises, linearly between its points; beyond them, the first or the last.
 * @param {number[]} points
 * @param {number[]} values
 * @param {number} at
 */
export function valueAt(points, values, at) {
  let low = 0;
  let high = points.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (Number(points[middle]) <= at) low = middle;
    else high = middle;
  }
  const [start, end] = [Number(points[low]), Number(points[high])];
  const share = end > start ? Math.min(1, Math.max(0, (at - start) / (end - start))) : 0;
  return Number(values[low]) + share * (Number(values[high]) - Number(values[low]));
}

/**
 * Every series of a motion at a time.
 * @param {Motion} motion
 * @param {number} time
 * @returns {Record<string, number>}
 */
export function stateAt(motion, time) {
  const times = timesOf(motion);
  return Object.fromEntries(
    Object.entries(motion.series).map(([name, values]) => [name, valueAt(times, values, time)]),
  );
}

/** @param {Motion} motion */
export function timesOf(motion) {
  return motion.series.time ?? [0, 1];
}

/** @param {Motion} motion */
export function endOf(motion) {
  return Number(timesOf(motion).at(-1));
}

/**
 * How many seconds are played in one, with so many left before the end.
 * @param {Motion} motion
 * @param {number} left
 */
export function rateAt(motion, left) {
  const [most, least, slowing] = motion.pace;
  return slowing > 0 ? Math.min(most, Math.max(least, left / slowing)) : most;
}

/**
 * The time of the motion against the seconds that it is played: where it slows down, both the playing and the time line do.
 * @param {Motion} motion
 */
export function makeClock(motion) {
  const end = endOf(motion);
  const start = Number(timesOf(motion)[0]);
  const times = [start];
  const played = [0];
  for (let step = 1; step <= STEPS; step += 1) {
    const time = start + ((end - start) * step) / STEPS;
    const middle = time - (end - start) / STEPS / 2;
    times.push(time);
    played.push(Number(played.at(-1)) + (end - start) / STEPS / rateAt(motion, end - middle));
  }
  return {
    lasts: Number(played.at(-1)),
    /** @param {number} seconds */
    timeAt: (seconds) => valueAt(played, times, seconds),
    /** @param {number} time */
    playedAt: (time) => valueAt(times, played, time),
  };
}

/**
 * The last thing that has happened at a time.
 * @param {Motion} motion
 * @param {number} time
 * @returns {Moment | undefined}
 */
export function momentAt(motion, time) {
  return motion.moments.findLast((moment) => moment.time <= time + 1e-6);
}

/**
 * The time of the next thing that happens, or of the one before; the end or the start if there is none.
 * @param {Motion} motion
 * @param {number} time
 * @param {boolean} back
 */
export function nextMoment(motion, time, back) {
  const times = motion.moments.map((moment) => moment.time);
  if (back) return times.findLast((one) => one < time - 1e-6) ?? Number(timesOf(motion)[0]);
  return times.find((one) => one > time + 1e-6) ?? endOf(motion);
}

/**
 * A number as it is read, with so many decimals.
 * @param {number} number
 * @param {number} [digits]
 */
export function said(number, digits = 0) {
  const text = number.toLocaleString("en", { minimumFractionDigits: digits, maximumFractionDigits: digits });
  return /[1-9]/.test(text) ? text.replace("-", "−") : text.replace("-", "");
}

/**
 * A time as it is read: seconds since the start, or the hour of the day.
 * @param {Motion} motion
 * @param {number} time
 */
export function clockText(motion, time) {
  if (motion.clock !== "day") return `${said(time)} s`;
  const minutes = Math.round(time / 60);
  return `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
}

/**
 * The moment that is shown, in words: the numbers, and the last thing that happened.
 * @param {Motion} motion
 * @param {number} time
 * @param {string} atClock how a time of the day begins a sentence
 */
export function wordsAt(motion, time, atClock) {
  const happened = momentAt(motion, time)?.text ?? "";
  const { template, digits } = motion.spoken;
  const now = clockText(motion, time);
  if (!template) return `${fill(atClock, { time: now })} ${happened}`;
  const state = stateAt(motion, time);
  const numbers = Object.entries(digits).map(([name, count]) => [name, said(state[name] ?? 0, count)]);
  return `${fill(template, { ...Object.fromEntries(numbers), time: now })} ${happened}`;
}
