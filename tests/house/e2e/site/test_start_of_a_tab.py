"""How a tab begins: one service worker stands before JupyterLab and stays, and what does not arrive is said in one sentence."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from browser.notebook_page import KERNEL, POLL_MS
from browser.site_server import FETCH, SPARE, Site, altered, served
from browser.site_visits import Arrival
from playwright.sync_api import Page, expect

from release.site.lab import jupyterlite
from release.site.serve import SiteRequestHandler

LATE = "window.requestAnimationFrame = (draw) => setTimeout(() => draw(performance.now()), 1500)"
"""A machine that is so busy that a picture of the page takes a second and a half."""
START = "lessons/00_start_here.ipynb"
HAS_KERNEL = f"() => Boolean({KERNEL})"


def test_one_service_worker_stands_before_jupyterlab_and_stays(arrival: Arrival, port: int) -> None:
    one = [[f"http://127.0.0.1:{port}/service-worker.js?enableCache=false", None, None]]
    assert arrival.workers == [one, one]
    assert arrival.changes == [1, 0]
    assert [text for text in arrival.said if "ServiceWorker" in text and "already registered" not in text] == []
    assert [text for text in arrival.said if "unregister" in text] == []


def test_a_notebook_gets_its_kernel_where_the_machine_draws_late(arrival: Arrival, site: Site) -> None:
    with arrival.context.new_page() as page:
        page.add_init_script(LATE)
        page.goto(site.address(START))
        page.locator(".jp-Notebook .jp-Cell:visible").first.wait_for()
        page.wait_for_function(HAS_KERNEL, polling=POLL_MS)


def test_the_page_fetches_its_scripts_at_once_and_none_that_is_not_there(built: Path) -> None:
    page = (built / "lab" / "index.html").read_text(encoding="utf-8")
    listed = jupyterlite.first_scripts()
    missing = [path for path in listed if not (built / path.partition("?")[0]).is_file()]
    assert missing == [], "of another JupyterLite: python benchmarks/site/list_first_scripts.py writes them anew"
    assert [path for path in listed if f'href="../{path}" />' not in page] == []
    links = re.findall(r'rel="(?:module)?preload".*? href="\.\./([^"?]*)', page, re.DOTALL)
    assert [path for path in links if not (built / path).is_file()] == []
    assert len(links) == len(listed) + 2, "and the two with which JupyterLite begins"


def spoiling(
    folder: Path, parts: set[str], spoilt: Callable[[bytes], bytes], port: int = 0
) -> AbstractContextManager[Site]:
    """Serve a site whose files with one of these parts in their names come ``spoilt``, as long as it is there."""

    class Spoiling(SiteRequestHandler):
        def copyfile(self, source: Any, outputfile: Any) -> None:
            if not any(part in self.path for part in parts):
                super().copyfile(source, outputfile)
                return
            outputfile.write(spoilt(source.read()))
            self.close_connection = True

    return served(folder, Spoiling, port)


def test_a_download_that_breaks_off_is_said_in_one_sentence(page: Page, built: Path) -> None:
    with spoiling(built, {"build/lab/bundle"}, lambda content: content[:1000]) as site:
        page.goto(site.address(""))
        expect(page.get_by_role("alert")).to_contain_text("A part of the course did not arrive.")


def test_a_file_of_python_that_was_refused_is_asked_for_again(arrival: Arrival, built: Path, port: int) -> None:
    wrong = {SPARE}
    with spoiling(built, wrong, altered, port) as site, arrival.context.new_page() as page:
        page.goto(f"{site.url}read/00_start_here.html")  # the service worker answers for all pages of the site
        [file] = built.rglob(SPARE)
        address = site.url + file.relative_to(built).as_posix()
        assert page.evaluate(FETCH, address) == "refused"
        wrong.clear()
        assert page.evaluate(FETCH, address) == "taken"
