// Built from widgets/js/src by `make js`: change the sources, not this file.

// src/citations/contract.js
var JOIN = "newspace:citations:2";
function join(view) {
  let leave;
  const detail = {
    view,
    accept(given) {
      leave = given;
    }
  };
  document.dispatchEvent(new CustomEvent(JOIN, { detail }));
  return leave;
}
function onJoin(take) {
  document.addEventListener(JOIN, (event) => {
    const { view, accept } = (
      /** @type {CustomEvent<Join>} */
      event.detail
    );
    accept(take(view));
  });
}

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
function makeButton(text, onClick, { class: more, ...props } = {}) {
  const button = make("button", { type: "button", class: more ? `ns-button ${more}` : "ns-button", ...props }, text);
  button.addEventListener("click", onClick);
  return button;
}
function find(within, selector) {
  const found = within.querySelector(selector);
  if (!(found instanceof HTMLElement)) throw new Error(`there is no ${selector}`);
  return found;
}
function focused(element) {
  const root = (
    /** @type {Node | Document | ShadowRoot} */
    element.getRootNode()
  );
  return "activeElement" in root ? root.activeElement : null;
}

// src/shared/links.js
function outsideLink(url, text) {
  if (!/^https?:\/\//.test(url)) return text;
  return make("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, text);
}

// src/citations/answer.js
function factParts(fact) {
  const sources = fact.sources.map(
    (source) => make("li", {}, outsideLink(source.url, source.text), source.grade ? ` (${source.grade})` : null)
  );
  const parts = [make("p", { class: "nsc-said" }, fact.text), make("p", {}, fact.about)];
  return sources.length > 0 ? [...parts, make("ul", {}, ...sources)] : parts;
}
function passageParts(strings, passage, dateIsAsked) {
  const text = passage.runs.map((run) => run.mark ? make("mark", {}, run.text) : run.text);
  const date = make("details", {}, make("summary", {}, strings.find_date), make("p", {}, passage.dated));
  return [
    make("p", { class: "nsc-said" }, passage.title),
    make("p", {}, dateIsAsked ? passage.about : `${passage.about} ${passage.dated}`),
    ...dateIsAsked ? [date] : [],
    make("blockquote", {}, make("b", {}, passage.paragraph), " ", ...text),
    ...passage.url ? [make("p", {}, outsideLink(passage.url, passage.url))] : []
  ];
}
function answerParts(strings, answer, undated) {
  if ("error" in answer) return [make("p", {}, answer.error)];
  return "runs" in answer ? passageParts(strings, answer, undated.has(answer.reading)) : answer.facts.flatMap((fact) => factParts(fact));
}

// src/shared/keys.js
var OWN_KEYS = { "data-lm-suppress-shortcuts": "true" };
function keepKeys(element) {
  for (const kind of ["keydown", "keyup", "keypress"]) {
    element.addEventListener(kind, (event) => event.stopPropagation());
  }
}

// src/citations/panel.js
var BLOCKS = "p, ul, ol, table, fieldset";
function openPanel(citation, strings) {
  const inner = make("div", {}, make("p", {}, "…"));
  const root = make(
    "div",
    { class: "nsc-panel", role: "group", "aria-label": strings.behind, tabIndex: -1, ...OWN_KEYS },
    inner,
    makeButton(strings.close, leave, { class: "nsc-close" })
  );
  function close() {
    root.remove();
    citation.setAttribute("aria-expanded", "false");
  }
  function leave() {
    close();
    citation.focus({ preventScroll: true });
  }
  function show(parts) {
    inner.replaceChildren(...parts);
    root.scrollIntoView({ block: "nearest" });
  }
  keepKeys(root);
  root.addEventListener("keydown", (event) => {
    if (event.key === "Escape") leave();
  });
  citation.setAttribute("aria-expanded", "true");
  (citation.closest(BLOCKS) ?? citation).after(root);
  root.focus({ preventScroll: true });
  root.scrollIntoView({ block: "nearest" });
  return { root, close, show };
}

// src/citations/prose/marks.js
var MARK = 'a[title^="fact "], a[data-facts]';
var SHOWN = /^\[(\d*)([?≠]?)\]$/;
function factsOf(mark) {
  return (mark.dataset.facts ?? mark.title.slice("fact ".length)).trim();
}
function nameOf(strings, number, sign) {
  if (number === "") return strings.number_none;
  const template = { "?": strings.number_open, "≠": strings.number_disputed }[sign] ?? strings.number;
  return template.replace("{number}", number);
}
function dressMarks(prose, strings) {
  for (
    const mark of
    /** @type {NodeListOf<HTMLElement>} */
    prose.querySelectorAll('a[title^="fact "]')
  ) {
    const [, number, sign] = SHOWN.exec(mark.textContent.trim()) ?? [];
    if (number === void 0 || sign === void 0) continue;
    const name = nameOf(strings, number, sign);
    mark.dataset.facts = factsOf(mark);
    mark.title = name;
    mark.setAttribute("aria-label", name);
    mark.classList.add("nsc-number");
  }
}

// src/citations/prose/written.js
var READING = ".nsc-cite";
var WRITTEN = /\[[a-z][a-z0-9_-]* ¶[1-9]\d*(?: "[^"]*")?\]/g;
var PROSE = ".jp-RenderedHTMLCommon";
var LEFT = `a, button, code, pre, ${READING}, .nsc-panel`;
function citationAt(event) {
  return event.target instanceof Element ? event.target.closest(`${MARK}, ${READING}`) : null;
}
function isLink(citation) {
  return citation.matches(MARK);
}
function wantedBy(citation) {
  return isLink(citation) ? { do: "fact", fact: factsOf(citation) } : { do: "passage", citation: citation.dataset.cites ?? "" };
}
function citationButton(strings, written, ...shown) {
  const props = { class: "nsc-cite", role: "button", tabIndex: 0, title: strings.passage, "aria-expanded": "false" };
  const made = make("span", { ...props, "data-cites": written, ...OWN_KEYS }, ...shown);
  made.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    event.stopPropagation();
    made.click();
  });
  return made;
}
function quieted(written) {
  const quote = written.indexOf(' "');
  if (quote < 0) return [make("span", { class: "nsc-place" }, written)];
  return [
    make("span", { class: "nsc-place" }, written.slice(0, quote)),
    written.slice(quote, -1),
    make("span", { class: "nsc-place" }, "]")
  ];
}
function openWritten(prose, strings) {
  if (!prose.textContent?.includes("¶")) return;
  const walk = document.createTreeWalker(prose, NodeFilter.SHOW_TEXT);
  const found = [];
  while (walk.nextNode()) {
    const text = (
      /** @type {Text} */
      walk.currentNode
    );
    if (text.data.search(WRITTEN) >= 0 && !text.parentElement?.closest(LEFT)) found.push(text);
  }
  for (const text of found) {
    const pieces = [];
    let at = 0;
    for (const { 0: written, index } of text.data.matchAll(WRITTEN)) {
      pieces.push(text.data.slice(at, index), citationButton(strings, written, ...quieted(written)));
      at = index + written.length;
    }
    text.replaceWith(...pieces, text.data.slice(at));
  }
}
function changedProse(changes) {
  const changed = /* @__PURE__ */ new Set();
  for (const { target, addedNodes } of changes) {
    if (addedNodes.length === 0) continue;
    const around = target instanceof Element ? target.closest(PROSE) : null;
    const added = [...addedNodes].filter((node) => node instanceof Element);
    const within = added.flatMap((node) => [...node.matches(PROSE) ? [node] : [], ...node.querySelectorAll(PROSE)]);
    for (const prose of around ? [around] : within) changed.add(prose);
  }
  return changed;
}
function makeProseWatch(strings) {
  function open(prose) {
    openWritten(prose, strings());
    dressMarks(prose, strings());
  }
  const watch = new MutationObserver((changes) => {
    for (const prose of changedProse(changes)) open(prose);
  });
  return {
    start() {
      watch.observe(document.body, { childList: true, subtree: true });
      for (const prose of document.querySelectorAll(PROSE)) open(prose);
    },
    stop: () => watch.disconnect()
  };
}

// src/citations/desk.js
var PATIENCE_MS = 4e3;
function notebookOf(element) {
  return element.closest(".jp-Notebook");
}
function meansOther(event) {
  return event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey;
}
function openCitation(citation, strings, view, undated) {
  const panel = openPanel(citation, strings);
  const onSilence = () => panel.show([make("p", {}, strings.no_fact)]);
  if (!view) {
    onSilence();
    return panel;
  }
  const timer = setTimeout(onSilence, PATIENCE_MS);
  view.ask(wantedBy(citation)).then(
    (answer) => {
      clearTimeout(timer);
      panel.show(answerParts(strings, answer, undated));
    },
    () => {
      clearTimeout(timer);
      onSilence();
    }
  );
  return panel;
}
function openDesk(first) {
  const views = [];
  const panels = /* @__PURE__ */ new WeakMap();
  let strings = first;
  const prose = makeProseWatch(() => strings);
  function onClick(event) {
    const citation = citationAt(event);
    if (!citation || meansOther(event)) return;
    const near = views.filter((view2) => notebookOf(view2.element) === notebookOf(citation));
    const view = near.at(-1) ?? views.at(-1);
    if (!view && isLink(citation)) return;
    event.preventDefault();
    event.stopPropagation();
    const open = panels.get(citation);
    if (open?.root.isConnected) {
      open.close();
      return;
    }
    const undated = new Set(near.map((one) => one.asksDateOf));
    panels.set(citation, openCitation(citation, view?.strings ?? strings, view, undated));
  }
  onJoin((view) => {
    views.push(view);
    strings = view.strings;
    if (views.length === 1) prose.start();
    return () => {
      views.splice(views.indexOf(view), 1);
      if (views.length === 0) prose.stop();
    };
  });
  document.addEventListener("click", onClick, true);
  document.addEventListener("dblclick", (event) => citationAt(event) && event.stopPropagation(), true);
}

// src/shared/ids.js
function uniqueId(prefix) {
  const parts = crypto.getRandomValues(new Uint32Array(2));
  return `${prefix}${Array.from(parts, (part) => part.toString(36)).join("")}`;
}

// src/citations/kernel.js
function makeAsker(model) {
  const own = uniqueId("nsc");
  const waiting = /* @__PURE__ */ new Map();
  let last = 0;
  function onMessage(message) {
    if (message?.request === void 0 || message.said_of === void 0) return;
    waiting.get(message.request)?.(message.said_of);
    waiting.delete(message.request);
  }
  function ask(wanted) {
    last += 1;
    const request = `${own}-${last}`;
    return new Promise((resolve) => {
      waiting.set(request, resolve);
      model.send({ ...wanted, request });
    });
  }
  model.on("msg:custom", onMessage);
  return { ask, close: () => model.off("msg:custom", onMessage) };
}

// src/citations/index.js
function linkCitations({ model, el, strings, asksDateOf = "" }) {
  const asker = makeAsker(model);
  const view = { element: el, strings, asksDateOf, ask: asker.ask };
  let leave = join(view);
  if (!leave) {
    openDesk(strings);
    leave = join(view);
  }
  return () => {
    leave?.();
    asker.close();
  };
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

// src/explorer/controls/choice.js
function makeChoice(spec, { uid, onMove }) {
  const id = `${uid}-${spec.name}`;
  const options = spec.options.map((option) => make("option", { value: option.value }, option.text));
  const list = make("select", { id, class: "ns-input nx-select" }, ...options);
  const note = spec.help ? make("span", { class: "nx-note", id: `${id}-note` }, spec.help) : null;
  if (note) list.setAttribute("aria-describedby", note.id);
  list.addEventListener("change", onMove);
  function show(value) {
    list.value = String(value);
  }
  show(spec.value);
  const head = make("div", { class: "nx-head" }, make("label", { for: id }, spec.label));
  const root = make("div", { class: "nx-control" }, head, list, note);
  return { name: spec.name, root, get: () => list.value, show };
}

// src/shared/text.js
function fill(template, values) {
  return template.replace(/\{(\w+)\}/g, (whole, name) => name in values ? String(values[name]) : whole);
}

// src/explorer/controls/slider.js
function inWords(number) {
  return number.toLocaleString("en", { maximumFractionDigits: 6 }).replace("-", "−");
}
function numberFormat(spec) {
  const isYear = !spec.unit && spec.low >= 1800 && spec.high <= 2200;
  return isYear ? String : inWords;
}
function makeFields(spec, { uid, strings }) {
  const id = `${uid}-${spec.name}`;
  const format = numberFormat(spec);
  const bounds = { low: format(spec.low), high: format(spec.high), unit: spec.unit };
  const limits = { min: spec.low, max: spec.high };
  const exactLabel = fill(spec.unit ? strings.exact : strings.exact_plain, { label: spec.label, unit: spec.unit });
  const note = make("span", { class: "nx-note", id: `${id}-note` }, spec.help || fill(strings.range, bounds));
  const range = make("input", { type: "range", id, ...limits, step: spec.step, class: "nx-range" });
  range.setAttribute("aria-describedby", note.id);
  const exact = make("input", { type: "number", ...limits, step: "any", class: "ns-input nx-number" });
  exact.setAttribute("aria-label", exactLabel);
  return { range, exact, note, bounds };
}
function makeSlider(spec, context) {
  const { range, exact, note, bounds } = makeFields(spec, context);
  const format = numberFormat(spec);
  const unit = spec.unit ? ` ${spec.unit}` : "";
  let value = spec.value;
  function show(number) {
    value = Number(number);
    range.value = String(value);
    range.setAttribute("aria-valuetext", format(value) + unit);
    if (focused(exact) !== exact) exact.value = String(value);
  }
  function set2(number) {
    if (number === value) return;
    show(number);
    context.onMove();
  }
  range.addEventListener("input", () => {
    set2(Number(range.value));
    exact.value = String(value);
  });
  exact.addEventListener("input", () => {
    const number = exact.valueAsNumber;
    if (Number.isFinite(number) && number >= spec.low && number <= spec.high) set2(number);
  });
  exact.addEventListener("change", () => {
    const typed = exact.valueAsNumber;
    const number = Number.isFinite(typed) ? Math.min(spec.high, Math.max(spec.low, typed)) : value;
    set2(number);
    exact.value = String(number);
    if (number === typed) return;
    context.onSay(fill(context.strings.refused, { label: spec.label, value: format(number) + unit, ...bounds }));
  });
  show(spec.value);
  const head = make(
    "div",
    { class: "nx-head" },
    make("label", { for: range.id }, spec.label),
    make("span", { class: "nx-exact" }, exact, make("span", { "aria-hidden": "true" }, unit))
  );
  const root = make("div", { class: "nx-control" }, head, range, note);
  return { name: spec.name, root, get: () => value, show };
}

// src/explorer/controls/panel.js
function makePanel(specs, presets, context) {
  const { strings } = context;
  const controls = specs.map(
    (spec) => spec.kind === "slider" ? makeSlider(spec, context) : makeChoice(spec, context)
  );
  const start = values();
  const buttons = presets.map((preset) => {
    const button = makeButton(preset.label, () => setAll(preset.values), { "aria-pressed": "false" });
    return { values: preset.values, button };
  });
  function values() {
    return Object.fromEntries(controls.map((control) => [control.name, control.get()]));
  }
  function show(wanted) {
    for (const control of controls) {
      const value = wanted[control.name];
      if (value !== void 0) control.show(value);
    }
  }
  function setAll(wanted) {
    show(wanted);
    context.onMove();
  }
  function markPreset() {
    const now = values();
    for (const { values: wanted, button } of buttons) {
      const same = Object.entries(wanted).every(([name, value]) => now[name] === value);
      button.setAttribute("aria-pressed", String(same));
    }
  }
  const label = make("span", { class: "nx-label", "aria-hidden": "true" }, strings.presets);
  const presetRow = make(
    "div",
    { class: "nx-presets", role: "group", "aria-label": strings.presets },
    buttons.length > 0 ? label : null,
    ...buttons.map(({ button }) => button),
    makeButton(strings.reset, () => setAll(start), { class: "nx-reset" })
  );
  const settings = make(
    "div",
    { class: "nx-controls", role: "group", "aria-label": strings.controls },
    ...controls.map((control) => control.root)
  );
  return { presetRow, settings, values, show, setAll, markPreset };
}

// src/explorer/prediction.js
function makeQuestion(spec, { uid, strings }, onAnswer) {
  const missing = make("p", { class: "nx-missing", role: "alert", hidden: true }, strings.choose);
  const radios = spec.options.map(
    (option, at) => make("input", { type: "radio", id: `${uid}-guess-${at}`, name: `${uid}-guess`, value: option.value })
  );
  const options = radios.map(
    (radio, at) => make("div", { class: "nx-option" }, radio, make("label", { for: radio.id }, spec.options[at]?.text))
  );
  const button = makeButton(
    spec.button,
    () => {
      const chosen = radios.find((radio) => radio.checked);
      missing.hidden = chosen !== void 0;
      if (chosen) onAnswer(chosen.value);
      else radios[0]?.focus();
    },
    { class: "ns-main" }
  );
  return make(
    "div",
    { class: "nx-question" },
    make("p", { class: "nx-before" }, strings.before),
    make("fieldset", { class: "nx-guess" }, make("legend", {}, spec.prompt), ...options),
    missing,
    button
  );
}
function markBusy(question) {
  find(question, "button").setAttribute("aria-busy", "true");
}
function ended(said2 = "") {
  return /(?:^|[.!?…。])$/.test(said2) ? said2 : `${said2}.`;
}
function makeComparison(strings) {
  const element = make("p", { class: "nx-compared", tabindex: "-1", hidden: true });
  function show(compared) {
    element.hidden = !compared?.predicted;
    if (!compared?.predicted) return;
    const same = compared.same ? `✓ ${strings.same}` : `≠ ${strings.other}`;
    element.replaceChildren(
      make("strong", {}, strings.predicted),
      ` ${ended(compared.predicted)} `,
      make("strong", {}, strings.happened),
      ` ${ended(compared.happened)} `,
      make("span", { class: "nx-sign" }, same)
    );
  }
  return { element, show };
}

// src/explorer/requests.js
var PATIENCE_MS2 = 5e3;
var RESTED_MS = 700;
function makeRequests({ model, uid, newest, onSilence }) {
  let count = 0;
  let underWay = "";
  let waits = false;
  let movedAt = Number.NEGATIVE_INFINITY;
  let rested = false;
  let impatience;
  function noteMove() {
    const now = performance.now();
    rested ||= now - movedAt > RESTED_MS;
    movedAt = now;
  }
  function ask(wish) {
    if (underWay) {
      waits = true;
      return;
    }
    count += 1;
    underWay = `${uid}-${count}`;
    impatience = setTimeout(onSilence, PATIENCE_MS2);
    try {
      model.send({ request: underWay, ...wish, rested });
      rested = false;
    } catch {
      stop();
      underWay = "";
      onSilence();
    }
  }
  function settle(state) {
    if (!underWay || state.request !== underWay) return false;
    stop();
    underWay = "";
    return true;
  }
  function askAgain() {
    if (!waits) return;
    waits = false;
    ask(newest());
  }
  function stop() {
    clearTimeout(impatience);
  }
  return { noteMove, ask, settle, askAgain, stop, isWaiting: () => underWay !== "" };
}

// src/explorer/stage/marks.js
var LINGER_MS = 250;
var MIDDLE = 0.5;
var STEPS = {
  ArrowRight: (at, last) => at < last ? at + 1 : 0,
  ArrowDown: (at, last) => at < last ? at + 1 : 0,
  ArrowLeft: (at, last) => at > 0 ? at - 1 : last,
  ArrowUp: (at, last) => at > 0 ? at - 1 : last,
  Home: () => 0,
  End: (_at, last) => last
};
function cardOf(spec, strings, onAction) {
  const links = spec.sources.flatMap(({ name, url }, n) => [n ? "; " : "", outsideLink(url, name)]);
  const parts = [make("p", { class: "nx-card-title" }, spec.label), make("p", {}, spec.text)];
  if (links.length > 0) parts.push(make("p", { class: "nx-card-source" }, `${strings.sources} `, ...links));
  if (spec.action) parts.push(makeButton(spec.action, onAction));
  return parts;
}
function makeSpot(spec) {
  const spot = make("button", { type: "button", class: "nx-spot", "aria-label": `${spec.label}. ${spec.text}` });
  const [left, top, right, bottom] = spec.box.map((edge) => 100 * edge);
  spot.style.left = `${left}%`;
  spot.style.top = `${top}%`;
  spot.style.width = `${Number(right) - Number(left)}%`;
  spot.style.height = `${Number(bottom) - Number(top)}%`;
  return spot;
}
var Marks = class {
  /** @type {{ spec: MarkSpec, spot: HTMLButtonElement }[]} */
  #marks = [];
  #current = "";
  // the mark that Tab comes to
  #open = "";
  #kept = "";
  // the mark whose card stays until it is closed
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #closing;
  /**
   * @param {Strings} strings
   * @param {HTMLElement} frame where the picture stands
   * @param {(values: Values) => void} onAction a card's button was pressed
   */
  constructor(strings, frame, onAction) {
    this.strings = strings;
    this.frame = frame;
    this.onAction = onAction;
    this.card = make("div", { class: "nx-card", hidden: true });
    this.row = make("div", { class: "nx-spots", role: "toolbar", "aria-label": strings.marks });
    this.row.addEventListener("keydown", (event) => this.#onKey(event));
    this.row.addEventListener("pointerout", () => this.#leave());
    this.card.addEventListener("pointerenter", () => this.stop());
    this.card.addEventListener("pointerleave", () => this.#leave());
    frame.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.#close();
    });
    frame.addEventListener("focusout", (event) => {
      if (!frame.contains(
        /** @type {Node | null} */
        event.relatedTarget
      )) this.#leave();
    });
  }
  /**
   * Take other marks; an open card stays open, and the focus where it was.
   * @param {MarkSpec[]} specs
   */
  load(specs) {
    const active = focused(this.row);
    const hadFocus = active !== null && (this.row.contains(active) || this.card.contains(active));
    this.#marks = specs.map((spec) => this.#makeMark(spec));
    this.row.replaceChildren(...this.#marks.map(({ spot }) => spot));
    if (specs.length > 0) this.frame.append(this.row, this.card);
    this.#roam(specs.some(({ name }) => name === this.#current) ? this.#current : specs[0]?.name ?? "");
    const open = specs.find(({ name }) => name === this.#open);
    if (open) this.#show(open);
    else this.#close();
    if (hadFocus) this.#find(this.#current)?.spot.focus();
  }
  stop() {
    clearTimeout(this.#closing);
  }
  /** @param {MarkSpec} spec */
  #makeMark(spec) {
    const spot = makeSpot(spec);
    spot.addEventListener("pointerenter", () => this.#show(spec));
    spot.addEventListener("focus", () => {
      this.#roam(spec.name);
      this.#show(spec);
    });
    spot.addEventListener("click", () => {
      this.#kept = spec.name;
      this.#show(spec);
    });
    return { spec, spot };
  }
  /** @param {string} name */
  #find(name) {
    return this.#marks.find(({ spec }) => spec.name === name);
  }
  /** @param {MarkSpec} spec */
  #show(spec) {
    this.stop();
    const [left, top, right, bottom] = spec.box;
    const { card } = this;
    card.replaceChildren(...cardOf(spec, this.strings, () => this.onAction(spec.values)));
    const below = (top + bottom) / 2 < MIDDLE;
    card.style.top = below ? `calc(${100 * bottom}% + 6px)` : "auto";
    card.style.bottom = below ? "auto" : `calc(${100 * (1 - top)}% + 6px)`;
    card.style.setProperty("--nx-at", String((left + right) / 2));
    card.hidden = false;
    this.#tell(spec.name);
  }
  #close() {
    this.stop();
    if (this.card.contains(focused(this.card))) this.#find(this.#open)?.spot.focus();
    this.stop();
    this.#kept = "";
    this.card.hidden = true;
    this.#tell("");
  }
  /** @param {string} name the mark whose card is open */
  #tell(name) {
    this.#open = name;
    for (const { spec, spot } of this.#marks) spot.setAttribute("aria-expanded", String(spec.name === name));
  }
  /** A moment later the card is closed, or the one that is kept comes back. */
  #leave() {
    this.stop();
    this.#closing = setTimeout(() => {
      const kept = this.#find(this.#kept);
      if (kept) this.#show(kept.spec);
      else this.#close();
    }, LINGER_MS);
  }
  /** @param {string} name */
  #roam(name) {
    this.#current = name;
    for (const { spec, spot } of this.#marks) spot.tabIndex = spec.name === name ? 0 : -1;
  }
  /** @param {KeyboardEvent} event */
  #onKey(event) {
    const at = this.#marks.findIndex(({ spot }) => spot === event.target);
    const step = STEPS[event.key];
    if (at < 0 || !step) return;
    event.preventDefault();
    this.#marks[step(at, this.#marks.length - 1)]?.spot.focus();
  }
};

