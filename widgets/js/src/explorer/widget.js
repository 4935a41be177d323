/** The explorer: sends the newest values, and shows the picture and the sentence that come back. */
import "../shared/style/theme.css";
import "./explorer.css";
import "./stage/motion/motion.css";
import "../citations/citations.css";
import { linkCitations } from "../citations/index.js";
import { focused, make } from "../shared/dom.js";
import { uniqueId } from "../shared/ids.js";
import { keepKeys, OWN_KEYS } from "../shared/keys.js";
import { keepListening } from "../shared/late_start.js";
import { makePanel } from "./controls/panel.js";
import { makeComparison, makeQuestion, markBusy } from "./prediction.js";
import { makeRequests } from "./requests.js";
import { Marks } from "./stage/marks.js";
import { makePlayer } from "./stage/motion/player.js";
import { makePicture, makeWords } from "./stage/output.js";

/** @import { Model, State, Wish } from "./model.js" */

const NARROW_PX = 600; // below this the panels of a wide picture would be too small to read

/** @param {HTMLElement} root */
function isNarrow(root) {
  return root.clientWidth > 0 && root.clientWidth < NARROW_PX;
}

/**
 * Whether the picture that is shown was made for another room than there is now; nothing fits a page that is hidden.
 * @param {HTMLElement} root
 * @param {State} state
 */
function needsOther(root, state) {
  return Boolean(state.sentence) && root.clientWidth > 0 && state.narrow !== isNarrow(root);
}

/**
 * The page of one explorer, without its connection to the kernel.
 * @param {Model} model
 * @param {string} uid
 * @param {{ onMove: () => void, onAnswer: (predicted: string) => void }} events
 */
function makePage(model, uid, { onMove, onAnswer }) {
  const strings = model.get("strings");
  const remark = make("p", { class: "nx-remark", role: "status", hidden: true });
  const panel = makePanel(model.get("controls"), model.get("presets"), {
    uid,
    strings,
    onMove() {
      remark.hidden = true;
      panel.markPreset();
      onMove();
    },
    onSay(text) {
      remark.textContent = text;
      remark.hidden = false;
    },
  });
  const picture = makePicture();
  const words = makeWords();
  const compared = makeComparison(strings);
  const asked = model.get("question");
  const question = asked.prompt ? makeQuestion(asked, { uid, strings }, onAnswer) : null;
  const title = make("p", { class: "ns-title", id: `${uid}-title` }, model.get("title"));
  // Picture, sentence and controls stand close together, so that hand and eye need no scrolling; the caption closes the figure.
  const caption = make("figcaption", { class: "nx-caption" }, model.get("caption"));
  const frame = make("div", { class: "nx-frame" }, picture.image);
  const player = makePlayer(strings, frame, words.announce);
  const marks = new Marks(strings, frame, (values) => panel.setAll(values));
  const stage = make("div", { class: "nx-stage" }, frame, player.root, words.said);
  const side = make("div", { class: "nx-side" }, panel.settings, remark);
  const figure = make("figure", { class: "nx-figure" }, stage, side, caption);
  const work = make("div", { class: "nx-work" }, compared.element, panel.presetRow, figure);
  const names = { class: "ns-card nx-explorer", role: "group", "aria-labelledby": title.id, ...OWN_KEYS };
  const root = make("div", names, title, question, work, words.message, words.aloud);
  keepKeys(root);
  return { root, figure, work, panel, picture, player, marks, words, compared, question };
}

/**
 * Show the state of the last run on a page.
 * @param {ReturnType<typeof makePage>} page
 * @param {State} state
 */
function showState(page, state) {
  const { root, figure, work, panel, picture, words, compared, question } = page;
  const begun = Boolean(state.sentence || state.error);
  const hadFocus = question?.contains(focused(root));
  if (question) question.hidden = begun;
  work.hidden = !begun;
  panel.markPreset();
  figure.classList.toggle("nx-stale", Boolean(state.error));
  figure.classList.toggle("nx-narrow", Boolean(state.narrow));
  picture.image.alt = state.words ?? "";
  words.show(state);
  compared.show(state.prediction);
  if (hadFocus && begun) compared.element.focus(); // the question is gone; what came of it is the place to go on
}

/**
 * Listen to changes of traits, the picture before the state that tells of it; what comes back stops it.
 * @param {Model} model
 * @param {{ picture: () => void, motion: () => void, marks: () => void, state: () => void }} acts
 */
function listen(model, acts) {
  model.on("change:picture", acts.picture);
  model.on("change:motion", acts.motion);
  model.on("change:marks", acts.marks);
  model.on("change:state", acts.state);
  for (const act of Object.values(acts)) act();
  return () => {
    model.off("change:picture", acts.picture);
    model.off("change:motion", acts.motion);
    model.off("change:marks", acts.marks);
    model.off("change:state", acts.state);
  };
}

/** @param {{ model: Model, el: HTMLElement }} props */
function render({ model, el }) {
  const strings = model.get("strings");
  const uid = uniqueId("nx");
  const page = makePage(model, uid, {
    onMove() {
      requests.noteMove();
      requests.ask(newest());
    },
    onAnswer(predicted) {
      requests.ask({ ...newest(), predicted });
      if (page.question) markBusy(page.question);
    },
  });
  const { root, panel, picture, player, marks, words } = page;
  const onSilence = () => words.complain(strings.no_answer);
  const requests = makeRequests({ model, uid, newest, onSilence });

  /** @returns {Wish} */
  function newest() {
    return { values: panel.values(), narrow: isNarrow(root) };
  }
  function onState() {
    const state = model.get("state");
    const mine = requests.settle(state);
    // A second view of the same explorer follows the first one; the view that asked is already where its learner put it.
    if (!mine && !requests.isWaiting() && state.values) panel.show(state.values);
    showState(page, state);
    if (!mine) return;
    requests.askAgain();
    askForRoom(); // the page may have been resized while the answer was under way
  }
  /** Ask for the picture anew when the page has become too narrow for it, or wide enough again. */
  function askForRoom() {
    if (!requests.isWaiting() && needsOther(root, model.get("state"))) requests.ask(newest());
  }
  const watch = new ResizeObserver(() => {
    player.redraw();
    askForRoom();
  });
  const unlink = linkCitations({ model, el, strings: model.get("citing") });
  el.append(root);
  const unlisten = listen(model, {
    picture: () => picture.show(model.get("picture")),
    motion: () => player.load(model.get("motion")),
    marks: () => marks.load(model.get("marks")),
    state: onState,
  });
  watch.observe(root);
  return () => {
    unlink();
    watch.disconnect();
    unlisten();
    requests.stop();
    words.stop();
    player.stop();
    marks.stop();
    picture.drop();
  };
}

export default { initialize: keepListening, render };
