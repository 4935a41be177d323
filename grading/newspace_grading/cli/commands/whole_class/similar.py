"""``newspace-grade similar``: write a page with the pairs of learners whose answers are more alike than the tasks explain.

It compares what was handed in, without names, comments and layout, and less what everybody was given. It gives no points and takes
none: a pair on the page is a reason to read both answers and to talk with both learners.
"""

from __future__ import annotations

import argparse
from datetime import datetime

from newspace_grading.cli.assignment_names import add_assignments
from newspace_grading.cli.command import Command, absolute_path
from newspace_grading.course.layout import Course, CourseFolderError
from newspace_grading.model.text import say, with_noun


def _add_options(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    add_assignments(parser)
    parser.add_argument(
        "--given",
        action="append",
        default=[],
        type=absolute_path,
        metavar="PATH",
        help="a file or folder that everybody got, such as the lesson or the hints: its passages count for nothing; may be repeated",
    )
    parser.add_argument(
        "--to",
        type=absolute_path,
        metavar="DIR",
        help="where to write (default: similar/ASSIGNMENT beside the graded work)",
    )


def _run(course: Course, options: argparse.Namespace) -> int:
    """Compare the class, and write the page and the table."""
    from newspace_grading.pages.likeness.collect import read_class
    from newspace_grading.pages.likeness.page import write_pairs
    from newspace_grading.pages.likeness.scores import similar_pairs

    answers = read_class(course, options.assignment, options.given)
    if not any(answers.texts.values()):
        raise CourseFolderError(
            f"Nobody has answered anything of “{options.assignment}”.",
            where=str(course.place("submitted", ".", options.assignment).parent),
            remedy="Collect what was handed in, then run this again.",
        )
    found = similar_pairs(answers.cuts, answers.given)
    target = options.to or course.beside_graded() / "similar" / options.assignment
    for path in write_pairs(
        found, answers, options.assignment, target, f"{datetime.now().astimezone():%d %B %Y, %H:%M}"
    ):
        say(path)
    say(f"{with_noun(len(found), 'pair')} to read and to talk about. Alike is not copied.")
    return 0


SIMILAR = Command(
    name="similar",
    examples=("similar ps1", "similar ps1 --given lessons --given handout.md"),
    help="write a page with answers that are more alike than the tasks explain",
    description=__doc__ or "",
    add_options=_add_options,
    run=_run,
    needs_points=True,
)
