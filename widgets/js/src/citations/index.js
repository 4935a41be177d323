/**
 * Citations that open on the spot what stands behind them.
 *
 * There are two kinds in the lessons' own Markdown: of facts, `[[14]](#Sources "fact m1_step_m")`, which is a link, and of a reading,
 * `[crash ¶7 "roughly 900 kilometers"]`, which is text and becomes a button as soon as a view lives on the page. That view asks its
 * kernel. Without one, a link does what links do and leads to the list of sources, and the text stays text, as it does in print and
 * wherever no view runs.
 */
import { join } from "./contract.js";
import { openDesk } from "./desk.js";
import { makeAsker } from "./kernel.js";

/** @import { AnyModel } from "@anywidget/types" */
/** @import { CitationStrings, CitingView } from "./contract.js" */

/**
 * Let a view answer for the citations around it, until the function that it gets back is called.
 * @param {object} view
 * @param {AnyModel} view.model
 * @param {HTMLElement} view.el
 * @param {CitationStrings} view.strings
 * @param {string} [view.asksDateOf] the reading of which it asks the learner when it was written
 */
export function linkCitations({ model, el, strings, asksDateOf = "" }) {
  const asker = makeAsker(model);
  /** @type {CitingView} */
  const view = { element: el, strings, asksDateOf, ask: asker.ask };
  let leave = join(view);
  if (!leave) {
    openDesk(strings);
    leave = join(view);
  }
  return () => {
    leave?.();
    asker.close();
  };
}
