/** The panel that opens below the paragraph of a citation. */
import { make, makeButton } from "../shared/dom.js";
import { keepKeys, OWN_KEYS } from "../shared/keys.js";

/** @import { CitationStrings } from "./contract.js" */

const BLOCKS = "p, ul, ol, table, fieldset";

/**
 * Open the panel of a citation and give it the focus. Escape and its button close it and lead back.
 * @param {HTMLElement} citation
 * @param {CitationStrings} strings
 */
export function openPanel(citation, strings) {
  const inner = make("div", {}, make("p", {}, "…"));
  const root = make(
    "div",
    { class: "nsc-panel", role: "group", "aria-label": strings.behind, tabIndex: -1, ...OWN_KEYS },
    inner,
    makeButton(strings.close, leave, { class: "nsc-close" }),
  );
  function close() {
    root.remove();
    citation.setAttribute("aria-expanded", "false");
  }
  function leave() {
    close();
    citation.focus({ preventScroll: true });
  }
  /** @param {(Node | string)[]} parts */
  function show(parts) {
    inner.replaceChildren(...parts);
    root.scrollIntoView({ block: "nearest" });
  }
  keepKeys(root);
  root.addEventListener("keydown", (event) => {
    if (event.key === "Escape") leave();
  });
  citation.setAttribute("aria-expanded", "true");
  (citation.closest(BLOCKS) ?? citation).after(root);
  root.focus({ preventScroll: true });
  root.scrollIntoView({ block: "nearest" });
  return { root, close, show };
}
