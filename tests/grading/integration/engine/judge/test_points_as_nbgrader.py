"""Points for the value with which a test cell ends, beside what nbgrader gives for what a notebook shows of it."""

from __future__ import annotations

import decimal
import enum
import fractions
import math

import numpy as np
import pytest
from IPython.core.formatters import DisplayFormatter
from nbformat.v4 import new_code_cell, new_output
from nbgrader.utils import determine_grade

from newspace_grading.engine.judge.points import is_read_as_points, outcome_of_value

POINTS = 2.0


class Whole(int):
    pass


class Colour(enum.IntEnum):
    RED = 1


def nbgraders_points(value: object) -> float | None:
    """Return what nbgrader gives for a test cell that shows a value; None if it gives up."""
    shown = DisplayFormatter().format(value)[0]["text/plain"]  # type: ignore[no-untyped-call]  # IPython leaves it untyped
    marks = {"grade": True, "solution": False, "locked": True, "task": False, "points": POINTS, "grade_id": "t"}
    output = new_output("execute_result", {"text/plain": shown}, execution_count=1)  # type: ignore[no-untyped-call]
    cell = new_code_cell(metadata={"nbgrader": {**marks, "schema_version": 3, "cell_type": "code"}}, outputs=[output])  # type: ignore[no-untyped-call]
    try:
        return float(determine_grade(cell)[0] or 0.0)
    except ValueError:
        return None


@pytest.mark.parametrize(
    "value",
    [
        *(0, 1, 2, 3, -1, 10**400, True, False, "0.5", 1 + 2j, Whole(1), Colour.RED),
        *(0.0, -0.0, 0.5, 2.0, 2.5, -0.5, math.nan, math.inf, -math.inf),
        *(np.float64(1.5), np.float32(0.5), np.int64(1), np.bool_(False), np.array([0.5])),
        *(fractions.Fraction(1, 2), decimal.Decimal("0.5"), decimal.Decimal("sNaN")),
    ],
    ids=repr,
)
def test_the_last_value_of_a_test_is_worth_what_nbgrader_gives_for_it(value: object) -> None:
    counted = outcome_of_value(value, POINTS).score
    ours = counted if is_read_as_points(value) else POINTS
    assert ours == (nbgraders_points(value) or 0.0)


def test_a_whole_number_that_cannot_be_shown_is_read_as_points() -> None:
    assert is_read_as_points(10**5000)
