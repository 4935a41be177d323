"""Bringing the journal's entries into nbgrader's gradebook. What a person gave is never touched."""

from __future__ import annotations

from typing import Any

from newspace_grading.course.folder import Course, CourseFolderError
from newspace_grading.course.journal import Entry


def project(course: Course, entry: Entry) -> None:
    """Write one submission's scores and its time together.

    Doing it again changes nothing. A manual score stays; it is asked about again only if the automatic one has changed.

    Raises
    ------
    CourseFolderError
        If the gradebook does not know the assignment.
    """
    from nbgrader.api import Gradebook, MissingEntry
    from nbgrader.utils import parse_utc

    with Gradebook(course.directory.db_url, course.directory.course_id) as book:
        try:
            book.find_assignment(entry.assignment)
        except MissingEntry:
            raise CourseFolderError(
                f"The gradebook does not know the assignment “{entry.assignment}”.",
                where=str(course.directory.db_url),
                remedy=f"Run “nbgrader generate_assignment {entry.assignment}” once; then grade again.",
            ) from None
        book.update_or_create_student(entry.student)
        try:
            submission = book.find_submission(entry.assignment, entry.student)
        except MissingEntry:
            submission = book.add_submission(entry.assignment, entry.student)
        if entry.timestamp:
            submission.timestamp = parse_utc(entry.timestamp)
        for notebook, records in entry.notebooks.items():
            for record in records:
                grade = book.find_grade(record.task, notebook, entry.assignment, entry.student)
                _set(grade, record.score)
        book.db.commit()


def _set(grade: Any, score: float | None) -> None:
    changed = grade.auto_score != score
    grade.auto_score = score
    if grade.manual_score is None:
        grade.needs_manual_grade = score is None
    elif changed:
        grade.needs_manual_grade = True
