"""Collect who handed in what and when, the points, and what waits for a person, from the folders and the gradebook."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

from newspace_grading.course.grading.file_copy import digest
from newspace_grading.course.grading.pipeline import journal_of
from newspace_grading.course.layout import Course
from newspace_grading.course.nbgrader.gradebook import open_gradebook
from newspace_grading.course.records.grade_state import GradeState

BEHIND_MISSING = 2
BEHIND_SHARE = 0.5

DEFINITIONS: Mapping[str, str] = {
    "points": "What the gradebook has, with marks given by hand, less what the late rule takes off. While a task waits for a person, "
    "they are the points so far, with a +.",
    "handed in": "The time in the submission, in UTC. Without one there is a submission whose time nobody knows.",
    "late": "Handed in after the due time in the gradebook.",
    "not graded": "Handed in, or handed in anew, since the last run of “newspace-grade autograde”.",
    "to mark": "Tasks that wait for a person: written tasks, and tests that could not be graded.",
    "behind": f"Whoever handed in nothing for at least {BEHIND_MISSING} assignments that are due or that half of the class has handed in, or has "
    f"less than {BEHIND_SHARE:.0%} of the points of what is graded. A reason to talk, and no judgement.",
    "quizzes": "Questions that were tried, of all, and the share that was right at the first answer, from the result files that learners "
    "handed in. They are no marks.",
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Cell:
    """One learner's assignment.

    Attributes
    ----------
    state : GradeState
        How far it is.
    when : datetime or None
        The time of submission, in UTC; None if there is none or it cannot be read.
    late : bool
        Whether that is after the due time.
    points : float or None
        Points so far, penalty taken off; None if nothing is graded.
    to_mark : int
        Tasks that wait for a person.
    feedback : str
        The address of the feedback page, relative to the overview; "" if there is none.
    """

    state: GradeState
    when: datetime | None = None
    late: bool = False
    points: float | None = None
    to_mark: int = 0
    feedback: str = ""


@dataclass(frozen=True, kw_only=True)
class AssignmentColumn:
    """An assignment: its name, the possible points, the due time in UTC (None if there is none), and its report's address ("" if none)."""

    name: str
    possible: float
    due: datetime | None = None
    report: str = ""


@dataclass(frozen=True, kw_only=True)
class QuizProgress:
    """A learner's quizzes: questions tried, of how many, and right at the first answer."""

    tried: int
    of: int
    right_at_first: int


@dataclass(frozen=True, kw_only=True)
class OverviewRow:
    """One learner: name for people, id, a cell for each assignment, and the quizzes (None if no results were handed in)."""

    learner: str
    name: str
    cells: tuple[Cell, ...]
    quizzes: QuizProgress | None = None
    behind: tuple[str, ...] = ()

    @property
    def points(self) -> float | None:
        """The sum of the points so far; None if nothing is graded."""
        known = [cell.points for cell in self.cells if cell.points is not None]
        return sum(known) if known else None

    @property
    def to_mark(self) -> int:
        """Count the tasks that wait for a person."""
        return sum(cell.to_mark for cell in self.cells)


@dataclass(frozen=True, kw_only=True)
class Overview:
    """A class: its assignments and its learners; ``unknown_quizzes`` are names in result files that no learner has."""

    assignments: tuple[AssignmentColumn, ...]
    learners: tuple[OverviewRow, ...]
    unknown_quizzes: tuple[str, ...] = ()


def read_overview(course: Course, target: Path, quizzes: Mapping[str, QuizProgress], now: datetime) -> Overview:
    """Collect the class.

    Parameters
    ----------
    course : Course
        The course.
    target : Path
        The folder of the page, to which links are relative.
    quizzes : mapping
        A learner's id or name, in small letters → the progress.
    now : datetime
        With it an assignment is due or not.
    """
    names, book = course.assignments(), _read(course)
    handed_in = {name: course.students(name) for name in names}
    ids = sorted({*book.people, *(student for found in handed_in.values() for student in found)})
    columns = tuple(
        AssignmentColumn(
            name=name,
            possible=book.possible.get(name, 0.0),
            due=book.due.get(name),
            report=_link(course.beside_graded() / "reports" / name / "index.html", target),
        )
        for name in names
    )
    cells = {name: _cells(course, name, ids, book, target) for name in names}
    counted = _counted(columns, handed_in, len(ids), now)
    rows = []
    used = set()
    for student in ids:
        own = tuple(cells[name][student] for name in names)
        person = book.people.get(student, "")
        key = next((key for key in (student.casefold(), person.casefold()) if key and key in quizzes), None)
        used.add(key)
        rows.append(
            OverviewRow(
                learner=student,
                name=person or student,
                cells=own,
                quizzes=None if key is None else quizzes[key],
                behind=_behind(own, columns, counted),
            )
        )
    return Overview(
        assignments=columns,
        learners=tuple(sorted(rows, key=lambda row: (row.name.casefold(), row.learner))),
        unknown_quizzes=tuple(sorted(set(quizzes) - used)),
    )


