// A citation in the text opens what stands behind it on the spot. There are two kinds in the lessons' own Markdown: of a fact,
// [ispace, May 2023](#Sources "fact m1_step_m"), which is a link, and of a reading, [crash ¶7 "roughly 900 kilometers"], which
// is text and becomes a button as soon as a view lives on the page. That view asks its kernel. Without one, a link does what
// links do and leads to the list of sources, and the text stays text, as it does in print and wherever no view runs.

import { make } from "../shared/dom.js";

const FACT = 'a[title^="fact "]';
const READING = ".nsc-cite";
const WRITTEN = /\[[a-z][a-z0-9_-]* ¶[1-9]\d*(?: "[^"]*")?\]/g;
const PROSE = ".jp-RenderedHTMLCommon"; // text between the cells, and tables that cells give
const CITE_PATIENCE_MS = 4000;

export function linkCitations({ model, el, strings }) {
  const desk = (document.newspaceCitations ??= { views: [], last: 0, waiting: new Map() });
  if (!desk.listens) {
    desk.listens = (event) => onCitation(desk, event);
    document.addEventListener("click", desk.listens, true); // before JupyterLab, which would jump to the heading
    // The second click of two would turn the text into its source.
    document.addEventListener("dblclick", (event) => citationAt(event) && event.stopPropagation(), true);
    desk.watch = new MutationObserver((changes) => onChanges(changes, desk.strings));
  }
  const mine = { model, el, strings };
  const onReply = (message) => {
    if (message?.said_of === undefined || !desk.waiting.has(message.request)) return;
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

// A citation of a reading, as it is written in prose, becomes a button that reads the same.
export function citationButton(strings, written, ...shown) {
  // Not a <button>, which could not break over lines as the words around it do; JupyterLab's keys are no keys of its own.
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
  const changed = new Set();
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

const notebookOf = (element) => element.closest(".jp-Notebook");

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
  const request = (desk.last += 1);
  const timer = setTimeout(() => panel.say(strings.no_fact), CITE_PATIENCE_MS);
  desk.waiting.set(request, (said) => {
    clearTimeout(timer);
    // Where a lesson asks when a text was written, no citation in that lesson gives it away.
    const asked = near.map((view) => view.model.get("card")).some((card) => card?.undated && card.name === said.reading);
    panel.show(said, asked);
  });
  const wanted = link.matches(FACT)
    ? { do: "fact", fact: link.title.slice("fact ".length).trim() }
    : { do: "passage", citation: link.dataset.cites };
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
    root, say,
    show(said, asked) {
      if (said.error) say(said.error);
      else inner.replaceChildren(...(said.runs ? passageParts(said, strings, asked) : factParts(said)));
      root.scrollIntoView({ block: "nearest" });
    },
  };
}

function addressLink(url, text) {
  return url ? make("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, text) : text;
}

function factParts(said) {
  const sources = said.sources.map((source) =>
    make("li", {}, addressLink(source.url, source.text), source.grade ? ` (${source.grade})` : null));
  return [make("p", { class: "nsc-said" }, said.text), make("p", {}, said.about), sources.length ? make("ul", {}, ...sources) : ""];
}

function passageParts(said, strings, asked) {
  const text = said.runs.map((run) => (run.mark ? make("mark", {}, run.text) : document.createTextNode(run.text)));
  return [
    make("p", { class: "nsc-said" }, said.title),
    make("p", {}, asked ? said.about : `${said.about} ${said.dated}`),
    asked ? make("details", {}, make("summary", {}, strings.find_date), make("p", {}, said.dated)) : "",
    make("blockquote", {}, make("b", {}, said.paragraph), " ", ...text),
    said.url ? make("p", {}, addressLink(said.url, said.url)) : "",
  ];
}
