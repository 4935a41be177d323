"""A notebook in JupyterLab, driven as a learner would, waiting on what the page and the kernel say."""

from __future__ import annotations

import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import psutil
from browser.looks import accessibility, pictures
from playwright.sync_api import ConsoleMessage, Dialog, Locator, Page
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import TimeoutError as WaitedTooLong

WIDGETS = ".jp-OutputArea-output:not([data-mime-type])"
"""The places in which JupyterLab puts live views."""

PANEL = """(window.jupyterapp.shell.currentWidget
  ?? [...window.jupyterapp.shell.widgets('main')].find((widget) => widget.isVisible))"""
"""The document in front; JupyterLab knows no current one before something in it has had the keyboard."""
POLL_MS = 250
SLOW_MS = 180_000
"""For what must come: longer than any machine takes."""
SETTLED_MS = 30_000
LATE_START = "[anywidget] Failed to initialize model."
"""What anywidget reports of a view that a busy page did not start within two seconds: it works all the same, which a test of the quiz checks."""

# JupyterLab draws only the cells in view; here every cell is drawn, so that one look sees all of them.
DRAW_ALL = f"() => {{ const n = {PANEL}.content; n.notebookConfig = {{...n.notebookConfig, windowingMode: 'none'}}; }}"
KERNEL = f"{PANEL}?.sessionContext?.session?.kernel"
IN_FRONT = f"(path) => {PANEL}?.context?.path === path"
READY = f"(path) => {PANEL}?.context?.path === path && {KERNEL}?.status === 'idle'"
DONE = f"""() => {{
  const cells = [...{PANEL}.content.model.sharedModel.cells].filter((c) => c.cell_type === 'code' && c.source.trim());
  return {KERNEL}?.status === 'idle' && cells.length > 0 && cells.every((c) => c.execution_count !== null);
}}"""
OUTPUTS = f"""() => [...{PANEL}.content.widgets].filter((c) => c.model.type === 'code').map((c) => ({{
  id: c.model.sharedModel.id, outputs: c.model.outputs.toJSON() }}))"""
TOO_WIDE = (
    f"((places) => [...{PANEL}.node.querySelectorAll(places)]"
    + """
  .filter((e) => e.scrollWidth > e.clientWidth + 1 || e.getBoundingClientRect().right > window.innerWidth)
  .map((e) => {
    const edge = e.getBoundingClientRect().left + e.clientWidth + 1;
    const inner = [...e.querySelectorAll('*')].filter((i) => i.getBoundingClientRect().right > edge).at(-1) ?? e;
    return `${e.scrollWidth} > ${e.clientWidth}: ${inner.tagName} ${inner.className} “${inner.textContent.slice(0, 60)}”`;
  }))"""
)
CLEAR = "() => window.jupyterapp.commands.execute('notebook:clear-all-cell-outputs')"
OPEN = "(path) => void window.jupyterapp.commands.execute('docmanager:open', { path })"
"""Not awaited: the browser may forget what JupyterLab promises here, and then the call fails though the document opens."""
CLOSE_ALL = """async () => {
  for (const widget of [...window.jupyterapp.shell.widgets("main")]) {
    await widget.sessionContext?.shutdown();
    if (widget.context) widget.context.model.dirty = false;  // else JupyterLab asks whether to save
    widget.close();
  }
  localStorage.removeItem("newspace-side-panel");  // what one test has open at the side is not the next one's choice
}"""
RUN_SOME = f"""async (beginnings) => {{
  const {{ content }} = {PANEL};
  for (const [number, cell] of [...content.model.sharedModel.cells].entries()) {{
    if (cell.cell_type !== "code" || !beginnings.some((one) => cell.source.startsWith(one))) continue;
    content.deselectAll();
    content.activeCellIndex = number;
    await window.jupyterapp.commands.execute("notebook:run-cell");
  }}
}}"""
THEME = "(theme) => void window.jupyterapp.commands.execute('apputils:change-theme', {theme})"
RUN_ALL = "() => void window.jupyterapp.commands.execute('notebook:run-all-cells')"


def leave_without_saving(page: Page) -> None:
    """Answer the browser's question whether to leave; once, however many notebooks are opened on a page."""
    with suppress(KeyError):
        page.remove_listener("dialog", _accept)
    page.on("dialog", _accept)


def _accept(dialog: Dialog) -> None:
    dialog.accept()


