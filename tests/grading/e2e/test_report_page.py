"""The teacher's report: readable by everybody, at every width."""

from __future__ import annotations

from pathlib import Path

import pytest
from browser.looks.accessibility import violations
from browser.looks.pictures import keep_picture
from playwright.sync_api import Page

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


def test_the_report_is_accessible_and_fits(page: Page, report: Path) -> None:
    asked_for: list[str] = []
    page.on("request", lambda request: asked_for.append(request.url[:40]))
    page.goto(report.as_uri())
    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        assert violations(page) == [], f"at {width} pixels"
        assert page.evaluate("() => document.documentElement.scrollWidth") <= width
        keep_picture(page, "report", str(width), full_page=True)
    assert all(url.startswith(("file:", "data:")) for url in asked_for)
    assert page.evaluate("() => [...document.images].every((one) => one.naturalWidth > 0 && one.alt.length > 30)")
