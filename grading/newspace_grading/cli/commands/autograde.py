"""Grade an assignment's submissions. What an earlier run has graded is not graded again, unless it was handed in anew."""

from __future__ import annotations

import argparse
import functools
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from newspace_grading.cli.assignment_names import add_assignments, add_students, match_students
from newspace_grading.cli.command import Command, absolute_path
from newspace_grading.cli.output import isolation_notice, reporter
from newspace_grading.cli.output.summary import Summary
from newspace_grading.cli.setting_options import add_limits, add_settings, apply_fork, check_level, settings_for
from newspace_grading.course.grading.deadlines.class_lateness import ClassLateness, class_lateness
from newspace_grading.course.grading.deadlines.words import deadline_words, lateness_words
from newspace_grading.course.grading.pipeline import autograde, grade_shard
from newspace_grading.course.grading.submission_grader import has_readable_time
from newspace_grading.course.layout import Course
from newspace_grading.course.nbgrader.gradebook import unknown_students
from newspace_grading.course.parallel.process_pool import cores
from newspace_grading.course.parallel.shards import Shard
from newspace_grading.course.records.grade_state import GradeState
from newspace_grading.course.records.journal import Entry, Journal
from newspace_grading.engine.engine import Engine
from newspace_grading.model import course_plugin
from newspace_grading.model.text import say, with_noun

_MOST_NAMES = 10


