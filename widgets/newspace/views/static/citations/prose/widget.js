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
function makeButton(text, onClick, { class: more, ...props } = {}) {
  const button = make("button", { type: "button", class: more ? `ns-button ${more}` : "ns-button", ...props }, text);
  button.addEventListener("click", onClick);
  return button;
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

// src/citations/prose/widget.js
function render({ model, el }) {
  el.append(make("p", { class: "nsc-told" }, model.get("said")));
  return linkCitations({ model, el, strings: model.get("citing") });
}
var widget_default = { initialize: keepListening, render };
export {
  widget_default as default
};
