"""What each learner of the gradebook has in an assignment, with “not graded” apart from 0."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from newspace_grading.course.grading.deadlines.class_lateness import ClassLateness, class_lateness
from newspace_grading.course.grading.deadlines.rules import Lateness
from newspace_grading.course.layout import Course, CourseFolderError
from newspace_grading.course.lms.lists.roster import Person
from newspace_grading.course.lms.lists.students import students
from newspace_grading.course.nbgrader.gradebook import open_gradebook
from newspace_grading.course.records.grade_state import GradeState


@dataclass(frozen=True)
class Grade:
    """One learner's points in an assignment.

    Attributes
    ----------
    person : Person
        The learner, as the gradebook knows them.
    state : GradeState
        How far the work is graded.
    points : float or None
        The points less the penalty, never below 0; None unless the work is graded.
    possible : float
        The most that the assignment gives.
    penalty : float
        What is taken off because the work came late, in points.
    lateness : Lateness or None
        What ``deadlines.toml`` comes to; None if it has no deadline for the assignment, so that nbgrader's own penalty counts.
    """

    person: Person
    state: GradeState
    points: float | None
    possible: float
    penalty: float = 0.0
    lateness: Lateness | None = None


def grades_of(course: Course, assignment: str) -> list[Grade]:
    """Return the grades of everybody in the gradebook, sorted by last and first name.

    Raises
    ------
    CourseFolderError
        If the gradebook does not know the assignment.
    DeadlinesError
        If ``deadlines.toml`` has a fault.
    """
    from nbgrader.api import MissingEntry

    late = class_lateness(course, assignment)
    people = students(course)
    handed_in = set(course.students(assignment))
    with open_gradebook(course) as book:
        try:
            possible = float(book.find_assignment(assignment).max_score or 0)
        except MissingEntry:
            known = ", ".join(f"“{one.name}”" for one in book.assignments) or "none"
            raise CourseFolderError(
                f"The gradebook has no assignment “{assignment}”.",
                where=course.shown_database(),
                remedy=f"It has: {known}. A new one enters it with “nbgrader generate_assignment {assignment}”.",
            ) from None
        found = {
            one.student_id: _grade(people[one.student_id], one, possible, late)
            for one in _submissions(book, assignment)
        }
    has_points = course.has_points(assignment)
    for name, person in people.items():
        if name in handed_in and not has_points:  # passed over when the class was graded
            found.setdefault(name, Grade(person, GradeState.GRADED, 0.0, possible))
            continue
        state = GradeState.NOT_GRADED if name in handed_in else GradeState.NOTHING
        found.setdefault(name, Grade(person, state, None, possible))
    return sorted(found.values(), key=lambda one: (one.person.last_name, one.person.first_name, one.person.id))


def assignments(course: Course) -> list[str]:
    """Return the names of the assignments in the gradebook."""
    with open_gradebook(course) as book:
        return [one.name for one in book.assignments]


def _submissions(book: Any, assignment: str) -> Iterator[Any]:
    yield from book.assignment_submissions(assignment)


def _grade(person: Person, submission: Any, possible: float, late: ClassLateness) -> Grade:
    lateness = late.of(person.id, submission.timestamp)
    if submission.needs_manual_grade:
        return Grade(person, GradeState.WAITS, None, possible, 0.0, lateness)
    score = float(submission.score or 0.0)
    penalty = float(submission.late_submission_penalty or 0.0) if lateness is None else lateness.penalty(score)
    return Grade(person, GradeState.GRADED, max(0.0, score - penalty), possible, penalty, lateness)
