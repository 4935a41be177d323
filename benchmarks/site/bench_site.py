"""The course in a browser tab, beside the desktop edition in the same browser, in one run.

For both: from the address to the notebook on the screen, to the first cell that has run, and to the last one, kernel start included,
for each lesson; a slider moved to its new picture in the page, and the memory of the page's process after lesson 2. For the tab also
what a first visit fetches, and a second visit without a server. Both editions are JupyterLab, so the same steps measure both.

``python benchmarks/site/bench_site.py NAME …`` measures only the lessons with these names (00_start_here is always one of them).
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from _editions import ROOT, ServedEdition, in_a_tab, on_the_desktop, run_make_site
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from checks import chromium

START, MISSIONS = "00_start_here", "02_ispace_missions"
MOVES = 9
LONG_MS = 240_000
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]

PANEL = """[window.jupyterapp?.shell?.currentWidget, ...(window.jupyterapp?.shell?.widgets('main') ?? [])]
  .find((widget) => widget?.sessionContext)"""
KEPT = """async () => {
  const count = async () => (await Promise.all((await caches.keys()).map(async (name) =>
    (await (await caches.open(name)).keys()).length))).reduce((sum, one) => sum + one, 0);
  for (let before = -1, calm = 0; calm < 5; await new Promise((resolve) => setTimeout(resolve, 1000))) {
    const now = await count();
    calm = now === before && now > 0 ? calm + 1 : 0;
    before = now;
  }
}"""
"""Waits until the service worker has kept no further file for five seconds."""
PREPARED = "document.documentElement.dataset.newspaceNextPython === 'prepared'"
"""The Python that was unpacked and compiled is kept for the next visit."""
OPEN = (
    f"(path) => {PANEL}?.context?.path === path && {PANEL}.context.isReady && !!{PANEL}.sessionContext?.session?.kernel"
)
BEGIN = "() => void window.jupyterapp.commands.execute('notebook:run-all-cells')"
CELLS = f"[...{PANEL}.content.model.sharedModel.cells].filter((c) => c.cell_type === 'code' && c.source.trim())"
FIRST = f"() => {CELLS}[0].execution_count !== null"
ALL = (
    f"() => {CELLS}.every((c) => c.execution_count !== null) && {PANEL}.sessionContext.session.kernel.status === 'idle'"
)
ERRORS = f"""() => {PANEL}.content.widgets.filter((c) => c.model.type === 'code')
  .flatMap((c) => c.model.outputs.toJSON()).filter((o) => o.output_type === 'error').map((o) => o.ename)"""
PREDICT = """async () => {
  const question = [...document.querySelectorAll('.nx-question')].find((one) => one.getClientRects().length > 0);
  if (!question) return;
  question.querySelector('input[type=radio]').click();
  question.querySelector('button').click();
  const picture = question.closest('.nx-explorer').querySelector('.nx-picture');
  for (let tries = 0; tries < 200 && picture.getClientRects().length === 0; tries++) {
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}"""
"""Answers the question that an explorer asks before its first run: until then it shows no slider."""
MOVE = """async (turn) => {
  const seen = (e) => e.getClientRects().length > 0;
  const found = [...document.querySelectorAll('.nx-explorer')].map((view) => ({
    range: [...view.querySelectorAll('input[type=range]:not(.nx-line)')].find(seen),
    picture: [...view.querySelectorAll('.nx-picture')].find(seen) })).find(({ range, picture }) => range && picture);
  if (!found) return null;
  const { range, picture } = found;
  const [low, high, step] = [range.min, range.max, range.step].map(Number);
  const steps = Math.round((high - low) / step);
  const now = Math.round((Number(range.value) - low) / step);
  range.value = String(low + step * ((now + 1 + turn % 2) % (steps + 1)));
  const began = performance.now();
  const drawn = new Promise((resolve) => picture.addEventListener('load', () => resolve(performance.now() - began), { once: true }));
  range.dispatchEvent(new Event('input', { bubbles: true }));
  range.dispatchEvent(new Event('change', { bubbles: true }));
  return await Promise.race([drawn, new Promise((resolve) => setTimeout(() => resolve(null), 10_000))]);
}"""


@dataclass
class Visit:
    """What one visit took, in seconds from the address on."""

    shown: float
    first: float
    whole: float


@dataclass
class Figures:
    """What was measured of an edition: seconds, milliseconds and megabytes."""

    visits: dict[str, Visit] = field(default_factory=dict)
    slider_ms: float | None = None
    memory_mb: float | None = None
    fetched_mb: float | None = None
    site_mb: float | None = None
    offline: Visit | None = None


def visit(page: Page, edition: ServedEdition, lesson: str) -> Visit:
    """Open a lesson, and run every cell from the first on as soon as there is a kernel to ask.

    Raises
    ------
    RuntimeError
        If a cell ends in an error.
    """
    path = f"lessons/{lesson}.ipynb"
    began = time.perf_counter()
    page.goto(edition.address(path))
    page.locator(".jp-Notebook .jp-Cell:visible").first.wait_for()
    shown = time.perf_counter() - began
    page.wait_for_function(OPEN, arg=path, polling=50)
    page.evaluate(BEGIN)
    page.wait_for_function(FIRST, polling=50)
    first = time.perf_counter() - began
    page.wait_for_function(ALL, polling=50)
    whole = time.perf_counter() - began
    errors = page.evaluate(ERRORS)
    if errors:
        raise RuntimeError(f"{lesson} in the {edition.name}: {', '.join(errors)}")
    return Visit(shown, first, whole)


def slider(page: Page) -> float | None:
    """Return the median of milliseconds from a moved slider to its new picture on the page; None where no slider is to be seen."""
    page.evaluate(PREDICT)
    taken = [page.evaluate(MOVE, turn) for turn in range(MOVES)]
    return statistics.median([one for one in taken if one is not None] or [float("nan")]) if any(taken) else None


def memory_mb(browser: Browser) -> float:
    """Return the memory of a browser's largest page in megabytes: its process's proportional set size (PSS)."""
    session = browser.new_browser_cdp_session()
    processes = session.send("SystemInfo.getProcessInfo")["processInfo"]
    session.detach()
    held = [_pss_mb(process["id"]) for process in processes if process["type"] == "renderer"]
    return max(held)


def _pss_mb(process: int) -> float:
    lines = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="utf-8").splitlines()
    (pss,) = [line for line in lines if line.startswith("Pss:")]
    return int(pss.split()[1]) * 1024 / 1e6


@contextmanager
def page_of(context: BrowserContext) -> Iterator[Page]:
    """Open a page of a browser that has its storage, and close it."""
    page = context.new_page()
    page.set_default_timeout(LONG_MS)
    page.on("dialog", lambda dialog: dialog.accept())
    try:
        yield page
    finally:
        page.close()


def measure_edition(browser: Browser, edition: ServedEdition, lessons: list[str]) -> Figures:
    """Measure every lesson in a page of its own; the first one in a browser that has never seen the course."""
    figures = Figures()
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    for lesson in lessons:
        with page_of(context) as page:
            figures.visits[lesson] = visit(page, edition, lesson)
            if lesson == START and edition.sent:
                page.evaluate(KEPT)
                page.wait_for_function(PREPARED, polling=50)
                figures.fetched_mb = sum(edition.sent) / 1e6
            figures.slider_ms = figures.slider_ms or slider(page)
            if lesson == MISSIONS:
                figures.memory_mb = memory_mb(browser)
    if edition.sent:
        edition.stop()
        with page_of(context) as page:
            figures.offline = visit(page, edition, START)
    context.close()
    return figures


def site_beside_desktop(
    tab: Figures, desktop: Figures, bundled: bool
) -> Iterator[tuple[str, float | None, float | None, str, float]]:
    """Yield name, tab, desktop, unit and aim (infinity: none) of every row."""
    none = float("inf")
    yield "site on the server", tab.site_mb, None, "MB", 60 if bundled else none
    yield "fetched by a first visit, all kept", tab.fetched_mb, None, "MB", none
    for lesson, seen in tab.visits.items():
        beside = desktop.visits[lesson]
        visited = "first visit" if lesson == START else "later"
        yield f"{lesson} ({visited}): notebook shown", seen.shown, beside.shown, "s", 3
        yield f"{lesson} ({visited}): first cell", seen.first, beside.first, "s", 10
        yield f"{lesson} ({visited}): every cell", seen.whole, beside.whole, "s", 30
    yield "slider to new picture", tab.slider_ms, desktop.slider_ms, "ms", 150
    if tab.offline:
        yield "without a server: notebook shown", tab.offline.shown, None, "s", 3
        yield "without a server: first cell", tab.offline.first, None, "s", 8
    yield "memory of the page after lesson 2", tab.memory_mb, desktop.memory_mb, "MB", 1000


def print_comparison(in_tab: Figures, on_desktop: Figures, bundled: bool) -> list[str]:
    """Print the table, and return the rows whose aim the tab misses."""
    missed = []
    print(f"{'':<52}{'tab':>8}{'desktop':>9}{'ratio':>7}        aim")
    for name, tab, desktop, unit, aim in site_beside_desktop(in_tab, on_desktop, bundled):
        kept = tab is not None and tab < aim
        missed += [] if kept or aim == float("inf") else [name]
        cells = [f"{value:.1f}" if value is not None else "" for value in (tab, desktop)]
        told = "" if aim == float("inf") else f"under {aim:g}" + ("" if kept else "   MISSED")
        ratio = f"{tab / desktop:.1f}" if tab is not None and desktop else ""
        print(f"{name:<52}{cells[0]:>8}{cells[1]:>9}{ratio:>7} {unit:<4}{told}", flush=True)
    return missed


def main(names: list[str]) -> int:
    """Measure both editions, and print the table; return 0 when the tab keeps every aim."""
    lessons = sorted(
        path.stem for path in (ROOT / "lessons").glob("0*.ipynb") if path.stem in [START, *names] or not names
    )
    path = chromium.present()
    if not path:
        print("No Chromium is on this machine; make test tries to install one.", file=sys.stderr)
        return 1
    # A kernel that is ending may still write into its home.
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as scratch, sync_playwright() as playwright:
        folder = run_make_site(Path(scratch) / "site")
        found: dict[str, Figures] = {}
        home = Path(scratch) / "home"
        home.mkdir()
        for serving in (in_a_tab(folder), on_the_desktop(home)):
            with serving as edition:
                browser = playwright.chromium.launch(executable_path=path, headless=True, args=FLAGS)
                found[edition.name] = measure_edition(browser, edition, lessons)
                browser.close()
        found["tab"].site_mb = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) / 1e6
        bundled = (folder / "pyodide").is_dir()
    return 1 if print_comparison(found["tab"], found["desktop"], bundled) else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
