// Built from widgets/js/src by `make js`: change the sources, not this file.

// src/citations/contract.js
var JOIN = "newspace:citations:2";
function join(view) {
  let leave;
  const detail = {
    view,
    accept(given) {
      leave = given;
    }
  };
  document.dispatchEvent(new CustomEvent(JOIN, { detail }));
  return leave;
}
function onJoin(take) {
  document.addEventListener(JOIN, (event) => {
    const { view, accept } = (
      /** @type {CustomEvent<Join>} */
      event.detail
    );
    accept(take(view));
  });
}

// src/shared/dom.js
function set(element, name, value) {
  if (name === "class") element.className = String(value);
  else if (name in element && typeof value !== "string") Reflect.set(element, name, value);
  else element.setAttribute(name, String(value));
}
function make(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) if (value !== void 0) set(element, name, value);
  for (const child of children) if (child !== null && child !== void 0) element.append(child);
  return element;
}
function makeButton(text, onClick, { class: more, ...props } = {}) {
  const button = make("button", { type: "button", class: more ? `ns-button ${more}` : "ns-button", ...props }, text);
  button.addEventListener("click", onClick);
  return button;
}

// src/shared/links.js
function outsideLink(url, text) {
  if (!/^https?:\/\//.test(url)) return text;
  return make("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, text);
}

// src/citations/answer.js
function factParts(fact) {
  const sources = fact.sources.map(
    (source) => make("li", {}, outsideLink(source.url, source.text), source.grade ? ` (${source.grade})` : null)
  );
  const parts = [make("p", { class: "nsc-said" }, fact.text), make("p", {}, fact.about)];
  return sources.length > 0 ? [...parts, make("ul", {}, ...sources)] : parts;
}
function passageParts(strings, passage, dateIsAsked) {
  const text = passage.runs.map((run) => run.mark ? make("mark", {}, run.text) : run.text);
  const date = make("details", {}, make("summary", {}, strings.find_date), make("p", {}, passage.dated));
  return [
    make("p", { class: "nsc-said" }, passage.title),
    make("p", {}, dateIsAsked ? passage.about : `${passage.about} ${passage.dated}`),
    ...dateIsAsked ? [date] : [],
    make("blockquote", {}, make("b", {}, passage.paragraph), " ", ...text),
    ...passage.url ? [make("p", {}, outsideLink(passage.url, passage.url))] : []
  ];
}
function answerParts(strings, answer, undated) {
  if ("error" in answer) return [make("p", {}, answer.error)];
  return "runs" in answer ? passageParts(strings, answer, undated.has(answer.reading)) : answer.facts.flatMap((fact) => factParts(fact));
}

// src/shared/keys.js
var OWN_KEYS = { "data-lm-suppress-shortcuts": "true" };
function keepKeys(element) {
  for (const kind of ["keydown", "keyup", "keypress"]) {
    element.addEventListener(kind, (event) => event.stopPropagation());
  }
}

// src/citations/panel.js
var BLOCKS = "p, ul, ol, table, fieldset";
function openPanel(citation, strings) {
  const inner = make("div", {}, make("p", {}, "…"));
  const root = make(
    "div",
    { class: "nsc-panel", role: "group", "aria-label": strings.behind, tabIndex: -1, ...OWN_KEYS },
    inner,
    makeButton(strings.close, leave, { class: "nsc-close" })
  );
  function close() {
    root.remove();
    citation.setAttribute("aria-expanded", "false");
  }
  function leave() {
    close();
    citation.focus({ preventScroll: true });
  }
  function show(parts) {
    inner.replaceChildren(...parts);
    root.scrollIntoView({ block: "nearest" });
  }
  keepKeys(root);
  root.addEventListener("keydown", (event) => {
    if (event.key === "Escape") leave();
  });
  citation.setAttribute("aria-expanded", "true");
  (citation.closest(BLOCKS) ?? citation).after(root);
  root.focus({ preventScroll: true });
  root.scrollIntoView({ block: "nearest" });
  return { root, close, show };
}

// src/citations/prose/marks.js
var MARK = 'a[title^="fact "], a[data-facts]';
var SHOWN = /^\[(\d*)([?≠]?)\]$/;
function factsOf(mark) {
  return (mark.dataset.facts ?? mark.title.slice("fact ".length)).trim();
}
function nameOf(strings, number, sign) {
  if (number === "") return strings.number_none;
  const template = { "?": strings.number_open, "≠": strings.number_disputed }[sign] ?? strings.number;
  return template.replace("{number}", number);
}
function dressMarks(prose, strings) {
  for (
    const mark of
    /** @type {NodeListOf<HTMLElement>} */
    prose.querySelectorAll('a[title^="fact "]')
  ) {
    const [, number, sign] = SHOWN.exec(mark.textContent.trim()) ?? [];
    if (number === void 0 || sign === void 0) continue;
    const name = nameOf(strings, number, sign);
    mark.dataset.facts = factsOf(mark);
    mark.title = name;
    mark.setAttribute("aria-label", name);
    mark.classList.add("nsc-number");
  }
}

// src/citations/prose/written.js
var READING = ".nsc-cite";
var WRITTEN = /\[[a-z][a-z0-9_-]* ¶[1-9]\d*(?: "[^"]*")?\]/g;
var PROSE = ".jp-RenderedHTMLCommon";
var LEFT = `a, button, code, pre, ${READING}, .nsc-panel`;
function citationAt(event) {
  return event.target instanceof Element ? event.target.closest(`${MARK}, ${READING}`) : null;
}
function isLink(citation) {
  return citation.matches(MARK);
}
function wantedBy(citation) {
  return isLink(citation) ? { do: "fact", fact: factsOf(citation) } : { do: "passage", citation: citation.dataset.cites ?? "" };
}
function citationButton(strings, written, ...shown) {
  const props = { class: "nsc-cite", role: "button", tabIndex: 0, title: strings.passage, "aria-expanded": "false" };
  const made = make("span", { ...props, "data-cites": written, ...OWN_KEYS }, ...shown);
  made.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    event.stopPropagation();
    made.click();
  });
  return made;
}
function quieted(written) {
  const quote = written.indexOf(' "');
  if (quote < 0) return [make("span", { class: "nsc-place" }, written)];
  return [
    make("span", { class: "nsc-place" }, written.slice(0, quote)),
    written.slice(quote, -1),
    make("span", { class: "nsc-place" }, "]")
  ];
}
function openWritten(prose, strings) {
  if (!prose.textContent?.includes("¶")) return;
  const walk = document.createTreeWalker(prose, NodeFilter.SHOW_TEXT);
  const found = [];
  while (walk.nextNode()) {
    const text = (
      /** @type {Text} */
      walk.currentNode
    );
    if (text.data.search(WRITTEN) >= 0 && !text.parentElement?.closest(LEFT)) found.push(text);
  }
  for (const text of found) {
    const pieces = [];
    let at = 0;
    for (const { 0: written, index } of text.data.matchAll(WRITTEN)) {
      pieces.push(text.data.slice(at, index), citationButton(strings, written, ...quieted(written)));
      at = index + written.length;
    }
    text.replaceWith(...pieces, text.data.slice(at));
  }
}
function changedProse(changes) {
  const changed = /* @__PURE__ */ new Set();
  for (const { target, addedNodes } of changes) {
    if (addedNodes.length === 0) continue;
    const around = target instanceof Element ? target.closest(PROSE) : null;
    const added = [...addedNodes].filter((node) => node instanceof Element);
    const within = added.flatMap((node) => [...node.matches(PROSE) ? [node] : [], ...node.querySelectorAll(PROSE)]);
    for (const prose of around ? [around] : within) changed.add(prose);
  }
  return changed;
}
function makeProseWatch(strings) {
  function open(prose) {
    openWritten(prose, strings());
    dressMarks(prose, strings());
  }
  const watch = new MutationObserver((changes) => {
    for (const prose of changedProse(changes)) open(prose);
  });
  return {
    start() {
      watch.observe(document.body, { childList: true, subtree: true });
      for (const prose of document.querySelectorAll(PROSE)) open(prose);
    },
    stop: () => watch.disconnect()
  };
}

// src/citations/desk.js
var PATIENCE_MS = 4e3;
function notebookOf(element) {
  return element.closest(".jp-Notebook");
}
function meansOther(event) {
  return event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey;
}
function openCitation(citation, strings, view, undated) {
  const panel = openPanel(citation, strings);
  const onSilence = () => panel.show([make("p", {}, strings.no_fact)]);
  if (!view) {
    onSilence();
    return panel;
  }
  const timer = setTimeout(onSilence, PATIENCE_MS);
  view.ask(wantedBy(citation)).then(
    (answer) => {
      clearTimeout(timer);
      panel.show(answerParts(strings, answer, undated));
    },
    () => {
      clearTimeout(timer);
      onSilence();
    }
  );
  return panel;
}
function openDesk(first) {
  const views = [];
  const panels = /* @__PURE__ */ new WeakMap();
  let strings = first;
  const prose = makeProseWatch(() => strings);
  function onClick(event) {
    const citation = citationAt(event);
    if (!citation || meansOther(event)) return;
    const near = views.filter((view2) => notebookOf(view2.element) === notebookOf(citation));
    const view = near.at(-1) ?? views.at(-1);
    if (!view && isLink(citation)) return;
    event.preventDefault();
    event.stopPropagation();
    const open = panels.get(citation);
    if (open?.root.isConnected) {
      open.close();
      return;
    }
    const undated = new Set(near.map((one) => one.asksDateOf));
    panels.set(citation, openCitation(citation, view?.strings ?? strings, view, undated));
  }
  onJoin((view) => {
    views.push(view);
    strings = view.strings;
    if (views.length === 1) prose.start();
    return () => {
      views.splice(views.indexOf(view), 1);
      if (views.length === 0) prose.stop();
    };
  });
  document.addEventListener("click", onClick, true);
  document.addEventListener("dblclick", (event) => citationAt(event) && event.stopPropagation(), true);
}

// src/shared/ids.js
function uniqueId(prefix) {
  const parts = crypto.getRandomValues(new Uint32Array(2));
  return `${prefix}${Array.from(parts, (part) => part.toString(36)).join("")}`;
}

// src/citations/kernel.js
function makeAsker(model) {
  const own = uniqueId("nsc");
  const waiting = /* @__PURE__ */ new Map();
  let last = 0;
  function onMessage(message) {
    if (message?.request === void 0 || message.said_of === void 0) return;
    waiting.get(message.request)?.(message.said_of);
    waiting.delete(message.request);
  }
  function ask(wanted) {
    last += 1;
    const request = `${own}-${last}`;
    return new Promise((resolve) => {
      waiting.set(request, resolve);
      model.send({ ...wanted, request });
    });
  }
  model.on("msg:custom", onMessage);
  return { ask, close: () => model.off("msg:custom", onMessage) };
}

// src/citations/index.js
function linkCitations({ model, el, strings, asksDateOf = "" }) {
  const asker = makeAsker(model);
  const view = { element: el, strings, asksDateOf, ask: asker.ask };
  let leave = join(view);
  if (!leave) {
    openDesk(strings);
    leave = join(view);
  }
  return () => {
    leave?.();
    asker.close();
  };
}

// src/shared/late_start.js
var NOTHING = { content: { data: {} } };
function overridden(model) {
  let level = Object.getPrototypeOf(model);
  while (level !== null && !Object.hasOwn(level, "_handle_comm_msg")) level = Object.getPrototypeOf(level);
  return level === null ? void 0 : Object.getPrototypeOf(level)._handle_comm_msg;
}
function listenAgain(model) {
  const receive = overridden(model);
  if (model.comm === void 0 || receive === void 0) return;
  model.comm.on_msg((message) => receive.call(model, message));
  model.comm.send({ method: "request_state" });
}
function keepListening({ model }) {
  const settable = (
    /** @type {{ set: (traits: object) => WidgetModel | undefined }} */
    /** @type {unknown} */
    model
  );
  const own = settable.set({});
  own?._handle_comm_msg(NOTHING).catch(() => listenAgain(own));
}

// src/shared/text.js
function fill(template, values) {
  return template.replace(/\{(\w+)\}/g, (whole, name) => name in values ? String(values[name]) : whole);
}

// src/reading/card.js
function makeTitle(strings, card, id) {
  const ours = card.title_is_ours ? make("span", { class: "ns-soft" }, ` (${strings.title_is_ours})`) : null;
  return make("p", { class: "ns-title", id }, make("b", { class: "nsr-name" }, card.name), ` ${card.title}`, ours);
}
function makeMeta(card) {
  const parts = [card.publisher, card.undated ? "" : card.date, card.genre];
  return make("p", { class: "nsr-meta" }, parts.filter(Boolean).join(" · "));
}
function makeCard(strings, card, open) {
  const date = [...row(strings.date, card.date), ...row(strings.dated_how, card.dated_how)];
  const cautions = [
    make("p", { class: "nsr-label" }, strings.cautions),
    make("ul", {}, ...card.cautions.map((caution) => make("li", {}, caution)))
  ];
  const rows = [
    ...row(strings.genre, card.genre),
    ...row(strings.publisher, card.publisher),
    ...card.undated ? [] : date,
    ...card.url ? row(strings.address, outsideLink(card.url, card.url)) : []
  ];
  const found = make("summary", {}, strings.find_date);
  const last = card.undated ? [make("details", { class: "nsr-fold" }, found, make("dl", {}, ...date), ...cautions)] : cautions;
  const summary = make("summary", {}, strings.about);
  return make("details", { class: "nsr-fold nsr-about", open }, summary, make("dl", {}, ...rows), ...last);
}
function row(term, value) {
  return [make("dt", {}, term), make("dd", {}, value)];
}

// src/reading/text/quotation.js
function isWord(sign) {
  return sign !== void 0 && /[\p{L}\p{N}]/u.test(sign);
}
function placeOfQuote(quote, text) {
  for (let at = text.indexOf(quote); at >= 0; at = text.indexOf(quote, at + 1)) {
    const end = at + quote.length;
    const cutsStart = isWord(text[at - 1]) && isWord(quote[0]);
    const cutsEnd = isWord(text[end]) && isWord(quote.at(-1));
    if (!cutsStart && !cutsEnd) return [at, end];
  }
  return null;
}

// src/reading/copy_citation.js
function selectedIn(body) {
  const selection = window.getSelection();
  if (!selection || selection.rangeCount === 0) return "";
  const inside = body.contains(selection.anchorNode) && body.contains(selection.focusNode);
  return inside ? selection.toString().trim() : "";
}
function citationOf(name, paragraph, words) {
  const quote = words && placeOfQuote(words, paragraph.text) ? ` "${words}"` : "";
  return `[${name} ¶${paragraph.number}${quote}]`;
}
function makeCopier(strings, name, said) {
  let latest = 0;
  return (paragraph, body) => {
    const citation = citationOf(name, paragraph, selectedIn(body));
    latest += 1;
    const own = latest;
    function tell(template) {
      if (own === latest) said.textContent = fill(template, { citation });
    }
    const giveUp = () => tell(strings.citation);
    if (!navigator.clipboard) giveUp();
    else navigator.clipboard.writeText(citation).then(() => tell(strings.copied), giveUp);
  };
}

// src/reading/text/numbers.js
function runsOf(numbers) {
  const runs = [];
  for (const number of numbers) {
    const last = runs.at(-1);
    if (last && last[1] === number - 1) last[1] = number;
    else runs.push([number, number]);
  }
  return runs;
}
function inShort(strings, numbers) {
  const words = runsOf(numbers).map(([first, last]) => {
    if (last - first > 1) return fill(strings.range, { first, last });
    const run = first === last ? [first] : [first, last];
    return run.map((number) => fill(strings.paragraph, { number })).join(", ");
  });
  return words.join(", ");
}

// src/reading/paragraphs/list.js
function grouped(parts) {
  const groups = [];
  for (const part of parts) {
    const last = groups.at(-1);
    if (part.paragraph.furniture && last?.[0]?.paragraph.furniture) last.push(part);
    else groups.push([part]);
  }
  return groups;
}
function makeFold(strings, parts) {
  const paragraphs = inShort(strings, numbersOf(parts));
  const inner = make("ol", { class: "nsr-list", role: "list" }, ...parts.map((part) => part.element));
  const summary = make("summary", {}, fill(strings.furniture, { paragraphs }));
  const details = make("details", { class: "nsr-fold nsr-furniture" }, summary, inner);
  return { parts, details, item: make("li", { class: "nsr-item" }, details) };
}
function numbersOf(parts) {
  return parts.map((part) => part.paragraph.number);
}
function makeList(strings, parts) {
  const folds = [];
  const items = grouped(parts).map((group) => {
    const [first] = group;
    if (first && !first.paragraph.furniture) return first.element;
    const fold2 = makeFold(strings, group);
    folds.push(fold2);
    return fold2.item;
  });
  const element = make("ol", { class: "nsr-list", role: "list" }, ...items);
  function show(isShown) {
    const visible = parts.filter((part) => isShown(part.paragraph.number));
    for (const part of parts) part.element.hidden = !visible.includes(part);
    for (const fold2 of folds) fold2.item.hidden = !fold2.parts.some((part) => visible.includes(part));
    return numbersOf(visible);
  }
  function unfold(isWanted) {
    for (const fold2 of folds) if (numbersOf(fold2.parts).some(isWanted)) fold2.details.open = true;
  }
  return { element, show, unfold };
}

// src/reading/text/search.js
var PLAIN = { "‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-", " ": " " };
function fold(text) {
  return text.split("").map((sign) => {
    const plain = PLAIN[sign] ?? sign.toLowerCase();
    return plain.length === 1 ? plain : sign;
  }).join("");
}
function placesOf(words, text) {
  const found = [];
  if (!words) return found;
  for (let at = text.indexOf(words); at >= 0; at = text.indexOf(words, at + words.length)) {
    found.push([at, at + words.length]);
  }
  return found;
}

// src/reading/paragraphs/paint.js
function painted(text, quoted, matches, current) {
  const cuts = /* @__PURE__ */ new Set([0, text.length, ...quoted.flat(), ...matches.flat()]);
  const edges = [...cuts].sort((a, b) => a - b);
  return edges.slice(1).map((end, at) => {
    const start = edges[at] ?? 0;
    const holds = ([from, to]) => from <= start && end <= to;
    const match = matches.findIndex(holds);
    const kinds = [];
    if (quoted.some(holds)) kinds.push("nsr-quoted");
    if (match >= 0) kinds.push("nsr-match");
    if (match >= 0 && match === current) kinds.push("nsr-current");
    const piece = text.slice(start, end);
    return kinds.length > 0 ? make("mark", { class: kinds.join(" ") }, piece) : piece;
  });
}

// src/reading/paragraphs/paragraph.js
function makeParagraph(paragraph, strings, onCite) {
  const label = fill(strings.paragraph, { number: paragraph.number });
  const body = make("p", { class: "nsr-text" });
  const number = make(
    "button",
    { type: "button", class: "nsr-number", title: strings.copy, "aria-label": `${label}: ${strings.copy}` },
    label
  );
  const element = make("li", { class: "nsr-paragraph", value: paragraph.number }, number, body);
  const quoted = paragraph.quotes.map((quote) => placeOfQuote(quote, paragraph.text)).filter((place) => place !== null);
  const folded = fold(paragraph.text);
  let matches = [];
  number.addEventListener("mousedown", (event) => event.preventDefault());
  number.addEventListener("click", () => onCite(paragraph, body));
  function paint(current = -1) {
    body.replaceChildren(...painted(paragraph.text, quoted, matches, current));
  }
  function search(words) {
    matches = placesOf(words, folded);
    paint();
    return matches.length;
  }
  paint();
  return { element, paragraph, paint, search, current: () => body.querySelector(".nsr-current") };
}

// src/reading/search_box.js
function makeElements(strings, uid) {
  const id = `${uid}-find`;
  const count = make("span", { class: "nsr-count", id: `${uid}-count`, role: "status" });
  const input = make("input", {
    type: "search",
    class: "ns-input",
    id,
    autocomplete: "off",
    spellcheck: "false",
    "aria-describedby": count.id
  });
  return { input, count, label: make("label", { for: id }, strings.find) };
}
function makeSearchBox(strings, uid, parts, { onSearch, onStep }) {
  const { input, count, label } = makeElements(strings, uid);
  const previous = makeButton(strings.previous, () => step(-1), { disabled: true });
  const next = makeButton(strings.next, () => step(1), { disabled: true });
  let matches = [];
  let at = -1;
  function search() {
    const words = fold(input.value.trim());
    matches = parts.flatMap((part) => Array.from({ length: part.search(words) }, (_, index) => ({ part, index })));
    at = -1;
    onSearch();
    previous.disabled = next.disabled = matches.length === 0;
    count.textContent = words ? countText(strings, matches.length) : "";
  }
  function step(by) {
    if (matches.length === 0) return;
    matches[at]?.part.paint();
    if (at < 0) at = by > 0 ? 0 : matches.length - 1;
    else at = (at + by + matches.length) % matches.length;
    const match = matches[at];
    if (!match) return;
    const { number } = match.part.paragraph;
    onStep(number);
    match.part.paint(match.index);
    match.part.current()?.scrollIntoView({ block: "nearest" });
    const paragraph = fill(strings.paragraph, { number });
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
  return make("div", { class: "nsr-find" }, label, input, previous, next, count);
}
function countText(strings, count) {
  if (count === 0) return strings.count_none;
  return count === 1 ? strings.count_one : fill(strings.count_many, { count });
}

// src/reading/widget.js
function makeVisibility(model, list) {
  const strings = model.get("strings");
  const total = model.get("paragraphs").length;
  const chosen = new Set(model.get("shown"));
  const partial = chosen.size < total;
  const revealed = /* @__PURE__ */ new Set();
  let all = !partial;
  const text = make("p", { class: "nsr-shown" });
  const toggle = makeButton("", toggleAll, { "aria-expanded": "false" });
  function show() {
    const numbers = list.show((number) => all || chosen.has(number) || revealed.has(number));
    text.hidden = !partial || all;
    text.textContent = fill(strings.shown, { paragraphs: inShort(strings, numbers), count: total });
    toggle.textContent = all ? fill(strings.hide_rest, { paragraphs: inShort(strings, [...chosen]) }) : fill(strings.show_all, { count: total });
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
  function reveal(number) {
    revealed.add(number);
    list.unfold((other) => other === number);
    show();
  }
  if (partial) list.unfold((number) => chosen.has(number));
  show();
  return { partial, text, toggle, reveal, hideFound };
}
function makeQuotes(strings, paragraphs) {
  const lines = paragraphs.flatMap(({ number, quotes }) => {
    const paragraph = fill(strings.paragraph, { number });
    return quotes.map((quote) => make("li", {}, fill(strings.highlighted, { quote, paragraph })));
  });
  return lines.length > 0 ? make("ul", { class: "nsr-quotes" }, ...lines) : null;
}
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
    said
  );
  keepKeys(root);
  el.append(root);
  return linkCitations({ model, el, strings: model.get("citing"), asksDateOf: card.undated ? card.name : "" });
}
var widget_default = { initialize: keepListening, render };
export {
  widget_default as default
};
