"""``newspace-grade report``: write a page and tables for the teacher about what the class found hard.

The page defines each of its numbers; a task that is not graded never counts as 0.
"""

from __future__ import annotations

import argparse
from datetime import datetime
from pathlib import Path

from newspace_grading.cli.command import Command, absolute_path
from newspace_grading.course.layout import Course, CourseFolderError
from newspace_grading.model.text import say


def _add_options(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("assignment", help="its name, such as ps1")
    parser.add_argument(
        "--to",
        type=absolute_path,
        metavar="DIR",
        help="where to write (default: reports/ASSIGNMENT beside the graded work)",
    )


def _run(course: Course, options: argparse.Namespace) -> int:
    """Write the page and the tables; name the submissions that are left out."""
    from newspace_grading.pages.teacher.collect import (
        collect,
    )  # slow to import (matplotlib), and only this command needs it
    from newspace_grading.pages.teacher.page import write_report

    found = collect(course, options.assignment)
    if not found.learners:
        raise CourseFolderError(
            f"Nothing of “{options.assignment}” has been graded by newspace-grade.",
            where=str(course.place("submitted", ".", options.assignment).parent),
            remedy=f"Run “newspace-grade autograde {options.assignment}” first.",
        )
    beside = Path(course.root, course.directory.autograded_directory).parent
    now = datetime.now().astimezone()
    target = options.to or beside / "reports" / options.assignment
    for path in write_report(found, options.assignment, target, f"{now:%d %B %Y, %H:%M}"):
        say(path)
    for student in found.not_graded:
        say(f"{student}: not graded yet, and in no number", wrong=True)
    for student, reason in found.waiting:
        say(f"{student}: {reason}", wrong=True)
    return 1 if found.not_graded or found.waiting else 0


REPORT = Command(
    name="report",
    help="write a page and tables for the teacher: what the class found hard, and who may need help",
    description=__doc__ or "",
    add_options=_add_options,
    run=_run,
)
