/** Find a quotation in a text as the kernel does (`newspace.core.fuzzy_match.whole_words`). */

/** @import { Span } from "./search.js" */

/** @param {string | undefined} sign */
function isWord(sign) {
  return sign !== undefined && /[\p{L}\p{N}]/u.test(sign);
}

/**
 * The first place of a quotation that cuts no word in two.
 * @param {string} quote
 * @param {string} text
 * @returns {Span | null}
 */
export function placeOfQuote(quote, text) {
  for (let at = text.indexOf(quote); at >= 0; at = text.indexOf(quote, at + 1)) {
    const end = at + quote.length;
    const cutsStart = isWord(text[at - 1]) && isWord(quote[0]);
    const cutsEnd = isWord(text[end]) && isWord(quote.at(-1));
    if (!cutsStart && !cutsEnd) return [at, end];
  }
  return null;
}
