/** The verdict on an answer, with a note for each part of which there is something to say. */
import { make } from "../../shared/dom.js";
import { sign } from "../controls/marks.js";
import { prose } from "./prose.js";

/** @import { Entry, Note, Strings } from "../model.js" */

/**
 * @param {Note} note
 * @param {Strings} strings
 */
function noteLine(note, strings) {
  const mark = note.good === null ? null : sign(note.good ? "right" : "wrong");
  const name = note.name ? make("b", {}, note.name) : null;
  return make("li", {}, mark, make("div", {}, name, ...prose(note.text, strings, "span")));
}

/** @param {Strings} strings */
export function makeVerdict(strings) {
  const element = make("div", { class: "ns-result", "aria-live": "polite", tabIndex: -1 });
  /** @type {number | null} */
  let serial = null;
  /**
   * Show the verdict, or none; one that is there already is not read aloud again.
   * @param {Entry | null} judged
   */
  function show(judged) {
    if (judged && judged.serial === serial) return;
    serial = judged?.serial ?? null;
    if (!judged) {
      element.replaceChildren();
      return;
    }
    const lines = judged.notes.filter((note) => note.text.length > 0).map((note) => noteLine(note, strings));
    element.replaceChildren(
      make("p", { class: `ns-verdict ns-${judged.status}` }, sign(judged.status), ` ${judged.message}`),
      ...(lines.length > 0 ? [make("ul", { class: "ns-notes" }, ...lines)] : []),
    );
  }
  /**
   * Say why an answer cannot be judged.
   * @param {string} why
   */
  function refuse(why) {
    serial = null;
    element.replaceChildren(make("p", { class: "ns-verdict ns-invalid" }, why));
  }
  return { element, show, refuse };
}
