/** Prose with citations, which open the passage that they cite. */
import { citationButton } from "../../citations/prose/written.js";
import { make } from "../../shared/dom.js";
import { fill } from "../../shared/text.js";

/** @import { Prose, Strings } from "../model.js" */

/**
 * The runs of one paragraph.
 * @param {Prose} paragraph
 * @param {Strings} strings
 * @returns {(HTMLElement | string)[]}
 */
export function runs(paragraph, strings) {
  return paragraph.map((run) => {
    if ("text" in run) return run.text;
    const label = make("b", {}, run.label);
    return run.quote
      ? citationButton(strings, `[${run.label} "${run.quote}"]`, label, ` ${fill(strings.quoted, { text: run.quote })}`)
      : citationButton(strings, `[${run.label}]`, label);
  });
}

/**
 * Each paragraph as an element of its own.
 * @param {Prose[]} paragraphs
 * @param {Strings} strings
 * @param {"p" | "span"} [tag]
 */
export function prose(paragraphs, strings, tag = "p") {
  return paragraphs.map((paragraph) => make(tag, { class: "ns-para" }, ...runs(paragraph, strings)));
}

/**
 * A label over what follows.
 * @param {string} text
 */
export function label(text) {
  return make("p", { class: "ns-label" }, text);
}
