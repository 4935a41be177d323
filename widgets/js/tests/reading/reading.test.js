import { beforeEach, describe, expect, test, vi } from "vitest";
import reading from "../../src/reading/widget.js";
import { fakeModel } from "../support/model.js";
import { all, button, field, one, place, press, settled, type } from "../support/page.js";
import { words } from "../support/strings.js";

/** @import { Card, Paragraph, StringName, Traits } from "../../src/reading/model.js" */

/** @type {Card} */
const CARD = {
  name: "crash",
  undated: false,
  title: "A crash",
  title_is_ours: false,
  publisher: "A newspaper",
  date: "6 June 2025",
  dated_how: "on the page",
  genre: "news",
  url: "https://example.org/crash",
  cautions: ["One side only."],
};
const TEXTS = ["The moon is far.", "Menu", "Share", "The Moon’s pole.", "No word of it."];
/** @type {Partial<Record<StringName, string>>} */
const TEMPLATES = {
  paragraph: "¶{number}",
  range: "¶{first} to ¶{last}",
  count_many: "{count} matches",
  match: "{at} of {count}, {paragraph}",
  furniture: "From the page: {paragraphs}",
  shown: "Shown: {paragraphs} of {count}",
  show_all: "Show all {count}",
  hide_rest: "Only {paragraphs}",
  copied: "Copied: {citation}",
  citation: "Citation: {citation}",
  highlighted: "“{quote}” ({paragraph})",
};

/** @param {{ shown?: number[], quotes?: string[], card?: Partial<Card> }} [how] */
function open({ shown = [1, 2, 3, 4, 5], quotes = [], card = {} } = {}) {
  /** @type {Paragraph[]} */
  const paragraphs = TEXTS.map((text, at) => ({
    number: at + 1,
    text,
    furniture: at === 1 || at === 2,
    quotes: at === 3 ? quotes : [],
  }));
  /** @type {Traits} */
  const traits = {
    strings: words(TEMPLATES),
    citing: words(),
    card: { ...CARD, ...card },
    paragraphs,
    shown,
  };
  const { model } = fakeModel(traits);
  reading.render({ model, el: place() });
  return { input: field("input[type=search]"), count: one(".nsr-count") };
}

/** The numbers of the paragraphs that are not hidden and not in what is hidden. */
function visible() {
  return all(".nsr-paragraph:not([hidden])")
    .filter((paragraph) => !paragraph.closest("[hidden]"))
    .map((paragraph) => one(".nsr-number", paragraph).textContent);
}

beforeEach(() => document.body.replaceChildren());

describe("the whole text", () => {
  test("is shown with the furniture folded away, neighbours together", () => {
    open();
    expect(visible()).toEqual(["¶1", "¶2", "¶3", "¶4", "¶5"]);
    const fold = /** @type {HTMLDetailsElement} */ (one(".nsr-furniture"));
    expect([fold.open, one("summary", fold).textContent]).toEqual([false, "From the page: ¶2, ¶3"]);
    expect(all(".nsr-list > li")[1]?.contains(fold)).toBe(true);
    expect(one(".nsr-shown").hidden).toBe(true);
  });

  test("has its card open", () => {
    open();
    expect(/** @type {HTMLDetailsElement} */ (one(".nsr-about")).open).toBe(true);
    expect(one(".nsr-meta").textContent).toBe("A newspaper · 6 June 2025 · news");
    expect(one(".nsr-about a").getAttribute("href")).toBe(CARD.url);
  });
});

describe("an excerpt", () => {
  test("shows its paragraphs, then all, then its own again", () => {
    open({ shown: [4] });
    expect(visible()).toEqual(["¶4"]);
    expect(one(".nsr-shown").textContent).toBe("Shown: ¶4 of 5");
    button("Show all 5").click();
    expect(visible()).toHaveLength(5);
    expect(button("Only ¶4").getAttribute("aria-expanded")).toBe("true");
    button("Only ¶4").click();
    expect(visible()).toEqual(["¶4"]);
  });

  test("of furniture is unfolded", () => {
    open({ shown: [3] });
    expect(/** @type {HTMLDetailsElement} */ (one(".nsr-furniture")).open).toBe(true);
    expect(visible()).toEqual(["¶3"]);
  });

  test("marks its quotation and lists it", () => {
    open({ shown: [4], quotes: ["Moon’s pole"] });
    expect(one("mark.nsr-quoted").textContent).toBe("Moon’s pole");
    expect(one(".nsr-quotes").textContent).toBe("“Moon’s pole” (¶4)");
  });
});

