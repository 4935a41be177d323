"""Grade an assignment's submissions. What an earlier run has graded is not graded again, unless it was handed in anew."""

from __future__ import annotations

import argparse
import functools

from newspace_grading.cli.command import Command, absolute_path
from newspace_grading.cli.output import isolation_notice, reporter
from newspace_grading.cli.output.summary import Summary
from newspace_grading.cli.setting_options import add_limits, add_settings, apply_fork, check_level, settings_for
from newspace_grading.course.grading.pipeline import autograde, grade_shard, journal_folder
from newspace_grading.course.layout import Course
from newspace_grading.course.nbgrader.gradebook import unknown_students
from newspace_grading.course.parallel.process_pool import cores
from newspace_grading.course.parallel.shards import Shard
from newspace_grading.engine.engine import Engine
from newspace_grading.model import course_plugin
from newspace_grading.model.text import say


def _add_options(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("assignment", help="its name, as nbgrader knows it")
    parser.add_argument("--student", action="append", default=[], metavar="ID", help="only this one; may be repeated")
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
    add_settings(parser, "allow_not_isolated", "level", "fork", "wait_seconds")
    isolation_notice.add_isolation_options(parser)
    reporter.add_output_options(parser)
    add_limits(parser)


def _run(course: Course, options: argparse.Namespace) -> int:
    """Grade the submissions and report each as it is done."""
    settings = settings_for(course, options, options.assignment)
    apply_fork(settings)
    check_level(settings)
    known = course.students(options.assignment)
    unknown = [student for student in dict.fromkeys(options.student) if student not in known]
    for student in unknown:
        say(f"{student}: handed nothing in for {options.assignment}", wrong=True)
    misnamed = [] if options.student else course.misnamed(options.assignment)
    for folder_name in misnamed:
        say(f"{folder_name}: the name of this folder is no UTF-8, so nobody can be found for it: rename it", wrong=True)
    course.notebooks(options.assignment)
    wanted = [student for student in dict.fromkeys(options.student or known) if student in known]
    if not known and not misnamed:
        say(
            f"Nobody has handed in “{options.assignment}”: {course.place('submitted', 'STUDENT', options.assignment)}",
            wrong=True,
        )
    if wanted and not isolation_notice.given(options, settings.level):
        return 1
    engine = functools.partial(
        Engine,
        settings.limits,
        settings.level,
        readable=course_plugin.installed().readable(),
        together=settings.allow_not_isolated,
    )
    jobs = settings.jobs or cores()
    refused: list[str] = []
    if options.shard is None:
        refused = unknown_students(course, wanted)
        for student in refused:
            say(
                f"{student}: not in the gradebook, and nobody is to be added (c.Autograde.create_student is False): "
                f"run “nbgrader db student add {student}”",
                wrong=True,
            )
        wanted = [student for student in wanted if student not in refused]
        results = autograde(
            course, engine, options.assignment, wanted, force=options.force, jobs=jobs, wait=settings.wait_seconds
        )
    else:
        shard = Shard.parse(options.shard)
        wanted = [student for student in wanted if shard.contains(student)]
        folder = journal_folder(course) if options.journal_dir is None else options.journal_dir
        journal = shard.journal(folder, options.assignment)
        results = grade_shard(course, engine, options.assignment, wanted, journal, force=options.force, jobs=jobs)
    summary = Summary(options.assignment, submitted=str(course.place("submitted", "STUDENT", options.assignment)))
    manner = reporter.Manner(options.json, options.verbose, frozenset(options.student), _after(options))
    open_tasks = reporter.tell(results, wanted, summary, manner)
    return 1 if open_tasks or unknown or misnamed or refused else 0


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
    description=__doc__ or "",
    add_options=_add_options,
    run=_run,
)
