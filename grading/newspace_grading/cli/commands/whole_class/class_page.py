"""``newspace-grade class``: write one page, and a table, over all assignments and learners.

Who handed in what and when, the points, what waits for a person, who may be falling behind, and links to feedback and reports.
"""

from __future__ import annotations

import argparse
import csv
import difflib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from newspace_grading.cli.command import Command, absolute_path
from newspace_grading.course.layout import Course, CourseFolderError
from newspace_grading.course.lms.lists.names import as_folder, comparable
from newspace_grading.course.lms.lists.sections import FILE_NAME, read_sections
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
        "--marker",
        metavar="NAME",
        help="only the learners whose sections this person marks, as markers.toml in the course's folder says",
    )
    parser.add_argument(
        "--to",
        type=absolute_path,
        metavar="DIR",
        help="where to write (default: class/ beside the graded work, with --marker a folder of that name in it)",
    )


def _run(course: Course, options: argparse.Namespace) -> int:
    """Write the page and the table."""
    from newspace_grading.pages.class_overview.collect import OverviewRequest, read_overview
    from newspace_grading.pages.class_overview.page import write_overview

    if not course.assignments():
        raise CourseFolderError(
            "This course has no assignment.",
            where=str(course.place("source", ".", "ASSIGNMENT").parent),
            remedy="Name the course folder with --course.",
        )
    marker = "" if options.marker is None else _marker(course, options.marker)
    target = options.to or course.beside_graded() / "class" / as_folder(marker)
    quizzes = {} if options.quizzes is None else read_quizzes(options.quizzes)
    found = read_overview(course, OverviewRequest(target=target, now=datetime.now(UTC), quizzes=quizzes, marker=marker))
    for path in write_overview(found, target, f"{datetime.now().astimezone():%d %B %Y, %H:%M}"):
        say(path)
    for line in _of_sections(course):
        say(line, wrong=True)
    if not found.learners and not marker:
        say(
            "Nobody is in the gradebook, and nobody has handed in: “newspace-grade roster” reads a list of names.",
            wrong=True,
        )
    return 0


def _marker(course: Course, asked: str) -> str:
    """Return the name of a marker, as ``markers.toml`` writes it.

    Raises
    ------
    CourseFolderError
        If nobody is called so.
    """
    known = sorted(set(read_sections(course).markers.values()))
    for name in known:
        if comparable(name) == comparable(asked):
            return name
    near = difflib.get_close_matches(asked, known, n=1)
    raise CourseFolderError(
        f"No section is marked by “{asked}”.",
        where=str(course.root / FILE_NAME),
        remedy=f"Did you mean “{near[0]}”?"
        if near
        else f"Markers are: {', '.join(known)}."
        if known
        else 'Write a line [sections] into this file, and below it a line for each section: "Space 1" = "Ms Kim".',
    )


def _of_sections(course: Course) -> Iterator[str]:
    """Say which sections of ``markers.toml`` do not exist, and how many learners nobody marks."""
    sections = read_sections(course)
    for name, near in sections.unknown():
        told = f" Did you mean “{near}”?" if near else " “newspace-grade roster” reads the sections of a class."
        yield f"{FILE_NAME}: nobody is in the section “{name}”.{told}"
    if sections.markers:
        without = sorted({section for student, section in sections.of.items() if not sections.marker(student)})
        if without:
            yield f"{FILE_NAME}: nobody marks {', '.join(f'“{section}”' for section in without)}."


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
    examples=("class", "class --marker 'Ms Kim'", "class --quizzes classroom/results/report/learners.csv"),
    help="write one page over all assignments: who handed in what, points, what waits, who falls behind",
    description=__doc__ or "",
    add_options=_add_options,
    run=_run,
)
