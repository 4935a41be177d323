// The explorer: sends the newest values, shows the picture and the sentence that come back.

import "../shared/theme.css";
import "./explorer.css";
import "../citations/citations.css";
import { linkCitations } from "../citations/index.js";
import { make, uniqueId } from "../shared/dom.js";
import { makeChoice, makeQuestion, makeSlider } from "./controls.js";

const PATIENCE_MS = 5000;
const NARROW_PX = 560; // below this the panels of a wide picture would be too small to read
const QUIET_MS = 700; // a sentence is read aloud when the controls have been still for so long

function render({ model, el }) {
  const strings = model.get("strings");
  const uid = uniqueId("nx");
  let asked = 0;
  let underWay = null; // at most one request
  let waiting = null; // the newest values that came meanwhile
  let address = null;
  let impatience = 0;
  let silence = 0;

  const onMove = () => {
    remark.hidden = true;
    markPreset();
    ask();
  };
  const onSay = (text) => {
    remark.textContent = text;
    remark.hidden = false;
  };
  const onSilence = () => {
    message.textContent = strings.no_answer;
    message.hidden = false;
  };
  const context = { uid, strings, onMove, onSay };
  const controls = model.get("controls").map((spec) => (spec.kind === "slider" ? makeSlider(spec, context) : makeChoice(spec, context)));
  const start = values();

  const title = make("p", { class: "ns-title", id: `${uid}-title` }, model.get("title"));
  const presets = model.get("presets").map((preset) => {
    const button = make("button", { type: "button", class: "ns-button", "aria-pressed": "false" }, preset.label);
    button.addEventListener("click", () => setAll(preset.values));
    return { ...preset, button };
  });
  const reset = make("button", { type: "button", class: "ns-button nx-reset" }, strings.reset);
  reset.addEventListener("click", () => setAll(start));
  const presetRow = make("div", { class: "nx-presets", role: "group", "aria-label": strings.presets },
    presets.length ? make("span", { class: "nx-label", "aria-hidden": "true" }, strings.presets) : null,
    ...presets.map((preset) => preset.button), reset);

  const image = make("img", { class: "nx-picture", alt: "" });
  const sentence = make("p", { class: "nx-sentence" });
  const compared = make("p", { class: "nx-compared", tabindex: "-1", hidden: true });
  const aloud = make("p", { class: "nx-aloud", role: "status" });
  const remark = make("p", { class: "nx-remark", role: "status", hidden: true });
  const message = make("p", { class: "nx-message", role: "alert", hidden: true });
  const settings = make("div", { class: "nx-controls", role: "group", "aria-label": strings.controls }, ...controls.map((control) => control.root));
  // Picture, sentence and controls stand close together, so that hand and eye need no scrolling; the caption closes the figure.
  const figure = make("figure", { class: "nx-figure" },
    image, sentence, settings, remark, make("figcaption", { class: "nx-caption" }, model.get("caption")));
  const work = make("div", { class: "nx-work" }, compared, presetRow, figure);
  const question = model.get("question");
  const before = question.prompt
    ? makeQuestion(question, { uid, strings, onAnswer: (predicted) => { ask(predicted); pending(); } })
    : null;

  // JupyterLab's shortcuts act on single keys; within the explorer every key belongs to the explorer.
  const root = make("div", { class: "ns-card nx-explorer", role: "group", "aria-labelledby": title.id, "data-lm-suppress-shortcuts": "true" },
    title, before, work, message, aloud);
  for (const kind of ["keydown", "keyup", "keypress"]) root.addEventListener(kind, (event) => event.stopPropagation());

  function values() {
    return Object.fromEntries(controls.map((control) => [control.name, control.get()]));
  }
  function same(wanted) {
    const now = values();
    return Object.entries(wanted).every(([name, value]) => now[name] === value);
  }
  function markPreset() {
    for (const preset of presets) preset.button.setAttribute("aria-pressed", String(same(preset.values)));
  }
  function setAll(wanted) {
    for (const control of controls) if (control.name in wanted) control.show(wanted[control.name]);
    onMove();
  }

  const isNarrow = () => root.clientWidth > 0 && root.clientWidth < NARROW_PX;

  function ask(predicted) {
    const wish = { values: values(), narrow: isNarrow(), predicted };
    if (underWay !== null) {
      waiting = wish;
      return;
    }
    asked += 1;
    underWay = `${uid}-${asked}`;
    impatience = setTimeout(onSilence, PATIENCE_MS);
    try {
      model.send({ request: underWay, ...wish });
    } catch {
      clearTimeout(impatience);
      underWay = null;
      onSilence(); // the kernel is gone, and the page knows
    }
  }

  function pending() {
    if (before) before.querySelector("button").setAttribute("aria-busy", "true");
  }

  function onState() {
    const state = model.get("state");
    const mine = state.request === underWay && underWay !== null;
    if (mine) {
      clearTimeout(impatience);
      underWay = null;
    }
    show(state, mine);
    if (mine && waiting) {
      waiting = null;
      ask();
    }
  }

  function show(state, mine) {
    const begun = Boolean(state.sentence || state.error);
    const hadFocus = before?.contains(el.getRootNode().activeElement);
    if (before) before.hidden = begun;
    work.hidden = !begun;
    // A second view of the same explorer follows the first one; the view that asked is already where its learner put it.
    if (!mine && underWay === null && state.values) {
      for (const control of controls) if (control.name in state.values) control.show(state.values[control.name]);
    }
    markPreset();
    message.textContent = state.error ?? "";
    message.hidden = !state.error;
    figure.classList.toggle("nx-stale", Boolean(state.error));
    figure.classList.toggle("nx-narrow", Boolean(state.narrow));
    sentence.style.visibility = state.error ? "hidden" : ""; // its room stays, so that the sliders do
    sentence.textContent = state.sentence ?? "";
    image.alt = state.words ?? "";
    showCompared(state.prediction);
    clearTimeout(silence);
    silence = setTimeout(() => (aloud.textContent = state.error ? "" : sentence.textContent), QUIET_MS);
    if (hadFocus && begun) compared.focus(); // the question is gone; what came of it is the place to go on
  }

  function showCompared(prediction) {
    compared.hidden = !prediction?.predicted;
    if (compared.hidden) return;
    compared.replaceChildren(
      make("strong", {}, strings.predicted), ` ${prediction.predicted} `,
      make("strong", {}, strings.happened), ` ${prediction.happened} `,
      make("span", { class: "nx-sign" }, prediction.same ? `✓ ${strings.same}` : `≠ ${strings.other}`));
  }

  function onPicture() {
    const bytes = model.get("picture");
    if (!bytes?.byteLength) return;
    const old = address;
    address = URL.createObjectURL(new Blob([bytes], { type: "image/png" }));
    image.src = address;
    if (old) URL.revokeObjectURL(old);
  }

  // The picture is asked for anew when the page becomes too narrow for it, or wide enough again.
  const watch = new ResizeObserver(() => {
    const state = model.get("state");
    if (state.sentence && underWay === null && root.clientWidth > 0 && state.narrow !== isNarrow()) ask();
  });
  model.on("change:picture", onPicture);
  model.on("change:state", onState);
  const unlink = linkCitations({ model, el, strings: model.get("citing") });
  el.append(root);
  onPicture();
  show(model.get("state"), false);
  watch.observe(root);
  return () => {
    unlink();
    watch.disconnect();
    model.off("change:picture", onPicture);
    model.off("change:state", onState);
    clearTimeout(impatience);
    clearTimeout(silence);
    if (address) URL.revokeObjectURL(address);
  };
}

export default { render };
