"""Collect a class's work: each learner's newest entry in the journal; points that a person gave take precedence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from newspace_grading.course.grading.deadlines.class_lateness import ClassLateness, class_lateness
from newspace_grading.course.grading.deadlines.words import due_words
from newspace_grading.course.grading.pipeline import latest_entries
from newspace_grading.course.layout import Course
from newspace_grading.course.lms.lists.sections import Sections, marking_order, read_sections
from newspace_grading.course.nbgrader.gradebook import open_gradebook
from newspace_grading.course.records.journal import Entry
from newspace_grading.disclosure.messages import first_line, last_call_result, verdict_word
from newspace_grading.disclosure.policy import cell_error_text
from newspace_grading.disclosure.translation import render_text
from newspace_grading.model.frozen_map import FrozenMap
from newspace_grading.model.results.failure import Label
from newspace_grading.model.results.record import Record
from newspace_grading.model.results.verdict import NEEDS_REVIEW, UNGRADED, Verdict
from newspace_grading.model.text import plain_text
from newspace_grading.pages.learner import task_texts
from newspace_grading.pages.learner.task_texts import TaskText
from newspace_grading.pages.teacher.statistics import Learner, TaskAttempt

LONGEST_BACK = 120
Manual = Mapping[tuple[str, str, str], float]
"""(learner, notebook, grade_id) → the points that a person gave."""
_NO_MARKS: Manual = FrozenMap[tuple[str, str, str], float]()


@dataclass(frozen=True)
class Late:
    """A submission after the due time: by how many seconds, and the penalty in points."""

    learner: str
    seconds: float
    penalty: float


@dataclass(frozen=True)
class MarkingShare:
    """What one marker has to mark in one section ("" where nobody has the section, or none is known): whose, and how many tasks."""

    marker: str
    section: str
    learners: tuple[str, ...]
    tasks: int


@dataclass
class _Kept:
    """Points by hand, late submissions, the due time, what waits and everybody who is in the course, from the gradebook."""

    manual: dict[tuple[str, str, str], float] = field(default_factory=dict)
    late: list[Late] = field(default_factory=list)
    due: str = ""
    students: list[str] = field(default_factory=list)
    timeless: list[str] = field(default_factory=list)
    to_mark: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Collected:
    """The work of a class on an assignment.

    Attributes
    ----------
    learners : list of Learner
        One for each submission.
    titles : dict
        Task → its heading.
    waiting : list of (learner, reason)
        Submissions and tasks that a person must look at.
    not_graded : list of str
        Learners who handed in and are in no journal yet.
    handed_in_nothing : sequence of str
        Learners of the gradebook who have handed in nothing.
    late : list of Late
        Who handed in after the due time.
    due : str
        The due time in words; "" if the gradebook has none.
    not_isolated : mapping
        Test → how many of its results come from the learner's own process.
    timeless : list of str
        Learners of whom nobody can tell whether they were late, because no time of submission is known.
    to_mark : list of MarkingShare
        The tasks that wait for a person, written ones as well, by marker and section.
    """

    learners: list[Learner]
    titles: dict[str, str]
    waiting: list[tuple[str, str]]
    not_graded: list[str]
    late: Sequence[Late] = ()
    due: str = ""
    handed_in_nothing: Sequence[str] = ()
    not_isolated: Mapping[str, int] = field(default_factory=dict)
    timeless: Sequence[str] = ()
    to_mark: Sequence[MarkingShare] = ()


def collect_class_work(course: Course, assignment: str) -> Collected:
    """Collect the class's work from journal and gradebook.

    Raises
    ------
    CourseFolderError
        If there is no such assignment, or nobody's work has been graded.
    """
    tasks = {path.stem: task_texts.read_task_texts(path) for path in course.notebooks(assignment)}
    newest = latest_entries(course, assignment)
    kept = _kept(course, assignment)
    many = len(tasks) > 1
    titles = {
        _name(notebook, task, many=many): plain_text(task.title or task.name)
        for notebook, found in tasks.items()
        for task in found
    }
    learners, waiting = [], []
    for student in sorted(newest):
        entry = newest[student]
        learners.append(learner(entry, tasks, kept.manual, many=many))
        waiting += [(student, reason) for reason in review_reasons(entry, kept.manual)]
    handed_in = course.students(assignment)
    unknown = [student for student in handed_in if student not in newest]
    absent = sorted(set(kept.students) - {*handed_in, *newest})
    late = sorted((one for one in kept.late if one.learner in newest), key=lambda one: (-one.seconds, one.learner))
    return Collected(
        learners,
        titles,
        waiting,
        unknown,
        late,
        kept.due,
        handed_in_nothing=absent,
        not_isolated=_not_isolated(newest.values(), many=many),
        timeless=kept.timeless,
        to_mark=marking_shares(kept.to_mark, read_sections(course)),
    )


def marking_shares(waiting: Mapping[str, int], sections: Sections) -> list[MarkingShare]:
    """Sort what waits (learner → tasks) by marker and section; what nobody has comes last."""
    found: dict[tuple[str, str], list[str]] = {}
    for student in sorted(waiting):
        if waiting[student]:
            found.setdefault((sections.marker(student), sections.section(student)), []).append(student)
    order = sorted(found, key=lambda key: marking_order(*key))
    return [MarkingShare(*key, tuple(found[key]), sum(waiting[one] for one in found[key])) for key in order]


def _not_isolated(entries: Iterable[Entry], *, many: bool) -> dict[str, int]:
    """Count the results of each test that come from the learner's own process."""
    found: dict[str, int] = {}
    for entry in entries:
        for notebook, records in entry.notebooks.items():
            for record in records:
                if not record.isolated:
                    name = f"{notebook}/{record.task}" if many else record.task
                    found[name] = found.get(name, 0) + 1
    return found


