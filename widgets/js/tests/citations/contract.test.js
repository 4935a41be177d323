import { beforeEach, describe, expect, test, vi } from "vitest";
import { fakeModel } from "../support/model.js";
import { all, one, place, press, settled } from "../support/page.js";
import { words } from "../support/strings.js";

/** @import { Answer, CitationStrings } from "../../src/citations/contract.js" */

const PASSAGE = '[crash ¶7 "roughly 900 kilometers"]';
const ANSWER = {
  reading: "crash",
  title: "A crash",
  about: "A newspaper.",
  dated: "Date: 6 June 2025.",
  paragraph: "crash ¶7",
  runs: [
    { text: "It is ", mark: false },
    { text: "roughly 900 kilometers", mark: true },
  ],
  url: "https://example.org/crash",
};

/** @type {(() => void)[]} */
let leaving = [];

beforeEach(() => {
  for (const leave of leaving) leave();
  leaving = [];
  document.body.replaceChildren();
});

/**
 * A view with a module of its own, as anywidget loads it.
 * @param {{ asksDateOf?: string, el?: HTMLElement }} [more]
 */
async function view({ asksDateOf, el = place() } = {}) {
  vi.resetModules();
  const { linkCitations } = await import("../../src/citations/index.js");
  const { model, kernel } = fakeModel({});
  /** @type {CitationStrings} */
  const strings = words();
  const leave = linkCitations({ model, el, strings, asksDateOf });
  leaving.push(leave);
  /** @param {Answer} answer to what was asked last */
  const reply = async (answer) => {
    kernel.say({ request: kernel.sent.at(-1).request, said_of: answer });
    await settled();
  };
  return { el, kernel, leave, reply };
}

/**
 * A paragraph of a lesson, in the notebook of a view.
 * @param {HTMLElement} el
 * @param {...(string | Node)} content
 */
function prose(el, ...content) {
  const box = document.createElement("div");
  box.className = "jp-RenderedHTMLCommon";
  const paragraph = document.createElement("p");
  paragraph.append(...content);
  box.append(paragraph);
  el.before(box);
  return paragraph;
}

/** @param {string} name */
function factLink(name) {
  const link = document.createElement("a");
  link.href = "#Sources";
  link.title = `fact ${name}`;
  link.textContent = "ispace";
  return link;
}

/** @param {Element} element */
function click(element) {
  const event = new MouseEvent("click", { bubbles: true, cancelable: true });
  element.dispatchEvent(event);
  return event;
}

describe("citations in prose", () => {
  test("become buttons when a view comes, and when prose comes", async () => {
    const el = place();
    const paragraph = prose(el, `It says ${PASSAGE}, and [gap ¶2].`);
    await view({ el });
    expect(all(".nsc-cite", paragraph).map((cite) => cite.textContent)).toEqual([PASSAGE, "[gap ¶2]"]);
    expect(paragraph.textContent).toBe(`It says ${PASSAGE}, and [gap ¶2].`);
    const later = prose(el, "Later [gap ¶3].");
    await vi.waitFor(() => expect(all(".nsc-cite", later)).toHaveLength(1));
  });

  test("stay text in program text and links", async () => {
    const el = place();
    const code = document.createElement("code");
    code.textContent = PASSAGE;
    const paragraph = prose(el, code, factLink("x"));
    await view({ el });
    expect(all(".nsc-cite", paragraph)).toHaveLength(0);
  });

  test("are made buttons once, however many views there are", async () => {
    const el = place();
    const paragraph = prose(el, PASSAGE);
    await view({ el });
    await view({ el });
    expect(all(".nsc-cite", paragraph)).toHaveLength(1);
  });

  test("open by Enter and by Space", async () => {
    const { el, kernel } = await view();
    prose(el, PASSAGE);
    await vi.waitFor(() => one(".nsc-cite"));
    const cite = one(".nsc-cite");
    expect(press(cite, "Enter").defaultPrevented).toBe(true);
    expect(kernel.sent).toHaveLength(1);
    press(one(".nsc-panel"), "Escape");
    press(cite, " ");
    expect(kernel.sent).toHaveLength(2);
    expect(press(cite, "a").defaultPrevented).toBe(false);
  });
});

