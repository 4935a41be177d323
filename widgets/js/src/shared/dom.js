/** Build elements. Whatever is text stays text and never becomes markup. */

/**
 * @typedef {Readonly<Record<string, string | number | boolean | undefined>>} Props
 * @typedef {Node | string | null | undefined} Child
 */

/**
 * @param {HTMLElement} element
 * @param {string} name
 * @param {string | number | boolean} value
 */
function set(element, name, value) {
  if (name === "class") element.className = String(value);
  else if (name in element && typeof value !== "string") Reflect.set(element, name, value);
  else element.setAttribute(name, String(value));
}

/**
 * Make an element with properties or attributes and children.
 *
 * A string is set as an attribute, a number or boolean as a property where the element has it; `undefined` is left out.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Props} [props]
 * @param {...Child} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function make(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) if (value !== undefined) set(element, name, value);
  for (const child of children) if (child !== null && child !== undefined) element.append(child);
  return element;
}

/**
 * Make a button that does something.
 * @param {string} text
 * @param {() => void} onClick
 * @param {Props} [props] more properties; `class` is added to the one that every button has
 */
export function makeButton(text, onClick, { class: more, ...props } = {}) {
  const button = make("button", { type: "button", class: more ? `ns-button ${more}` : "ns-button", ...props }, text);
  button.addEventListener("click", onClick);
  return button;
}

/**
 * Find an element that is sure to be there.
 * @param {ParentNode} within
 * @param {string} selector
 * @returns {HTMLElement}
 */
export function find(within, selector) {
  const found = within.querySelector(selector);
  if (!(found instanceof HTMLElement)) throw new Error(`there is no ${selector}`);
  return found;
}

/**
 * The element that has the focus, in the document or in the shadow tree where `element` stands.
 * @param {Element} element
 */
export function focused(element) {
  const root = /** @type {Node | Document | ShadowRoot} */ (element.getRootNode());
  return "activeElement" in root ? root.activeElement : null;
}
