"""The grader's reading of nbgrader's marks against nbgrader's own functions."""

from __future__ import annotations

import copy
import itertools
from typing import Any

import nbformat
import pytest
from nbgrader import utils
from nbgrader.nbgraderformat.v3 import MetadataValidatorV3

from newspace_grading.model.notebook.cell_roles import read_marks

MARKS = ("grade", "solution", "locked", "task")


@pytest.mark.parametrize("version", [None, 0, 1, 2, 3])
@pytest.mark.parametrize("kind", ["code", "markdown"])
def test_marks_are_read_as_nbgrader_reads_them(kind: str, version: int | None) -> None:
    for values in itertools.product((None, False, True), repeat=len(MARKS)):
        marks: dict[str, Any] = {name: value for name, value in zip(MARKS, values, strict=True) if value is not None}
        if not version and marks.get("task"):
            continue  # that version knew no task; a mark that says so all the same is taken at its word
        marks |= {"grade_id": "a"} | ({} if version is None else {"schema_version": version})
        for points in ({}, {"points": 2}, {"points": ""} if not version else {}):
            cell = nbformat.from_dict({"cell_type": kind, "source": "", "metadata": {"nbgrader": marks | points}})
            read = read_marks(copy.deepcopy(cell))
            current = MetadataValidatorV3().upgrade_cell_metadata(cell)
            told = (
                utils.is_grade(current),
                utils.is_solution(current),
                utils.is_locked(current),
                utils.is_task(current),
            )
            assert (read.is_grade, read.is_solution, read.is_locked, read.is_task) == told, (marks, points)
            if read.is_grade:
                assert read.points == float(current.metadata.nbgrader.get("points") or 0), (marks, points)
