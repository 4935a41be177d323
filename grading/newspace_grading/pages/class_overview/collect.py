"""Collect who handed in what and when, the points, and what waits for a person, from the folders and the gradebook."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from urllib.parse import quote

from newspace_grading.course.grading.deadlines.class_lateness import ClassLateness, class_lateness, deadlines_of
from newspace_grading.course.grading.deadlines.words import lateness_words
from newspace_grading.course.grading.file_copy import digest
from newspace_grading.course.grading.pipeline import journal_of
from newspace_grading.course.layout import Course
from newspace_grading.course.lms.lists.sections import read_sections
from newspace_grading.course.nbgrader.gradebook import open_gradebook
from newspace_grading.course.records.grade_state import GradeState
from newspace_grading.pages.class_overview.formgrader import USUAL_ADDRESS, formgrader_address

BEHIND_MISSING = 2
BEHIND_SHARE = 0.5

DEFINITIONS: Mapping[str, str] = {
    "points": "What the gradebook has, with marks given by hand, less what the late rule takes off. While a task waits for a person, "
    "they are the points so far, with a +.",
    "handed in": "The time in the submission. Without one there is a submission whose time nobody knows.",
    "late": "Handed in after the due time of this learner: with deadlines.toml, with the extension and the grace that it gives; else "
    "after the due time in the gradebook.",
    GradeState.NOT_GRADED: "Handed in, or handed in anew, since the last run of “newspace-grade autograde”.",
    "to mark": "Tasks that wait for a person: written tasks, and tests that could not be graded.",
    "behind": f"Whoever handed in nothing for at least {BEHIND_MISSING} assignments whose due time is over for this learner, grace and extension "
    "included (of an assignment without a due time: that half of the class has handed in), or has "
    f"less than {BEHIND_SHARE:.0%} of the points of what is graded. A reason to talk, and no judgement.",
    "section": "As the list of the class has it; markers.toml says who marks which section.",
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
        The time of submission, in the course's time zone; None if there is none or it cannot be read.
    late : bool
        Whether that is after this learner's due time.
    lateness : str
        How late, and what that costs, in words; "" if nothing is to be said of it.
    extended : datetime or None
        Until when this learner has time, if longer than the others.
    points : float or None
        Points so far, penalty taken off; None if nothing is graded.
    to_mark : int
        Tasks that wait for a person.
    feedback : str
        The address of the feedback page, relative to the overview; "" if there is none.
    marking : str
        The id of the submitted notebook in formgrader, the first in which a task waits; "" if none does.
    """

    state: GradeState
    when: datetime | None = None
    late: bool = False
    lateness: str = ""
    extended: datetime | None = None
    points: float | None = None
    to_mark: int = 0
    feedback: str = ""
    marking: str = ""


@dataclass(frozen=True, kw_only=True)
class AssignmentColumn:
    """An assignment: its name, the possible points, the due time (None if there is none), and its report's address ("" if none)."""

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
    """One learner: name for people, id, a cell for each assignment, the quizzes (None if no results were handed in), section and marker."""

    learner: str
    name: str
    cells: tuple[Cell, ...]
    quizzes: QuizProgress | None = None
    behind: tuple[str, ...] = ()
    section: str = ""
    marker: str = ""

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
    """A class: its assignments and its learners.

    Attributes
    ----------
    unknown_quizzes : tuple of str
        Names in result files that no learner has.
    zone : str
        The time zone of all times.
    marker : str
        Whose learners these are; "" if they are the whole class.
    formgrader : str
        The address of formgrader.
    """

    assignments: tuple[AssignmentColumn, ...]
    learners: tuple[OverviewRow, ...]
    unknown_quizzes: tuple[str, ...] = ()
    zone: str = "UTC"
    marker: str = ""
    formgrader: str = USUAL_ADDRESS


