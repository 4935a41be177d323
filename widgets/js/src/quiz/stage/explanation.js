/** The explanation of a question: the right answer, why, and what it rests on. */
import { make } from "../../shared/dom.js";
import { outsideLink } from "../../shared/links.js";
import { label, prose } from "./prose.js";

/** @import { Explanation, FactLine, Place, Strings } from "../model.js" */

/**
 * A cited paragraph in full, with the quotations marked.
 * @param {Place} place
 */
function placeBox(place) {
  const text = place.runs.map((run) => (run.mark ? make("mark", {}, run.text) : run.text));
  const summary = make("summary", {}, make("b", {}, place.label), ` ${place.title}`);
  return make("details", { open: true }, summary, make("blockquote", { class: "ns-full" }, ...text));
}

/**
 * @param {FactLine} fact
 * @param {Strings} strings
 */
function factLine(fact, strings) {
  const sources = fact.sources.map((source) => make("li", {}, outsideLink(source.url, source.text)));
  const list =
    sources.length > 0 ? make("div", { class: "ns-help" }, strings.sources, make("ul", {}, ...sources)) : null;
  return make("li", {}, fact.text, list);
}

/** @param {Strings} strings */
export function makeExplanation(strings) {
  const element = make("div", { class: "ns-explanation", tabIndex: -1 });
  /** @param {Explanation | undefined} given */
  function show(given) {
    if (!given) element.replaceChildren();
    if (!given || element.hasChildNodes()) return;
    const facts = given.facts.map((fact) => factLine(fact, strings));
    element.append(
      label(strings.explanation),
      make("p", { class: "ns-solution" }, make("b", {}, strings.right_answer)),
      make("ul", { class: "ns-solution-lines" }, ...given.solution.map((line) => make("li", {}, line))),
      ...prose(given.text, strings),
      ...(given.places.length > 0 ? [label(strings.evidence)] : []),
      ...given.places.map(placeBox),
      ...(facts.length > 0 ? [label(strings.facts), make("ul", {}, ...facts)] : []),
    );
  }
  return { element, show };
}
