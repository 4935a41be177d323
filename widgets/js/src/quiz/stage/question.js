/** A question on the stage: its controls, and what the kernel has given for it. */
import { make } from "../../shared/dom.js";
import { fill } from "../../shared/text.js";
import { makeControls } from "../controls/index.js";
import { PATIENCE_MS } from "../kernel.js";
import { makeActions } from "./actions.js";
import { makeExplanation } from "./explanation.js";
import { makeHints } from "./hints.js";
import { prose } from "./prose.js";
import { makeVerdict } from "./verdict.js";

/** @import { Answers } from "../answers.js" */
/** @import { Kernel } from "../kernel.js" */
/** @import { Context, Form } from "../model.js" */

/**
 * The parts of a question, in order.
 * @param {Context} context
 * @param {Form} form
 * @param {number} at
 * @param {Parameters<typeof makeActions>[1]} events
 */
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
    explanation.element,
  );
  return { element, heading, controls, actions, hints, verdict, explanation };
}

/** The kinds whose parts keep their marks until the next verdict: the learner works by them. */
const KEEP_MARKS = new Set(["several", "claim", "match"]);

/**
 * @param {Context} context
 * @param {Form} form
 * @param {{ at: number, answers: Answers, kernel: Kernel }} view
 */
export function makeQuestion(context, form, { at, answers, kernel }) {
  const question = form.code;
  const parts = makeParts(context, form, at, {
    onRetry,
    onExplain: () => kernel.ask("explain", { question }).then(() => explanation.element.focus()),
    onHint: () => kernel.ask("hint", { question }),
  });
  const { element, controls, actions, hints, verdict, explanation } = parts;

  /** Show what the kernel has given; the controls themselves stay untouched. */
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
    setTimeout(actions.endWait, PATIENCE_MS);
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
  if (latest !== undefined) controls.write(latest);
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
    },
  };
}
