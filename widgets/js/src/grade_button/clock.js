/** A clock that counts the seconds while the grader works. */
import { make } from "../shared/dom.js";
import { fill } from "../shared/text.js";

/**
 * Make a clock that shows nothing until it runs.
 * @param {string} template with the name `n` for the seconds
 */
export function makeClock(template) {
  const element = make("span", { "aria-hidden": "true", class: "ns-soft" });
  /** @type {ReturnType<typeof setInterval> | undefined} */
  let ticking;
  /** @param {boolean} on */
  function run(on) {
    clearInterval(ticking);
    element.textContent = "";
    if (!on) return;
    const start = Date.now();
    ticking = setInterval(() => {
      element.textContent = fill(template, { n: Math.round((Date.now() - start) / 1000) });
    }, 1000);
  }
  return { element, run };
}
