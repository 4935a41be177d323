// The glossary: a list of terms and a box that narrows it. Everything is put in as text, never as markup.

import "../shared/theme.css";
import "./glossary.css";
import { fill, make, uniqueId } from "../shared/dom.js";

const fold = (text) => text.normalize("NFKC").toLowerCase();

function entryOf(strings, term) {
  const lesson = term.link ? make("a", { href: term.link }, term.lesson) : term.lesson;
  const also = term.also.length ? make("span", { class: "ns-soft" }, ` (${term.also.join(", ")})`) : null;
  const said = (label, text, lang) => make("span", { class: "nsg-word" }, make("span", { class: "ns-soft" }, `${label} `), make("span", { lang }, text));
  return {
    find: fold([term.term, ...term.also, term.ko, term.ja].join("\n")),
    element: make(
      "div",
      { class: "nsg-entry" },
      make("dt", {}, term.term, also),
      make("dd", {}, make("p", {}, term.meaning), make("p", {}, said(strings.ko, term.ko, "ko"), said(strings.ja, term.ja, "ja")),
        make("p", { class: "ns-soft" }, `${strings.explained} `, lesson)),
    ),
  };
}

function render({ model, el }) {
  const strings = model.get("strings");
  const entries = model.get("terms").map((term) => entryOf(strings, term));
  const id = uniqueId("nsg");
  const box = make("input", { type: "search", class: "ns-input", id, autocomplete: "off", spellcheck: "false" });
  const said = make("p", { class: "nsg-said", role: "status", "aria-live": "polite" });
  const list = make("dl", {}, ...entries.map((entry) => entry.element));
  function narrow() {
    const words = fold(box.value.trim());
    let count = 0;
    for (const entry of entries) {
      const hit = entry.find.includes(words);
      entry.element.hidden = !hit;
      count += hit;
    }
    const all = entries.length;
    const which = !words ? "all" : count === 0 ? "found_none" : count === 1 ? "found_one" : "found_many";
    said.textContent = fill(strings[which], { count: words ? count : all, all });
  }
  box.addEventListener("input", narrow);
  // JupyterLab listens for single keys; what is typed here is for the box alone. Escape empties it.
  box.addEventListener("keydown", (event) => {
    event.stopPropagation();
    if (event.key === "Escape" && box.value) { box.value = ""; narrow(); }
  });
  narrow();
  el.append(make("section", { class: "ns-card nsg-glossary", "aria-label": strings.title }, make("p", { class: "nsg-find" }, make("label", { for: id }, strings.find), box), said, list));
}

export default { render };
