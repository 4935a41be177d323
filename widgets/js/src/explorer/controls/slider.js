/** A slider with a field for the exact number. */
import { focused, make } from "../../shared/dom.js";
import { fill } from "../../shared/text.js";

/** @import { Context, Control, SliderSpec } from "../model.js" */

/** @param {number} number */
function inWords(number) {
  return number.toLocaleString("en", { maximumFractionDigits: 6 }).replace("-", "−");
}

/**
 * Choose how a slider's numbers are written: nobody writes the year 1,960.
 * @param {SliderSpec} spec
 */
export function numberFormat(spec) {
  const isYear = !spec.unit && spec.low >= 1800 && spec.high <= 2200;
  return isYear ? String : inWords;
}

/**
 * @param {SliderSpec} spec
 * @param {Context} context
 */
function makeFields(spec, { uid, strings }) {
  const id = `${uid}-${spec.name}`;
  const format = numberFormat(spec);
  const bounds = { low: format(spec.low), high: format(spec.high), unit: spec.unit };
  const limits = { min: spec.low, max: spec.high };
  const exactLabel = fill(spec.unit ? strings.exact : strings.exact_plain, { label: spec.label, unit: spec.unit });
  const note = make("span", { class: "nx-note", id: `${id}-note` }, spec.help || fill(strings.range, bounds));
  const range = make("input", { type: "range", id, ...limits, step: spec.step, class: "nx-range" });
  range.setAttribute("aria-describedby", note.id);
  const exact = make("input", { type: "number", ...limits, step: "any", class: "ns-input nx-number" });
  exact.setAttribute("aria-label", exactLabel);
  return { range, exact, note, bounds };
}

/**
 * @param {SliderSpec} spec
 * @param {Context} context
 * @returns {Control}
 */
export function makeSlider(spec, context) {
  const { range, exact, note, bounds } = makeFields(spec, context);
  const format = numberFormat(spec);
  const unit = spec.unit ? ` ${spec.unit}` : "";
  let value = spec.value;

  /** @param {import("../model.js").Value} number */
  function show(number) {
    value = Number(number);
    range.value = String(value);
    range.setAttribute("aria-valuetext", format(value) + unit);
    if (focused(exact) !== exact) exact.value = String(value);
  }
  /** @param {number} number */
  function set(number) {
    if (number === value) return;
    show(number);
    context.onMove();
  }
  range.addEventListener("input", () => {
    set(Number(range.value));
    exact.value = String(value);
  });
  exact.addEventListener("input", () => {
    const number = exact.valueAsNumber;
    if (Number.isFinite(number) && number >= spec.low && number <= spec.high) set(number);
  });
  exact.addEventListener("change", () => {
    const typed = exact.valueAsNumber;
    const number = Number.isFinite(typed) ? Math.min(spec.high, Math.max(spec.low, typed)) : value;
    set(number);
    exact.value = String(number);
    if (number === typed) return;
    context.onSay(fill(context.strings.refused, { label: spec.label, value: format(number) + unit, ...bounds }));
  });
  show(spec.value);
  const head = make(
    "div",
    { class: "nx-head" },
    make("label", { for: range.id }, spec.label),
    make("span", { class: "nx-exact" }, exact, make("span", { "aria-hidden": "true" }, unit)),
  );
  const root = make("div", { class: "nx-control" }, head, range, note);
  return { name: spec.name, root, get: () => value, show };
}
