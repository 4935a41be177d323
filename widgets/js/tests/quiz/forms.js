/** One question of each kind, as the kernel hands it to the page. */

/** @import { AnyForm, ClaimForm, Form, GapForm, NumberForm, PartsForm, Readings } from "../../src/quiz/model.js" */

const CHOICES = [
  { code: "c1", text: "One <b>" },
  { code: "c2", text: "Two" },
  { code: "c3", text: "Three" },
];

/**
 * @param {string} code
 * @returns {AnyForm}
 */
function any(code) {
  const text = `About ${code}.`;
  return {
    code,
    rule: "all or nothing",
    hints: 2,
    prompt: [[{ text }]],
    about: [{ text }],
    choices: CHOICES,
    groups: [],
  };
}

/**
 * @param {PartsForm["kind"]} kind
 * @param {string} [code]
 * @returns {PartsForm}
 */
export function partsForm(kind, code = "q1") {
  const groups = [
    { code: "g1", text: "First" },
    { code: "g2", text: "Second" },
  ];
  return { ...any(code), kind, groups: kind === "match" ? groups : [] };
}

/** @type {NumberForm} */
export const NUMBER = { ...any("q1"), kind: "number", unit: "km", other_units: "m, mi", choices: [] };

/** @type {GapForm} */
export const GAP = { ...any("q1"), kind: "gap", before: "The ", after: " is far.", choices: [] };

/** @type {ClaimForm} */
export const CLAIM = { ...any("q1"), kind: "claim", claim: "It <fell>.", readings: { crash: [2, 7] }, choices: [] };

/** @type {Readings} */
export const READINGS = {
  crash: { title: "crash: A crash", paragraphs: { 2: "Short.", 7: `${"word ".repeat(20)}end` } },
};

/** @type {Form[]} */
export const EVERY_KIND = [
  partsForm("one"),
  partsForm("several"),
  NUMBER,
  GAP,
  partsForm("order"),
  partsForm("match"),
  CLAIM,
];
