import { afterEach, beforeEach, expect, test, vi } from "vitest";
import gradeButton from "../../src/grade_button/widget.js";
import { fakeModel } from "../support/model.js";
import { all, button, one, place } from "../support/page.js";
import { words } from "../support/strings.js";

/** @import { Done, State, StringName, Task } from "../../src/grade_button/model.js" */

/** @type {Task} */
const TASK = { title: "Orbit <speed>", tone: "good", sign: "✓", word: "Right", points: 2, possible: 3, waiting: false };
/** @type {Done} */
const DONE = {
  phase: "done",
  saved: "12:00:00",
  path: "page.html",
  tasks: [TASK],
  points: 2,
  possible: 3,
  waiting: 0,
  held: 0,
};
/** @type {Partial<Record<StringName, string>>} */
const TEMPLATES = {
  total: "{points} of {possible} points.",
  waiting: "{waiting} wait.",
  held: "{held} held.",
  graded: "Saved at {saved}.",
  part: "{points} of {possible}",
  seconds: "{n} s",
  path: "File: {path}",
  checked: "{passed} of {all} pass.",
  handed: "{file}.",
  untouched: "{open} of {all}.",
};

/**
 * @param {State} state
 * @param {"" | "self-study" | "class"} [edition]
 */
function shown(state, edition = "") {
  const { model, kernel } = fakeModel({ strings: words(TEMPLATES), state, assignment: "orbits", edition });
  const el = place();
  const leave = gradeButton.render({ model, el });
  return { el, model, kernel, leave, said: one(".nsm-mine > [role=status]") };
}

