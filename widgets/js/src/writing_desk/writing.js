/** The text field, tied to the answer cell: what is typed stands in the cell at once and is saved with the notebook after a pause. */
import { make, makeButton } from "../shared/dom.js";
import { uniqueId } from "../shared/ids.js";
import { fill } from "../shared/text.js";
import { findAnswerCell } from "./cell/answer_cell.js";
import { sourceOf, textOf } from "./cell/source.js";
import { makeTimers } from "./timers.js";

/** @import { Model } from "./model.js" */

const SAVING_MS = 2000;

/**
 * @param {Model} model
 * @param {() => void} onText the text has changed
 */
export function makeWriting(model, onText) {
  const strings = model.get("strings");
  const variable = model.get("variable");
  const cell = findAnswerCell(model.widget_manager, model.get("cell"));
  const area = make("textarea", { class: "ns-input nsw-text", id: uniqueId("nsw"), spellcheck: true, rows: 16 });
  const said = make("p", { class: "ns-soft", role: "status" }, cell ? strings.writes : strings.no_cell);
  const replace = makeButton(strings.replace, takeOver, { hidden: true });
  const copy = makeButton(strings.copy, copyOut, { hidden: Boolean(cell) });
  const timers = makeTimers();

  function changed() {
    cell?.write(sourceOf(area.value, variable));
    timers.later("save", SAVING_MS, save);
    onText();
  }
  async function save() {
    if (!cell) return;
    await cell.save();
    said.textContent = fill(strings.cell, { time: new Date().toLocaleTimeString() });
  }
  /** Take what the cell holds, which may have been changed by hand. */
  function read() {
    if (!cell) return;
    const text = textOf(cell.read(), variable);
    area.readOnly = text === null;
    replace.hidden = text !== null;
    if (text === null) said.textContent = strings.foreign;
    else if (text !== area.value) {
      area.value = text;
      onText();
    }
  }
  function takeOver() {
    area.readOnly = false;
    replace.hidden = true;
    changed();
    area.focus();
  }
  async function copyOut() {
    await navigator.clipboard.writeText(sourceOf(area.value, variable));
    said.textContent = strings.copied;
  }
  /** @param {string} claim */
  function insert(claim) {
    if (area.readOnly) return;
    area.setRangeText(claim, area.selectionStart, area.selectionEnd, "end");
    changed();
    area.focus();
  }
  /** Save what was not saved yet. */
  function leave() {
    if (timers.stop("save")) void save();
  }
  area.addEventListener("input", changed);
  area.addEventListener("focus", read);
  return { area, said, buttons: [replace, copy], read, insert, leave };
}
