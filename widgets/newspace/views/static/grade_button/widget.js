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

// src/shared/text.js
function fill(template, values) {
  return template.replace(/\{(\w+)\}/g, (whole, name) => name in values ? String(values[name]) : whole);
}

// src/grade_button/clock.js
function makeClock(template) {
  const element = make("span", { "aria-hidden": "true", class: "ns-soft" });
  let ticking;
  function run(on) {
    clearInterval(ticking);
    element.textContent = "";
    if (!on) return;
    const start = Date.now();
    ticking = setInterval(() => {
      element.textContent = fill(template, { n: Math.round((Date.now() - start) / 1e3) });
    }, 1e3);
  }
  return { element, run };
}

// src/grade_button/feedback_link.js
function makeFeedbackLink(text) {
  let address = "";
  function drop() {
    if (address) URL.revokeObjectURL(address);
    address = "";
  }
  function linkTo(html) {
    drop();
    address = URL.createObjectURL(new Blob([html], { type: "text/html" }));
    const link = make("a", { href: address, target: "_blank", rel: "noopener" }, text);
    return make("p", { class: "nsm-link" }, link);
  }
  return { drop, linkTo };
}

// src/shared/keys.js
var OWN_KEYS = { "data-lm-suppress-shortcuts": "true" };
function keepKeys(element) {
  for (const kind of ["keydown", "keyup", "keypress"]) {
    element.addEventListener(kind, (event) => event.stopPropagation());
  }
}

// src/grade_button/in_page/hand_in.js
function pageHandIn() {
  return Reflect.get(globalThis, "newspaceHandIn");
}
function doneText(strings, done) {
  const parts = [fill(strings.handed, done)];
  if (done.open) parts.push(fill(strings.untouched, done));
  return parts.join(" ");
}
function makeHandIn(strings, assignment) {
  const name = make("input", {
    class: "ns-input",
    type: "text",
    autocomplete: "name",
    maxLength: 80,
    value: pageHandIn()?.name() ?? "",
    ...OWN_KEYS
  });
  const said = make("p", { role: "status" });
  async function download() {
    const page = pageHandIn();
    if (!page) {
      said.textContent = strings.no_page;
      return;
    }
    try {
      said.textContent = doneText(strings, await page.download(assignment, name.value));
    } catch (error) {
      said.textContent = error instanceof Error ? error.message : String(error);
    }
  }
  const element = make(
    "div",
    { class: "nsm-hand-in" },
    make("p", {}, strings.hand_in_lead),
    make(
      "p",
      { class: "nsm-actions" },
      make("label", {}, `${strings.name} `, name),
      makeButton(strings.hand_in, () => void download())
    ),
    said
  );
  keepKeys(element);
  return element;
}

// src/grade_button/in_page/page_grader.js
function pageGrader() {
  return Reflect.get(globalThis, "newspaceGrading");
}
async function gradeInPage(model, kind) {
  function put(state) {
    model.set("state", state);
    model.save_changes();
  }
  const grader = pageGrader();
  const strings = model.get("strings");
  if (!grader) {
    put({ phase: "failed", message: strings.no_page });
    return "";
  }
  put({ phase: "busy" });
  try {
    const { page, tasks, saved, points, possible, waiting, held } = await grader.grade(
      model.get("assignment"),
      kind === "grade"
    );
    put({ phase: "done", kind, tasks, saved, points, possible, waiting, held, path: "" });
    return page;
  } catch (error) {
    put({ phase: "failed", message: error instanceof Error ? error.message : String(error) });
    return "";
  }
}

// src/grade_button/kernel_grader.js
var NO_ANSWER_MS = 5e3;
function makeKernelGrader(model, onSilence) {
  let waiting;
  function heard() {
    clearTimeout(waiting);
  }
  function ask() {
    model.send({ kind: "grade" });
    heard();
    waiting = setTimeout(onSilence, NO_ANSWER_MS);
  }
  return { ask, heard };
}

