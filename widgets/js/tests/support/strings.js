/** The page's words in tests: each string says its own name. */

/**
 * Words for whatever name is asked; those with {names} are given.
 * @template {string} Name
 * @param {Partial<Record<Name, string>>} [templates]
 * @returns {Record<Name, string>}
 */
export function words(templates = {}) {
  const named = /** @type {Record<Name, string>} */ ({ ...templates });
  return new Proxy(named, {
    get: (known, name) => Reflect.get(known, name) ?? String(name),
  });
}