describe("search", () => {
  test("steps through the matches in both ways, and round", () => {
    const { input, count } = open();
    type(input, "MOON");
    expect(count.textContent).toBe("2 matches");
    for (const text of ["1 of 2, ¶1", "2 of 2, ¶4", "1 of 2, ¶1"]) {
      expect(press(input, "Enter").defaultPrevented).toBe(true);
      expect(count.textContent).toBe(text);
      expect(all(".nsr-current")).toHaveLength(1);
    }
    press(input, "Enter", { shiftKey: true });
    expect(count.textContent).toBe("2 of 2, ¶4");
    button("previous").click();
    expect(count.textContent).toBe("1 of 2, ¶1");
  });

  test("begins at the end when it goes back first", () => {
    const { input, count } = open();
    type(input, "moon's");
    expect(count.textContent).toBe("count_one");
    type(input, "moon");
    button("previous").click();
    expect(count.textContent).toBe("2 of 2, ¶4");
  });

  test("brings to light what is hidden or folded away, and hides it when it ends", () => {
    const { input } = open({ shown: [4] });
    type(input, "share");
    press(input, "Enter");
    expect(visible()).toEqual(["¶3", "¶4"]);
    expect(/** @type {HTMLDetailsElement} */ (one(".nsr-furniture")).open).toBe(true);
    press(input, "Escape");
    expect([input.value, visible()]).toEqual(["", ["¶4"]]);
    expect(all("mark")).toHaveLength(0);
  });

  test("says when there is nothing, and offers no steps", () => {
    const { input, count } = open();
    type(input, "zzz");
    expect(count.textContent).toBe("count_none");
    expect(all(".nsr-find button:disabled")).toHaveLength(2);
    press(input, "Enter");
    expect(count.textContent).toBe("count_none");
  });

  test("leaves other keys to the box", () => {
    const { input } = open();
    expect(press(input, "a").defaultPrevented).toBe(false);
    expect(press(input, "Escape").defaultPrevented).toBe(false);
  });
});

describe("the number of a paragraph", () => {
  /** @param {Partial<Clipboard> | undefined} clipboard */
  function withClipboard(clipboard) {
    vi.stubGlobal("navigator", { clipboard });
  }

  test("copies its citation", async () => {
    const writeText = vi.fn(() => Promise.resolve());
    withClipboard({ writeText });
    open();
    all(".nsr-number")[3]?.click();
    await settled();
    expect(writeText).toHaveBeenCalledExactlyOnceWith("[crash ¶4]");
    expect(one(".nsr-said").textContent).toBe("Copied: [crash ¶4]");
  });

  test("takes the words that are selected in it", () => {
    withClipboard(undefined);
    open({ quotes: ["Moon’s pole"] });
    window.getSelection()?.selectAllChildren(one("mark"));
    all(".nsr-number")[3]?.click();
    expect(one(".nsr-said").textContent).toBe('Citation: [crash ¶4 "Moon’s pole"]');
    all(".nsr-number")[0]?.click();
    expect(one(".nsr-said").textContent).toBe("Citation: [crash ¶1]");
  });

  test("a slow clipboard does not speak last, and one that refuses leaves the citation to copy by hand", async () => {
    /** @type {(() => void)[]} */
    const refuse = [];
    withClipboard({ writeText: () => new Promise((_, reject) => refuse.push(() => reject(new Error("no")))) });
    open();
    all(".nsr-number")[0]?.click();
    all(".nsr-number")[3]?.click();
    refuse[1]?.();
    await settled();
    expect(one(".nsr-said").textContent).toBe("Citation: [crash ¶4]");
    refuse[0]?.();
    await settled();
    expect(one(".nsr-said").textContent).toBe("Citation: [crash ¶4]");
  });
});

describe("a reading whose date is asked for", () => {
  test("folds the date and the cautions away", () => {
    open({ card: { undated: true } });
    expect(one(".nsr-meta").textContent).toBe("A newspaper · news");
    const fold = /** @type {HTMLDetailsElement} */ (one(".nsr-about > details"));
    expect(fold.open).toBe(false);
    expect(fold.textContent).toContain("6 June 2025");
    expect(fold.textContent).toContain("One side only.");
  });
});

test("a title that is ours is said to be so", () => {
  open({ card: { title_is_ours: true } });
  expect(one(".ns-title").textContent).toBe("crash A crash (title_is_ours)");
});
