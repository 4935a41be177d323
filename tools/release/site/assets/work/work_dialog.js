// The button “My work” in JupyterLab's page: hand an exercise in, take all notebooks and answers along as one zip, and bring them back.

import { collect, pack, restore, unpack } from "./backup.js";
import { download as downloadExercise, rememberedName } from "./hand_in.js";
import { exerciseInFront } from "./open_exercise.js";

const NAME = "new-space-my-work.zip";
const app = () => window.jupyterapp;

function element(name, properties, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

function button(text, properties = {}) {
  return element("button", { type: "button", textContent: text, ...properties });
}

/** Do something; why it did not work is said where its result would be. */
async function attempt(said, what) {
  try {
    said.textContent = await what();
  } catch (error) {
    said.textContent = `It did not work: ${error.message ?? error}.`;
  }
}

/** One file of an exercise for the teacher. */
function handInPart() {
  const said = element("p", { role: "status" });
  const exercise = element("select", { id: "newspace-exercise" });
  const name = element("input", { type: "text", id: "newspace-name", autocomplete: "name", maxLength: 80 });
  const download = button("Download one file to hand in", { className: "main" });
  download.addEventListener("click", () =>
    attempt(said, async () => {
      const { file, open, all } = await downloadExercise(exercise.value, name.value);
      const untouched = open ? ` ${open} of ${all} tasks in it are as they were given out.` : "";
      return `${file} is in your downloads. Upload it where your teacher collects work.${untouched}`;
    }),
  );
  const part = element(
    "section",
    {},
    element("h3", { textContent: "Hand an exercise in" }),
    element("p", { textContent: "The file bears your name, so write it as your teacher knows it." }),
    element("p", { className: "field" }, element("label", { htmlFor: exercise.id, textContent: "Exercise" }), exercise),
    element("p", { className: "field" }, element("label", { htmlFor: name.id, textContent: "Your name" }), name),
    element("p", {}, download),
    said,
  );
  const show = async () => {
    said.textContent = "";
    name.value = rememberedName();
    const { content } = await app().serviceManager.contents.get("exercises", { content: true });
    const names = content.filter(({ type }) => type === "directory").map((folder) => folder.name);
    exercise.replaceChildren(...names.sort().map((text) => element("option", { value: text, textContent: text })));
    if (names.includes(exerciseInFront())) exercise.value = exerciseInFront();
  };
  return { part, show };
}

/** Everything as a zip, and back. */
function backupPart() {
  const said = element("p", { role: "status" });
  const download = button("Download all my work", { className: "main" });
  const choose = element("input", { type: "file", accept: ".zip", id: "newspace-zip" });
  const replace = button("Bring it back", { disabled: true });
  let files = new Map();
  download.addEventListener("click", () =>
    attempt(said, async () => {
      await app().commands.execute("docmanager:save-all");
      const found = await collect(app().serviceManager.contents);
      const address = URL.createObjectURL(pack(found));
      element("a", { href: address, download: NAME }).click();
      setTimeout(() => URL.revokeObjectURL(address), 60_000);
      return `${NAME}: ${found.size} files.`;
    }),
  );
  choose.addEventListener("change", () =>
    attempt(said, async () => {
      replace.disabled = true;
      const [file] = choose.files;
      if (!file) return "";
      files = await unpack(await file.arrayBuffer());
      replace.disabled = false;
      return `${files.size} files. Files of the same name in this browser are replaced, your answers too.`;
    }),
  );
  replace.addEventListener("click", () =>
    attempt(said, async () => {
      replace.disabled = true;
      // What is open is saved first, or the browser would ask whether to leave, and might save it over what came back.
      await app().commands.execute("docmanager:save-all");
      await restore(app().serviceManager.contents, files);
      setTimeout(() => location.reload());
      return "It is back. The page opens anew …";
    }),
  );
  const part = element(
    "section",
    {},
    element("h3", { textContent: "Keep it, or go on in another browser" }),
    element("p", { textContent: "Your notebooks and answers are kept in this browser only. Take them along as one file." }),
    element("p", {}, download),
    element(
      "p",
      { className: "field" },
      element("label", { htmlFor: choose.id, textContent: "Bring work back from such a file" }),
      choose,
    ),
    element("p", {}, replace),
    said,
  );
  return { part, show: () => Object.assign(said, { textContent: "" }) };
}

/** Put the button and its dialog into the page. */
export function addWorkButton() {
  const parts = [handInPart(), backupPart()];
  const close = button("Close");
  const units = element("a", { href: new URL("../", import.meta.url).href, textContent: "All units" });
  const dialog = element(
    "dialog",
    { id: "newspace-work-dialog" },
    element("header", {}, element("h2", { textContent: "My work" }), units, close),
    ...parts.map(({ part }) => part),
  );
  dialog.setAttribute("aria-label", "My work");
  // JupyterLab acts on single keys wherever it hears them.
  for (const kind of ["keydown", "keyup", "keypress"]) dialog.addEventListener(kind, (event) => event.stopPropagation());
  const open = button("My work", { id: "newspace-work" });
  document.body.append(open, dialog);
  open.addEventListener("click", () => {
    dialog.showModal();
    for (const { show } of parts) void show();
  });
  close.addEventListener("click", () => dialog.close());
}
