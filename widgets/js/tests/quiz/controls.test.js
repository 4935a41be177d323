import { beforeEach, describe, expect, test, vi } from "vitest";
import { makeControls } from "../../src/quiz/controls/index.js";
import { fakeModel } from "../support/model.js";
import { all, field, one } from "../support/page.js";
import { words } from "../support/strings.js";
import { CLAIM, EVERY_KIND, GAP, NUMBER, partsForm, READINGS } from "./forms.js";

/** @import { Context, Form, Note, StringName } from "../../src/quiz/model.js" */

/** @type {Partial<Record<StringName, string>>} */
const TEMPLATES = { moved: "{text} is now {n} of {total}", answer_in: "in {unit}", other_units: "or {units}" };

/** @param {Form} form */
function controlsOf(form) {
  const { model } = fakeModel({ readings: READINGS });
  const context = /** @type {Context} */ (/** @type {unknown} */ ({ model, strings: words(TEMPLATES), uid: "ns1" }));
  const controls = makeControls(form, context);
  document.body.replaceChildren(controls.element);
  return controls;
}

/**
 * @param {string} part
 * @param {boolean | null} good
 * @returns {Note}
 */
function note(part, good) {
  return { part, good, name: "", text: [] };
}

/** @param {Element} element */
function change(element) {
  element.dispatchEvent(new Event("change", { bubbles: true }));
}

beforeEach(() => document.body.replaceChildren());

/** An answer to each kind of question. */
const ANSWERS = [
  "c2",
  ["c1", "c3"],
  "3.5",
  "moon",
  ["c3", "c1", "c2"],
  { c1: "g2" },
  { verdict: "supported", reading: "crash", paragraph: 7 },
];

test.each(EVERY_KIND.map((form, at) => ({ kind: form.kind, form, answer: ANSWERS[at] })))(
  "$kind reads what was written",
  ({ form, answer }) => {
    const controls = controlsOf(form);
    controls.write(answer);
    expect(controls.read()).toEqual(answer);
    controls.focus();
    expect(controls.element.contains(document.activeElement)).toBe(true);
  },
);

test.each(EVERY_KIND.map((form) => ({ kind: form.kind, form })))("$kind names each of its fields", ({ form }) => {
  controlsOf(form);
  for (const input of all("input, select")) {
    const labels = all("label").filter((label) => label.getAttribute("for") === input.id);
    expect(labels.length > 0 || input.hasAttribute("aria-label")).toBe(true);
  }
});

describe("choices", () => {
  test("are text, and one of them has the answer null before it is chosen", () => {
    const controls = controlsOf(partsForm("one"));
    expect(controls.read()).toBeNull();
    expect(all(".ns-choice").map((row) => row.textContent)).toEqual(["One <b>", "Two", "Three"]);
  });

  test("are marked with a sign and words, and unmarked again", () => {
    const controls = controlsOf(partsForm("several"));
    controls.mark([note("c1", true), note("c3", false)]);
    expect(all(".ns-choice").map((row) => row.querySelector(".ns-mark")?.textContent ?? "")).toEqual([
      "✓ right",
      "",
      "✗ part_wrong",
    ]);
    controls.mark([]);
    expect(all(".ns-mark")).toHaveLength(0);
  });

  test("stay for another try if they are several, and a single one is cleared", () => {
    const several = controlsOf(partsForm("several"));
    several.write(["c1", "c3"]);
    several.clear();
    expect(several.read()).toEqual(["c1", "c3"]);
    const single = controlsOf(partsForm("one"));
    single.write("c1");
    single.clear();
    expect(single.read()).toBeNull();
  });
});

describe("a number", () => {
  test("says its unit, and others that are understood", () => {
    controlsOf(NUMBER);
    expect(one("label").textContent).toBe("in km");
    expect(one(".ns-help").textContent).toBe("or m, mi");
    expect(field("input").getAttribute("aria-describedby")).toBe(one(".ns-help").id);
  });

  test("without a unit has a plain label", () => {
    controlsOf({ ...NUMBER, unit: "", other_units: "" });
    expect(one("label").textContent).toBe("answer");
    expect(all(".ns-help")).toHaveLength(0);
  });
});

