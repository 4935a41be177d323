/** Grade in the page, where the browser edition has no kernel that could start a grader. */

/** @import { Kind, Model, PageGrader } from "../model.js" */

/** @returns {PageGrader | undefined} */
function pageGrader() {
  return Reflect.get(globalThis, "newspaceGrading");
}

/**
 * Have the page check or grade the notebook, and put into the model how it stands.
 * @param {Model} model
 * @param {Kind} kind
 * @returns {Promise<string>} the feedback page; "" if there is none
 */
export async function gradeInPage(model, kind) {
  /** @param {import("../model.js").State} state */
  function put(state) {
    model.set("state", state);
    model.save_changes();
  }
  const grader = pageGrader();
  const strings = model.get("strings");
  if (!grader) {
    put({ phase: "failed", message: strings.no_page });
    return "";
  }
  put({ phase: "busy" });
  try {
    const { page, tasks, saved, points, possible, waiting, held } = await grader.grade(
      model.get("assignment"),
      kind === "grade",
    );
    put({ phase: "done", kind, tasks, saved, points, possible, waiting, held, path: "" });
    return page;
  } catch (error) {
    put({ phase: "failed", message: error instanceof Error ? error.message : String(error) });
    return "";
  }
}
