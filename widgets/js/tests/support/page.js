/** Look at a page, and use it as a learner does. */

/**
 * @param {string} selector
 * @param {ParentNode} [within]
 * @returns {HTMLElement[]}
 */
export function all(selector, within = document) {
  return [...within.querySelectorAll(selector)].filter((found) => found instanceof HTMLElement);
}

/**
 * The one element that fits.
 * @param {string} selector
 * @param {ParentNode} [within]
 */
export function one(selector, within = document) {
  const found = all(selector, within);
  if (found.length !== 1 || !found[0]) throw new Error(`${found.length} elements are ${selector}`);
  return found[0];
}

/**
 * The button that can be seen and has this text.
 * @param {string} text
 * @param {ParentNode} [within]
 */
export function button(text, within = document) {
  const found = all("button", within).filter((other) => other.textContent === text && !other.closest("[hidden]"));
  if (found.length !== 1 || !found[0]) throw new Error(`${found.length} buttons say ${text}`);
  return found[0];
}

/**
 * @param {string} selector
 * @param {ParentNode} [within]
 */
export function field(selector, within = document) {
  return /** @type {HTMLInputElement} */ (one(selector, within));
}

/**
 * Write into a field, or move a slider.
 * @param {HTMLInputElement} input
 * @param {string} value
 */
export function type(input, value) {
  input.value = value;
  input.dispatchEvent(new Event("input", { bubbles: true }));
}

/**
 * Press a key.
 * @param {Element} element
 * @param {string} key
 * @param {KeyboardEventInit} [more]
 */
export function press(element, key, more = {}) {
  const event = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...more });
  element.dispatchEvent(event);
  return event;
}

/** An empty place for a view, in a notebook of its own. */
export function place() {
  const notebook = document.createElement("div");
  notebook.className = "jp-Notebook";
  const el = document.createElement("div");
  notebook.append(el);
  document.body.append(notebook);
  return el;
}

/** Let promises that are settled be heard. */
export function settled() {
  return Promise.resolve().then(() => Promise.resolve());
}
