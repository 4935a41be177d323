// Built from widgets/js/src by `make js`: change the sources, not this file.

// src/shared/dom.js
function make(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === void 0) continue;
    if (name === "class") element.className = value;
    else if (name in element && typeof value !== "string") element[name] = value;
    else element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== null && child !== void 0));
  return element;
}
function fill(template, values) {
  return template.replace(/\{(\w+)\}/g, (whole, name) => name in values ? String(values[name]) : whole);
}
function uniqueId(prefix) {
  return `${prefix}${[...crypto.getRandomValues(new Uint32Array(2))].map((part) => part.toString(36)).join("")}`;
}

// src/glossary/widget.js
var fold = (text) => text.normalize("NFKC").toLowerCase();
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
      make(
        "dd",
        {},
        make("p", {}, term.meaning),
        make("p", {}, said(strings.ko, term.ko, "ko"), said(strings.ja, term.ja, "ja")),
        make("p", { class: "ns-soft" }, `${strings.explained} `, lesson)
      )
    )
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
  box.addEventListener("keydown", (event) => {
    event.stopPropagation();
    if (event.key === "Escape" && box.value) {
      box.value = "";
      narrow();
    }
  });
  narrow();
  el.append(make("section", { class: "ns-card nsg-glossary", "aria-label": strings.title }, make("p", { class: "nsg-find" }, make("label", { for: id }, strings.find), box), said, list));
}
var widget_default = { render };
export {
  widget_default as default
};
