// The quiz: shows the questions one at a time, asks the kernel for verdicts, hints and explanations, and shows what it gave.
// What the kernel has given lives in the model's `progress`.

import "../shared/theme.css";
import "./quiz.css";
import "../citations/citations.css";
import { linkCitations } from "../citations/index.js";
import { fill, make, uniqueId } from "../shared/dom.js";
import { controls, prose, runs, sign } from "./controls.js";

const PATIENCE_MS = 5000;

function render({ model, el }) {
  const strings = { ...model.get("strings"), ...model.get("citing") };
  const forms = model.get("forms");
  const uid = uniqueId("ns");
  const local = new Map(forms.map((form) => [form.code, { draft: undefined, hidden: false, serial: entry(form)?.serial ?? 0 }]));
  const waiting = new Map();
  let request = 0;
  let at = Math.max(0, forms.findIndex((form) => !entry(form))); // where the learner left off; -1 is the summary
  if (forms.length > 0 && forms.every((form) => entry(form))) at = -1;
  let shown = null; // the controls on screen

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
  // JupyterLab's shortcuts act on single keys wherever no text is typed; within the quiz every key belongs to the quiz.
  const root = make(
    "div",
    { class: "ns-card ns-quiz", role: "group", "aria-labelledby": title.id, "data-lm-suppress-shortcuts": "true" },
    make("div", { class: "ns-head" }, title, make("div", { class: "ns-count" }, count, bar)),
    steps, notice, stage, silence,
    make("div", { class: "ns-foot" }, previous, next),
  );
  for (const kind of ["keydown", "keyup", "keypress"]) root.addEventListener(kind, (event) => event.stopPropagation());

  function ask(what, message) {
    request += 1;
    const mine = request;
    const timer = setTimeout(() => (silence.hidden = false), PATIENCE_MS);
    const answered = new Promise((resolve) => waiting.set(mine, { timer, resolve }));
    silence.textContent = strings.no_answer;
    silence.hidden = true;
    try {
      model.send({ do: what, request: mine, view: uid, ...message });
    } catch {
      silence.hidden = false; // the kernel is gone, and the page knows
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
      form, controls: box, check, retry, hint, explain,
      hints: make("div", { class: "ns-hints", "aria-live": "polite" }),
      result: make("div", { class: "ns-result", "aria-live": "polite", tabIndex: -1 }),
      explanation: make("div", { class: "ns-explanation", tabIndex: -1 }),
    };
    const page = make(
      "form",
      { class: "ns-question", noValidate: true },
      heading,
      make("fieldset", {}, make("legend", {}, ...prose(form.prompt, strings, "span")), box.element),
      make("p", { class: "ns-rule" }, make("b", {}, strings.credit), " ", form.rule),
      make("div", { class: "ns-actions" }, check, retry, explain, hint),
      shown.hints, shown.result, shown.explanation,
    );
    page.addEventListener("submit", (event) => {
      event.preventDefault();
      submit();
    });
    const touched = () => {
      const mine = local.get(form.code);
      if (!entry(form) || mine.hidden) return;
      mine.hidden = true; // the verdict was on another answer
      showGiven();
    };
    page.addEventListener("input", touched);
    page.addEventListener("change", touched);
    const mine = local.get(form.code);
    if (mine.draft !== undefined) box.write(mine.draft);
    else if (entry(form)) box.write(entry(form).answer);
    stage.replaceChildren(page);
    showGiven();
  }

  // What the kernel has given for the question on screen; the controls themselves stay untouched.
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
      lines.length ? make("ul", { class: "ns-notes" }, ...lines) : "",
    );
  }

  function showExplanation(given) {
    const { explanation } = shown;
    if (explanation.hasChildNodes()) return;
    const parts = [
      make("p", { class: "ns-label" }, strings.explanation),
      make("p", { class: "ns-solution" }, make("b", {}, strings.right_answer)),
      make("ul", { class: "ns-solution-lines" }, ...given.solution.map((line) => make("li", {}, line))),
      ...prose(given.text, strings),
    ];
    if (given.places.length) parts.push(make("p", { class: "ns-label" }, strings.evidence));
    for (const place of given.places) {
      const text = place.runs.map((run) => (run.mark ? make("mark", {}, run.text) : document.createTextNode(run.text)));
      const summary = make("summary", {}, make("b", {}, place.label), ` ${place.title}`);
      parts.push(make("details", { open: true }, summary, make("blockquote", { class: "ns-full" }, ...text)));
    }
    if (given.facts.length) parts.push(make("p", { class: "ns-label" }, strings.facts), make("ul", {}, ...given.facts.map(factLine)));
    explanation.replaceChildren(...parts);
  }

  function factLine(fact) {
    const sources = fact.sources.map((source) =>
      /^https?:\/\//.test(source.url)
        ? make("li", {}, make("a", { href: source.url, target: "_blank", rel: "noopener noreferrer" }, source.text))
        : make("li", {}, source.text),
    );
    const list = sources.length ? make("div", { class: "ns-help" }, strings.sources, make("ul", {}, ...sources)) : null;
    return make("li", {}, fact.text, list);
  }

  function submit() {
    const { form, controls: box, result, check } = shown;
    if (check.hidden || check.getAttribute("aria-disabled") === "true") return; // this very answer has its verdict, or waits for it
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
    const lines = forms.map((form, n) =>
      said(statusOf(form), [make("b", {}, `${n + 1}. `), ...runs(form.about, strings)], summary.questions[form.code]));
    const objectives = summary.objectives.map((one) => said(one.status, [one.text], one.words));
    const list = (text, wanted) => {
      const links = forms.flatMap((form, n) => (wanted(statusOf(form)) ? [make("li", {}, button(fill(strings.go_to, { n: n + 1 }), () => go(n)))] : []));
      return links.length ? [label(text), make("ul", { class: "ns-again" }, ...links)] : [];
    };
    const again = [
      ...list(strings.review, (status) => status === "partly" || status === "wrong"),
      ...list(strings.to_answer, (status) => status === "open"),
    ];
    stage.replaceChildren(
      make("div", { class: "ns-summary" },
        make("p", { class: "ns-heading", tabIndex: -1 }, strings.summary),
        make("p", { class: "ns-overall" }, summary.text),
        label(strings.by_question), make("ul", { class: "ns-lines" }, ...lines),
        label(strings.by_objective), make("ul", { class: "ns-lines" }, ...objectives),
        ...(again.length ? again : [make("p", {}, strings.no_review)])),
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

export default { render };
