/** Tell the elements of one view from those of another. */

/**
 * Make an id that no other view on the page has. Each view is loaded as a module of its own: chance alone keeps them apart.
 * @param {string} prefix
 */
export function uniqueId(prefix) {
  const parts = crypto.getRandomValues(new Uint32Array(2));
  return `${prefix}${Array.from(parts, (part) => part.toString(36)).join("")}`;
}
