/** The kernel's side of a widget, played by a test. */

/** @import { AnyModel } from "@anywidget/types" */

/**
 * Make a model with some traits. `change` sets one as the kernel does, `say` sends a message from the kernel, `sent` holds what
 * the page has asked for, and `gone` makes the connection fail.
 * @template {Record<string, any>} Traits
 * @param {Traits} traits
 */
export function fakeModel(traits) {
  /** @type {Map<string, Set<(message?: unknown) => void>>} */
  const listeners = new Map();
  /** @param {string} name */
  const of = (name) => listeners.get(name) ?? listeners.set(name, new Set()).get(name);
  /** @type {any[]} */
  const sent = [];
  const kernel = {
    sent,
    gone: false,
    /**
     * @template {keyof Traits & string} Name
     * @param {Name} name
     * @param {Traits[Name]} value
     */
    change(name, value) {
      traits[name] = value;
      for (const act of [...(of(`change:${name}`) ?? [])]) act();
    },
    /** @param {unknown} message */
    say(message) {
      for (const act of [...(of("msg:custom") ?? [])]) act(message);
    },
    /** How many functions listen to the model. */
    listening: () => [...listeners.values()].reduce((count, acts) => count + acts.size, 0),
  };
  const model = /** @type {AnyModel<Traits>} */ (
    /** @type {unknown} */ ({
      /** @param {string} name */
      get: (name) => traits[name],
      /** @param {keyof Traits & string} name @param {any} value */
      set: (name, value) => kernel.change(name, value),
      /** Keep nothing: there is no kernel. */
      save_changes: () => undefined,
      /** @param {string} name @param {() => void} act */
      on: (name, act) => of(name)?.add(act),
      /** @param {string} name @param {() => void} act */
      off: (name, act) => of(name)?.delete(act),
      /** @param {unknown} message */
      send(message) {
        if (kernel.gone) throw new Error("the connection is closed");
        sent.push(message);
      },
    })
  );
  return { model, kernel };
}
