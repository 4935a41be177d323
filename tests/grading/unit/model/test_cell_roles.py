"""Roles of cells by nbgrader's marks, for any content of a file."""

from __future__ import annotations

from typing import Any

import pytest

from newspace_grading.model.notebook.cell_roles import CellMarks, CellRole, foreign_language, names_kernel, read_marks


def cell(kind: str = "code", **marks: Any) -> dict[str, Any]:
    return {"cell_type": kind, "metadata": {"nbgrader": {"schema_version": 3, "grade_id": "a", **marks}}}


@pytest.mark.parametrize(
    ("given", "role"),
    [
        (cell(solution=True), CellRole.ANSWER),
        (cell(grade=True, locked=True, points=2), CellRole.TEST),
        (cell(grade=True, solution=True), CellRole.MANUAL),
        (cell("markdown", grade=True), CellRole.MANUAL),
        (cell("markdown", task=True, locked=True), CellRole.MANUAL),
        (cell(locked=True), CellRole.LOCKED),
        (cell(), CellRole.FREE),
        ({"cell_type": "code", "metadata": {}}, CellRole.FREE),
    ],
)
def test_each_cell_has_one_role(given: dict[str, Any], role: CellRole) -> None:
    assert read_marks(given).role is role


@pytest.mark.parametrize(
    "broken",
    [
        {},
        {"metadata": None},
        {"metadata": []},
        {"metadata": {"nbgrader": "grade"}},
        {"metadata": {"nbgrader": {"grade_id": 7}}},
        {"metadata": {"nbgrader": {"grade_id": ["a"], "points": "many"}}},
    ],
)
def test_invalid_cell_metadata_counts_as_unmarked(broken: dict[str, Any]) -> None:
    assert read_marks(broken) == CellMarks()


@pytest.mark.parametrize(("raw", "points"), [(3, 3.0), ("2.5", 2.5), ("", 0.0), (None, 0.0), ("x", 0.0)])
def test_points_are_a_number(raw: object, points: float) -> None:
    assert read_marks(cell(grade=True, points=raw)).points == points


@pytest.mark.parametrize(
    ("metadata", "language"),
    [
        ({"kernelspec": {"name": "ir", "language": "R"}}, "R"),
        ({"language_info": {"name": "julia"}}, "julia"),
        ({"kernelspec": {"name": "python3", "language": "python"}}, ""),
        ({"kernelspec": {"name": "mine", "language": "mine"}, "language_info": {"name": "ipython"}}, ""),
        ({"kernelspec": {"name": "conda-env-mine-py"}}, ""),
        ({"kernelspec": ["R"], "language_info": {"name": 7}}, ""),
        (None, ""),
    ],
)
def test_only_another_language_than_python_is_foreign(metadata: object, language: str) -> None:
    assert foreign_language(metadata) == language


def test_a_notebook_may_name_no_kernel() -> None:
    assert names_kernel({"kernelspec": {"name": "python3"}})
    assert not any(map(names_kernel, ({}, {"kernelspec": {}}, None, [])))
