/** Hand the notebook in from the browser edition: one file, with the learner's name in it. */
import { make, makeButton } from "../../shared/dom.js";
import { keepKeys, OWN_KEYS } from "../../shared/keys.js";
import { fill } from "../../shared/text.js";

/** @import { HandedIn, PageHandIn, Strings } from "../model.js" */

/** @returns {PageHandIn | undefined} */
function pageHandIn() {
  return Reflect.get(globalThis, "newspaceHandIn");
}

/**
 * Say which file was made, and how many tasks in it nobody has touched.
 * @param {Strings} strings
 * @param {HandedIn} done
 */
function doneText(strings, done) {
  const parts = [fill(strings.handed, done)];
  if (done.open) parts.push(fill(strings.untouched, done));
  return parts.join(" ");
}

/**
 * Make a field for the name, and a button that downloads the file.
 * @param {Strings} strings
 * @param {string} assignment
 */
export function makeHandIn(strings, assignment) {
  const name = make("input", {
    class: "ns-input",
    type: "text",
    autocomplete: "name",
    maxLength: 80,
    value: pageHandIn()?.name() ?? "",
    ...OWN_KEYS,
  });
  const said = make("p", { role: "status" });
  async function download() {
    const page = pageHandIn();
    if (!page) {
      said.textContent = strings.no_page;
      return;
    }
    try {
      said.textContent = doneText(strings, await page.download(assignment, name.value));
    } catch (error) {
      said.textContent = error instanceof Error ? error.message : String(error);
    }
  }
  const element = make(
    "div",
    { class: "nsm-hand-in" },
    make("p", {}, strings.hand_in_lead),
    make(
      "p",
      { class: "nsm-actions" },
      make("label", {}, `${strings.name} `, name),
      makeButton(strings.hand_in, () => void download()),
    ),
    said,
  );
  keepKeys(element);
  return element;
}
