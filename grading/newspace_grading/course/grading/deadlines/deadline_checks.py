"""Check a course's deadlines against the course: which due time counts, and which names nobody bears."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC
from typing import Any

from newspace_grading.course.grading.deadlines.class_lateness import deadlines_of
from newspace_grading.course.grading.deadlines.deadlines_file import Deadlines, DeadlinesError
from newspace_grading.course.grading.deadlines.words import deadline_words, due_words
from newspace_grading.course.layout import Course


@dataclass(frozen=True)
class DeadlineNote:
    """What is to say of the deadlines, and what to do about it; "" if nothing."""

    text: str
    todo: str = ""


def check_deadlines(course: Course, book: Any = None) -> Iterator[DeadlineNote]:
    """Yield what counts for each assignment, and what does not fit.

    Parameters
    ----------
    course : Course
        The course.
    book : nbgrader.api.Gradebook, optional
        The gradebook, open; without it nothing is said of nbgrader's own due times and of learners.
    """
    try:
        found = deadlines_of(course)
    except DeadlinesError as error:
        yield DeadlineNote(f"{error.what} ({error.where})", error.remedy)
        return
    own = {} if book is None else {one.name: one.duedate for one in book.assignments if one.duedate}
    known = {*course.assignments(), *own}
    for name, deadline in found.assignments.items():
        extended = f" {len(deadline.extensions)} extended." if deadline.extensions else ""
        yield DeadlineNote(f"{name}: {deadline_words(deadline)}{extended} It counts for grades, feedback and report.")
        if name not in known:
            yield DeadlineNote(
                f"{name}: there is no such assignment", f"{_near(name, known)}Mend the name in {found.path}."
            )
        if name in own and own[name].replace(tzinfo=UTC) != deadline.due:
            theirs = due_words(own[name].replace(tzinfo=UTC))
            yield DeadlineNote(
                f"{name}: nbgrader's gradebook has another due time, {theirs}: it counts for nbgrader's own late plugin and lists only"
            )
    if book is not None:
        yield from _unknown_learners(found, {one.id for one in book.students})
    for name in sorted(own.keys() - found.assignments.keys()):
        theirs = due_words(own[name].replace(tzinfo=UTC))
        yield DeadlineNote(f"{name}: due {theirs} in nbgrader's gradebook: it counts, with nbgrader's late plugin")


def _unknown_learners(found: Deadlines, learners: Collection[str]) -> Iterator[DeadlineNote]:
    for name, deadline in found.assignments.items():
        for student in deadline.extensions:
            if student not in learners:
                yield DeadlineNote(
                    f"{name}: “{student}” has more time, and is not in the gradebook",
                    f"{_near(student, learners)}Mend the id in {found.path}, or add the learner.",
                )


def _near(name: str, known: Collection[str]) -> str:
    near = difflib.get_close_matches(name, list(known), n=1)
    return f"Did you mean “{near[0]}”? " if near else ""
