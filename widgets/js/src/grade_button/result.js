/** What came of grading: a table of the tasks, and the numbers in words. */
import { make } from "../shared/dom.js";
import { fill } from "../shared/text.js";

/** @import { Done, Strings, Task } from "./model.js" */

/**
 * @param {Strings} strings
 * @param {Task} task
 * @param {boolean} withPoints
 */
function row(strings, task, withPoints) {
  const points = task.waiting && !task.points ? "–" : task.points;
  return make(
    "tr",
    {},
    make("th", { scope: "row" }, task.title),
    make("td", { class: `nsm-${task.tone}` }, make("span", { "aria-hidden": "true" }, `${task.sign} `), task.word),
    withPoints ? make("td", { class: "nsm-number" }, fill(strings.part, { points, possible: task.possible })) : null,
  );
}

/**
 * Make the table of the tasks; without points where only the visible tests were run.
 * @param {Strings} strings
 * @param {Done} done
 */
export function makeTable(strings, { tasks, kind }) {
  const withPoints = kind !== "check";
  const heads = [
    make("th", { scope: "col", class: "" }, strings.task),
    make("th", { scope: "col", class: "" }, strings.verdict),
    withPoints ? make("th", { scope: "col", class: "nsm-number" }, strings.points) : null,
  ];
  return make(
    "table",
    {},
    make("caption", {}, strings.caption),
    make("thead", {}, make("tr", {}, ...heads)),
    make("tbody", {}, ...tasks.map((task) => row(strings, task, withPoints))),
  );
}

/**
 * Say the numbers in words.
 * @param {Strings} strings
 * @param {Done} done
 */
export function numbersText(strings, done) {
  if (done.kind === "check") {
    const tested = done.tasks.filter((task) => task.tone !== "wait");
    const passed = tested.filter((task) => task.tone === "good").length;
    return fill(strings.checked, { passed, all: tested.length, saved: done.saved });
  }
  const parts = [fill(strings.total, done)];
  if (done.waiting) parts.push(fill(strings.waiting, done));
  if (done.held) parts.push(fill(strings.held, done));
  parts.push(fill(strings.graded, done));
  return parts.join(" ");
}
