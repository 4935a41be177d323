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

// src/grade_button/result.js
function row(strings, task) {
  const points = task.waiting && !task.points ? "–" : task.points;
  return make(
    "tr",
    {},
    make("th", { scope: "row" }, task.title),
    make("td", { class: `nsm-${task.tone}` }, make("span", { "aria-hidden": "true" }, `${task.sign} `), task.word),
    make("td", { class: "nsm-number" }, fill(strings.part, { points, possible: task.possible }))
  );
}
function makeTable(strings, tasks) {
  const heads = [
    make("th", { scope: "col", class: "" }, strings.task),
    make("th", { scope: "col", class: "" }, strings.verdict),
    make("th", { scope: "col", class: "nsm-number" }, strings.points)
  ];
  return make(
    "table",
    {},
    make("caption", {}, strings.caption),
    make("thead", {}, make("tr", {}, ...heads)),
    make("tbody", {}, ...tasks.map((task) => row(strings, task)))
  );
}
function numbersText(strings, done) {
  const parts = [fill(strings.total, done)];
  if (done.waiting) parts.push(fill(strings.waiting, done));
  if (done.held) parts.push(fill(strings.held, done));
  parts.push(fill(strings.graded, done));
  return parts.join(" ");
}

// src/grade_button/widget.js
var NO_ANSWER_MS = 5e3;
function stateText(strings, state) {
  if (state.phase === "busy") return strings.busy;
  if (state.phase === "absent") return state.message;
  if (state.phase === "failed") return `${strings.failed} ${state.message}`;
  return state.phase === "done" ? numbersText(strings, state) : null;
}
function render({ model, el }) {
  const strings = model.get("strings");
  const button = makeButton(strings.button, grade);
  const clock = makeClock(strings.seconds);
  const feedback = makeFeedbackLink(strings.open);
  const said = make("p", { role: "status", "aria-live": "polite" });
  const result = make("div");
  const actions = make("p", { class: "nsm-actions" }, button, clock.element);
  const lead = make("p", {}, strings.lead);
  let waiting;
  function grade() {
    if (model.get("state").phase === "busy") return;
    model.send({ kind: "grade" });
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      said.textContent = strings.no_kernel;
    }, NO_ANSWER_MS);
  }
  function show() {
    const state = model.get("state");
    clearTimeout(waiting);
    feedback.drop();
    result.replaceChildren();
    lead.hidden = actions.hidden = state.phase === "absent";
    button.setAttribute("aria-disabled", String(state.phase === "busy"));
    button.textContent = state.phase === "done" ? strings.again : strings.button;
    clock.run(state.phase === "busy");
    said.textContent = stateText(strings, state) ?? said.textContent;
    if (state.phase !== "done") return;
    result.append(makeTable(strings, state.tasks), make("p", { class: "ns-soft" }, fill(strings.path, state)));
    model.send({ kind: "page" });
  }
  function onMessage(message) {
    if (message?.kind !== "page" || model.get("state").phase !== "done") return;
    result.querySelector(".nsm-link")?.remove();
    result.prepend(feedback.linkTo(message.html));
  }
  model.on("change:state", show);
  model.on("msg:custom", onMessage);
  el.append(make("section", { class: "ns-card nsm-mine", "aria-label": strings.title }, lead, actions, said, result));
  show();
  return () => {
    model.off("change:state", show);
    model.off("msg:custom", onMessage);
    clock.run(false);
    clearTimeout(waiting);
    feedback.drop();
  };
}
var widget_default = { render };
export {
  widget_default as default
};
