/** Put texts together. */

/**
 * Fill the {names} of a template; a name without a value stays as it is.
 * @param {string} template
 * @param {Readonly<Record<string, unknown>>} values
 */
export function fill(template, values) {
  return template.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}
