/** What stands behind a citation, as elements. */
import { make } from "../shared/dom.js";
import { outsideLink } from "../shared/links.js";

/** @import { Answer, CitationStrings, Fact, Passage } from "./contract.js" */

/**
 * @param {Fact} fact
 * @returns {HTMLElement[]}
 */
function factParts(fact) {
  const sources = fact.sources.map((source) =>
    make("li", {}, outsideLink(source.url, source.text), source.grade ? ` (${source.grade})` : null),
  );
  const parts = [make("p", { class: "nsc-said" }, fact.text), make("p", {}, fact.about)];
  return sources.length > 0 ? [...parts, make("ul", {}, ...sources)] : parts;
}

/**
 * @param {CitationStrings} strings
 * @param {Passage} passage
 * @param {boolean} dateIsAsked
 * @returns {HTMLElement[]}
 */
function passageParts(strings, passage, dateIsAsked) {
  const text = passage.runs.map((run) => (run.mark ? make("mark", {}, run.text) : run.text));
  const date = make("details", {}, make("summary", {}, strings.find_date), make("p", {}, passage.dated));
  return [
    make("p", { class: "nsc-said" }, passage.title),
    make("p", {}, dateIsAsked ? passage.about : `${passage.about} ${passage.dated}`),
    ...(dateIsAsked ? [date] : []),
    make("blockquote", {}, make("b", {}, passage.paragraph), " ", ...text),
    ...(passage.url ? [make("p", {}, outsideLink(passage.url, passage.url))] : []),
  ];
}

/**
 * Show an answer.
 * @param {CitationStrings} strings
 * @param {Answer} answer
 * @param {ReadonlySet<string>} undated readings of which the learner is to find the date: it stands folded away
 */
export function answerParts(strings, answer, undated) {
  if ("error" in answer) return [make("p", {}, answer.error)];
  return "runs" in answer
    ? passageParts(strings, answer, undated.has(answer.reading))
    : answer.facts.flatMap((fact) => factParts(fact));
}
