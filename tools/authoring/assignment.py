"""Read an nbgrader notebook into tasks: what the learner writes, what tests it, and what it is worth."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from newspace.core.errors import CourseError
from newspace_grading.model.notebook import hidden_regions
from newspace_grading.model.notebook.cell_roles import CellRole, read_marks


class BrokenAssignmentError(CourseError):
    """A notebook that cannot be an assignment, with the cell and what to do."""


@dataclass(frozen=True, kw_only=True)
class AuthoredCell:
    """One cell. ``grade_id`` is empty for a cell that nbgrader leaves alone; ``name`` is the task it belongs to, if it says so."""

    index: int
    code: bool
    role: CellRole
    source: str
    grade_id: str
    points: float
    name: str
    objective: str


@dataclass(frozen=True)
class AuthoredTask:
    """What is answered and graded together: the answer cells and the test cells, or the one cell that a person grades."""

    name: str
    objective: str
    answers: tuple[AuthoredCell, ...]
    tests: tuple[AuthoredCell, ...]
    manual: bool

    @property
    def points(self) -> float:
        """What the task is worth in all."""
        return sum(cell.points for cell in (self.answers if self.manual else self.tests))


@dataclass(frozen=True)
class AuthoredAssignment:
    """A notebook's cells in order, and its tasks in order."""

    path: Path
    cells: tuple[AuthoredCell, ...]
    tasks: tuple[AuthoredTask, ...]

    def task(self, name: str) -> AuthoredTask:
        """Return the task of that name; KeyError if there is none."""
        for task in self.tasks:
            if task.name == name:
                return task
        raise KeyError(name)


def find_notebook(folder: Path) -> Path:
    """Find the one notebook of an assignment's folder.

    Raises
    ------
    BrokenAssignmentError
        If there is none, or more than one.
    """
    found = sorted(folder.glob("*.ipynb"))
    if len(found) != 1:
        raise BrokenAssignmentError(
            f"An assignment has one notebook; here are {len(found)}.",
            where=str(folder),
            remedy=f"Keep {folder.name}.ipynb alone in this folder.",
        )
    return found[0]


def read_assignment(path: Path) -> AuthoredAssignment:
    """Read a notebook of an assignment, the source or a submission.

    A task is told by the cells' own ``newspace.task``, else by order: the answer cells before a test cell belong to it.

    Raises
    ------
    BrokenAssignmentError
        If the file is no notebook, or its nbgrader metadata do not hold together.
    """
    try:
        table = json.loads(path.read_text(encoding="utf-8"))
        raw = table["cells"]
    except (OSError, UnicodeDecodeError, json.JSONDecodeError, KeyError, TypeError) as error:
        raise BrokenAssignmentError(
            f"This is not a notebook: {error}",
            where=str(path),
            remedy="Open it in JupyterLab and save it, or take it from git.",
        ) from None
    cells = tuple(_cell(path, index, entry) for index, entry in enumerate(raw))
    _once(path, cells)
    tasks = tuple(_tasks(path, cells))
    if not tasks:
        raise BrokenAssignmentError(
            "The notebook has no task.",
            where=str(path),
            remedy="Mark answer and test cells in nbgrader's “Create Assignment” panel.",
        )
    return AuthoredAssignment(path, cells, tasks)


