/** The flight from outside: the lander over the land, and where it believes that it is. The camera keeps both in sight. */
import { draw, put, reveal } from "../../../shared/svg.js";
import { fill } from "../../../shared/text.js";
import { flag, lander, posts, stars } from "./scenery.js";
import { clockText, endOf, momentAt, rateAt, said, stateAt, timesOf, valueAt } from "./timing.js";

/** @import { Motion, Strings } from "../../model.js" */

/**
 * @typedef {object} Camera what is in sight, in metres
 * @property {number} left
 * @property {number} low
 * @property {number} scale pixels a metre
 */

const LEAST_SPAN_M = 260;
const ABOVE = 1.5; // how much higher the picture is than what must be seen
const BELOW = 0.15; // how much of it is ground
const EASE_S = 0.25;
const CLOSE_PX = 44; // nearer than this the two marks have no room for a number between them

/**
 * Choose the camera for a moment: both marks and the ground below them are in sight, and the site as soon as it can be.
 * @param {Record<string, number>} state
 * @param {(along: number) => number} landAt
 * @param {{ width: number, height: number }} size
 * @returns {Camera}
 */
export function cameraFor(state, landAt, size) {
  const { along = 0, height = 0, believed = 0 } = state;
  const ground = landAt(along);
  const top = Math.max(height, ground + believed);
  const ahead = landAt(along + 2 * (top - ground));
  const low = Math.min(ground, ahead);
  const span = Math.max(LEAST_SPAN_M, (top - low) * ABOVE);
  const scale = size.height / span;
  const across = size.width / scale;
  const left = Math.min(along - 0.3 * across, -0.6 * across);
  return { left: Math.max(left, along - 0.72 * across), low: low - BELOW * span, scale };
}

/**
 * Follow a camera as an eye does, not at once.
 * @param {Camera} now
 * @param {Camera} wanted
 * @param {number} seconds
 * @param {Record<string, number>} state
 * @returns {Camera}
 */
export function eased(now, wanted, seconds, state) {
  const share = 1 - Math.exp(-seconds / EASE_S);
  const { along = 0 } = state;
  const scale = now.scale * (wanted.scale / now.scale) ** share;
  // Left and low are eased as distances from the lander on the screen: it stays where it is while it races over the land.
  const before = (along - wanted.left) * wanted.scale;
  return { left: along - before / scale, low: now.low + share * (wanted.low - now.low), scale };
}

/** @param {Strings} strings */
export function makeScene(strings) {
  const parts = makeParts(strings);
  const svg = draw("svg", { class: "nx-scene", "aria-hidden": "true" }, stars(), ...Object.values(parts).map(rootOf));
  /** @type {Camera | null} */
  let camera = null;
  let shownAt = 0;

  /**
   * @param {Motion} motion
   * @param {number} time
   * @param {boolean} smoothly
   */
  function show(motion, time, smoothly) {
    const size = { width: svg.clientWidth || 1, height: svg.clientHeight || 1 };
    const state = stateAt(motion, time);
    const wanted = cameraFor(state, landOf(motion), size);
    const now = performance.now();
    camera = smoothly && camera ? eased(camera, wanted, (now - shownAt) / 1000, state) : wanted;
    shownAt = now;
    paint(parts, { motion, time, state, size, camera, strings });
  }
  return { svg, show };
}

/** @param {SVGElement | { root: SVGElement }} part */
function rootOf(part) {
  return "root" in part ? part.root : part;
}

/** @param {Strings} strings */
function makeParts(strings) {
  return {
    ground: draw("path", { class: "nx-ground" }),
    posts: posts(),
    site: flag(),
    trail: draw("polyline", { class: "nx-trail nx-true" }),
    shadow: draw("polyline", { class: "nx-trail nx-believed" }),
    gap: draw("path", { class: "nx-gap" }),
    ghost: lander("nx-ghost-lander"),
    craft: lander("nx-lander"),
    wreck: draw("path", { class: "nx-wreck", d: "M-9 -9L9 9M9 -9L-9 9" }),
    trueLabel: draw("text", { class: "nx-scene-label nx-true" }),
    believedLabel: draw("text", { class: "nx-scene-label nx-believed", "text-anchor": "end" }),
    gapLabel: draw("text", { class: "nx-scene-label" }),
    siteLabel: draw("text", { class: "nx-scene-label", "text-anchor": "middle" }, strings.site),
    ahead: draw("text", { class: "nx-scene-label", "text-anchor": "end" }),
    clock: draw("text", { class: "nx-scene-label nx-scene-clock", x: 12, y: 24 }),
    rate: draw("text", { class: "nx-scene-label", x: 12, y: 44 }),
    event: draw("text", { class: "nx-scene-label nx-scene-event", "text-anchor": "middle", y: 24 }),
  };
}

/**
 * @typedef {ReturnType<typeof makeParts>} Parts
 * @typedef {{ motion: Motion, time: number, state: Record<string, number>, size: { width: number, height: number },
 *   camera: Camera, strings: Strings }} Shot
 */

