"""``newspace-grade feedback``: write a page for each learner into nbgrader's feedback folder."""

from __future__ import annotations

import argparse
from pathlib import Path

from newspace_grading.cli.assignment_names import add_assignments, add_students, match_students
from newspace_grading.cli.command import Command, absolute_path
from newspace_grading.cli.output.reporter import name_learners
from newspace_grading.course.grading.deadlines.class_lateness import class_lateness
from newspace_grading.course.grading.pipeline import latest_entries
from newspace_grading.course.layout import Course
from newspace_grading.course.lms.submissions.feedback_zip import pack_for_canvas, pack_for_moodle
from newspace_grading.course.nbgrader.gradebook import open_gradebook
from newspace_grading.course.records.grade_state import GradeState
from newspace_grading.engine.analysis.reference import read_source
from newspace_grading.model.text import say, with_noun

_PACKERS = {
    "moodle": (pack_for_moodle, "Moodle: the assignment, “Upload multiple feedback files in a zip”."),
    "canvas": (
        pack_for_canvas,
        "Canvas: Grades, the assignment's menu, “Upload Submissions”. Once: each time makes a new comment.",
    ),
}


def _add_options(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    add_assignments(parser)
    add_students(parser)
    parser.add_argument(
        "--for",
        dest="target",
        choices=list(_PACKERS),
        help="pack the pages as well: a zip that Moodle takes (“Upload multiple feedback files in a zip”), or Canvas (“Upload Submissions”)",
    )
    parser.add_argument(
        "--to",
        type=absolute_path,
        metavar="FILE",
        help="where to write the zip, or with several assignments their zips (default: exports/, beside the graded work)",
    )


def _run(course: Course, options: argparse.Namespace) -> int:
    """Write the pages and name the learners who get none."""
    from newspace_grading.pages.learner.writer import write_feedback  # slow to import, and only this command needs it

    class_lateness(course, options.assignment)  # a fault in deadlines.toml is told once, before any page
    paths = course.notebooks(options.assignment)
    sources = {path.stem: (path, read_source(path)) for path in paths}
    newest = latest_entries(course, options.assignment)
    handed_in = course.students(options.assignment)
    left = pages = 0
    without: list[str] = []
    with open_gradebook(course) as book:
        everybody = sorted({*handed_in, *newest})
        chosen, unknown = match_students(options.student, everybody)
        for student in [*chosen, *unknown] if options.student else everybody:
            if student not in newest:
                without.append(student)
                continue
            try:
                for page in write_feedback(course, newest[student], sources, book):
                    say(f"{student}  {page}")
                    pages += 1
            except Exception as error:  # noqa: BLE001 - a failure with one page must not stop the others
                reason = getattr(error, "strerror", None) or f"{type(error).__name__}: {error}"
                place = course.place("feedback", student, options.assignment)
                say(f"{student}: no page could be written: {reason} ({place})", wrong=True)
                left += 1
    name_learners([student for student in without if student in handed_in], GradeState.NOT_GRADED)
    name_learners(
        [student for student in without if student not in handed_in], f"{GradeState.NOTHING} for {options.assignment}"
    )
    left += len(without)
    return min(1, left + _close(course, options, pages))


def _close(course: Course, options: argparse.Namespace, pages: int) -> int:
    """Say how many pages there are and what hands them out; return how many learners are not in the zip, if there is to be one."""
    if options.target is not None:
        say(f"{with_noun(pages, 'page')}.")
        return _pack(course, options.assignment, options.target, options.to)
    say(
        f"{with_noun(pages, 'page')}. “nbgrader release_feedback {options.assignment}” hands them out through the exchange."
    )
    return 0


def _pack(course: Course, assignment: str, target: str, path: Path | None) -> int:
    """Pack the pages for an LMS; return how many learners are not in the zip, and name them."""
    beside = Path(course.root, course.directory.autograded_directory).parent
    place = path or beside / "exports" / f"{assignment}-feedback-{target}.zip"
    if place.suffix != ".zip":
        place = place.with_name(f"{place.name}.zip")
    packer, way = _PACKERS[target]
    made = packer(course, assignment, place)
    say(f"{made.path}: {with_noun(made.packed, 'learner')}. {way}")
    for student, why in made.left_out:
        say(f"{student}: {why}", wrong=True)
    return len(made.left_out)


FEEDBACK = Command(
    name="feedback",
    examples=("feedback ps1", "feedback ps1 --student ada --student 'b*'"),
    help="write a page for each learner: what was asked, what came of it, and the points",
    description=__doc__ or "",
    add_options=_add_options,
    run=_run,
    needs_points=True,
)