def _cell(path: Path, index: int, entry: Mapping[str, Any]) -> AuthoredCell:
    meta = entry.get("metadata", {})
    raw_marks = meta.get("nbgrader", {})
    own = meta.get("newspace", {})
    source = entry.get("source", "")
    text = source if isinstance(source, str) else "".join(source)
    code = entry.get("cell_type") == "code"
    marks = read_marks(entry)
    role = marks.role
    where = f"{path}, cell {index + 1} ({marks.grade_id or 'no grade_id'})"
    if role != "free" and not marks.grade_id:
        raise BrokenAssignmentError(
            "A cell that nbgrader is to keep has no grade_id.",
            where=where,
            remedy="Give it one in the “Create Assignment” panel.",
        )
    if role in ("test", "manual") and not isinstance(raw_marks.get("points"), int | float):
        raise BrokenAssignmentError(
            "A graded cell has no points.", where=where, remedy="Give it points in the “Create Assignment” panel."
        )
    if text.count(hidden_regions.BEGIN) != text.count(hidden_regions.END):
        raise BrokenAssignmentError(
            "A hidden region is begun and not ended, or the other way round.",
            where=where,
            remedy="Each ### BEGIN HIDDEN TESTS needs its ### END HIDDEN TESTS.",
        )
    if hidden_regions.BEGIN in text and role != "test":
        raise BrokenAssignmentError(
            "Hidden tests stand in a cell that is not a test cell.",
            where=where,
            remedy="Make it “Autograder tests” in the “Create Assignment” panel.",
        )
    if code and role == "test":
        _parses(text, where)
    return AuthoredCell(
        index=index,
        code=code,
        role=role,
        source=text,
        grade_id=marks.grade_id,
        points=marks.points,
        name=own.get("task", ""),
        objective=own.get("objective", ""),
    )


def _parses(text: str, where: str) -> None:
    try:
        compile(text, "test cell", "exec")
    except SyntaxError as error:
        raise BrokenAssignmentError(
            f"The test cell is not Python: {error.msg}, line {error.lineno}.",
            where=where,
            remedy="Mend the cell; run it.",
        ) from None


def _once(path: Path, cells: tuple[AuthoredCell, ...]) -> None:
    seen: set[str] = set()
    for cell in cells:
        if cell.grade_id and cell.grade_id in seen:
            raise BrokenAssignmentError(
                f"The grade_id “{cell.grade_id}” stands twice.",
                where=f"{path}, cell {cell.index + 1}",
                remedy="Give one of the cells another.",
            )
        seen.add(cell.grade_id)


def _tasks(path: Path, cells: tuple[AuthoredCell, ...]) -> Iterator[AuthoredTask]:
    """Yield the tasks in the order in which their answers stand."""
    for name, (answers, tests) in _cells_by_task(cells).items():
        manual = bool(answers) and answers[0].role == "manual"
        if not manual and not (answers and tests):
            missing = "test" if answers else "answer"
            raise BrokenAssignmentError(
                f"The task “{name}” has no {missing} cell.",
                where=str(path),
                remedy="A task needs an answer cell and, after it, a test cell.",
            )
        objective = next((cell.objective for cell in (*answers, *tests) if cell.objective), "")
        yield AuthoredTask(name, objective, tuple(answers), tuple(tests), manual)


def _cells_by_task(cells: tuple[AuthoredCell, ...]) -> dict[str, tuple[list[AuthoredCell], list[AuthoredCell]]]:
    """Group answer cells and test cells by task; a test without a task's name belongs to the answers before it."""
    waiting: list[AuthoredCell] = []
    grouped: dict[str, tuple[list[AuthoredCell], list[AuthoredCell]]] = {}
    for cell in cells:
        if cell.role == "answer":
            waiting.append(cell)
            if cell.name:
                grouped.setdefault(cell.name, ([], []))[0].append(cell)
        elif cell.role == "manual":
            grouped[cell.name or cell.grade_id] = ([cell], [])
        elif cell.role == "test":
            answers, tests = grouped.setdefault(_task_of_test(cell, waiting), ([], []))
            tests.append(cell)
            answers.extend(before for before in waiting if before not in answers and not before.name)
            waiting = []
    return grouped


def _task_of_test(test: AuthoredCell, answers_before: list[AuthoredCell]) -> str:
    """Return the name of a test's task: its own, or that of the last answer before it."""
    if test.name or not answers_before:
        return test.name or test.grade_id
    return answers_before[-1].name or answers_before[-1].grade_id
