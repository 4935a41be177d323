"""The browser edition, built once; a Chromium that can reach nothing else, and one that took two lessons there before."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from browser.fixtures import VIEWPORT, page_of_its_own
from browser.lab_server import kept_port
from browser.looks.accessibility import violations
from browser.notebook_page import PANEL, POLL_MS, SLOW_MS, Notebook, leave_without_saving, open_document
from browser.site_server import NEXT_PYTHON, PYTHON, Site, build, cut_off, pyodide_folder, served
from browser.site_visits import LISTED, Arrival, Visit, learner
from playwright.sync_api import Browser, Page, expect
from repository import ROOT

START = "lessons/00_start_here.ipynb"
LESSON = "lessons/02_ispace_missions.ipynb"
GRADED_S = 10
"""How long a loop without an end is waited for where a notebook is graded."""
ARTEFACTS = ROOT / "artefacts" / "site"
ALL_KEPT = "document.documentElement.dataset.newspaceOffline === 'ready'"
IN_THE_NOTEBOOK = "() => Boolean(document.activeElement?.closest('.jp-Notebook'))"
SAVED = f"() => !{PANEL}.context.model.dirty"
COUNT = """navigator.serviceWorker?.addEventListener("controllerchange", () => { window.changes = (window.changes ?? 0) + 1; })"""
WORKERS = """async () => (await navigator.serviceWorker.getRegistrations()).map(
  (one) => [one.active?.scriptURL, one.installing, one.waiting])"""
WRITE = """([path, text]) => window.jupyterapp.serviceManager.contents.save(path, {type: "notebook", format: "json",
  content: {cells: [{cell_type: "markdown", id: "a", metadata: {}, source: text}], metadata: {}, nbformat: 4, nbformat_minor: 5}})"""
NOTES = "notes.txt"
WRITE_NOTES = """(path) => window.jupyterapp.serviceManager.contents.save(path, {type: "file", format: "text", content: "of my own"})"""
JUPYTERLABS = {
    "aria-allowed-attr": "buttons of the table of contents",
    "aria-input-field-name": "the editor of a cell has no name",
    "aria-required-children": "the list of cells is a feed of other things than articles",
    "region": "the link that skips to the notebook stands outside every part of the page",
}
"""What axe finds in JupyterLab's own frame, which is not ours to change: the rule, and where."""


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, built once; without Pyodide's files the tests are skipped."""
    pyodide_folder()
    folder = build(tmp_path_factory.mktemp("site") / "built")
    about = folder / "newspace" / "site.json"
    told = json.loads(about.read_text(encoding="utf-8"))
    about.write_text(json.dumps(told | {"seconds": GRADED_S}), encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def port() -> Iterator[int]:
    """The port of the site, in all tests one, so that a browser finds there what it has kept; nobody else is given it."""
    with kept_port() as kept:
        yield kept.getsockname()[1]


@pytest.fixture
def site(built: Path, port: int) -> Iterator[Site]:
    with served(built, port=port) as running:
        yield running


@pytest.fixture(scope="session")
def lonely_browser(browser: Browser) -> Iterator[Browser]:
    """A browser that can reach nothing but this computer."""
    with cut_off(browser) as other:
        yield other


@pytest.fixture
def page(lonely_browser: Browser) -> Iterator[Page]:
    """A page that can reach nothing else, in a context of its own: it has never seen a site of ours."""
    with page_of_its_own(lonely_browser) as alone:
        yield alone


@pytest.fixture(scope="session")
def first_visit(browser: Browser, built: Path, port: int, tmp_path_factory: pytest.TempPathFactory) -> Visit:
    """A learner has taken units 0 and 2, and closed the browser: what Python has unpacked and compiled is kept for the next visit."""
    profile = tmp_path_factory.mktemp("learner") / "profile"
    asked: list[str] = []
    complaints: list[str] = []
    with served(built, port=port) as site, learner(browser, profile, asked, complaints) as page:
        take_two_lessons(page, site)
        return Visit(profile, Notebook(page, site, LESSON).outputs(), asked, complaints)


def take_two_lessons(page: Page, site: Site) -> None:
    """Unit 0 from the first page on with the keyboard alone, and unit 2; a question in each is answered."""
    page.goto(site.url)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # the first link begins the course
    expect(page.locator("#newspace-status")).to_contain_text(
        re.compile(r"Python (is loading: \d+ of about \d+ MB|.*starts)")
    )
    start = Notebook(page, site, START).wait_for_kernel()
    assert page.evaluate(PYTHON) == "unpacked"
    page.wait_for_function(IN_THE_NOTEBOOK, polling=POLL_MS)
    for _ in range(page.evaluate(f"() => {PANEL}.content.widgets.length")):
        page.keyboard.press("Shift+Enter")
    start.wait_until_run()
    assert start.complaints() == []
    expect(page.locator("#newspace-status")).to_be_hidden()
    assert page.locator(".jp-Dialog").count() == 0
    quiz = page.locator(".ns-quiz").first
    quiz.locator("input[type=radio]").first.focus()
    for key in ("Space", "Tab", "Enter"):  # choose, go to the button, press it
        page.keyboard.press(key)
    expect(quiz.locator(".ns-verdict")).to_be_visible()
    page.wait_for_function(SAVED, polling=POLL_MS)
    page.wait_for_function(NEXT_PYTHON, polling=POLL_MS)

    page.goto(site.url)
    page.get_by_role("link", name="Open the lesson of unit 2").press("Enter")
    lesson = Notebook(page, site, LESSON).wait_for_kernel().run_all()
    assert page.evaluate(PYTHON) == "prepared"
    assert lesson.complaints() == []
    quiz = page.locator(".ns-quiz").first
    quiz.locator("input[type=radio]").first.check()
    quiz.get_by_role("button", name="Check", exact=True).click()
    expect(quiz.locator(".ns-verdict")).to_be_visible()
    page.screenshot(path=str(ARTEFACTS / "lesson-2.png"))
    assert lesson.violations(tuple(JUPYTERLABS)) == []
    assert [found for found in violations(page) if found.split(":")[0] not in JUPYTERLABS] == []
    page.wait_for_function(SAVED, polling=POLL_MS)
    page.wait_for_function(ALL_KEPT, polling=POLL_MS)


@pytest.fixture(scope="session")
def arrival(lonely_browser: Browser, built: Path, port: int) -> Iterator[Arrival]:
    """Open JupyterLab without a notebook, write two files, and reload it: a worker that took over then could leave it without an answer."""
    context = lonely_browser.new_context(viewport=VIEWPORT)
    context.set_default_timeout(SLOW_MS)
    said: list[str] = []
    workers, changes = [], []
    with served(built, port=port) as site:
        page = context.new_page()
        leave_without_saving(page)
        page.on("console", lambda message: said.append(message.text))
        page.add_init_script(COUNT)
        page.goto(site.address(""))
        for last in (False, True):
            page.locator(LISTED).first.wait_for(state="attached")
            workers.append(page.evaluate(WORKERS))
            changes.append(page.evaluate("window.changes ?? 0"))
            if not last:
                page.evaluate(WRITE, ["lessons/mine.ipynb", "taken along"])
                page.evaluate(WRITE_NOTES, NOTES)
                open_document(page, NOTES)
                page.reload()
    yield Arrival(context, page, workers, changes, said)
    context.close()
