import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import explorer from "../../src/explorer/widget.js";
import { fakeModel } from "../support/model.js";
import { all, button, field, one, place, type } from "../support/page.js";
import { words } from "../support/strings.js";

/** @import { QuestionSpec, SliderSpec, State, Traits } from "../../src/explorer/model.js" */

/** @type {SliderSpec} */
const SPEED = {
  kind: "slider",
  name: "speed",
  label: "Speed",
  low: 0,
  high: 100,
  step: 10,
  value: 20,
  unit: "m/s",
  help: "",
};
/** @type {QuestionSpec} */
const QUESTION = {
  prompt: "What will happen?",
  options: [
    { value: "up", text: "It goes up." },
    { value: "down", text: "It goes down." },
  ],
  button: "Fly it",
};
const AT_FIRST = { sentence: "at first", values: { speed: 20 }, narrow: false };

/** @param {Partial<Traits>} [more] */
function shown(more) {
  /** @type {Traits} */
  const traits = {
    strings: words(),
    citing: words(),
    title: "Landing",
    caption: "A caption.",
    controls: [SPEED],
    presets: [],
    question: {},
    state: AT_FIRST,
    picture: new DataView(new ArrayBuffer(0)),
    motion: {},
    marks: [],
    ...more,
  };
  const { model, kernel } = fakeModel(traits);
  const el = place();
  const leave = explorer.render({ model, el });
  /** @param {Partial<State>} [state] the answer to what was asked last */
  const answer = (state) => {
    const { request, values, narrow } = kernel.sent.at(-1);
    kernel.change("state", { request, values, narrow, sentence: `at ${values.speed}`, words: "A line.", ...state });
  };
  return { model, kernel, leave, answer, range: field("input[type=range]", el) };
}

beforeEach(() => {
  vi.useFakeTimers();
  document.body.replaceChildren();
});
afterEach(() => vi.useRealTimers());

describe("requests", () => {
  test("at most one is under way, and then the newest values are asked for", () => {
    const { kernel, answer, range } = shown();
    for (const speed of ["30", "40", "50", "60"]) type(range, speed);
    expect(kernel.sent.map(({ values }) => values.speed)).toEqual([30]);
    answer();
    expect(kernel.sent.map(({ values }) => values.speed)).toEqual([30, 60]);
    expect(one(".nx-sentence").textContent).toBe("at 30");
    answer();
    expect(kernel.sent).toHaveLength(2);
  });

  test("have names that differ between two views of one explorer", () => {
    const first = shown();
    const second = shown();
    type(first.range, "30");
    type(second.range, "40");
    expect(first.kernel.sent[0].request).not.toBe(second.kernel.sent[0].request);
  });

  test("a kernel that is silent is told, and so is one that is gone", () => {
    const { kernel, answer, range } = shown();
    type(range, "30");
    vi.advanceTimersByTime(4900);
    expect(one(".nx-message").hidden).toBe(true);
    vi.advanceTimersByTime(200);
    expect([one(".nx-message").hidden, one(".nx-message").textContent]).toEqual([false, "no_answer"]);
    answer();
    vi.advanceTimersByTime(60_000);
    expect(one(".nx-message").hidden).toBe(true);
    kernel.gone = true;
    type(range, "40");
    expect(one(".nx-message").textContent).toBe("no_answer");
    kernel.gone = false;
    type(range, "50");
    expect(kernel.sent.at(-1).values.speed).toBe(50);
  });
});

describe("the room for the picture", () => {
  /** @type {() => void} */
  let onResize = () => {};
  /** @param {number} width */
  function resize(width) {
    vi.spyOn(one(".nx-explorer"), "clientWidth", "get").mockReturnValue(width);
    onResize();
  }
  beforeEach(() => {
    const watch = { observe: vi.fn(), disconnect: vi.fn() };
    vi.stubGlobal(
      "ResizeObserver",
      class {
        /** @param {() => void} act */
        constructor(act) {
          onResize = act;
        }
        observe = watch.observe;
        disconnect = watch.disconnect;
      },
    );
  });
  afterEach(() => vi.unstubAllGlobals());

  test("is asked for anew when it becomes too narrow, and when it is wide enough again", () => {
    const { kernel, answer } = shown();
    for (const [width, count] of [
      [900, 0],
      [600, 0],
      [599, 1],
      [400, 1],
      [0, 1],
      [601, 2],
    ]) {
      resize(Number(width));
      expect(kernel.sent).toHaveLength(Number(count));
      if (kernel.sent.length > 0) answer();
    }
    expect(kernel.sent.map(({ narrow }) => narrow)).toEqual([true, false]);
  });

  test("is told with each run", () => {
    const { kernel, range } = shown();
    vi.spyOn(one(".nx-explorer"), "clientWidth", "get").mockReturnValue(400);
    type(range, "30");
    expect(kernel.sent[0].narrow).toBe(true);
  });

  test("that changes while an answer is under way is asked for after it", () => {
    const { kernel, answer, range } = shown();
    resize(900);
    type(range, "30");
    resize(400);
    expect(kernel.sent.map(({ narrow }) => narrow)).toEqual([false]);
    answer();
    expect(kernel.sent.map(({ narrow }) => narrow)).toEqual([false, true]);
    answer();
    expect(kernel.sent).toHaveLength(2);
  });

  test("does not matter before the first run", () => {
    const { kernel } = shown({ question: QUESTION, state: {} });
    resize(400);
    expect(kernel.sent).toHaveLength(0);
  });
});

