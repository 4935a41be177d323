/** What came of grading: a table of the tasks, and the numbers in words. */
import { make } from "../shared/dom.js";
import { fill } from "../shared/text.js";

/** @import { Done, Strings, Task } from "./model.js" */

/**
 * @param {Strings} strings
 * @param {Task} task
 */
function row(strings, task) {
  const points = task.waiting && !task.points ? "–" : task.points;
  return make(
    "tr",
    {},
    make("th", { scope: "row" }, task.title),
    make("td", { class: `nsm-${task.tone}` }, make("span", { "aria-hidden": "true" }, `${task.sign} `), task.word),
    make("td", { class: "nsm-number" }, fill(strings.part, { points, possible: task.possible })),
  );
}

/**
 * Make the table of the tasks.
 * @param {Strings} strings
 * @param {Task[]} tasks
 */
export function makeTable(strings, tasks) {
  const heads = [
    make("th", { scope: "col", class: "" }, strings.task),
    make("th", { scope: "col", class: "" }, strings.verdict),
    make("th", { scope: "col", class: "nsm-number" }, strings.points),
  ];
  return make(
    "table",
    {},
    make("caption", {}, strings.caption),
    make("thead", {}, make("tr", {}, ...heads)),
    make("tbody", {}, ...tasks.map((task) => row(strings, task))),
  );
}

/**
 * Say the numbers in words.
 * @param {Strings} strings
 * @param {Done} done
 */
export function numbersText(strings, done) {
  const parts = [fill(strings.total, done)];
  if (done.waiting) parts.push(fill(strings.waiting, done));
  if (done.held) parts.push(fill(strings.held, done));
  parts.push(fill(strings.graded, done));
  return parts.join(" ");
}
