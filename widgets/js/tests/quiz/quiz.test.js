import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import quiz from "../../src/quiz/widget.js";
import { fakeModel } from "../support/model.js";
import { all, button, field, one, place, press, settled, type } from "../support/page.js";
import { GAP, partsForm, READINGS } from "./forms.js";

/** @import { Entry, Form, StringName, Traits } from "../../src/quiz/model.js" */

/** @type {Partial<Record<StringName, string>>} */
const TEMPLATES = {
  question: "Question {n} of {total}",
  progress: "{done} of {total} answered",
  step: "{n}: {status}",
  hint: "Hint ({left} left)",
  go_to: "Go to {n}",
  quoted: "“{text}”",
};
/** The names by which these tests know the page's words. The quiz merges them with those of the citations: they must be there. */
const NAMES = /** @type {StringName[]} */ (
  `answer back by_objective by_question check credit evidence explain explanation facts gap go_to hint hints next no_answer noted
  no_review open part_wrong partly previous progress question questions quoted review right right_answer sources step summary
  to_answer to_summary try_again wrong`.split(/\s+/)
);
const STRINGS = /** @type {Traits["strings"]} */ (
  Object.fromEntries(NAMES.map((name) => [name, TEMPLATES[name] ?? name]))
);
/** @type {Form[]} */
const FORMS = [partsForm("one", "q1"), { ...GAP, code: "q2" }, partsForm("several", "q3")];

/**
 * @param {Partial<Entry>} [more]
 * @returns {Entry}
 */
function entry(more) {
  return { serial: 1, answer: "c1", status: "wrong", message: "Not yet.", notes: [], hints: [], ...more };
}

/** @type {NonNullable<Entry["explanation"]>} */
const EXPLANATION = {
  solution: ["Two"],
  text: [[{ text: "Because " }, { label: "crash ¶7", quote: "far" }]],
  places: [
    {
      label: "crash ¶7",
      title: "A crash",
      runs: [
        { text: "It is ", mark: false },
        { text: "far", mark: true },
      ],
    },
  ],
  facts: [
    {
      text: "It is 900 km.",
      sources: [
        { text: "ispace", url: "https://example.org" },
        { text: "A book", url: "" },
      ],
    },
  ],
};

const NUMBERED = { number: "", number_disputed: "", number_none: "", number_open: "" };

/** @param {Partial<Traits>} [more] */
function shown(more) {
  /** @type {Traits} */
  const traits = {
    strings: STRINGS,
    citing: { behind: "", close: "", find_date: "", no_fact: "", passage: "Show this passage", ...NUMBERED },
    title: "Landings",
    forms: FORMS,
    readings: READINGS,
    progress: {},
    summary: { text: "1 of 3 right.", questions: { q1: "right", q2: "wrong", q3: "open" }, objectives: [] },
    notice: "",
    ...more,
  };
  const { model, kernel } = fakeModel(traits);
  const el = place();
  const leave = quiz.render({ model, el });
  /**
   * The kernel gives something for a question, and then answers what was asked last.
   * @param {string} code
   * @param {Traits["progress"][string]} given
   */
  const give = async (code, given) => {
    kernel.change("progress", { ...traits.progress, [code]: given });
    await reply("");
  };
  /** @param {string} said */
  const reply = async (said) => {
    const { request, view } = kernel.sent.at(-1);
    kernel.say({ request, view, said });
    await settled();
  };
  return { traits, kernel, leave, give, reply, el };
}

/** @param {string} code */
function choose(code) {
  const input = field(`input[value=${code}]`);
  input.checked = true;
  input.dispatchEvent(new Event("change", { bubbles: true }));
}

const heading = () => one(".ns-heading").textContent;
const labels = () => all(".ns-step").map((step) => step.getAttribute("aria-label"));

beforeEach(() => {
  vi.useFakeTimers();
  document.body.replaceChildren();
});
afterEach(() => vi.useRealTimers());

test("an answer that is only noted is neither tried again nor explained", () => {
  shown({ progress: { q1: entry({ status: "noted", message: "Noted." }) } });
  expect(labels()[0]).toBe("1: noted");
  all(".ns-step")[0]?.click();
  expect(all(".ns-actions button").filter((one) => !one.hidden)).toEqual([]);
  expect(one(".ns-verdict").textContent).toContain("Noted.");
});

describe("where it begins", () => {
  test.each([
    [{}, "Question 1 of 3"],
    [{ q1: entry() }, "Question 2 of 3"],
    [{ q1: { hints: [] } }, "Question 1 of 3"],
    [{ q1: entry(), q2: entry(), q3: entry() }, "summary"],
  ])("%j: %s", (progress, text) => {
    shown({ progress });
    expect(heading()).toBe(text);
  });

  test("the head and the steps say how far one is", () => {
    shown({ progress: { q1: entry({ status: "right" }), q2: entry({ status: "partly" }) } });
    expect(one(".ns-count label").textContent).toBe("2 of 3 answered");
    expect(labels()).toEqual(["1: right", "2: partly", "3: open"]);
    expect(one("[aria-current=step]").textContent).toBe("3○");
  });
});