def _counted(
    columns: Sequence[AssignmentColumn], handed_in: Mapping[str, Sequence[str]], learners: int, now: datetime
) -> list[int]:
    """Return the places of the assignments that should be handed in by now: due, or handed in by half of the class."""
    return [
        place
        for place, column in enumerate(columns)
        if (column.due is not None and column.due <= now) or (learners and 2 * len(handed_in[column.name]) >= learners)
    ]


@dataclass
class _Book:
    """What the gradebook knows: people, possible points, due times, and submissions by assignment and learner."""

    people: dict[str, str] = field(default_factory=dict)
    possible: dict[str, float] = field(default_factory=dict)
    due: dict[str, datetime] = field(default_factory=dict)
    submissions: dict[tuple[str, str], tuple[float, int, datetime | None]] = field(default_factory=dict)


def _read(course: Course) -> _Book:
    book = _Book()
    with open_gradebook(course) as opened:
        for student in opened.students:
            book.people[student.id] = " ".join(filter(None, (student.first_name, student.last_name)))
        for assignment in opened.assignments:
            book.possible[assignment.name] = float(assignment.max_score or 0)
            if assignment.duedate is not None:
                book.due[assignment.name] = _utc(assignment.duedate)
            for one in opened.assignment_submissions(assignment.name):
                waiting = sum(grade.needs_manual_grade for notebook in one.notebooks for grade in notebook.grades)
                points = max(0.0, float(one.score or 0) - float(one.late_submission_penalty or 0))
                when = None if one.timestamp is None else _utc(one.timestamp)
                book.submissions[assignment.name, one.student_id] = (points, waiting, when)
    return book


def _cells(course: Course, name: str, ids: Sequence[str], book: _Book, target: Path) -> dict[str, Cell]:
    graded = {entry.student: entry.handed_in for entry in journal_of(course, name)}
    found = {}
    for student in ids:
        folder = course.place("submitted", student, name)
        known = book.submissions.get((name, student))
        if not folder.is_dir() and known is None:
            found[student] = Cell(state=GradeState.NOTHING)
            continue
        when = known[2] if known is not None and not folder.is_dir() else _time_of(course, folder)
        due = book.due.get(name)
        cell = Cell(
            state=GradeState.NOT_GRADED,
            when=when,
            late=when is not None and due is not None and when > due,
            feedback=_feedback_link(course.place("feedback", student, name), target),
        )
        # A submission that stock nbgrader graded is in no journal: then the gradebook alone tells.
        is_new = folder.is_dir() and graded.get(student, "") not in ("", digest(folder))
        if known is not None and not is_new:
            points, waiting, _when = known
            state = GradeState.WAITS if waiting else GradeState.GRADED
            cell = replace(cell, state=state, points=points, to_mark=waiting)
        found[student] = cell
    return found


def _feedback_link(folder: Path, target: Path) -> str:
    page = next(iter(sorted(folder.glob("*.html"))), None)
    return "" if page is None else _link(page, target)


def _behind(cells: Sequence[Cell], columns: Sequence[AssignmentColumn], counted: Sequence[int]) -> tuple[str, ...]:
    """Say why a learner may be falling behind; nothing if by no rule."""
    reasons = []
    missing = [columns[place].name for place in counted if cells[place].state is GradeState.NOTHING]
    if len(missing) >= BEHIND_MISSING:
        reasons.append(f"handed in nothing for {', '.join(missing)}")
    graded = [
        (cell.points, column.possible)
        for cell, column in zip(cells, columns, strict=True)
        if cell.state is GradeState.GRADED and cell.points is not None and column.possible > 0
    ]
    possible = sum(of for _points, of in graded)
    share = sum(points for points, _of in graded) / possible if possible else 1.0
    if share < BEHIND_SHARE:
        reasons.append(f"{share:.0%} of the points of what is graded")
    return tuple(reasons)


def _time_of(course: Course, folder: Path) -> datetime | None:
    try:
        found = course.directory.get_existing_timestamp(str(folder))
    except Exception:  # noqa: BLE001 - a learner can write anything into that file, and nbgrader's reader raises accordingly
        return None
    return None if found is None else _utc(found)


def _utc(moment: datetime) -> datetime:
    """Return a time in UTC; nbgrader's times without a zone are in UTC."""
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def _link(place: Path, target: Path) -> str:
    """Return the address of a file, relative to the page's folder; "" if it is not there."""
    return quote(Path(os.path.relpath(place, target)).as_posix()) if place.is_file() else ""
