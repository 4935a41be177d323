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

// src/shared/keys.js
var OWN_KEYS = { "data-lm-suppress-shortcuts": "true" };
function keepKeys(element) {
  for (const kind of ["keydown", "keyup", "keypress"]) {
    element.addEventListener(kind, (event) => event.stopPropagation());
  }
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

// src/writing_desk/evidence.js
function makeEvidence(strings, groups, insert) {
  function rowOf(row) {
    const label = fill(strings.insert_label, { claim: row.claim });
    return make(
      "tr",
      {},
      make(
        "td",
        { class: "nsw-whole" },
        makeButton(strings.insert, () => insert(row.claim), { "aria-label": label })
      ),
      make("th", { scope: "row" }, row.claim),
      make("td", { class: "nsw-whole" }, row.verdict),
      make("td", {}, row.why)
    );
  }
  const heads = ["", strings.claim, strings.verdict, strings.why].map(
    (text) => make(text ? "th" : "td", text ? { scope: "col" } : {}, text)
  );
  const bodies = groups.map(
    (group) => make(
      "tbody",
      {},
      make("tr", {}, make("th", { scope: "rowgroup", colSpan: 4 }, group.question)),
      ...group.rows.map(rowOf)
    )
  );
  const table = make("table", {}, make("thead", {}, make("tr", {}, ...heads)), ...bodies);
  const frame = make("div", { class: "nsw-table", tabIndex: 0, role: "region", "aria-label": strings.evidence }, table);
  const element = make("details", { class: "nsw-evidence" }, make("summary", {}, strings.evidence), frame);
  element.hidden = !groups.length;
  return element;
}

// src/writing_desk/findings.js
function sign(good, word) {
  return make(
    "span",
    { class: good ? "nsw-good" : "nsw-bad" },
    make("span", { "aria-hidden": "true" }, good ? "✓ " : "✗ "),
    make("span", { class: "nsw-said" }, `${word}: `)
  );
}
function citation(strings, one) {
  const word = one.good ? strings.citation_good : strings.citation_bad;
  const inside = one.good ? make("blockquote", {}, ...one.runs.map((run) => make(run.mark ? "mark" : "span", {}, run.text))) : make("p", {}, one.trouble);
  return make(
    "li",
    {},
    make("details", { open: !one.good }, make("summary", {}, sign(one.good, word), one.text), inside)
  );
}
function makeFindings(strings) {
  const count = make("p", { class: "nsw-count" });
  const parts = make("ul", { "aria-label": strings.parts });
  const quoted = make("p", {});
  const citations = make("ul", { "aria-label": strings.citations });
  const faults = make("ul", { class: "nsw-faults" });
  const element = make(
    "div",
    { class: "nsw-findings" },
    count,
    parts,
    quoted,
    faults,
    citations,
    make("p", { class: "ns-soft" }, strings.form_only)
  );
  function show(found) {
    const open = new Set([...citations.querySelectorAll("details[open] > summary")].map((one) => one.textContent));
    count.replaceChildren(sign(found.enough, found.enough ? strings.done : strings.missing), found.count);
    parts.replaceChildren(
      ...found.parts.map(
        (part) => make("li", {}, sign(part.good, part.good ? strings.done : strings.missing), part.text)
      )
    );
    parts.hidden = !found.parts.length;
    quoted.textContent = found.quoted;
    quoted.hidden = !found.quoted;
    citations.replaceChildren(...found.citations.map((one) => citation(strings, one)));
    for (const one of citations.querySelectorAll("summary")) {
      if (open.has(one.textContent) && one.parentElement instanceof HTMLDetailsElement) one.parentElement.open = true;
    }
    faults.replaceChildren(...found.faults.map((fault) => make("li", {}, fault)));
  }
  return { element, show };
}

// src/writing_desk/timers.js
function makeTimers() {
  const running = /* @__PURE__ */ new Map();
  function stop(name) {
    clearTimeout(running.get(name));
    return running.delete(name);
  }
  function later(name, wait, act) {
    stop(name);
    running.set(
      name,
      setTimeout(() => {
        running.delete(name);
        act();
      }, wait)
    );
  }
  function stopAll() {
    for (const name of [...running.keys()]) stop(name);
  }
  return { later, stop, stopAll };
}

// src/shared/ids.js
function uniqueId(prefix) {
  const parts = crypto.getRandomValues(new Uint32Array(2));
  return `${prefix}${Array.from(parts, (part) => part.toString(36)).join("")}`;
}

// src/writing_desk/cell/answer_cell.js
function findAnswerCell(manager, gradeId) {
  const context = (
    /** @type {{ context?: Context } | undefined} */
    manager?.context
  );
  const cells = context?.model?.sharedModel?.cells ?? [];
  const cell = cells.find((one) => one.metadata?.nbgrader?.grade_id === gradeId);
  if (!context || !cell) return void 0;
  return {
    read: () => cell.getSource(),
    /** @param {string} source */
    write(source) {
      if (cell.getSource() !== source) cell.setSource(source);
    },
    save: () => context.save()
  };
}

// src/writing_desk/cell/source.js
var UNANSWERED = "YOUR ANSWER HERE";
function sourceOf(text, variable) {
  if (!variable) return text || UNANSWERED;
  const escaped = text.replaceAll("\\", "\\\\").replaceAll('"""', '\\"\\"\\"');
  return text ? `${variable} = """
${escaped}
"""` : `${variable} = ""`;
}
function textOf(source, variable) {
  if (!variable) return source.trim() === UNANSWERED ? "" : source;
  const stripped = source.replace(/^#.*YOUR CODE HERE.*$/gm, "").replace(/^raise NotImplementedError\(\)\s*$/gm, "").trim();
  if (stripped === "" || stripped === `${variable} = ""` || stripped === `${variable} = ''`) return "";
  const match = new RegExp(`^${variable} *= *"""([\\s\\S]*)"""$`).exec(stripped);
  const inner = match?.[1];
  if (inner === void 0 || !/^(?:[^\\"]|\\["\\]|"(?!""))*$/.test(inner)) return null;
  return inner.replace(/^\n/, "").replace(/\n$/, "").replace(/\\(["\\])/g, "$1");
}

// src/writing_desk/writing.js
var SAVING_MS = 2e3;
function makeWriting(model, onText) {
  const strings = model.get("strings");
  const variable = model.get("variable");
  const cell = findAnswerCell(model.widget_manager, model.get("cell"));
  const area = make("textarea", { class: "ns-input nsw-text", id: uniqueId("nsw"), spellcheck: true, rows: 16 });
  const said = make("p", { class: "ns-soft", role: "status" }, cell ? strings.writes : strings.no_cell);
  const replace = makeButton(strings.replace, takeOver, { hidden: true });
  const copy = makeButton(strings.copy, copyOut, { hidden: Boolean(cell) });
  const timers = makeTimers();
  function changed() {
    cell?.write(sourceOf(area.value, variable));
    timers.later("save", SAVING_MS, save);
    onText();
  }
  async function save() {
    if (!cell) return;
    await cell.save();
    said.textContent = fill(strings.cell, { time: (/* @__PURE__ */ new Date()).toLocaleTimeString() });
  }
  function read() {
    if (!cell) return;
    const text = textOf(cell.read(), variable);
    area.readOnly = text === null;
    replace.hidden = text !== null;
    if (text === null) said.textContent = strings.foreign;
    else if (text !== area.value) {
      area.value = text;
      onText();
    }
  }
  function takeOver() {
    area.readOnly = false;
    replace.hidden = true;
    changed();
    area.focus();
  }
  async function copyOut() {
    await navigator.clipboard.writeText(sourceOf(area.value, variable));
    said.textContent = strings.copied;
  }
  function insert(claim) {
    if (area.readOnly) return;
    area.setRangeText(claim, area.selectionStart, area.selectionEnd, "end");
    changed();
    area.focus();
  }
  function leave() {
    if (timers.stop("save")) void save();
  }
  area.addEventListener("input", changed);
  area.addEventListener("focus", read);
  return { area, said, buttons: [replace, copy], read, insert, leave };
}

// src/writing_desk/widget.js
var THINKING_MS = 300;
var PATIENCE_MS = 5e3;
function render({ model, el }) {
  const strings = model.get("strings");
  const groups = model.get("table");
  const findings = makeFindings(strings);
  const timers = makeTimers();
  const silence = make("p", { role: "status" });
  const writing = makeWriting(model, () => timers.later("examine", THINKING_MS, examine));
  let request = 0;
  function send(message) {
    try {
      model.send(message);
    } catch {
      silence.textContent = strings.no_kernel;
    }
  }
  function examine() {
    request += 1;
    timers.later("patience", PATIENCE_MS, () => {
      silence.textContent = strings.no_kernel;
    });
    send({ do: "examine", text: writing.area.value, request });
  }
  function show() {
    const found = model.get("found");
    if (found.request !== void 0 && found.request !== request) return;
    timers.stop("patience");
    silence.textContent = "";
    findings.show(found);
  }
  const label = make("label", { class: "ns-title", for: writing.area.id }, model.get("title"));
  const weigh = makeButton(strings.weigh, () => send({ do: "weigh" }), { hidden: !groups.length });
  const tools = make("p", { class: "nsw-tools" }, weigh, ...writing.buttons);
  const card = make(
    "section",
    { class: "ns-card nsw-desk", "aria-label": model.get("title"), ...OWN_KEYS },
    make(
      "div",
      { class: "nsw-columns" },
      make("div", {}, label, writing.area, writing.said, silence, tools),
      findings.element
    ),
    makeEvidence(strings, groups, writing.insert)
  );
  keepKeys(card);
  el.append(card);
  model.on("change:found", show);
  show();
  writing.read();
  return () => {
    model.off("change:found", show);
    writing.leave();
    timers.stopAll();
  };
}
var widget_default = { initialize: keepListening, render };
export {
  widget_default as default
};
