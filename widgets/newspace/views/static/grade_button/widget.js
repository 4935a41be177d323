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

// src/grade_button/widget.js
var NO_ANSWER_MS = 5e3;
function tableOf(strings, tasks) {
  const row = (task) => make(
    "tr",
    {},
    make("th", { scope: "row" }, task.title),
    make("td", { class: `nsm-${task.tone}` }, make("span", { "aria-hidden": "true" }, `${task.sign} `), task.word),
    make("td", { class: "nsm-number" }, fill(strings.part, { points: task.waiting && !task.points ? "–" : task.points, possible: task.possible }))
  );
  const head = make("tr", {}, ...["task", "verdict", "points"].map((name) => make("th", { scope: "col", class: name === "points" ? "nsm-number" : "" }, strings[name])));
  return make("table", {}, make("caption", {}, strings.caption), make("thead", {}, head), make("tbody", {}, ...tasks.map(row)));
}
function render({ model, el }) {
  const strings = model.get("strings");
  const button = make("button", { type: "button", class: "ns-button" }, strings.button);
  const clock = make("span", { "aria-hidden": "true", class: "ns-soft" });
  const said = make("p", { role: "status", "aria-live": "polite" });
  const result = make("div", {});
  const actions = make("p", { class: "nsm-actions" }, button, clock);
  const lead = make("p", {}, strings.lead);
  let address = "";
  let ticking = 0;
  let waiting = 0;
  function tick(on) {
    clearInterval(ticking);
    clock.textContent = "";
    if (!on) return;
    const start = Date.now();
    ticking = setInterval(() => {
      clock.textContent = fill(strings.seconds, { n: Math.round((Date.now() - start) / 1e3) });
    }, 1e3);
  }
  function forget() {
    if (address) URL.revokeObjectURL(address);
    address = "";
  }
  function show() {
    const state = model.get("state");
    const phase = state.phase;
    clearTimeout(waiting);
    forget();
    result.replaceChildren();
    lead.hidden = actions.hidden = phase === "absent";
    button.setAttribute("aria-disabled", String(phase === "busy"));
    button.textContent = phase === "done" ? strings.again : strings.button;
    tick(phase === "busy");
    if (phase === "busy") said.textContent = strings.busy;
    else if (phase === "absent") said.textContent = state.message;
    else if (phase === "failed") said.textContent = `${strings.failed} ${state.message}`;
    else if (phase === "done") {
      const parts = [fill(strings.total, state), state.waiting ? fill(strings.waiting, state) : "", state.held ? fill(strings.held, state) : "", fill(strings.graded, state)];
      said.textContent = parts.filter(Boolean).join(" ");
      result.append(tableOf(strings, state.tasks), make("p", { class: "ns-soft" }, fill(strings.path, state)));
      model.send({ kind: "page" });
    }
  }
  function page(message) {
    if (message?.kind !== "page" || model.get("state").phase !== "done") return;
    forget();
    address = URL.createObjectURL(new Blob([message.html], { type: "text/html" }));
    const link = make("a", { href: address, target: "_blank", rel: "noopener" }, strings.open);
    result.querySelector(".nsm-link")?.remove();
    result.prepend(make("p", { class: "nsm-link" }, link));
  }
  button.addEventListener("click", () => {
    if (model.get("state").phase === "busy") return;
    model.send({ kind: "grade" });
    waiting = setTimeout(() => {
      said.textContent = strings.no_kernel;
    }, NO_ANSWER_MS);
  });
  model.on("change:state", show);
  model.on("msg:custom", page);
  el.append(make("section", { class: "ns-card nsm-mine", "aria-label": strings.title }, lead, actions, said, result));
  show();
  return () => {
    model.off("change:state", show);
    model.off("msg:custom", page);
    tick(false);
    clearTimeout(waiting);
    forget();
  };
}
var widget_default = { render };
export {
  widget_default as default
};