def _add_options(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    add_assignments(parser)
    add_students(parser)
    parser.add_argument(
        "--notebook",
        default="*",
        metavar="PATTERN",
        help="only notebooks with such a name, such as “p1” or “p*”; of the others the latest results stay",
    )
    add_settings(parser, "jobs")
    parser.add_argument(
        "--shard",
        metavar="i/n",
        help="only the i-th of n shares of the class, into a journal of its own; “newspace-grade merge” brings the shares together",
    )
    parser.add_argument(
        "--journal-dir",
        type=absolute_path,
        metavar="DIR",
        help="with --shard: the folder for the share's journal (default: .newspace-grade, beside the graded notebooks)",
    )
    parser.add_argument("--force", action="store_true", help="grade again what has been graded")
    add_settings(parser, "strict", "allow_not_isolated", "level", "fork", "wait_seconds")
    isolation_notice.add_isolation_options(parser)
    reporter.add_output_options(parser)
    add_limits(parser)


def _run(course: Course, options: argparse.Namespace) -> int:
    """Grade the submissions and report each as it is done."""
    settings = settings_for(course, options, options.assignment)
    apply_fork(settings)
    check_level(settings)
    isolation_notice.note_old_option(options)
    late = class_lateness(course, options.assignment)  # a fault in it is told before anything is graded
    choice = _choose_submissions(course, options.assignment, list(dict.fromkeys(options.student)))
    if choice.students and not isolation_notice.warn_of_weak_isolation(options, settings.level):
        return 1
    engine = functools.partial(
        Engine,
        settings.limits,
        settings.level,
        readable=course_plugin.installed().readable(),
        together=not settings.strict,
    )
    warm = getattr(options, "warm", None)
    jobs = settings.jobs or cores()
    timeless = _tell_whose_time_is_unreadable(course, options.assignment, choice.students, late)
    if late.deadline is not None and not options.json:
        say(deadline_words(late.deadline))
    refused: list[str] = []
    if options.shard is None:
        refused = _tell_who_is_not_in_the_gradebook(course, choice.students)
        wanted = [student for student in choice.students if student not in refused]
        results = autograde(
            course,
            engine,
            options.assignment,
            wanted,
            force=options.force,
            jobs=jobs,
            wait=settings.wait_seconds,
            notebooks=options.notebook,
            warm=warm,
        )
    else:
        shard = Shard.parse(options.shard)
        wanted = list(filter(shard.contains, choice.students))
        journal = _shard_journal(course, shard, options.assignment, options.journal_dir)
        results = grade_shard(
            course, engine, options.assignment, wanted, journal, force=options.force, jobs=jobs, warm=warm
        )
    summary = Summary(options.assignment, submitted=str(course.place("submitted", "STUDENT", options.assignment)))
    manner = reporter.Manner(
        options.json,
        options.verbose,
        frozenset(choice.students if options.student else ()),
        functools.partial(_late, late),
        _after(options),
        versions=True,
    )
    open_tasks = reporter.tell(results, wanted, summary, manner)
    return 1 if open_tasks or refused or timeless or not choice.complete else 0


@dataclass(frozen=True)
class _Choice:
    """The students whose submissions are graded, and whether these are all of the requested ones."""

    students: list[str]
    complete: bool


def _choose_submissions(course: Course, assignment: str, asked: Sequence[str]) -> _Choice:
    """Find the submissions of the named students, or of all students, and report those that cannot be found.

    Raises
    ------
    CourseFolderError
        If the assignment has no source.
    """
    course.notebooks(assignment)  # first: nobody has handed in what does not exist
    known = course.students(assignment)
    chosen, unknown = match_students(asked, known)
    for student in unknown:
        pattern = any(sign in student for sign in "*?[")
        nobody = f"“{student}”: nobody with such a name has handed in {assignment}"
        say(nobody if pattern else f"{student}: {GradeState.NOTHING} for {assignment}", wrong=True)
    misnamed = [] if asked else course.misnamed(assignment)
    for folder_name in misnamed:
        say(f"{folder_name}: the name of this folder is no UTF-8, so nobody can be found for it: rename it", wrong=True)
    if not known and not misnamed:
        place = course.place("submitted", "STUDENT", assignment)
        say(f"Nobody has handed in “{assignment}”: {place}", wrong=True)
    students = chosen if asked else list(known)
    return _Choice(students, complete=not unknown and not misnamed)


def _tell_who_is_not_in_the_gradebook(course: Course, students: Sequence[str]) -> list[str]:
    """Return the students whom the gradebook does not know and must not add, and print the remedy."""
    refused = unknown_students(course, students)
    reporter.name_learners(
        refused,
        "not in the gradebook, and nobody is to be added (c.Autograde.create_student is False); "
        "“nbgrader db student add ID” adds one",
    )
    return refused


def _late(late: ClassLateness, entry: Entry) -> str:
    """Say how late a submission came by ``deadlines.toml``, and what that costs."""
    lateness = late.of(entry.student, entry.timestamp)
    return "" if lateness is None else lateness_words(lateness)


def _tell_whose_time_is_unreadable(
    course: Course, assignment: str, students: Sequence[str], late: ClassLateness
) -> list[str]:
    """Return the students whose submission does not say when it was handed in, and tell what to do: nothing is taken off for lateness.

    One without any time counts only where ``deadlines.toml`` has a deadline, and no LMS says that it was in time.
    """
    found = [student for student in students if not has_readable_time(course, assignment, student)]
    for student in found:
        place = course.place("submitted", student, assignment) / "timestamp.txt"
        say(
            f"{student}: {place} holds no time, so nobody can tell whether this was late: mend or remove it, then grade again",
            wrong=True,
        )
    missing = [student for student in students if student not in found and _is_open(course, assignment, student, late)]
    if missing:
        who = f"{', '.join(missing[:_MOST_NAMES])}{', …' if len(missing) > _MOST_NAMES else ''}"
        say(
            f"{with_noun(len(missing), 'submission')} without a time ({who}): nobody can tell whether these were late, so nothing is taken off. "
            f"Write one line such as “2026-11-20 10:00:00 UTC” into timestamp.txt beside the notebook, then grade again",
            wrong=True,
        )
    return [*found, *missing]


def _is_open(course: Course, assignment: str, student: str, late: ClassLateness) -> bool:
    """Tell whether a submission has no file with its time, and that matters."""
    if (course.place("submitted", student, assignment) / "timestamp.txt").is_file():
        return False
    lateness = late.of(student, None)
    return lateness is not None and lateness.open


def _shard_journal(course: Course, shard: Shard, assignment: str, folder: Path | None) -> Journal:
    """Return a shard's journal, in the folder that was named or beside the graded notebooks."""
    return shard.journal(course.records_folder() if folder is None else folder, assignment)


def _after(options: argparse.Namespace) -> list[str]:
    """Return the next steps to suggest to the teacher."""
    if options.shard is not None:
        return [f"“newspace-grade merge {options.assignment}” brings all shares together when they are done."]
    return [
        f"“newspace-grade feedback {options.assignment}” writes a page for each learner, "
        f"“newspace-grade report {options.assignment}” what the class found hard."
    ]


AUTOGRADE = Command(
    name="autograde",
    help="grade an assignment's submissions",
    examples=(
        "autograde ps1",
        "autograde ps1 ps2 --jobs 4",
        "autograde ps1 --student 'a*' --verbose",
        "autograde ps1 --force",
    ),
    description=__doc__ or "",
    add_options=_add_options,
    run=_run,
    needs_points=True,
)
