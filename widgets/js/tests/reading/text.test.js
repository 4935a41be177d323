import { describe, expect, test } from "vitest";
import { citationOf } from "../../src/reading/copy_citation.js";
import { painted } from "../../src/reading/paragraphs/paint.js";
import { inShort } from "../../src/reading/text/numbers.js";
import { placeOfQuote } from "../../src/reading/text/quotation.js";
import { fold, placesOf } from "../../src/reading/text/search.js";

const NUMBERS = { paragraph: "¶{number}", range: "¶{first} to ¶{last}" };

describe("search", () => {
  test("finds typographic signs by what is on a keyboard", () => {
    expect(fold("Japan’s “Plan” – a\u00a0try")).toBe('japan\'s "plan" - a try');
  });

  test("keeps every sign in its place, even where a small letter is longer", () => {
    for (const text of ["İstanbul", "𝒜 moon 🌙", "Straße"]) expect(fold(text)).toHaveLength(text.length);
  });

  test("gives every place, none over another", () => {
    expect(placesOf("aa", "aaaa a")).toEqual([
      [0, 2],
      [2, 4],
    ]);
    expect(placesOf("", "text")).toEqual([]);
    expect(placesOf("z", "text")).toEqual([]);
  });
});

describe("the place of a quotation", () => {
  test.each([
    ["moon", "the moonlight, the moon", [19, 23]],
    ["900 km", "1900 km, 900 km", [9, 15]],
    ["’s north", "the moon’s north", [8, 16]],
    ["월", "11월 월", [4, 5]],
    [", and", "one, and two", [3, 8]],
  ])("%s in %s", (quote, text, place) => {
    expect(placeOfQuote(quote, text)).toEqual(place);
  });

  test("is none where a word would be cut", () => {
    expect(placeOfQuote("moon", "moons")).toBeNull();
    expect(placeOfQuote("moon", "")).toBeNull();
  });
});

test.each([
  [[1, 3, 4, 5, 7], "¶1, ¶3 to ¶5, ¶7"],
  [[1, 2], "¶1, ¶2"],
  [[2, 3, 5, 6], "¶2, ¶3, ¶5, ¶6"],
  [[], ""],
])("%j in short", (numbers, text) => {
  expect(inShort(NUMBERS, numbers)).toBe(text);
});

describe("a painted text", () => {
  /**
   * @param {Parameters<typeof painted>} given
   * @returns {[string, string][]} class and text of each piece
   */
  const pieces = (...given) =>
    painted(...given).map((piece) => (typeof piece === "string" ? ["", piece] : [piece.className, piece.textContent]));

  test("stays whole where quotations and matches overlap", () => {
    expect(pieces("abcdefgh", [[1, 5]], [[3, 7]], 0)).toEqual([
      ["", "a"],
      ["nsr-quoted", "bc"],
      ["nsr-quoted nsr-match nsr-current", "de"],
      ["nsr-match nsr-current", "fg"],
      ["", "h"],
    ]);
  });

  test("is one piece where there is nothing to mark", () => {
    expect(pieces("text", [], [], -1)).toEqual([["", "text"]]);
  });
});

describe("a citation", () => {
  const paragraph = { number: 7, text: "It is the moon’s north pole.", furniture: false, quotes: [] };

  test("has the words if they are a quotation", () => {
    expect(citationOf("crash", paragraph, "north pole")).toBe('[crash ¶7 "north pole"]');
    expect(citationOf("crash", paragraph, "orth pole")).toBe("[crash ¶7]");
    expect(citationOf("crash", paragraph, "")).toBe("[crash ¶7]");
  });
});
