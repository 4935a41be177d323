import { beforeEach, describe, expect, test, vi } from "vitest";
import { makeChoice } from "../../src/explorer/controls/choice.js";
import { makePanel } from "../../src/explorer/controls/panel.js";
import { makeSlider, numberFormat } from "../../src/explorer/controls/slider.js";
import { button, field, one, type } from "../support/page.js";
import { words } from "../support/strings.js";

/** @import { ChoiceSpec, SliderSpec, StringName } from "../../src/explorer/model.js" */

/** @type {SliderSpec} */
const SPEED = {
  kind: "slider",
  name: "speed",
  label: "Speed",
  low: 0,
  high: 10_000,
  step: 10,
  value: 20,
  unit: "m/s",
  help: "",
};
/** @type {ChoiceSpec} */
const PLACE = {
  kind: "choice",
  name: "place",
  label: "Place",
  options: [
    { value: "moon", text: "the Moon" },
    { value: "mars", text: "Mars" },
  ],
  value: "moon",
  help: "Where it lands.",
};
/** @type {Partial<Record<StringName, string>>} */
const TEMPLATES = {
  exact: "{label} in {unit}",
  range: "{low} to {high} {unit}",
  refused: "{label} was set to {value}",
};

function context() {
  return { uid: "nx1", strings: words(TEMPLATES), onMove: vi.fn(), onSay: vi.fn() };
}

/** @param {Partial<SliderSpec>} [more] */
function slider(more) {
  const around = context();
  const control = makeSlider({ ...SPEED, ...more }, around);
  document.body.replaceChildren(control.root);
  return { control, ...around, range: field("input[type=range]"), exact: field("input[type=number]") };
}

beforeEach(() => document.body.replaceChildren());

describe("a slider", () => {
  test("says its number with its unit, and its bounds below", () => {
    const { range, exact } = slider();
    expect(range.getAttribute("aria-valuetext")).toBe("20 m/s");
    expect(exact.getAttribute("aria-label")).toBe("Speed in m/s");
    expect(one(".nx-note").textContent).toBe("0 to 10,000 m/s");
    expect(range.getAttribute("aria-describedby")).toBe(one(".nx-note").id);
  });

  test("tells once for each number that it is moved to", () => {
    const { range, exact, control, onMove } = slider();
    type(range, "30");
    type(range, "30");
    type(range, "40");
    expect(onMove).toHaveBeenCalledTimes(2);
    expect([control.get(), exact.value]).toEqual([40, "40"]);
  });

  test("takes an exact number at once if it is within bounds", () => {
    const { exact, range, control, onMove } = slider();
    type(exact, "33.5");
    expect([control.get(), onMove.mock.calls.length]).toEqual([33.5, 1]);
    type(exact, "50000");
    expect(control.get()).toBe(33.5);
    expect(range.getAttribute("aria-valuetext")).toBe("33.5 m/s");
  });

  test.each([
    ["50000", 10_000, "Speed was set to 10,000 m/s"],
    ["-5", 0, "Speed was set to 0 m/s"],
    ["", 20, "Speed was set to 20 m/s"],
  ])("“%s” becomes %d when it is left, and the learner is told", (typed, number, told) => {
    const { exact, control, onSay } = slider();
    type(exact, typed);
    exact.dispatchEvent(new Event("change"));
    expect([control.get(), exact.value]).toEqual([number, String(number)]);
    expect(onSay).toHaveBeenCalledExactlyOnceWith(told);
  });

  test("does not write over what is being typed", () => {
    const { exact, control } = slider();
    exact.focus();
    type(exact, "3.");
    control.show(7);
    expect(exact.value).toBe("3.");
  });

  test("is set without telling", () => {
    const { control, range, onMove } = slider();
    control.show(70);
    expect([range.value, control.get(), onMove.mock.calls.length]).toEqual(["70", 70, 0]);
  });
});

test("years are written without a comma, minus signs as such, small numbers in full", () => {
  expect(numberFormat({ ...SPEED, low: 1960, high: 2030, unit: "" })(1960)).toBe("1960");
  expect(numberFormat(SPEED)(-12_345.678901234)).toBe("−12,345.678901");
});

test("a list tells when another value is chosen", () => {
  const around = context();
  const control = makeChoice(PLACE, around);
  document.body.append(control.root);
  const list = /** @type {HTMLSelectElement} */ (one("select"));
  expect([control.get(), one(".nx-note").id]).toEqual(["moon", list.getAttribute("aria-describedby")]);
  list.value = "mars";
  list.dispatchEvent(new Event("change"));
  expect([control.get(), around.onMove.mock.calls.length]).toEqual(["mars", 1]);
});

describe("the panel", () => {
  const fast = { name: "fast", label: "Fast", values: { speed: 90, place: "mars" } };

  function panel() {
    const around = context();
    const made = makePanel([SPEED, PLACE], [fast], around);
    document.body.replaceChildren(made.presetRow, made.settings);
    return { ...made, ...around };
  }

  test("a preset sets all, is pressed while its values stand, and reset brings the first ones back", () => {
    const { values, markPreset, onMove } = panel();
    button("Fast").click();
    markPreset();
    expect(values()).toEqual({ speed: 90, place: "mars" });
    expect(button("Fast").getAttribute("aria-pressed")).toBe("true");
    type(field("input[type=range]"), "80");
    markPreset();
    expect(button("Fast").getAttribute("aria-pressed")).toBe("false");
    button("reset").click();
    expect(values()).toEqual({ speed: 20, place: "moon" });
    expect(onMove).toHaveBeenCalledTimes(3);
  });

  test("is shown as it is told to, without asking for a run", () => {
    const { show, values, onMove } = panel();
    show({ speed: 50, unknown: 1 });
    expect(values()).toEqual({ speed: 50, place: "moon" });
    expect(onMove).not.toHaveBeenCalled();
  });
});
