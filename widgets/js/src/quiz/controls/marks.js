/** Signs of a verdict, beside a question and beside its parts. */
import { make } from "../../shared/dom.js";

/** @import { Note, Status } from "../model.js" */

/** @type {Readonly<Record<Status, string>>} */
const SIGNS = { right: "✓", partly: "◐", wrong: "✗", noted: "●", open: "○" };

/**
 * A sign for the eye; words that say the same stand beside it.
 * @param {Status} status
 */
export function sign(status) {
  return make("span", { class: `ns-sign ns-${status}`, "aria-hidden": "true" }, SIGNS[status]);
}

/**
 * Mark a part as its note says, or take its mark away where there is no note.
 * @param {HTMLElement} box
 * @param {Note | undefined} note
 * @param {{ right: string, wrong: string }} words
 */
export function markPart(box, note, words) {
  box.querySelector(".ns-mark")?.remove();
  if (!note) return;
  const status = note.good ? "right" : "wrong";
  box.append(make("span", { class: `ns-mark ns-${status}` }, sign(status), ` ${words[status]}`));
}
