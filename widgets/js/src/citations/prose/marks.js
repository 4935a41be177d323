/** Numbered marks in a lesson's prose: links such as `[[14≠]](#Sources "fact m1_step_m")`, of which the title names the facts. */

/** @import { CitationStrings } from "../contract.js" */

/** A mark as the page got it, and one that has been dressed. */
export const MARK = 'a[title^="fact "], a[data-facts]';
const SHOWN = /^\[(\d*)([?≠]?)\]$/;

/**
 * The facts that a mark names, with spaces between them.
 * @param {HTMLElement} mark
 */
export function factsOf(mark) {
  return (mark.dataset.facts ?? mark.title.slice("fact ".length)).trim();
}

/**
 * What a screen reader says in place of the number and the sign.
 * @param {CitationStrings} strings
 * @param {string} number
 * @param {string} sign
 */
export function nameOf(strings, number, sign) {
  if (number === "") return strings.number_none;
  const template = { "?": strings.number_open, "≠": strings.number_disputed }[sign] ?? strings.number;
  return template.replace("{number}", number);
}

/**
 * Make each mark small, and name it in words; its title, which is for authors, goes where no pointer shows it.
 * @param {Element} prose
 * @param {CitationStrings} strings
 */
export function dressMarks(prose, strings) {
  for (const mark of /** @type {NodeListOf<HTMLElement>} */ (prose.querySelectorAll('a[title^="fact "]'))) {
    const [, number, sign] = SHOWN.exec(mark.textContent.trim()) ?? [];
    if (number === undefined || sign === undefined) continue; // a link with words says itself what it is
    const name = nameOf(strings, number, sign);
    mark.dataset.facts = factsOf(mark);
    mark.title = name;
    mark.setAttribute("aria-label", name);
    mark.classList.add("nsc-number");
  }
}