@dataclass(frozen=True, kw_only=True)
class OverviewRequest:
    """What is asked for.

    Attributes
    ----------
    target : Path
        The folder of the page, to which links are relative.
    now : datetime
        With it an assignment is due or not.
    quizzes : mapping
        A learner's id or name, in small letters → the progress.
    marker : str
        Whose learners alone are wanted; "" for the whole class.
    """

    target: Path
    now: datetime
    quizzes: Mapping[str, QuizProgress] = field(default_factory=dict)
    marker: str = ""


def read_overview(course: Course, asked: OverviewRequest) -> Overview:
    """Collect the class, over the assignments that have begun: in the gradebook, handed in by somebody, or with a deadline.

    Raises
    ------
    DeadlinesError, MarkersError
        If ``deadlines.toml`` or ``markers.toml`` has a fault.
    """
    zone = deadlines_of(course).zone or UTC
    book, sections = _read(course), read_sections(course)
    names = _begun(course, book)
    handed_in = {name: course.students(name) for name in names}
    ids = sorted({*book.people, *(student for found in handed_in.values() for student in found)})
    terms = {
        name: _Terms(class_lateness(course, name), book.due.get(name), most_did=2 * len(handed_in[name]) >= len(ids))
        for name in names
    }
    columns = _columns(course, book, terms, asked.target, zone)
    cells = {name: _cells(course, name, ids, book, terms[name]) for name in names}
    rows = []
    used = set()
    for student in ids:
        own = tuple(_for_page(course, cells[name][student], (name, student), asked.target, zone) for name in names)
        person = book.people.get(student, "")
        key = _quiz_key(student, person, asked.quizzes)
        used.add(key)
        rows.append(
            OverviewRow(
                learner=student,
                name=person or student,
                cells=own,
                quizzes=asked.quizzes.get(key),
                behind=_behind(own, columns, [terms[name].is_over(student, asked.now) for name in names]),
                section=sections.section(student),
                marker=sections.marker(student),
            )
        )
    wanted = [row for row in rows if asked.marker in ("", row.marker)]
    return Overview(
        assignments=columns,
        learners=tuple(sorted(wanted, key=lambda row: (row.name.casefold(), row.learner))),
        unknown_quizzes=() if asked.marker else tuple(sorted(set(asked.quizzes) - used)),
        zone=getattr(zone, "key", "UTC"),
        marker=asked.marker,
        formgrader=formgrader_address(course.root),
    )


def _begun(course: Course, book: _Book) -> list[str]:
    """Return the assignments that learners may have: the others are for later in the term."""
    known = {*book.possible, *deadlines_of(course).assignments}
    return [name for name in course.assignments() if name in known or course.students(name)]


def _columns(
    course: Course, book: _Book, terms: Mapping[str, _Terms], target: Path, zone: tzinfo
) -> tuple[AssignmentColumn, ...]:
    reports = course.beside_graded() / "reports"
    return tuple(
        AssignmentColumn(
            name=name,
            possible=book.possible.get(name, 0.0),
            due=terms[name].due(zone),
            report=_link(reports / name / "index.html", target),
        )
        for name in terms
    )


def _quiz_key(student: str, person: str, quizzes: Mapping[str, QuizProgress]) -> str:
    """Return the name under which a learner's quiz results stand: the id, or the person's name; "" if there are none."""
    return next((key for key in (student.casefold(), person.casefold()) if key and key in quizzes), "")


@dataclass(frozen=True)
class _Terms:
    """Until when there is time for an assignment: by ``deadlines.toml`` where it has it, else by the gradebook, else by what most do."""

    late: ClassLateness
    in_gradebook: datetime | None
    most_did: bool

    def due(self, zone: tzinfo) -> datetime | None:
        """Return the usual due time."""
        due = self.in_gradebook if self.late.deadline is None else self.late.deadline.due
        return None if due is None else due.astimezone(zone)

    def of(self, student: str, when: datetime | None) -> Cell:
        """Return the cell of work that is not graded, handed in at some time: whether it is late, and who has more time."""
        lateness = self.late.of(student, when)
        if lateness is None:
            late = when is not None and self.in_gradebook is not None and when > self.in_gradebook
            return Cell(state=GradeState.NOT_GRADED, when=when, late=late)
        return Cell(
            state=GradeState.NOT_GRADED,
            when=when,
            late=bool(lateness.by),
            lateness="" if when is None else lateness_words(lateness),
            extended=lateness.due if lateness.extended else None,
        )

    def penalty(self, student: str, when: datetime | None, known: _Known) -> float:
        """Return what is taken off for lateness, in points."""
        lateness = self.late.of(student, when)
        return known.penalty if lateness is None else lateness.penalty(known.score)

    def is_over(self, student: str, now: datetime) -> bool:
        """Tell whether a learner should have handed in by now."""
        over = self.late.is_over(student, now)
        if over is None and self.in_gradebook is not None:
            over = now > self.in_gradebook
        return self.most_did if over is None else over


