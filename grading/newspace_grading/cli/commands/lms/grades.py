"""Write grades for Moodle or Canvas to import, or as a plain table. What is not graded is an empty cell, and no 0."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from newspace_grading.cli.assignment_names import match_assignments
from newspace_grading.cli.command import Command, absolute_path
from newspace_grading.course.layout import Course, CourseFolderError
from newspace_grading.course.lms.grades.grade_files import Cells, GradesFile, Target, fresh_file
from newspace_grading.course.lms.grades.learner_grades import Grade, assignments, grades_of
from newspace_grading.course.lms.grades.templates import filled_template
from newspace_grading.course.records.grade_state import GradeState
from newspace_grading.model.text import say, with_noun

_MOST_NAMES = 10


def _add_options(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument(
        "assignments",
        nargs="*",
        metavar="ASSIGNMENT",
        help="which, or a pattern such as “0*” (default: all in the gradebook)",
    )
    parser.add_argument(
        "--for",
        dest="target",
        type=_target,
        required=True,
        metavar="LMS",
        help="moodle, canvas or csv",
    )
    parser.add_argument(
        "--template",
        type=absolute_path,
        metavar="FILE",
        help="a file that the LMS has exported (grades, or Moodle's grading worksheet): its columns are filled",
    )
    parser.add_argument(
        "--column", metavar="HEADING", help="the template's column (default: the one with the assignment's name)"
    )
    parser.add_argument(
        "--scale-to", type=_points, metavar="POINTS", help="what the LMS gives for all points, such as 100"
    )
    parser.add_argument("--missing-as-zero", action="store_true", help="0 for who handed in nothing (default: empty)")
    parser.add_argument(
        "--to", type=absolute_path, metavar="FILE", help="where to write (default: exports/, beside the graded work)"
    )


def _target(text: str) -> Target:
    try:
        return Target(text.casefold())
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{text}” is not one of {', '.join(Target)}") from None


def _points(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 0 < value < float("inf"):
        raise argparse.ArgumentTypeError(f"“{text}” is no number of points above 0, such as 100")
    return value


def _run(course: Course, options: argparse.Namespace) -> int:
    """Write the file, and name who is not in it."""
    known = assignments(course)
    names = match_assignments(options.assignments, known) or known
    grades = {name: grades_of(course, name) for name in names}
    if not any(grades.values()):
        raise CourseFolderError(
            "The gradebook has no learners or no assignments yet.",
            where=course.shown_database(),
            remedy="Read the list of the class with “newspace-grade roster FILE --write”.",
        )
    cells = Cells(options.scale_to, options.missing_as_zero)
    made = (
        fresh_file(options.target, grades, cells)
        if options.template is None
        else filled_template(options.template, options.target, grades, cells, options.column)
    )
    path = options.to or _usual_place(course, names, options.target)
    if options.template is not None and path == options.template:
        raise CourseFolderError(
            "The grades would overwrite the template.", where=str(path), remedy="Name another file with --to."
        )
    made.write(path, mark=options.target is Target.CSV)
    say(path)
    for name, found in grades.items():
        say(f"{name}: {_count(found)}")
    timeless = sum(_tell_whose_time_is_open(name, found) for name, found in grades.items())
    return max(_tell(made), int(timeless > 0))


def _usual_place(course: Course, names: Sequence[str], target: Target) -> Path:
    folder = Path(course.root, course.directory.autograded_directory).parent / "exports"
    return folder / f"{names[0] if len(names) == 1 else 'grades'}-{target.value}.csv"


def _count(grades: Sequence[Grade]) -> str:
    counts = Counter(one.state for one in grades)
    several = {GradeState.WAITS: "wait for a person"}
    told = [
        with_noun(counts[state], state.value, several.get(state, state.value)) for state in GradeState if counts[state]
    ]
    late = sum(bool(one.penalty) for one in grades)
    return ", ".join([*told, *([f"{late} with points taken off for lateness"] if late else [])])


def _tell_whose_time_is_open(assignment: str, grades: Sequence[Grade]) -> int:
    """Name those of whom nobody can tell whether they were late: they have their points whole."""
    found = [
        one.person.id for one in grades if one.lateness is not None and one.lateness.open and one.points is not None
    ]
    if found:
        who = f"{', '.join(found[:_MOST_NAMES])}{', …' if len(found) > _MOST_NAMES else ''}"
        say(
            f"{assignment}: {with_noun(len(found), 'learner')} without a time of submission, so nothing was taken off for lateness: {who}. "
            "Write timestamp.txt beside the notebook (2026-11-20 10:00:00 UTC), then grade again.",
            wrong=True,
        )
    return len(found)


def _tell(made: GradesFile) -> int:
    for note in made.notes:
        say(note)
    for refused in made.refused:
        say(refused, wrong=True)
    for learner, reason in made.left_out:
        say(f"{learner}: {reason}", wrong=True)
    for stranger in made.strangers:
        say(f"{stranger}: in the template, and not in the gradebook: no row was written", wrong=True)
    if made.left_out:
        say(f"Not in the file: {with_noun(len(made.left_out), 'learner')}.", wrong=True)
    return 1 if made.left_out or made.strangers or made.refused else 0


GRADES = Command(
    name="grades",
    examples=("grades ps1 --for moodle --template worksheet.csv", "grades 'ps*' --for csv"),
    help="write the grades for Moodle, Canvas or a spreadsheet",
    description=__doc__ or "",
    add_options=_add_options,
    run=_run,
)
