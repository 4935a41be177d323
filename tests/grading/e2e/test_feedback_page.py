"""The learner's feedback page on a phone and on a desk, in both colour schemes, and on paper."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from browser.looks.accessibility import COLOURS, violations
from browser.looks.pictures import keep_picture
from courses.records import checked
from playwright.sync_api import Page
from repository import ROOT

from newspace_grading.model.results.failure import Label
from newspace_grading.model.results.record import Record
from newspace_grading.model.results.verdict import Reason, Verdict
from newspace_grading.pages.learner import task_texts
from newspace_grading.pages.learner.page import GradedAnswer, Work, render_feedback_page

SOURCE = ROOT / "solutions" / "02_ispace_missions" / "02_ispace_missions.ipynb"
CODE = (
    "def orbit_speed(altitude_m):\n    return '<script>window.ran = true</script>' + "
    + "'a very long line' * 2 + " * 20
)
VERDICTS: list[Any] = [
    Verdict.FAILED, Verdict.PASSED, Verdict.PARTIAL, Verdict.TIMED_OUT, Verdict.OVER_LIMIT, Verdict.CRASHED, Verdict.TAMPERED, Verdict.GRADER_ERROR, Verdict.MANUAL,
]  # fmt: skip


@pytest.fixture(scope="module")
def page_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page with every verdict, and with a learner's text that tries to run and to break out of its width."""
    tasks = task_texts.read_task_texts(SOURCE)
    names = [name for task in tasks for name in task.tests]
    records = []
    for number, name in enumerate(names):
        verdict = VERDICTS[number % len(VERDICTS)]
        score = None if verdict in (Verdict.TAMPERED, Verdict.GRADER_ERROR, Verdict.MANUAL) else 1.0
        failure = checked((Label.CALLED, f"f({'9' * 200})"), (Label.CAME_BACK, "<script>window.ran = true</script>"))
        reason, mended = Reason.CHECK_FAILED, ("the cell was there 2 times",)
        records.append(Record(name, verdict, score, 2.0, reason, failure=failure, repaired=mended))
    written = {name: CODE for task in tasks for name in task.answers}
    given = {names[-1]: GradedAnswer(1.5, by_person=True)}
    work = Work(
        "exercise", "min-seo", "Handed in.", records, written, given=given, comments={names[-1]: "Well argued. " * 30}
    )
    path = tmp_path_factory.mktemp("page") / "exercise.html"
    path.write_text(render_feedback_page(work, tasks), encoding="utf-8")
    return path


def test_the_page_is_accessible_and_fits(new_page: Page, page_file: Path) -> None:
    page = new_page
    asked_for: list[str] = []
    page.on("request", lambda request: asked_for.append(request.url))
    page.goto(page_file.as_uri())
    page.evaluate("() => document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.textContent") == "Skip to the tasks"
    for width in (1280, 360):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("() => document.documentElement.scrollWidth") <= width
        assert violations(page) == [], f"at {width} pixels"
        keep_picture(page, "feedback", f"light-{width}")
    page.emulate_media(color_scheme="dark")
    assert violations(page, rules=COLOURS) == [], "in the dark"
    keep_picture(page, "feedback", "dark")
    page.emulate_media(media="print")
    ground = page.evaluate("() => getComputedStyle(document.documentElement).backgroundColor")
    assert ground == "rgb(255, 255, 255)", "paper is white"
    assert page.evaluate("() => window.ran") is None
    assert asked_for == [page_file.as_uri()], "nothing is fetched"
