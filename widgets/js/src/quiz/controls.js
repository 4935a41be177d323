// The controls of each kind of question: native form elements, filled by textContent alone.
// Each maker returns { element, read, write, clear, mark, focus }; whatever a learner reads comes in `strings`.

import { citationButton } from "../citations/index.js";
import { fill, make } from "../shared/dom.js";

// Prose comes as paragraphs of runs: plain text, or a citation with its label and quotation, which opens the passage.
export function runs(paragraph, strings) {
  return paragraph.map((run) => {
    if (!("label" in run)) return document.createTextNode(run.text);
    const shown = [make("b", {}, run.label), run.quote ? ` ${fill(strings.quoted, { text: run.quote })}` : ""];
    return citationButton(strings, run.quote ? `[${run.label} "${run.quote}"]` : `[${run.label}]`, ...shown);
  });
}

export function prose(paragraphs, strings, tag = "p") {
  return paragraphs.map((paragraph) => make(tag, { class: "ns-para" }, ...runs(paragraph, strings)));
}

const SIGNS = { right: "✓", partly: "◐", wrong: "✗", open: "○" };

export function sign(status) {
  return make("span", { class: `ns-sign ns-${status}`, "aria-hidden": "true" }, SIGNS[status]);
}

function partMark(good, words) {
  const status = good ? "right" : "wrong";
  return make("span", { class: `ns-mark ns-${status}` }, sign(status), ` ${words}`);
}

function choiceControls(form, uid, strings, type) {
  const inputs = form.choices.map((choice) => make("input", { type, name: `${uid}-choice`, value: choice.code, id: `${uid}-${choice.code}` }));
  const rows = form.choices.map((choice, at) =>
    make("div", { class: "ns-choice" }, make("label", { for: inputs[at].id }, inputs[at], make("span", {}, choice.text))),
  );
  const chosen = () => inputs.filter((input) => input.checked).map((input) => input.value);
  return {
    element: make("div", { class: "ns-choices" }, ...rows),
    read: () => (type === "radio" ? (chosen()[0] ?? null) : chosen()),
    write: (answer) => inputs.forEach((input) => (input.checked = [answer].flat().includes(input.value))),
    clear: () => inputs.forEach((input) => (input.checked = false)),
    focus: () => (inputs.find((input) => input.checked) ?? inputs[0]).focus(),
    mark(notes) {
      form.choices.forEach((choice, at) => {
        rows[at].querySelector(".ns-mark")?.remove();
        const note = notes.find((other) => other.part === choice.code);
        if (note) rows[at].append(partMark(note.good, note.good ? strings.right : strings.part_wrong));
      });
    },
  };
}

function textControls(input, element) {
  return {
    element,
    read: () => input.value,
    write: (answer) => (input.value = String(answer ?? "")),
    clear: () => (input.value = ""),
    focus: () => input.focus(),
    mark: () => {},
  };
}

function textInput(uid) {
  return make("input", { type: "text", class: "ns-input", id: `${uid}-text`, autocomplete: "off", autocapitalize: "off", spellcheck: "false" });
}

