// What JupyterLab does for this course: the tabs of a lesson and of its exercise have different names, the contents stand beside a
// lesson where there is room, a narrow window belongs to the text, lines are short enough to read, what stands in place of a view
// whose kernel is gone says what to press, a link to what is not there yet says so, and what comes while a document is being saved is
// saved, too.
//
// This is the module that JupyterLab loads for an extension, written by hand: it needs nothing of JupyterLab but the application that
// it is given. The edition for the browser runs the same file.
(() => {
  const NOTEBOOK = /(?:^|\/)(lesson|exercise)s\/(?:[^/]+\/)?(\d\d)_([^/]+?)(\.new-[0-9a-f]{8})?\.ipynb$/;
  const CONTENTS = "table-of-contents";
  const FILES = "filebrowser";
  const NONE = "none";
  const CHOICE = "newspace-side-panel";
  /** In narrower windows a panel leaves too little for a line of text and the controls beside a picture. */
  const ROOM_PX = 1000;
  /** Where documents are: what is pressed or typed there, but for a shortcut, chooses no panel. */
  const DOCUMENTS = "#jp-main-dock-panel";
  /** As long as a busy page may take from a press to the panel that it opens. */
  const ASKED_MS = 2000;

  /** The name of a tab, or "" for what is not a unit of the course. Its file keeps its name: nbgrader knows an exercise by it. */
  function tabName(path) {
    const found = NOTEBOOK.exec(path ?? "");
    if (!found) return "";
    const [, kind, number, words, newer] = found;
    const name = `${kind === "lesson" ? "Lesson" : "Exercise"} ${Number(number)} · ${words.replaceAll("_", " ")}`;
    return newer ? `${name} (newer version)` : name;
  }

  /** Set what the sheet below shows in a tab in place of its label: JupyterLab renames the file of a tab whose label is changed. */
  function nameTab(widget) {
    const name = tabName(widget.context.path);
    const { "newspace-name": _old, ...dataset } = widget.title.dataset;
    widget.title.dataset = name ? { ...dataset, "newspace-name": name } : dataset;
  }

  /** As the course writes in place of old views when it is started. */
  const AGAIN =
    "To see it again, click the cell above this line, then press “Run up to here” in the bar above the page. Your answers are kept.";

  // JupyterLab draws lines with the same pseudo-element: :not(#_) outweighs them.
  const SHEET = `
    [data-newspace-name] > .lm-TabBar-tabLabel { display: none; }
    [data-newspace-name]:not(#_)::after {
      background: none;
      border: 0;
      content: attr(data-newspace-name);
      flex: 1 1 auto;
      height: auto;
      order: 1;
      overflow: hidden;
      position: static;
      text-overflow: ellipsis;
      white-space: nowrap;
      width: auto;
    }
    [data-newspace-name] > .lm-TabBar-tabCloseIcon { order: 2; }
    /* The first line of a folded test is a sentence, printed text is words, and an address may be wider than the page. */
    .jp-Notebook .jp-InputPlaceholder .jp-Placeholder-content { height: auto; min-width: 0; }
    .jp-Notebook .jp-InputPlaceholder .jp-Placeholder-contentContainer { align-items: flex-end; height: auto; min-height: 0; }
    .jp-Notebook .jp-InputPlaceholder .jp-PlaceholderText { height: auto; max-height: none; overflow: visible; white-space: normal; }
    .jp-Notebook .jp-RenderedText pre { overflow-wrap: anywhere; word-break: normal; }
    .jp-Notebook .jp-RenderedMarkdown a { overflow-wrap: anywhere; }
    /* Lines of about 90 letters at most: the views say so, too, but none is there before the first cell has run. */
    .jp-Notebook .jp-RenderedMarkdown :is(p, ul, ol, blockquote, summary) { max-width: 46em; }
    /* A view whose kernel is gone holds nothing but JupyterLab's “Error displaying widget”, and before that, until the new kernel
       has told what it has, “Loading widget...”; of a view that is on its way these are seen for a moment only. */
    .jp-OutputArea-output:is(.jupyter-widgets, :not([data-mime-type])):not(:has(*)) {
      animation: newspace-old-view 0s 4s both;
    }
    .jp-OutputArea-output:is(.jupyter-widgets, :not([data-mime-type])):not(:has(*))::after {
      animation: newspace-old-view-words 0s 4s both;
      content: "▶ ${AGAIN}";
      font-weight: bold;
    }
    .jp-OutputArea-output.jupyter-widgets:not(:has(*)), .jp-OutputArea-output.jupyter-widgets:not(:has(*))::after {
      animation-delay: 0s;
    }
    @keyframes newspace-old-view { to { font-size: 0; } }
    @keyframes newspace-old-view-words { from { font-size: 0; } to { font-size: var(--jp-content-font-size1); } }`;

  function addSheet() {
    const sheet = document.createElement("style");
    sheet.textContent = SHEET;
    document.head.append(sheet);
  }

  /**
   * Keep a document marked as changed when something came while it was being saved. That is not in the file; JupyterLab marks all of it
   * as saved, and would neither save it again nor ask before it is closed.
   */
  function watchSaves(context) {
    let isBehind = false;
    context.model.contentChanged.connect(() => {
      isBehind = true;
    });
    context.saveState.connect((_context, state) => {
      // What the file will hold is read before the next microtask.
      if (state === "started") queueMicrotask(() => (isBehind = false));
      else if (state === "completed" && isBehind) context.model.dirty = true;
    });
  }

  function takeUpDocuments(app, known) {
    for (const widget of app.shell.widgets("main")) {
      if (!widget.context || known.has(widget)) continue;
      known.add(widget);
      nameTab(widget);
      widget.context.pathChanged.connect(() => nameTab(widget));
      watchSaves(widget.context);
    }
  }

  /** What the learner chose to have on the left; JupyterLab may run where the browser keeps nothing. */
  function chosen() {
    try {
      return localStorage.getItem(CHOICE);
    } catch {
      return null;
    }
  }

  function keep(panel) {
    try {
      localStorage.setItem(CHOICE, panel);
    } catch {
      // Then it is asked for again the next time.
    }
  }

  const isNarrow = () => window.innerWidth < ROOM_PX;

  /** The document in front, which JupyterLab does not call the current one before something in it has had the keyboard. */
  function frontPath(app) {
    const front = app.shell.currentWidget ?? [...app.shell.widgets("main")].find((widget) => widget.isVisible);
    return front?.context?.path ?? "";
  }

  function openPanel(app) {
    return [...app.shell.widgets("left")].find((widget) => widget.isVisible)?.id ?? NONE;
  }

  /**
   * The panels at the side: set once a visit, when the first unit is in front, and when the window becomes too narrow for them or wide
   * enough again; otherwise they are the learner's. JupyterLab opens the list of files by itself, at a busy start seconds later, when it
   * shows where the notebook lies: what nobody asked for is taken back, and is not kept as the learner's choice.
   */
  class Panels {
    #app;
    #begun = false;
    #narrow = false;
    #held = "";
    #askedAt = Number.NEGATIVE_INFINITY;

    constructor(app) {
      this.#app = app;
    }

    /** Note a press or a key that may choose a panel: in a side bar, a menu, the palette, or a shortcut. */
    note(event) {
      const shortcut = event.ctrlKey || event.metaKey || event.altKey;
      if (this.#begun && (shortcut || !event.target?.closest?.(DOCUMENTS))) this.#askedAt = performance.now();
    }

    /** Fold the panel away when the window becomes narrow: JupyterLab keeps its width, and takes the room from the text. */
    fit() {
      if (this.#begun && this.#narrow !== isNarrow()) this.#begin();
    }

    look() {
      this.fit();
      const path = frontPath(this.#app);
      if (!this.#begun) {
        if (tabName(path) && (isNarrow() || path.includes("lessons/"))) this.#begin();
        return;
      }
      const panel = openPanel(this.#app);
      if (panel === this.#held) return;
      const asked = performance.now() - this.#askedAt < ASKED_MS;
      if (!asked && panel === FILES) {
        this.#set();
        return;
      }
      this.#held = panel;
      if (asked && !isNarrow()) keep(panel);
    }

    #begin() {
      this.#begun = true;
      this.#narrow = isNarrow();
      this.#held = this.#narrow ? NONE : (chosen() ?? CONTENTS);
      this.#set();
    }

    #set() {
      if (this.#held === NONE) this.#app.shell.collapseLeft();
      else if (openPanel(this.#app) !== this.#held) this.#app.shell.activateById(this.#held);
    }
  }

  const ASSIGNMENT_LIST = "nbgrader:open-assignment-list";

  /** The file in the learner's folder that a link leads to, or "". */
  function linkedPath(app, anchor) {
    const files = `${app.serviceManager.serverSettings.baseUrl}files/`;
    const href = anchor?.href ?? "";
    return href.startsWith(files) ? decodeURIComponent(href.slice(files.length).replace(/[?#].*$/s, "")) : "";
  }

  /**
   * Say that a link leads to a file that is not there, as an exercise that nobody has fetched yet: JupyterLab does nothing at all then.
   * What was told before is taken away; the number of what is told is returned, or "".
   */
  async function tellMissing(app, path, before) {
    if (before) void app.commands.execute("apputils:dismiss-notification", { id: before });
    try {
      await app.serviceManager.contents.get(path, { content: false });
    } catch (error) {
      if (error?.response?.status !== 404) return "";
      const fetched = NOTEBOOK.exec(path)?.[1] === "exercise" && app.commands.hasCommand(ASSIGNMENT_LIST);
      const name = tabName(path) || path;
      // JupyterLab shows 140 characters of it.
      const message = fetched
        ? `“${name}” is not in your folder yet. Fetch it in the assignment list, once your teacher has released it.`
        : `“${name}” is not in your folder. Close the course and open it again: that brings back what is missing.`;
      const actions = fetched ? [{ label: "Open the assignment list", commandId: ASSIGNMENT_LIST }] : [];
      return app.commands.execute("apputils:notify", { message, type: "info", options: { autoClose: false, actions } });
    }
    return "";
  }

  function answerLinks(app) {
    let told = "";
    const look = async (event) => {
      const path = linkedPath(app, event.target?.closest?.("a"));
      if (path) told = await tellMissing(app, path, told);
    };
    // JupyterLab itself lets no click on such a link through.
    document.addEventListener("click", look, { capture: true });
  }

  function activate(app) {
    const known = new WeakSet();
    const panels = new Panels(app);
    addSheet();
    answerLinks(app);
    const look = () => {
      takeUpDocuments(app, known);
      panels.look();
    };
    // Not awaited: JupyterLab is restored only after all extensions have been activated.
    void app.restored.then(() => {
      app.shell.layoutModified.connect(look);
      app.shell.currentChanged?.connect(look);
      window.addEventListener("resize", () => panels.fit());
      for (const kind of ["pointerdown", "pointerup", "keydown"]) {
        window.addEventListener(kind, (event) => panels.note(event), { capture: true });
      }
      look();
    });
  }

  const plugin = { id: "newspace-tabs-and-panels:plugin", autoStart: true, activate };
  window._JUPYTERLAB ??= {};
  window._JUPYTERLAB["newspace-tabs-and-panels"] = {
    init: () => undefined,
    get: async () => () => ({ __esModule: true, default: plugin }),
  };
})();
