/** Search as you type: what a reader types finds the typographic signs too. */

/** @type {Readonly<Record<string, string>>} */
const PLAIN = { "‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "\u00a0": " " };

/** @typedef {[start: number, end: number]} Span */

/**
 * Fold a text, each sign to one sign, so that places stay the same.
 * @param {string} text
 */
export function fold(text) {
  return text
    .split("")
    .map((sign) => {
      const plain = PLAIN[sign] ?? sign.toLowerCase();
      return plain.length === 1 ? plain : sign;
    })
    .join("");
}

/**
 * Every place of some words in a text, both folded; places do not overlap.
 * @param {string} words
 * @param {string} text
 * @returns {Span[]}
 */
export function placesOf(words, text) {
  /** @type {Span[]} */
  const found = [];
  if (!words) return found;
  for (let at = text.indexOf(words); at >= 0; at = text.indexOf(words, at + words.length)) {
    found.push([at, at + words.length]);
  }
  return found;
}
