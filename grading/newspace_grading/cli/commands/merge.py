"""Bring what several machines graded with --shard into the gradebook and the graded notebooks. Doing it again changes nothing."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from newspace_grading.cli.command import Command, absolute_path
from newspace_grading.cli.output import reporter
from newspace_grading.cli.output.summary import Summary
from newspace_grading.cli.setting_options import add_settings, settings_for
from newspace_grading.course.grading.submission_grader import GradingResult
from newspace_grading.course.layout import Course, CourseFolderError
from newspace_grading.course.parallel.shards import LimitsCount, merge, shard_journals
from newspace_grading.model.text import say, with_noun


def _add_options(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("assignment", help="its name, as nbgrader knows it")
    parser.add_argument(
        "journals",
        nargs="*",
        type=absolute_path,
        metavar="JOURNAL",
        help="the shares' journals (default: all that lie in the journals' folder)",
    )
    parser.add_argument(
        "--journal-dir",
        type=absolute_path,
        metavar="DIR",
        help="the folder of the shares' journals (default: .newspace-grade, beside the graded notebooks)",
    )
    reporter.add_output_options(parser)
    add_settings(parser, "wait_seconds")


def _run(course: Course, options: argparse.Namespace) -> int:
    """Merge the journals and report who is missing."""
    course.notebooks(options.assignment)
    settings = settings_for(course, options, options.assignment)
    folder = course.records_folder() if options.journal_dir is None else options.journal_dir
    paths: list[Path] = options.journals or shard_journals(folder, options.assignment)
    for one in paths:
        if not one.is_file():
            raise CourseFolderError(
                "There is no such journal.",
                where=str(one),
                remedy="Name the files that “autograde --shard” has written.",
            )
    missing: list[str] = []
    limits = LimitsCount()

    def merged() -> Iterator[GradingResult]:
        for one in merge(course, options.assignment, paths, wait=settings.wait_seconds):
            if isinstance(one, GradingResult):
                limits.add(one.entry)
                yield one
            else:
                missing.append(one)

    place = str(course.place("submitted", "STUDENT", options.assignment))
    summary = Summary(options.assignment, "brought in", "there before", place)
    manner = reporter.Manner(options.json, options.verbose)
    open_tasks = reporter.tell(merged(), course.students(options.assignment), summary, manner)
    reporter.name_learners(missing, "what was handed in has not been graded by any share")
    if missing:
        which = with_noun(len(missing), "submission is", "submissions are")
        print(f"{which} missing: run the shares again, then merge again.", file=sys.stderr)
    warn_of_different_limits(limits)
    return 1 if missing or open_tasks else 0


def warn_of_different_limits(limits: LimitsCount) -> None:
    """Name each limit that differs between the merged submissions: equal work may have got different points."""
    found = []
    for name, values in limits.differing().items():
        told = [f"{value:g} for {with_noun(count, 'submission')}" for value, count in values.items()]
        found.append(f"{name} is {', '.join(told)}")
    if found:
        text = (
            f"Not everybody was graded under the same limits, so equal work may have got different points: {'; '.join(found)}. "
            "What to do: give every share the same limits (c.GraderLimits in nbgrader_config.py), run the shares again, then merge again."
        )
        say(text, wrong=True)


MERGE = Command(
    name="merge",
    examples=("merge ps1", "merge ps1 --journal-dir journals"),
    help="bring the journals of several machines together",
    description=__doc__ or "",
    add_options=_add_options,
    run=_run,
    needs_points=True,
)
