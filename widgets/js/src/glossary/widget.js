/** The glossary: a list of terms and a box that narrows it. */
import "../shared/style/theme.css";
import "./glossary.css";
import { make } from "../shared/dom.js";
import { uniqueId } from "../shared/ids.js";
import { keepListening } from "../shared/late_start.js";
import { fill } from "../shared/text.js";
import { fold, makeEntry } from "./entry.js";

/** @import { Model, Strings } from "./model.js" */

/**
 * Say how many terms there are, and how many of them the words in the box leave.
 * @param {Strings} strings
 * @param {boolean} narrowed
 * @param {number} count
 * @param {number} all
 */
function countText(strings, narrowed, count, all) {
  if (!narrowed) return fill(strings.all, { count: all });
  if (count === 0) return strings.found_none;
  return fill(count === 1 ? strings.found_one : strings.found_many, { count, all });
}

/** @param {{ model: Model, el: HTMLElement }} props */
function render({ model, el }) {
  const strings = model.get("strings");
  const entries = model.get("terms").map((term) => makeEntry(strings, term));
  const id = uniqueId("nsg");
  const box = make("input", { type: "search", class: "ns-input", id, autocomplete: "off", spellcheck: "false" });
  const said = make("p", { class: "nsg-said", role: "status", "aria-live": "polite" });

  function narrow() {
    const words = fold(box.value.trim());
    for (const entry of entries) entry.element.hidden = !entry.letters.includes(words);
    const count = entries.filter((entry) => !entry.element.hidden).length;
    said.textContent = countText(strings, words !== "", count, entries.length);
  }
  box.addEventListener("input", narrow);
  // JupyterLab listens for single keys; what is typed here is for the box alone. Escape empties it.
  box.addEventListener("keydown", (event) => {
    event.stopPropagation();
    if (event.key !== "Escape" || !box.value) return;
    box.value = "";
    narrow();
  });
  narrow();
  el.append(
    make(
      "section",
      { class: "ns-card nsg-glossary", "aria-label": strings.title },
      make("p", { class: "nsg-find" }, make("label", { for: id }, strings.find), box),
      said,
      make("dl", {}, ...entries.map((entry) => entry.element)),
    ),
  );
}

export default { initialize: keepListening, render };
