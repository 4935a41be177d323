// What JupyterLab does for this course: the tabs of a lesson and of its exercise have different names, the contents stand beside a
// lesson where there is room, and a narrow window belongs to the text.
//
// This is the module that JupyterLab loads for an extension, written by hand: it needs nothing of JupyterLab but the application that
// it is given. The edition for the browser runs the same file.
(() => {
  const NOTEBOOK = /(?:^|\/)(lesson|exercise)s\/(?:[^/]+\/)?(\d\d)_([^/]+?)(\.new-[0-9a-f]{8})?\.ipynb$/;
  const CONTENTS = "table-of-contents";
  const CHOICE = "newspace-side-panel";
  /** In narrower windows a panel leaves too little for a line of text and the controls beside a picture. */
  const ROOM_PX = 1000;

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
    [data-newspace-name] > .lm-TabBar-tabCloseIcon { order: 2; }`;

  function addSheet() {
    const sheet = document.createElement("style");
    sheet.textContent = SHEET;
    document.head.append(sheet);
  }

  function nameTabs(app, named) {
    for (const widget of app.shell.widgets("main")) {
      if (!widget.context || named.has(widget)) continue;
      named.add(widget);
      nameTab(widget);
      widget.context.pathChanged.connect(() => nameTab(widget));
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

  function openPanel(app) {
    return [...app.shell.widgets("left")].find((widget) => widget.isVisible)?.id;
  }

  /** Once a visit, when the first unit is in front: afterwards the panels are the learner's. */
  function makeRoom(app) {
    if (window.innerWidth < ROOM_PX) {
      app.shell.collapseLeft();
      return;
    }
    const path = app.shell.currentWidget.context.path;
    const wanted = chosen() ?? CONTENTS;
    if (wanted === CONTENTS && path.includes("lessons/") && openPanel(app)) app.shell.activateById(CONTENTS);
  }

  function activate(app) {
    const named = new WeakSet();
    addSheet();
    let settled = false;
    const look = () => {
      nameTabs(app, named);
      if (settled) {
        const panel = openPanel(app);
        if (panel && window.innerWidth >= ROOM_PX) keep(panel);
      } else if (tabName(app.shell.currentWidget?.context?.path)) {
        makeRoom(app);
        settled = true;
      }
    };
    // Not awaited: JupyterLab is restored only after all extensions have been activated.
    void app.restored.then(() => {
      app.shell.layoutModified.connect(look);
      app.shell.currentChanged?.connect(look);
      look();
    });
  }

  const plugin = { id: "newspace-room:plugin", autoStart: true, activate };
  window._JUPYTERLAB ??= {};
  window._JUPYTERLAB["newspace-room"] = {
    init: () => undefined,
    get: async () => () => ({ __esModule: true, default: plugin }),
  };
})();
