/** The desk of a page: it makes buttons of the citations in prose, and opens what stands behind a citation that is pressed. */
import { make } from "../shared/dom.js";
import { answerParts } from "./answer.js";
import { onJoin } from "./contract.js";
import { openPanel } from "./panel.js";
import { citationAt, isLink, makeProseWatch, wantedBy } from "./prose/written.js";

/** @import { CitationStrings, CitingView } from "./contract.js" */

const PATIENCE_MS = 4000;

/** @param {Element} element */
function notebookOf(element) {
  return element.closest(".jp-Notebook");
}

/**
 * Whether a click means something else: another button, or a key that opens a new tab.
 * @param {MouseEvent} event
 */
function meansOther(event) {
  return event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey;
}

/**
 * Open what stands behind a citation; a view asks its kernel for it.
 * @param {HTMLElement} citation
 * @param {CitationStrings} strings
 * @param {CitingView | undefined} view
 * @param {ReadonlySet<string>} undated
 */
function openCitation(citation, strings, view, undated) {
  const panel = openPanel(citation, strings);
  const onSilence = () => panel.show([make("p", {}, strings.no_fact)]);
  if (!view) {
    onSilence();
    return panel;
  }
  const timer = setTimeout(onSilence, PATIENCE_MS);
  view.ask(wantedBy(citation)).then(
    (answer) => {
      clearTimeout(timer);
      panel.show(answerParts(strings, answer, undated));
    },
    () => {
      clearTimeout(timer);
      onSilence();
    },
  );
  return panel;
}

/**
 * Open the desk of this page, for the views that join from now on. There must be no other.
 * @param {CitationStrings} first the words until a view brings its own
 */
export function openDesk(first) {
  /** @type {CitingView[]} */
  const views = [];
  /** @type {WeakMap<HTMLElement, ReturnType<typeof openPanel>>} */
  const panels = new WeakMap();
  let strings = first;
  const prose = makeProseWatch(() => strings);

  /** @param {MouseEvent} event */
  function onClick(event) {
    const citation = citationAt(event);
    if (!citation || meansOther(event)) return;
    const near = views.filter((view) => notebookOf(view.element) === notebookOf(citation));
    const view = near.at(-1) ?? views.at(-1);
    if (!view && isLink(citation)) return; // it does what links do, and leads to the list of sources
    event.preventDefault();
    event.stopPropagation();
    const open = panels.get(citation);
    if (open?.root.isConnected) {
      open.close();
      return;
    }
    // Where a lesson asks when a text was written, no citation in that lesson gives it away.
    const undated = new Set(near.map((one) => one.asksDateOf));
    panels.set(citation, openCitation(citation, view?.strings ?? strings, view, undated));
  }

  onJoin((view) => {
    views.push(view);
    strings = view.strings;
    if (views.length === 1) prose.start();
    return () => {
      views.splice(views.indexOf(view), 1);
      if (views.length === 0) prose.stop();
    };
  });
  document.addEventListener("click", onClick, true); // before JupyterLab, which would jump to the heading
  // The second click of two would turn the text into its source.
  document.addEventListener("dblclick", (event) => citationAt(event) && event.stopPropagation(), true);
}
