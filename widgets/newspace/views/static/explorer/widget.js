// Built from widgets/js/src by `make js`: change the sources, not this file.

// src/citations/contract.js
var JOIN = "newspace:citations:1";
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
  return "runs" in answer ? passageParts(strings, answer, undated.has(answer.reading)) : factParts(answer);
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

// src/citations/written.js
var FACT = 'a[title^="fact "]';
var READING = ".nsc-cite";
var WRITTEN = /\[[a-z][a-z0-9_-]* ¶[1-9]\d*(?: "[^"]*")?\]/g;
var PROSE = ".jp-RenderedHTMLCommon";
var LEFT = `a, button, code, pre, ${READING}, .nsc-panel`;
function citationAt(event) {
  return event.target instanceof Element ? event.target.closest(`${FACT}, ${READING}`) : null;
}
function isLink(citation) {
  return citation.matches(FACT);
}
function wantedBy(citation) {
  return isLink(citation) ? { do: "fact", fact: citation.title.slice("fact ".length).trim() } : { do: "passage", citation: citation.dataset.cites ?? "" };
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
      pieces.push(text.data.slice(at, index), citationButton(strings, written, written));
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
  const watch = new MutationObserver((changes) => {
    for (const prose of changedProse(changes)) openWritten(prose, strings());
  });
  return {
    start() {
      watch.observe(document.body, { childList: true, subtree: true });
      for (const prose of document.querySelectorAll(PROSE)) openWritten(prose, strings());
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
  return { presetRow, settings, values, show, markPreset };
}

// src/explorer/output.js
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
  const aloud = make("p", { class: "nx-aloud", role: "status" });
  const message = make("p", { class: "nx-message", role: "alert", hidden: true });
  let silence;
  function show(state) {
    complain(state.error ?? "");
    sentence.style.visibility = state.error ? "hidden" : "";
    sentence.textContent = state.sentence ?? "";
    stop();
    silence = setTimeout(() => {
      aloud.textContent = state.error ? "" : sentence.textContent;
    }, QUIET_MS);
  }
  function complain(text) {
    message.textContent = text;
    message.hidden = text === "";
  }
  function stop() {
    clearTimeout(silence);
  }
  return { sentence, aloud, message, show, complain, stop };
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
function makeComparison(strings) {
  const element = make("p", { class: "nx-compared", tabindex: "-1", hidden: true });
  function show(compared) {
    element.hidden = !compared?.predicted;
    if (!compared?.predicted) return;
    const same = compared.same ? `✓ ${strings.same}` : `≠ ${strings.other}`;
    element.replaceChildren(
      make("strong", {}, strings.predicted),
      ` ${compared.predicted} `,
      make("strong", {}, strings.happened),
      ` ${compared.happened} `,
      make("span", { class: "nx-sign" }, same)
    );
  }
  return { element, show };
}

// src/explorer/requests.js
var PATIENCE_MS2 = 5e3;
function makeRequests({ model, uid, newest, onSilence }) {
  let count = 0;
  let underWay = "";
  let waits = false;
  let impatience;
  function ask(wish) {
    if (underWay) {
      waits = true;
      return;
    }
    count += 1;
    underWay = `${uid}-${count}`;
    impatience = setTimeout(onSilence, PATIENCE_MS2);
    try {
      model.send({ request: underWay, ...wish });
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
  return { ask, settle, askAgain, stop, isWaiting: () => underWay !== "" };
}

// src/explorer/widget.js
var NARROW_PX = 600;
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
  const stage = make("div", { class: "nx-stage" }, picture.image, words.sentence);
  const side = make("div", { class: "nx-side" }, panel.settings, remark);
  const figure = make("figure", { class: "nx-figure" }, stage, side, caption);
  const work = make("div", { class: "nx-work" }, compared.element, panel.presetRow, figure);
  const names = { class: "ns-card nx-explorer", role: "group", "aria-labelledby": title.id, ...OWN_KEYS };
  const root = make("div", names, title, question, work, words.message, words.aloud);
  keepKeys(root);
  return { root, figure, work, panel, picture, words, compared, question };
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
function render({ model, el }) {
  const strings = model.get("strings");
  const uid = uniqueId("nx");
  const page = makePage(model, uid, {
    onMove: () => requests.ask(newest()),
    onAnswer(predicted) {
      requests.ask({ ...newest(), predicted });
      if (page.question) markBusy(page.question);
    }
  });
  const { root, panel, picture, words } = page;
  const onSilence = () => words.complain(strings.no_answer);
  const requests = makeRequests({ model, uid, newest, onSilence });
  const isNarrow = () => root.clientWidth > 0 && root.clientWidth < NARROW_PX;
  function newest() {
    return { values: panel.values(), narrow: isNarrow() };
  }
  const onPicture = () => picture.show(model.get("picture"));
  function onState() {
    const state = model.get("state");
    const mine = requests.settle(state);
    if (!mine && !requests.isWaiting() && state.values) panel.show(state.values);
    showState(page, state);
    if (mine) requests.askAgain();
  }
  const watch = new ResizeObserver(() => {
    const state = model.get("state");
    const changed = root.clientWidth > 0 && state.narrow !== isNarrow();
    if (state.sentence && !requests.isWaiting() && changed) requests.ask(newest());
  });
  model.on("change:picture", onPicture);
  model.on("change:state", onState);
  const unlink = linkCitations({ model, el, strings: model.get("citing") });
  el.append(root);
  onPicture();
  onState();
  watch.observe(root);
  return () => {
    unlink();
    watch.disconnect();
    model.off("change:picture", onPicture);
    model.off("change:state", onState);
    requests.stop();
    words.stop();
    picture.drop();
  };
}
var widget_default = { render };
export {
  widget_default as default
};