test("a gap stands in its sentence", () => {
  controlsOf(GAP);
  expect(one(".ns-gap").textContent).toBe("The  is far.");
  expect(field("input").parentElement).toBe(one(".ns-gap"));
});

describe("an order", () => {
  /** @param {string} way @param {number} at */
  const move = (way, at) => all(`.ns-${way}`)[at]?.click();

  test("is changed by buttons, is told, and keeps the focus on the item", () => {
    const controls = controlsOf(partsForm("order"));
    const changed = vi.fn();
    document.body.addEventListener("change", changed, { once: true });
    move("down", 0);
    expect(controls.read()).toEqual(["c2", "c1", "c3"]);
    expect(one(".ns-said").textContent).toBe("One <b> is now 2 of 3");
    expect(document.activeElement).toBe(all(".ns-down")[1]);
    expect(changed).toHaveBeenCalledOnce();
  });

  test("leaves the focus to the other button at an end", () => {
    controlsOf(partsForm("order"));
    move("up", 1);
    expect(document.activeElement).toBe(all(".ns-down")[0]);
    expect(all("button:disabled").map((button) => button.className)).toEqual([
      "ns-button ns-small ns-up",
      "ns-button ns-small ns-down",
    ]);
  });

  test("stays for another try, and its marks speak of the item below", () => {
    const controls = controlsOf(partsForm("order"));
    controls.write(["c3", "c2", "c1", "unknown"]);
    controls.clear();
    expect(controls.read()).toEqual(["c3", "c2", "c1"]);
    controls.mark([note("c3", true), note("c2", false), note("c1", false)]);
    expect(all(".ns-mark").map((mark) => mark.textContent)).toEqual(["✓ followed", "✗ not_followed", "✗ not_last"]);
  });
});

describe("a match", () => {
  test("has no group at first, and what was right stays for another try", () => {
    const controls = controlsOf(partsForm("match"));
    expect(controls.read()).toEqual({});
    controls.write({ c1: "g1", c2: "g2" });
    controls.clear();
    expect(controls.read()).toEqual({ c1: "g1", c2: "g2" });
    controls.mark([note("c2", false)]);
    expect(one(".ns-mark").parentElement?.textContent).toContain("Two");
  });
});

describe("a claim", () => {
  const picker = () => one(".ns-field");

  test("asks for a paragraph only where one can show it", () => {
    const controls = controlsOf(CLAIM);
    expect([picker().hidden, controls.read()]).toEqual([true, { verdict: null }]);
    for (const [at, hidden] of [false, false, true].entries()) {
      const radio = /** @type {HTMLInputElement} */ (all("input[type=radio]")[at]);
      radio.checked = true;
      change(radio);
      expect(picker().hidden).toBe(hidden);
    }
  });

  test("shows the chosen paragraph in full, and the others by their beginning", () => {
    const controls = controlsOf(CLAIM);
    controls.write({ verdict: "contradicted", reading: "crash", paragraph: 7 });
    expect(one(".ns-full").textContent).toMatch(/end$/);
    const texts = all("option").map((option) => option.textContent ?? "");
    expect(texts.slice(0, 2)).toEqual(["choose", "2 ¶  Short."]);
    expect(texts[2]).toMatch(/^7 ¶ {2}(word )+…$/);
    expect(texts[2]?.length).toBeLessThan(80);
  });

  test("forgets its paragraph where it is in none", () => {
    const controls = controlsOf(CLAIM);
    controls.write({ verdict: "supported", reading: "crash", paragraph: 2 });
    const last = /** @type {HTMLInputElement} */ (all("input[type=radio]")[2]);
    last.checked = true;
    change(last);
    expect(controls.read()).toEqual({ verdict: "not in the readings" });
  });

  test("keeps both halves for another try", () => {
    const controls = controlsOf(CLAIM);
    const given = { verdict: "supported", reading: "crash", paragraph: 2 };
    controls.write(given);
    controls.clear();
    expect(controls.read()).toEqual(given);
  });

  test("is marked in its two parts", () => {
    const controls = controlsOf(CLAIM);
    controls.mark([note("verdict", true), note("paragraph", false)]);
    expect(one("fieldset .ns-mark").textContent).toBe("✓ right");
    expect(one(".ns-field .ns-mark").textContent).toBe("✗ part_wrong");
  });
});
