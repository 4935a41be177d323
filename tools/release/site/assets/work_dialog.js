// The button “My work” in JupyterLab's page: take all notebooks and answers along as one zip, and bring them back.

import { collect, pack, restore, unpack } from "./backup.js";

const NAME = "new-space-my-work.zip";

function element(name, properties, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

/** Put the button and its dialog into the page. */
export function addWorkButton() {
  const said = element("p", { role: "status" });
  const download = element("button", { type: "button", textContent: "Download all my work" });
  const choose = element("input", { type: "file", accept: ".zip", id: "newspace-zip" });
  const replace = element("button", { type: "button", textContent: "Bring it back", disabled: true });
  const close = element("button", { type: "button", textContent: "Close" });
  const dialog = element(
    "dialog",
    { id: "newspace-work-dialog" },
    element("h2", { textContent: "My work" }),
    element("p", {
      textContent: "Your notebooks and answers are kept in this browser only. Take them along as one file, to keep or to go on in another browser.",
    }),
    element("p", {}, download),
    element("p", {}, element("label", { htmlFor: "newspace-zip", textContent: "Bring work back from such a file: " }), choose),
    element("p", {}, replace),
    said,
    element("p", {}, element("a", { href: new URL("../", import.meta.url).href, textContent: "All units" }), " ", close),
  );
  dialog.setAttribute("aria-label", "My work");
  const open = element("button", { type: "button", id: "newspace-work", textContent: "My work" });
  document.body.append(open, dialog);

  const app = () => window.jupyterapp;
  const attempt = async (what) => {
    try {
      await what();
    } catch (error) {
      said.textContent = `It did not work: ${error.message ?? error}.`;
    }
  };
  let files = new Map();
  open.addEventListener("click", () => {
    said.textContent = "";
    dialog.showModal();
  });
  close.addEventListener("click", () => dialog.close());
  download.addEventListener("click", () =>
    attempt(async () => {
      await app().commands.execute("docmanager:save-all");
      const found = await collect(app().serviceManager.contents);
      const address = URL.createObjectURL(pack(found));
      element("a", { href: address, download: NAME }).click();
      setTimeout(() => URL.revokeObjectURL(address), 60_000);
      said.textContent = `${NAME}: ${found.size} files.`;
    }),
  );
  choose.addEventListener("change", () =>
    attempt(async () => {
      replace.disabled = true;
      const [file] = choose.files;
      if (!file) return;
      files = await unpack(await file.arrayBuffer());
      said.textContent = `${files.size} files. Files of the same name in this browser are replaced, your answers too.`;
      replace.disabled = false;
    }),
  );
  replace.addEventListener("click", () =>
    attempt(async () => {
      replace.disabled = true;
      // What is open is saved first, or the browser would ask whether to leave, and might save it over what came back.
      await app().commands.execute("docmanager:save-all");
      await restore(app().serviceManager.contents, files);
      said.textContent = "It is back. The page opens anew …";
      location.reload();
    }),
  );
}
