/** Put items in order, by buttons that move one up or down. */
import { find, make, makeButton } from "../../shared/dom.js";
import { fill } from "../../shared/text.js";
import { markPart } from "./marks.js";

/** @import { Controls, Part, PartsForm, Strings } from "../model.js" */

/**
 * @typedef {object} Row
 * @property {string} code
 * @property {HTMLElement} box
 * @property {HTMLElement} item where the mark goes
 * @property {HTMLButtonElement} up
 * @property {HTMLButtonElement} down
 */

/**
 * @param {Part} part
 * @param {Strings} strings
 * @param {(row: Row, way: "up" | "down") => void} onMove
 * @returns {Row}
 */
function makeRow({ code, text }, strings, onMove) {
  /**
   * @param {"up" | "down"} way
   * @param {string} name
   */
  function button(way, name) {
    const props = {
      class: `ns-small ns-${way}`,
      "aria-label": fill(name, { text }),
      title: way === "up" ? strings.up : strings.down,
    };
    const made = makeButton("", () => onMove(row, way), props);
    made.append(make("span", { "aria-hidden": "true" }, way === "up" ? "▲" : "▼"));
    return made;
  }
  const item = make("span", { class: "ns-item" }, text);
  const up = button("up", strings.move_up);
  const down = button("down", strings.move_down);
  /** @type {Row} */
  const row = { code, item, up, down, box: make("li", {}, item, up, down) };
  return row;
}

/**
 * @param {PartsForm} form
 * @param {Strings} strings
 * @returns {Controls}
 */
export function makeOrder(form, strings) {
  const said = make("p", { class: "ns-said", "aria-live": "polite" });
  const list = make("ol", { class: "ns-order" });
  const texts = new Map(form.choices.map(({ code, text }) => [code, text]));
  const all = form.choices.map((part) => makeRow(part, strings, move));
  let rows = all;

  /** @param {Row[]} wanted */
  function show(wanted) {
    rows = wanted;
    list.replaceChildren(...rows.map((row) => row.box));
    rows.forEach((row, at) => {
      row.up.disabled = at === 0;
      row.down.disabled = at === rows.length - 1;
    });
  }
  /**
   * @param {Row} row
   * @param {"up" | "down"} way
   */
  function move(row, way) {
    const place = rows.indexOf(row) + (way === "up" ? -1 : 1);
    const others = rows.filter((other) => other !== row);
    show([...others.slice(0, place), row, ...others.slice(place)]);
    // Moving an element takes its focus away; at an end only the other button is left to take it.
    const [button, other] = way === "up" ? [row.up, row.down] : [row.down, row.up];
    (button.disabled ? other : button).focus();
    said.textContent = fill(strings.moved, { text: texts.get(row.code), n: place + 1, total: rows.length });
    list.dispatchEvent(new Event("change", { bubbles: true }));
  }
  show(all);
  return {
    element: make("div", {}, make("p", { class: "ns-help" }, strings.order_help), list, said),
    read: () => rows.map((row) => row.code),
    write(answer) {
      const codes = Array.isArray(answer) ? answer : [];
      show(codes.map((code) => all.find((row) => row.code === code)).filter((row) => row !== undefined));
    },
    clear() {
      said.textContent = ""; // to begin again from what one has is easier than from nothing
    },
    focus: () => find(list, "button:not(:disabled)").focus(),
    mark(notes) {
      for (const row of rows) {
        const note = notes.find((other) => other.part === row.code);
        const wrong = row === rows.at(-1) ? strings.not_last : strings.not_followed;
        markPart(row.item, note, { right: strings.followed, wrong });
      }
    },
  };
}
