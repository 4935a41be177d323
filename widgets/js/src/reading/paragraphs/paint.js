/** Cut a paragraph's text into plain pieces, quotations and matches. */
import { make } from "../../shared/dom.js";

/** @import { Span } from "../text/search.js" */

/**
 * Cut a text at every end of a quotation or match; these may overlap, and the text stays whole.
 * @param {string} text
 * @param {Span[]} quoted
 * @param {Span[]} matches
 * @param {number} current the match that the reader has stepped to; -1 for none
 * @returns {(HTMLElement | string)[]}
 */
export function painted(text, quoted, matches, current) {
  const cuts = new Set([0, text.length, ...quoted.flat(), ...matches.flat()]);
  const edges = [...cuts].sort((a, b) => a - b);
  return edges.slice(1).map((end, at) => {
    const start = edges[at] ?? 0;
    /** @param {Span} span */
    const holds = ([from, to]) => from <= start && end <= to;
    const match = matches.findIndex(holds);
    const kinds = [];
    if (quoted.some(holds)) kinds.push("nsr-quoted");
    if (match >= 0) kinds.push("nsr-match");
    if (match >= 0 && match === current) kinds.push("nsr-current");
    const piece = text.slice(start, end);
    return kinds.length > 0 ? make("mark", { class: kinds.join(" ") }, piece) : piece;
  });
}
