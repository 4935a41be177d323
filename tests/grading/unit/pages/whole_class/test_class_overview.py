"""The overview of a class: links, words and order of its table, and the tables that it reads and writes."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from newspace_grading.cli.commands.whole_class.class_page import read_quizzes
from newspace_grading.course.layout import CourseFolderError
from newspace_grading.course.records.grade_state import GradeState
from newspace_grading.pages.class_overview.collect import (
    AssignmentColumn,
    Cell,
    Overview,
    OverviewRow,
    QuizProgress,
)
from newspace_grading.pages.class_overview.page import write_overview

NOON = datetime(2026, 11, 8, 12, tzinfo=UTC)


def overview() -> Overview:
    columns = (
        AssignmentColumn(name="ps1", possible=10.0, due=NOON, report="reports/ps1.html"),
        AssignmentColumn(name="ps2", possible=5.0),
    )
    graded = Cell(state=GradeState.GRADED, when=NOON, points=8.5, feedback="ada.html")
    marked = Cell(state=GradeState.WAITS, when=NOON.replace(hour=13), late=True, points=2.0, to_mark=2, marking="a1/b")
    nothing, fresh = Cell(state=GradeState.NOTHING), Cell(state=GradeState.NOT_GRADED)
    quizzes = QuizProgress(tried=4, of=10, right_at_first=3)
    return Overview(
        assignments=columns,
        learners=(
            OverviewRow(learner="ada", name="Ada <b>L.", cells=(graded, fresh), quizzes=quizzes),
            OverviewRow(
                learner="=bob",
                name="=bob",
                cells=(marked, nothing),
                behind=("40% of the points of what is graded",),
                section="Lab 1",
                marker="Ms Kim",
            ),
        ),
        unknown_quizzes=("min-seo",),
    )


def test_the_page_says_what_is_to_do_and_who_falls_behind(tmp_path: Path) -> None:
    page, _table = write_overview(overview(), tmp_path / "class", "today")
    text = page.read_text(encoding="utf-8")
    assert "Ada &lt;b&gt;L." in text
    assert "2 tasks to mark" in text
    assert "Mark in formgrader" in text
    assert "newspace-grade autograde ps2" in text
    assert 'href="http://localhost:8888/formgrader/submissions/a1%2Fb/" aria-label="mark ps1 of =bob (=bob)"' in text
    assert "<td>Ms Kim</td><td>Lab 1</td>" in text
    assert "<strong>=bob</strong>: 40% of the points" in text
    assert "<details open><summary>1 learner of 2</summary>" in text
    assert 'href="reports/ps1.html"' in text
    assert "75 % right at first" in text
    assert "min-seo" in text


def test_many_who_fall_behind_are_folded(tmp_path: Path) -> None:
    found = overview()
    page, _table = write_overview(replace(found, learners=found.learners * 13), tmp_path, "today")
    assert "<details><summary>13 learners of 26</summary>" in page.read_text(encoding="utf-8")


def test_where_nothing_is_to_mark_formgrader_is_not_named(tmp_path: Path) -> None:
    page, _table = write_overview(replace(overview(), learners=overview().learners[:1]), tmp_path, "today")
    text = page.read_text(encoding="utf-8")
    assert "1 submission not graded" in text
    assert "Mark in formgrader" not in text


def test_the_table_has_a_line_for_each_learner_and_assignment(tmp_path: Path) -> None:
    _page, table = write_overview(overview(), tmp_path, "today")
    with table.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["learner"], row["assignment"], row["state"], row["points"]) for row in rows] == [
        ("ada", "ps1", "graded", "8.5"),
        ("ada", "ps2", "not graded yet", ""),
        ("'=bob", "ps1", "waits for a person", "2.0"),
        ("'=bob", "ps2", "handed in nothing", ""),
    ]
    assert [row["late"] for row in rows] == ["no", "", "yes", ""]
    assert [row["quiz_tried"] for row in rows] == ["4", "4", "", ""]


def test_quiz_progress_is_read_over_all_units(tmp_path: Path) -> None:
    path = tmp_path / "learners.csv"
    lines = ["learner,unit,questions,tried,right_at_first", "Min-seo,a,10,4,3", "Min-seo,b,5,0,"]
    path.write_text("\n".join(lines), encoding="utf-8-sig")
    assert read_quizzes(path) == {"min-seo": QuizProgress(tried=4, of=15, right_at_first=3)}


@pytest.mark.parametrize("content", ["", "learner,unit\nada,1", "learner,questions,tried,right_at_first\nada,many,1,1"])
def test_another_table_is_refused_with_what_is_needed(tmp_path: Path, content: str) -> None:
    path = tmp_path / "other.csv"
    path.write_text(content, encoding="utf-8")
    if not content:
        assert read_quizzes(path) == {}
        return
    with pytest.raises(CourseFolderError, match="make results"):
        read_quizzes(path)