// src/grade_button/result.js
function row(strings, task, withPoints) {
  const points = task.waiting && !task.points ? "–" : task.points;
  return make(
    "tr",
    {},
    make("th", { scope: "row" }, task.title),
    make("td", { class: `nsm-${task.tone}` }, make("span", { "aria-hidden": "true" }, `${task.sign} `), task.word),
    withPoints ? make("td", { class: "nsm-number" }, fill(strings.part, { points, possible: task.possible })) : null
  );
}
function makeTable(strings, { tasks, kind }) {
  const withPoints = kind !== "check";
  const heads = [
    make("th", { scope: "col", class: "" }, strings.task),
    make("th", { scope: "col", class: "" }, strings.verdict),
    withPoints ? make("th", { scope: "col", class: "nsm-number" }, strings.points) : null
  ];
  return make(
    "table",
    {},
    make("caption", {}, strings.caption),
    make("thead", {}, make("tr", {}, ...heads)),
    make("tbody", {}, ...tasks.map((task) => row(strings, task, withPoints)))
  );
}
function numbersText(strings, done) {
  if (done.kind === "check") {
    const tested = done.tasks.filter((task) => task.tone !== "wait");
    const passed = tested.filter((task) => task.tone === "good").length;
    return fill(strings.checked, { passed, all: tested.length, saved: done.saved });
  }
  const parts = [fill(strings.total, done)];
  if (done.waiting) parts.push(fill(strings.waiting, done));
  if (done.held) parts.push(fill(strings.held, done));
  parts.push(fill(strings.graded, done));
  return parts.join(" ");
}

// src/grade_button/widget.js
function stateText(strings, state) {
  if (state.phase === "busy") return strings.busy;
  if (state.phase === "absent") return state.message;
  if (state.phase === "failed") return `${strings.failed} ${state.message}`;
  return state.phase === "done" ? numbersText(strings, state) : null;
}
function makeActions(strings, edition, grade) {
  const whole = makeButton(strings.button, () => grade("grade"));
  const check = makeButton(strings.check, () => grade("check"));
  const clock = makeClock(strings.seconds);
  const shown = [edition ? check : null, edition === "class" ? null : whole];
  function show(phase) {
    for (const button of [whole, check]) button.setAttribute("aria-disabled", String(phase === "busy"));
    whole.textContent = phase === "done" && !edition ? strings.again : strings.button;
    clock.run(phase === "busy");
  }
  return { element: make("p", { class: "nsm-actions" }, ...shown, clock.element), show, stop: () => clock.run(false) };
}
function render({ model, el }) {
  const strings = model.get("strings");
  const edition = model.get("edition");
  const actions = makeActions(strings, edition, grade);
  const feedback = makeFeedbackLink(strings.open);
  const said = make("p", { role: "status", "aria-live": "polite" });
  const result = make("div");
  const lead = make("p", {}, strings.lead);
  const kernel = makeKernelGrader(model, () => said.replaceChildren(strings.no_kernel));
  async function grade(kind) {
    if (model.get("state").phase === "busy") return;
    if (edition) linkTo(await gradeInPage(model, kind));
    else kernel.ask();
  }
  function linkTo(page) {
    if (!page || model.get("state").phase !== "done") return;
    result.querySelector(".nsm-link")?.remove();
    result.prepend(feedback.linkTo(page));
  }
  function show() {
    const state = model.get("state");
    kernel.heard();
    feedback.drop();
    result.replaceChildren();
    lead.hidden = actions.element.hidden = state.phase === "absent";
    actions.show(state.phase);
    said.textContent = stateText(strings, state) ?? said.textContent;
    if (state.phase !== "done") return;
    result.append(makeTable(strings, state));
    if (edition) return;
    result.append(make("p", { class: "ns-soft" }, fill(strings.path, state)));
    model.send({ kind: "page" });
  }
  function onMessage(message) {
    if (message?.kind === "page") linkTo(message.html);
  }
  model.on("change:state", show);
  model.on("msg:custom", onMessage);
  const handIn = edition ? makeHandIn(strings, model.get("assignment")) : null;
  const parts = [lead, actions.element, said, result, handIn];
  el.append(make("section", { class: "ns-card nsm-mine", "aria-label": strings.title }, ...parts));
  show();
  return () => {
    model.off("change:state", show);
    model.off("msg:custom", onMessage);
    for (const stop of [actions.stop, kernel.heard, feedback.drop]) stop();
  };
}
var widget_default = { initialize: keepListening, render };
export {
  widget_default as default
};
