/** Choose one of several, or some of them. */
import { make } from "../../shared/dom.js";
import { markPart } from "./marks.js";

/** @import { Controls, PartsForm, Strings } from "../model.js" */

/**
 * @param {PartsForm} form
 * @param {string} uid
 * @param {Strings} strings
 * @returns {Controls}
 */
export function makeChoice(form, uid, strings) {
  const type = form.kind === "one" ? "radio" : "checkbox";
  const rows = form.choices.map(({ code, text }) => {
    const input = make("input", { type, name: `${uid}-choice`, value: code, id: `${uid}-${code}` });
    const label = make("label", { for: input.id }, input, make("span", {}, text));
    return { code, input, box: make("div", { class: "ns-choice" }, label) };
  });
  const chosen = () => rows.filter(({ input }) => input.checked).map(({ code }) => code);
  const words = { right: strings.right, wrong: strings.part_wrong };
  /** @param {unknown} answer */
  function write(answer) {
    const codes = [answer].flat();
    for (const { code, input } of rows) input.checked = codes.includes(code);
  }
  return {
    element: make("div", { class: "ns-choices" }, ...rows.map(({ box }) => box)),
    read: () => (type === "radio" ? (chosen()[0] ?? null) : chosen()),
    write,
    clear() {
      if (type === "radio") write([]); // of several, what one had ticked stays: only one tick may be wrong
    },
    focus: () => (rows.find(({ input }) => input.checked) ?? rows[0])?.input.focus(),
    mark(notes) {
      for (const { code, box } of rows) {
        const note = notes.find((other) => other.part === code);
        markPart(box, note, words);
      }
    },
  };
}
