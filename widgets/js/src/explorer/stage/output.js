/** What a run gives: the picture, the sentence that says the same, and a message where it failed. */
import { make } from "../../shared/dom.js";

/** @import { State } from "../model.js" */

const QUIET_MS = 700; // a sentence is read aloud when the controls have been still for so long

/** A picture that comes as bytes; the memory of the last one is given back. */
export function makePicture() {
  const image = make("img", { class: "nx-picture", alt: "" });
  let address = "";
  function drop() {
    if (address) URL.revokeObjectURL(address);
    address = "";
  }
  /** @param {DataView | undefined} bytes */
  function show(bytes) {
    if (!bytes?.byteLength) return;
    const old = address;
    address = URL.createObjectURL(new Blob([/** @type {DataView<ArrayBuffer>} */ (bytes)], { type: "image/png" }));
    image.src = address;
    if (old) URL.revokeObjectURL(old);
  }
  return { image, show, drop };
}

/** The sentence, which a screen reader hears only when the controls rest, and the message of a failed run. */
export function makeWords() {
  const sentence = make("p", { class: "nx-sentence" });
  const change = make("p", { class: "nx-change", hidden: true });
  const said = make("div", { class: "nx-said" }, sentence, change);
  const aloud = make("p", { class: "nx-aloud", role: "status" });
  const message = make("p", { class: "nx-message", role: "alert", hidden: true });
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let silence;

  /** @param {State} state */
  function show(state) {
    complain(state.error ?? "");
    said.style.visibility = state.error ? "hidden" : ""; // its room stays, so that the sliders do
    sentence.textContent = state.sentence ?? "";
    change.textContent = state.change ?? "";
    change.hidden = !state.change;
    announce(state.error ? "" : [state.sentence, state.change].filter(Boolean).join(" "), false);
  }
  /**
   * Have a screen reader say something: at once, or when what is said has not changed for a while.
   * @param {string} text
   * @param {boolean} atOnce
   */
  function announce(text, atOnce) {
    stop();
    const say = () => {
      aloud.textContent = text;
    };
    if (atOnce) say();
    else silence = setTimeout(say, QUIET_MS);
  }
  /** @param {string} text */
  function complain(text) {
    message.textContent = text;
    message.hidden = text === "";
  }
  function stop() {
    clearTimeout(silence);
  }
  return { said, aloud, message, show, announce, complain, stop };
}
