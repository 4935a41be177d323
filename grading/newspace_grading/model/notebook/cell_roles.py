"""Read nbgrader's marks of a cell: whether it is an answer, a test, a task for a person, locked, or free.

This is the one place that knows the rule. It is that of ``nbgrader.utils`` (``is_grade``, ``is_solution``, ``is_locked``, ``is_task``)
on metadata that ``nbgrader.nbgraderformat`` has brought up to date, whatever version of the schema wrote it. nbgrader itself is not
imported: that takes seconds, and learners' files must be readable whatever stands in them. A test compares the two.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class CellRole(StrEnum):
    """The role of a cell in an assignment."""

    ANSWER = "answer"
    """The learner writes it, and tests look at what it does."""
    TEST = "test"
    """Code that is worth points; the assignment's."""
    MANUAL = "manual"
    """A person gives the points: an answer that is graded itself, or a task cell."""
    LOCKED = "locked"
    """The assignment's, and worth no points."""
    FREE = "free"
    """nbgrader has no mark on it."""


@dataclass(frozen=True)
class CellMarks:
    """nbgrader's marks of a cell.

    Attributes
    ----------
    grade_id : str
        Its name among the cells that are marked; "" if it has none.
    is_grade, is_solution, is_locked, is_task : bool
        As the functions of these names in ``nbgrader.utils`` tell.
    points : float
        What it is worth.
    is_code : bool
        Whether it is a code cell.
    """

    grade_id: str = ""
    is_grade: bool = False
    is_solution: bool = False
    is_locked: bool = False
    is_task: bool = False
    points: float = 0.0
    is_code: bool = False

    @property
    def role(self) -> CellRole:
        """The role of the cell."""
        if self.is_task or (self.is_grade and (self.is_solution or not self.is_code)):
            return CellRole.MANUAL
        if self.is_grade:
            return CellRole.TEST
        if self.is_solution:
            return CellRole.ANSWER
        return CellRole.LOCKED if self.is_locked else CellRole.FREE


def read_marks(cell: Mapping[str, Any]) -> CellMarks:
    """Read a cell's marks; what is no mark of nbgrader's counts as none."""
    is_code = cell.get("cell_type") == "code"
    metadata = cell.get("metadata")
    marks = metadata.get("nbgrader") if isinstance(metadata, Mapping) else None
    if not isinstance(marks, Mapping):
        return CellMarks(is_code=is_code)
    grade, solution, locked, task = (bool(marks.get(name)) for name in ("grade", "solution", "locked", "task"))
    grade_id = marks.get("grade_id")
    return CellMarks(
        grade_id=grade_id if isinstance(grade_id, str) else "",
        is_grade=grade,
        is_solution=solution,
        is_locked=not solution and (grade or locked),
        is_task=task,
        points=_points(marks.get("points")),
        is_code=is_code,
    )


def foreign_language(metadata: object) -> str:
    """Return the language of a notebook, from its metadata, if it is another than Python; "" if it is, or nothing says so."""
    table = metadata if isinstance(metadata, Mapping) else {}
    said = [_text_at(table, "language_info", "name"), _text_at(table, "kernelspec", "language")]
    named = [language for language in said if language]
    return "" if any("python" in language.lower() for language in named) else next(iter(named), "")


def names_kernel(metadata: object) -> bool:
    """Tell whether a notebook's metadata names the kernel that it is for."""
    return isinstance(metadata, Mapping) and bool(metadata.get("kernelspec"))


def _text_at(table: Mapping[str, Any], section: str, name: str) -> str:
    inner = table.get(section)
    value = inner.get(name) if isinstance(inner, Mapping) else None
    return value if isinstance(value, str) else ""


def _points(raw: object) -> float:
    """Return the points as a number; the first version of the schema had them as text."""
    try:
        return float(raw) if isinstance(raw, int | float | str) and raw != "" else 0.0
    except (ValueError, OverflowError):
        return 0.0
