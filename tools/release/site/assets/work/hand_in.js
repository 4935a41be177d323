// Makes the one file that a learner hands in: the exercise's notebook as any nbgrader course takes it, under a name that says
// the exercise and the learner.

import { current } from "./open_exercise.js";

const SITE = new URL("../", import.meta.url);
const NAME_KEY = "newspace-name";
const LONGEST_NAME = 60;
const VIEW = "application/vnd.jupyter.widget-view+json";

/** The learner's name, as it was given the last time; "" if it was not. */
export function rememberedName() {
  try {
    return localStorage.getItem(NAME_KEY) ?? "";
  } catch {
    return ""; // storage is refused
  }
}

function remember(name) {
  try {
    localStorage.setItem(NAME_KEY, name);
  } catch {
    // Storage is refused: the learner writes it again the next time.
  }
}

/** The file's name: letters and digits of any script, which every system and every learning platform keeps. */
export function fileName(assignment, name) {
  const kept = name
    .normalize("NFC")
    .replace(/[^\p{L}\p{M}\p{N}.]+/gu, "-")
    .slice(0, LONGEST_NAME)
    .replace(/^[-.]+|[-.]+$/g, "");
  return kept ? `${assignment}--${kept}.ipynb` : `${assignment}.ipynb`;
}

/**
 * The notebook as it is handed in: with the kernel's name that nbgrader courses know, an id for each cell, and without live
 * views, which nobody else can show.
 */
export function handedIn(notebook, name, time) {
  const known = new Set();
  const cells = notebook.cells.map((cell) => {
    const id = cell.id && !known.has(cell.id) ? cell.id : crypto.randomUUID().slice(0, 8);
    known.add(id);
    return cell.cell_type === "code" ? { ...cell, id, outputs: (cell.outputs ?? []).map(withoutView) } : { ...cell, id };
  });
  const { widgets: _views, ...metadata } = notebook.metadata;
  metadata.kernelspec = { display_name: "Python 3", language: "python", name: "python3" };
  metadata.language_info = { name: "python" };
  metadata.newspace_hand_in = { name, time };
  return { cells, metadata, nbformat: 4, nbformat_minor: 5 };
}

function withoutView(output) {
  if (!(VIEW in (output.data ?? {}))) return output;
  const { [VIEW]: _view, ...data } = output.data;
  return { ...output, data };
}

/** How many tasks there are, and how many of them nobody has touched. */
export function untouched(notebook, release) {
  const answers = (table) =>
    new Map(
      table.cells
        .filter((cell) => cell.metadata?.nbgrader?.solution)
        .map((cell) => [cell.metadata.nbgrader.grade_id, [cell.source].flat().join("").trim()]),
    );
  const own = answers(notebook);
  const given = [...answers(release)];
  return { all: given.length, open: given.filter(([id, source]) => own.get(id) === source).length };
}

/**
 * Download an exercise as one file.
 * @param {string} assignment the exercise's name
 * @param {string} name the learner's; "" for a file without it
 * @returns {Promise<{file: string, open: number, all: number}>}
 */
export async function download(assignment, name) {
  const notebook = await current(assignment);
  remember(name);
  const file = fileName(assignment, name);
  const text = `${JSON.stringify(handedIn(notebook, name.trim(), new Date().toISOString()), null, 1)}\n`;
  const address = URL.createObjectURL(new Blob([text], { type: "application/x-ipynb+json" }));
  Object.assign(document.createElement("a"), { href: address, download: file }).click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
  return { file, ...(await counted(assignment, notebook)) };
}

/** Count what is untouched; where the notebook as it was given out cannot be had, nothing is said of it. */
async function counted(assignment, notebook) {
  try {
    const answer = await fetch(new URL(`newspace/grading/${assignment}.json`, SITE));
    return untouched(notebook, JSON.parse((await answer.json()).release));
  } catch {
    return { all: 0, open: 0 };
  }
}

globalThis.newspaceHandIn = { name: rememberedName, download };
