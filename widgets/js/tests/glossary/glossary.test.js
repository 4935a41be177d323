import { beforeEach, expect, test, vi } from "vitest";
import { fold, makeEntry } from "../../src/glossary/entry.js";
import glossary from "../../src/glossary/widget.js";
import { fakeModel } from "../support/model.js";
import { all, field, one, place, press, type } from "../support/page.js";
import { words } from "../support/strings.js";

/** @import { StringName, Term } from "../../src/glossary/model.js" */

/** @type {Term} */
const ORBIT = {
  term: "orbit",
  also: ["path"],
  meaning: "A <way> round.",
  ko: "궤도",
  ja: "軌道",
  lesson: "Lesson 2",
  link: "02.ipynb",
};
/** @type {Term} */
const LANDER = {
  term: "Lander",
  also: [],
  meaning: "It lands.",
  ko: "착륙선",
  ja: "着陸機",
  lesson: "03_hubs",
  link: "",
};
/** @type {Partial<Record<StringName, string>>} */
const TEMPLATES = { all: "{count} terms", found_many: "{count} of {all}", found_one: "1 of {all}" };

/** @param {Term[]} terms */
function shown(...terms) {
  const { model } = fakeModel({ strings: words(TEMPLATES), terms });
  const el = place();
  glossary.render({ model, el });
  return { el, box: field("input"), said: one(".nsg-said") };
}

/** The terms that can be seen. */
function visible() {
  return all(".nsg-entry:not([hidden]) dt").map((term) => term.firstChild?.textContent);
}

beforeEach(() => document.body.replaceChildren());

test("all terms are there at first, with the box named", () => {
  const { el, box, said } = shown(ORBIT, LANDER);
  expect(visible()).toEqual(["orbit", "Lander"]);
  expect(said.textContent).toBe("2 terms");
  expect(one("label", el).getAttribute("for")).toBe(box.id);
});

test.each([
  ["ORB", ["orbit"], "1 of 3"],
  ["path", ["orbit"], "1 of 3"],
  ["軌", ["orbit"], "1 of 3"],
  ["착륙", ["Lander"], "1 of 3"],
  [" l ", ["Lander", "launch"], "2 of 3"],
  ["zzz", [], "found_none"],
])("“%s” leaves %j", (letters, terms, text) => {
  const { box, said } = shown(ORBIT, LANDER, { ...ORBIT, term: "launch", also: [], ja: "", ko: "" });
  type(box, letters);
  expect(visible()).toEqual(terms);
  expect(said.textContent).toBe(text);
});

test("Escape empties the box, and no key leaves it", () => {
  const heard = vi.fn();
  document.body.addEventListener("keydown", heard);
  const { box } = shown(ORBIT, LANDER);
  type(box, "zzz");
  press(box, "Escape");
  expect([box.value, visible().length]).toEqual(["", 2]);
  expect(heard).not.toHaveBeenCalled();
});

test("a term says its meaning as text, and its other words in their languages", () => {
  const { element } = makeEntry(words(), ORBIT);
  expect(one("dt", element).textContent).toBe("orbit (path)");
  expect(one("dd > p:first-child", element).textContent).toBe("A <way> round.");
  expect([one("[lang=ko]", element).textContent, one("[lang=ja]", element).textContent]).toEqual(["궤도", "軌道"]);
  expect(one("a", element).getAttribute("href")).toBe("02.ipynb");
});

test("a lesson that is not there is named without a link", () => {
  const { element } = makeEntry(words(), LANDER);
  expect(all("a", element)).toHaveLength(0);
  expect(element.textContent).toContain("03_hubs");
});

test("full-width letters and capitals make no difference", () => {
  expect(fold("ＯＲＢＩＴ")).toBe("orbit");
});
