/**
 * The contract between the views on a page and the one desk that opens citations there.
 *
 * anywidget loads a module for each view anew, so views share no variables: what they share is one event on `document`.
 *
 * 1. A view that comes to the page dispatches {@link JOIN} with {@link Join}: itself, and a function that takes the answer.
 * 2. The desk, whichever view's module brought it, takes the view in and calls `accept` at once with how to leave.
 * 3. Where nobody has called `accept`, there is no desk yet: the view opens one and dispatches the event again.
 *
 * The desk stays as long as the document; what it knows of the views stands in its own closure. The number in the event's name
 * changes with the shapes below, so that two versions of the course on one page do not mistake each other.
 */

/**
 * @typedef {"behind" | "close" | "find_date" | "no_fact" | "number" | "number_disputed" | "number_none" | "number_open" | "passage"} StringName
 * @typedef {Record<StringName, string>} CitationStrings the page's words, as `newspace.views.shared.reading.citations` gives them
 *
 * @typedef {{ do: "fact", fact: string } | { do: "passage", citation: string }} Wanted what a citation cites; of facts there may
 *   be several, with spaces between them
 *
 * @typedef {object} Source
 * @property {string} text
 * @property {string} url
 * @property {string} [grade]
 *
 * @typedef {object} Fact what stands behind the citation of a fact; the answer has one or several
 * @property {string} text
 * @property {string} about
 * @property {Source[]} sources
 *
 * @typedef {object} Passage what stands behind the citation of a reading
 * @property {string} reading
 * @property {string} title
 * @property {string} about
 * @property {string} dated
 * @property {string} paragraph
 * @property {{ text: string, mark: boolean }[]} runs
 * @property {string} url
 *
 * @typedef {{ facts: Fact[] } | Passage | { error: string }} Answer
 *
 * @typedef {object} CitingView a view on the page whose kernel can say what stands behind a citation
 * @property {Element} element where it stands
 * @property {CitationStrings} strings
 * @property {string} asksDateOf the reading of which it asks the learner when it was written; empty for none
 * @property {(wanted: Wanted) => Promise<Answer>} ask rejects where the kernel is gone, and rests where it is silent
 *
 * @typedef {object} Join
 * @property {CitingView} view
 * @property {(leave: () => void) => void} accept
 */

/** The name of the event. */
export const JOIN = "newspace:citations:2";

/**
 * Let a view join the desk of the page.
 * @param {CitingView} view
 * @returns {(() => void) | undefined} how to leave; nothing where there is no desk
 */
export function join(view) {
  /** @type {(() => void) | undefined} */
  let leave;
  /** @type {Join} */
  const detail = {
    view,
    accept(given) {
      leave = given;
    },
  };
  document.dispatchEvent(new CustomEvent(JOIN, { detail }));
  return leave;
}

/**
 * Take in each view that joins, as the desk does.
 * @param {(view: CitingView) => () => void} take gives how the view leaves
 */
export function onJoin(take) {
  document.addEventListener(JOIN, (event) => {
    const { view, accept } = /** @type {CustomEvent<Join>} */ (event).detail;
    accept(take(view));
  });
}
