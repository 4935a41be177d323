/** The summary after the last question: how it went, question by question and by what they test, and what to look at again. */
import { make, makeButton } from "../../shared/dom.js";
import { fill } from "../../shared/text.js";
import { sign } from "../controls/marks.js";
import { label, runs } from "./prose.js";

/** @import { Answers } from "../answers.js" */
/** @import { Context, Status } from "../model.js" */

/**
 * @param {Status} status
 * @param {(Node | string)[]} text
 * @param {string} words
 */
function line(status, text, words) {
  return make("li", {}, sign(status), make("div", {}, ...text, " – ", make("b", {}, words)));
}

/**
 * Buttons that lead to the questions of some statuses; nothing if there are none.
 * @param {Context} context
 * @param {Answers} answers
 * @param {{ text: string, statuses: Status[], onGo: (at: number) => void }} wanted
 */
function ways({ model, strings }, answers, { text, statuses, onGo }) {
  const items = model.get("forms").flatMap((form, at) => {
    if (!statuses.includes(answers.status(form))) return [];
    return [
      make(
        "li",
        {},
        makeButton(fill(strings.go_to, { n: at + 1 }), () => onGo(at)),
      ),
    ];
  });
  return items.length > 0 ? [label(text), make("ul", { class: "ns-again" }, ...items)] : [];
}

/**
 * @param {Context} context
 * @param {Answers} answers
 * @param {(at: number) => void} onGo
 */
export function makeSummary(context, answers, onGo) {
  const { model, strings } = context;
  const summary = model.get("summary");
  const questions = model.get("forms").map((form, at) => {
    const text = [make("b", {}, `${at + 1}. `), ...runs(form.about, strings)];
    return line(answers.status(form), text, summary.questions[form.code] ?? "");
  });
  const objectives = summary.objectives.map((one) => line(one.status, [one.text], one.words));
  const again = [
    ...ways(context, answers, { text: strings.review, statuses: ["partly", "wrong"], onGo }),
    ...ways(context, answers, { text: strings.to_answer, statuses: ["open"], onGo }),
  ];
  const heading = make("p", { class: "ns-heading", tabIndex: -1 }, strings.summary);
  const element = make(
    "div",
    { class: "ns-summary" },
    heading,
    make("p", { class: "ns-overall" }, summary.text),
    label(strings.by_question),
    make("ul", { class: "ns-lines" }, ...questions),
    ...(objectives.length > 0 ? [label(strings.by_objective), make("ul", { class: "ns-lines" }, ...objectives)] : []),
    ...(again.length > 0 ? again : [make("p", {}, strings.no_review)]),
  );
  return { element, heading };
}
