"""Cells of a learner's own: what they do to the set-up, and to the time of the notebook."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import pytest
from courses.small_assignment import LIMITS, Cell, assigned, notebook

from newspace_grading.engine.analysis.reference import read_source
from newspace_grading.engine.engine import Engine
from newspace_grading.model.results.record import Record

CELLS = assigned([{"name": "t", "answer": "def f(): return sum(DATA)", "test": "assert f() == 6"}], "DATA = [1, 2, 3]")


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    with Engine(LIMITS) as made:
        yield made


def graded_with(engine: Engine, folder: Path, own: list[str]) -> Record:
    """The record of somebody who has put cells above the set-up."""
    first: list[Cell] = [("", "", text) for text in own]
    for room, given in (("source", CELLS), ("submitted", [*first, *CELLS])):
        (folder / room).mkdir()
        (folder / room / "a.ipynb").write_text(notebook(given), encoding="utf-8")
    (record,) = engine.grade(read_source(folder / "source" / "a.ipynb"), folder / "submitted")
    return record


@pytest.mark.parametrize("own", ["%reset -f", "DATA = [5]", "def sum(xs): return 0\ndel sum"])
def test_what_stands_above_the_set_up_is_run_before_it(engine: Engine, tmp_path: Path, own: str) -> None:
    assert graded_with(engine, tmp_path, [own]).verdict == "passed"


def test_cells_without_an_end_leave_time_for_the_tests(engine: Engine, tmp_path: Path) -> None:
    engine.limits = dataclasses.replace(LIMITS, cell_seconds=4.0, notebook_seconds=40.0)
    try:
        assert graded_with(engine, tmp_path, ["while True: pass"] * 10).verdict == "passed"
    finally:
        engine.limits = LIMITS
