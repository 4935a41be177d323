/** Play a motion over the picture: a button, a time line to drag, and the moment in words. No frame asks the kernel. */
import { make, makeButton } from "../../../shared/dom.js";
import { makeOverlay } from "./overlay.js";
import { Playback } from "./playback.js";
import { makeScene } from "./scene.js";
import { clockText, wordsAt } from "./timing.js";

/** @import { Motion, Strings } from "../../model.js" */

const LINE = 1000; // steps of the time line
const KEY_S = 0.1; // an arrow key moves by so many seconds of playing

/**
 * The two views: over the charts, or from outside.
 * @param {Strings} strings
 * @param {HTMLElement} frame
 * @param {() => void} onChange
 */
function makeViews(strings, frame, onChange) {
  let chosen = false; // whether the learner has said which view is wanted
  const charts = makeButton(strings.charts, () => choose(false));
  const outside = makeButton(strings.outside, () => choose(true));
  const root = make("div", { class: "nx-views", role: "group", "aria-label": strings.view }, charts, outside);
  /** @param {boolean} fromOutside */
  function show(fromOutside) {
    frame.classList.toggle("nx-outside", fromOutside);
    charts.setAttribute("aria-pressed", String(!fromOutside));
    outside.setAttribute("aria-pressed", String(fromOutside));
  }
  /** @param {boolean} fromOutside */
  function choose(fromOutside) {
    chosen = true;
    show(fromOutside);
    onChange();
  }
  /** Show a view, unless the learner has chosen one. @param {boolean} fromOutside */
  function suggest(fromOutside) {
    if (!chosen) show(fromOutside && !root.hidden);
  }
  return { root, suggest };
}

/**
 * The time line, with a tick for each thing that happens.
 * @param {Strings} strings
 * @param {Playback} playback
 * @param {() => void} onToggle
 */
function makeLine(strings, playback, onToggle) {
  const line = make("input", { type: "range", class: "nx-range nx-line", min: 0, max: LINE, step: 1, value: "0" });
  line.setAttribute("aria-label", strings.time);
  const ticks = make("div", { class: "nx-ticks", "aria-hidden": "true" });
  /** @type {Record<string, () => void>} */
  const keys = {
    " ": onToggle,
    ArrowRight: () => playback.step(KEY_S),
    ArrowUp: () => playback.step(KEY_S),
    ArrowLeft: () => playback.step(-KEY_S),
    ArrowDown: () => playback.step(-KEY_S),
    Home: () => playback.goTo(playback.start),
    End: () => playback.goTo(playback.end),
    PageUp: () => playback.jump(false),
    PageDown: () => playback.jump(true),
  };
  line.addEventListener("keydown", (event) => {
    const act = keys[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
  line.addEventListener("input", () => playback.goToShare(Number(line.value) / LINE));
  /** @param {Motion} motion */
  function load(motion) {
    const marks = motion.moments.map((moment) => {
      const tick = make("span", { class: "nx-tick", title: moment.label });
      tick.style.setProperty("--nx-at", String(playback.shareAt(moment.time)));
      return tick;
    });
    ticks.replaceChildren(...marks);
  }
  /** @param {Motion} motion @param {number} time */
  function show(motion, time) {
    line.value = String(Math.round(LINE * playback.shareAt(time)));
    line.setAttribute("aria-valuetext", clockText(motion, time));
  }
  return { root: make("div", { class: "nx-track" }, ticks, line), load, show };
}

/**
 * @param {Strings} strings
 * @param {HTMLElement} frame where the picture stands
 * @param {(text: string, atOnce: boolean) => void} announce
 */
export function makePlayer(strings, frame, announce) {
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const overlay = makeOverlay();
  const scene = makeScene(strings);
  const words = make("p", { class: "nx-moment" });
  const button = makeButton("", toggle, { class: "nx-play" });
  const playback = new Playback({
    onShow: show,
    onPlaying: showButton,
    onMoment: (text) => announce(text, true),
    onRest: () => announce(words.textContent ?? "", false),
  });
  const views = makeViews(strings, frame, () => show(false));
  const line = makeLine(strings, playback, toggle);
  const bar = make("div", { class: "nx-player", role: "group" }, button, line.root, views.root);
  const root = make("div", { class: "nx-motion" });

  /** @param {boolean} playing */
  function showButton(playing) {
    const now = playing ? `❚❚ ${strings.pause}` : `▶ ${strings.play}`;
    button.textContent = calm.matches ? `⏭ ${strings.next_moment}` : now;
  }
  /** @param {boolean} smoothly */
  function show(smoothly) {
    const { motion, time } = playback;
    if (!motion) return;
    line.show(motion, time);
    words.textContent = wordsAt(motion, time, strings.at_clock);
    overlay.show(motion, time);
    if (motion.scene.kind) scene.show(motion, time, smoothly);
  }
  function toggle() {
    views.suggest(true);
    if (calm.matches && playback.isOver) playback.goTo(playback.start);
    else if (calm.matches) playback.jump(false);
    else if (!playback.isPlaying) playback.play();
    else playback.goTo(playback.time);
  }
  /** @param {Motion | { name?: undefined }} next */
  function load(next) {
    const motion = next.name === undefined ? null : next;
    root.replaceChildren(...(motion ? [bar, words] : []));
    if (motion) frame.append(overlay.svg, scene.svg);
    frame.classList.toggle("nx-moves", motion !== null);
    views.root.hidden = !motion?.scene.kind;
    views.suggest(false); // what the controls change is seen in the charts
    if (motion) {
      bar.setAttribute("aria-label", motion.name);
      overlay.load(motion);
    }
    playback.load(motion);
    if (motion) line.load(motion);
  }
  return { root, load, redraw: () => show(false), stop: () => playback.pause() };
}