describe("numbered marks", () => {
  /**
   * @param {string} shown
   * @param {string} facts
   */
  function mark(shown, facts) {
    const link = factLink(facts);
    link.textContent = shown;
    return link;
  }

  test("are named in words, and their title is what they are called", async () => {
    const el = place();
    const shown = ["[14]", "[3≠]", "[7?]", "[?]"].map((text) => mark(text, "a b"));
    prose(el, ...shown);
    await view({ el });
    const names = ["number", "number_disputed", "number_open", "number_none"];
    expect(shown.map((one) => one.getAttribute("aria-label"))).toEqual(names);
    expect(shown.map((one) => one.title)).toEqual(names);
    expect(shown.map((one) => one.textContent)).toEqual(["[14]", "[3≠]", "[7?]", "[?]"]);
  });

  test("hold their number in the name", async () => {
    const { nameOf } = await import("../../src/citations/prose/marks.js");
    /** @type {Partial<CitationStrings>} */
    const templates = { number_open: "Source {number}: open" };
    /** @type {CitationStrings} */
    const strings = words(templates);
    expect(nameOf(strings, "7", "?")).toBe("Source 7: open");
  });

  test("ask for all their facts at once, also those that come later", async () => {
    const { el, kernel } = await view();
    const link = mark("[2]", "m1_step_m m1_end");
    prose(el, link);
    await vi.waitFor(() => expect(link.className).toBe("nsc-number"));
    click(link);
    expect(kernel.sent[0]).toMatchObject({ do: "fact", fact: "m1_step_m m1_end" });
  });

  test("with words in place of a number stay as they are", async () => {
    const el = place();
    const link = factLink("m1_step_m");
    prose(el, link);
    await view({ el });
    expect(link.title).toBe("fact m1_step_m");
    expect(link.hasAttribute("aria-label")).toBe(false);
  });
});

describe("a citation that is pressed", () => {
  test("is answered once, by the last view of its own notebook, whichever module opened the desk", async () => {
    const first = await view();
    const [second, third] = [await view(), await view()];
    const again = await view({ el: second.el });
    const link = factLink(" m1_step_m ");
    prose(second.el, link);
    expect(click(link).defaultPrevented).toBe(true);
    const asked = [first, second, third, again].map(({ kernel }) => kernel.sent.length);
    expect(asked).toEqual([0, 0, 0, 1]);
    expect(again.kernel.sent[0]).toMatchObject({ do: "fact", fact: "m1_step_m" });
    expect(all(".nsc-panel")).toHaveLength(1);
  });

  test("is answered by another notebook's view where its own has none", async () => {
    const { kernel } = await view();
    const link = factLink("m1_step_m");
    prose(place(), link);
    click(link);
    expect(kernel.sent).toHaveLength(1);
  });

  test("shows the passage with its quotation marked, and where it is from", async () => {
    const { el, kernel, reply } = await view();
    const paragraph = prose(el, PASSAGE);
    await vi.waitFor(() => one(".nsc-cite"));
    click(one(".nsc-cite"));
    expect(kernel.sent[0]).toMatchObject({ do: "passage", citation: PASSAGE });
    await reply(ANSWER);
    expect(paragraph.nextElementSibling).toBe(one(".nsc-panel"));
    expect(one(".nsc-panel blockquote").textContent).toBe("crash ¶7 It is roughly 900 kilometers");
    expect(one(".nsc-panel mark").textContent).toBe("roughly 900 kilometers");
    expect(one(".nsc-panel").textContent).toContain("Date: 6 June 2025.");
    expect(one(".nsc-panel a").getAttribute("href")).toBe(ANSWER.url);
  });

  test("folds the date away where the lesson asks for it, and only there", async () => {
    const asking = await view({ asksDateOf: "crash" });
    prose(asking.el, PASSAGE);
    const other = await view();
    prose(other.el, PASSAGE);
    await vi.waitFor(() => expect(all(".nsc-cite")).toHaveLength(2));
    for (const [at, { reply }] of [asking, other].entries()) {
      click(/** @type {Element} */ (all(".nsc-cite")[at]));
      await reply(ANSWER);
    }
    const [folded, open] = all(".nsc-panel");
    expect(folded?.querySelector("details")?.textContent).toContain("Date: 6 June 2025.");
    expect(open?.querySelector("details")).toBeNull();
  });

  test("shows a fact with its sources", async () => {
    const { el, reply } = await view();
    const link = factLink("m1_step_m");
    prose(el, link);
    click(link);
    const sources = [{ text: "ispace", url: "https://example.org", grade: "grade A" }];
    const fell = { text: "It fell.", about: "3 km", sources };
    await reply({ facts: [fell, { text: "It rose.", about: "1 km", sources: [] }] });
    expect(one(".nsc-panel li").textContent).toBe("ispace (grade A)");
    expect(all(".nsc-panel .nsc-said").map((said) => said.textContent)).toEqual(["It fell.", "It rose."]);
  });

  test("says what is wrong with it", async () => {
    const { el, reply } = await view();
    const link = factLink("nothing");
    prose(el, link);
    click(link);
    await reply({ error: "There is no such fact." });
    expect(one(".nsc-panel p").textContent).toBe("There is no such fact.");
  });

  test("closes again, by a second press, by Escape and by its button, and leads back", async () => {
    const { el } = await view();
    const link = factLink("m1_step_m");
    prose(el, link);
    for (const close of [
      () => click(link),
      () => press(one(".nsc-panel"), "Escape"),
      () => one(".nsc-close").click(),
    ]) {
      click(link);
      expect(link.getAttribute("aria-expanded")).toBe("true");
      close();
      expect(all(".nsc-panel")).toHaveLength(0);
      expect(link.getAttribute("aria-expanded")).toBe("false");
    }
    expect(document.activeElement).toBe(link);
  });

  test("does what links do with a modifier key, or where no view is left", async () => {
    const { el, leave, kernel } = await view();
    const link = factLink("m1_step_m");
    prose(el, link);
    const event = new MouseEvent("click", { bubbles: true, cancelable: true, ctrlKey: true });
    link.dispatchEvent(event);
    expect(event.defaultPrevented).toBe(false);
    leave();
    expect(click(link).defaultPrevented).toBe(false);
    expect(kernel.sent).toHaveLength(0);
    expect(kernel.listening()).toBe(0);
  });
});

