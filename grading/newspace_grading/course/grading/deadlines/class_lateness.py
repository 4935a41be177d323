"""Bring a course's deadlines together with what is known of its submissions."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime

from newspace_grading.course.grading.deadlines.deadlines_file import Deadlines, read_deadlines
from newspace_grading.course.grading.deadlines.rules import Arrival, Deadline, Lateness
from newspace_grading.course.layout import Course


@dataclass(frozen=True)
class ClassLateness:
    """The deadline of one assignment, for a class.

    Attributes
    ----------
    deadline : Deadline or None
        The deadline; None if ``deadlines.toml`` has none for the assignment, so that nbgrader's own counts.
    marked : dict
        A learner's id → whether the LMS marks the submission as late, of those that were collected from its zips.
    """

    deadline: Deadline | None
    marked: dict[str, bool] = field(default_factory=dict)

    def is_over(self, student: str, now: datetime) -> bool | None:
        """Tell whether a learner has no more time, with grace and extension; None if the file has no deadline."""
        if self.deadline is None:
            return None
        return self.deadline.lateness(student, now).arrival is not Arrival.IN_TIME

    def of(self, student: str, submitted: datetime | str | None) -> Lateness | None:
        """Say what the deadline comes to for a submission; None if there is none.

        Parameters
        ----------
        student : str
            The learner's id.
        submitted : datetime, str or None
            When it was handed in, as the gradebook or the journal has it: without a zone it is UTC. None or "" if that is not known.
        """
        if self.deadline is None:
            return None
        when = datetime.fromisoformat(submitted) if isinstance(submitted, str) and submitted else submitted
        if not isinstance(when, datetime):
            return self.deadline.lateness(student, None, self.marked.get(student))
        return self.deadline.lateness(student, when if when.tzinfo is not None else when.replace(tzinfo=UTC))


def deadlines_of(course: Course) -> Deadlines:
    """Read the deadlines of a course.

    Raises
    ------
    DeadlinesError
        If the file has a fault.
    """
    return read_deadlines(course.root)


def class_lateness(course: Course, assignment: str) -> ClassLateness:
    """Return the deadline of an assignment with the marks of the LMS.

    Raises
    ------
    DeadlinesError
        If ``deadlines.toml`` has a fault.
    """
    from newspace_grading.course.lms.submissions.collected import (
        read_collected,  # it reads beside the journal, as grading does
    )

    deadline = deadlines_of(course).assignments.get(assignment)
    if deadline is None:
        return ClassLateness(None)
    marks = {one.student: one.late for one in read_collected(course, assignment).values() if one.lms == "canvas"}
    return ClassLateness(deadline, marks)
