import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Marks } from "../../src/explorer/stage/marks.js";
import { all, button, one, place, press } from "../support/page.js";
import { words } from "../support/strings.js";

/** @import { MarkSpec, Strings, Values } from "../../src/explorer/model.js" */

/** @param {string} name @param {Partial<MarkSpec>} [more] @returns {MarkSpec} */
function mark(name, more) {
  return {
    name,
    box: [0.1, 0.1, 0.2, 0.2],
    label: `Act ${name}`,
    text: `It is ${name}.`,
    sources: [],
    action: "",
    values: {},
    ...more,
  };
}
const THREE = [
  mark("a", {
    sources: [
      { name: "NASA (P)", url: "https://nasa.example/a" },
      { name: "no page (W)", url: "" },
    ],
  }),
  mark("b", { action: "Take it away", values: { away: "b" } }),
  mark("c", { box: [0.8, 0.8, 0.9, 0.9] }),
];

/** @type {Values[]} */
let set = [];
beforeEach(() => {
  vi.useFakeTimers();
  document.body.replaceChildren();
  set = [];
});
afterEach(() => vi.useRealTimers());

function shown() {
  const frame = place();
  const strings = /** @type {Strings} */ (words());
  const marks = new Marks(strings, frame, (values) => set.push(values));
  marks.load(THREE);
  return { marks, frame, spots: all(".nx-spot") };
}
/** @param {Element | undefined} spot @param {string} kind */
const point = (spot, kind) => spot?.dispatchEvent(new PointerEvent(kind, { bubbles: true }));
const card = () => (one(".nx-card").hidden ? "" : (one(".nx-card").textContent ?? ""));

describe("the marks of a picture", () => {
  test("are not there where the picture has none", () => {
    const { marks, frame } = shown();
    marks.load([]);
    expect(all(".nx-spot", frame)).toHaveLength(0);
  });

  test("say what they are, with links to the sources that have a page", () => {
    const { spots } = shown();
    expect(spots.map((spot) => spot.getAttribute("aria-label"))[0]).toBe("Act a. It is a.");
    point(spots[0], "pointerenter");
    expect(card()).toBe("Act aIt is a.sources NASA (P); no page (W)");
    expect(all(".nx-card a").map((link) => link.getAttribute("href"))).toEqual(["https://nasa.example/a"]);
  });

  test("close their card a moment after the pointer has left, but not on its way to the card", () => {
    const { spots } = shown();
    point(spots[0], "pointerenter");
    point(spots[0], "pointerout");
    vi.advanceTimersByTime(100);
    point(one(".nx-card"), "pointerenter");
    vi.advanceTimersByTime(1000);
    expect(card()).not.toBe("");
    point(one(".nx-card"), "pointerleave");
    vi.advanceTimersByTime(1000);
    expect(card()).toBe("");
  });

  test("keep the card of the one that was pressed, until Escape", () => {
    const { frame, spots } = shown();
    spots[1]?.click();
    point(spots[2], "pointerenter");
    expect(card()).toContain("It is c.");
    point(spots[2], "pointerout");
    vi.advanceTimersByTime(1000);
    expect(card()).toContain("It is b.");
    expect(spots.map((spot) => spot.getAttribute("aria-expanded"))).toEqual(["false", "true", "false"]);
    press(frame, "Escape");
    expect(card()).toBe("");
  });

  test("are one stop of Tab; arrow keys, Home and End go through them", () => {
    const { spots } = shown();
    spots[0]?.focus();
    for (const [key, there] of /** @type {[string, number][]} */ ([
      ["ArrowRight", 1],
      ["ArrowDown", 2],
      ["ArrowRight", 0],
      ["ArrowLeft", 2],
      ["Home", 0],
      ["End", 2],
    ])) {
      const from = /** @type {HTMLElement} */ (document.activeElement);
      expect(press(from, key).defaultPrevented).toBe(true);
      expect(document.activeElement).toBe(spots[there]);
      expect(spots.map((spot) => spot.tabIndex)).toEqual([0, 1, 2].map((n) => (n === there ? 0 : -1)));
      expect(card()).toContain(THREE[there]?.text);
    }
    expect(press(/** @type {HTMLElement} */ (document.activeElement), "x").defaultPrevented).toBe(false);
  });

  test("set the controls by the button of their card", () => {
    const { spots } = shown();
    spots[1]?.click();
    button("Take it away").click();
    expect(set).toEqual([{ away: "b" }]);
  });

  test("keep card and focus when the picture is drawn anew", () => {
    const { marks, spots } = shown();
    spots[1]?.focus();
    spots[1]?.click();
    button("Take it away").focus();
    marks.load([mark("a"), mark("b", { text: "It is gone." })]);
    expect(card()).toContain("It is gone.");
    expect(document.activeElement).toBe(all(".nx-spot")[1]);
    marks.load([mark("a")]);
    expect(document.activeElement).toBe(one(".nx-spot"));
  });
});
