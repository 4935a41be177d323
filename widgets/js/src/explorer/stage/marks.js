/** Marks of the picture that answer to hover, click and keyboard: a card says what each is, and where that is known from. */
import { focused, make, makeButton } from "../../shared/dom.js";
import { outsideLink } from "../../shared/links.js";

/** @import { MarkSpec, Strings, Values } from "../model.js" */

const LINGER_MS = 250; // the way from a mark to its card takes a moment
const MIDDLE = 0.5;
/** @type {Record<string, (at: number, last: number) => number>} */
const STEPS = {
  ArrowRight: (at, last) => (at < last ? at + 1 : 0),
  ArrowDown: (at, last) => (at < last ? at + 1 : 0),
  ArrowLeft: (at, last) => (at > 0 ? at - 1 : last),
  ArrowUp: (at, last) => (at > 0 ? at - 1 : last),
  Home: () => 0,
  End: (_at, last) => last,
};

/**
 * What stands on the card of a mark.
 * @param {MarkSpec} spec
 * @param {Strings} strings
 * @param {() => void} onAction
 */
function cardOf(spec, strings, onAction) {
  const links = spec.sources.flatMap(({ name, url }, n) => [n ? "; " : "", outsideLink(url, name)]);
  /** @type {HTMLElement[]} */
  const parts = [make("p", { class: "nx-card-title" }, spec.label), make("p", {}, spec.text)];
  if (links.length > 0) parts.push(make("p", { class: "nx-card-source" }, `${strings.sources} `, ...links));
  if (spec.action) parts.push(makeButton(spec.action, onAction));
  return parts;
}

/**
 * A button over the mark, as large as it is.
 * @param {MarkSpec} spec
 */
function makeSpot(spec) {
  const spot = make("button", { type: "button", class: "nx-spot", "aria-label": `${spec.label}. ${spec.text}` });
  const [left, top, right, bottom] = spec.box.map((edge) => 100 * edge);
  spot.style.left = `${left}%`;
  spot.style.top = `${top}%`;
  spot.style.width = `${Number(right) - Number(left)}%`;
  spot.style.height = `${Number(bottom) - Number(top)}%`;
  return spot;
}

export class Marks {
  /** @type {{ spec: MarkSpec, spot: HTMLButtonElement }[]} */
  #marks = [];
  #current = ""; // the mark that Tab comes to
  #open = "";
  #kept = ""; // the mark whose card stays until it is closed
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #closing;

  /**
   * @param {Strings} strings
   * @param {HTMLElement} frame where the picture stands
   * @param {(values: Values) => void} onAction a card's button was pressed
   */
  constructor(strings, frame, onAction) {
    this.strings = strings;
    this.frame = frame;
    this.onAction = onAction;
    this.card = make("div", { class: "nx-card", hidden: true });
    this.row = make("div", { class: "nx-spots", role: "toolbar", "aria-label": strings.marks });
    this.row.addEventListener("keydown", (event) => this.#onKey(event));
    this.row.addEventListener("pointerout", () => this.#leave());
    this.card.addEventListener("pointerenter", () => this.stop());
    this.card.addEventListener("pointerleave", () => this.#leave());
    frame.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.#close();
    });
    frame.addEventListener("focusout", (event) => {
      if (!frame.contains(/** @type {Node | null} */ (event.relatedTarget))) this.#leave();
    });
  }
  /**
   * Take other marks; an open card stays open, and the focus where it was.
   * @param {MarkSpec[]} specs
   */
  load(specs) {
    const active = focused(this.row);
    const hadFocus = active !== null && (this.row.contains(active) || this.card.contains(active));
    this.#marks = specs.map((spec) => this.#makeMark(spec));
    this.row.replaceChildren(...this.#marks.map(({ spot }) => spot));
    if (specs.length > 0) this.frame.append(this.row, this.card);
    this.#roam(specs.some(({ name }) => name === this.#current) ? this.#current : (specs[0]?.name ?? ""));
    const open = specs.find(({ name }) => name === this.#open);
    if (open) this.#show(open);
    else this.#close();
    if (hadFocus) this.#find(this.#current)?.spot.focus();
  }
  stop() {
    clearTimeout(this.#closing);
  }
  /** @param {MarkSpec} spec */
  #makeMark(spec) {
    const spot = makeSpot(spec);
    spot.addEventListener("pointerenter", () => this.#show(spec));
    spot.addEventListener("focus", () => {
      this.#roam(spec.name);
      this.#show(spec);
    });
    spot.addEventListener("click", () => {
      this.#kept = spec.name;
      this.#show(spec);
    });
    return { spec, spot };
  }
  /** @param {string} name */
  #find(name) {
    return this.#marks.find(({ spec }) => spec.name === name);
  }
  /** @param {MarkSpec} spec */
  #show(spec) {
    this.stop();
    const [left, top, right, bottom] = spec.box;
    const { card } = this;
    card.replaceChildren(...cardOf(spec, this.strings, () => this.onAction(spec.values)));
    const below = (top + bottom) / 2 < MIDDLE;
    card.style.top = below ? `calc(${100 * bottom}% + 6px)` : "auto";
    card.style.bottom = below ? "auto" : `calc(${100 * (1 - top)}% + 6px)`;
    card.style.setProperty("--nx-at", String((left + right) / 2));
    card.hidden = false;
    this.#tell(spec.name);
  }
  #close() {
    this.stop();
    if (this.card.contains(focused(this.card))) this.#find(this.#open)?.spot.focus();
    this.stop();
    this.#kept = "";
    this.card.hidden = true;
    this.#tell("");
  }
  /** @param {string} name the mark whose card is open */
  #tell(name) {
    this.#open = name;
    for (const { spec, spot } of this.#marks) spot.setAttribute("aria-expanded", String(spec.name === name));
  }
  /** A moment later the card is closed, or the one that is kept comes back. */
  #leave() {
    this.stop();
    this.#closing = setTimeout(() => {
      const kept = this.#find(this.#kept);
      if (kept) this.#show(kept.spec);
      else this.#close();
    }, LINGER_MS);
  }
  /** @param {string} name */
  #roam(name) {
    this.#current = name;
    for (const { spec, spot } of this.#marks) spot.tabIndex = spec.name === name ? 0 : -1;
  }
  /** @param {KeyboardEvent} event */
  #onKey(event) {
    const at = this.#marks.findIndex(({ spot }) => spot === event.target);
    const step = STEPS[event.key];
    if (at < 0 || !step) return;
    event.preventDefault();
    this.#marks[step(at, this.#marks.length - 1)]?.spot.focus();
  }
}
