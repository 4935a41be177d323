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

// src/citations/index.js
var FACT = 'a[title^="fact "]';
var READING = ".nsc-cite";
var WRITTEN = /\[[a-z][a-z0-9_-]* ¶[1-9]\d*(?: "[^"]*")?\]/g;
var PROSE = ".jp-RenderedHTMLCommon";
var CITE_PATIENCE_MS = 4e3;
function linkCitations({ model, el, strings }) {
  const desk = document.newspaceCitations ??= { views: [], last: 0, waiting: /* @__PURE__ */ new Map() };
  if (!desk.listens) {
    desk.listens = (event) => onCitation(desk, event);
    document.addEventListener("click", desk.listens, true);
    document.addEventListener("dblclick", (event) => citationAt(event) && event.stopPropagation(), true);
    desk.watch = new MutationObserver((changes) => onChanges(changes, desk.strings));
  }
  const mine = { model, el, strings };
  const onReply = (message) => {
    if (message?.said_of === void 0 || !desk.waiting.has(message.request)) return;
    desk.waiting.get(message.request)(message.said_of);
    desk.waiting.delete(message.request);
  };
  desk.views.push(mine);
  desk.strings = strings;
  if (desk.views.length === 1) {
    desk.watch.observe(document.body, { childList: true, subtree: true });
    for (const prose of document.querySelectorAll(PROSE)) openTheWritten(prose, strings);
  }
  model.on("msg:custom", onReply);
  return () => {
    desk.views.splice(desk.views.indexOf(mine), 1);
    if (desk.views.length === 0) desk.watch.disconnect();
    model.off("msg:custom", onReply);
  };
}
function citationButton(strings, written, ...shown) {
  const props = { class: "nsc-cite", role: "button", tabIndex: 0, title: strings.passage, "aria-expanded": "false" };
  const made = make("span", { ...props, "data-cites": written, "data-lm-suppress-shortcuts": "true" }, ...shown);
  made.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    event.stopPropagation();
    made.click();
  });
  return made;
}
function onChanges(changes, strings) {
  const changed = /* @__PURE__ */ new Set();
  for (const { target, addedNodes } of changes) {
    const around = addedNodes.length ? target.closest?.(PROSE) : null;
    if (around) changed.add(around);
    else for (const node of addedNodes) {
      if (node.matches?.(PROSE)) changed.add(node);
      for (const prose of node.querySelectorAll?.(PROSE) ?? []) changed.add(prose);
    }
  }
  for (const prose of changed) openTheWritten(prose, strings);
}
function openTheWritten(prose, strings) {
  if (!prose.textContent.includes("¶")) return;
  const walk = document.createTreeWalker(prose, NodeFilter.SHOW_TEXT);
  const found = [];
  while (walk.nextNode()) {
    const node = walk.currentNode;
    if (node.data.search(WRITTEN) >= 0 && !node.parentElement.closest(`a, button, code, pre, ${READING}, .nsc-panel`)) found.push(node);
  }
  for (const node of found) {
    const pieces = [];
    let at = 0;
    for (const written of node.data.matchAll(WRITTEN)) {
      pieces.push(node.data.slice(at, written.index), citationButton(strings, written[0], written[0]));
      at = written.index + written[0].length;
    }
    node.replaceWith(...pieces, node.data.slice(at));
  }
}
function citationAt(event) {
  return event.target.closest?.(`${FACT}, ${READING}`);
}
var notebookOf = (element) => element.closest(".jp-Notebook");
function onCitation(desk, event) {
  const link = citationAt(event);
  if (!link || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const notebook = notebookOf(link);
  const near = desk.views.filter((view) => notebookOf(view.el) === notebook);
  const by = near.at(-1) ?? desk.views.at(-1);
  if (!by && link.matches(FACT)) return;
  event.preventDefault();
  event.stopPropagation();
  const open = link.newspacePanel;
  if (open?.isConnected) {
    open.remove();
    link.setAttribute("aria-expanded", "false");
    return;
  }
  const strings = by?.strings ?? desk.strings;
  const panel = citationPanel(link, strings);
  link.newspacePanel = panel.root;
  link.setAttribute("aria-expanded", "true");
  (link.closest("p, ul, ol, table, fieldset") ?? link).after(panel.root);
  panel.root.focus({ preventScroll: true });
  panel.root.scrollIntoView({ block: "nearest" });
  if (!by) return panel.say(strings.no_fact);
  const request = desk.last += 1;
  const timer = setTimeout(() => panel.say(strings.no_fact), CITE_PATIENCE_MS);
  desk.waiting.set(request, (said) => {
    clearTimeout(timer);
    const asked = near.map((view) => view.model.get("card")).some((card) => card?.undated && card.name === said.reading);
    panel.show(said, asked);
  });
  const wanted = link.matches(FACT) ? { do: "fact", fact: link.title.slice("fact ".length).trim() } : { do: "passage", citation: link.dataset.cites };
  try {
    by.model.send({ ...wanted, request });
  } catch {
    panel.say(strings.no_fact);
  }
}
function citationPanel(link, strings) {
  const inner = make("div", {}, make("p", {}, "…"));
  const close = make("button", { type: "button", class: "ns-button nsc-close" }, strings.close);
  const root = make("div", { class: "nsc-panel", role: "group", "aria-label": strings.behind, tabIndex: -1, "data-lm-suppress-shortcuts": "true" }, inner, close);
  const leave = () => {
    root.remove();
    link.setAttribute("aria-expanded", "false");
    link.focus({ preventScroll: true });
  };
  close.addEventListener("click", leave);
  for (const kind of ["keydown", "keyup", "keypress"]) root.addEventListener(kind, (event) => event.stopPropagation());
  root.addEventListener("keydown", (event) => event.key === "Escape" && leave());
  const say = (text) => inner.replaceChildren(make("p", {}, text));
  return {
    root,
    say,
    show(said, asked) {
      if (said.error) say(said.error);
      else inner.replaceChildren(...said.runs ? passageParts(said, strings, asked) : factParts(said));
      root.scrollIntoView({ block: "nearest" });
    }
  };
}
function addressLink(url, text) {
  return url ? make("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, text) : text;
}
function factParts(said) {
  const sources = said.sources.map((source) => make("li", {}, addressLink(source.url, source.text), source.grade ? ` (${source.grade})` : null));
  return [make("p", { class: "nsc-said" }, said.text), make("p", {}, said.about), sources.length ? make("ul", {}, ...sources) : ""];
}
function passageParts(said, strings, asked) {
  const text = said.runs.map((run) => run.mark ? make("mark", {}, run.text) : document.createTextNode(run.text));
  return [
    make("p", { class: "nsc-said" }, said.title),
    make("p", {}, asked ? said.about : `${said.about} ${said.dated}`),
    asked ? make("details", {}, make("summary", {}, strings.find_date), make("p", {}, said.dated)) : "",
    make("blockquote", {}, make("b", {}, said.paragraph), " ", ...text),
    said.url ? make("p", {}, addressLink(said.url, said.url)) : ""
  ];
}

// src/explorer/controls.js
var inWords = (number) => number.toLocaleString("en", { maximumFractionDigits: 6 }).replace("-", "−");
function makeSlider(spec, { uid, strings, onMove, onSay }) {
  const id = `${uid}-${spec.name}`;
  const unit = spec.unit ? ` ${spec.unit}` : "";
  const asYears = !spec.unit && spec.low >= 1800 && spec.high <= 2200;
  const bound = asYears ? String : inWords;
  const bounds = { low: bound(spec.low), high: bound(spec.high), unit: spec.unit };
  const range = make("input", { type: "range", id, min: spec.low, max: spec.high, step: spec.step, class: "nx-range" });
  const exact = make("input", {
    type: "number",
    min: spec.low,
    max: spec.high,
    step: "any",
    class: "ns-input nx-number",
    "aria-label": fill(spec.unit ? strings.exact : strings.exact_plain, { label: spec.label, unit: spec.unit })
  });
  const note = make("span", { class: "nx-note", id: `${id}-note` }, spec.help || fill(strings.range, bounds));
  range.setAttribute("aria-describedby", note.id);
  let value = spec.value;
  function show(number) {
    value = number;
    range.value = number;
    range.setAttribute("aria-valuetext", bound(number) + unit);
    if (document.activeElement !== exact && exact.getRootNode().activeElement !== exact) exact.value = number;
  }
  function set(number) {
    if (number === value) return;
    show(number);
    onMove();
  }
  range.addEventListener("input", () => {
    set(Number(range.value));
    exact.value = value;
  });
  exact.addEventListener("input", () => {
    const number = exact.valueAsNumber;
    if (Number.isFinite(number) && number >= spec.low && number <= spec.high) set(number);
  });
  exact.addEventListener("change", () => {
    const typed = exact.valueAsNumber;
    const number = Number.isFinite(typed) ? Math.min(spec.high, Math.max(spec.low, typed)) : value;
    set(number);
    exact.value = number;
    if (number !== typed) onSay(fill(strings.refused, { label: spec.label, value: bound(number) + unit, ...bounds }));
  });
  show(spec.value);
  const head = make(
    "div",
    { class: "nx-head" },
    make("label", { for: id }, spec.label),
    make("span", { class: "nx-exact" }, exact, make("span", { "aria-hidden": "true" }, unit))
  );
  return { name: spec.name, root: make("div", { class: "nx-control" }, head, range, note), get: () => value, show };
}
function makeChoice(spec, { uid, onMove }) {
  const id = `${uid}-${spec.name}`;
  const list = make("select", { id, class: "ns-input nx-select" });
  for (const option of spec.options) list.append(make("option", { value: option.value }, option.text));
  const note = spec.help ? make("span", { class: "nx-note", id: `${id}-note` }, spec.help) : null;
  if (note) list.setAttribute("aria-describedby", note.id);
  const show = (value) => list.value = value;
  list.addEventListener("change", onMove);
  show(spec.value);
  const head = make("div", { class: "nx-head" }, make("label", { for: id }, spec.label));
  return { name: spec.name, root: make("div", { class: "nx-control" }, head, list, note), get: () => list.value, show };
}
function makeQuestion(spec, { uid, strings, onAnswer }) {
  const missing = make("p", { class: "nx-missing", role: "alert", hidden: true }, strings.choose);
  const options = spec.options.map((option, number) => {
    const id = `${uid}-guess-${number}`;
    const radio = make("input", { type: "radio", id, name: `${uid}-guess`, value: option.value });
    return make("div", { class: "nx-option" }, radio, make("label", { for: id }, option.text));
  });
  const group = make("fieldset", { class: "nx-guess" }, make("legend", {}, spec.prompt), ...options);
  const button = make("button", { type: "button", class: "ns-button ns-main" }, spec.button);
  button.addEventListener("click", () => {
    const chosen = group.querySelector("input:checked");
    missing.hidden = Boolean(chosen);
    if (chosen) onAnswer(chosen.value);
    else group.querySelector("input").focus();
  });
  return make("div", { class: "nx-question" }, make("p", { class: "nx-before" }, strings.before), group, missing, button);
}

// src/explorer/widget.js
var PATIENCE_MS = 5e3;
var NARROW_PX = 560;
var QUIET_MS = 700;
function render({ model, el }) {
  const strings = model.get("strings");
  const uid = uniqueId("nx");
  let asked = 0;
  let underWay = null;
  let waiting = null;
  let address = null;
  let impatience = 0;
  let silence = 0;
  const onMove = () => {
    remark.hidden = true;
    markPreset();
    ask();
  };
  const onSay = (text) => {
    remark.textContent = text;
    remark.hidden = false;
  };
  const onSilence = () => {
    message.textContent = strings.no_answer;
    message.hidden = false;
  };
  const context = { uid, strings, onMove, onSay };
  const controls = model.get("controls").map((spec) => spec.kind === "slider" ? makeSlider(spec, context) : makeChoice(spec, context));
  const start = values();
  const title = make("p", { class: "ns-title", id: `${uid}-title` }, model.get("title"));
  const presets = model.get("presets").map((preset) => {
    const button = make("button", { type: "button", class: "ns-button", "aria-pressed": "false" }, preset.label);
    button.addEventListener("click", () => setAll(preset.values));
    return { ...preset, button };
  });
  const reset = make("button", { type: "button", class: "ns-button nx-reset" }, strings.reset);
  reset.addEventListener("click", () => setAll(start));
  const presetRow = make(
    "div",
    { class: "nx-presets", role: "group", "aria-label": strings.presets },
    presets.length ? make("span", { class: "nx-label", "aria-hidden": "true" }, strings.presets) : null,
    ...presets.map((preset) => preset.button),
    reset
  );
  const image = make("img", { class: "nx-picture", alt: "" });
  const sentence = make("p", { class: "nx-sentence" });
  const compared = make("p", { class: "nx-compared", tabindex: "-1", hidden: true });
  const aloud = make("p", { class: "nx-aloud", role: "status" });
  const remark = make("p", { class: "nx-remark", role: "status", hidden: true });
  const message = make("p", { class: "nx-message", role: "alert", hidden: true });
  const settings = make("div", { class: "nx-controls", role: "group", "aria-label": strings.controls }, ...controls.map((control) => control.root));
  const figure = make(
    "figure",
    { class: "nx-figure" },
    image,
    sentence,
    settings,
    remark,
    make("figcaption", { class: "nx-caption" }, model.get("caption"))
  );
  const work = make("div", { class: "nx-work" }, compared, presetRow, figure);
  const question = model.get("question");
  const before = question.prompt ? makeQuestion(question, { uid, strings, onAnswer: (predicted) => {
    ask(predicted);
    pending();
  } }) : null;
  const root = make(
    "div",
    { class: "ns-card nx-explorer", role: "group", "aria-labelledby": title.id, "data-lm-suppress-shortcuts": "true" },
    title,
    before,
    work,
    message,
    aloud
  );
  for (const kind of ["keydown", "keyup", "keypress"]) root.addEventListener(kind, (event) => event.stopPropagation());
  function values() {
    return Object.fromEntries(controls.map((control) => [control.name, control.get()]));
  }
  function same(wanted) {
    const now = values();
    return Object.entries(wanted).every(([name, value]) => now[name] === value);
  }
  function markPreset() {
    for (const preset of presets) preset.button.setAttribute("aria-pressed", String(same(preset.values)));
  }
  function setAll(wanted) {
    for (const control of controls) if (control.name in wanted) control.show(wanted[control.name]);
    onMove();
  }
  const isNarrow = () => root.clientWidth > 0 && root.clientWidth < NARROW_PX;
  function ask(predicted) {
    const wish = { values: values(), narrow: isNarrow(), predicted };
    if (underWay !== null) {
      waiting = wish;
      return;
    }
    asked += 1;
    underWay = `${uid}-${asked}`;
    impatience = setTimeout(onSilence, PATIENCE_MS);
    try {
      model.send({ request: underWay, ...wish });
    } catch {
      clearTimeout(impatience);
      underWay = null;
      onSilence();
    }
  }
  function pending() {
    if (before) before.querySelector("button").setAttribute("aria-busy", "true");
  }
  function onState() {
    const state = model.get("state");
    const mine = state.request === underWay && underWay !== null;
    if (mine) {
      clearTimeout(impatience);
      underWay = null;
    }
    show(state, mine);
    if (mine && waiting) {
      waiting = null;
      ask();
    }
  }
  function show(state, mine) {
    const begun = Boolean(state.sentence || state.error);
    const hadFocus = before?.contains(el.getRootNode().activeElement);
    if (before) before.hidden = begun;
    work.hidden = !begun;
    if (!mine && underWay === null && state.values) {
      for (const control of controls) if (control.name in state.values) control.show(state.values[control.name]);
    }
    markPreset();
    message.textContent = state.error ?? "";
    message.hidden = !state.error;
    figure.classList.toggle("nx-stale", Boolean(state.error));
    figure.classList.toggle("nx-narrow", Boolean(state.narrow));
    sentence.style.visibility = state.error ? "hidden" : "";
    sentence.textContent = state.sentence ?? "";
    image.alt = state.words ?? "";
    showCompared(state.prediction);
    clearTimeout(silence);
    silence = setTimeout(() => aloud.textContent = state.error ? "" : sentence.textContent, QUIET_MS);
    if (hadFocus && begun) compared.focus();
  }
  function showCompared(prediction) {
    compared.hidden = !prediction?.predicted;
    if (compared.hidden) return;
    compared.replaceChildren(
      make("strong", {}, strings.predicted),
      ` ${prediction.predicted} `,
      make("strong", {}, strings.happened),
      ` ${prediction.happened} `,
      make("span", { class: "nx-sign" }, prediction.same ? `✓ ${strings.same}` : `≠ ${strings.other}`)
    );
  }
  function onPicture() {
    const bytes = model.get("picture");
    if (!bytes?.byteLength) return;
    const old = address;
    address = URL.createObjectURL(new Blob([bytes], { type: "image/png" }));
    image.src = address;
    if (old) URL.revokeObjectURL(old);
  }
  const watch = new ResizeObserver(() => {
    const state = model.get("state");
    if (state.sentence && underWay === null && root.clientWidth > 0 && state.narrow !== isNarrow()) ask();
  });
  model.on("change:picture", onPicture);
  model.on("change:state", onState);
  const unlink = linkCitations({ model, el, strings: model.get("citing") });
  el.append(root);
  onPicture();
  show(model.get("state"), false);
  watch.observe(root);
  return () => {
    unlink();
    watch.disconnect();
    model.off("change:picture", onPicture);
    model.off("change:state", onState);
    clearTimeout(impatience);
    clearTimeout(silence);
    if (address) URL.revokeObjectURL(address);
  };
}
var widget_default = { render };
export {
  widget_default as default
};
