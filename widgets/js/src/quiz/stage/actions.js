/** The buttons below a question: check, try again, the explanation, a hint. */
import { focused, make, makeButton } from "../../shared/dom.js";
import { fill } from "../../shared/text.js";

/** @import { Entry, Strings } from "../model.js" */

/**
 * @param {Strings} strings
 * @param {{ onRetry: () => void, onExplain: () => void, onHint: () => void }} events
 */
export function makeActions(strings, { onRetry, onExplain, onHint }) {
  const check = make("button", { type: "submit", class: "ns-button ns-main" }, strings.check);
  const retry = makeButton(strings.try_again, onRetry, { class: "ns-main" });
  const explain = makeButton(strings.explain, onExplain);
  const hint = makeButton("", onHint);
  const element = make("div", { class: "ns-actions" }, check, retry, explain, hint);
  /** Whether one of the buttons that come and go with a verdict has the focus. */
  function hasFocus() {
    const now = focused(element);
    return now === check || now === retry || now === explain;
  }
  /**
   * Offer what can be done now; whether a button that had the focus went or came with the verdict.
   * @param {Entry | null} judged
   * @param {number} hintsLeft
   */
  function show(judged, hintsLeft) {
    const changes = check.hidden !== (judged !== null);
    const focusLost = changes && hasFocus();
    check.hidden = judged !== null;
    const isNoted = judged?.status === "noted"; // the test before and after the course tells nothing yet
    retry.hidden = judged === null || isNoted || judged.status === "right";
    explain.hidden = judged === null || isNoted || "explanation" in judged;
    hint.hidden = hintsLeft === 0 || isNoted || judged?.status === "right";
    hint.textContent = fill(strings.hint, { left: hintsLeft });
    return focusLost;
  }
  return {
    element,
    show,
    /** Whether an answer may be handed in: this very answer has its verdict already, or waits for it, else. */
    mayCheck: () => !check.hidden && check.getAttribute("aria-disabled") !== "true",
    waitForVerdict: () => check.setAttribute("aria-disabled", "true"),
    endWait: () => check.removeAttribute("aria-disabled"),
  };
}