describe("an answer", () => {
  test("is sent once, and its verdict shown with its notes", async () => {
    const { kernel, give } = shown();
    choose("c1");
    button("check").click();
    button("check").click();
    expect(kernel.sent).toHaveLength(1);
    expect(kernel.sent[0]).toMatchObject({ do: "check", question: "q1", answer: "c1" });
    const notes = [
      { part: "c1", name: "One", good: false, text: [[{ text: "Look <again>." }]] },
      { part: "", name: "", good: null, text: [[{ text: "A word." }]] },
      { part: "c2", name: "Two", good: true, text: [] },
    ];
    await give("q1", entry({ notes }));
    expect(one(".ns-verdict").textContent).toBe("✗ Not yet.");
    expect(all(".ns-notes li").map((line) => line.textContent)).toEqual(["✗OneLook <again>.", "A word."]);
    expect(all(".ns-mark")).toHaveLength(2);
    expect(labels()[0]).toBe("1: wrong");
  });

  test("that cannot be judged says why, and may be sent again", async () => {
    const { kernel, reply } = shown();
    button("check").click();
    await reply("Choose first.");
    expect(one(".ns-invalid").textContent).toBe("Choose first.");
    button("check").click();
    expect(kernel.sent).toHaveLength(2);
  });

  test("hides its verdict when it is changed, and offers to check again", () => {
    shown({ forms: FORMS.slice(0, 1), progress: { q1: entry() } });
    button("back").click();
    expect(one(".ns-verdict").textContent).toBe("✗ Not yet.");
    choose("c2");
    expect(all(".ns-verdict")).toHaveLength(0);
    expect(button("check")).toBeTruthy();
  });

  test("that is written hides its verdict when a letter changes", () => {
    shown({ forms: [{ ...GAP, code: "q1" }], progress: { q1: entry({ answer: "moon" }) } });
    button("back").click();
    expect(field("input").value).toBe("moon");
    type(field("input"), "moons");
    expect(all(".ns-verdict")).toHaveLength(0);
  });

  test("is tried again with cleared controls", () => {
    shown({ forms: FORMS.slice(0, 1), progress: { q1: entry() } });
    button("back").click();
    button("try_again").click();
    expect(all("input:checked")).toHaveLength(0);
    expect(document.activeElement).toBe(field("input[value=c1]"));
  });

  test("of several choices keeps ticks and marks for another try, until the next verdict", async () => {
    const form = partsForm("several");
    const mark = { name: "", text: [] };
    const notes = [
      { ...mark, part: "c1", good: true },
      { ...mark, part: "c3", good: false },
    ];
    const { give } = shown({ forms: [form], progress: { q1: entry({ answer: ["c1", "c3"], notes }) } });
    button("back").click();
    button("try_again").click();
    expect(all("input:checked")).toHaveLength(2);
    expect(all(".ns-mark")).toHaveLength(2);
    expect(all(".ns-verdict")).toHaveLength(0);
    field("input[value=c3]").click();
    expect(all(".ns-mark")).toHaveLength(2);
    button("check").click();
    await give("q1", entry({ serial: 2, answer: ["c1"], notes: notes.slice(0, 1) }));
    expect(all(".ns-mark")).toHaveLength(1);
  });

  test("that is right can be neither checked nor tried again, and needs no hint", async () => {
    const { give } = shown();
    choose("c2");
    button("check").focus();
    button("check").click();
    await give("q1", entry({ status: "right", explanation: EXPLANATION }));
    expect(all(".ns-actions button:not([hidden])")).toHaveLength(0);
    expect(document.activeElement).toBe(one(".ns-result"));
  });

  test("the same verdict is not shown anew, so that it is not read aloud again", async () => {
    const { give, traits, kernel } = shown();
    choose("c1");
    button("check").click();
    await give("q1", entry());
    const verdict = one(".ns-verdict");
    kernel.change("progress", { ...traits.progress, q2: entry() });
    expect(one(".ns-verdict")).toBe(verdict);
    await give("q1", entry({ serial: 2 }));
    expect(one(".ns-verdict")).not.toBe(verdict);
  });
});

