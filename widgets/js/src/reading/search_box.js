/** The box that finds words in the whole text, and the buttons that step through the matches. */
import { make, makeButton } from "../shared/dom.js";
import { fill } from "../shared/text.js";
import { fold } from "./text/search.js";

/** @import { Strings } from "./model.js" */
/** @import { ParagraphPart } from "./paragraphs/paragraph.js" */

/**
 * @typedef {object} Events
 * @property {() => void} onSearch other words are looked for
 * @property {(number: number) => void} onStep a match in this paragraph is to be seen
 */

/**
 * @param {Strings} strings
 * @param {string} uid
 */
function makeElements(strings, uid) {
  const id = `${uid}-find`;
  const count = make("span", { class: "nsr-count", id: `${uid}-count`, role: "status" });
  const input = make("input", {
    type: "search",
    class: "ns-input",
    id,
    autocomplete: "off",
    spellcheck: "false",
    "aria-describedby": count.id,
  });
  return { input, count, label: make("label", { for: id }, strings.find) };
}

/**
 * @param {Strings} strings
 * @param {string} uid
 * @param {ParagraphPart[]} parts
 * @param {Events} events
 */
export function makeSearchBox(strings, uid, parts, { onSearch, onStep }) {
  const { input, count, label } = makeElements(strings, uid);
  const previous = makeButton(strings.previous, () => step(-1), { disabled: true });
  const next = makeButton(strings.next, () => step(1), { disabled: true });
  /** @type {{ part: ParagraphPart, index: number }[]} */
  let matches = [];
  let at = -1;

  function search() {
    const words = fold(input.value.trim());
    matches = parts.flatMap((part) => Array.from({ length: part.search(words) }, (_, index) => ({ part, index })));
    at = -1;
    onSearch();
    previous.disabled = next.disabled = matches.length === 0;
    count.textContent = words ? countText(strings, matches.length) : "";
  }
  /** @param {1 | -1} by */
  function step(by) {
    if (matches.length === 0) return;
    matches[at]?.part.paint();
    if (at < 0) at = by > 0 ? 0 : matches.length - 1;
    else at = (at + by + matches.length) % matches.length;
    const match = matches[at];
    if (!match) return;
    const { number } = match.part.paragraph;
    onStep(number);
    match.part.paint(match.index);
    match.part.current()?.scrollIntoView({ block: "nearest" });
    const paragraph = fill(strings.paragraph, { number });
    count.textContent = fill(strings.match, { at: at + 1, count: matches.length, paragraph });
  }
  input.addEventListener("input", search);
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter") step(event.shiftKey ? -1 : 1);
    else if (event.key === "Escape" && input.value) {
      input.value = "";
      search();
    } else return;
    event.preventDefault();
  });
  return make("div", { class: "nsr-find" }, label, input, previous, next, count);
}

/**
 * @param {Strings} strings
 * @param {number} count
 */
function countText(strings, count) {
  if (count === 0) return strings.count_none;
  return count === 1 ? strings.count_one : fill(strings.count_many, { count });
}
