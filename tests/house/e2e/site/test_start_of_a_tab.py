"""How a tab begins: one service worker stands before JupyterLab and stays, and what does not arrive is said in one sentence."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from browser.notebook_page import KERNEL, POLL_MS, SLOW_MS, wait_for_promise
from browser.site_server import FETCH, NUMPY, Site, altered, served
from playwright.sync_api import Browser, Page, expect

from release.site.serve import SiteRequestHandler

COUNT = """navigator.serviceWorker?.addEventListener("controllerchange", () => { window.changes = (window.changes ?? 0) + 1; })"""
LATE = "window.requestAnimationFrame = (draw) => setTimeout(() => draw(performance.now()), 1500)"
"""A machine that is so busy that a picture of the page takes a second and a half."""
START = "lessons/00_start_here.ipynb"
GLOSSARY = "lessons/glossary.ipynb"
KEEP_REST = """async () => (await import("../newspace/stand.js")).keepTheRest(new URL("../", location.href))"""
LOOK = "async () => void (await navigator.serviceWorker.getRegistration()).update()"
"""Has the browser look for an update, as it does at each visit."""
WAITING = "async () => Boolean((await navigator.serviceWorker.getRegistration()).waiting)"
FIRST = """async (path) => {
  const found = await window.jupyterapp.serviceManager.contents.get(path, { content: true });
  return [found.content.cells[0].source].flat().join("");
}"""
HAS_KERNEL = f"() => Boolean({KERNEL})"
LISTED = ".jp-DirListing-item"


def test_one_service_worker_stands_before_jupyterlab_and_stays(page: Page, site: Site) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.add_init_script(COUNT)
    page.goto(site.address(""))
    page.locator(LISTED).first.wait_for(state="attached")
    workers = "async () => (await navigator.serviceWorker.getRegistrations()).map((one) => [one.active?.scriptURL, one.installing, one.waiting])"
    one = [[f"{site.url}service-worker.js?enableCache=false", None, None]]
    assert page.evaluate(workers) == one
    assert page.evaluate("window.changes") == 1
    page.reload()  # at once: a worker that took over now could leave it without an answer
    page.locator(LISTED).first.wait_for(state="attached")
    assert page.evaluate(workers) == one
    assert page.evaluate("window.changes ?? 0") == 0
    assert [text for text in said if "ServiceWorker" in text and "already registered" not in text] == []
    assert [text for text in said if "unregister" in text] == []


def test_a_notebook_gets_its_kernel_where_the_machine_draws_late(page: Page, site: Site) -> None:
    page.add_init_script(LATE)
    page.goto(site.address(START))
    page.locator(".jp-Notebook .jp-Cell:visible").first.wait_for()
    page.wait_for_function(HAS_KERNEL, polling=POLL_MS)


def test_an_update_waits_until_no_other_page_runs(lonely_browser: Browser, built: Path, tmp_path: Path) -> None:
    context = lonely_browser.new_context()
    with served(shutil.copytree(built, tmp_path / "site")) as site:
        one, two = listed(context.new_page(), site), listed(context.new_page(), site)
        one.evaluate(KEEP_REST)
        glossary = site.folder / "files" / GLOSSARY
        notebook = json.loads(glossary.read_text(encoding="utf-8"))
        notebook["cells"][0]["source"] = "of the next build"
        glossary.write_text(json.dumps(notebook), encoding="utf-8")
        worker = site.folder / "service-worker.js"
        text = worker.read_text(encoding="utf-8")
        worker.write_text(re.sub(r'(const BUILD = ")[^"]*', r"\1next", text), encoding="utf-8")
        one.evaluate(LOOK)
        wait_for_promise(one, WAITING)
        assert (
            listed(one, site).evaluate(FIRST, GLOSSARY).startswith("# Glossary")
        )  # the other page runs with the old build
        two.close()
        site.stop()  # all that the old build has kept, the new one has, too
        assert listed(one, site).evaluate(FIRST, GLOSSARY) == "of the next build"
        assert not one.evaluate(WAITING)
        assert one.evaluate("async () => (await caches.keys()).filter((name) => name.includes('pieces'))") == [
            "newspace / pieces next"
        ]
    context.close()


def listed(page: Page, site: Site) -> Page:
    """JupyterLab without a notebook that starts a kernel."""
    page.goto(site.address(""))
    page.locator(LISTED).first.wait_for(state="attached", timeout=SLOW_MS)
    return page


def spoiling(folder: Path, parts: set[str], spoilt: Callable[[bytes], bytes]) -> AbstractContextManager[Site]:
    """Serve a site whose files with one of these parts in their names come ``spoilt``, as long as it is there."""

    class Spoiling(SiteRequestHandler):
        def copyfile(self, source: Any, outputfile: Any) -> None:
            if not any(part in self.path for part in parts):
                super().copyfile(source, outputfile)
                return
            outputfile.write(spoilt(source.read()))
            self.close_connection = True

    return served(folder, Spoiling)


def test_a_download_that_breaks_off_is_said_in_one_sentence(page: Page, built: Path) -> None:
    with spoiling(built, {"build/lab/bundle"}, lambda content: content[:1000]) as site:
        page.goto(site.address(""))
        expect(page.get_by_role("alert")).to_contain_text("A part of the course did not arrive.")


def test_a_file_of_python_that_was_refused_is_asked_for_again(page: Page, built: Path) -> None:
    wrong = {NUMPY}
    with spoiling(built, wrong, altered) as site:
        listed(page, site)
        [wheel] = built.rglob(NUMPY)
        address = site.url + wheel.relative_to(built).as_posix()
        assert page.evaluate(FETCH, address) == "refused"
        wrong.clear()
        assert page.evaluate(FETCH, address) == "taken"
