// Checks and grades an exercise in the page: has a worker do it, ends the worker when a cell or a test takes too long, and goes on
// in another one without that cell or test.

import { openContext } from "./open_exercise.js";

const SITE = new URL("../", import.meta.url);
const START_MS = 180_000; // Python and the grader are loaded: on a first visit, from the network
const SLACK_MS = 2_000;

async function json(path) {
  const answer = await fetch(new URL(path, SITE));
  if (!answer.ok) throw new Error(`${path} could not be loaded. What to do: check the network connection, then try again.`);
  return await answer.json();
}

/**
 * Have one worker grade, until it is done or has to be ended.
 * @returns {Promise<{tasks: object[], done?: object, ended?: object}>} with `done`, or with what has `ended` it
 */
function attempt(about, request, records) {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL("newspace/grade_worker.js", SITE));
    const tasks = [];
    let begun = {};
    let clock = 0;
    const finish = (settle, value) => {
      clearTimeout(clock);
      worker.terminate();
      settle(value);
    };
    const limit = (milliseconds) => {
      clearTimeout(clock);
      clock = setTimeout(() => {
        if (begun.cell ?? begun.test) finish(resolve, { tasks, ended: begun });
        else finish(reject, new Error("Python did not start. What to do: check the network connection, then try again."));
      }, milliseconds);
    };
    worker.addEventListener("error", (event) => finish(reject, new Error(event.message || "the grader could not be loaded")));
    worker.addEventListener("message", ({ data }) => {
      if (data.event === "started") document.documentElement.dataset.newspaceGrader = data.prepared ? "prepared" : "unpacked";
      else if (data.event === "began") {
        begun = data;
        limit(1000 * data.seconds + SLACK_MS);
      } else if (data.event === "graded") records.push(data.record);
      else if (data.event === "task") tasks.push(data);
      else if (data.event === "done") finish(resolve, { tasks, done: data });
      else if (data.event === "failed") finish(reject, new Error(data.reason));
    });
    limit(START_MS);
    worker.postMessage({ about, request: JSON.stringify(request) });
  });
}

/**
 * Grade the open notebook of an exercise as it stands, and save it.
 * @param {string} assignment the exercise's name
 * @param {boolean} hidden whether the hidden tests are run, too; only where the site has the solutions
 */
async function grade(assignment, hidden) {
  const context = openContext(assignment);
  if (!context) throw new Error(`The notebook ${assignment}.ipynb is not open. What to do: open it, and press the button there.`);
  const own = JSON.stringify(context.model.toJSON());
  await context.save().catch(() => undefined); // where nothing can be kept, it can be graded all the same
  const about = await json("newspace/site.json");
  const { source, release, files } = await json(`newspace/grading/${assignment}.json`);
  if (hidden && source === undefined) throw new Error("This site has no hidden tests: your teacher has them.");
  const records = [];
  const ended_cells = [];
  const ended_tests = [];
  const notes = hidden ? [] : ["Only the tests that you can see were run. Hidden ones can still fail."];
  const same = { assignment, own, source: hidden ? source : release, release, files, notes, seconds: about.seconds };
  for (;;) {
    const { tasks, done, ended } = await attempt(about, { ...same, records, ended_cells, ended_tests }, records);
    if (done) return { ...done, tasks, saved: new Date().toLocaleTimeString() };
    if (ended.cell) ended_cells.push(ended.cell);
    else ended_tests.push(ended.test);
  }
}

globalThis.newspaceGrading = { grade };
