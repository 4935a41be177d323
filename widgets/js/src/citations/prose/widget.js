/** A sentence, and nothing more: while it is on the page, the citations of its notebook can be opened. */
import "../../shared/style/theme.css";
import "../citations.css";
import { make } from "../../shared/dom.js";
import { keepListening } from "../../shared/late_start.js";
import { linkCitations } from "../index.js";

/** @import { AnyModel } from "@anywidget/types" */
/** @import { CitationStrings } from "../contract.js" */

/** @typedef {{ said: string, citing: CitationStrings }} Traits what the kernel hands to the page: the traits of `CitationsView` */

/** @param {{ model: AnyModel<Traits>, el: HTMLElement }} props */
function render({ model, el }) {
  el.append(make("p", { class: "nsc-told" }, model.get("said")));
  return linkCitations({ model, el, strings: model.get("citing") });
}

export default { initialize: keepListening, render };
