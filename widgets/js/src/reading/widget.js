/** A reading: numbered paragraphs, quotations marked, search as you type. */
import "../shared/style/theme.css";
import "./reading.css";
import "../citations/citations.css";
import { linkCitations } from "../citations/index.js";
import { make, makeButton } from "../shared/dom.js";
import { uniqueId } from "../shared/ids.js";
import { keepKeys, OWN_KEYS } from "../shared/keys.js";
import { keepListening } from "../shared/late_start.js";
import { fill } from "../shared/text.js";
import { makeCard, makeMeta, makeTitle } from "./card.js";
import { makeCopier } from "./copy_citation.js";
import { makeList } from "./paragraphs/list.js";
import { makeParagraph } from "./paragraphs/paragraph.js";
import { makeSearchBox } from "./search_box.js";
import { inShort } from "./text/numbers.js";

/** @import { Model, Paragraph, Strings } from "./model.js" */

/**
 * Decide which paragraphs are on show: those that the lesson asks for, those that a search brought to light, or all.
 * @param {Model} model
 * @param {ReturnType<typeof makeList>} list
 */
function makeVisibility(model, list) {
  const strings = model.get("strings");
  const total = model.get("paragraphs").length;
  const chosen = new Set(model.get("shown"));
  const partial = chosen.size < total;
  /** @type {Set<number>} */
  const revealed = new Set();
  let all = !partial;
  const text = make("p", { class: "nsr-shown" });
  const toggle = makeButton("", toggleAll, { "aria-expanded": "false" });

  function show() {
    const numbers = list.show((number) => all || chosen.has(number) || revealed.has(number));
    text.hidden = !partial || all;
    text.textContent = fill(strings.shown, { paragraphs: inShort(strings, numbers), count: total });
    toggle.textContent = all
      ? fill(strings.hide_rest, { paragraphs: inShort(strings, [...chosen]) })
      : fill(strings.show_all, { count: total });
    toggle.setAttribute("aria-expanded", String(all));
  }
  function hideFound() {
    revealed.clear();
    show();
  }
  function toggleAll() {
    all = !all;
    hideFound();
  }
  /** @param {number} number */
  function reveal(number) {
    revealed.add(number);
    list.unfold((other) => other === number);
    show();
  }
  // Furniture that was asked for by number is shown unfolded.
  if (partial) list.unfold((number) => chosen.has(number));
  show();
  return { partial, text, toggle, reveal, hideFound };
}

/**
 * List the quotations that are marked, for those who cannot see the marks; nothing if there are none.
 * @param {Strings} strings
 * @param {Paragraph[]} paragraphs
 */
function makeQuotes(strings, paragraphs) {
  const lines = paragraphs.flatMap(({ number, quotes }) => {
    const paragraph = fill(strings.paragraph, { number });
    return quotes.map((quote) => make("li", {}, fill(strings.highlighted, { quote, paragraph })));
  });
  return lines.length > 0 ? make("ul", { class: "nsr-quotes" }, ...lines) : null;
}

/** @param {{ model: Model, el: HTMLElement }} props */
function render({ model, el }) {
  const strings = model.get("strings");
  const card = model.get("card");
  const uid = uniqueId("nsr");
  const said = make("p", { class: "nsr-said", role: "status" });
  const copy = makeCopier(strings, card.name, said);
  const parts = model.get("paragraphs").map((paragraph) => makeParagraph(paragraph, strings, copy));
  const list = makeList(strings, parts);
  const visibility = makeVisibility(model, list);
  const events = { onSearch: visibility.hideFound, onStep: visibility.reveal };
  const search = makeSearchBox(strings, uid, parts, events);
  const { partial } = visibility;
  const summary = make("summary", {}, strings.tools);
  const more = make("p", {}, visibility.toggle);
  const tools = partial ? make("details", { class: "nsr-fold nsr-tools" }, summary, search, more) : search;
  const title = makeTitle(strings, card, `${uid}-title`);
  const root = make(
    "div",
    { class: "ns-card nsr-reading", role: "group", "aria-labelledby": title.id, ...OWN_KEYS },
    title,
    makeMeta(card),
    makeCard(strings, card, !partial),
    partial ? null : tools,
    list.element,
    makeQuotes(strings, model.get("paragraphs")),
    visibility.text,
    partial ? tools : null,
    said,
  );
  keepKeys(root);
  el.append(root);
  return linkCitations({ model, el, strings: model.get("citing"), asksDateOf: card.undated ? card.name : "" });
}

export default { initialize: keepListening, render };