/** @param {Motion} motion */
function landOf(motion) {
  const corners = motion.scene.land ?? [];
  const [along, heights] = [corners.map(([x]) => x), corners.map(([, y]) => y)];
  /** @param {number} x */
  return (x) => valueAt(along, heights, x);
}

/**
 * @param {Parts} parts
 * @param {Shot} shot
 */
function paint(parts, shot) {
  const { motion, time, state, size, camera } = shot;
  /** @param {number} x @param {number} y @returns {[number, number]} */
  const at = (x, y) => [(x - camera.left) * camera.scale, size.height - (y - camera.low) * camera.scale];
  const land = (motion.scene.land ?? []).map(([x, y]) => at(x, y).join(" "));
  put(parts.ground, { d: `M${land.join("L")}V${size.height + 9}H-9Z` });
  parts.posts.show(camera, size, (x) => at(x, landOf(motion)(x)));
  paintTrails(parts, shot, at);
  paintMarks(parts, shot, at);
  paintSite(parts, shot, at);
  parts.clock.textContent = `t = ${clockText(motion, time)}   ${said(state.speed ?? 0, (state.speed ?? 0) < 10 ? 1 : 0)} m/s`;
  parts.rate.textContent = fill(shot.strings.rate, { n: said(rateAt(motion, endOf(motion) - time)) });
  const moment = momentAt(motion, time);
  parts.event.textContent = moment?.label ?? "";
  put(parts.event, { x: size.width / 2 });
}

/**
 * The ways up to now, as far as they are in sight.
 * @param {Parts} parts
 * @param {Shot} shot
 * @param {(x: number, y: number) => [number, number]} at
 */
function paintTrails(parts, { motion, time, state, camera }, at) {
  const { along = [], height = [], believed = [] } = motion.series;
  const landAt = landOf(motion);
  const times = timesOf(motion);
  const passed = times.findLastIndex((one) => one <= time);
  const first = Math.max(0, along.findIndex((x) => x >= camera.left) - 1);
  const places = Array.from({ length: Math.max(0, passed - first + 1) }, (_, step) => first + step);
  const [x, y] = [state.along ?? 0, state.height ?? 0];
  /** @param {[number, number][]} points */
  const joined = (points) => points.map((point) => point.map((n) => n.toFixed(1)).join(",")).join(" ");
  put(parts.trail, { points: joined([...places.map((n) => at(Number(along[n]), Number(height[n]))), at(x, y)]) });
  const held = places.map((n) => at(Number(along[n]), landAt(Number(along[n])) + Number(believed[n])));
  put(parts.shadow, { points: joined([...held, at(x, landAt(x) + (state.believed ?? 0))]) });
}

/**
 * The lander, where it believes that it is, and the gap between the two.
 * @param {Parts} parts
 * @param {Shot} shot
 * @param {(x: number, y: number) => [number, number]} at
 */
function paintMarks(parts, { motion, time, state, size, strings }, at) {
  const { along = 0, height = 0, believed = 0, gap = 0, pitch = 90, thrust = 0 } = state;
  const [x, y] = at(along, height);
  const [, heldY] = at(along, landOf(motion)(along) + believed);
  const over = time >= endOf(motion) - 1e-6;
  const crashed = over && !motion.scene.landed;
  parts.craft.show(x, y, pitch, over ? 0 : thrust);
  parts.ghost.show(x, heldY, pitch, 0);
  put(parts.wreck, { transform: `translate(${x} ${y - 8})` });
  reveal(parts.wreck, crashed);
  put(parts.gap, { d: `M${x} ${y}V${heldY}` });
  parts.trueLabel.textContent = `${strings.lander} ${said(state.true ?? 0)} m`;
  put(parts.trueLabel, { x: x + 24, y: y - 4 });
  parts.believedLabel.textContent = `${strings.believed} ${said(believed)} m`;
  put(parts.believedLabel, { x: x - 24, y: Math.min(heldY - 4, size.height - 9) });
  parts.gapLabel.textContent = fill(strings.gap, { metres: said(gap) });
  put(parts.gapLabel, { x: x + 10, y: (y + heldY) / 2 + 4 });
  reveal(parts.gapLabel, Math.abs(y - heldY) > CLOSE_PX);
}

/**
 * The planned site, or how far it is.
 * @param {Parts} parts
 * @param {Shot} shot
 * @param {(x: number, y: number) => [number, number]} at
 */
function paintSite(parts, { motion, state, size, strings }, at) {
  const [x, y] = at(0, landOf(motion)(0));
  const seen = x < size.width - 50;
  parts.site.show(x, y, seen);
  put(parts.siteLabel, { x, y: size.height - 8 });
  reveal(parts.siteLabel, seen);
  parts.ahead.textContent = `${fill(strings.site_ahead, { km: said(-(state.along ?? 0) / 1000) })} →`;
  put(parts.ahead, { x: size.width - 12, y: 24 });
  reveal(parts.ahead, !seen);
}