test("another view's run moves the controls, but not while an answer of one's own is under way", () => {
  const { kernel, range } = shown();
  kernel.change("state", { ...AT_FIRST, request: "other", values: { speed: 70 } });
  expect(range.value).toBe("70");
  type(range, "30");
  kernel.change("state", { ...AT_FIRST, request: "other", values: { speed: 80 } });
  expect(range.value).toBe("30");
});

test("a run that failed shows its message, and the next good one takes it away", () => {
  const { answer, range } = shown();
  type(range, "30");
  answer({ error: "It failed." });
  expect([one(".nx-message").hidden, one(".nx-message").textContent]).toEqual([false, "It failed."]);
  expect(one(".nx-figure").classList.contains("nx-stale")).toBe(true);
  type(range, "40");
  answer();
  expect(one(".nx-message").hidden).toBe(true);
  expect(one(".nx-figure").classList.contains("nx-stale")).toBe(false);
});

test("the sentence is read aloud when the controls rest, the picture's words stand with it", () => {
  const { answer, range } = shown();
  vi.advanceTimersByTime(1000);
  for (const speed of ["30", "40"]) {
    type(range, speed);
    answer();
    vi.advanceTimersByTime(600);
    expect(one(".nx-aloud").textContent).toBe("at first");
  }
  vi.advanceTimersByTime(200);
  expect(one(".nx-aloud").textContent).toBe("at 40");
  expect(/** @type {HTMLImageElement} */ (one("img")).alt).toBe("A line.");
});

describe("the question before the first run", () => {
  test("wants an answer first, then sends it along, and says what came of it", () => {
    const { kernel, answer } = shown({ question: QUESTION, state: {} });
    expect(one(".nx-work").hidden).toBe(true);
    button("Fly it").click();
    expect(one(".nx-missing").hidden).toBe(false);
    expect(kernel.sent).toEqual([]);
    field("input[value=down]").checked = true;
    button("Fly it").focus();
    button("Fly it").click();
    expect(kernel.sent[0]).toMatchObject({ predicted: "down", values: { speed: 20 } });
    expect(button("Fly it").getAttribute("aria-busy")).toBe("true");
    answer({ prediction: { predicted: "It goes down.", happened: "It goes up.", same: false } });
    expect([one(".nx-question").hidden, one(".nx-work").hidden]).toEqual([true, false]);
    expect(one(".nx-compared").textContent).toBe("predicted It goes down. happened It goes up. ≠\u00a0other");
    expect(document.activeElement).toBe(one(".nx-compared"));
  });

  test("is not asked where there is none", () => {
    shown();
    expect(all(".nx-question")).toHaveLength(0);
    expect(one(".nx-compared").hidden).toBe(true);
  });
});

test("a picture comes as bytes, and the memory of the last one is given back", () => {
  vi.spyOn(URL, "createObjectURL").mockReturnValueOnce("blob:1").mockReturnValueOnce("blob:2");
  const dropped = vi.spyOn(URL, "revokeObjectURL").mockReturnValue();
  const { kernel, leave } = shown();
  expect(one("img").getAttribute("src")).toBeNull();
  kernel.change("picture", new DataView(new ArrayBuffer(3)));
  kernel.change("picture", new DataView(new ArrayBuffer(4)));
  expect(one("img").getAttribute("src")).toBe("blob:2");
  leave();
  expect(dropped.mock.calls).toEqual([["blob:1"], ["blob:2"]]);
  expect(kernel.listening()).toBe(0);
});

describe("what has changed since the last run", () => {
  test("is told below the sentence, and read aloud with it", () => {
    const { answer, range } = shown();
    expect(one(".nx-change").hidden).toBe(true);
    type(range, "30");
    answer({ change: "Before: 20; now: 30." });
    vi.advanceTimersByTime(1000);
    expect([one(".nx-change").hidden, one(".nx-change").textContent]).toEqual([false, "Before: 20; now: 30."]);
    expect(one(".nx-aloud").textContent).toBe("at 30 Before: 20; now: 30.");
  });

  test("is counted from the run that stood when the controls began to move", () => {
    const { kernel, answer, range } = shown();
    for (const speed of ["30", "40", "50"]) {
      type(range, speed);
      answer();
      vi.advanceTimersByTime(300);
    }
    vi.advanceTimersByTime(1000);
    type(range, "60");
    expect(kernel.sent.map(({ rested }) => rested)).toEqual([true, false, false, true]);
  });

  test("is not forgotten while an answer is under way", () => {
    const { kernel, answer, range } = shown();
    type(range, "30");
    vi.advanceTimersByTime(1500);
    type(range, "40");
    answer();
    expect(kernel.sent.map(({ rested }) => rested)).toEqual([true, true]);
  });
});
