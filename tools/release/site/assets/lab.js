// Runs in the page before JupyterLab: has the service worker stand first, so that all that is fetched can be kept for a visit
// without a network, and says in words what is loading and how far it is.

import "./grading.js";
import { knowKernels } from "./known_kernels.js";
import { firstOpen } from "./open_exercise.js";
import { keepTheRest, keepWhatCameBefore, standServiceWorker } from "./stand.js";
import { answerAllRequests, askToKeep, keepsAnything, standInForStorage } from "./storage.js";
import { addWorkButton } from "./work_dialog.js";

const site = new URL("../", import.meta.url);
const REST_MS = 30_000;
const BEGIN_MS = 60_000;
const NARROW_PX = 760;
const openNotebook = () => firstOpen((widget) => widget.sessionContext);
const LAST = `newspace-last ${site.pathname}`;

/** JupyterLite forgets after a reload which notebook was open: open the last one again, or the start page on the first visit. */
function openTheLastOne() {
  const address = new URL(location.href);
  if (!address.searchParams.has("path")) {
    address.searchParams.set("path", recalled() ?? "lessons/00_start_here.ipynb");
    history.replaceState(null, "", address);
  }
  window.addEventListener("pagehide", () => {
    const path = (window.jupyterapp?.shell?.currentWidget ?? openNotebook())?.context?.path;
    try {
      if (path) localStorage.setItem(LAST, path);
    } catch {
      // Storage is refused: the start page will be opened.
    }
  });
}

function recalled() {
  try {
    return localStorage.getItem(LAST);
  } catch {
    return null;
  }
}

/** What the course does in every JupyterLab; and on a phone no bar at the side takes a place, either. The menu View brings them back. */
async function makeRoom() {
  while (!window.jupyterapp) await new Promise((resolve) => setTimeout(resolve, 100));
  const app = window.jupyterapp;
  await import("./tabs_and_panels.js");
  const extension = await window._JUPYTERLAB["newspace-tabs-and-panels"].get("./extension");
  void extension().default.activate(app);
  await app.restored;
  const narrow = window.matchMedia(`(max-width: ${NARROW_PX}px)`);
  narrow.addEventListener("change", () => void giveRoom(app, narrow)); // a tablet that is turned
  if (narrow.matches) await giveRoom(app, narrow);
}

