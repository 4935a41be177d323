/** The hints that were given for a question. */
import { make } from "../../shared/dom.js";
import { label, prose } from "./prose.js";

/** @import { Prose, Strings } from "../model.js" */

/** @param {Strings} strings */
export function makeHints(strings) {
  const element = make("div", { class: "ns-hints", "aria-live": "polite" });
  let shown = 0;
  /** @param {Prose[][]} hints */
  function show(hints) {
    if (hints.length === shown) return;
    shown = hints.length;
    const list = make("ol", {}, ...hints.map((hint) => make("li", {}, ...prose(hint, strings, "span"))));
    element.replaceChildren(label(strings.hints), list);
  }
  return { element, show };
}