def note_errors(page: Page, complaints: list[str]) -> None:
    """Note every error of a program on a page, and every one that stands in its console."""
    page.on("pageerror", lambda error: None if str(error) == LATE_START else complaints.append(str(error)))
    page.on("console", lambda said: complaints.extend(_complaints_of(said)))


def _complaints_of(said: ConsoleMessage) -> list[str]:
    """Return an error that the console shows, or nothing; JupyterLab draws an attached picture first by its name, and a moment later by what is attached."""
    url = said.location.get("url", "")
    return [f"{said.text} ({url})"] if said.type == "error" and not url.startswith("attachment:") else []


def open_document(page: Page, path: str) -> None:
    """Open a document as one more tab, and wait until it is in front; asked again where JupyterLab did not hear of it."""
    for patience in (SETTLED_MS, SLOW_MS):
        page.evaluate(OPEN, path)
        try:
            page.wait_for_function(IN_FRONT, arg=path, polling=POLL_MS, timeout=patience)
        except WaitedTooLong:
            if patience == SLOW_MS:
                raise
        else:
            return


def close_documents(page: Page) -> bool:
    """Close all that is open in JupyterLab, without saving, and end its kernels; False where that was not possible."""
    if page.url == "about:blank":
        return True
    try:
        page.evaluate(CLOSE_ALL)
    except PlaywrightError:
        return False
    return True


