/** Say whether the readings support a claim, and which paragraph shows it. */
import { make } from "../../shared/dom.js";
import { markPart } from "./marks.js";

/** @import { ClaimForm, Controls, Readings, Strings } from "../model.js" */

/** @typedef {{ verdict?: string | null, reading?: string, paragraph?: number }} ClaimAnswer */

const NOWHERE = "not in the readings";
const VERDICTS = /** @type {const} */ (["supported", "contradicted", NOWHERE]);
const LONGEST = 70;

/**
 * The beginning of a text, cut between two words.
 * @param {string} text
 */
function beginning(text) {
  return text.length > LONGEST ? `${text.slice(0, text.lastIndexOf(" ", LONGEST))} …` : text;
}

/**
 * The verdicts to choose from.
 * @param {string} uid
 * @param {Strings} strings
 */
function makeVerdicts(uid, strings) {
  const radios = VERDICTS.map((value, at) =>
    make("input", { type: "radio", name: `${uid}-verdict`, value, id: `${uid}-verdict-${at}` }),
  );
  const labels = radios.map((radio, at) =>
    make("label", { for: radio.id }, radio, make("span", {}, strings[VERDICTS[at] ?? NOWHERE])),
  );
  const row = make("div", { class: "ns-choices ns-row" }, ...labels);
  const box = make("fieldset", { class: "ns-inner" }, make("legend", {}, strings.verdict), row);
  return {
    box,
    chosen: () => radios.find((radio) => radio.checked)?.value ?? null,
    /** @param {string | null | undefined} verdict */
    choose(verdict) {
      for (const radio of radios) radio.checked = radio.value === verdict;
    },
    focus: () => (radios.find((radio) => radio.checked) ?? radios[0])?.focus(),
  };
}

/**
 * The paragraphs to choose from, and the chosen one in full.
 * @param {ClaimForm} form
 * @param {string} uid
 * @param {Strings} strings
 * @param {Readings} readings
 */
function makePicker(form, uid, strings, readings) {
  const none = make("option", { value: "" }, strings.choose);
  const select = make("select", { class: "ns-input", id: `${uid}-paragraph` }, none);
  for (const [name, numbers] of Object.entries(form.readings)) {
    // The number comes first, so that typing it finds the paragraph.
    const options = numbers.map((number) => {
      const text = beginning(readings[name]?.paragraphs[number] ?? "");
      return make("option", { value: `${name} ${number}` }, `${number} ¶  ${text}`);
    });
    select.append(make("optgroup", { label: readings[name]?.title }, ...options));
  }
  const full = make("blockquote", { class: "ns-full", "aria-live": "polite", hidden: true });
  const box = make("div", { class: "ns-field" }, make("label", { for: select.id }, strings.paragraph), select, full);
  const chosen = () => {
    const [reading, number] = select.value.split(" ");
    return reading ? { reading, paragraph: Number(number) } : null;
  };
  return {
    box,
    chosen,
    /** @param {ClaimAnswer | null | undefined} answer */
    choose(answer) {
      select.value = answer?.reading ? `${answer.reading} ${answer.paragraph}` : "";
    },
    showFull() {
      const place = chosen();
      full.textContent = place ? (readings[place.reading]?.paragraphs[place.paragraph] ?? "") : "";
      full.hidden = !place;
    },
  };
}

/**
 * @param {ClaimForm} form
 * @param {string} uid
 * @param {Strings} strings
 * @param {Readings} readings
 * @returns {Controls}
 */
export function makeClaim(form, uid, strings, readings) {
  const verdicts = makeVerdicts(uid, strings);
  const picker = makePicker(form, uid, strings, readings);
  const words = { right: strings.right, wrong: strings.part_wrong };
  const parts = /** @type {const} */ ([
    ["verdict", verdicts.box],
    ["paragraph", picker.box],
  ]);
  const claim = make("blockquote", { class: "ns-claim" }, form.claim);
  const element = make("div", {}, claim, verdicts.box, picker.box);
  function refresh() {
    const verdict = verdicts.chosen();
    picker.box.hidden = verdict === null || verdict === NOWHERE;
    picker.showFull();
  }
  /** @param {unknown} answer */
  function write(answer) {
    const given = /** @type {ClaimAnswer | null | undefined} */ (answer);
    verdicts.choose(given?.verdict);
    picker.choose(given);
    refresh();
  }
  element.addEventListener("change", refresh);
  write(null);
  return {
    element,
    write,
    read: () => ({ verdict: verdicts.chosen(), ...(picker.box.hidden ? null : picker.chosen()) }),
    clear() {}, // its two halves stay: one of them may be right
    focus: verdicts.focus,
    mark(notes) {
      for (const [part, box] of parts) {
        const note = notes.find((other) => other.part === part);
        markPart(box, note, words);
      }
    },
  };
}
