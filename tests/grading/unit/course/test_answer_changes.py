"""What a mark given by hand rests on: the answer, the question and its points, and not the text around them."""

from __future__ import annotations

import json
from typing import Any

import pytest
from courses import classroom

from newspace_grading.course.grading.answer_changes import unchanged_tasks

ALL = {"test-double", "why"}


def text(body: str = classroom.GOOD, why: str = "Because.", *further: dict[str, Any]) -> str:
    made = classroom.notebook(body, why)
    made["cells"] += further
    return json.dumps(made)


def cell(kind: str, source: str) -> dict[str, Any]:
    return {"cell_type": kind, "metadata": {}, "source": source}


@pytest.mark.parametrize(
    ("after", "same"),
    [
        (text(), ALL),
        (text(classroom.GOOD, "Because.", cell("markdown", "A mended sentence.")), ALL),
        (text(classroom.WRONG), {"why"}),
        (text(classroom.GOOD, "Because of that."), set()),  # a text is an answer that the test might read, too
        (text(classroom.GOOD, "Because.", cell("code", "more = 'of my own'")), set()),
        (text().replace('"points": 3', '"points": 4'), {"test-double"}),
        (text().replace("double(2) == 4", "double(3) == 6"), {"why"}),
        ("{", set()),
        ('{"cells": 3}', set()),
    ],
)
def test_a_mark_holds_while_answer_question_and_points_are_the_same(after: str, same: set[str]) -> None:
    assert unchanged_tasks(text(), after) == same


def test_a_notebook_that_cannot_be_read_has_no_task_in_common() -> None:
    assert unchanged_tasks("no JSON", text()) == frozenset()


def test_the_mark_of_a_task_cell_rests_on_all_answers() -> None:
    def with_task(body: str) -> str:
        made = json.loads(text(body))
        marks = {"grade_id": "draw", "task": True, "grade": False, "solution": False, "locked": True, "points": 2}
        made["cells"].append({**cell("markdown", "Draw it."), "metadata": {"nbgrader": marks}})
        return json.dumps(made)

    assert "draw" in unchanged_tasks(with_task(classroom.GOOD), with_task(classroom.GOOD))
    assert "draw" not in unchanged_tasks(with_task(classroom.GOOD), with_task(classroom.WRONG))
