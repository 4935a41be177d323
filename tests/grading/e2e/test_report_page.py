"""The teacher's report: readable by everybody, at every width."""

from __future__ import annotations

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from browser.notebook_page import SLOW_MS
from playwright.sync_api import Browser
from repository import ROOT

from newspace_grading.pages.teacher.collect import Collected, MarkingShare
from newspace_grading.pages.teacher.page import write_report
from newspace_grading.pages.teacher.statistics import Learner, TaskAttempt


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    titles = {f"task-{number}": f"{number}. How early must the first reading come, and why?" for number in range(6)}
    learners = [
        Learner(
            f"learner-{number}",
            {
                task: TaskAttempt((number * (place + 2)) % 5, 4.0, True, f"f({'9' * 90}) gave {number % 3}", 0.01)
                for place, task in enumerate(titles)
            },
        )
        for number in range(12)
    ]
    found = Collected(
        learners,
        titles,
        [("min-seo", "unreadable: the file could not be read")],
        ["late"],
        to_mark=[MarkingShare("Ms Kim", "Space 1", ("min-seo",), 2)],
    )
    return write_report(found, "02_ispace_missions", tmp_path_factory.mktemp("report"), "today")[0]


@pytest.mark.parametrize("width", [360, 1280])
def test_the_report_is_accessible_and_fits(browser: Browser, report: Path, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900})
    page = context.new_page()
    page.set_default_timeout(SLOW_MS)
    asked_for: list[str] = []
    page.on("request", lambda request: asked_for.append(request.url[:40]))
    page.goto(report.as_uri())
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    assert [(item["id"], item["nodes"][0]["html"][:200]) for item in found] == []
    assert page.evaluate("() => document.documentElement.scrollWidth") <= width
    assert all(url.startswith(("file:", "data:")) for url in asked_for)
    assert page.evaluate("() => [...document.images].every((one) => one.naturalWidth > 0 && one.alt.length > 30)")
    folder = ROOT / "artefacts" / "report"
    folder.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=str(folder / f"{width}.png"), full_page=True)
    context.close()