describe("help", () => {
  test("hints come one by one, as the kernel gives them", async () => {
    const { kernel, give } = shown();
    button("Hint (2 left)").click();
    expect(kernel.sent[0]).toMatchObject({ do: "hint", question: "q1" });
    await give("q1", { hints: [[[{ text: "Think." }]]] });
    expect(all(".ns-hints li").map((hint) => hint.textContent)).toEqual(["Think."]);
    button("Hint (1 left)").click();
    await give("q1", { hints: [[[{ text: "Think." }]], [[{ text: "Harder." }]]] });
    expect(all(".ns-hints li")).toHaveLength(2);
    expect(all(".ns-actions button:not([hidden])").map((shownButton) => shownButton.textContent)).toEqual(["check"]);
  });

  test("an explanation is asked for, shown, and gets the focus", async () => {
    const { kernel, give } = shown();
    choose("c1");
    button("check").click();
    await give("q1", entry());
    button("explain").click();
    expect(kernel.sent.at(-1)).toMatchObject({ do: "explain", question: "q1" });
    await give("q1", entry({ explanation: EXPLANATION }));
    expect(document.activeElement).toBe(one(".ns-explanation"));
    expect(one(".ns-solution-lines").textContent).toBe("Two");
    expect(one(".ns-explanation mark").textContent).toBe("far");
    const cite = one(".ns-explanation .nsc-cite");
    expect([cite.textContent, cite.dataset.cites, cite.title]).toEqual([
      "crash ¶7 “far”",
      '[crash ¶7 "far"]',
      "Show this passage",
    ]);
    expect(all(".ns-help li").map((source) => [source.textContent, source.querySelector("a")?.href ?? ""])).toEqual([
      ["ispace", "https://example.org/"],
      ["A book", ""],
    ]);
  });
});

describe("going on and back", () => {
  test("keeps what was not handed in, and gives the heading the focus", () => {
    shown();
    choose("c3");
    button("next").click();
    expect([heading(), document.activeElement]).toEqual(["Question 2 of 3", one(".ns-heading")]);
    button("previous").click();
    expect(field("input:checked").value).toBe("c3");
  });

  test("goes to the summary after the last question, and back to it", () => {
    shown();
    all(".ns-step")[2]?.click();
    button("to_summary").click();
    expect(heading()).toBe("summary");
    button("back").click();
    expect(heading()).toBe("Question 3 of 3");
  });
});

describe("the summary", () => {
  const progress = { q1: entry({ status: "right" }), q2: entry() };

  test("says how it went, and leads to what is wrong or open", () => {
    shown({ progress });
    button("to_summary").click();
    expect(one(".ns-overall").textContent).toBe("1 of 3 right.");
    expect(all(".ns-lines:first-of-type li, .ns-lines li").map((line) => line.textContent)).toContain(
      "✗2. About q1. – wrong",
    );
    expect(all(".ns-again button").map((way) => way.textContent)).toEqual(["Go to 2", "Go to 3"]);
    button("Go to 2").click();
    expect(heading()).toBe("Question 2 of 3");
  });

  test("follows what comes meanwhile", () => {
    const { kernel, traits } = shown({ progress });
    button("to_summary").click();
    kernel.change("progress", {
      ...traits.progress,
      q2: entry({ status: "right", serial: 2 }),
      q3: entry({ status: "right" }),
    });
    expect(all(".ns-again")).toHaveLength(0);
    expect(one(".ns-summary").textContent).toContain("no_review");
  });
});

test("a second view of the same quiz follows the first", () => {
  const { kernel, traits } = shown();
  choose("c3");
  kernel.change("progress", { ...traits.progress, q1: entry({ answer: "c2" }) });
  expect(field("input:checked").value).toBe("c2");
  expect(one(".ns-verdict").textContent).toBe("✗ Not yet.");
});

describe("the kernel", () => {
  test("that is silent is told, until it answers", async () => {
    const { reply } = shown();
    button("check").click();
    vi.advanceTimersByTime(5000);
    expect([one(".ns-silence").hidden, one(".ns-silence").textContent]).toEqual([false, "no_answer"]);
    await reply("");
    expect(one(".ns-silence").hidden).toBe(true);
  });

  test("that is gone is told at once", () => {
    const { kernel } = shown();
    kernel.gone = true;
    button("check").click();
    expect(one(".ns-silence").hidden).toBe(false);
  });

  test("answers each view for itself", async () => {
    const { kernel } = shown();
    button("check").click();
    const { request } = kernel.sent[0];
    kernel.say({ request, view: "another", said: "Not for you." });
    kernel.say(undefined);
    await settled();
    expect(all(".ns-invalid")).toHaveLength(0);
  });

  test("has a notice for the learner", () => {
    const { kernel } = shown();
    expect(one(".ns-notice").hidden).toBe(true);
    kernel.change("notice", "Answers are not kept.");
    expect([one(".ns-notice").hidden, one(".ns-notice").textContent]).toEqual([false, "Answers are not kept."]);
  });

  test("is left alone when the view goes", () => {
    const { kernel, leave } = shown();
    button("check").click();
    leave();
    vi.advanceTimersByTime(5000);
    expect(kernel.listening()).toBe(0);
    expect(one(".ns-silence").hidden).toBe(true);
  });
});

test("keys that are pressed in the quiz are no shortcuts of JupyterLab", () => {
  const heard = vi.fn();
  document.body.addEventListener("keydown", heard);
  shown();
  press(field("input[value=c1]"), "x");
  expect(heard).not.toHaveBeenCalled();
});
