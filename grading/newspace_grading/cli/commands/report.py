"""``newspace-grade report``: write a page and tables for the teacher about what the class found hard.

The page defines each of its numbers; a task that is not graded never counts as 0.
"""

from __future__ import annotations

import argparse
from datetime import datetime

from newspace_grading.cli.assignment_names import add_assignments
from newspace_grading.cli.command import Command, absolute_path
from newspace_grading.cli.output.reporter import name_learners
from newspace_grading.course.layout import Course
from newspace_grading.course.records.grade_state import GradeState
from newspace_grading.model.text import say


def _add_options(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    add_assignments(parser)
    parser.add_argument(
        "--to",
        type=absolute_path,
        metavar="DIR",
        help="where to write (default: reports/ASSIGNMENT beside the graded work)",
    )


def _run(course: Course, options: argparse.Namespace) -> int:
    """Write the page and the tables; name the submissions that are left out."""
    from newspace_grading.pages.teacher.collect import (
        collect_class_work,
    )  # slow to import (matplotlib), and only this command needs it
    from newspace_grading.pages.teacher.page import write_report

    found = collect_class_work(course, options.assignment)
    now = datetime.now().astimezone()
    target = options.to or course.beside_graded() / "reports" / options.assignment
    for path in write_report(found, options.assignment, target, f"{now:%d %B %Y, %H:%M}"):
        say(path)
    name_learners(found.not_graded, f"{GradeState.NOT_GRADED}, and in no number")
    name_learners(found.handed_in_nothing, f"{GradeState.NOTHING}, and in no number")
    waiting: dict[str, list[str]] = {}
    for student, reason in found.waiting:
        waiting.setdefault(reason, []).append(student)
    for reason, students in waiting.items():
        name_learners(students, reason)
    return 1 if found.not_graded or found.waiting else 0


REPORT = Command(
    name="report",
    examples=("report ps1", "report '*' --to reports-of-the-term"),
    help="write a page and tables for the teacher: what the class found hard, and who may need help",
    description=__doc__ or "",
    add_options=_add_options,
    run=_run,
    needs_points=True,
)