describe("a kernel that does not answer", () => {
  test("is waited for, and its late answer is still shown", async () => {
    vi.useFakeTimers();
    const { el, reply } = await view();
    const link = factLink("m1_step_m");
    prose(el, link);
    click(link);
    vi.advanceTimersByTime(3900);
    expect(one(".nsc-panel p").textContent).toBe("…");
    vi.advanceTimersByTime(200);
    expect(one(".nsc-panel p").textContent).toBe("no_fact");
    vi.useRealTimers();
    await reply({ error: "late" });
    expect(one(".nsc-panel p").textContent).toBe("late");
  });

  test("is not reported once it has answered", async () => {
    vi.useFakeTimers();
    const { el, reply } = await view();
    const link = factLink("m1_step_m");
    prose(el, link);
    click(link);
    await reply({ error: "in time" });
    vi.advanceTimersByTime(60_000);
    vi.useRealTimers();
    expect(one(".nsc-panel p").textContent).toBe("in time");
  });

  test("that is gone is told at once", async () => {
    const { el, kernel } = await view();
    kernel.gone = true;
    const link = factLink("m1_step_m");
    prose(el, link);
    click(link);
    await settled();
    expect(one(".nsc-panel p").textContent).toBe("no_fact");
  });

  test("a reply to another view's question is not taken", async () => {
    const { el, kernel } = await view();
    const link = factLink("m1_step_m");
    prose(el, link);
    click(link);
    kernel.say({ request: "someone-else-1", said_of: { error: "not yours" } });
    kernel.say(undefined);
    await settled();
    expect(one(".nsc-panel p").textContent).toBe("…");
  });
});

test("a button that was made stays when the last view has left, and says that nobody answers", async () => {
  const { el, leave } = await view();
  prose(el, PASSAGE);
  await vi.waitFor(() => one(".nsc-cite"));
  leave();
  click(one(".nsc-cite"));
  expect(one(".nsc-panel p").textContent).toBe("no_fact");
});

test("prose that comes after the last view has left stays text, until another view comes", async () => {
  const { el, leave } = await view();
  leave();
  const paragraph = prose(el, PASSAGE);
  await new Promise((resolve) => setTimeout(resolve));
  expect(all(".nsc-cite", paragraph)).toHaveLength(0);
  await view({ el });
  expect(all(".nsc-cite", paragraph)).toHaveLength(1);
});

test("a desk is opened once in a document, whichever modules ask for it", async () => {
  const { JOIN } = await import("../../src/citations/contract.js");
  const taken = vi.fn();
  await view();
  await view();
  const stranger = { element: place(), strings: words(), asksDateOf: "", ask: vi.fn() };
  document.dispatchEvent(new CustomEvent(JOIN, { detail: { view: stranger, accept: taken } }));
  expect(taken).toHaveBeenCalledOnce();
  taken.mock.calls[0]?.[0]();
});
