/** The button that grades the learner's own notebook, and what came of it. */
import "../shared/theme.css";
import "./grade_button.css";
import { make, makeButton } from "../shared/dom.js";
import { fill } from "../shared/text.js";
import { makeClock } from "./clock.js";
import { makeFeedbackLink } from "./feedback_link.js";
import { makeTable, numbersText } from "./result.js";

/** @import { Model, Reply, State, Strings } from "./model.js" */

const NO_ANSWER_MS = 5000;

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

/** @param {{ model: Model, el: HTMLElement }} props */
function render({ model, el }) {
  const strings = model.get("strings");
  const button = makeButton(strings.button, grade);
  const clock = makeClock(strings.seconds);
  const feedback = makeFeedbackLink(strings.open);
  const said = make("p", { role: "status", "aria-live": "polite" });
  const result = make("div");
  const actions = make("p", { class: "nsm-actions" }, button, clock.element);
  const lead = make("p", {}, strings.lead);
  /** @type {ReturnType<typeof setTimeout> | undefined} */
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
    // Not disabled while it works: a disabled button loses the focus, and with it the place of those who use the keyboard.
    button.setAttribute("aria-disabled", String(state.phase === "busy"));
    button.textContent = state.phase === "done" ? strings.again : strings.button;
    clock.run(state.phase === "busy");
    said.textContent = stateText(strings, state) ?? said.textContent;
    if (state.phase !== "done") return;
    result.append(makeTable(strings, state.tasks), make("p", { class: "ns-soft" }, fill(strings.path, state)));
    model.send({ kind: "page" });
  }
  /** @param {Reply | undefined} message */
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

export default { render };
