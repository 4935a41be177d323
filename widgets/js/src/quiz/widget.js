/** The quiz: shows the questions one at a time, and asks the kernel for verdicts, hints and explanations. */
import "../shared/style/theme.css";
import "./quiz.css";
import "../citations/citations.css";
import { linkCitations } from "../citations/index.js";
import { uniqueId } from "../shared/ids.js";
import { keepListening } from "../shared/late_start.js";
import { makeAnswers } from "./answers.js";
import { makeFrame, SUMMARY } from "./frame.js";
import { makeKernel } from "./kernel.js";
import { makeQuestion } from "./stage/question.js";
import { makeSummary } from "./stage/summary.js";

/** @import { Answers } from "./answers.js" */
/** @import { Context, Model } from "./model.js" */

/**
 * Where the learner left off: the first question without an answer, or the summary.
 * @param {Model} model
 * @param {Answers} answers
 */
function firstPlace(model, answers) {
  const forms = model.get("forms");
  const open = forms.findIndex((form) => !answers.entry(form));
  return open < 0 && forms.length > 0 ? SUMMARY : Math.max(0, open);
}

/** @param {{ model: Model, el: HTMLElement }} props */
function render({ model, el }) {
  const strings = { ...model.get("strings"), ...model.get("citing") };
  /** @type {Context} */
  const context = { model, strings, uid: uniqueId("ns") };
  const answers = makeAnswers(model);
  const frame = makeFrame(context, answers, go);
  const kernel = makeKernel(context, frame.showSilence);
  let at = firstPlace(model, answers);
  /** @type {ReturnType<typeof makeQuestion> | null} */
  let shown = null;

  /** Put the question or the summary on the stage; its heading. */
  function showStage() {
    frame.show(at);
    const form = model.get("forms")[at];
    shown = form ? makeQuestion(context, form, { at, answers, kernel }) : null;
    const page = shown ?? makeSummary(context, answers, go);
    frame.stage.replaceChildren(page.element);
    return page.heading;
  }
  /** @param {number} where */
  function go(where) {
    shown?.keep();
    at = where;
    showStage().focus();
  }
  function onProgress() {
    const news = answers.update();
    if (!shown) {
      showStage();
      return;
    }
    if (news.includes(shown.form)) shown.follow();
    shown.show();
    frame.show(at);
  }
  model.on("change:progress", onProgress);
  model.on("change:notice", frame.showNotice);
  const unlink = linkCitations({ model, el, strings });
  el.append(frame.root);
  showStage();
  return () => {
    unlink();
    kernel.close();
    model.off("change:progress", onProgress);
    model.off("change:notice", frame.showNotice);
  };
}

export default { initialize: keepListening, render };
