/** What was found in the text: the count, the parts, each citation with its passage, and what is still wrong. */
import { make } from "../shared/dom.js";

/** @import { Citation, Found, Strings } from "./model.js" */

/**
 * A sign for the eye and a word for the ear.
 * @param {boolean} good
 * @param {string} word
 */
function sign(good, word) {
  return make(
    "span",
    { class: good ? "nsw-good" : "nsw-bad" },
    make("span", { "aria-hidden": "true" }, good ? "✓ " : "✗ "),
    make("span", { class: "nsw-said" }, `${word}: `),
  );
}

/**
 * @param {Strings} strings
 * @param {Citation} one
 */
function citation(strings, one) {
  const word = one.good ? strings.citation_good : strings.citation_bad;
  const inside = one.good
    ? make("blockquote", {}, ...one.runs.map((run) => make(run.mark ? "mark" : "span", {}, run.text)))
    : make("p", {}, one.trouble);
  return make(
    "li",
    {},
    make("details", { open: !one.good }, make("summary", {}, sign(one.good, word), one.text), inside),
  );
}

/**
 * Make the list of what was found. What the learner has opened stays open.
 * @param {Strings} strings
 */
export function makeFindings(strings) {
  const count = make("p", { class: "nsw-count" });
  const parts = make("ul", { "aria-label": strings.parts });
  const quoted = make("p", {});
  const citations = make("ul", { "aria-label": strings.citations });
  const faults = make("ul", { class: "nsw-faults" });
  const element = make(
    "div",
    { class: "nsw-findings" },
    count,
    parts,
    quoted,
    faults,
    citations,
    make("p", { class: "ns-soft" }, strings.form_only),
  );

  /** @param {Found} found */
  function show(found) {
    const open = new Set([...citations.querySelectorAll("details[open] > summary")].map((one) => one.textContent));
    count.replaceChildren(sign(found.enough, found.enough ? strings.done : strings.missing), found.count);
    parts.replaceChildren(
      ...found.parts.map((part) =>
        make("li", {}, sign(part.good, part.good ? strings.done : strings.missing), part.text),
      ),
    );
    parts.hidden = !found.parts.length;
    quoted.textContent = found.quoted;
    quoted.hidden = !found.quoted;
    citations.replaceChildren(...found.citations.map((one) => citation(strings, one)));
    for (const one of citations.querySelectorAll("summary")) {
      if (open.has(one.textContent) && one.parentElement instanceof HTMLDetailsElement) one.parentElement.open = true;
    }
    faults.replaceChildren(...found.faults.map((fault) => make("li", {}, fault)));
  }
  return { element, show };
}
