/** Put each item into a group. */
import { make } from "../../shared/dom.js";
import { markPart } from "./marks.js";

/** @import { Controls, PartsForm, Strings } from "../model.js" */

/**
 * @param {PartsForm} form
 * @param {string} uid
 * @param {Strings} strings
 * @returns {Controls}
 */
export function makeMatch(form, uid, strings) {
  const rows = form.choices.map(({ code, text }) => {
    const options = form.groups.map((group) => make("option", { value: group.code }, group.text));
    const none = make("option", { value: "" }, strings.choose);
    const select = make("select", { class: "ns-input", id: `${uid}-${code}` }, none, ...options);
    const box = make("div", { class: "ns-pair" }, make("label", { for: select.id }, text), select);
    return { code, select, box };
  });
  const words = { right: strings.right, wrong: strings.part_wrong };
  return {
    element: make("div", { class: "ns-pairs" }, ...rows.map(({ box }) => box)),
    read() {
      const chosen = rows.filter(({ select }) => select.value);
      return Object.fromEntries(chosen.map(({ code, select }) => [code, select.value]));
    },
    write(answer) {
      const groups = /** @type {Record<string, string> | null | undefined} */ (answer);
      for (const { code, select } of rows) select.value = groups?.[code] ?? "";
    },
    clear() {}, // to begin again from what one has is easier than from nothing
    focus: () => rows[0]?.select.focus(),
    mark(notes) {
      for (const { code, box } of rows) {
        const note = notes.find((other) => other.part === code);
        markPart(box, note, words);
      }
    },
  };
}
