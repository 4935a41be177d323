/** One paragraph: its number, which gives the citation, and its text. */
import { make } from "../../shared/dom.js";
import { fill } from "../../shared/text.js";
import { placeOfQuote } from "../text/quotation.js";
import { fold, placesOf } from "../text/search.js";
import { painted } from "./paint.js";

/** @import { Paragraph, Strings } from "../model.js" */
/** @import { Span } from "../text/search.js" */

/** @typedef {ReturnType<typeof makeParagraph>} ParagraphPart */

/**
 * @param {Paragraph} paragraph
 * @param {Strings} strings
 * @param {(paragraph: Paragraph, body: HTMLElement) => void} onCite
 */
export function makeParagraph(paragraph, strings, onCite) {
  const label = fill(strings.paragraph, { number: paragraph.number });
  const body = make("p", { class: "nsr-text" });
  const number = make(
    "button",
    { type: "button", class: "nsr-number", title: strings.copy, "aria-label": `${label}: ${strings.copy}` },
    label,
  );
  const element = make("li", { class: "nsr-paragraph", value: paragraph.number }, number, body);
  const quoted = paragraph.quotes.map((quote) => placeOfQuote(quote, paragraph.text)).filter((place) => place !== null);
  const folded = fold(paragraph.text);
  /** @type {Span[]} */
  let matches = [];
  number.addEventListener("mousedown", (event) => event.preventDefault()); // keep what is selected
  number.addEventListener("click", () => onCite(paragraph, body));

  /** Paint the text anew, with one of its matches as the current one. */
  function paint(current = -1) {
    body.replaceChildren(...painted(paragraph.text, quoted, matches, current));
  }
  /**
   * Mark every place of some words that were folded; how many there are.
   * @param {string} words
   */
  function search(words) {
    matches = placesOf(words, folded);
    paint();
    return matches.length;
  }
  paint();
  return { element, paragraph, paint, search, current: () => body.querySelector(".nsr-current") };
}
