// Built from widgets/js/src by `make js`: change the sources, not this file.

// src/shared/dom.js
function make(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === void 0) continue;
    if (name === "class") element.className = value;
    else if (name in element && typeof value !== "string") element[name] = value;
    else element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== null && child !== void 0));
  return element;
}
function fill(template, values) {
  return template.replace(/\{(\w+)\}/g, (whole, name) => name in values ? String(values[name]) : whole);
}
function uniqueId(prefix) {
  return `${prefix}${[...crypto.getRandomValues(new Uint32Array(2))].map((part) => part.toString(36)).join("")}`;
}

// src/citations/index.js
var FACT = 'a[title^="fact "]';
var READING = ".nsc-cite";
var WRITTEN = /\[[a-z][a-z0-9_-]* ¶[1-9]\d*(?: "[^"]*")?\]/g;
var PROSE = ".jp-RenderedHTMLCommon";
var CITE_PATIENCE_MS = 4e3;
function linkCitations({ model, el, strings }) {
  const desk = document.newspaceCitations ??= { views: [], last: 0, waiting: /* @__PURE__ */ new Map() };
  if (!desk.listens) {
    desk.listens = (event) => onCitation(desk, event);
    document.addEventListener("click", desk.listens, true);
    document.addEventListener("dblclick", (event) => citationAt(event) && event.stopPropagation(), true);
    desk.watch = new MutationObserver((changes) => onChanges(changes, desk.strings));
  }
  const mine = { model, el, strings };
  const onReply = (message) => {
    if (message?.said_of === void 0 || !desk.waiting.has(message.request)) return;
    desk.waiting.get(message.request)(message.said_of);
    desk.waiting.delete(message.request);
  };
  desk.views.push(mine);
  desk.strings = strings;
  if (desk.views.length === 1) {
    desk.watch.observe(document.body, { childList: true, subtree: true });
    for (const prose of document.querySelectorAll(PROSE)) openTheWritten(prose, strings);
  }
  model.on("msg:custom", onReply);
  return () => {
    desk.views.splice(desk.views.indexOf(mine), 1);
    if (desk.views.length === 0) desk.watch.disconnect();
    model.off("msg:custom", onReply);
  };
}
function citationButton(strings, written, ...shown) {
  const props = { class: "nsc-cite", role: "button", tabIndex: 0, title: strings.passage, "aria-expanded": "false" };
  const made = make("span", { ...props, "data-cites": written, "data-lm-suppress-shortcuts": "true" }, ...shown);
  made.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    event.stopPropagation();
    made.click();
  });
  return made;
}
function onChanges(changes, strings) {
  const changed = /* @__PURE__ */ new Set();
  for (const { target, addedNodes } of changes) {
    const around = addedNodes.length ? target.closest?.(PROSE) : null;
    if (around) changed.add(around);
    else for (const node of addedNodes) {
      if (node.matches?.(PROSE)) changed.add(node);
      for (const prose of node.querySelectorAll?.(PROSE) ?? []) changed.add(prose);
    }
  }
  for (const prose of changed) openTheWritten(prose, strings);
}
function openTheWritten(prose, strings) {
  if (!prose.textContent.includes("¶")) return;
  const walk = document.createTreeWalker(prose, NodeFilter.SHOW_TEXT);
  const found = [];
  while (walk.nextNode()) {
    const node = walk.currentNode;
    if (node.data.search(WRITTEN) >= 0 && !node.parentElement.closest(`a, button, code, pre, ${READING}, .nsc-panel`)) found.push(node);
  }
  for (const node of found) {
    const pieces = [];
    let at = 0;
    for (const written of node.data.matchAll(WRITTEN)) {
      pieces.push(node.data.slice(at, written.index), citationButton(strings, written[0], written[0]));
      at = written.index + written[0].length;
    }
    node.replaceWith(...pieces, node.data.slice(at));
  }
}
function citationAt(event) {
  return event.target.closest?.(`${FACT}, ${READING}`);
}
var notebookOf = (element) => element.closest(".jp-Notebook");
function onCitation(desk, event) {
  const link = citationAt(event);
  if (!link || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const notebook = notebookOf(link);
  const near = desk.views.filter((view) => notebookOf(view.el) === notebook);
  const by = near.at(-1) ?? desk.views.at(-1);
  if (!by && link.matches(FACT)) return;
  event.preventDefault();
  event.stopPropagation();
  const open = link.newspacePanel;
  if (open?.isConnected) {
    open.remove();
    link.setAttribute("aria-expanded", "false");
    return;
  }
  const strings = by?.strings ?? desk.strings;
  const panel = citationPanel(link, strings);
  link.newspacePanel = panel.root;
  link.setAttribute("aria-expanded", "true");
  (link.closest("p, ul, ol, table, fieldset") ?? link).after(panel.root);
  panel.root.focus({ preventScroll: true });
  panel.root.scrollIntoView({ block: "nearest" });
  if (!by) return panel.say(strings.no_fact);
  const request = desk.last += 1;
  const timer = setTimeout(() => panel.say(strings.no_fact), CITE_PATIENCE_MS);
  desk.waiting.set(request, (said) => {
    clearTimeout(timer);
    const asked = near.map((view) => view.model.get("card")).some((card) => card?.undated && card.name === said.reading);
    panel.show(said, asked);
  });
  const wanted = link.matches(FACT) ? { do: "fact", fact: link.title.slice("fact ".length).trim() } : { do: "passage", citation: link.dataset.cites };
  try {
    by.model.send({ ...wanted, request });
  } catch {
    panel.say(strings.no_fact);
  }
}
function citationPanel(link, strings) {
  const inner = make("div", {}, make("p", {}, "…"));
  const close = make("button", { type: "button", class: "ns-button nsc-close" }, strings.close);
  const root = make("div", { class: "nsc-panel", role: "group", "aria-label": strings.behind, tabIndex: -1, "data-lm-suppress-shortcuts": "true" }, inner, close);
  const leave = () => {
    root.remove();
    link.setAttribute("aria-expanded", "false");
    link.focus({ preventScroll: true });
  };
  close.addEventListener("click", leave);
  for (const kind of ["keydown", "keyup", "keypress"]) root.addEventListener(kind, (event) => event.stopPropagation());
  root.addEventListener("keydown", (event) => event.key === "Escape" && leave());
  const say = (text) => inner.replaceChildren(make("p", {}, text));
  return {
    root,
    say,
    show(said, asked) {
      if (said.error) say(said.error);
      else inner.replaceChildren(...said.runs ? passageParts(said, strings, asked) : factParts(said));
      root.scrollIntoView({ block: "nearest" });
    }
  };
}
function addressLink(url, text) {
  return url ? make("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, text) : text;
}
function factParts(said) {
  const sources = said.sources.map((source) => make("li", {}, addressLink(source.url, source.text), source.grade ? ` (${source.grade})` : null));
  return [make("p", { class: "nsc-said" }, said.text), make("p", {}, said.about), sources.length ? make("ul", {}, ...sources) : ""];
}
function passageParts(said, strings, asked) {
  const text = said.runs.map((run) => run.mark ? make("mark", {}, run.text) : document.createTextNode(run.text));
  return [
    make("p", { class: "nsc-said" }, said.title),
    make("p", {}, asked ? said.about : `${said.about} ${said.dated}`),
    asked ? make("details", {}, make("summary", {}, strings.find_date), make("p", {}, said.dated)) : "",
    make("blockquote", {}, make("b", {}, said.paragraph), " ", ...text),
    said.url ? make("p", {}, addressLink(said.url, said.url)) : ""
  ];
}

// src/reading/widget.js
var PLAIN = { "‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-", " ": " " };
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
  return sign !== void 0 && /[\p{L}\p{N}]/u.test(sign);
}
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
  return runs.map(
    (run) => run.length > 2 ? fill(strings.range, { first: run[0], last: run.at(-1) }) : run.map((number) => fill(strings.paragraph, { number })).join(", ")
  ).join(", ");
}
function catalogueCard(strings, card, open) {
  const row = (term, ...value) => [make("dt", {}, term), make("dd", {}, ...value)];
  const dated = [...row(strings.date, card.date), ...row(strings.dated_how, card.dated_how)];
  const cautions = [
    make("p", { class: "nsr-label" }, strings.cautions),
    make("ul", {}, ...card.cautions.map((caution) => make("li", {}, caution)))
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
      ...card.undated ? [] : dated,
      ...address ? row(strings.address, address) : []
    ),
    ...card.undated ? [make("details", { class: "nsr-fold" }, make("summary", {}, strings.find_date), make("dl", {}, ...dated), ...cautions)] : cautions
  );
}
function paragraphParts(paragraph, strings, onCite) {
  const label = fill(strings.paragraph, { number: paragraph.number });
  const number = make("button", { type: "button", class: "nsr-number", title: strings.copy, "aria-label": `${label}: ${strings.copy}` }, label);
  const body = make("p", { class: "nsr-text" });
  const element = make("li", { class: "nsr-paragraph", value: paragraph.number }, number, body);
  const quoted = paragraph.quotes.map((quote) => placeOfQuote(quote, paragraph.text)).filter(Boolean);
  const folded = fold(paragraph.text);
  let matches = [];
  number.addEventListener("mousedown", (event) => event.preventDefault());
  number.addEventListener("click", () => onCite(paragraph, body));
  function paint(current = -1) {
    const cuts = /* @__PURE__ */ new Set([0, paragraph.text.length]);
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
    element,
    paint,
    paragraph,
    quoted,
    search(words) {
      matches = placesOf(words, folded);
      paint();
      return matches.length;
    },
    current: () => body.querySelector(".nsr-current")
  };
}
function render({ model, el }) {
  const strings = model.get("strings");
  const card = model.get("card");
  const paragraphs = model.get("paragraphs");
  const chosen = new Set(model.get("shown"));
  const partial = chosen.size < paragraphs.length;
  const uid = uniqueId("nsr");
  const revealed = /* @__PURE__ */ new Set();
  let all = !partial;
  let matches = [];
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
  for (const fold2 of folds) {
    const numbers = fold2.parts.map((part) => part.paragraph.number);
    fold2.summary.textContent = fill(strings.furniture, { paragraphs: inShort(strings, numbers) });
  }
  const input = make("input", { type: "search", class: "ns-input", id: `${uid}-find`, autocomplete: "off", spellcheck: "false", "aria-describedby": `${uid}-count` });
  const count = make("span", { class: "nsr-count", id: `${uid}-count`, role: "status" });
  const previous = make("button", { type: "button", class: "ns-button", disabled: true }, strings.previous);
  const next = make("button", { type: "button", class: "ns-button", disabled: true }, strings.next);
  const find = make("div", { class: "nsr-find" }, make("label", { for: input.id }, strings.find), input, previous, next, count);
  const toggle = make("button", { type: "button", class: "ns-button", "aria-expanded": "false" });
  const shownText = make("p", { class: "nsr-shown" });
  const tools = partial ? make("details", { class: "nsr-fold nsr-tools" }, make("summary", {}, strings.tools), find, make("p", {}, toggle)) : find;
  const quoted = parts.flatMap(
    (part) => part.paragraph.quotes.map(
      (quote) => make("li", {}, fill(strings.highlighted, { quote, paragraph: fill(strings.paragraph, { number: part.paragraph.number }) }))
    )
  );
  const title = make("p", { class: "ns-title", id: `${uid}-title` }, make("b", { class: "nsr-name" }, card.name), ` ${card.title}`);
  if (card.title_is_ours) title.append(make("span", { class: "ns-soft" }, ` (${strings.title_is_ours})`));
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
    said
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
      if (mine === citing) said.textContent = fill(template, { citation });
    };
    if (navigator.clipboard) navigator.clipboard.writeText(citation).then(() => tell(strings.copied), () => tell(strings.citation));
    else tell(strings.citation);
  }
  function show() {
    const visible = (part) => all || chosen.has(part.paragraph.number) || revealed.has(part.paragraph.number);
    for (const part of parts) part.element.hidden = !visible(part);
    for (const fold2 of folds) fold2.item.hidden = !fold2.parts.some(visible);
    const numbers = parts.filter(visible).map((part) => part.paragraph.number);
    shownText.hidden = !partial || all;
    shownText.textContent = fill(strings.shown, { paragraphs: inShort(strings, numbers), count: paragraphs.length });
    toggle.textContent = all ? fill(strings.hide_rest, { paragraphs: inShort(strings, [...chosen]) }) : fill(strings.show_all, { count: paragraphs.length });
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
    at = at < 0 ? by > 0 ? 0 : matches.length - 1 : (at + by + matches.length) % matches.length;
    const [part, index] = matches[at];
    revealed.add(part.paragraph.number);
    for (const fold2 of folds) if (fold2.parts.includes(part)) fold2.details.open = true;
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
  for (const fold2 of folds) fold2.details.open = partial && fold2.parts.some((part) => chosen.has(part.paragraph.number));
  show();
  el.append(root);
  return linkCitations({ model, el, strings: model.get("citing") });
}
var widget_default = { render };
export {
  widget_default as default
};
