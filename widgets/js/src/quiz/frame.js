/** What stands around the stage: the title, how far one is, the steps, and the way on and back. */
import { make, makeButton } from "../shared/dom.js";
import { keepKeys, OWN_KEYS } from "../shared/keys.js";
import { fill } from "../shared/text.js";
import { sign } from "./controls/marks.js";

/** @import { Answers } from "./answers.js" */
/** @import { Context } from "./model.js" */

/** The place after the last question. */
export const SUMMARY = -1;

/**
 * The title, and how many questions are answered.
 * @param {Context} context
 * @param {Answers} answers
 */
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

/**
 * A button for each question, which says how it stands.
 * @param {Context} context
 * @param {Answers} answers
 * @param {(at: number) => void} onGo
 */
function makeSteps({ model, strings }, answers, onGo) {
  const steps = model.get("forms").map((form, at) => {
    const button = makeButton("", () => onGo(at), { class: "ns-step" });
    return { form, button };
  });
  const items = steps.map(({ button }) => make("li", {}, button));
  const element = make("ol", { class: "ns-steps", "aria-label": strings.questions }, ...items);
  /** @param {number} current */
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

/**
 * The way to the question before and to the next; the summary comes after the last one.
 * @param {Context} context
 * @param {(at: number) => void} onGo
 */
function makeWay({ model, strings }, onGo) {
  const total = model.get("forms").length;
  let at = 0;
  const previous = makeButton(strings.previous, () => onGo(at === SUMMARY ? total - 1 : at - 1));
  const next = makeButton(strings.next, () => onGo(at + 1 === total ? SUMMARY : at + 1));
  const element = make("div", { class: "ns-foot" }, previous, next);
  /** @param {number} current */
  function show(current) {
    at = current;
    previous.hidden = at === 0;
    previous.textContent = at === SUMMARY ? strings.back : strings.previous;
    next.hidden = at === SUMMARY;
    next.textContent = at + 1 === total ? strings.to_summary : strings.next;
  }
  return { element, show };
}

/**
 * @param {Context} context
 * @param {Answers} answers
 * @param {(at: number) => void} onGo
 */
export function makeFrame(context, answers, onGo) {
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
  /** @param {boolean} isSilent whether to say that the kernel gives no answer */
  function showSilence(isSilent) {
    silence.textContent = strings.no_answer;
    silence.hidden = !isSilent;
  }
  /** @param {number} at */
  function show(at) {
    head.show();
    showNotice();
    steps.show(at);
    way.show(at);
  }
  return { root, stage, show, showNotice, showSilence };
}
