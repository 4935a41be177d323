/** The question before the first run, and what was predicted beside what happened. */
import { find, make, makeButton } from "../shared/dom.js";

/** @import { Compared, Context, QuestionSpec } from "./model.js" */

/**
 * Ask what will happen. `onAnswer` gets the chosen value.
 * @param {QuestionSpec} spec
 * @param {Pick<Context, "uid" | "strings">} context
 * @param {(value: string) => void} onAnswer
 */
export function makeQuestion(spec, { uid, strings }, onAnswer) {
  const missing = make("p", { class: "nx-missing", role: "alert", hidden: true }, strings.choose);
  const radios = spec.options.map((option, at) =>
    make("input", { type: "radio", id: `${uid}-guess-${at}`, name: `${uid}-guess`, value: option.value }),
  );
  const options = radios.map((radio, at) =>
    make("div", { class: "nx-option" }, radio, make("label", { for: radio.id }, spec.options[at]?.text)),
  );
  const button = makeButton(
    spec.button,
    () => {
      const chosen = radios.find((radio) => radio.checked);
      missing.hidden = chosen !== undefined;
      if (chosen) onAnswer(chosen.value);
      else radios[0]?.focus();
    },
    { class: "ns-main" },
  );
  return make(
    "div",
    { class: "nx-question" },
    make("p", { class: "nx-before" }, strings.before),
    make("fieldset", { class: "nx-guess" }, make("legend", {}, spec.prompt), ...options),
    missing,
    button,
  );
}

/**
 * Show that the answer is under way.
 * @param {HTMLElement} question
 */
export function markBusy(question) {
  find(question, "button").setAttribute("aria-busy", "true");
}

/**
 * End an option that is a name, not a sentence: another sentence follows it.
 * @param {string} [said]
 */
function ended(said = "") {
  return /(?:^|[.!?…。])$/.test(said) ? said : `${said}.`;
}

/** @param {Context["strings"]} strings */
export function makeComparison(strings) {
  const element = make("p", { class: "nx-compared", tabindex: "-1", hidden: true });
  /** @param {Compared | undefined} compared */
  function show(compared) {
    element.hidden = !compared?.predicted;
    if (!compared?.predicted) return;
    const same = compared.same ? `✓\u00a0${strings.same}` : `≠\u00a0${strings.other}`;
    element.replaceChildren(
      make("strong", {}, strings.predicted),
      ` ${ended(compared.predicted)} `,
      make("strong", {}, strings.happened),
      ` ${ended(compared.happened)} `,
      make("span", { class: "nx-sign" }, same),
    );
  }
  return { element, show };
}
