/** The marks that move over the picture's panels: where the motion is at the time that is shown. */
import { draw, put, reveal } from "../../../shared/svg.js";
import { said, stateAt } from "./timing.js";

/** @import { Motion, Mover, Panel } from "../../model.js" */

const SHAPES = {
  true: "M-6 0A6 6 0 1 1 6 0A6 6 0 1 1 -6 0Z",
  believed: "M0 -8L8 0L0 8L-8 0Z",
  person: "M-7 0A7 7 0 1 1 7 0A7 7 0 1 1 -7 0Z",
  now: "",
};
const BESIDE = 11;
const LETTER = 12;

/**
 * Where a point stands in a panel, in pixels of a picture of this size; null if it lies outside.
 * @param {Panel} panel
 * @param {{ width: number, height: number }} size
 * @param {number} x
 * @param {number | undefined} y
 */
export function placed(panel, size, x, y) {
  const [left, top, right, bottom] = panel.box;
  const across = share(panel.x, x / panel.x_unit, false);
  const up = y === undefined ? 1 : share(panel.y, y / panel.y_unit, panel.log);
  if (across < -0.001 || across > 1.001 || up < -0.001 || up > 1.001) return null;
  return { x: size.width * (left + across * (right - left)), y: size.height * (bottom - up * (bottom - top)) };
}

/**
 * @param {[number, number]} limits
 * @param {number} value
 * @param {boolean} log below its lowest line a logarithmic axis shows the lowest line
 */
function share([low, high], value, log) {
  if (!log) return (value - low) / (high - low);
  return Math.log(Math.max(value, low) / low) / Math.log(high / low);
}

/** @param {Mover} mover */
function makeMark(mover) {
  const shape = draw("path", { class: `nx-mark nx-${mover.look}`, d: SHAPES[mover.look] });
  const label = draw("text", { class: `nx-mark-label nx-${mover.look}` });
  return { mover, shape, label };
}

/** An empty drawing over the picture. */
export function makeOverlay() {
  const svg = draw("svg", { class: "nx-overlay", "aria-hidden": "true" });
  /** @type {ReturnType<typeof makeMark>[]} */
  let marks = [];

  /** @param {Motion} motion */
  function load(motion) {
    marks = motion.movers.map(makeMark);
    svg.replaceChildren(...marks.flatMap(({ shape, label }) => [shape, label]));
  }
  /**
   * @param {Motion} motion
   * @param {number} time
   */
  function show(motion, time) {
    const size = { width: svg.clientWidth, height: svg.clientHeight };
    const state = stateAt(motion, time);
    /** @type {number[]} where labels stand already */
    const taken = [];
    for (const mark of marks) {
      const panel = motion.panels[mark.mover.panel];
      if (panel) showMark(mark, panel, size, state, taken);
    }
  }
  return { svg, load, show };
}

/**
 * @param {ReturnType<typeof makeMark>} mark
 * @param {Panel} panel
 * @param {{ width: number, height: number }} size
 * @param {Record<string, number>} state
 * @param {number[]} taken
 */
function showMark({ mover, shape, label }, panel, size, state, taken) {
  const point = placed(panel, size, state[mover.x] ?? 0, mover.y ? state[mover.y] : undefined);
  reveal(shape, point !== null);
  reveal(label, point !== null);
  if (!point) return;
  const [left, , right, bottom] = panel.box;
  if (!mover.y) {
    put(shape, { d: `M${point.x} ${point.y}V${size.height * bottom}` });
    return;
  }
  put(shape, { transform: `translate(${point.x} ${point.y})` });
  label.textContent = [mover.label, labelNumber(mover, state)].filter(Boolean).join(" ");
  if (!label.textContent) return;
  const free = spread(point.y, taken, size.height * bottom - 2);
  taken.push(free);
  const room = point.x < size.width * ((left + right) / 2);
  put(label, { x: point.x + (room ? BESIDE : -BESIDE), y: free + LETTER / 3, "text-anchor": room ? "start" : "end" });
}

/**
 * @param {Mover} mover
 * @param {Record<string, number>} state
 */
function labelNumber({ number }, state) {
  return number ? `${said(state[number] ?? 0)} m` : "";
}

/**
 * A height for a label near the one wanted, a line away from those that stand already and above the panel's lower edge.
 * @param {number} wanted
 * @param {number[]} taken
 * @param {number} lowest
 */
export function spread(wanted, taken, lowest) {
  let free = Math.min(wanted, lowest);
  for (const other of taken) {
    if (Math.abs(free - other) < LETTER + 3)
      free = wanted > other && other + LETTER + 3 <= lowest ? other + LETTER + 3 : other - LETTER - 3;
  }
  return free;
}