/** Take the bars at the sides away where the window is narrow, and bring them back where it is not. */
async function giveRoom(app, narrow) {
  for (const side of ["left", "right"]) {
    if (app.commands.isToggled("application:toggle-side-tabbar", { side }) === narrow.matches) {
      await app.commands.execute("application:toggle-side-tabbar", { side });
    }
  }
  // JupyterLab opens the list a moment later, when it shows where the notebook lies.
  for (let tries = 0; tries < 25 && narrow.matches; tries += 1) {
    app.shell.collapseLeft();
    app.shell.collapseRight();
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

/** Give the notebook the keyboard, which the list of files takes when it shows where the notebook lies, unless somebody used it already. */
async function giveKeyboard() {
  let used = false;
  for (const name of ["keydown", "pointerdown"]) {
    window.addEventListener(name, () => (used = true), { once: true, capture: true });
  }
  while (!window.jupyterapp) await new Promise((resolve) => setTimeout(resolve, 100));
  await window.jupyterapp.restored;
  for (let tries = 0; tries < 50 && !used; tries += 1) {
    const open = openNotebook();
    const holder = document.activeElement;
    if (open && (holder === document.body || holder?.closest(".jp-DirListing"))) window.jupyterapp.shell.activateById(open.id);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

/** A line at the lower edge that says what is loading. */
class Status {
  #place = document.createElement("div");
  #total = 0;
  #pending = 0;
  #begun = false;

  constructor() {
    this.#place.id = "newspace-status";
    this.#place.setAttribute("role", "status");
    this.#place.hidden = true;
    document.body.append(this.#place);
  }

  /** The number of bytes that a first visit fetches, as the site was built. */
  set total(bytes) {
    this.#total = bytes;
  }

  say(text) {
    this.#place.textContent = text;
    this.#place.hidden = text === "";
  }

  /** Say what to do where no Python begins for an open notebook. */
  async watchStart() {
    while (!openNotebook()) {
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
    await new Promise((resolve) => setTimeout(resolve, BEGIN_MS));
    if (!this.#begun) this.say("Python has not begun to start. What to do: reload this page.");
  }

  hear({ stage, bytes, prepared, reason }) {
    clearTimeout(this.#pending);
    this.#begun = true;
    const megabytes = (number) => Math.round(number / 1e6);
    if (stage === "begun") this.say("Python is starting …");
    if (stage === "fetching") {
      const all = this.#total ? ` of about ${Math.max(megabytes(this.#total), megabytes(bytes))}` : "";
      this.say(`Python is loading: ${megabytes(bytes)}${all} MB. Only the first visit takes long.`);
    }
    if (stage === "kept" || prepared) document.documentElement.dataset.newspaceNextPython = "prepared";
    if (stage === "loaded") {
      document.documentElement.dataset.newspacePython = prepared ? "prepared" : "unpacked";
      this.say("Python is loaded and starts …");
      this.#pending = setTimeout(() => this.say(""), 60_000);
      void this.#untilReady();
    }
    if (stage === "failed") {
      this.say(
        "Python could not be loaded. What to do: check the network connection, then reload this page. " +
          `If that does not help, try a newer browser. (${reason})`,
      );
    }
  }

  async #untilReady() {
    const status = () => openNotebook()?.sessionContext.session?.kernel?.status;
    const began = Date.now();
    while (Date.now() - began < 60_000 && !["idle", "busy"].includes(status())) {
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    this.say("");
    keepRest();
  }
}

let restIsKept = false;

/** What nobody has opened yet is kept when Python stands: before, it would take the connection from it and from JupyterLab. */
function keepRest() {
  if (restIsKept) return;
  restIsKept = true;
  keepTheRest(site).catch((error) => console.warn(`Not all is kept for a visit without a network: ${error}`));
}

/** Say something that stays until it is read. */
function notice(text) {
  const place = document.createElement("div");
  place.className = "newspace-notice";
  place.setAttribute("role", "alert");
  const close = Object.assign(document.createElement("button"), { type: "button", textContent: "Close" });
  close.addEventListener("click", () => place.remove());
  place.append(Object.assign(document.createElement("span"), { textContent: text }), close);
  document.body.append(place);
}

window.newspaceNotice = notice;
const channel = new BroadcastChannel("newspace-kernel");
const status = new Status();
standInForStorage();
knowKernels();
openTheLastOne();
void makeRoom();
void giveKeyboard();
void answerAllRequests(channel, notice);
addWorkButton();
channel.addEventListener("message", (event) => status.hear(event.data));
void status.watchStart();
if (!(await keepsAnything())) {
  // It looks as if it were there, and refuses when it is used: without it JupyterLite takes what is left.
  Object.defineProperty(window, "indexedDB", { value: undefined, configurable: true });
  notice(
    "This browser keeps nothing of this site, so notebooks and answers are gone when you close the page. " +
      "What to do: open it in an ordinary window, or download your work (My work) before you leave.",
  );
} else askToKeep();
try {
  const about = await (await fetch(new URL("newspace/site.json", site))).json();
  status.total = about.first_visit_bytes;
  await standServiceWorker(site, about.jupyterlite);
} catch (error) {
  console.warn(`The service worker does not stand, so the course needs a network: ${error}`);
}
const onceLoaded = () => {
  setTimeout(keepWhatCameBefore, 3000);
  setTimeout(keepRest, REST_MS);
};
window.addEventListener("load", onceLoaded);
if (document.readyState === "complete") onceLoaded();
