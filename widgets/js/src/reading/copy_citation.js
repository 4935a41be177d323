/** Copy the citation of a paragraph, or of the words that are selected in it. */
import { fill } from "../shared/text.js";
import { placeOfQuote } from "./text/quotation.js";

/** @import { Paragraph, Strings } from "./model.js" */

/**
 * The words that are selected within an element; empty if there are none.
 * @param {HTMLElement} body
 */
function selectedIn(body) {
  const selection = window.getSelection();
  if (!selection || selection.rangeCount === 0) return "";
  const inside = body.contains(selection.anchorNode) && body.contains(selection.focusNode);
  return inside ? selection.toString().trim() : "";
}

/**
 * Write a citation as lessons do; words that are no quotation are left out.
 * @param {string} name of the reading
 * @param {Paragraph} paragraph
 * @param {string} words
 */
export function citationOf(name, paragraph, words) {
  const quote = words && placeOfQuote(words, paragraph.text) ? ` "${words}"` : "";
  return `[${name} ¶${paragraph.number}${quote}]`;
}

/**
 * @param {Strings} strings
 * @param {string} name of the reading
 * @param {HTMLElement} said where the learner is told
 */
export function makeCopier(strings, name, said) {
  let latest = 0;
  /**
   * @param {Paragraph} paragraph
   * @param {HTMLElement} body
   */
  return (paragraph, body) => {
    const citation = citationOf(name, paragraph, selectedIn(body));
    latest += 1;
    const own = latest;
    /** @param {string} template */
    function tell(template) {
      if (own === latest) said.textContent = fill(template, { citation }); // a slow clipboard must not speak last
    }
    const giveUp = () => tell(strings.citation);
    if (!navigator.clipboard) giveUp();
    else navigator.clipboard.writeText(citation).then(() => tell(strings.copied), giveUp);
  };
}
