import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { sourceOf, textOf } from "../../src/writing_desk/cell/source.js";
import desk from "../../src/writing_desk/widget.js";
import { fakeModel } from "../support/model.js";
import { all, button, one, place } from "../support/page.js";
import { words } from "../support/strings.js";

/** @import { Found, StringName, Traits } from "../../src/writing_desk/model.js" */

const EMPTY = 'brief = ""\n# YOUR CODE HERE\nraise NotImplementedError()';
/** @type {Found} */
const FOUND = {
  count: "3 of 400 to 600 words",
  enough: false,
  parts: [
    { text: "Grounds", good: true },
    { text: "How firm", good: false },
  ],
  citations: [
    { text: '[gap ¶2 "a <b>"]', good: true, trouble: "", runs: [{ text: "the passage", mark: true }] },
    { text: '[gap ¶2 "c"]', good: false, trouble: "Not there.", runs: [] },
  ],
  quoted: "1 passage counts",
  faults: ["Too short."],
};

/** @param {string} first what the answer cell holds */
function shown(first, variable = "brief") {
  let source = first;
  /** @type {Traits} */
  const traits = {
    strings: words(/** @type {Partial<Record<StringName, string>>} */ ({})),
    title: "Your brief",
    cell: "brief-text",
    variable,
    table: [{ question: "Hubs?", rows: [{ claim: '[gap ¶2 "x"]', verdict: "holds", why: "said" }] }],
    found: { ...FOUND, citations: [], faults: [] },
  };
  const { model, kernel } = fakeModel(traits);
  const cell = {
    metadata: { nbgrader: { grade_id: "brief-text" } },
    getSource: () => source,
    /** @param {string} next */
    setSource(next) {
      source = next;
    },
  };
  const save = vi.fn(async () => {});
  const context = { model: { sharedModel: { cells: [{ ...cell, metadata: {} }, cell] } }, save };
  Object.assign(model, { widget_manager: { context } });
  const leave = desk.render({ model, el: place() });
  const area = /** @type {HTMLTextAreaElement} */ (one("textarea"));
  return { area, kernel, leave, save, source: () => source };
}

/** @param {HTMLTextAreaElement} area @param {string} text */
function type(area, text) {
  area.value = text;
  area.dispatchEvent(new Event("input"));
}

beforeEach(() => {
  vi.useFakeTimers();
  document.body.replaceChildren();
});
afterEach(() => vi.useRealTimers());

test.each([
  "plain",
  'a "quotation"',
  'three """ signs',
  "back\\slash",
  'ends with "',
  "¶ and ’",
  "two\n\nparagraphs",
  "\\n",
])("what is written into the cell is read again: %j", (text) =>
  expect(textOf(sourceOf(text, "brief"), "brief")).toBe(text),
);

test("an answer that was not begun is an empty text, and a program of the learner's own is none", () => {
  expect(textOf(EMPTY, "brief")).toBe("");
  expect(textOf('brief = "\\n".join(parts)', "brief")).toBeNull();
  expect(textOf('brief = """a""" + """b"""', "brief")).toBeNull();
  expect(textOf('brief = """a\\n"""', "brief")).toBeNull();
  expect(textOf("YOUR ANSWER HERE", "")).toBe("");
  expect(textOf("**My** note", "")).toBe("**My** note");
  expect(sourceOf("", "")).toBe("YOUR ANSWER HERE");
});

test("what is typed goes into the answer cell at once, is examined, and is saved after a pause", async () => {
  const { area, kernel, save, source } = shown(EMPTY);
  type(area, "My advice");
  expect(source()).toBe('brief = """\nMy advice\n"""');
  expect(kernel.sent).toEqual([]);
  await vi.advanceTimersByTimeAsync(400);
  expect(kernel.sent).toEqual([{ do: "examine", text: "My advice", request: 1 }]);
  expect(save).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(2000);
  expect(save).toHaveBeenCalledTimes(1);
});

test("a text that is there already is shown and examined", () => {
  const { area, kernel } = shown('brief = """\nHello\n"""');
  expect(area.value).toBe("Hello");
  vi.advanceTimersByTime(400);
  expect(kernel.sent[0]).toMatchObject({ do: "examine", text: "Hello" });
});

test("a program of the learner's own is left until the desk is told to take over", () => {
  const { area, source } = shown("brief = compose()");
  expect(area.readOnly).toBe(true);
  expect(all("[role=status]")[0]?.textContent).toBe("foreign");
  expect(source()).toBe("brief = compose()");
  button("replace").click();
  expect(area.readOnly).toBe(false);
  expect(source()).toBe('brief = ""');
});

test("parts and citations bear signs, and a citation opens on its passage or on what is wrong with it", () => {
  const { area, kernel } = shown(EMPTY);
  type(area, "x");
  vi.advanceTimersByTime(400);
  kernel.change("found", { ...FOUND, request: 1 });
  expect(all("ul[aria-label=parts] li").map((li) => li.textContent)).toEqual([
    "✓ done: Grounds",
    "✗ missing: How firm",
  ]);
  const [good, bad] = all("ul[aria-label=citations] li");
  expect(good?.querySelector("mark")?.textContent).toBe("the passage");
  expect(bad?.textContent).toContain("Not there.");
  expect(all(".nsw-faults li").map((li) => li.textContent)).toEqual(["Too short."]);
});

test("a late answer to an older text is not shown", () => {
  const { area, kernel } = shown(EMPTY);
  type(area, "x");
  vi.advanceTimersByTime(400);
  type(area, "xy");
  vi.advanceTimersByTime(400);
  kernel.change("found", { ...FOUND, request: 1 });
  expect(all(".nsw-faults li")).toEqual([]);
});

test("a claim of the evidence table is put where the cursor stands", () => {
  const { area, source } = shown('brief = """\nab\n"""');
  area.setSelectionRange(1, 1);
  all("table button")[0]?.click();
  expect(area.value).toBe('a[gap ¶2 "x"]b');
  expect(source()).toContain('a[gap ¶2 "x"]b');
});

test("the weighing is asked for with one press, and a silent kernel is told of", () => {
  const { area, kernel } = shown(EMPTY);
  button("weigh").click();
  expect(kernel.sent).toEqual([{ do: "weigh" }]);
  kernel.gone = true;
  type(area, "x");
  vi.advanceTimersByTime(400);
  expect(all("[role=status]")[1]?.textContent).toBe("no_kernel");
});

test("what was not saved yet is saved when the view goes", () => {
  const { area, leave, save, kernel } = shown(EMPTY);
  type(area, "x");
  leave();
  expect(save).toHaveBeenCalledTimes(1);
  expect(kernel.listening()).toBe(0);
});
