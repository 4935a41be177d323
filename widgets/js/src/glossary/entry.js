/** One term of the glossary, and the letters by which it is found. */
import { make } from "../shared/dom.js";

/** @import { Strings, Term } from "./model.js" */

/**
 * Fold a text so that capitals and full-width letters make no difference.
 * @param {string} text
 */
export function fold(text) {
  return text.normalize("NFKC").toLowerCase();
}

/**
 * Make the element of a term; `letters` is the folded text of all its names.
 * @param {Strings} strings
 * @param {Term} term
 */
export function makeEntry(strings, term) {
  const lesson = term.link ? make("a", { href: term.link }, term.lesson) : term.lesson;
  const also = term.also.length > 0 ? make("span", { class: "ns-soft" }, ` (${term.also.join(", ")})`) : null;
  const element = make(
    "div",
    { class: "nsg-entry" },
    make("dt", {}, term.term, also),
    make(
      "dd",
      {},
      make("p", {}, term.meaning),
      make("p", {}, word(strings.ko, term.ko, "ko"), word(strings.ja, term.ja, "ja")),
      make("p", { class: "ns-soft" }, `${strings.explained} `, lesson),
    ),
  );
  return { element, letters: fold([term.term, ...term.also, term.ko, term.ja].join("\n")) };
}

/**
 * @param {string} label
 * @param {string} text
 * @param {string} lang
 */
function word(label, text, lang) {
  return make(
    "span",
    { class: "nsg-word" },
    make("span", { class: "ns-soft" }, `${label} `),
    make("span", { lang }, text),
  );
}
