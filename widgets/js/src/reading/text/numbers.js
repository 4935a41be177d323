/** Write paragraph numbers as people do. */
import { fill } from "../../shared/text.js";

/** @import { Strings } from "../model.js" */

/**
 * Part numbers into runs of neighbours.
 * @param {number[]} numbers
 * @returns {[first: number, last: number][]}
 */
function runsOf(numbers) {
  /** @type {[number, number][]} */
  const runs = [];
  for (const number of numbers) {
    const last = runs.at(-1);
    if (last && last[1] === number - 1) last[1] = number;
    else runs.push([number, number]);
  }
  return runs;
}

/**
 * Paragraph numbers in short: ¶3, ¶7 to ¶9.
 * @param {Pick<Strings, "paragraph" | "range">} strings
 * @param {number[]} numbers
 */
export function inShort(strings, numbers) {
  const words = runsOf(numbers).map(([first, last]) => {
    if (last - first > 1) return fill(strings.range, { first, last });
    const run = first === last ? [first] : [first, last];
    return run.map((number) => fill(strings.paragraph, { number })).join(", ");
  });
  return words.join(", ");
}
