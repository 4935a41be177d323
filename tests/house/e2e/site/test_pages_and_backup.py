"""What stands around the lessons in a tab: all work as one zip, the page to arrive on, and the pages to read."""

from __future__ import annotations

import zipfile
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from browser.looks.accessibility import violations
from browser.notebook_page import POLL_MS, SLOW_MS, leave_without_saving, wait_for_promise
from browser.site_server import Site
from browser.site_visits import Arrival, listed
from playwright.sync_api import Browser, Page, expect
from repository import ROOT

START = "lessons/00_start_here.ipynb"
LESSON = "lessons/02_ispace_missions.ipynb"
READ = ("02", "04")
"""The lessons whose pages are looked at: one with formulas, one with wide tables."""
WROTE = """async ([path, text]) => {
  const contents = window.jupyterapp?.serviceManager?.contents;
  const found = await contents?.get(path, {content: true}).catch(() => null);
  return found?.content?.cells?.[0]?.source === text;
}"""
ARTEFACTS = ROOT / "artefacts" / "site"


def test_all_work_goes_along_as_a_zip_and_comes_back(arrival: Arrival, page: Page, site: Site, tmp_path: Path) -> None:
    packed = tmp_path / "work.zip"
    here = arrival.page
    here.wait_for_function(  # what was open before the reload is shown again
        "() => window.jupyterapp?.shell?.currentWidget?.context?.path === 'notes.txt'",
        polling=POLL_MS,
        timeout=SLOW_MS,
    )
    here.get_by_role("button", name="My work").click()
    with here.expect_download() as downloaded:
        here.get_by_role("button", name="Download all my work").click()
    downloaded.value.save_as(packed)
    assert violations(here, "#newspace-work-dialog") == []
    here.screenshot(path=str(ARTEFACTS / "my-work.png"))
    here.close()
    with zipfile.ZipFile(packed) as archive:
        assert archive.testzip() is None
        names = archive.namelist()
        assert {START, LESSON, "lessons/mine.ipynb", "notes.txt"} <= set(names), names
        assert "taken along" in archive.read("lessons/mine.ipynb").decode()

    broken = tmp_path / "broken.zip"
    broken.write_bytes(packed.read_bytes()[:-2000])
    leave_without_saving(listed(page, site))  # a browser that has never seen the work
    page.get_by_role("button", name="My work").click()
    page.get_by_label("Bring work back").set_input_files(broken)
    expect(page.locator("#newspace-work-dialog [role=status]").last).to_contain_text("It did not work")
    page.get_by_label("Bring work back").set_input_files(packed)
    page.get_by_role("button", name="Bring it back").click()
    wait_for_promise(page, WROTE, ["lessons/mine.ipynb", "taken along"])


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
    for name in ["index.html", *(f"read/{one}" for one in pages if scheme == "light" and one.startswith(READ))]:
        page.goto(site.url + name, wait_until="load")
        assert violations(page) == [], name
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, name
        page.screenshot(path=str(ARTEFACTS / f"{name.replace('/', '-')}-360-{scheme}.png"))
        for link in page.locator("a[href]").evaluate_all("(links) => links.map((link) => link.getAttribute('href'))"):
            target = urlsplit(urljoin(page.url, link))
            outside = target.hostname != "127.0.0.1"
            assert outside or (site.folder / target.path.lstrip("/")).exists(), f"{name} leads to {target.path}"
    assert "<math" in (site.folder / "read" / "02_ispace_missions.html").read_text(encoding="utf-8")
    assert [url for url in asked if not url.startswith(site.url)] == []
    context.close()
