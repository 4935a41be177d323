/** What stands in the scene of a flight: stars, posts along the ground, the flag of the site, and the lander. */
import { draw, put, reveal } from "../../../shared/svg.js";

const STARS = 46;
const POSTS = 9;
const BODY = "M-7 -20H7L10 -9H-10Z";
const LEGS = "M-9 -10L-14 0M9 -10L14 0M-17 0H-11M11 0H17";
const NOZZLE = "M-4 -9H4L6 -4H-6Z";

/** A sky that is the same at every showing; it hangs so far away that it does not move. */
export function stars() {
  const sky = draw("g", { class: "nx-stars" });
  for (let n = 0; n < STARS; n += 1) {
    const place = { cx: `${(n * 61.8034) % 100}%`, cy: `${(n * 38.1966 + 7) % 80}%` };
    sky.append(draw("circle", { ...place, r: n % 5 ? 0.7 : 1.2 }));
  }
  return sky;
}

/** Posts along the ground at a round distance from the site, which tell how fast it passes. */
export function posts() {
  const marks = Array.from({ length: POSTS }, () => ({
    line: draw("path", { class: "nx-post" }),
    text: draw("text", { class: "nx-scene-label nx-post-label", "text-anchor": "middle" }),
  }));
  const root = draw("g", {}, ...marks.flatMap(({ line, text }) => [line, text]));
  /**
   * @param {{ left: number, scale: number }} camera
   * @param {{ width: number }} size
   * @param {(x: number) => [number, number]} groundAt
   */
  function show(camera, size, groundAt) {
    const across = size.width / camera.scale;
    const step = roundStep(across / (POSTS - 3));
    const first = Math.ceil(camera.left / step) * step;
    marks.forEach(({ line, text }, n) => {
      const along = first + n * step;
      const [x, y] = groundAt(along);
      const seen = x < size.width && Math.abs(along) > step / 2;
      put(line, { d: `M${x} ${y}v7` });
      put(text, { x, y: y + 20 });
      text.textContent = step < 1000 ? `${along.toLocaleString("en")} m` : `${along / 1000} km`;
      text.textContent = text.textContent.replace("-", "−");
      reveal(line, seen);
      reveal(text, seen && x > 26 && x < size.width - 26);
    });
  }
  return { root, show };
}

/**
 * The smallest of 1, 2, 5, 10, 20, 50 … that is no smaller.
 * @param {number} least
 */
export function roundStep(least) {
  const power = 10 ** Math.floor(Math.log10(least));
  return (least <= power ? 1 : least <= 2 * power ? 2 : least <= 5 * power ? 5 : 10) * power;
}

/** The flag of the planned site. */
export function flag() {
  const root = draw("path", { class: "nx-flag", d: "M0 0V-22L12 -17L0 -12" });
  /** @param {number} x @param {number} y @param {boolean} seen */
  function show(x, y, seen) {
    put(root, { transform: `translate(${x} ${y})` });
    reveal(root, seen);
  }
  return { root, show };
}

/**
 * A lander that stands on its point; it leans as it flies, and its flame is as long as its thrust is strong.
 * @param {string} name its class
 */
export function lander(name) {
  const flame = draw("path", { class: "nx-flame" });
  const hull = [NOZZLE, LEGS, BODY].map((d) => draw("path", { d }));
  const root = draw("g", { class: name }, flame, ...hull);
  /**
   * @param {number} x
   * @param {number} y
   * @param {number} pitch of its thrust above the horizontal (degrees), against the flight
   * @param {number} thrust share of the strongest
   */
  function show(x, y, pitch, thrust) {
    put(root, { transform: `translate(${x} ${y}) rotate(${pitch - 90} 0 -10)` });
    put(flame, { d: `M-4 -4L0 ${-3 + 22 * thrust}L4 -4Z` });
    reveal(flame, thrust > 0.02);
  }
  return { root, show };
}
