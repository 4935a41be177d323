/** The answer cell in the notebook around a view: JupyterLab's widget manager knows the notebook in which it stands. */

/**
 * @typedef {object} SharedCell
 * @property {Record<string, any>} metadata
 * @property {() => string} getSource
 * @property {(source: string) => void} setSource
 *
 * @typedef {object} Context the notebook's document in JupyterLab
 * @property {{ sharedModel: { cells: readonly SharedCell[] } }} model
 * @property {() => Promise<void>} save
 */

/**
 * Find the answer cell of a task; nothing in a program that does not show its notebook to views.
 * @param {unknown} manager the widget manager
 * @param {string} gradeId
 */
export function findAnswerCell(manager, gradeId) {
  const context = /** @type {{ context?: Context } | undefined} */ (manager)?.context;
  const cells = context?.model?.sharedModel?.cells ?? [];
  const cell = cells.find((one) => one.metadata?.nbgrader?.grade_id === gradeId);
  if (!context || !cell) return undefined;
  return {
    read: () => cell.getSource(),
    /** @param {string} source */
    write(source) {
      if (cell.getSource() !== source) cell.setSource(source);
    },
    save: () => context.save(),
  };
}