@dataclass
class Notebook:
    """The notebook that is open in a page."""

    page: Page
    lab: Any
    path: str

    def open(self) -> Notebook:
        """Open it in the JupyterLab that is loaded, as one more tab; else load one with it."""
        leave_without_saving(self.page)
        if self.page.url.startswith(f"{self.lab.url}/"):
            open_document(self.page, self.path)
        else:
            self.page.goto(self.lab.address(self.path))
        return self.wait_for_kernel()

    def wait_for_kernel(self) -> Notebook:
        self.page.locator(
            ".jp-Notebook .jp-Cell:visible"
        ).first.wait_for()  # another notebook may be open, in a tab behind
        self.page.wait_for_function(READY, arg=self.path, polling=POLL_MS, timeout=SLOW_MS)
        self.page.evaluate(DRAW_ALL)
        return self

    def run_all(self) -> Notebook:
        """Run every cell from none, and wait until all have run and what they show has settled."""
        self.page.evaluate(CLEAR)
        self.page.evaluate(RUN_ALL)
        return self.wait_until_run()

    def run_only(self, *beginnings: str) -> Notebook:
        """Run the cells of code that begin with one of these, one after the other, when no cell shows anything."""
        self.page.evaluate(CLEAR)
        self.page.evaluate(RUN_SOME, list(beginnings))
        return self

    def wait_until_run(self) -> Notebook:
        """Wait until every cell of code has run, and what they show has settled."""
        self.page.wait_for_function(DONE, polling=POLL_MS, timeout=SLOW_MS)
        views = sum("application/vnd.jupyter.widget-view+json" in bundle for bundle in self.bundles())
        drawn = """([places, n]) => [...document.querySelectorAll(places)]
            .filter((e) => e.innerText.trim() && !e.innerText.startsWith('Loading widget')).length >= n"""
        self.page.wait_for_function(drawn, arg=[WIDGETS, views], polling=POLL_MS, timeout=SLOW_MS)
        return self

    def bundles(self) -> list[dict[str, Any]]:
        return [output.get("data", {}) for cell in self.outputs() for output in cell["outputs"]]

    def outputs(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.page.evaluate(OUTPUTS)
        return found

    def saved_views(self) -> dict[str, Any]:
        """The widget state that the notebook's own file holds."""
        found: dict[str, Any] = self.page.evaluate(f"() => {PANEL}.content.model.sharedModel.metadata.widgets ?? {{}}")
        return found

    def complaints(self) -> list[str]:
        """The cells that ended in an error or wrote on stderr."""
        return [
            f"{cell['id']}: {output.get('ename') or output.get('text')}"
            for cell in self.outputs()
            for output in cell["outputs"]
            if output["output_type"] == "error" or output.get("name") == "stderr"
        ]

    def kill_kernel(self) -> None:
        """As when the machine runs out of memory: SIGKILL, without a word to anybody."""
        kernel = self.page.evaluate(f"() => {KERNEL}.id")
        found = [
            p
            for p in psutil.process_iter(["cmdline"])
            if any(f"kernel-{kernel}" in part for part in p.info["cmdline"] or [])
        ]
        assert found, "the kernel's process was not found"
        for process in found:
            process.kill()

    def new_kernel(self) -> None:
        """Restart the kernel as a learner does, by the menu's command and its dialog."""
        self.page.evaluate("() => void window.jupyterapp.commands.execute('notebook:restart-kernel')")
        self.page.locator(".jp-Dialog .jp-mod-accept").click()
        try:
            self.page.wait_for_function(READY, arg=self.path, polling=POLL_MS, timeout=SLOW_MS)
        except WaitedTooLong as error:
            raise AssertionError(
                f"after its restart the kernel is {self.page.evaluate(f'() => {KERNEL}?.status')}"
            ) from error

    def dark(self, *, on: bool = True) -> None:
        theme = "JupyterLab Dark" if on else "JupyterLab Light"
        self.page.evaluate(THEME, theme)
        flag = "(flag) => document.body.dataset.jpThemeLight === flag"
        self.page.wait_for_function(flag, arg="false" if on else "true", polling=POLL_MS)

    def other_theme(self) -> None:
        """Change to the theme that is not on."""
        self.dark(on=self.page.evaluate("() => document.body.dataset.jpThemeLight === 'true'"))

    def violations(self, rules: Sequence[str] = ()) -> list[str]:
        """What axe finds in what the course renders: the outputs of cells and the text between them, not JupyterLab's own frame."""
        return accessibility.violations(self.page, (".jp-RenderedMarkdown", ".jp-OutputArea-output"), rules)

    def violations_in_both_themes(self, *pictures_of: str) -> list[str]:
        """What axe finds in the theme that is on, and then in the other one, which stays on; there only colours can differ."""
        found = self.violations()
        self.photograph(*pictures_of)
        self.other_theme()
        self.photograph(*pictures_of)
        return found + self.violations(accessibility.COLOURS)

    def too_wide(self) -> list[str]:
        """The views of the course that are wider than their place, and what in them is, once the page has settled."""
        places = f"{WIDGETS}, .jp-RenderedHTMLCommon figure"
        # JupyterLab lays out anew a moment after the window has changed: what is too wide only until then is none of ours.
        with suppress(WaitedTooLong):
            self.page.wait_for_function(
                f"(places) => {TOO_WIDE}(places).length === 0", arg=places, polling=POLL_MS, timeout=SETTLED_MS
            )
        found: list[str] = self.page.evaluate(TOO_WIDE, places)
        return found

    def photograph(self, *folder: str) -> None:
        """Take pictures of the whole notebook, a screen each, where somebody looks at them; theme and width are in their names."""
        if not (folder and pictures.wanted()):
            return
        theme = "light" if self.page.evaluate("() => document.body.dataset.jpThemeLight === 'true'") else "dark"
        name = f"{theme}-{self.page.viewport_size['width']}"
        scroller = (
            "document.querySelector('.jp-Notebook .jp-WindowedPanel-outer') || document.querySelector('.jp-Notebook')"
        )
        height = self.page.evaluate(f"() => ({scroller}).scrollHeight")
        step = max(int(self.page.viewport_size["height"] * 0.85), 1)
        for number, top in enumerate(range(0, int(height), step)):
            self.page.evaluate(f"(top) => {{ ({scroller}).scrollTop = top; }}", top)
            pictures.keep_picture(self.page, *folder, f"{name}-{number:02}")


def wait_for_promise(page: Page, asked: str, arg: Any = None) -> None:
    """Wait until what an asynchronous function promises is true; ``wait_for_function`` would take the promise itself for an answer."""
    deadline = time.monotonic() + SLOW_MS / 1000
    while True:
        with suppress(PlaywrightError):  # the page may be on its way to another one
            if page.evaluate(asked, arg):
                return
        assert time.monotonic() < deadline, f"did not come true: {asked}"
        page.wait_for_timeout(POLL_MS)


def answers_shown(shown: Page | Locator) -> list[str]:
    """Return what each step of a quiz, or of all on a page, says of its question: not answered, or right or wrong."""
    found: list[str] = shown.locator(".ns-step").evaluate_all(
        "(steps) => steps.map((step) => step.getAttribute('aria-label') ?? '')"
    )
    return found


def said_by_kernel(page: Page, code: str) -> str:
    """What the kernel of the open notebook prints."""
    said: str = page.evaluate(
        f"""async (code) => {{
          let said = "";
          const future = {KERNEL}.requestExecute({{ code, store_history: false }});
          future.onIOPub = (message) => {{ said += message.content.text ?? message.content.evalue ?? ""; }};
          await future.done;
          return said;
        }}""",
        code,
    )
    return said
