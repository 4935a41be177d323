/** The title of a reading and its catalogue card. */
import { make } from "../shared/dom.js";
import { outsideLink } from "../shared/links.js";

/** @import { Card, Strings } from "./model.js" */

/**
 * Make the title, with the reading's short name before it.
 * @param {Strings} strings
 * @param {Card} card
 * @param {string} id
 */
export function makeTitle(strings, card, id) {
  const ours = card.title_is_ours ? make("span", { class: "ns-soft" }, ` (${strings.title_is_ours})`) : null;
  return make("p", { class: "ns-title", id }, make("b", { class: "nsr-name" }, card.name), ` ${card.title}`, ours);
}

/**
 * Make the line below the title.
 * @param {Card} card
 */
export function makeMeta(card) {
  const parts = [card.publisher, card.undated ? "" : card.date, card.genre];
  return make("p", { class: "nsr-meta" }, parts.filter(Boolean).join(" · "));
}

/**
 * Make the card. Where the learner is to find the date, it and the cautions stand folded away.
 * @param {Strings} strings
 * @param {Card} card
 * @param {boolean} open
 */
export function makeCard(strings, card, open) {
  const date = [...row(strings.date, card.date), ...row(strings.dated_how, card.dated_how)];
  const cautions = [
    make("p", { class: "nsr-label" }, strings.cautions),
    make("ul", {}, ...card.cautions.map((caution) => make("li", {}, caution))),
  ];
  const rows = [
    ...row(strings.genre, card.genre),
    ...row(strings.publisher, card.publisher),
    ...(card.undated ? [] : date),
    ...(card.url ? row(strings.address, outsideLink(card.url, card.url)) : []),
  ];
  const found = make("summary", {}, strings.find_date);
  const last = card.undated
    ? [make("details", { class: "nsr-fold" }, found, make("dl", {}, ...date), ...cautions)]
    : cautions;
  const summary = make("summary", {}, strings.about);
  return make("details", { class: "nsr-fold nsr-about", open }, summary, make("dl", {}, ...rows), ...last);
}

/**
 * @param {string} term
 * @param {Node | string} value
 */
function row(term, value) {
  return [make("dt", {}, term), make("dd", {}, value)];
}