// src/shared/svg.js
var SVG = "http://www.w3.org/2000/svg";
function put(element, attributes) {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
}
function draw(tag, attributes = {}, ...children) {
  const element = document.createElementNS(SVG, tag);
  put(element, attributes);
  element.append(...children);
  return element;
}
function reveal(element, shown) {
  element.setAttribute("visibility", shown ? "visible" : "hidden");
}

// src/explorer/stage/motion/timing.js
var STEPS2 = 400;
function valueAt(points, values, at) {
  let low = 0;
  let high = points.length - 1;
  while (high - low > 1) {
    const middle = low + high >> 1;
    if (Number(points[middle]) <= at) low = middle;
    else high = middle;
  }
  const [start, end] = [Number(points[low]), Number(points[high])];
  const share2 = end > start ? Math.min(1, Math.max(0, (at - start) / (end - start))) : 0;
  return Number(values[low]) + share2 * (Number(values[high]) - Number(values[low]));
}
function stateAt(motion, time) {
  const times = timesOf(motion);
  return Object.fromEntries(
    Object.entries(motion.series).map(([name, values]) => [name, valueAt(times, values, time)])
  );
}
function timesOf(motion) {
  return motion.series.time ?? [0, 1];
}
function endOf(motion) {
  return Number(timesOf(motion).at(-1));
}
function rateAt(motion, left) {
  const [most, least, slowing] = motion.pace;
  return slowing > 0 ? Math.min(most, Math.max(least, left / slowing)) : most;
}
function makeClock(motion) {
  const end = endOf(motion);
  const start = Number(timesOf(motion)[0]);
  const times = [start];
  const played = [0];
  for (let step = 1; step <= STEPS2; step += 1) {
    const time = start + (end - start) * step / STEPS2;
    const middle = time - (end - start) / STEPS2 / 2;
    times.push(time);
    played.push(Number(played.at(-1)) + (end - start) / STEPS2 / rateAt(motion, end - middle));
  }
  return {
    lasts: Number(played.at(-1)),
    /** @param {number} seconds */
    timeAt: (seconds) => valueAt(played, times, seconds),
    /** @param {number} time */
    playedAt: (time) => valueAt(times, played, time)
  };
}
function momentAt(motion, time) {
  return motion.moments.findLast((moment) => moment.time <= time + 1e-6);
}
function nextMoment(motion, time, back) {
  const times = motion.moments.map((moment) => moment.time);
  if (back) return times.findLast((one) => one < time - 1e-6) ?? Number(timesOf(motion)[0]);
  return times.find((one) => one > time + 1e-6) ?? endOf(motion);
}
function said(number, digits = 0) {
  const text = number.toLocaleString("en", { minimumFractionDigits: digits, maximumFractionDigits: digits });
  return /[1-9]/.test(text) ? text.replace("-", "−") : text.replace("-", "");
}
function clockText(motion, time) {
  if (motion.clock !== "day") return `${said(time)} s`;
  const minutes = Math.round(time / 60);
  return `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
}
function wordsAt(motion, time, atClock) {
  const happened = momentAt(motion, time)?.text ?? "";
  const { template, digits } = motion.spoken;
  const now = clockText(motion, time);
  if (!template) return `${fill(atClock, { time: now })} ${happened}`;
  const state = stateAt(motion, time);
  const numbers = Object.entries(digits).map(([name, count]) => [name, said(state[name] ?? 0, count)]);
  return `${fill(template, { ...Object.fromEntries(numbers), time: now })} ${happened}`;
}

// src/explorer/stage/motion/overlay.js
var SHAPES = {
  true: "M-6 0A6 6 0 1 1 6 0A6 6 0 1 1 -6 0Z",
  believed: "M0 -8L8 0L0 8L-8 0Z",
  person: "M-7 0A7 7 0 1 1 7 0A7 7 0 1 1 -7 0Z",
  now: ""
};
var BESIDE = 11;
var LETTER = 12;
function placed(panel, size, x, y) {
  const [left, top, right, bottom] = panel.box;
  const across = share(panel.x, x / panel.x_unit, false);
  const up = y === void 0 ? 1 : share(panel.y, y / panel.y_unit, panel.log);
  if (across < -1e-3 || across > 1.001 || up < -1e-3 || up > 1.001) return null;
  return { x: size.width * (left + across * (right - left)), y: size.height * (bottom - up * (bottom - top)) };
}
function share([low, high], value, log) {
  if (!log) return (value - low) / (high - low);
  return Math.log(Math.max(value, low) / low) / Math.log(high / low);
}
function makeMark(mover) {
  const shape = draw("path", { class: `nx-mark nx-${mover.look}`, d: SHAPES[mover.look] });
  const label = draw("text", { class: `nx-mark-label nx-${mover.look}` });
  return { mover, shape, label };
}
function makeOverlay() {
  const svg = draw("svg", { class: "nx-overlay", "aria-hidden": "true" });
  let marks = [];
  function load(motion) {
    marks = motion.movers.map(makeMark);
    svg.replaceChildren(...marks.flatMap(({ shape, label }) => [shape, label]));
  }
  function show(motion, time) {
    const size = { width: svg.clientWidth, height: svg.clientHeight };
    const state = stateAt(motion, time);
    const taken = [];
    for (const mark of marks) {
      const panel = motion.panels[mark.mover.panel];
      if (panel) showMark(mark, panel, size, state, taken);
    }
  }
  return { svg, load, show };
}
function showMark({ mover, shape, label }, panel, size, state, taken) {
  const point = placed(panel, size, state[mover.x] ?? 0, mover.y ? state[mover.y] : void 0);
  reveal(shape, point !== null);
  reveal(label, point !== null);
  if (!point) return;
  const [left, , right, bottom] = panel.box;
  if (!mover.y) {
    put(shape, { d: `M${point.x} ${point.y}V${size.height * bottom}` });
    return;
  }
  put(shape, { transform: `translate(${point.x} ${point.y})` });
  label.textContent = [mover.label, labelNumber(mover, state)].filter(Boolean).join(" ");
  if (!label.textContent) return;
  const free = spread(point.y, taken, size.height * bottom - 2);
  taken.push(free);
  const room = point.x < size.width * ((left + right) / 2);
  put(label, { x: point.x + (room ? BESIDE : -BESIDE), y: free + LETTER / 3, "text-anchor": room ? "start" : "end" });
}
function labelNumber({ number }, state) {
  return number ? `${said(state[number] ?? 0)} m` : "";
}
function spread(wanted, taken, lowest) {
  let free = Math.min(wanted, lowest);
  for (const other of taken) {
    if (Math.abs(free - other) < LETTER + 3)
      free = wanted > other && other + LETTER + 3 <= lowest ? other + LETTER + 3 : other - LETTER - 3;
  }
  return free;
}

// src/explorer/stage/motion/playback.js
var LATE_S = 0.25;
var Playback = class {
  /** @type {Motion | null} */
  motion = null;
  time = 0;
  #frame = 0;
  #last = 0;
  /** @type {ReturnType<typeof makeClock> | null} */
  #clock = null;
  /** @type {Listener} */
  #listener;
  /** @param {Listener} listener */
  constructor(listener) {
    this.#listener = listener;
  }
  /**
   * Take another motion; the time stays where it was, as far as it lasts.
   * @param {Motion | null} motion
   */
  load(motion) {
    this.pause();
    const first = this.motion === null;
    this.motion = motion;
    this.#clock = motion && makeClock(motion);
    if (!motion) return;
    this.time = first ? this.start : Math.min(this.time, this.end);
    this.#listener.onShow(false);
  }
  get start() {
    return this.motion ? Number(timesOf(this.motion)[0]) : 0;
  }
  get end() {
    return this.motion ? endOf(this.motion) : 0;
  }
  get isPlaying() {
    return this.#frame !== 0;
  }
  get isOver() {
    return this.time >= this.end - 1e-6;
  }
  /** The share of the playing that has passed at a time. @param {number} time */
  shareAt(time) {
    return this.#clock ? this.#clock.playedAt(time) / this.#clock.lasts : 0;
  }
  /** @param {number} share */
  goToShare(share2) {
    if (this.#clock) this.goTo(this.#clock.timeAt(share2 * this.#clock.lasts));
  }
  /** @param {number} time */
  goTo(time) {
    if (!this.motion) return;
    this.pause();
    this.time = Math.min(this.end, Math.max(this.start, time));
    this.#listener.onShow(false);
    this.#listener.onRest();
  }
  /** Move by so many seconds of playing. @param {number} seconds */
  step(seconds) {
    if (this.#clock) this.goTo(this.#clock.timeAt(this.#clock.playedAt(this.time) + seconds));
  }
  /** Jump to what happens next, or to what happened before. @param {boolean} back */
  jump(back) {
    if (this.motion) this.goTo(nextMoment(this.motion, this.time, back));
  }
  play() {
    if (!this.motion) return;
    if (this.isOver) this.time = this.start;
    this.#last = performance.now();
    this.#frame = requestAnimationFrame((now) => this.#tick(now));
    this.#listener.onPlaying(true);
  }
  pause() {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    this.#listener.onPlaying(false);
  }
  /** @param {number} now */
  #tick(now) {
    const { motion } = this;
    if (!motion || !this.#clock) return;
    const before = momentAt(motion, this.time);
    const seconds = Math.min(LATE_S, Math.max(0, (now - this.#last) / 1e3));
    this.#last = now;
    this.time = this.#clock.timeAt(this.#clock.playedAt(this.time) + seconds);
    this.#listener.onShow(true);
    const after = momentAt(motion, this.time);
    if (after && after !== before) this.#listener.onMoment(after.text);
    if (!this.isOver) {
      this.#frame = requestAnimationFrame((next) => this.#tick(next));
      return;
    }
    this.pause();
    this.#listener.onRest();
  }
};

// src/explorer/stage/motion/scenery.js
var STARS = 46;
var POSTS = 9;
var BODY = "M-7 -20H7L10 -9H-10Z";
var LEGS = "M-9 -10L-14 0M9 -10L14 0M-17 0H-11M11 0H17";
var NOZZLE = "M-4 -9H4L6 -4H-6Z";
function stars() {
  const sky = draw("g", { class: "nx-stars" });
  for (let n = 0; n < STARS; n += 1) {
    const place = { cx: `${n * 61.8034 % 100}%`, cy: `${(n * 38.1966 + 7) % 80}%` };
    sky.append(draw("circle", { ...place, r: n % 5 ? 0.7 : 1.2 }));
  }
  return sky;
}
function posts() {
  const marks = Array.from({ length: POSTS }, () => ({
    line: draw("path", { class: "nx-post" }),
    text: draw("text", { class: "nx-scene-label nx-post-label", "text-anchor": "middle" })
  }));
  const root = draw("g", {}, ...marks.flatMap(({ line, text }) => [line, text]));
  function show(camera, size, groundAt) {
    const across = size.width / camera.scale;
    const step = roundStep(across / (POSTS - 3));
    const first = Math.ceil(camera.left / step) * step;
    marks.forEach(({ line, text }, n) => {
      const along = first + n * step;
      const [x, y] = groundAt(along);
      const seen = x < size.width && Math.abs(along) > step / 2;
      put(line, { d: `M${x} ${y}v7` });
      put(text, { x, y: y + 20 });
      text.textContent = step < 1e3 ? `${along.toLocaleString("en")} m` : `${along / 1e3} km`;
      text.textContent = text.textContent.replace("-", "−");
      reveal(line, seen);
      reveal(text, seen && x > 26 && x < size.width - 26);
    });
  }
  return { root, show };
}
function roundStep(least) {
  const power = 10 ** Math.floor(Math.log10(least));
  return (least <= power ? 1 : least <= 2 * power ? 2 : least <= 5 * power ? 5 : 10) * power;
}
function flag() {
  const root = draw("path", { class: "nx-flag", d: "M0 0V-22L12 -17L0 -12" });
  function show(x, y, seen) {
    put(root, { transform: `translate(${x} ${y})` });
    reveal(root, seen);
  }
  return { root, show };
}
function lander(name) {
  const flame = draw("path", { class: "nx-flame" });
  const hull = [NOZZLE, LEGS, BODY].map((d) => draw("path", { d }));
  const root = draw("g", { class: name }, flame, ...hull);
  function show(x, y, pitch, thrust) {
    put(root, { transform: `translate(${x} ${y}) rotate(${pitch - 90} 0 -10)` });
    put(flame, { d: `M-4 -4L0 ${-3 + 22 * thrust}L4 -4Z` });
    reveal(flame, thrust > 0.02);
  }
  return { root, show };
}

// src/explorer/stage/motion/scene.js
var LEAST_SPAN_M = 260;
var ABOVE = 1.5;
var BELOW = 0.15;
var EASE_S = 0.25;
var CLOSE_PX = 44;
function cameraFor(state, landAt, size) {
  const { along = 0, height = 0, believed = 0 } = state;
  const ground = landAt(along);
  const top = Math.max(height, ground + believed);
  const ahead = landAt(along + 2 * (top - ground));
  const low = Math.min(ground, ahead);
  const span = Math.max(LEAST_SPAN_M, (top - low) * ABOVE);
  const scale = size.height / span;
  const across = size.width / scale;
  const left = Math.min(along - 0.3 * across, -0.6 * across);
  return { left: Math.max(left, along - 0.72 * across), low: low - BELOW * span, scale };
}
function eased(now, wanted, seconds, state) {
  const share2 = 1 - Math.exp(-seconds / EASE_S);
  const { along = 0 } = state;
  const scale = now.scale * (wanted.scale / now.scale) ** share2;
  const before = (along - wanted.left) * wanted.scale;
  return { left: along - before / scale, low: now.low + share2 * (wanted.low - now.low), scale };
}
function makeScene(strings) {
  const parts = makeParts(strings);
  const svg = draw("svg", { class: "nx-scene", "aria-hidden": "true" }, stars(), ...Object.values(parts).map(rootOf));
  let camera = null;
  let shownAt = 0;
  function show(motion, time, smoothly) {
    const size = { width: svg.clientWidth || 1, height: svg.clientHeight || 1 };
    const state = stateAt(motion, time);
    const wanted = cameraFor(state, landOf(motion), size);
    const now = performance.now();
    camera = smoothly && camera ? eased(camera, wanted, (now - shownAt) / 1e3, state) : wanted;
    shownAt = now;
    paint(parts, { motion, time, state, size, camera, strings });
  }
  return { svg, show };
}
function rootOf(part) {
  return "root" in part ? part.root : part;
}
function makeParts(strings) {
  return {
    ground: draw("path", { class: "nx-ground" }),
    posts: posts(),
    site: flag(),
    trail: draw("polyline", { class: "nx-trail nx-true" }),
    shadow: draw("polyline", { class: "nx-trail nx-believed" }),
    gap: draw("path", { class: "nx-gap" }),
    ghost: lander("nx-ghost-lander"),
    craft: lander("nx-lander"),
    wreck: draw("path", { class: "nx-wreck", d: "M-9 -9L9 9M9 -9L-9 9" }),
    trueLabel: draw("text", { class: "nx-scene-label nx-true" }),
    believedLabel: draw("text", { class: "nx-scene-label nx-believed", "text-anchor": "end" }),
    gapLabel: draw("text", { class: "nx-scene-label" }),
    siteLabel: draw("text", { class: "nx-scene-label", "text-anchor": "middle" }, strings.site),
    ahead: draw("text", { class: "nx-scene-label", "text-anchor": "end" }),
    clock: draw("text", { class: "nx-scene-label nx-scene-clock", x: 12, y: 24 }),
    rate: draw("text", { class: "nx-scene-label", x: 12, y: 44 }),
    event: draw("text", { class: "nx-scene-label nx-scene-event", "text-anchor": "middle", y: 24 })
  };
}
function landOf(motion) {
  const corners = motion.scene.land ?? [];
  const [along, heights] = [corners.map(([x]) => x), corners.map(([, y]) => y)];
  return (x) => valueAt(along, heights, x);
}
function paint(parts, shot) {
  const { motion, time, state, size, camera } = shot;
  const at = (x, y) => [(x - camera.left) * camera.scale, size.height - (y - camera.low) * camera.scale];
  const land = (motion.scene.land ?? []).map(([x, y]) => at(x, y).join(" "));
  put(parts.ground, { d: `M${land.join("L")}V${size.height + 9}H-9Z` });
  parts.posts.show(camera, size, (x) => at(x, landOf(motion)(x)));
  paintTrails(parts, shot, at);
  paintMarks(parts, shot, at);
  paintSite(parts, shot, at);
  parts.clock.textContent = `t = ${clockText(motion, time)}   ${said(state.speed ?? 0, (state.speed ?? 0) < 10 ? 1 : 0)} m/s`;
  parts.rate.textContent = fill(shot.strings.rate, { n: said(rateAt(motion, endOf(motion) - time)) });
  const moment = momentAt(motion, time);
  parts.event.textContent = moment?.label ?? "";
  put(parts.event, { x: size.width / 2 });
}
function paintTrails(parts, { motion, time, state, camera }, at) {
  const { along = [], height = [], believed = [] } = motion.series;
  const landAt = landOf(motion);
  const times = timesOf(motion);
  const passed = times.findLastIndex((one) => one <= time);
  const first = Math.max(0, along.findIndex((x2) => x2 >= camera.left) - 1);
  const places = Array.from({ length: Math.max(0, passed - first + 1) }, (_, step) => first + step);
  const [x, y] = [state.along ?? 0, state.height ?? 0];
  const joined = (points) => points.map((point) => point.map((n) => n.toFixed(1)).join(",")).join(" ");
  put(parts.trail, { points: joined([...places.map((n) => at(Number(along[n]), Number(height[n]))), at(x, y)]) });
  const held = places.map((n) => at(Number(along[n]), landAt(Number(along[n])) + Number(believed[n])));
  put(parts.shadow, { points: joined([...held, at(x, landAt(x) + (state.believed ?? 0))]) });
}
function paintMarks(parts, { motion, time, state, size, strings }, at) {
  const { along = 0, height = 0, believed = 0, gap = 0, pitch = 90, thrust = 0 } = state;
  const [x, y] = at(along, height);
  const [, heldY] = at(along, landOf(motion)(along) + believed);
  const over = time >= endOf(motion) - 1e-6;
  const crashed = over && !motion.scene.landed;
  parts.craft.show(x, y, pitch, over ? 0 : thrust);
  parts.ghost.show(x, heldY, pitch, 0);
  put(parts.wreck, { transform: `translate(${x} ${y - 8})` });
  reveal(parts.wreck, crashed);
  put(parts.gap, { d: `M${x} ${y}V${heldY}` });
  parts.trueLabel.textContent = `${strings.lander} ${said(state.true ?? 0)} m`;
  put(parts.trueLabel, { x: x + 24, y: y - 4 });
  parts.believedLabel.textContent = `${strings.believed} ${said(believed)} m`;
  put(parts.believedLabel, { x: x - 24, y: Math.min(heldY - 4, size.height - 9) });
  parts.gapLabel.textContent = fill(strings.gap, { metres: said(gap) });
  put(parts.gapLabel, { x: x + 10, y: (y + heldY) / 2 + 4 });
  reveal(parts.gapLabel, Math.abs(y - heldY) > CLOSE_PX);
}
function paintSite(parts, { motion, state, size, strings }, at) {
  const [x, y] = at(0, landOf(motion)(0));
  const seen = x < size.width - 50;
  parts.site.show(x, y, seen);
  put(parts.siteLabel, { x, y: size.height - 8 });
  reveal(parts.siteLabel, seen);
  parts.ahead.textContent = `${fill(strings.site_ahead, { km: said(-(state.along ?? 0) / 1e3) })} →`;
  put(parts.ahead, { x: size.width - 12, y: 24 });
  reveal(parts.ahead, !seen);
}

// src/explorer/stage/motion/player.js
var LINE = 1e3;
var KEY_S = 0.1;
function makeViews(strings, frame, onChange) {
  let chosen = false;
  const charts = makeButton(strings.charts, () => choose(false));
  const outside = makeButton(strings.outside, () => choose(true));
  const root = make("div", { class: "nx-views", role: "group", "aria-label": strings.view }, charts, outside);
  function show(fromOutside) {
    frame.classList.toggle("nx-outside", fromOutside);
    charts.setAttribute("aria-pressed", String(!fromOutside));
    outside.setAttribute("aria-pressed", String(fromOutside));
  }
  function choose(fromOutside) {
    chosen = true;
    show(fromOutside);
    onChange();
  }
  function suggest(fromOutside) {
    if (!chosen) show(fromOutside && !root.hidden);
  }
  return { root, suggest };
}
function makeLine(strings, playback, onToggle) {
  const line = make("input", { type: "range", class: "nx-range nx-line", min: 0, max: LINE, step: 1, value: "0" });
  line.setAttribute("aria-label", strings.time);
  const ticks = make("div", { class: "nx-ticks", "aria-hidden": "true" });
  const keys = {
    " ": onToggle,
    ArrowRight: () => playback.step(KEY_S),
    ArrowUp: () => playback.step(KEY_S),
    ArrowLeft: () => playback.step(-KEY_S),
    ArrowDown: () => playback.step(-KEY_S),
    Home: () => playback.goTo(playback.start),
    End: () => playback.goTo(playback.end),
    PageUp: () => playback.jump(false),
    PageDown: () => playback.jump(true)
  };
  line.addEventListener("keydown", (event) => {
    const act = keys[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
  line.addEventListener("input", () => playback.goToShare(Number(line.value) / LINE));
  function load(motion) {
    const marks = motion.moments.map((moment) => {
      const tick = make("span", { class: "nx-tick", title: moment.label });
      tick.style.setProperty("--nx-at", String(playback.shareAt(moment.time)));
      return tick;
    });
    ticks.replaceChildren(...marks);
  }
  function show(motion, time) {
    line.value = String(Math.round(LINE * playback.shareAt(time)));
    line.setAttribute("aria-valuetext", clockText(motion, time));
  }
  return { root: make("div", { class: "nx-track" }, ticks, line), load, show };
}
function makePlayer(strings, frame, announce) {
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const overlay = makeOverlay();
  const scene = makeScene(strings);
  const words = make("p", { class: "nx-moment" });
  const button = makeButton("", toggle, { class: "nx-play" });
  const playback = new Playback({
    onShow: show,
    onPlaying: showButton,
    onMoment: (text) => announce(text, true),
    onRest: () => announce(words.textContent ?? "", false)
  });
  const views = makeViews(strings, frame, () => show(false));
  const line = makeLine(strings, playback, toggle);
  const bar = make("div", { class: "nx-player", role: "group" }, button, line.root, views.root);
  const root = make("div", { class: "nx-motion" });
  function showButton(playing) {
    const now = playing ? `❚❚ ${strings.pause}` : `▶ ${strings.play}`;
    button.textContent = calm.matches ? `⏭ ${strings.next_moment}` : now;
  }
  function show(smoothly) {
    const { motion, time } = playback;
    if (!motion) return;
    line.show(motion, time);
    words.textContent = wordsAt(motion, time, strings.at_clock);
    overlay.show(motion, time);
    if (motion.scene.kind) scene.show(motion, time, smoothly);
  }
  function toggle() {
    views.suggest(true);
    if (calm.matches && playback.isOver) playback.goTo(playback.start);
    else if (calm.matches) playback.jump(false);
    else if (!playback.isPlaying) playback.play();
    else playback.goTo(playback.time);
  }
  function load(next) {
    const motion = next.name === void 0 ? null : next;
    root.replaceChildren(...motion ? [bar, words] : []);
    if (motion) frame.append(overlay.svg, scene.svg);
    frame.classList.toggle("nx-moves", motion !== null);
    views.root.hidden = !motion?.scene.kind;
    views.suggest(false);
    if (motion) {
      bar.setAttribute("aria-label", motion.name);
      overlay.load(motion);
    }
    playback.load(motion);
    if (motion) line.load(motion);
  }
  return { root, load, redraw: () => show(false), stop: () => playback.pause() };
}

// src/explorer/stage/output.js
var QUIET_MS = 700;
function makePicture() {
  const image = make("img", { class: "nx-picture", alt: "" });
  let address = "";
  function drop() {
    if (address) URL.revokeObjectURL(address);
    address = "";
  }
  function show(bytes) {
    if (!bytes?.byteLength) return;
    const old = address;
    address = URL.createObjectURL(new Blob([
      /** @type {DataView<ArrayBuffer>} */
      bytes
    ], { type: "image/png" }));
    image.src = address;
    if (old) URL.revokeObjectURL(old);
  }
  return { image, show, drop };
}
function makeWords() {
  const sentence = make("p", { class: "nx-sentence" });
  const change = make("p", { class: "nx-change", hidden: true });
  const said2 = make("div", { class: "nx-said" }, sentence, change);
  const aloud = make("p", { class: "nx-aloud", role: "status" });
  const message = make("p", { class: "nx-message", role: "alert", hidden: true });
  let silence;
  function show(state) {
    complain(state.error ?? "");
    said2.style.visibility = state.error ? "hidden" : "";
    sentence.textContent = state.sentence ?? "";
    change.textContent = state.change ?? "";
    change.hidden = !state.change;
    announce(state.error ? "" : [state.sentence, state.change].filter(Boolean).join(" "), false);
  }
  function announce(text, atOnce) {
    stop();
    const say = () => {
      aloud.textContent = text;
    };
    if (atOnce) say();
    else silence = setTimeout(say, QUIET_MS);
  }
  function complain(text) {
    message.textContent = text;
    message.hidden = text === "";
  }
  function stop() {
    clearTimeout(silence);
  }
  return { said: said2, aloud, message, show, announce, complain, stop };
}

// src/explorer/widget.js
var NARROW_PX = 600;
function isNarrow(root) {
  return root.clientWidth > 0 && root.clientWidth < NARROW_PX;
}
function needsOther(root, state) {
  return Boolean(state.sentence) && root.clientWidth > 0 && state.narrow !== isNarrow(root);
}
function makePage(model, uid, { onMove, onAnswer }) {
  const strings = model.get("strings");
  const remark = make("p", { class: "nx-remark", role: "status", hidden: true });
  const panel = makePanel(model.get("controls"), model.get("presets"), {
    uid,
    strings,
    onMove() {
      remark.hidden = true;
      panel.markPreset();
      onMove();
    },
    onSay(text) {
      remark.textContent = text;
      remark.hidden = false;
    }
  });
  const picture = makePicture();
  const words = makeWords();
  const compared = makeComparison(strings);
  const asked = model.get("question");
  const question = asked.prompt ? makeQuestion(asked, { uid, strings }, onAnswer) : null;
  const title = make("p", { class: "ns-title", id: `${uid}-title` }, model.get("title"));
  const caption = make("figcaption", { class: "nx-caption" }, model.get("caption"));
  const frame = make("div", { class: "nx-frame" }, picture.image);
  const player = makePlayer(strings, frame, words.announce);
  const marks = new Marks(strings, frame, (values) => panel.setAll(values));
  const stage = make("div", { class: "nx-stage" }, frame, player.root, words.said);
  const side = make("div", { class: "nx-side" }, panel.settings, remark);
  const figure = make("figure", { class: "nx-figure" }, stage, side, caption);
  const work = make("div", { class: "nx-work" }, compared.element, panel.presetRow, figure);
  const names = { class: "ns-card nx-explorer", role: "group", "aria-labelledby": title.id, ...OWN_KEYS };
  const root = make("div", names, title, question, work, words.message, words.aloud);
  keepKeys(root);
  return { root, figure, work, panel, picture, player, marks, words, compared, question };
}
function showState(page, state) {
  const { root, figure, work, panel, picture, words, compared, question } = page;
  const begun = Boolean(state.sentence || state.error);
  const hadFocus = question?.contains(focused(root));
  if (question) question.hidden = begun;
  work.hidden = !begun;
  panel.markPreset();
  figure.classList.toggle("nx-stale", Boolean(state.error));
  figure.classList.toggle("nx-narrow", Boolean(state.narrow));
  picture.image.alt = state.words ?? "";
  words.show(state);
  compared.show(state.prediction);
  if (hadFocus && begun) compared.element.focus();
}
function listen(model, acts) {
  model.on("change:picture", acts.picture);
  model.on("change:motion", acts.motion);
  model.on("change:marks", acts.marks);
  model.on("change:state", acts.state);
  for (const act of Object.values(acts)) act();
  return () => {
    model.off("change:picture", acts.picture);
    model.off("change:motion", acts.motion);
    model.off("change:marks", acts.marks);
    model.off("change:state", acts.state);
  };
}
function render({ model, el }) {
  const strings = model.get("strings");
  const uid = uniqueId("nx");
  const page = makePage(model, uid, {
    onMove() {
      requests.noteMove();
      requests.ask(newest());
    },
    onAnswer(predicted) {
      requests.ask({ ...newest(), predicted });
      if (page.question) markBusy(page.question);
    }
  });
  const { root, panel, picture, player, marks, words } = page;
  const onSilence = () => words.complain(strings.no_answer);
  const requests = makeRequests({ model, uid, newest, onSilence });
  function newest() {
    return { values: panel.values(), narrow: isNarrow(root) };
  }
  function onState() {
    const state = model.get("state");
    const mine = requests.settle(state);
    if (!mine && !requests.isWaiting() && state.values) panel.show(state.values);
    showState(page, state);
    if (!mine) return;
    requests.askAgain();
    askForRoom();
  }
  function askForRoom() {
    if (!requests.isWaiting() && needsOther(root, model.get("state"))) requests.ask(newest());
  }
  const watch = new ResizeObserver(() => {
    player.redraw();
    askForRoom();
  });
  const unlink = linkCitations({ model, el, strings: model.get("citing") });
  el.append(root);
  const unlisten = listen(model, {
    picture: () => picture.show(model.get("picture")),
    motion: () => player.load(model.get("motion")),
    marks: () => marks.load(model.get("marks")),
    state: onState
  });
  watch.observe(root);
  return () => {
    unlink();
    watch.disconnect();
    unlisten();
    requests.stop();
    words.stop();
    player.stop();
    marks.stop();
    picture.drop();
  };
}
var widget_default = { initialize: keepListening, render };
export {
  widget_default as default
};
