"""``newspace-grade class``: write one page, and a table, over all assignments and learners.

Who handed in what and when, the points, what waits for a person, who may be falling behind, and links to feedback and reports.
"""

from __future__ import annotations

import argparse
import csv
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from newspace_grading.cli.command import Command, absolute_path
from newspace_grading.course.layout import Course, CourseFolderError
from newspace_grading.model.text import say

if TYPE_CHECKING:
    from newspace_grading.pages.class_overview.collect import QuizProgress

_NEEDED = ("learner", "questions", "tried", "right_at_first")


def _add_options(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument(
        "--quizzes",
        type=absolute_path,
        metavar="FILE",
        help="the table learners.csv that “make results” writes: adds each learner's progress in the quizzes",
    )
    parser.add_argument(
        "--to", type=absolute_path, metavar="DIR", help="where to write (default: class/ beside the graded work)"
    )


def _run(course: Course, options: argparse.Namespace) -> int:
    """Write the page and the table."""
    from newspace_grading.pages.class_overview.collect import read_overview
    from newspace_grading.pages.class_overview.page import write_overview

    if not course.assignments():
        raise CourseFolderError(
            "This course has no assignment.",
            where=str(course.place("source", ".", "ASSIGNMENT").parent),
            remedy="Name the course folder with --course.",
        )
    target = options.to or course.beside_graded() / "class"
    quizzes = {} if options.quizzes is None else read_quizzes(options.quizzes)
    found = read_overview(course, target, quizzes, datetime.now(UTC))
    for path in write_overview(found, target, f"{datetime.now().astimezone():%d %B %Y, %H:%M}"):
        say(path)
    if not found.learners:
        say(
            "Nobody is in the gradebook, and nobody has handed in: “newspace-grade roster” reads a list of names.",
            wrong=True,
        )
    return 0


def read_quizzes(path: Path) -> dict[str, QuizProgress]:
    """Read each learner's progress from the table of ``make results``, over all units.

    Raises
    ------
    CourseFolderError
        If it is not such a table.
    """
    from newspace_grading.pages.class_overview.collect import QuizProgress

    found: dict[str, QuizProgress] = {}
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            for row in csv.DictReader(file):
                name = row["learner"].strip().casefold()
                of, tried, right = (int(row[column] or 0) for column in _NEEDED[1:])
                before = found.get(name, QuizProgress(tried=0, of=0, right_at_first=0))
                found[name] = QuizProgress(
                    tried=before.tried + tried, of=before.of + of, right_at_first=before.right_at_first + right
                )
    except (OSError, UnicodeDecodeError, ValueError, KeyError, AttributeError, csv.Error):
        raise CourseFolderError(
            "This is no table of quiz results.",
            where=str(path),
            remedy=f"Give learners.csv, which “make results” writes: it has the columns {', '.join(_NEEDED)}.",
        ) from None
    return found


CLASS = Command(
    name="class",
    examples=("class", "class --quizzes classroom/results/report/learners.csv"),
    help="write one page over all assignments: who handed in what, points, what waits, who falls behind",
    description=__doc__ or "",
    add_options=_add_options,
    run=_run,
)
