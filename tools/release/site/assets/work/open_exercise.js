// An exercise's notebook as it stands now: the open one, or the one that the browser keeps.

/** @returns {string} where the notebook of an exercise lies */
export function pathOf(assignment) {
  return `exercises/${assignment}/${assignment}.ipynb`;
}

/** The open document that fits, the one in front first; where nothing has the keyboard yet, JupyterLab knows no current one. */
export function firstOpen(fits) {
  const shell = globalThis.jupyterapp?.shell;
  return shell && [shell.currentWidget, ...shell.widgets("main")].find((widget) => widget && fits(widget));
}

/** The open notebook of an exercise; undefined if it is not open. A lesson has a file of the same name, and is none. */
export function openContext(assignment) {
  const named = ({ context }) => context?.path?.endsWith(`${assignment}.ipynb`) && !context.path.startsWith("lessons/");
  return firstOpen(named)?.context;
}

/** The exercise whose notebook is in front; "" if another page is. */
export function exerciseInFront() {
  const path = globalThis.jupyterapp?.shell?.currentWidget?.context?.path ?? "";
  return /^exercises\/([^/]+)\/[^/]+\.ipynb$/.exec(path)?.[1] ?? "";
}

/** The content of an exercise's notebook. What is open is saved first, where anything can be kept. */
export async function current(assignment) {
  const context = openContext(assignment);
  if (context) {
    await context.save().catch(() => undefined);
    return context.model.toJSON();
  }
  const { contents } = globalThis.jupyterapp.serviceManager;
  const asked = { type: "notebook", format: "json", content: true };
  return (await contents.get(pathOf(assignment), asked)).content;
}
