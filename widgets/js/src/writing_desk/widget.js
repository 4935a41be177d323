/** The desk: a text view whose text stands in the notebook's answer cell, and what the kernel finds in it. */
import "../shared/style/theme.css";
import "./writing_desk.css";
import { make, makeButton } from "../shared/dom.js";
import { keepKeys, OWN_KEYS } from "../shared/keys.js";
import { keepListening } from "../shared/late_start.js";
import { makeEvidence } from "./evidence.js";
import { makeFindings } from "./findings.js";
import { makeTimers } from "./timers.js";
import { makeWriting } from "./writing.js";

/** @import { Model } from "./model.js" */

const THINKING_MS = 300;
const PATIENCE_MS = 5000;

/** @param {{ model: Model, el: HTMLElement }} props */
function render({ model, el }) {
  const strings = model.get("strings");
  const groups = model.get("table");
  const findings = makeFindings(strings);
  const timers = makeTimers();
  const silence = make("p", { role: "status" });
  const writing = makeWriting(model, () => timers.later("examine", THINKING_MS, examine));
  let request = 0;

  /** @param {Record<string, unknown>} message */
  function send(message) {
    try {
      model.send(message);
    } catch {
      silence.textContent = strings.no_kernel; // the kernel is gone, and the page knows
    }
  }
  function examine() {
    request += 1;
    timers.later("patience", PATIENCE_MS, () => {
      silence.textContent = strings.no_kernel;
    });
    send({ do: "examine", text: writing.area.value, request });
  }
  function show() {
    const found = model.get("found");
    if (found.request !== undefined && found.request !== request) return;
    timers.stop("patience");
    silence.textContent = "";
    findings.show(found);
  }

  const label = make("label", { class: "ns-title", for: writing.area.id }, model.get("title"));
  const weigh = makeButton(strings.weigh, () => send({ do: "weigh" }), { hidden: !groups.length });
  const tools = make("p", { class: "nsw-tools" }, weigh, ...writing.buttons);
  const card = make(
    "section",
    { class: "ns-card nsw-desk", "aria-label": model.get("title"), ...OWN_KEYS },
    make(
      "div",
      { class: "nsw-columns" },
      make("div", {}, label, writing.area, writing.said, silence, tools),
      findings.element,
    ),
    makeEvidence(strings, groups, writing.insert),
  );
  keepKeys(card);
  el.append(card);
  model.on("change:found", show);
  show();
  writing.read();
  return () => {
    model.off("change:found", show);
    writing.leave();
    timers.stopAll();
  };
}

export default { initialize: keepListening, render };
