/** Write a number, or the words of a gap. */
import { make } from "../../shared/dom.js";
import { fill } from "../../shared/text.js";

/** @import { Controls, GapForm, NumberForm, Strings } from "../model.js" */

/** @param {string} uid */
function textInput(uid) {
  return make("input", {
    type: "text",
    class: "ns-input",
    id: `${uid}-text`,
    autocomplete: "off",
    autocapitalize: "off",
    spellcheck: "false",
  });
}

/**
 * @param {HTMLInputElement} input
 * @param {HTMLElement} element
 * @returns {Controls}
 */
function textControls(input, element) {
  return {
    element,
    read: () => input.value,
    write(answer) {
      input.value = String(answer ?? "");
    },
    clear() {
      input.value = "";
    },
    focus: () => input.focus(),
    mark() {}, // the verdict on the whole says it
  };
}

/**
 * @param {NumberForm} form
 * @param {string} uid
 * @param {Strings} strings
 */
export function makeNumber(form, uid, strings) {
  const input = textInput(uid);
  const label = form.unit ? fill(strings.answer_in, { unit: form.unit }) : strings.answer;
  const units = form.other_units ? fill(strings.other_units, { units: form.other_units }) : "";
  const help = units ? make("span", { id: `${uid}-help`, class: "ns-help" }, units) : null;
  if (help) input.setAttribute("aria-describedby", help.id);
  const unit = make("span", { "aria-hidden": "true" }, form.unit);
  const line = make("span", { class: "ns-inline" }, input, unit);
  return textControls(input, make("div", { class: "ns-field" }, make("label", { for: input.id }, label), line, help));
}

/**
 * @param {GapForm} form
 * @param {string} uid
 * @param {Strings} strings
 */
export function makeGap(form, uid, strings) {
  const input = textInput(uid);
  const sentence = make("p", { class: "ns-gap", id: `${uid}-sentence` }, form.before, input, form.after);
  input.setAttribute("aria-label", strings.gap);
  input.setAttribute("aria-describedby", sentence.id);
  return textControls(input, make("div", { class: "ns-field" }, sentence));
}
