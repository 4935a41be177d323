// The explorer's controls: native form elements made from declarations. They know nothing of the kernel.

import { fill, make } from "../shared/dom.js";

const inWords = (number) => number.toLocaleString("en", { maximumFractionDigits: 6 }).replace("-", "−");

// A slider with a field for the exact number. `onMove` is called at each move, `onSay` with a message for the learner.
export function makeSlider(spec, { uid, strings, onMove, onSay }) {
  const id = `${uid}-${spec.name}`;
  const unit = spec.unit ? ` ${spec.unit}` : "";
  const asYears = !spec.unit && spec.low >= 1800 && spec.high <= 2200; // nobody writes the year 1,960
  const bound = asYears ? String : inWords;
  const bounds = { low: bound(spec.low), high: bound(spec.high), unit: spec.unit };
  const range = make("input", { type: "range", id, min: spec.low, max: spec.high, step: spec.step, class: "nx-range" });
  const exact = make("input", {
    type: "number", min: spec.low, max: spec.high, step: "any", class: "ns-input nx-number",
    "aria-label": fill(spec.unit ? strings.exact : strings.exact_plain, { label: spec.label, unit: spec.unit }),
  });
  const note = make("span", { class: "nx-note", id: `${id}-note` }, spec.help || fill(strings.range, bounds));
  range.setAttribute("aria-describedby", note.id);
  let value = spec.value;

  function show(number) {
    value = number;
    range.value = number;
    range.setAttribute("aria-valuetext", bound(number) + unit);
    if (document.activeElement !== exact && exact.getRootNode().activeElement !== exact) exact.value = number;
  }
  function set(number) {
    if (number === value) return;
    show(number);
    onMove();
  }
  range.addEventListener("input", () => {
    set(Number(range.value));
    exact.value = value;
  });
  exact.addEventListener("input", () => {
    const number = exact.valueAsNumber;
    if (Number.isFinite(number) && number >= spec.low && number <= spec.high) set(number);
  });
  exact.addEventListener("change", () => {
    const typed = exact.valueAsNumber;
    const number = Number.isFinite(typed) ? Math.min(spec.high, Math.max(spec.low, typed)) : value;
    set(number);
    exact.value = number;
    if (number !== typed) onSay(fill(strings.refused, { label: spec.label, value: bound(number) + unit, ...bounds }));
  });
  show(spec.value);
  const head = make("div", { class: "nx-head" },
    make("label", { for: id }, spec.label),
    make("span", { class: "nx-exact" }, exact, make("span", { "aria-hidden": "true" }, unit)));
  return { name: spec.name, root: make("div", { class: "nx-control" }, head, range, note), get: () => value, show };
}

export function makeChoice(spec, { uid, onMove }) {
  const id = `${uid}-${spec.name}`;
  const list = make("select", { id, class: "ns-input nx-select" });
  for (const option of spec.options) list.append(make("option", { value: option.value }, option.text));
  const note = spec.help ? make("span", { class: "nx-note", id: `${id}-note` }, spec.help) : null;
  if (note) list.setAttribute("aria-describedby", note.id);
  const show = (value) => (list.value = value);
  list.addEventListener("change", onMove);
  show(spec.value);
  const head = make("div", { class: "nx-head" }, make("label", { for: id }, spec.label));
  return { name: spec.name, root: make("div", { class: "nx-control" }, head, list, note), get: () => list.value, show };
}

// The question before the first run. `onAnswer` gets the chosen value.
export function makeQuestion(spec, { uid, strings, onAnswer }) {
  const missing = make("p", { class: "nx-missing", role: "alert", hidden: true }, strings.choose);
  const options = spec.options.map((option, number) => {
    const id = `${uid}-guess-${number}`;
    const radio = make("input", { type: "radio", id, name: `${uid}-guess`, value: option.value });
    return make("div", { class: "nx-option" }, radio, make("label", { for: id }, option.text));
  });
  const group = make("fieldset", { class: "nx-guess" }, make("legend", {}, spec.prompt), ...options);
  const button = make("button", { type: "button", class: "ns-button ns-main" }, spec.button);
  button.addEventListener("click", () => {
    const chosen = group.querySelector("input:checked");
    missing.hidden = Boolean(chosen);
    if (chosen) onAnswer(chosen.value);
    else group.querySelector("input").focus();
  });
  return make("div", { class: "nx-question" }, make("p", { class: "nx-before" }, strings.before), group, missing, button);
}
