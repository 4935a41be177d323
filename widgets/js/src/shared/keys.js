/** Keep JupyterLab's shortcuts away: it acts on single keys wherever no text is typed. */

/** The attribute by which newer versions of JupyterLab leave the keys alone. */
export const OWN_KEYS = { "data-lm-suppress-shortcuts": "true" };

/**
 * Keep each key that is pressed within an element from whoever listens further out.
 * @param {HTMLElement} element
 */
export function keepKeys(element) {
  for (const kind of ["keydown", "keyup", "keypress"]) {
    element.addEventListener(kind, (event) => event.stopPropagation());
  }
}
