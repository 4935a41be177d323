/** The paragraphs in order; those from the web page around the text are folded away, neighbours together. */
import { make } from "../../shared/dom.js";
import { fill } from "../../shared/text.js";
import { inShort } from "../text/numbers.js";

/** @import { Strings } from "../model.js" */
/** @import { ParagraphPart } from "./paragraph.js" */

/**
 * Part the paragraphs: each of the text's own by itself, neighbours of the furniture together.
 * @param {ParagraphPart[]} parts
 */
function grouped(parts) {
  /** @type {ParagraphPart[][]} */
  const groups = [];
  for (const part of parts) {
    const last = groups.at(-1);
    if (part.paragraph.furniture && last?.[0]?.paragraph.furniture) last.push(part);
    else groups.push([part]);
  }
  return groups;
}

/**
 * @param {Strings} strings
 * @param {ParagraphPart[]} parts
 */
function makeFold(strings, parts) {
  const paragraphs = inShort(strings, numbersOf(parts));
  const inner = make("ol", { class: "nsr-list", role: "list" }, ...parts.map((part) => part.element));
  const summary = make("summary", {}, fill(strings.furniture, { paragraphs }));
  const details = make("details", { class: "nsr-fold nsr-furniture" }, summary, inner);
  return { parts, details, item: make("li", { class: "nsr-item" }, details) };
}

/** @param {ParagraphPart[]} parts */
function numbersOf(parts) {
  return parts.map((part) => part.paragraph.number);
}

/**
 * @param {Strings} strings
 * @param {ParagraphPart[]} parts
 */
export function makeList(strings, parts) {
  /** @type {ReturnType<typeof makeFold>[]} */
  const folds = [];
  const items = grouped(parts).map((group) => {
    const [first] = group;
    if (first && !first.paragraph.furniture) return first.element;
    const fold = makeFold(strings, group);
    folds.push(fold);
    return fold.item;
  });
  const element = make("ol", { class: "nsr-list", role: "list" }, ...items);

  /**
   * Show some paragraphs and hide the others; the numbers of those that are shown.
   * @param {(number: number) => boolean} isShown
   */
  function show(isShown) {
    const visible = parts.filter((part) => isShown(part.paragraph.number));
    for (const part of parts) part.element.hidden = !visible.includes(part);
    for (const fold of folds) fold.item.hidden = !fold.parts.some((part) => visible.includes(part));
    return numbersOf(visible);
  }
  /**
   * Unfold what holds one of these paragraphs.
   * @param {(number: number) => boolean} isWanted
   */
  function unfold(isWanted) {
    for (const fold of folds) if (numbersOf(fold.parts).some(isWanted)) fold.details.open = true;
  }
  return { element, show, unfold };
}
