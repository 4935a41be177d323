// A reading: numbered paragraphs, quotations marked, search as you type. Everything is put in as text, never as markup.

import "../shared/theme.css";
import "./reading.css";
import "../citations/citations.css";
import { linkCitations } from "../citations/index.js";
import { fill, make, uniqueId } from "../shared/dom.js";

// What a reader types finds the typographic signs too. Every sign is folded to one sign, so that places stay the same.
const PLAIN = { "‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "\u00a0": " " };
function fold(text) {
  return Array.from({ length: text.length }, (_, at) => {
    const sign = PLAIN[text[at]] ?? text[at].toLowerCase();
    return sign.length === 1 ? sign : text[at];
  }).join("");
}

function placesOf(words, text) {
  const found = [];
  if (!words) return found;
  for (let at = text.indexOf(words); at >= 0; at = text.indexOf(words, at + words.length)) found.push([at, at + words.length]);
  return found;
}

function isWord(sign) {
  return sign !== undefined && /[\p{L}\p{N}]/u.test(sign);
}

// The first place of a quotation that cuts no word in two, as Python finds it.
function placeOfQuote(quote, text) {
  for (let at = text.indexOf(quote); at >= 0; at = text.indexOf(quote, at + 1)) {
    const end = at + quote.length;
    if (!(isWord(text[at - 1]) && isWord(quote[0])) && !(isWord(text[end]) && isWord(quote.at(-1)))) return [at, end];
  }
  return null;
}

function inShort(strings, numbers) {
  const runs = [];
  for (const number of numbers) {
    if (runs.length && runs.at(-1).at(-1) === number - 1) runs.at(-1).push(number);
    else runs.push([number]);
  }
  return runs
    .map((run) =>
      run.length > 2
        ? fill(strings.range, { first: run[0], last: run.at(-1) })
        : run.map((number) => fill(strings.paragraph, { number })).join(", "),
    )
    .join(", ");
}

function catalogueCard(strings, card, open) {
  const row = (term, ...value) => [make("dt", {}, term), make("dd", {}, ...value)];
  const dated = [...row(strings.date, card.date), ...row(strings.dated_how, card.dated_how)];
  const cautions = [
    make("p", { class: "nsr-label" }, strings.cautions),
    make("ul", {}, ...card.cautions.map((caution) => make("li", {}, caution))),
  ];
  const address = card.url ? make("a", { href: card.url, target: "_blank", rel: "noopener noreferrer" }, card.url) : null;
  return make(
    "details",
    { class: "nsr-fold nsr-about", open },
    make("summary", {}, strings.about),
    make(
      "dl",
      {},
      ...row(strings.genre, card.genre),
      ...row(strings.publisher, card.publisher),
      ...(card.undated ? [] : dated),
      ...(address ? row(strings.address, address) : []),
    ),
    ...(card.undated
      ? [make("details", { class: "nsr-fold" }, make("summary", {}, strings.find_date), make("dl", {}, ...dated), ...cautions)]
      : cautions),
  );
}

// A paragraph keeps its text; paint() cuts it anew into plain pieces, quotations and matches.
function paragraphParts(paragraph, strings, onCite) {
  const label = fill(strings.paragraph, { number: paragraph.number });
  const number = make("button", { type: "button", class: "nsr-number", title: strings.copy, "aria-label": `${label}: ${strings.copy}` }, label);
  const body = make("p", { class: "nsr-text" });
  const element = make("li", { class: "nsr-paragraph", value: paragraph.number }, number, body);
  const quoted = paragraph.quotes.map((quote) => placeOfQuote(quote, paragraph.text)).filter(Boolean);
  const folded = fold(paragraph.text);
  let matches = [];
  number.addEventListener("mousedown", (event) => event.preventDefault()); // keep what is selected
  number.addEventListener("click", () => onCite(paragraph, body));
  function paint(current = -1) {
    const cuts = new Set([0, paragraph.text.length]);
    for (const [start, end] of [...quoted, ...matches]) cuts.add(start).add(end);
    const edges = [...cuts].sort((a, b) => a - b);
    const pieces = edges.slice(1).map((end, index) => {
      const start = edges[index];
      const text = paragraph.text.slice(start, end);
      const within = ([from, to]) => from <= start && end <= to;
      const match = matches.findIndex(within);
      const kinds = [quoted.some(within) && "nsr-quoted", match >= 0 && "nsr-match", match >= 0 && match === current && "nsr-current"];
      const kind = kinds.filter(Boolean).join(" ");
      return kind ? make("mark", { class: kind }, text) : document.createTextNode(text);
    });
    body.replaceChildren(...pieces);
  }
  paint();
  return {
    element, paint, paragraph, quoted,
    search(words) {
      matches = placesOf(words, folded);
      paint();
      return matches.length;
    },
    current: () => body.querySelector(".nsr-current"),
  };
}

function render({ model, el }) {
  const strings = model.get("strings");
  const card = model.get("card");
  const paragraphs = model.get("paragraphs");
  const chosen = new Set(model.get("shown"));
  const partial = chosen.size < paragraphs.length;
  const uid = uniqueId("nsr");
  const revealed = new Set(); // paragraphs that a search has brought to light
  let all = !partial;
  let matches = []; // [part, index in part]
  let at = -1;
  let citing = 0;

  const said = make("p", { class: "nsr-said", role: "status" });
  const parts = paragraphs.map((paragraph) => paragraphParts(paragraph, strings, cite));
  const list = make("ol", { class: "nsr-list", role: "list" });
  const folds = [];
  for (const part of parts) {
    const last = folds.at(-1);
    if (!part.paragraph.furniture) list.append(part.element);
    else if (last && last.parts.at(-1).paragraph.number === part.paragraph.number - 1) {
      last.parts.push(part);
      last.list.append(part.element);
    } else {
      const inner = make("ol", { class: "nsr-list", role: "list" }, part.element);
      const summary = make("summary");
      const details = make("details", { class: "nsr-fold nsr-furniture" }, summary, inner);
      const item = make("li", { class: "nsr-item" }, details);
      folds.push({ parts: [part], list: inner, details, summary, item });
      list.append(item);
    }
  }
  for (const fold of folds) {
    const numbers = fold.parts.map((part) => part.paragraph.number);
    fold.summary.textContent = fill(strings.furniture, { paragraphs: inShort(strings, numbers) });
  }

  const input = make("input", { type: "search", class: "ns-input", id: `${uid}-find`, autocomplete: "off", spellcheck: "false", "aria-describedby": `${uid}-count` });
  const count = make("span", { class: "nsr-count", id: `${uid}-count`, role: "status" });
  const previous = make("button", { type: "button", class: "ns-button", disabled: true }, strings.previous);
  const next = make("button", { type: "button", class: "ns-button", disabled: true }, strings.next);
  const find = make("div", { class: "nsr-find" }, make("label", { for: input.id }, strings.find), input, previous, next, count);
  const toggle = make("button", { type: "button", class: "ns-button", "aria-expanded": "false" });
  const shownText = make("p", { class: "nsr-shown" });
  const tools = partial
    ? make("details", { class: "nsr-fold nsr-tools" }, make("summary", {}, strings.tools), find, make("p", {}, toggle))
    : find;
  const quoted = parts.flatMap((part) =>
    part.paragraph.quotes.map((quote) =>
      make("li", {}, fill(strings.highlighted, { quote, paragraph: fill(strings.paragraph, { number: part.paragraph.number }) })),
    ),
  );

  const title = make("p", { class: "ns-title", id: `${uid}-title` }, make("b", { class: "nsr-name" }, card.name), ` ${card.title}`);
  if (card.title_is_ours) title.append(make("span", { class: "ns-soft" }, ` (${strings.title_is_ours})`));
  // JupyterLab's shortcuts act on single keys; within the reading every key belongs to the reading.
  const root = make(
    "div",
    { class: "ns-card nsr-reading", role: "group", "aria-labelledby": title.id, "data-lm-suppress-shortcuts": "true" },
    title,
    make("p", { class: "nsr-meta" }, [card.publisher, card.undated ? null : card.date, card.genre].filter(Boolean).join(" · ")),
    catalogueCard(strings, card, !partial),
    partial ? null : tools,
    list,
    quoted.length ? make("ul", { class: "nsr-quotes" }, ...quoted) : null,
    shownText,
    partial ? tools : null,
    said,
  );
  for (const kind of ["keydown", "keyup", "keypress"]) root.addEventListener(kind, (event) => event.stopPropagation());

  function cite(paragraph, body) {
    const selection = window.getSelection();
    const inside = selection.rangeCount > 0 && body.contains(selection.anchorNode) && body.contains(selection.focusNode);
    const words = inside ? selection.toString().trim() : "";
    const whole = words && placeOfQuote(words, paragraph.text) ? ` "${words}"` : "";
    const citation = `[${card.name} ¶${paragraph.number}${whole}]`;
    citing += 1;
    const mine = citing;
    const tell = (template) => {
      if (mine === citing) said.textContent = fill(template, { citation }); // a slow clipboard must not speak last
    };
    if (navigator.clipboard) navigator.clipboard.writeText(citation).then(() => tell(strings.copied), () => tell(strings.citation));
    else tell(strings.citation);
  }

  function show() {
    const visible = (part) => all || chosen.has(part.paragraph.number) || revealed.has(part.paragraph.number);
    for (const part of parts) part.element.hidden = !visible(part);
    for (const fold of folds) fold.item.hidden = !fold.parts.some(visible);
    const numbers = parts.filter(visible).map((part) => part.paragraph.number);
    shownText.hidden = !partial || all;
    shownText.textContent = fill(strings.shown, { paragraphs: inShort(strings, numbers), count: paragraphs.length });
    toggle.textContent = all
      ? fill(strings.hide_rest, { paragraphs: inShort(strings, [...chosen]) })
      : fill(strings.show_all, { count: paragraphs.length });
    toggle.setAttribute("aria-expanded", String(all));
  }

  function search() {
    const words = fold(input.value.trim());
    matches = parts.flatMap((part) => Array.from({ length: part.search(words) }, (_, index) => [part, index]));
    at = -1;
    revealed.clear();
    show();
    previous.disabled = next.disabled = matches.length === 0;
    if (!words) count.textContent = "";
    else if (matches.length === 0) count.textContent = strings.count_none;
    else count.textContent = matches.length === 1 ? strings.count_one : fill(strings.count_many, { count: matches.length });
  }

  function step(by) {
    if (matches.length === 0) return;
    matches[at]?.[0].paint();
    at = at < 0 ? (by > 0 ? 0 : matches.length - 1) : (at + by + matches.length) % matches.length;
    const [part, index] = matches[at];
    revealed.add(part.paragraph.number);
    for (const fold of folds) if (fold.parts.includes(part)) fold.details.open = true;
    show();
    part.paint(index);
    part.current()?.scrollIntoView({ block: "nearest" });
    const paragraph = fill(strings.paragraph, { number: part.paragraph.number });
    count.textContent = fill(strings.match, { at: at + 1, count: matches.length, paragraph });
  }

  input.addEventListener("input", search);
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter") step(event.shiftKey ? -1 : 1);
    else if (event.key === "Escape" && input.value) {
      input.value = "";
      search();
    } else return;
    event.preventDefault();
  });
  previous.addEventListener("click", () => step(-1));
  next.addEventListener("click", () => step(1));
  toggle.addEventListener("click", () => {
    all = !all;
    revealed.clear();
    show();
  });

  // Furniture that was asked for by number is shown unfolded.
  for (const fold of folds) fold.details.open = partial && fold.parts.some((part) => chosen.has(part.paragraph.number));
  show();
  el.append(root);
  return linkCitations({ model, el, strings: model.get("citing") });
}

export default { render };
