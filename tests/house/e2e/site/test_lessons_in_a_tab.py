"""The browser edition in a Chromium that can reach nothing else: lessons run at once, and go on without a server."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from browser.notebook_page import POLL_MS, SLOW_MS, Notebook, leave_without_saving
from browser.site_server import Site, build, cut_off, pyodide_folder, served
from playwright.sync_api import Browser, Page, expect
from repository import ROOT

START = "lessons/00_start_here.ipynb"
LESSON = "lessons/02_ispace_missions.ipynb"
ARTEFACTS = ROOT / "artefacts" / "site"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, built once; without Pyodide's files the tests are skipped."""
    pyodide_folder()
    return build(tmp_path_factory.mktemp("site") / "built")


@pytest.fixture
def site(built: Path) -> Iterator[Site]:
    with served(built) as running:
        yield running


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page in a browser that is new, and can reach nothing else."""
    with cut_off(browser) as other:
        page = other.new_page(viewport={"width": 1280, "height": 900})
        page.set_default_timeout(SLOW_MS)
        yield page


def first_step(page: Page) -> str:
    """What the first question of the first quiz says of itself."""
    return page.locator(".ns-quiz .ns-step").first.get_attribute("aria-label") or ""


def test_lessons_run_at_once_and_go_on_without_a_server(page: Page, site: Site) -> None:
    asked: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "console",
        lambda said: complaints.append(f"{said.text} ({said.location.get('url')})") if said.type == "error" else None,
    )
    leave_without_saving(page)
    start = Notebook(page, site, START)
    page.goto(site.address(START))
    expect(page.locator("#newspace-status")).to_contain_text(
        re.compile(r"Python (is loading: \d+ of about \d+ MB|.*starts)")
    )
    start.wait_for_kernel()
    expect(page.locator("#newspace-status")).to_be_hidden()
    start.photograph(ARTEFACTS, "start")
    start.run_all()
    assert start.complaints() == []
    assert page.locator(".jp-Dialog").count() == 0
    assert start.violations() == []

    quiz = page.locator(".ns-quiz").first
    quiz.locator("input[type=radio]").first.check()
    quiz.get_by_role("button", name="Check", exact=True).click()
    expect(quiz.locator(".ns-verdict")).to_be_visible()
    answer = first_step(page)
    assert "not answered" not in answer
    assert complaints == []

    # The server is gone: what was fetched is kept, and so is the answer.
    page.wait_for_function(
        "async () => (await caches.keys()).length > 0 && navigator.serviceWorker.controller !== null"
    )
    site.stop()
    complaints.clear()
    page.reload()
    start.wait_for_kernel().run_all()
    assert start.complaints() == []
    wanted = "(wanted) => document.querySelector('.ns-quiz .ns-step')?.getAttribute('aria-label') === wanted"
    page.wait_for_function(wanted, arg=answer, polling=POLL_MS, timeout=SLOW_MS)

    # A lesson that was never opened before is there, too.
    lesson = Notebook(page, site, LESSON)
    page.goto(site.address(LESSON))
    lesson.wait_for_kernel().run_all()
    assert lesson.complaints() == []
    lesson.photograph(ARTEFACTS, "lesson-2")
    assert complaints == []
    assert [url for url in asked if not url.startswith((site.url, "data:", "blob:"))] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_to_arrive_on_and_to_read_are_small_and_accessible(browser: Browser, site: Site, scheme: str) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 740}, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    loaded: dict[str, int] = {}
    asked: list[str] = []
    page.on("response", lambda answer: loaded.update({answer.url: len(answer.body())}))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(site.url, wait_until="networkidle")
    assert sum(loaded.values()) < 100_000, loaded
    pages = sorted(path.name for path in (site.folder / "read").glob("*.html"))
    assert len(pages) == 6
    for name in ["index.html", *(f"read/{one}" for one in pages)]:
        page.goto(site.url + name, wait_until="load")
        assert violations(page) == [], name
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, name
        page.screenshot(path=str(ARTEFACTS / f"{name.replace('/', '-')}-360-{scheme}.png"))
    assert "<math" in (site.folder / "read" / "02_ispace_missions.html").read_text(encoding="utf-8")
    for link in page.locator("a[href]").all():
        target = (link.get_attribute("href") or "").partition("#")[0].partition("?")[0]
        assert not target or target.startswith("https:") or (site.folder / "read" / target).exists(), target
    assert [url for url in asked if not url.startswith(site.url)] == []
    context.close()


def violations(page: Page) -> list[str]:
    """What axe finds in a page."""
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [f"{item['id']}: {[node['html'][:200] for node in item['nodes']]}" for item in found]


def test_a_cut_off_file_of_pyodide_leaves_nothing_built(tmp_path: Path) -> None:
    from release.site import __main__ as command

    broken = tmp_path / "pyodide"
    broken.mkdir()
    for path in pyodide_folder().iterdir():
        (broken / path.name).symlink_to(path)
    (broken / "pyodide.asm.wasm").unlink()
    (broken / "pyodide.asm.wasm").write_bytes((pyodide_folder() / "pyodide.asm.wasm").read_bytes()[:-1000])
    assert command.main(["--to", str(tmp_path / "site"), "--pyodide", str(broken)]) == 2
    assert not (tmp_path / "site").exists()
