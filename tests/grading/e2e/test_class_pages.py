"""The pages about a whole class: readable by everybody, at every width, with the keyboard, on paper."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from browser.looks.accessibility import violations
from browser.looks.pictures import keep_picture
from playwright.sync_api import Page

from newspace_grading.course.records.grade_state import GradeState
from newspace_grading.pages.class_overview.collect import (
    AssignmentColumn,
    Cell,
    Overview,
    OverviewRow,
    QuizProgress,
)
from newspace_grading.pages.class_overview.page import write_overview
from newspace_grading.pages.likeness.collect import ClassAnswers
from newspace_grading.pages.likeness.page import write_pairs
from newspace_grading.pages.likeness.scores import AlikePair, TaskLikeness

NOON = datetime(2026, 11, 8, 12, tzinfo=UTC)
NAMES = ("Ada Lovelace", "Bob Hoffnung-Zwischenstein", "Kim Min-seo", "Park Ji-ho")


def overview(folder: Path) -> Path:
    columns = tuple(
        AssignmentColumn(name=f"0{n}_us_japan_agreements", possible=60.0, due=NOON, report="index.html")
        for n in range(6)
    )

    def cells(learner: int) -> tuple[Cell, ...]:
        kinds = (
            Cell(state=GradeState.GRADED, when=NOON, points=8.5 * learner, feedback="index.html"),
            Cell(state=GradeState.WAITS, when=NOON, late=True, points=20.0 + learner, to_mark=2, marking="a1"),
            Cell(state=GradeState.NOTHING),
            Cell(state=GradeState.NOT_GRADED),
        )
        return tuple(kinds[(learner + place) % 4] for place in range(6))

    rows = tuple(
        OverviewRow(
            learner=f"id-{place}",
            name=name,
            cells=cells(place),
            quizzes=QuizProgress(tried=4, of=9, right_at_first=3),
            section=f"Space {place // 2 + 1}",
            marker="" if place > 2 else "Ms Kim",
        )
        for place, name in enumerate(NAMES)
    )
    return write_overview(Overview(assignments=columns, learners=rows, unknown_quizzes=("x",)), folder, "today")[0]


def pairs(folder: Path) -> Path:
    text = "def f(x):\n    total = 0\n    return total + " + " + ".join(["x"] * 60)
    answers = ClassAnswers(
        texts={"t": dict.fromkeys((*NAMES, "Someone"), text)}, titles={"t": "3. The last three kilometres"}
    )
    alike = TaskLikeness("t", 300.0, 0.9, 40, (frozenset({1, 2}), frozenset({1, 2})))
    return write_pairs([AlikePair((NAMES[0], NAMES[1]), 300.0, 0.9, (alike,))], answers, "ps1", folder, "today")[0]


@pytest.fixture(scope="module", params=[overview, pairs], ids=["overview", "pairs"])
def place(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    made: Path = request.param(tmp_path_factory.mktemp(request.param.__name__))
    return made


def test_the_page_is_accessible_and_fits(page: Page, place: Path) -> None:
    page.goto(place.as_uri())
    for width in (360, 800, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("() => document.documentElement.scrollWidth") <= width
        keep_picture(page, "class", f"{place.parent.name}-{width}", full_page=True)
        if width != 800:  # laid out as at 1280 pixels
            assert violations(page) == [], f"at {width} pixels"


def test_the_overview_is_sorted_with_the_keyboard(page: Page, tmp_path: Path) -> None:
    page.goto(overview(tmp_path).as_uri())
    learners = "() => [...document.querySelectorAll('tbody th')].map((one) => one.firstChild.textContent)"
    assert page.evaluate(learners) == list(NAMES)
    page.get_by_role("button", name="Points").focus()
    page.keyboard.press("Enter")
    up = page.evaluate(learners)
    assert page.get_by_role("columnheader", name="Points").get_attribute("aria-sort") == "ascending"
    page.keyboard.press("Enter")
    assert page.evaluate(learners) == up[::-1]
