"""What a tab keeps: a prepared Python, two tabs at once, a browser that keeps no more, an update of the site, one that is too old."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from browser.notebook_page import (
    POLL_MS,
    SLOW_MS,
    Notebook,
    leave_without_saving,
    note_errors,
    said_by_kernel,
    wait_for_promise,
)
from browser.site_server import PYTHON, Site, served
from browser.site_visits import Visit, learner
from playwright.sync_api import Browser, Page, expect

LESSON = "lessons/03_korea_hubs.ipynb"
AFTER = "lessons/04_us_japan_agreements.ipynb"
REFUSED = "lessons/05_policy_brief.ipynb"
OTHER = "lessons/glossary.ipynb"
EACH = 10
KEEP = """
from newspace.attempts.location import open_store
for number in range({each}):
    open_store().record("two-tabs", "{tab}-" + str(number), answer=number, score=1)
"""
COUNT = """
from newspace.attempts.location import open_store
print(len(open_store().latest("two-tabs")), open_store().notice.partition(".")[0])
"""
BEGIN = """(code) => {
  const { kernel } = window.jupyterapp.shell.currentWidget.sessionContext.session;
  window.kept = kernel.requestExecute({ code, store_history: false }).done.then(() => true);
}"""
NO_ROOM = """(() => {
  const plain = IDBObjectStore.prototype.put;
  IDBObjectStore.prototype.put = function (...given) {
    if (window.full) throw new DOMException("no room", "QuotaExceededError");
    return plain.apply(this, given);
  };
})()"""
WRITE = """(text) => {
  window.jupyterapp.shell.currentWidget.content.widgets[0].model.sharedModel.setSource(text);
  void window.jupyterapp.commands.execute("docmanager:save");
}"""
CUT_OFF = """async () => {
  const cache = await caches.open("newspace / prepared");
  const [compiled] = (await cache.keys()).filter(({ url }) => url.includes("/compiled?"));
  const kept = await cache.match(compiled);
  const whole = await kept.arrayBuffer();
  await cache.put(compiled, new Response(whole.slice(0, -1000), { headers: kept.headers }));
}"""
OLDER = """async () => {
  const cache = await caches.open("newspace / prepared");
  const [{ url }] = await cache.keys();
  await cache.put(url.replace(/.$/, (last) => (last === "0" ? "1" : "0")), new Response("of an older build"));
}"""
READY = """async ({ tidy }) => {
  for (const name of ["python_files.js", "prepared.js"]) {
    await new Promise((resolve) => {
      const script = Object.assign(document.createElement("script"), { src: `../newspace/${name}`, onload: resolve });
      document.head.append(script);
    });
  }
  const { kernel } = await (await fetch("../newspace/site.json")).json();
  await newspaceFiles.lockWithAddresses(new URL("../newspace/pyodide-lock.json", location.href).href);
  const { ready } = await PreparedPython.open(new URL("../", location.href), [newspaceFiles.lock, kernel], { tidy });
  const kept = await (await caches.open("newspace / prepared")).keys();
  return [ready, kept.map(({ url }) => new URL(url).pathname.split("/").at(-1)).sort()];
}"""
"""What a start of Python finds: whether there is a prepared one, and which entries are left when it has looked."""
KERNEL_LOOKS, GRADER_LOOKS = {"tidy": True}, {"tidy": False}
"""Who starts: what the kernel keeps may be half written while somebody grades."""
WAITING = "async () => Boolean((await navigator.serviceWorker.getRegistration()).waiting)"
PIECES = "async () => (await caches.keys()).filter((name) => name.includes('pieces'))"
SAVED = "() => !window.jupyterapp.shell.currentWidget.context.model.dirty"
SERVED = """async (url) => [(await (await fetch(url)).json()).cells[0].source].flat().join("")"""
FIRST = """async (path) => {
  const contents = window.jupyterapp?.serviceManager?.contents;
  const found = await contents?.get(path, { content: true }).catch(() => null);
  return [found?.content?.cells?.[0]?.source ?? ""].flat()[0];
}"""


@pytest.fixture
def own_site(built: Path, port: int, tmp_path: Path) -> Iterator[Site]:
    """A copy of the site, which is updated in the course of the test."""
    with served(shutil.copytree(built, tmp_path / "site"), port=port) as running:
        yield running


def open_notebook(page: Page, site: Site, path: str) -> None:
    """Open a notebook, and wait for its kernel."""
    page.set_default_timeout(SLOW_MS)
    leave_without_saving(page)
    page.goto(site.address(path))
    Notebook(page, site, path).wait_for_kernel()


def run_whole(page: Page, site: Site, path: str) -> None:
    """Run the lesson that is open from top to bottom: what is tried here is tried with another lesson each time."""
    assert Notebook(page, site, path).run_all().complaints() == []


def test_two_tabs_lose_nothing_and_neither_does_an_update_of_the_site(
    browser: Browser, first_visit: Visit, own_site: Site, tmp_path: Path
) -> None:
    site = own_site
    complaints: list[str] = []
    with learner(browser, first_visit.copied(tmp_path), [], complaints) as one:
        context = one.context
        context.add_init_script(NO_ROOM)
        open_notebook(one, site, LESSON)
        assert one.evaluate(PYTHON) == "prepared"
        assert said_by_kernel(one, "import json, numpy; print(json.__file__[-4:], numpy.eye(2).sum())").split() == [
            ".pyc",
            "2.0",
        ]
        run_whole(one, site, LESSON)
        two = context.new_page()
        note_errors(two, complaints)
        open_notebook(two, site, LESSON)
        assert complaints == []

        # Both answer at once: every answer is kept.
        for tab, page in (("one", one), ("two", two)):
            page.evaluate(BEGIN, KEEP.format(each=EACH, tab=tab))
        assert all(page.evaluate("() => window.kept") for page in (one, two))
        assert said_by_kernel(one, COUNT).split() == [str(2 * EACH)]

        # Both change one notebook: the second to save it is asked.
        one.evaluate(WRITE, "changed in one tab")
        one.wait_for_function(SAVED, polling=POLL_MS)
        two.bring_to_front()
        two.evaluate(WRITE, "changed in the other tab")
        expect(two.locator(".jp-Dialog")).to_contain_text("has changed on disk")

        # The browser keeps no more: the learner is told once, the kernel goes on, and what waits is kept when there is room.
        one.evaluate("() => { window.full = true; }")
        said_by_kernel(one, KEEP.format(each=2, tab="full"))
        assert said_by_kernel(one, COUNT).split(maxsplit=1) == [
            str(2 * EACH + 2),
            "The browser refuses to keep more for this site\n",
        ]
        expect(one.locator(".newspace-notice")).to_have_count(1)
        expect(one.locator(".newspace-notice")).to_contain_text("What to do: press My work")
        one.locator(".newspace-notice").get_by_role("button").click()
        one.evaluate("() => { window.full = false; }")
        said_by_kernel(one, KEEP.format(each=1, tab="room"))

        # The site is built anew, with other lessons: that waits until no other page runs with the old build.
        update(site)
        one.evaluate("async () => (await navigator.serviceWorker.getRegistration()).update()")  # as a visit does
        wait_for_promise(one, WAITING)
        one.goto(f"{site.url}read/00_start_here.html")  # a page that is opened now is still answered by the old build
        assert one.evaluate(SERVED, f"{site.url}files/{OTHER}").startswith("# Glossary")
        two.close()
        site.stop()  # all that the old build has kept, the new one has, too
        complaints.clear()  # the browser that kept no more was complained of

        # A changed notebook stays, one that nobody changed is the new one, and what Python had prepared still holds.
        open_notebook(one, site, AFTER)
        assert one.evaluate(FIRST, OTHER) == "of the next build"
        assert not one.evaluate(WAITING)
        assert one.evaluate(PIECES) == ["newspace / pieces next"]
        assert one.evaluate(FIRST, LESSON) == "changed in one tab"
        assert one.evaluate(PYTHON) == "prepared"
        assert said_by_kernel(one, COUNT).split() == [str(2 * EACH + 3)]
        run_whole(one, site, AFTER)
        assert complaints == []

        # What was cut off is not taken for a prepared Python, and what is of an older build goes.
        assert one.evaluate(READY, KERNEL_LOOKS) == [True, ["compiled", "files"]]
        one.evaluate(OLDER)
        assert one.evaluate(READY, KERNEL_LOOKS) == [True, ["compiled", "files"]]
        one.evaluate(CUT_OFF)
        assert one.evaluate(READY, GRADER_LOOKS) == [False, ["compiled", "files"]]
        assert one.evaluate(READY, KERNEL_LOOKS) == [False, []]


def update(site: Site) -> None:
    """Change two lessons of a served site, as a new build of it does."""
    for path in (LESSON, OTHER):
        file = site.folder / "files" / path
        text = file.read_text(encoding="utf-8")
        file.write_text(
            re.sub(r'("source": \[\s*)"(?:[^"\\]|\\.)*"', r'\1"of the next build"', text, count=1), encoding="utf-8"
        )
    worker = site.folder / "service-worker.js"
    text = worker.read_text(encoding="utf-8")
    worker.write_text(re.sub(r'(const BUILD = ")[^"]*', r"\1next", text), encoding="utf-8")


def test_a_browser_that_refuses_all_storage_runs_the_course_and_says_so(
    browser: Browser, site: Site, tmp_path: Path
) -> None:
    profile = tmp_path / "profile"
    (profile / "Default").mkdir(parents=True)
    blocked = {"profile": {"default_content_setting_values": {"cookies": 2}}}
    (profile / "Default" / "Preferences").write_text(json.dumps(blocked), encoding="utf-8")
    with learner(browser, profile, [], [], with_preferences=True) as page:
        open_notebook(page, site, REFUSED)
        expect(page.locator(".newspace-notice")).to_contain_text("This browser keeps nothing of this site")
        run_whole(page, site, REFUSED)
        said_by_kernel(page, KEEP.format(each=1, tab="refused"))
        assert said_by_kernel(page, COUNT).split() == ["1"]


def test_a_browser_that_is_too_old_is_told_in_one_sentence(page: Page, site: Site) -> None:
    page.add_init_script("delete Object.hasOwn")
    page.goto(site.address(LESSON))
    expect(page.get_by_role("alert")).to_contain_text("This browser is too old for the course. What to do: update it")
