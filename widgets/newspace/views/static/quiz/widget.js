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
function nameOf(strings, number, sign2) {
  if (number === "") return strings.number_none;
  const template = { "?": strings.number_open, "≠": strings.number_disputed }[sign2] ?? strings.number;
  return template.replace("{number}", number);
}
function dressMarks(prose2, strings) {
  for (
    const mark of
    /** @type {NodeListOf<HTMLElement>} */
    prose2.querySelectorAll('a[title^="fact "]')
  ) {
    const [, number, sign2] = SHOWN.exec(mark.textContent.trim()) ?? [];
    if (number === void 0 || sign2 === void 0) continue;
    const name = nameOf(strings, number, sign2);
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
function openWritten(prose2, strings) {
  if (!prose2.textContent?.includes("¶")) return;
  const walk = document.createTreeWalker(prose2, NodeFilter.SHOW_TEXT);
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
    for (const prose2 of around ? [around] : within) changed.add(prose2);
  }
  return changed;
}
function makeProseWatch(strings) {
  function open(prose2) {
    openWritten(prose2, strings());
    dressMarks(prose2, strings());
  }
  const watch = new MutationObserver((changes) => {
    for (const prose2 of changedProse(changes)) open(prose2);
  });
  return {
    start() {
      watch.observe(document.body, { childList: true, subtree: true });
      for (const prose2 of document.querySelectorAll(PROSE)) open(prose2);
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
  const prose2 = makeProseWatch(() => strings);
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
    if (views.length === 1) prose2.start();
    return () => {
      views.splice(views.indexOf(view), 1);
      if (views.length === 0) prose2.stop();
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

// src/quiz/answers.js
function makeAnswers(model) {
  function entry(form) {
    const given = model.get("progress")[form.code];
    return given && "status" in given ? given : null;
  }
  const locals = new Map(
    model.get("forms").map((form) => [form, { draft: void 0, outdated: false, serial: entry(form)?.serial ?? 0 }])
  );
  function local(form) {
    return (
      /** @type {Local} */
      locals.get(form)
    );
  }
  return {
    entry,
    /**
     * @param {Form} form
     * @returns {Status}
     */
    status: (form) => entry(form)?.status ?? "open",
    /**
     * The hints that were given.
     * @param {Form} form
     * @returns {Prose[][]}
     */
    hints: (form) => model.get("progress")[form.code]?.hints ?? [],
    /**
     * The entry, if its verdict is on the answer that stands in the controls.
     * @param {Form} form
     */
    judged: (form) => local(form).outdated ? null : entry(form),
    /**
     * What to show in the controls; `undefined` for nothing.
     * @param {Form} form
     */
    latest: (form) => local(form).draft ?? entry(form)?.answer,
    /**
     * @param {Form} form
     * @param {Answer} draft
     */
    keep(form, draft) {
      local(form).draft = draft;
    },
    /**
     * Note that the answer is changed, so that the verdict is on another one; whether that is news.
     * @param {Form} form
     */
    outdate(form) {
      if (!entry(form) || local(form).outdated) return false;
      local(form).outdated = true;
      return true;
    },
    /** Take over the verdicts that came since; the questions that have one. */
    update() {
      return [...locals].flatMap(([form, own]) => {
        const given = entry(form);
        if (!given || given.serial === own.serial) return [];
        Object.assign(own, { serial: given.serial, outdated: false, draft: given.answer });
        return [form];
      });
    }
  };
}

// src/shared/text.js
function fill(template, values) {
  return template.replace(/\{(\w+)\}/g, (whole, name) => name in values ? String(values[name]) : whole);
}

// src/quiz/controls/marks.js
var SIGNS = { right: "✓", partly: "◐", wrong: "✗", noted: "●", open: "○" };
function sign(status) {
  return make("span", { class: `ns-sign ns-${status}`, "aria-hidden": "true" }, SIGNS[status]);
}
function markPart(box, note, words) {
  box.querySelector(".ns-mark")?.remove();
  if (!note) return;
  const status = note.good ? "right" : "wrong";
  box.append(make("span", { class: `ns-mark ns-${status}` }, sign(status), ` ${words[status]}`));
}

// src/quiz/frame.js
var SUMMARY = -1;
function makeHead({ model, strings, uid }, answers) {
  const forms = model.get("forms");
  const title = make("p", { class: "ns-title", id: `${uid}-title` }, model.get("title"));
  const bar = make("progress", { id: `${uid}-progress`, max: forms.length });
  const count = make("label", { for: bar.id });
  const element = make("div", { class: "ns-head" }, title, make("div", { class: "ns-count" }, count, bar));
  function show() {
    const done = forms.filter((form) => answers.entry(form)).length;
    count.textContent = fill(strings.progress, { done, total: forms.length });
    bar.value = done;
  }
  return { element, title, show };
}
function makeSteps({ model, strings }, answers, onGo) {
  const steps = model.get("forms").map((form, at) => {
    const button = makeButton("", () => onGo(at), { class: "ns-step" });
    return { form, button };
  });
  const items = steps.map(({ button }) => make("li", {}, button));
  const element = make("ol", { class: "ns-steps", "aria-label": strings.questions }, ...items);
  function show(current) {
    steps.forEach(({ form, button }, at) => {
      const status = answers.status(form);
      button.replaceChildren(make("span", { "aria-hidden": "true" }, String(at + 1)), sign(status));
      button.setAttribute("aria-label", fill(strings.step, { n: at + 1, status: strings[status] }));
      if (at === current) button.setAttribute("aria-current", "step");
      else button.removeAttribute("aria-current");
    });
  }
  return { element, show };
}
function makeWay({ model, strings }, onGo) {
  const total = model.get("forms").length;
  let at = 0;
  const previous = makeButton(strings.previous, () => onGo(at === SUMMARY ? total - 1 : at - 1));
  const next = makeButton(strings.next, () => onGo(at + 1 === total ? SUMMARY : at + 1));
  const element = make("div", { class: "ns-foot" }, previous, next);
  function show(current) {
    at = current;
    previous.hidden = at === 0;
    previous.textContent = at === SUMMARY ? strings.back : strings.previous;
    next.hidden = at === SUMMARY;
    next.textContent = at + 1 === total ? strings.to_summary : strings.next;
  }
  return { element, show };
}
function makeFrame(context, answers, onGo) {
  const { model, strings } = context;
  const head = makeHead(context, answers);
  const steps = makeSteps(context, answers, onGo);
  const way = makeWay(context, onGo);
  const notice = make("p", { class: "ns-notice", role: "status", hidden: true });
  const stage = make("div", { class: "ns-stage" });
  const silence = make("p", { class: "ns-silence", role: "alert", hidden: true });
  const names = { class: "ns-card ns-quiz", role: "group", "aria-labelledby": head.title.id, ...OWN_KEYS };
  const root = make("div", names, head.element, steps.element, notice, stage, silence, way.element);
  keepKeys(root);
  function showNotice() {
    notice.textContent = model.get("notice");
    notice.hidden = !notice.textContent;
  }
  function showSilence(isSilent) {
    silence.textContent = strings.no_answer;
    silence.hidden = !isSilent;
  }
  function show(at) {
    head.show();
    showNotice();
    steps.show(at);
    way.show(at);
  }
  return { root, stage, show, showNotice, showSilence };
}

// src/quiz/kernel.js
var PATIENCE_MS2 = 5e3;
function makeKernel({ model, uid }, onSilence) {
  const waiting = /* @__PURE__ */ new Map();
  let count = 0;
  function ask(what, message) {
    count += 1;
    const request = count;
    const timer = setTimeout(() => onSilence(true), PATIENCE_MS2);
    const answered = new Promise((resolve) => waiting.set(request, { timer, resolve }));
    onSilence(false);
    try {
      model.send({ do: what, request, view: uid, ...message });
    } catch {
      onSilence(true);
    }
    return answered;
  }
  function onMessage(message) {
    const asked = message?.view === uid ? waiting.get(message.request) : void 0;
    if (!message || !asked) return;
    clearTimeout(asked.timer);
    waiting.delete(message.request);
    onSilence(false);
    asked.resolve(message.said);
  }
  model.on("msg:custom", onMessage);
  function close() {
    model.off("msg:custom", onMessage);
    for (const { timer } of waiting.values()) clearTimeout(timer);
  }
  return { ask, close };
}

// src/quiz/controls/choice.js
function makeChoice(form, uid, strings) {
  const type = form.kind === "one" ? "radio" : "checkbox";
  const rows = form.choices.map(({ code, text }) => {
    const input = make("input", { type, name: `${uid}-choice`, value: code, id: `${uid}-${code}` });
    const label2 = make("label", { for: input.id }, input, make("span", {}, text));
    return { code, input, box: make("div", { class: "ns-choice" }, label2) };
  });
  const chosen = () => rows.filter(({ input }) => input.checked).map(({ code }) => code);
  const words = { right: strings.right, wrong: strings.part_wrong };
  function write(answer) {
    const codes = [answer].flat();
    for (const { code, input } of rows) input.checked = codes.includes(code);
  }
  return {
    element: make("div", { class: "ns-choices" }, ...rows.map(({ box }) => box)),
    read: () => type === "radio" ? chosen()[0] ?? null : chosen(),
    write,
    clear() {
      if (type === "radio") write([]);
    },
    focus: () => (rows.find(({ input }) => input.checked) ?? rows[0])?.input.focus(),
    mark(notes) {
      for (const { code, box } of rows) {
        const note = notes.find((other) => other.part === code);
        markPart(box, note, words);
      }
    }
  };
}

// src/quiz/controls/claim.js
var NOWHERE = "not in the readings";
var VERDICTS = (
  /** @type {const} */
  ["supported", "contradicted", NOWHERE]
);
var LONGEST = 70;
function beginning(text) {
  return text.length > LONGEST ? `${text.slice(0, text.lastIndexOf(" ", LONGEST))} …` : text;
}
function makeVerdicts(uid, strings) {
  const radios = VERDICTS.map(
    (value, at) => make("input", { type: "radio", name: `${uid}-verdict`, value, id: `${uid}-verdict-${at}` })
  );
  const labels = radios.map(
    (radio, at) => make("label", { for: radio.id }, radio, make("span", {}, strings[VERDICTS[at] ?? NOWHERE]))
  );
  const row = make("div", { class: "ns-choices ns-row" }, ...labels);
  const box = make("fieldset", { class: "ns-inner" }, make("legend", {}, strings.verdict), row);
  return {
    box,
    chosen: () => radios.find((radio) => radio.checked)?.value ?? null,
    /** @param {string | null | undefined} verdict */
    choose(verdict) {
      for (const radio of radios) radio.checked = radio.value === verdict;
    },
    focus: () => (radios.find((radio) => radio.checked) ?? radios[0])?.focus()
  };
}
function makePicker(form, uid, strings, readings) {
  const none = make("option", { value: "" }, strings.choose);
  const select = make("select", { class: "ns-input", id: `${uid}-paragraph` }, none);
  for (const [name, numbers] of Object.entries(form.readings)) {
    const options = numbers.map((number) => {
      const text = beginning(readings[name]?.paragraphs[number] ?? "");
      return make("option", { value: `${name} ${number}` }, `${number} ¶  ${text}`);
    });
    select.append(make("optgroup", { label: readings[name]?.title }, ...options));
  }
  const full = make("blockquote", { class: "ns-full", "aria-live": "polite", hidden: true });
  const box = make("div", { class: "ns-field" }, make("label", { for: select.id }, strings.paragraph), select, full);
  const chosen = () => {
    const [reading, number] = select.value.split(" ");
    return reading ? { reading, paragraph: Number(number) } : null;
  };
  return {
    box,
    chosen,
    /** @param {ClaimAnswer | null | undefined} answer */
    choose(answer) {
      select.value = answer?.reading ? `${answer.reading} ${answer.paragraph}` : "";
    },
    showFull() {
      const place = chosen();
      full.textContent = place ? readings[place.reading]?.paragraphs[place.paragraph] ?? "" : "";
      full.hidden = !place;
    }
  };
}
function makeClaim(form, uid, strings, readings) {
  const verdicts = makeVerdicts(uid, strings);
  const picker = makePicker(form, uid, strings, readings);
  const words = { right: strings.right, wrong: strings.part_wrong };
  const parts = (
    /** @type {const} */
    [
      ["verdict", verdicts.box],
      ["paragraph", picker.box]
    ]
  );
  const claim = make("blockquote", { class: "ns-claim" }, form.claim);
  const element = make("div", {}, claim, verdicts.box, picker.box);
  function refresh() {
    const verdict = verdicts.chosen();
    picker.box.hidden = verdict === null || verdict === NOWHERE;
    picker.showFull();
  }
  function write(answer) {
    const given = (
      /** @type {ClaimAnswer | null | undefined} */
      answer
    );
    verdicts.choose(given?.verdict);
    picker.choose(given);
    refresh();
  }
  element.addEventListener("change", refresh);
  write(null);
  return {
    element,
    write,
    read: () => ({ verdict: verdicts.chosen(), ...picker.box.hidden ? null : picker.chosen() }),
    clear() {
    },
    // its two halves stay: one of them may be right
    focus: verdicts.focus,
    mark(notes) {
      for (const [part, box] of parts) {
        const note = notes.find((other) => other.part === part);
        markPart(box, note, words);
      }
    }
  };
}

// src/quiz/controls/match.js
function makeMatch(form, uid, strings) {
  const rows = form.choices.map(({ code, text }) => {
    const options = form.groups.map((group) => make("option", { value: group.code }, group.text));
    const none = make("option", { value: "" }, strings.choose);
    const select = make("select", { class: "ns-input", id: `${uid}-${code}` }, none, ...options);
    const box = make("div", { class: "ns-pair" }, make("label", { for: select.id }, text), select);
    return { code, select, box };
  });
  const words = { right: strings.right, wrong: strings.part_wrong };
  return {
    element: make("div", { class: "ns-pairs" }, ...rows.map(({ box }) => box)),
    read() {
      const chosen = rows.filter(({ select }) => select.value);
      return Object.fromEntries(chosen.map(({ code, select }) => [code, select.value]));
    },
    write(answer) {
      const groups = (
        /** @type {Record<string, string> | null | undefined} */
        answer
      );
      for (const { code, select } of rows) select.value = groups?.[code] ?? "";
    },
    clear() {
    },
    // to begin again from what one has is easier than from nothing
    focus: () => rows[0]?.select.focus(),
    mark(notes) {
      for (const { code, box } of rows) {
        const note = notes.find((other) => other.part === code);
        markPart(box, note, words);
      }
    }
  };
}

// src/quiz/controls/order.js
function makeRow({ code, text }, strings, onMove) {
  function button(way, name) {
    const props = {
      class: `ns-small ns-${way}`,
      "aria-label": fill(name, { text }),
      title: way === "up" ? strings.up : strings.down
    };
    const made = makeButton("", () => onMove(row, way), props);
    made.append(make("span", { "aria-hidden": "true" }, way === "up" ? "▲" : "▼"));
    return made;
  }
  const item = make("span", { class: "ns-item" }, text);
  const up = button("up", strings.move_up);
  const down = button("down", strings.move_down);
  const row = { code, item, up, down, box: make("li", {}, item, up, down) };
  return row;
}
function makeOrder(form, strings) {
  const said = make("p", { class: "ns-said", "aria-live": "polite" });
  const list = make("ol", { class: "ns-order" });
  const texts = new Map(form.choices.map(({ code, text }) => [code, text]));
  const all = form.choices.map((part) => makeRow(part, strings, move));
  let rows = all;
  function show(wanted) {
    rows = wanted;
    list.replaceChildren(...rows.map((row) => row.box));
    rows.forEach((row, at) => {
      row.up.disabled = at === 0;
      row.down.disabled = at === rows.length - 1;
    });
  }
  function move(row, way) {
    const place = rows.indexOf(row) + (way === "up" ? -1 : 1);
    const others = rows.filter((other2) => other2 !== row);
    show([...others.slice(0, place), row, ...others.slice(place)]);
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
      show(codes.map((code) => all.find((row) => row.code === code)).filter((row) => row !== void 0));
    },
    clear() {
      said.textContent = "";
    },
    focus: () => find(list, "button:not(:disabled)").focus(),
    mark(notes) {
      for (const row of rows) {
        const note = notes.find((other) => other.part === row.code);
        const wrong = row === rows.at(-1) ? strings.not_last : strings.not_followed;
        markPart(row.item, note, { right: strings.followed, wrong });
      }
    }
  };
}

// src/quiz/controls/text.js
function textInput(uid) {
  return make("input", {
    type: "text",
    class: "ns-input",
    id: `${uid}-text`,
    autocomplete: "off",
    autocapitalize: "off",
    spellcheck: "false"
  });
}
function textControls(input, element) {
  return {
    element,
    read: () => input.value,
    write(answer) {
      input.value = String(answer ?? "");
    },
    clear() {
      input.value = "";
    },
    focus: () => input.focus(),
    mark() {
    }
    // the verdict on the whole says it
  };
}
function makeNumber(form, uid, strings) {
  const input = textInput(uid);
  const label2 = form.unit ? fill(strings.answer_in, { unit: form.unit }) : strings.answer;
  const units = form.other_units ? fill(strings.other_units, { units: form.other_units }) : "";
  const help = units ? make("span", { id: `${uid}-help`, class: "ns-help" }, units) : null;
  if (help) input.setAttribute("aria-describedby", help.id);
  const unit = make("span", { "aria-hidden": "true" }, form.unit);
  const line2 = make("span", { class: "ns-inline" }, input, unit);
  return textControls(input, make("div", { class: "ns-field" }, make("label", { for: input.id }, label2), line2, help));
}
function makeGap(form, uid, strings) {
  const input = textInput(uid);
  const sentence = make("p", { class: "ns-gap", id: `${uid}-sentence` }, form.before, input, form.after);
  input.setAttribute("aria-label", strings.gap);
  input.setAttribute("aria-describedby", sentence.id);
  return textControls(input, make("div", { class: "ns-field" }, sentence));
}

// src/quiz/controls/index.js
function makeControls(form, { model, strings, uid }) {
  const id = `${uid}-${form.code}`;
  switch (form.kind) {
    case "one":
    case "several":
      return makeChoice(form, id, strings);
    case "number":
      return makeNumber(form, id, strings);
    case "gap":
      return makeGap(form, id, strings);
    case "order":
      return makeOrder(form, strings);
    case "match":
      return makeMatch(form, id, strings);
    case "claim":
      return makeClaim(form, id, strings, model.get("readings"));
  }
}

// src/quiz/stage/actions.js
function makeActions(strings, { onRetry, onExplain, onHint }) {
  const check = make("button", { type: "submit", class: "ns-button ns-main" }, strings.check);
  const retry = makeButton(strings.try_again, onRetry, { class: "ns-main" });
  const explain = makeButton(strings.explain, onExplain);
  const hint = makeButton("", onHint);
  const element = make("div", { class: "ns-actions" }, check, retry, explain, hint);
  function hasFocus() {
    const now = focused(element);
    return now === check || now === retry || now === explain;
  }
  function show(judged, hintsLeft) {
    const changes = check.hidden !== (judged !== null);
    const focusLost = changes && hasFocus();
    check.hidden = judged !== null;
    const isNoted = judged?.status === "noted";
    retry.hidden = judged === null || isNoted || judged.status === "right";
    explain.hidden = judged === null || isNoted || "explanation" in judged;
    hint.hidden = hintsLeft === 0 || isNoted || judged?.status === "right";
    hint.textContent = fill(strings.hint, { left: hintsLeft });
    return focusLost;
  }
  return {
    element,
    show,
    /** Whether an answer may be handed in: this very answer has its verdict already, or waits for it, else. */
    mayCheck: () => !check.hidden && check.getAttribute("aria-disabled") !== "true",
    waitForVerdict: () => check.setAttribute("aria-disabled", "true"),
    endWait: () => check.removeAttribute("aria-disabled")
  };
}

// src/quiz/stage/prose.js
function runs(paragraph, strings) {
  return paragraph.map((run) => {
    if ("text" in run) return run.text;
    const label2 = make("b", {}, run.label);
    return run.quote ? citationButton(strings, `[${run.label} "${run.quote}"]`, label2, ` ${fill(strings.quoted, { text: run.quote })}`) : citationButton(strings, `[${run.label}]`, label2);
  });
}
function prose(paragraphs, strings, tag = "p") {
  return paragraphs.map((paragraph) => make(tag, { class: "ns-para" }, ...runs(paragraph, strings)));
}
function label(text) {
  return make("p", { class: "ns-label" }, text);
}

// src/quiz/stage/explanation.js
function placeBox(place) {
  const text = place.runs.map((run) => run.mark ? make("mark", {}, run.text) : run.text);
  const summary = make("summary", {}, make("b", {}, place.label), ` ${place.title}`);
  return make("details", { open: true }, summary, make("blockquote", { class: "ns-full" }, ...text));
}
function factLine(fact, strings) {
  const sources = fact.sources.map((source) => make("li", {}, outsideLink(source.url, source.text)));
  const list = sources.length > 0 ? make("div", { class: "ns-help" }, strings.sources, make("ul", {}, ...sources)) : null;
  return make("li", {}, fact.text, list);
}
function makeExplanation(strings) {
  const element = make("div", { class: "ns-explanation", tabIndex: -1 });
  function show(given) {
    if (!given) element.replaceChildren();
    if (!given || element.hasChildNodes()) return;
    const facts = given.facts.map((fact) => factLine(fact, strings));
    element.append(
      label(strings.explanation),
      make("p", { class: "ns-solution" }, make("b", {}, strings.right_answer)),
      make("ul", { class: "ns-solution-lines" }, ...given.solution.map((line2) => make("li", {}, line2))),
      ...prose(given.text, strings),
      ...given.places.length > 0 ? [label(strings.evidence)] : [],
      ...given.places.map(placeBox),
      ...facts.length > 0 ? [label(strings.facts), make("ul", {}, ...facts)] : []
    );
  }
  return { element, show };
}

// src/quiz/stage/hints.js
function makeHints(strings) {
  const element = make("div", { class: "ns-hints", "aria-live": "polite" });
  let shown = 0;
  function show(hints) {
    if (hints.length === shown) return;
    shown = hints.length;
    const list = make("ol", {}, ...hints.map((hint) => make("li", {}, ...prose(hint, strings, "span"))));
    element.replaceChildren(label(strings.hints), list);
  }
  return { element, show };
}

// src/quiz/stage/verdict.js
function noteLine(note, strings) {
  const mark = note.good === null ? null : sign(note.good ? "right" : "wrong");
  const name = note.name ? make("b", {}, note.name) : null;
  return make("li", {}, mark, make("div", {}, name, ...prose(note.text, strings, "span")));
}
function makeVerdict(strings) {
  const element = make("div", { class: "ns-result", "aria-live": "polite", tabIndex: -1 });
  let serial = null;
  function show(judged) {
    if (judged && judged.serial === serial) return;
    serial = judged?.serial ?? null;
    if (!judged) {
      element.replaceChildren();
      return;
    }
    const lines = judged.notes.filter((note) => note.text.length > 0).map((note) => noteLine(note, strings));
    element.replaceChildren(
      make("p", { class: `ns-verdict ns-${judged.status}` }, sign(judged.status), ` ${judged.message}`),
      ...lines.length > 0 ? [make("ul", { class: "ns-notes" }, ...lines)] : []
    );
  }
  function refuse(why) {
    serial = null;
    element.replaceChildren(make("p", { class: "ns-verdict ns-invalid" }, why));
  }
  return { element, show, refuse };
}

// src/quiz/stage/question.js
function makeParts(context, form, at, events) {
  const { model, strings } = context;
  const controls = makeControls(form, context);
  const hints = makeHints(strings);
  const verdict = makeVerdict(strings);
  const explanation = makeExplanation(strings);
  const actions = makeActions(strings, events);
  const number = fill(strings.question, { n: at + 1, total: model.get("forms").length });
  const heading = make("p", { class: "ns-heading", tabIndex: -1 }, number);
  const legend = make("legend", {}, ...prose(form.prompt, strings, "span"));
  const element = make(
    "form",
    { class: "ns-question", noValidate: true },
    heading,
    make("fieldset", {}, legend, controls.element),
    make("p", { class: "ns-rule" }, make("b", {}, strings.credit), " ", form.rule),
    actions.element,
    hints.element,
    verdict.element,
    explanation.element
  );
  return { element, heading, controls, actions, hints, verdict, explanation };
}
var KEEP_MARKS = /* @__PURE__ */ new Set(["several", "claim", "match"]);
function makeQuestion(context, form, { at, answers, kernel }) {
  const question = form.code;
  const parts = makeParts(context, form, at, {
    onRetry,
    onExplain: () => kernel.ask("explain", { question }).then(() => explanation.element.focus()),
    onHint: () => kernel.ask("hint", { question })
  });
  const { element, controls, actions, hints, verdict, explanation } = parts;
  function show() {
    const judged = answers.judged(form);
    const given = answers.hints(form);
    const focusLost = actions.show(judged, form.hints - given.length);
    hints.show(given);
    if (judged || !KEEP_MARKS.has(form.kind)) controls.mark(judged?.notes ?? []);
    verdict.show(judged);
    explanation.show(judged?.explanation);
    if (focusLost) verdict.element.focus();
  }
  function submit() {
    if (!actions.mayCheck()) return;
    actions.waitForVerdict();
    setTimeout(actions.endWait, PATIENCE_MS2);
    kernel.ask("check", { question, answer: controls.read() }).then((said) => {
      actions.endWait();
      if (said) verdict.refuse(said);
    });
  }
  function onRetry() {
    answers.outdate(form);
    controls.clear();
    show();
    controls.focus();
  }
  function onTouch() {
    if (answers.outdate(form)) show();
  }
  element.addEventListener("submit", (event) => {
    event.preventDefault();
    submit();
  });
  element.addEventListener("input", onTouch);
  element.addEventListener("change", onTouch);
  const latest = answers.latest(form);
  if (latest !== void 0) controls.write(latest);
  show();
  return {
    form,
    element,
    heading: parts.heading,
    show,
    /** Keep what stands in the controls, for when the learner comes back. */
    keep: () => answers.keep(form, controls.read()),
    /** Show the answer that was judged, which another view of the same quiz may have given. */
    follow() {
      const answer = answers.entry(form)?.answer;
      if (JSON.stringify(controls.read()) !== JSON.stringify(answer)) controls.write(answer);
    }
  };
}

// src/quiz/stage/summary.js
function line(status, text, words) {
  return make("li", {}, sign(status), make("div", {}, ...text, " – ", make("b", {}, words)));
}
function ways({ model, strings }, answers, { text, statuses, onGo }) {
  const items = model.get("forms").flatMap((form, at) => {
    if (!statuses.includes(answers.status(form))) return [];
    return [
      make(
        "li",
        {},
        makeButton(fill(strings.go_to, { n: at + 1 }), () => onGo(at))
      )
    ];
  });
  return items.length > 0 ? [label(text), make("ul", { class: "ns-again" }, ...items)] : [];
}
function makeSummary(context, answers, onGo) {
  const { model, strings } = context;
  const summary = model.get("summary");
  const questions = model.get("forms").map((form, at) => {
    const text = [make("b", {}, `${at + 1}. `), ...runs(form.about, strings)];
    return line(answers.status(form), text, summary.questions[form.code] ?? "");
  });
  const objectives = summary.objectives.map((one) => line(one.status, [one.text], one.words));
  const again = [
    ...ways(context, answers, { text: strings.review, statuses: ["partly", "wrong"], onGo }),
    ...ways(context, answers, { text: strings.to_answer, statuses: ["open"], onGo })
  ];
  const heading = make("p", { class: "ns-heading", tabIndex: -1 }, strings.summary);
  const element = make(
    "div",
    { class: "ns-summary" },
    heading,
    make("p", { class: "ns-overall" }, summary.text),
    label(strings.by_question),
    make("ul", { class: "ns-lines" }, ...questions),
    ...objectives.length > 0 ? [label(strings.by_objective), make("ul", { class: "ns-lines" }, ...objectives)] : [],
    ...again.length > 0 ? again : [make("p", {}, strings.no_review)]
  );
  return { element, heading };
}

// src/quiz/widget.js
function firstPlace(model, answers) {
  const forms = model.get("forms");
  const open = forms.findIndex((form) => !answers.entry(form));
  return open < 0 && forms.length > 0 ? SUMMARY : Math.max(0, open);
}
function render({ model, el }) {
  const strings = { ...model.get("strings"), ...model.get("citing") };
  const context = { model, strings, uid: uniqueId("ns") };
  const answers = makeAnswers(model);
  const frame = makeFrame(context, answers, go);
  const kernel = makeKernel(context, frame.showSilence);
  let at = firstPlace(model, answers);
  let shown = null;
  function showStage() {
    frame.show(at);
    const form = model.get("forms")[at];
    shown = form ? makeQuestion(context, form, { at, answers, kernel }) : null;
    const page = shown ?? makeSummary(context, answers, go);
    frame.stage.replaceChildren(page.element);
    return page.heading;
  }
  function go(where) {
    shown?.keep();
    at = where;
    showStage().focus();
  }
  function onProgress() {
    const news = answers.update();
    if (!shown) {
      showStage();
      return;
    }
    if (news.includes(shown.form)) shown.follow();
    shown.show();
    frame.show(at);
  }
  model.on("change:progress", onProgress);
  model.on("change:notice", frame.showNotice);
  const unlink = linkCitations({ model, el, strings });
  el.append(frame.root);
  showStage();
  return () => {
    unlink();
    kernel.close();
    model.off("change:progress", onProgress);
    model.off("change:notice", frame.showNotice);
  };
}
var widget_default = { initialize: keepListening, render };
export {
  widget_default as default
};