export const controls = {
  one: (form, uid, strings) => choiceControls(form, uid, strings, "radio"),
  several: (form, uid, strings) => choiceControls(form, uid, strings, "checkbox"),

  number(form, uid, strings) {
    const input = textInput(uid);
    const label = form.unit ? fill(strings.answer_in, { unit: form.unit }) : strings.answer;
    const help = form.other_units ? fill(strings.other_units, { units: form.other_units }) : "";
    if (help) input.setAttribute("aria-describedby", `${uid}-help`);
    const element = make(
      "div",
      { class: "ns-field" },
      make("label", { for: input.id }, label),
      make("span", { class: "ns-inline" }, input, make("span", { "aria-hidden": "true" }, form.unit)),
      help ? make("span", { id: `${uid}-help`, class: "ns-help" }, help) : null,
    );
    return textControls(input, element);
  },

  gap(form, uid, strings) {
    const input = textInput(uid);
    const sentence = make("p", { class: "ns-gap", id: `${uid}-sentence` }, form.before, input, form.after);
    input.setAttribute("aria-label", strings.gap);
    input.setAttribute("aria-describedby", `${uid}-sentence`);
    return textControls(input, make("div", { class: "ns-field" }, sentence));
  },

  order(form, uid, strings) {
    const said = make("p", { class: "ns-said", "aria-live": "polite" });
    const list = make("ol", { class: "ns-order" });
    const changed = () => list.dispatchEvent(new Event("change", { bubbles: true }));
    const rows = new Map();
    const refresh = () =>
      [...list.children].forEach((row, at, all) => {
        row.querySelector(".ns-up").disabled = at === 0;
        row.querySelector(".ns-down").disabled = at === all.length - 1;
      });
    const move = (row, way, text) => {
      const other = way === "up" ? row.previousElementSibling : row.nextElementSibling;
      if (way === "up") other.before(row);
      else other.after(row);
      refresh();
      // Moving an element takes its focus away; at an end only the other button is left to take it.
      const button = row.querySelector(`.ns-${way}`);
      (button.disabled ? row.querySelector("button:not(:disabled)") : button).focus();
      const place = [...list.children].indexOf(row) + 1;
      said.textContent = fill(strings.moved, { text, n: place, total: list.children.length });
      changed();
    };
    for (const item of form.choices) {
      const row = make("li", {});
      const button = (way, name) => {
        const made = make("button", { type: "button", class: `ns-button ns-small ns-${way}`, "aria-label": fill(name, { text: item.text }) });
        made.append(make("span", { "aria-hidden": "true" }, way === "up" ? "▲" : "▼"));
        made.title = way === "up" ? strings.up : strings.down;
        made.addEventListener("click", () => move(row, way, item.text));
        return made;
      };
      row.append(make("span", { class: "ns-item" }, item.text), button("up", strings.move_up), button("down", strings.move_down));
      rows.set(item.code, row);
    }
    const write = (codes) => {
      list.replaceChildren(...codes.map((code) => rows.get(code)).filter(Boolean));
      refresh();
    };
    write(form.choices.map((item) => item.code));
    return {
      element: make("div", {}, make("p", { class: "ns-help" }, strings.order_help), list, said),
      read: () => [...list.children].map((row) => [...rows].find(([, other]) => other === row)[0]),
      write,
      clear: () => (said.textContent = ""), // to begin again from what one has is easier than from nothing
      focus: () => list.querySelector("button:not(:disabled)").focus(),
      mark(notes) {
        for (const [code, row] of rows) {
          row.querySelector(".ns-mark")?.remove();
          const note = notes.find((other) => other.part === code);
          const wrong = row === list.lastElementChild ? strings.not_last : strings.not_followed;
          if (note) row.querySelector(".ns-item").append(partMark(note.good, note.good ? strings.followed : wrong));
        }
      },
    };
  },

  match(form, uid, strings) {
    const selects = new Map();
    const rows = form.choices.map((item) => {
      const options = form.groups.map((group) => make("option", { value: group.code }, group.text));
      const select = make("select", { class: "ns-input", id: `${uid}-${item.code}` }, make("option", { value: "" }, strings.choose), ...options);
      selects.set(item.code, select);
      return make("div", { class: "ns-pair" }, make("label", { for: select.id }, item.text), select);
    });
    return {
      element: make("div", { class: "ns-pairs" }, ...rows),
      read: () => Object.fromEntries([...selects].filter(([, select]) => select.value).map(([code, select]) => [code, select.value])),
      write: (answer) => selects.forEach((select, code) => (select.value = answer?.[code] ?? "")),
      clear: () => {}, // what was right stays, and what was not is marked no more
      focus: () => selects.values().next().value.focus(),
      mark(notes) {
        form.choices.forEach((item, at) => {
          rows[at].querySelector(".ns-mark")?.remove();
          const note = notes.find((other) => other.part === item.code);
          if (note) rows[at].append(partMark(note.good, note.good ? strings.right : strings.part_wrong));
        });
      },
    };
  },

  claim(form, uid, strings, readings) {
    const verdicts = ["supported", "contradicted", "not in the readings"];
    const radios = verdicts.map((value, at) => make("input", { type: "radio", name: `${uid}-verdict`, value, id: `${uid}-verdict-${at}` }));
    const labels = radios.map((radio, at) => make("label", { for: radio.id }, radio, make("span", {}, strings[verdicts[at]])));
    const verdictBox = make("fieldset", { class: "ns-inner" }, make("legend", {}, strings.verdict), make("div", { class: "ns-choices ns-row" }, ...labels));
    const select = make("select", { class: "ns-input", id: `${uid}-paragraph` }, make("option", { value: "" }, strings.choose));
    for (const [name, numbers] of Object.entries(form.readings)) {
      const texts = readings[name].paragraphs;
      const first = (text) => (text.length > 70 ? `${text.slice(0, text.lastIndexOf(" ", 70))} …` : text);
      // The number comes first, so that typing it finds the paragraph.
      const options = numbers.map((n) => make("option", { value: `${name} ${n}` }, `${n} ¶  ${first(texts[n])}`));
      select.append(make("optgroup", { label: readings[name].title }, ...options));
    }
    const full = make("blockquote", { class: "ns-full", "aria-live": "polite", hidden: true });
    const picker = make("div", { class: "ns-field" }, make("label", { for: select.id }, strings.paragraph), select, full);
    const chosen = () => radios.find((radio) => radio.checked)?.value ?? null;
    const refresh = () => {
      picker.hidden = chosen() === null || chosen() === verdicts[2];
      const [name, number] = select.value.split(" ");
      full.textContent = name ? readings[name].paragraphs[number] : "";
      full.hidden = !name;
    };
    const element = make("div", {}, make("blockquote", { class: "ns-claim" }, form.claim), verdictBox, picker);
    element.addEventListener("change", refresh);
    const write = (answer) => {
      radios.forEach((radio) => (radio.checked = radio.value === answer?.verdict));
      select.value = answer?.reading ? `${answer.reading} ${answer.paragraph}` : "";
      refresh();
    };
    write(null);
    return {
      element,
      write,
      read() {
        const [reading, number] = select.value.split(" ");
        return { verdict: chosen(), ...(picker.hidden || !reading ? {} : { reading, paragraph: Number(number) }) };
      },
      clear: () => write(null),
      focus: () => (radios.find((radio) => radio.checked) ?? radios[0]).focus(),
      mark(notes) {
        for (const [part, box] of [["verdict", verdictBox], ["paragraph", picker]]) {
          box.querySelector(".ns-mark")?.remove();
          const note = notes.find((other) => other.part === part);
          if (note) box.append(partMark(note.good, note.good ? strings.right : strings.part_wrong));
        }
      },
    };
  },
};
