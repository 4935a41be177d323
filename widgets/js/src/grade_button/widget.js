/** The button that grades the learner's own notebook, and what came of it. */
import "../shared/style/theme.css";
import "./grade_button.css";
import { make, makeButton } from "../shared/dom.js";
import { keepListening } from "../shared/late_start.js";
import { fill } from "../shared/text.js";
import { makeClock } from "./clock.js";
import { makeFeedbackLink } from "./feedback_link.js";
import { makeHandIn } from "./in_page/hand_in.js";
import { gradeInPage } from "./in_page/page_grader.js";
import { makeKernelGrader } from "./kernel_grader.js";
import { makeTable, numbersText } from "./result.js";

/** @import { Kind, Model, Reply, State, Strings } from "./model.js" */

/**
 * Say where the grading stands.
 * @param {Strings} strings
 * @param {State} state
 */
function stateText(strings, state) {
  if (state.phase === "busy") return strings.busy;
  if (state.phase === "absent") return state.message;
  if (state.phase === "failed") return `${strings.failed} ${state.message}`;
  return state.phase === "done" ? numbersText(strings, state) : null;
}

/**
 * Make the buttons, and the clock beside them.
 * @param {Strings} strings
 * @param {string} edition "" where the kernel grades, and all tests are run
 * @param {(kind: Kind) => void} grade
 */
function makeActions(strings, edition, grade) {
  const whole = makeButton(strings.button, () => grade("grade"));
  const check = makeButton(strings.check, () => grade("check"));
  const clock = makeClock(strings.seconds);
  const shown = [edition ? check : null, edition === "class" ? null : whole];
  /** @param {State["phase"]} phase */
  function show(phase) {
    // Not disabled while it works: a disabled button loses the focus, and with it the place of those who use the keyboard.
    for (const button of [whole, check]) button.setAttribute("aria-disabled", String(phase === "busy"));
    whole.textContent = phase === "done" && !edition ? strings.again : strings.button;
    clock.run(phase === "busy");
  }
  return { element: make("p", { class: "nsm-actions" }, ...shown, clock.element), show, stop: () => clock.run(false) };
}

/** @param {{ model: Model, el: HTMLElement }} props */
function render({ model, el }) {
  const strings = model.get("strings");
  const edition = model.get("edition");
  const actions = makeActions(strings, edition, grade);
  const feedback = makeFeedbackLink(strings.open);
  const said = make("p", { role: "status", "aria-live": "polite" });
  const result = make("div");
  const lead = make("p", {}, strings.lead);
  const kernel = makeKernelGrader(model, () => said.replaceChildren(strings.no_kernel));

  /** @param {Kind} kind */
  async function grade(kind) {
    if (model.get("state").phase === "busy") return;
    if (edition) linkTo(await gradeInPage(model, kind));
    else kernel.ask();
  }
  /** @param {string} page */
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
  /** @param {Reply | undefined} message */
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

export default { initialize: keepListening, render };