@dataclass(frozen=True)
class _Known:
    """What the gradebook knows of a submission: its score, nbgrader's penalty, tasks that wait, the time, and a notebook to mark."""

    score: float
    penalty: float
    waiting: int
    when: datetime | None
    marking: str


@dataclass
class _Book:
    """What the gradebook knows: people, possible points, due times, and submissions by assignment and learner."""

    people: dict[str, str] = field(default_factory=dict)
    possible: dict[str, float] = field(default_factory=dict)
    due: dict[str, datetime] = field(default_factory=dict)
    submissions: dict[tuple[str, str], _Known] = field(default_factory=dict)


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
                waiting = {
                    notebook.id: sum(grade.needs_manual_grade for grade in notebook.grades)
                    for notebook in one.notebooks
                }
                book.submissions[assignment.name, one.student_id] = _Known(
                    float(one.score or 0),
                    float(one.late_submission_penalty or 0),
                    sum(waiting.values()),
                    None if one.timestamp is None else _utc(one.timestamp),
                    next((name for name, count in waiting.items() if count), ""),
                )
    return book


def _cells(course: Course, name: str, ids: Sequence[str], book: _Book, terms: _Terms) -> dict[str, Cell]:
    graded = {entry.student: entry.handed_in for entry in journal_of(course, name)}
    has_points = course.has_points(name)
    found = {}
    for student in ids:
        folder = course.place("submitted", student, name)
        known = book.submissions.get((name, student))
        if not folder.is_dir() and known is None:
            found[student] = replace(terms.of(student, None), state=GradeState.NOTHING)
            continue
        when = known.when if known is not None and not folder.is_dir() else _time_of(course, folder)
        cell = terms.of(student, when)
        # A submission that stock nbgrader graded is in no journal: then the gradebook alone tells.
        is_new = folder.is_dir() and graded.get(student, "") not in ("", digest(folder))
        if not has_points:  # it was passed over when the class was graded
            cell = replace(cell, state=GradeState.GRADED, points=0.0)
        elif known is not None and not is_new:
            cell = replace(
                cell,
                state=GradeState.WAITS if known.waiting else GradeState.GRADED,
                points=max(0.0, known.score - terms.penalty(student, when, known)),
                to_mark=known.waiting,
                marking=known.marking,
            )
        found[student] = cell
    return found


def _for_page(course: Course, cell: Cell, whose: tuple[str, str], target: Path, zone: tzinfo) -> Cell:
    """Return a cell with times in the course's zone, and with the link to the feedback on ``whose`` (assignment, learner)."""
    name, student = whose
    return replace(
        cell,
        when=None if cell.when is None else cell.when.astimezone(zone),
        feedback=""
        if cell.state is GradeState.NOTHING
        else _feedback_link(course.place("feedback", student, name), target),
    )


def _feedback_link(folder: Path, target: Path) -> str:
    page = next(iter(sorted(folder.glob("*.html"))), None)
    return "" if page is None else _link(page, target)


def _behind(cells: Sequence[Cell], columns: Sequence[AssignmentColumn], over: Sequence[bool]) -> tuple[str, ...]:
    """Say why a learner may be falling behind; nothing if by no rule."""
    reasons = []
    missing = [
        column.name
        for cell, column, late in zip(cells, columns, over, strict=True)
        if late and cell.state is GradeState.NOTHING
    ]
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
