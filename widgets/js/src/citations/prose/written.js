/** Citations as they are written in a lesson's prose: found, made buttons, and read back. */
import { make } from "../../shared/dom.js";
import { OWN_KEYS } from "../../shared/keys.js";
import { dressMarks, factsOf, MARK } from "./marks.js";

/** @import { CitationStrings, Wanted } from "../contract.js" */

const READING = ".nsc-cite";
const WRITTEN = /\[[a-z][a-z0-9_-]* ¶[1-9]\d*(?: "[^"]*")?\]/g;
/** Text between the cells, and tables that cells give. */
const PROSE = ".jp-RenderedHTMLCommon";
/** Where a citation stays text: in links and program text, and where it is a button already. */
const LEFT = `a, button, code, pre, ${READING}, .nsc-panel`;

/**
 * The citation at which an event happened.
 * @param {Event} event
 * @returns {HTMLElement | null}
 */
export function citationAt(event) {
  return event.target instanceof Element ? event.target.closest(`${MARK}, ${READING}`) : null;
}

/**
 * Whether the citation is a link of its own, which leads to the list of sources where no view can answer.
 * @param {HTMLElement} citation
 */
export function isLink(citation) {
  return citation.matches(MARK);
}

/**
 * What a citation cites.
 * @param {HTMLElement} citation
 * @returns {Wanted}
 */
export function wantedBy(citation) {
  return isLink(citation)
    ? { do: "fact", fact: factsOf(citation) }
    : { do: "passage", citation: citation.dataset.cites ?? "" };
}

/**
 * Make a button that opens the passage of a reading.
 * @param {CitationStrings} strings
 * @param {string} written the citation to the letter
 * @param {...(Node | string)} shown
 */
export function citationButton(strings, written, ...shown) {
  // Not a <button>, which could not break over lines as the words around it do.
  const props = { class: "nsc-cite", role: "button", tabIndex: 0, title: strings.passage, "aria-expanded": "false" };
  const made = make("span", { ...props, "data-cites": written, ...OWN_KEYS }, ...shown);
  made.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    event.stopPropagation();
    made.click();
  });
  return made;
}

/**
 * A citation as it is read: its words first, and where they stand smaller.
 * @param {string} written
 */
function quieted(written) {
  const quote = written.indexOf(' "');
  if (quote < 0) return [make("span", { class: "nsc-place" }, written)];
  return [
    make("span", { class: "nsc-place" }, written.slice(0, quote)),
    written.slice(quote, -1),
    make("span", { class: "nsc-place" }, "]"),
  ];
}

/**
 * Make a button of each citation of a reading that stands in prose.
 * @param {Element} prose
 * @param {CitationStrings} strings
 */
function openWritten(prose, strings) {
  if (!prose.textContent?.includes("¶")) return;
  const walk = document.createTreeWalker(prose, NodeFilter.SHOW_TEXT);
  /** @type {Text[]} */
  const found = [];
  while (walk.nextNode()) {
    const text = /** @type {Text} */ (walk.currentNode);
    if (text.data.search(WRITTEN) >= 0 && !text.parentElement?.closest(LEFT)) found.push(text);
  }
  for (const text of found) {
    /** @type {(Node | string)[]} */
    const pieces = [];
    let at = 0;
    for (const { 0: written, index } of text.data.matchAll(WRITTEN)) {
      pieces.push(text.data.slice(at, index), citationButton(strings, written, ...quieted(written)));
      at = index + written.length;
    }
    text.replaceWith(...pieces, text.data.slice(at));
  }
}

/**
 * The prose in which something was added.
 * @param {MutationRecord[]} changes
 * @returns {Set<Element>}
 */
function changedProse(changes) {
  /** @type {Set<Element>} */
  const changed = new Set();
  for (const { target, addedNodes } of changes) {
    if (addedNodes.length === 0) continue;
    const around = target instanceof Element ? target.closest(PROSE) : null;
    const added = [...addedNodes].filter((node) => node instanceof Element);
    const within = added.flatMap((node) => [...(node.matches(PROSE) ? [node] : []), ...node.querySelectorAll(PROSE)]);
    for (const prose of around ? [around] : within) changed.add(prose);
  }
  return changed;
}

/**
 * Watch the page's prose: make a button of each citation that is there and that comes, and dress the numbered marks.
 * @param {() => CitationStrings} strings as they are when a button is made
 */
export function makeProseWatch(strings) {
  /** @param {Element} prose */
  function open(prose) {
    openWritten(prose, strings());
    dressMarks(prose, strings());
  }
  const watch = new MutationObserver((changes) => {
    for (const prose of changedProse(changes)) open(prose);
  });
  return {
    start() {
      watch.observe(document.body, { childList: true, subtree: true });
      for (const prose of document.querySelectorAll(PROSE)) open(prose);
    },
    stop: () => watch.disconnect(),
  };
}
