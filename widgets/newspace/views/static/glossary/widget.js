// Built from widgets/js/src by `make js`: change the sources, not this file.

// src/shared/dom.js
function set(element, name, value) {
  if (name === "class") element.className = String(value);
  else if (name in element && typeof value !== "string") Reflect.set(element, name, value);
  else element.setAttribute(name, String(value));
}
function make(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) if (value !== void 0) set(element, name, value);
  for (const child of children) if (child !== null && child !== void 0) element.append(child);
  return element;
}

// src/shared/ids.js
function uniqueId(prefix) {
  const parts = crypto.getRandomValues(new Uint32Array(2));
  return `${prefix}${Array.from(parts, (part) => part.toString(36)).join("")}`;
}

// src/shared/late_start.js
var NOTHING = { content: { data: {} } };
function overridden(model) {
  let level = Object.getPrototypeOf(model);
  while (level !== null && !Object.hasOwn(level, "_handle_comm_msg")) level = Object.getPrototypeOf(level);
  return level === null ? void 0 : Object.getPrototypeOf(level)._handle_comm_msg;
}
function listenAgain(model) {
  const receive = overridden(model);
  if (model.comm === void 0 || receive === void 0) return;
  model.comm.on_msg((message) => receive.call(model, message));
  model.comm.send({ method: "request_state" });
}
function keepListening({ model }) {
  const settable = (
    /** @type {{ set: (traits: object) => WidgetModel | undefined }} */
    /** @type {unknown} */
    model
  );
  const own = settable.set({});
  own?._handle_comm_msg(NOTHING).catch(() => listenAgain(own));
}

// src/shared/text.js
function fill(template, values) {
  return template.replace(/\{(\w+)\}/g, (whole, name) => name in values ? String(values[name]) : whole);
}

// src/glossary/entry.js
function fold(text) {
  return text.normalize("NFKC").toLowerCase();
}
function makeEntry(strings, term) {
  const lesson = term.link ? make("a", { href: term.link }, term.lesson) : term.lesson;
  const also = term.also.length > 0 ? make("span", { class: "ns-soft" }, ` (${term.also.join(", ")})`) : null;
  const element = make(
    "div",
    { class: "nsg-entry" },
    make("dt", {}, term.term, also),
    make(
      "dd",
      {},
      make("p", {}, term.meaning),
      make("p", {}, word(strings.ko, term.ko, "ko"), word(strings.ja, term.ja, "ja")),
      make("p", { class: "ns-soft" }, `${strings.explained} `, lesson)
    )
  );
  return { element, letters: fold([term.term, ...term.also, term.ko, term.ja].join("\n")) };
}
function word(label, text, lang) {
  return make(
    "span",
    { class: "nsg-word" },
    make("span", { class: "ns-soft" }, `${label} `),
    make("span", { lang }, text)
  );
}

// src/glossary/widget.js
function countText(strings, narrowed, count, all) {
  if (!narrowed) return fill(strings.all, { count: all });
  if (count === 0) return strings.found_none;
  return fill(count === 1 ? strings.found_one : strings.found_many, { count, all });
}
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
      make("dl", {}, ...entries.map((entry) => entry.element))
    )
  );
}
var widget_default = { initialize: keepListening, render };
export {
  widget_default as default
};