def learner(entry: Entry, tasks: Mapping[str, Sequence[TaskText]], manual: Manual, *, many: bool) -> Learner:
    """Collect one learner's attempts, by task."""
    found = {}
    for notebook, records in entry.notebooks.items():
        known = {record.task: record for record in records}
        left = set(entry.untouched.get(notebook, ()))
        for task in tasks.get(notebook, ()):
            own = [known[name] for name in task.tests if name in known]
            if own:
                given = {name: manual.get((entry.student, notebook, name)) for name in task.tests}
                found[_name(notebook, task, many=many)] = _attempt(task, own, left, given)
    return Learner(entry.student, found)


def _attempt(
    task: TaskText, records: Sequence[Record], left: set[str], given: Mapping[str, float | None]
) -> TaskAttempt:
    scores = [record.score if given[record.task] is None else given[record.task] for record in records]
    known = [score for score in scores if score is not None]
    first = next((record for record in records if record.verdict != Verdict.PASSED), None)
    return TaskAttempt(
        sum(known) if len(known) == len(scores) else None,
        sum(record.points for record in records),
        not all(record.verdict == Verdict.UNREADABLE for record in records) and not (set(task.answers) <= left),
        "" if first is None or first.verdict in NEEDS_REVIEW else back(first),
        sum(record.seconds for record in records),
        first.verdict if first is not None else Verdict.PASSED,
    )


def back(record: Record) -> str:
    """Describe the result of a failed test, short enough to be counted: for teachers, who know the hidden tests."""
    wrong = _wrong_result(record) if record.verdict in (Verdict.FAILED, Verdict.PARTIAL) else ""
    text = " ".join(plain_text(wrong or verdict_word(record.verdict)).split())
    return text if len(text) <= LONGEST_BACK else f"{text[:LONGEST_BACK]} …"


def _wrong_result(record: Record) -> str:
    """Say what a call gave, or that the cell stopped before any call, or else why the test failed."""
    if record.cell_error is not None and not record.called:
        return f"the cell stopped with {cell_error_text(record)}"
    told = {} if record.failure is None else {label: render_text(text) for label, text in record.failure.rows}
    came = told.get(Label.CAME_BACK) or last_call_result(record)
    called = told.get(Label.CALLED) or record.called
    if came:
        return f"{called} gave {came}" if called else came
    return told.get(Label.WHY, "") or first_line(record)


def review_reasons(entry: Entry, manual: Manual = _NO_MARKS) -> list[str]:
    """List why a person must look at a submission, each reason once; neither what a person grades by design nor what one has graded."""
    found: dict[Verdict, list[str]] = {}
    for notebook, records in entry.notebooks.items():
        for record in records:
            if record.verdict in UNGRADED and (entry.student, notebook, record.task) not in manual:
                found.setdefault(record.verdict, []).append(record.task)
    return [
        "unreadable: the file could not be read"
        if word is Verdict.UNREADABLE
        else f"{verdict_word(word)}: {', '.join(names)}"
        for word, names in found.items()
    ]


def _name(notebook: str, task: TaskText, *, many: bool) -> str:
    return f"{notebook}/{task.name}" if many else task.name


def _kept(course: Course, assignment: str) -> _Kept:
    from nbgrader.api import MissingEntry

    kept = _Kept()
    with open_gradebook(course) as book:
        try:
            due = book.find_assignment(assignment).duedate
        except MissingEntry:
            return kept
        kept.students = [student.id for student in book.students]
        late = class_lateness(course, assignment)
        kept.due = f"{due.day} {due:%B %Y, %H:%M} UTC" if due else ""
        if late.deadline is not None:
            kept.due = due_words(late.deadline.due)
        for submission in book.assignment_submissions(assignment):
            student = submission.student_id
            _note_lateness(kept, submission, late)
            for notebook in submission.notebooks:
                waiting = sum(grade.needs_manual_grade for grade in notebook.grades)
                kept.to_mark[student] = kept.to_mark.get(student, 0) + waiting
                for grade in notebook.grades:
                    if grade.manual_score is not None and not grade.needs_manual_grade:
                        kept.manual[student, notebook.name, grade.name] = float(grade.manual_score)
    return kept


def _note_lateness(kept: _Kept, submission: Any, late: ClassLateness) -> None:
    """Note how late a submission is: by ``deadlines.toml`` where it has the assignment, else by the gradebook."""
    student, lateness = submission.student_id, late.of(submission.student_id, submission.timestamp)
    if lateness is None:
        if submission.total_seconds_late > 0:
            penalty = float(submission.late_submission_penalty or 0)
            kept.late.append(Late(student, float(submission.total_seconds_late), penalty))
    elif lateness.open:
        kept.timeless.append(student)
    elif lateness.by:
        penalty = round(lateness.penalty(float(submission.score or 0)), 3)
        kept.late.append(Late(student, lateness.by.total_seconds(), penalty))
