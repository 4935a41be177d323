/** Build elements of vector drawings. */

const SVG = "http://www.w3.org/2000/svg";

/**
 * Set attributes of an element.
 * @param {Element} element
 * @param {Readonly<Record<string, string | number>>} attributes
 */
export function put(element, attributes) {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
}

/**
 * Make an element of a drawing with attributes and children; a string becomes text.
 * @template {keyof SVGElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Readonly<Record<string, string | number>>} [attributes]
 * @param {...(Node | string)} children
 * @returns {SVGElementTagNameMap[Tag]}
 */
export function draw(tag, attributes = {}, ...children) {
  const element = document.createElementNS(SVG, tag);
  put(element, attributes);
  element.append(...children);
  return element;
}

/**
 * Show or hide an element of a drawing, which has no `hidden`.
 * @param {SVGElement} element
 * @param {boolean} shown
 */
export function reveal(element, shown) {
  element.setAttribute("visibility", shown ? "visible" : "hidden");
}
