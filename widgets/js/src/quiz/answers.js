/** The answers of one view: what the kernel has given for them, and what the learner has not handed in yet. */

/** @import { Answer, Entry, Form, Model, Prose, Status } from "./model.js" */

/**
 * @typedef {object} Local what only this view knows of a question
 * @property {Answer} draft what stands in its controls; `undefined` before anything did
 * @property {boolean} outdated whether the verdict was on another answer than the one that stands there
 * @property {number} serial of the verdict that was seen last
 */

/** @param {Model} model */
export function makeAnswers(model) {
  /**
   * The kernel's entry for a question that was answered.
   * @param {Form} form
   * @returns {Entry | null}
   */
  function entry(form) {
    const given = model.get("progress")[form.code];
    return given && "status" in given ? given : null;
  }
  /** @type {Map<Form, Local>} */
  const locals = new Map(
    model.get("forms").map((form) => [form, { draft: undefined, outdated: false, serial: entry(form)?.serial ?? 0 }]),
  );
  /** @param {Form} form */
  function local(form) {
    return /** @type {Local} */ (locals.get(form));
  }
  return {
    entry,
    /**
     * @param {Form} form
     * @returns {Status}
     */
    status: (form) => entry(form)?.status ?? "open",
    /**
     * The hints that were given.
     * @param {Form} form
     * @returns {Prose[][]}
     */
    hints: (form) => model.get("progress")[form.code]?.hints ?? [],
    /**
     * The entry, if its verdict is on the answer that stands in the controls.
     * @param {Form} form
     */
    judged: (form) => (local(form).outdated ? null : entry(form)),
    /**
     * What to show in the controls; `undefined` for nothing.
     * @param {Form} form
     */
    latest: (form) => local(form).draft ?? entry(form)?.answer,
    /**
     * @param {Form} form
     * @param {Answer} draft
     */
    keep(form, draft) {
      local(form).draft = draft;
    },
    /**
     * Note that the answer is changed, so that the verdict is on another one; whether that is news.
     * @param {Form} form
     */
    outdate(form) {
      if (!entry(form) || local(form).outdated) return false;
      local(form).outdated = true;
      return true;
    },
    /** Take over the verdicts that came since; the questions that have one. */
    update() {
      return [...locals].flatMap(([form, own]) => {
        const given = entry(form);
        if (!given || given.serial === own.serial) return [];
        Object.assign(own, { serial: given.serial, outdated: false, draft: given.answer });
        return [form];
      });
    },
  };
}

/** @typedef {ReturnType<typeof makeAnswers>} Answers */
