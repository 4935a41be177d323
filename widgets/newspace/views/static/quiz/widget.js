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
    for (const prose2 of document.querySelectorAll(PROSE)) openTheWritten(prose2, strings);
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
      for (const prose2 of node.querySelectorAll?.(PROSE) ?? []) changed.add(prose2);
    }
  }
  for (const prose2 of changed) openTheWritten(prose2, strings);
}
function openTheWritten(prose2, strings) {
  if (!prose2.textContent.includes("¶")) return;
  const walk = document.createTreeWalker(prose2, NodeFilter.SHOW_TEXT);
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

// src/quiz/controls.js
function runs(paragraph, strings) {
  return paragraph.map((run) => {
    if (!("label" in run)) return document.createTextNode(run.text);
    const shown = [make("b", {}, run.label), run.quote ? ` ${fill(strings.quoted, { text: run.quote })}` : ""];
    return citationButton(strings, run.quote ? `[${run.label} "${run.quote}"]` : `[${run.label}]`, ...shown);
  });
}
function prose(paragraphs, strings, tag = "p") {
  return paragraphs.map((paragraph) => make(tag, { class: "ns-para" }, ...runs(paragraph, strings)));
}
var SIGNS = { right: "✓", partly: "◐", wrong: "✗", open: "○" };
function sign(status) {
  return make("span", { class: `ns-sign ns-${status}`, "aria-hidden": "true" }, SIGNS[status]);
}
function partMark(good, words) {
  const status = good ? "right" : "wrong";
  return make("span", { class: `ns-mark ns-${status}` }, sign(status), ` ${words}`);
}
function choiceControls(form, uid, strings, type) {
  const inputs = form.choices.map((choice) => make("input", { type, name: `${uid}-choice`, value: choice.code, id: `${uid}-${choice.code}` }));
  const rows = form.choices.map(
    (choice, at) => make("div", { class: "ns-choice" }, make("label", { for: inputs[at].id }, inputs[at], make("span", {}, choice.text)))
  );
  const chosen = () => inputs.filter((input) => input.checked).map((input) => input.value);
  return {
    element: make("div", { class: "ns-choices" }, ...rows),
    read: () => type === "radio" ? chosen()[0] ?? null : chosen(),
    write: (answer) => inputs.forEach((input) => input.checked = [answer].flat().includes(input.value)),
    clear: () => inputs.forEach((input) => input.checked = false),
    focus: () => (inputs.find((input) => input.checked) ?? inputs[0]).focus(),
    mark(notes) {
      form.choices.forEach((choice, at) => {
        rows[at].querySelector(".ns-mark")?.remove();
        const note = notes.find((other) => other.part === choice.code);
        if (note) rows[at].append(partMark(note.good, note.good ? strings.right : strings.part_wrong));
      });
    }
  };
}
function textControls(input, element) {
  return {
    element,
    read: () => input.value,
    write: (answer) => input.value = String(answer ?? ""),
    clear: () => input.value = "",
    focus: () => input.focus(),
    mark: () => {
    }
  };
}
function textInput(uid) {
  return make("input", { type: "text", class: "ns-input", id: `${uid}-text`, autocomplete: "off", autocapitalize: "off", spellcheck: "false" });
}
var controls = {
  one: (form, uid, strings) => choiceControls(form, uid, strings, "radio"),
  several: (form, uid, strings) => choiceControls(form, uid, strings, "checkbox"),
  number(form, uid, strings) {
    const input = textInput(uid);
    const label = form.unit ? fill(strings.answer_in, { unit: form.unit }) : strings.answer;
    const help = form.other_units ? fill(strings.other_units, { units: form.other_units }) : "";
    if (help) input.setAttribute("aria-describedby", `${uid}-help`);
    const element = make(
      "div",
      { class: "ns-field" },
      make("label", { for: input.id }, label),
      make("span", { class: "ns-inline" }, input, make("span", { "aria-hidden": "true" }, form.unit)),
      help ? make("span", { id: `${uid}-help`, class: "ns-help" }, help) : null
    );
    return textControls(input, element);
  },
  gap(form, uid, strings) {
    const input = textInput(uid);
    const sentence = make("p", { class: "ns-gap", id: `${uid}-sentence` }, form.before, input, form.after);
    input.setAttribute("aria-label", strings.gap);
    input.setAttribute("aria-describedby", `${uid}-sentence`);
    return textControls(input, make("div", { class: "ns-field" }, sentence));
  },
  order(form, uid, strings) {
    const said = make("p", { class: "ns-said", "aria-live": "polite" });
    const list = make("ol", { class: "ns-order" });
    const changed = () => list.dispatchEvent(new Event("change", { bubbles: true }));
    const rows = /* @__PURE__ */ new Map();
    const refresh = () => [...list.children].forEach((row, at, all) => {
      row.querySelector(".ns-up").disabled = at === 0;
      row.querySelector(".ns-down").disabled = at === all.length - 1;
    });
    const move = (row, way, text) => {
      const other = way === "up" ? row.previousElementSibling : row.nextElementSibling;
      if (way === "up") other.before(row);
      else other.after(row);
      refresh();
      const button = row.querySelector(`.ns-${way}`);
      (button.disabled ? row.querySelector("button:not(:disabled)") : button).focus();
      const place = [...list.children].indexOf(row) + 1;
      said.textContent = fill(strings.moved, { text, n: place, total: list.children.length });
      changed();
    };
    for (const item of form.choices) {
      const row = make("li", {});
      const button = (way, name) => {
        const made = make("button", { type: "button", class: `ns-button ns-small ns-${way}`, "aria-label": fill(name, { text: item.text }) });
        made.append(make("span", { "aria-hidden": "true" }, way === "up" ? "▲" : "▼"));
        made.title = way === "up" ? strings.up : strings.down;
        made.addEventListener("click", () => move(row, way, item.text));
        return made;
      };
      row.append(make("span", { class: "ns-item" }, item.text), button("up", strings.move_up), button("down", strings.move_down));
      rows.set(item.code, row);
    }
    const write = (codes) => {
      list.replaceChildren(...codes.map((code) => rows.get(code)).filter(Boolean));
      refresh();
    };
    write(form.choices.map((item) => item.code));
    return {
      element: make("div", {}, make("p", { class: "ns-help" }, strings.order_help), list, said),
      read: () => [...list.children].map((row) => [...rows].find(([, other]) => other === row)[0]),
      write,
      clear: () => said.textContent = "",
      // to begin again from what one has is easier than from nothing
      focus: () => list.querySelector("button:not(:disabled)").focus(),
      mark(notes) {
        for (const [code, row] of rows) {
          row.querySelector(".ns-mark")?.remove();
          const note = notes.find((other) => other.part === code);
          const wrong = row === list.lastElementChild ? strings.not_last : strings.not_followed;
          if (note) row.querySelector(".ns-item").append(partMark(note.good, note.good ? strings.followed : wrong));
        }
      }
    };
  },
  match(form, uid, strings) {
    const selects = /* @__PURE__ */ new Map();
    const rows = form.choices.map((item) => {
      const options = form.groups.map((group) => make("option", { value: group.code }, group.text));
      const select = make("select", { class: "ns-input", id: `${uid}-${item.code}` }, make("option", { value: "" }, strings.choose), ...options);
      selects.set(item.code, select);
      return make("div", { class: "ns-pair" }, make("label", { for: select.id }, item.text), select);
    });
    return {
      element: make("div", { class: "ns-pairs" }, ...rows),
      read: () => Object.fromEntries([...selects].filter(([, select]) => select.value).map(([code, select]) => [code, select.value])),
      write: (answer) => selects.forEach((select, code) => select.value = answer?.[code] ?? ""),
      clear: () => {
      },
      // what was right stays, and what was not is marked no more
      focus: () => selects.values().next().value.focus(),
      mark(notes) {
        form.choices.forEach((item, at) => {
          rows[at].querySelector(".ns-mark")?.remove();
          const note = notes.find((other) => other.part === item.code);
          if (note) rows[at].append(partMark(note.good, note.good ? strings.right : strings.part_wrong));
        });
      }
    };
  },
  claim(form, uid, strings, readings) {
    const verdicts = ["supported", "contradicted", "not in the readings"];
    const radios = verdicts.map((value, at) => make("input", { type: "radio", name: `${uid}-verdict`, value, id: `${uid}-verdict-${at}` }));
    const labels = radios.map((radio, at) => make("label", { for: radio.id }, radio, make("span", {}, strings[verdicts[at]])));
    const verdictBox = make("fieldset", { class: "ns-inner" }, make("legend", {}, strings.verdict), make("div", { class: "ns-choices ns-row" }, ...labels));
    const select = make("select", { class: "ns-input", id: `${uid}-paragraph` }, make("option", { value: "" }, strings.choose));
    for (const [name, numbers] of Object.entries(form.readings)) {
      const texts = readings[name].paragraphs;
      const first = (text) => text.length > 70 ? `${text.slice(0, text.lastIndexOf(" ", 70))} …` : text;
      const options = numbers.map((n) => make("option", { value: `${name} ${n}` }, `${n} ¶  ${first(texts[n])}`));
      select.append(make("optgroup", { label: readings[name].title }, ...options));
    }
    const full = make("blockquote", { class: "ns-full", "aria-live": "polite", hidden: true });
    const picker = make("div", { class: "ns-field" }, make("label", { for: select.id }, strings.paragraph), select, full);
    const chosen = () => radios.find((radio) => radio.checked)?.value ?? null;
    const refresh = () => {
      picker.hidden = chosen() === null || chosen() === verdicts[2];
      const [name, number] = select.value.split(" ");
      full.textContent = name ? readings[name].paragraphs[number] : "";
      full.hidden = !name;
    };
    const element = make("div", {}, make("blockquote", { class: "ns-claim" }, form.claim), verdictBox, picker);
    element.addEventListener("change", refresh);
    const write = (answer) => {
      radios.forEach((radio) => radio.checked = radio.value === answer?.verdict);
      select.value = answer?.reading ? `${answer.reading} ${answer.paragraph}` : "";
      refresh();
    };
    write(null);
    return {
      element,
      write,
      read() {
        const [reading, number] = select.value.split(" ");
        return { verdict: chosen(), ...picker.hidden || !reading ? {} : { reading, paragraph: Number(number) } };
      },
      clear: () => write(null),
      focus: () => (radios.find((radio) => radio.checked) ?? radios[0]).focus(),
      mark(notes) {
        for (const [part, box] of [["verdict", verdictBox], ["paragraph", picker]]) {
          box.querySelector(".ns-mark")?.remove();
          const note = notes.find((other) => other.part === part);
          if (note) box.append(partMark(note.good, note.good ? strings.right : strings.part_wrong));
        }
      }
    };
  }
};

// src/quiz/widget.js
var PATIENCE_MS = 5e3;
function render({ model, el }) {
  const strings = { ...model.get("strings"), ...model.get("citing") };
  const forms = model.get("forms");
  const uid = uniqueId("ns");
  const local = new Map(forms.map((form) => [form.code, { draft: void 0, hidden: false, serial: entry(form)?.serial ?? 0 }]));
  const waiting = /* @__PURE__ */ new Map();
  let request = 0;
  let at = Math.max(0, forms.findIndex((form) => !entry(form)));
  if (forms.length > 0 && forms.every((form) => entry(form))) at = -1;
  let shown = null;
  function entry(form) {
    const given = model.get("progress")[form.code];
    return given && "status" in given ? given : null;
  }
  const statusOf = (form) => entry(form)?.status ?? "open";
  const button = (text, act, kind = "") => {
    const made = make("button", { type: "button", class: `ns-button ${kind}` }, text);
    made.addEventListener("click", act);
    return made;
  };
  const title = make("p", { class: "ns-title", id: `${uid}-title` }, model.get("title"));
  const count = make("label", { for: `${uid}-progress` });
  const bar = make("progress", { id: `${uid}-progress`, max: forms.length });
  const steps = make("ol", { class: "ns-steps", "aria-label": strings.questions });
  const notice = make("p", { class: "ns-notice", role: "status", hidden: true });
  const stage = make("div", { class: "ns-stage" });
  const silence = make("p", { class: "ns-silence", role: "alert", hidden: true });
  const previous = button(strings.previous, () => go(at === -1 ? forms.length - 1 : at - 1));
  const next = button(strings.next, () => go(at + 1 === forms.length ? -1 : at + 1));
  const root = make(
    "div",
    { class: "ns-card ns-quiz", role: "group", "aria-labelledby": title.id, "data-lm-suppress-shortcuts": "true" },
    make("div", { class: "ns-head" }, title, make("div", { class: "ns-count" }, count, bar)),
    steps,
    notice,
    stage,
    silence,
    make("div", { class: "ns-foot" }, previous, next)
  );
  for (const kind of ["keydown", "keyup", "keypress"]) root.addEventListener(kind, (event) => event.stopPropagation());
  function ask(what, message) {
    request += 1;
    const mine = request;
    const timer = setTimeout(() => silence.hidden = false, PATIENCE_MS);
    const answered = new Promise((resolve) => waiting.set(mine, { timer, resolve }));
    silence.textContent = strings.no_answer;
    silence.hidden = true;
    try {
      model.send({ do: what, request: mine, view: uid, ...message });
    } catch {
      silence.hidden = false;
    }
    return answered;
  }
  function onMessage(message) {
    if (message?.view !== uid || !waiting.has(message.request)) return;
    const { timer, resolve } = waiting.get(message.request);
    clearTimeout(timer);
    waiting.delete(message.request);
    silence.hidden = true;
    resolve(message.said);
  }
  function showFrame() {
    const done = forms.filter((form) => entry(form)).length;
    count.textContent = fill(strings.progress, { done, total: forms.length });
    bar.value = done;
    notice.textContent = model.get("notice");
    notice.hidden = !notice.textContent;
    previous.hidden = at === 0;
    previous.textContent = at === -1 ? strings.back : strings.previous;
    next.hidden = at === -1;
    next.textContent = at + 1 === forms.length ? strings.to_summary : strings.next;
    [...steps.children].forEach((step, n) => {
      const status = statusOf(forms[n]);
      const link = step.firstChild;
      link.replaceChildren(make("span", { "aria-hidden": "true" }, String(n + 1)), sign(status));
      link.setAttribute("aria-label", fill(strings.step, { n: n + 1, status: strings[status] }));
      if (n === at) link.setAttribute("aria-current", "step");
      else link.removeAttribute("aria-current");
    });
  }
  function go(where) {
    keepDraft();
    at = where;
    showStage();
    stage.querySelector(".ns-heading").focus();
  }
  function keepDraft() {
    if (shown) local.get(shown.form.code).draft = shown.controls.read();
  }
  function showStage() {
    showFrame();
    if (at === -1) showSummary();
    else showQuestion(forms[at]);
  }
  function showQuestion(form) {
    const heading = make("p", { class: "ns-heading", tabIndex: -1 }, fill(strings.question, { n: at + 1, total: forms.length }));
    const box = controls[form.kind](form, `${uid}-${form.code}`, strings, model.get("readings"));
    const check = make("button", { type: "submit", class: "ns-button ns-main" }, strings.check);
    const retry = button(strings.try_again, tryAgain, "ns-main");
    const hint = button("", () => ask("hint", { question: form.code }));
    const explain = button(strings.explain, () => ask("explain", { question: form.code }).then(() => shown.explanation.focus()));
    shown = {
      form,
      controls: box,
      check,
      retry,
      hint,
      explain,
      hints: make("div", { class: "ns-hints", "aria-live": "polite" }),
      result: make("div", { class: "ns-result", "aria-live": "polite", tabIndex: -1 }),
      explanation: make("div", { class: "ns-explanation", tabIndex: -1 })
    };
    const page = make(
      "form",
      { class: "ns-question", noValidate: true },
      heading,
      make("fieldset", {}, make("legend", {}, ...prose(form.prompt, strings, "span")), box.element),
      make("p", { class: "ns-rule" }, make("b", {}, strings.credit), " ", form.rule),
      make("div", { class: "ns-actions" }, check, retry, explain, hint),
      shown.hints,
      shown.result,
      shown.explanation
    );
    page.addEventListener("submit", (event) => {
      event.preventDefault();
      submit();
    });
    const touched = () => {
      const mine2 = local.get(form.code);
      if (!entry(form) || mine2.hidden) return;
      mine2.hidden = true;
      showGiven();
    };
    page.addEventListener("input", touched);
    page.addEventListener("change", touched);
    const mine = local.get(form.code);
    if (mine.draft !== void 0) box.write(mine.draft);
    else if (entry(form)) box.write(entry(form).answer);
    stage.replaceChildren(page);
    showGiven();
  }
  function showGiven() {
    const { form, controls: box, check, retry, hint, explain, hints, result, explanation } = shown;
    const all = model.get("progress")[form.code] ?? {};
    const judged = local.get(form.code).hidden ? null : entry(form);
    const focusLost = !judged === check.hidden && [check, retry, explain].includes(root.getRootNode().activeElement);
    check.hidden = judged !== null;
    retry.hidden = judged === null || judged.status === "right";
    explain.hidden = judged === null || "explanation" in judged;
    const left = form.hints - (all.hints?.length ?? 0);
    hint.hidden = left === 0 || judged?.status === "right";
    hint.textContent = fill(strings.hint, { left });
    const given = all.hints ?? [];
    if (hints.querySelectorAll("li").length !== given.length) {
      const list = make("ol", {}, ...given.map((text) => make("li", {}, ...prose(text, strings, "span"))));
      hints.replaceChildren(make("p", { class: "ns-label" }, strings.hints), list);
    }
    box.mark(judged?.notes ?? []);
    if (!judged) result.replaceChildren();
    else if (result.dataset.serial !== String(judged.serial) || !result.hasChildNodes()) showVerdict(judged);
    if (judged && "explanation" in judged) showExplanation(judged.explanation);
    else explanation.replaceChildren();
    if (focusLost) result.focus();
    showFrame();
  }
  function showVerdict(judged) {
    const { result } = shown;
    result.dataset.serial = String(judged.serial);
    const notes = judged.notes.filter((note) => note.text.length > 0);
    const lines = notes.map((note) => {
      const name = note.name ? [make("b", {}, note.name)] : [];
      const status = note.good ? "right" : "wrong";
      return make("li", {}, note.good === null ? "" : sign(status), make("div", {}, ...name, ...prose(note.text, strings, "span")));
    });
    result.replaceChildren(
      make("p", { class: `ns-verdict ns-${judged.status}` }, sign(judged.status), ` ${judged.message}`),
      lines.length ? make("ul", { class: "ns-notes" }, ...lines) : ""
    );
  }
  function showExplanation(given) {
    const { explanation } = shown;
    if (explanation.hasChildNodes()) return;
    const parts = [
      make("p", { class: "ns-label" }, strings.explanation),
      make("p", { class: "ns-solution" }, make("b", {}, strings.right_answer)),
      make("ul", { class: "ns-solution-lines" }, ...given.solution.map((line) => make("li", {}, line))),
      ...prose(given.text, strings)
    ];
    if (given.places.length) parts.push(make("p", { class: "ns-label" }, strings.evidence));
    for (const place of given.places) {
      const text = place.runs.map((run) => run.mark ? make("mark", {}, run.text) : document.createTextNode(run.text));
      const summary = make("summary", {}, make("b", {}, place.label), ` ${place.title}`);
      parts.push(make("details", { open: true }, summary, make("blockquote", { class: "ns-full" }, ...text)));
    }
    if (given.facts.length) parts.push(make("p", { class: "ns-label" }, strings.facts), make("ul", {}, ...given.facts.map(factLine)));
    explanation.replaceChildren(...parts);
  }
  function factLine(fact) {
    const sources = fact.sources.map(
      (source) => /^https?:\/\//.test(source.url) ? make("li", {}, make("a", { href: source.url, target: "_blank", rel: "noopener noreferrer" }, source.text)) : make("li", {}, source.text)
    );
    const list = sources.length ? make("div", { class: "ns-help" }, strings.sources, make("ul", {}, ...sources)) : null;
    return make("li", {}, fact.text, list);
  }
  function submit() {
    const { form, controls: box, result, check } = shown;
    if (check.hidden || check.getAttribute("aria-disabled") === "true") return;
    check.setAttribute("aria-disabled", "true");
    setTimeout(() => check.removeAttribute("aria-disabled"), PATIENCE_MS);
    ask("check", { question: form.code, answer: box.read() }).then((said) => {
      check.removeAttribute("aria-disabled");
      if (said && shown?.form === form) result.replaceChildren(make("p", { class: "ns-verdict ns-invalid" }, said));
    });
  }
  function tryAgain() {
    const mine = local.get(shown.form.code);
    mine.hidden = true;
    shown.controls.clear();
    showGiven();
    shown.controls.focus();
  }
  function showSummary() {
    shown = null;
    const summary = model.get("summary");
    const label = (text) => make("p", { class: "ns-label" }, text);
    const said = (status, text, words) => make("li", {}, sign(status), make("div", {}, ...text, " – ", make("b", {}, words)));
    const lines = forms.map((form, n) => said(statusOf(form), [make("b", {}, `${n + 1}. `), ...runs(form.about, strings)], summary.questions[form.code]));
    const objectives = summary.objectives.map((one) => said(one.status, [one.text], one.words));
    const list = (text, wanted) => {
      const links = forms.flatMap((form, n) => wanted(statusOf(form)) ? [make("li", {}, button(fill(strings.go_to, { n: n + 1 }), () => go(n)))] : []);
      return links.length ? [label(text), make("ul", { class: "ns-again" }, ...links)] : [];
    };
    const again = [
      ...list(strings.review, (status) => status === "partly" || status === "wrong"),
      ...list(strings.to_answer, (status) => status === "open")
    ];
    stage.replaceChildren(
      make(
        "div",
        { class: "ns-summary" },
        make("p", { class: "ns-heading", tabIndex: -1 }, strings.summary),
        make("p", { class: "ns-overall" }, summary.text),
        label(strings.by_question),
        make("ul", { class: "ns-lines" }, ...lines),
        label(strings.by_objective),
        make("ul", { class: "ns-lines" }, ...objectives),
        ...again.length ? again : [make("p", {}, strings.no_review)]
      )
    );
  }
  function onProgress() {
    for (const form of forms) {
      const mine = local.get(form.code);
      const given = entry(form);
      if (!given || given.serial === mine.serial) continue;
      mine.serial = given.serial;
      mine.hidden = false;
      mine.draft = given.answer;
      if (shown?.form === form && JSON.stringify(shown.controls.read()) !== JSON.stringify(given.answer)) shown.controls.write(given.answer);
    }
    if (shown) showGiven();
    else showStage();
  }
  forms.forEach((_form, n) => steps.append(make("li", {}, button("", () => go(n), "ns-step"))));
  model.on("change:progress", onProgress);
  model.on("change:notice", showFrame);
  model.on("msg:custom", onMessage);
  const unlink = linkCitations({ model, el, strings });
  el.append(root);
  showStage();
  return () => {
    unlink();
    model.off("change:progress", onProgress);
    model.off("change:notice", showFrame);
    model.off("msg:custom", onMessage);
    for (const { timer } of waiting.values()) clearTimeout(timer);
  };
}
var widget_default = { render };
export {
  widget_default as default
};
