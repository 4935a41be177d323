// A citation of a fact in the text, such as (ispace, May 2023), opens what stands behind it on the spot.
// The lessons' own Markdown has these links: [ispace, May 2023](#Sources "fact m1_step_m"). The newest view that
// lives on the page asks its kernel; without one the link does what links do and leads to the list of sources.

const CITATION = 'a[title^="fact "]';
const FACT_PATIENCE_MS = 4000;

function linkCitations({ model, strings }) {
  const desk = (document.newspaceCitations ??= { models: [], last: 0, waiting: new Map() });
  if (!desk.listens) {
    desk.listens = (event) => onCitation(desk, event);
    document.addEventListener("click", desk.listens, true); // before JupyterLab, which would jump to the heading
  }
  const mine = { model, strings };
  const onReply = (message) => {
    if (message?.said_of === undefined || !desk.waiting.has(message.request)) return;
    desk.waiting.get(message.request)(message.said_of);
    desk.waiting.delete(message.request);
  };
  desk.models.push(mine);
  model.on("msg:custom", onReply);
  return () => {
    desk.models.splice(desk.models.indexOf(mine), 1);
    model.off("msg:custom", onReply);
  };
}

function onCitation(desk, event) {
  const link = event.target.closest?.(CITATION);
  const by = desk.models.at(-1);
  if (!link || !by || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  event.stopPropagation();
  const open = link.newspacePanel;
  if (open?.isConnected) {
    open.remove();
    link.setAttribute("aria-expanded", "false");
    return;
  }
  const panel = citationPanel(link, by.strings);
  link.newspacePanel = panel.root;
  link.setAttribute("aria-expanded", "true");
  (link.closest("p, ul, ol, table") ?? link).after(panel.root);
  panel.root.focus({ preventScroll: true });
  panel.root.scrollIntoView({ block: "nearest" });
  const request = (desk.last += 1);
  const timer = setTimeout(() => panel.say(by.strings.no_fact), FACT_PATIENCE_MS);
  desk.waiting.set(request, (said) => {
    clearTimeout(timer);
    panel.show(said);
  });
  try {
    by.model.send({ do: "fact", fact: link.title.slice("fact ".length).trim(), request });
  } catch {
    panel.say(by.strings.no_fact);
  }
}

function citationPanel(link, strings) {
  const inner = make("div", {}, make("p", {}, "…"));
  const close = make("button", { type: "button", class: "nsc-close" }, strings.close);
  const root = make("aside", { class: "nsc-panel", role: "region", "aria-label": strings.behind, tabIndex: -1 }, inner, close);
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
    show(said) {
      if (said.error) return say(said.error);
      const sources = said.sources.map((source) =>
        make("li", {}, source.url ? make("a", { href: source.url, target: "_blank", rel: "noopener noreferrer" }, source.text) : source.text,
          source.grade ? ` (${source.grade})` : null));
      inner.replaceChildren(
        make("p", { class: "nsc-said" }, said.text),
        make("p", {}, said.about),
        sources.length ? make("ul", {}, ...sources) : "",
      );
    },
  };
}
