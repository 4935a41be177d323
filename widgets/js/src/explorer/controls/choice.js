/** A list to choose one value from. */
import { make } from "../../shared/dom.js";

/** @import { ChoiceSpec, Context, Control } from "../model.js" */

/**
 * @param {ChoiceSpec} spec
 * @param {Context} context
 * @returns {Control}
 */
export function makeChoice(spec, { uid, onMove }) {
  const id = `${uid}-${spec.name}`;
  const options = spec.options.map((option) => make("option", { value: option.value }, option.text));
  const list = make("select", { id, class: "ns-input nx-select" }, ...options);
  const note = spec.help ? make("span", { class: "nx-note", id: `${id}-note` }, spec.help) : null;
  if (note) list.setAttribute("aria-describedby", note.id);
  list.addEventListener("change", onMove);
  /** @param {import("../model.js").Value} value */
  function show(value) {
    list.value = String(value);
  }
  show(spec.value);
  const head = make("div", { class: "nx-head" }, make("label", { for: id }, spec.label));
  const root = make("div", { class: "nx-control" }, head, list, note);
  return { name: spec.name, root, get: () => list.value, show };
}