beforeEach(() => {
  vi.useFakeTimers();
  document.body.replaceChildren();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

test("nothing is started before the button is pressed, and once while it works", () => {
  const { kernel, said } = shown({ phase: "ready" });
  expect(kernel.sent).toEqual([]);
  button("button").click();
  expect(kernel.sent).toEqual([{ kind: "grade" }]);
  kernel.change("state", { phase: "busy" });
  expect(said.textContent).toBe("busy");
  expect(button("button").getAttribute("aria-disabled")).toBe("true");
  button("button").click();
  expect(kernel.sent).toHaveLength(1);
});

test("a clock counts the seconds while it works", () => {
  const { kernel } = shown({ phase: "busy" });
  vi.advanceTimersByTime(3000);
  expect(one(".nsm-actions span").textContent).toBe("3 s");
  kernel.change("state", { phase: "failed", message: "No." });
  vi.advanceTimersByTime(3000);
  expect(one(".nsm-actions span").textContent).toBe("");
});

test("a kernel that does not answer is told, and one that does is not", () => {
  const { kernel, said } = shown({ phase: "ready" });
  button("button").click();
  vi.advanceTimersByTime(5000);
  expect(said.textContent).toBe("no_kernel");
  button("button").click();
  kernel.change("state", { phase: "busy" });
  vi.advanceTimersByTime(60_000);
  expect(said.textContent).toBe("busy");
});

test("what came of it is told in words and as a table of text", () => {
  const { said } = shown({ ...DONE, waiting: 1, held: 2 });
  expect(said.textContent).toBe("2 of 3 points. 1 wait. 2 held. Saved at 12:00:00.");
  expect(all("tbody th, tbody td").map((cell) => cell.textContent)).toEqual(["Orbit <speed>", "✓ Right", "2 of 3"]);
  expect(one("tbody td:not(.nsm-number)").className).toBe("nsm-good");
  expect(button("again")).toBeTruthy();
});

test("a task that waits for a person has no points yet", () => {
  shown({ ...DONE, tasks: [{ ...TASK, points: 0, waiting: true }] });
  expect(one("tbody .nsm-number").textContent).toBe("– of 3");
});

test("why it failed is told, and where it cannot be graded there is no button", () => {
  const { kernel, said } = shown({ phase: "failed", message: "The disk is full." });
  expect(said.textContent).toBe("failed The disk is full.");
  kernel.change("state", { phase: "absent", message: "Press Validate." });
  expect(said.textContent).toBe("Press Validate.");
  expect(one(".nsm-actions").hidden).toBe(true);
});

test("the feedback page is asked for, opened from memory, and its memory given back", () => {
  const made = vi.spyOn(URL, "createObjectURL").mockReturnValueOnce("blob:1").mockReturnValueOnce("blob:2");
  const dropped = vi.spyOn(URL, "revokeObjectURL").mockReturnValue();
  const { kernel, leave } = shown(DONE);
  expect(kernel.sent).toEqual([{ kind: "page" }]);
  kernel.say({ kind: "page", html: "<h1>Feedback</h1>" });
  kernel.say({ kind: "page", html: "<h1>Feedback</h1>" });
  expect(made).toHaveBeenCalledTimes(2);
  expect(all(".nsm-link a").map((link) => link.getAttribute("href"))).toEqual(["blob:2"]);
  leave();
  expect(dropped.mock.calls).toEqual([["blob:1"], ["blob:2"]]);
  expect(kernel.listening()).toBe(0);
});

test("a page that comes after the next run has begun is not shown", () => {
  const { kernel } = shown(DONE);
  kernel.change("state", { phase: "busy" });
  kernel.say({ kind: "page", html: "old" });
  expect(all(".nsm-link")).toHaveLength(0);
});

test("in the browser edition the page grades, with all tests or with the visible ones", async () => {
  const { path: _path, phase: _phase, ...outcome } = DONE;
  const grade = vi.fn().mockResolvedValue({ ...outcome, page: "<h1>Feedback</h1>" });
  vi.stubGlobal("newspaceGrading", { grade });
  vi.spyOn(URL, "createObjectURL").mockReturnValue("blob:1");
  const { model, kernel, said } = shown({ phase: "ready" }, "self-study");
  button("button").click();
  expect(model.get("state").phase).toBe("busy");
  button("check").click(); // one at a time
  await vi.waitFor(() => expect(all(".nsm-link a")).toHaveLength(1));
  expect(said.textContent).toBe("2 of 3 points. Saved at 12:00:00.");
  expect(kernel.sent).toEqual([]);
  button("check").click();
  await vi.waitFor(() => expect(said.textContent).toBe("1 of 1 pass."));
  expect(all(".nsm-number")).toHaveLength(0);
  expect(grade.mock.calls).toEqual([
    ["orbits", true],
    ["orbits", false],
  ]);
});

test("a class's page has no button for hidden tests, and why it failed is told", async () => {
  const { said } = shown({ phase: "ready" }, "class");
  expect(all(".nsm-actions button").map((found) => found.textContent)).toEqual(["check", "hand_in"]);
  button("check").click();
  await vi.waitFor(() => expect(said.textContent).toBe("failed no_page"));
  vi.stubGlobal("newspaceGrading", { grade: () => Promise.reject(new Error("No network.")) });
  button("check").click();
  await vi.waitFor(() => expect(said.textContent).toBe("failed No network."));
});

test("one file is handed in under the name that was typed, and what is untouched is told", async () => {
  const download = vi.fn().mockResolvedValue({ file: "orbits--Kim.ipynb", open: 2, all: 12 });
  vi.stubGlobal("newspaceHandIn", { name: () => "Kim", download });
  shown({ phase: "ready" }, "class");
  const field = one("input");
  if (!(field instanceof HTMLInputElement)) throw new Error("it is no field");
  expect(field.value).toBe("Kim");
  field.value = "Kim Min-jun";
  button("hand_in").click();
  const said = one(".nsm-hand-in [role=status]");
  await vi.waitFor(() => expect(said.textContent).toBe("orbits--Kim.ipynb. 2 of 12."));
  expect(download.mock.calls).toEqual([["orbits", "Kim Min-jun"]]);
  download.mockResolvedValueOnce({ file: "orbits.ipynb", open: 0, all: 12 });
  button("hand_in").click();
  await vi.waitFor(() => expect(said.textContent).toBe("orbits.ipynb."));
  download.mockRejectedValueOnce(new Error("Gone."));
  button("hand_in").click();
  await vi.waitFor(() => expect(said.textContent).toBe("Gone."));
});

test("without the page's part nothing is handed in, and with a kernel that grades there is no such button", async () => {
  shown({ phase: "ready" }, "self-study");
  button("hand_in").click();
  await vi.waitFor(() => expect(one(".nsm-hand-in [role=status]").textContent).toBe("no_page"));
  document.body.replaceChildren();
  shown({ phase: "ready" });
  expect(all(".nsm-hand-in")).toHaveLength(0);
});
