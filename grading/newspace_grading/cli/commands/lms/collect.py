"""Collect the submissions from the zip that Moodle or Canvas hands out (“Download all submissions”).

Nothing that is there is overwritten without --update. What cannot be matched with a learner is listed, and never guessed.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import tzinfo

from newspace_grading.cli.command import Command, absolute_path
from newspace_grading.course.layout import Course, CourseFolderError
from newspace_grading.course.lms.lists.students import students
from newspace_grading.course.lms.submissions.collection import Collection, CollectOutcome, Wanted, collect_zip
from newspace_grading.course.lms.submissions.submission_zips import SubmissionZip
from newspace_grading.course.lms.submissions.times import read_times, zone_named
from newspace_grading.model.text import say, with_noun

MOST_LINES = 40
_NOWHERE = (CollectOutcome.UNMATCHED, CollectOutcome.DAMAGED)
_OPEN = (*_NOWHERE, CollectOutcome.DIFFERS)


def _add_options(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("zip", type=absolute_path, metavar="ZIP", help="the zip, as the LMS hands it out")
    parser.add_argument("assignment", help="its name, as nbgrader knows it")
    parser.add_argument(
        "--times",
        type=absolute_path,
        metavar="FILE",
        help="Moodle's grading worksheet, or a table with the columns id and submitted: no zip says when something came",
    )
    parser.add_argument("--timezone", type=_zone, metavar="ZONE", help="of times that name none, such as Asia/Seoul")
    parser.add_argument(
        "--match",
        action="append",
        default=[],
        type=_pair,
        metavar="NUMBER=ID",
        help="whose a submission is; may be repeated",
    )
    parser.add_argument("--update", action="store_true", help="take newer attempts of those who are there already")
    parser.add_argument("--verbose", action="store_true", help="a line for every learner")


def _zone(name: str) -> tzinfo:
    try:
        return zone_named(name)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def _pair(text: str) -> tuple[str, str]:
    number_of, sign, name = text.partition("=")
    if not (sign and number_of.strip().isdigit() and name.strip()):
        raise argparse.ArgumentTypeError(f"“{text}” is not of the form NUMBER=ID")
    return number_of.strip(), name.strip()


def _run(course: Course, options: argparse.Namespace) -> int:
    """Collect, and list what is open."""
    people = students(course)
    given = dict(options.match)
    for name in given.values():
        if name not in people:
            raise CourseFolderError(
                f"The gradebook has nobody “{name}”.", where="--match", remedy="“newspace-grade roster” adds learners."
            )
    times = read_times(options.times, people, options.timezone) if options.times else {}
    with SubmissionZip(options.zip) as archive:
        found = list(collect_zip(course, archive, options.assignment, Wanted(times, given, options.update)))
        skipped = archive.skipped
    _tell(found, skipped, verbose=options.verbose)
    return 1 if skipped or not found or any(one.outcome in _OPEN for one in found) else 0


def _tell(found: Sequence[Collection], skipped: Sequence[tuple[str, str]], *, verbose: bool) -> None:
    """Print a line for what needs a look (all with ``verbose``), then the numbers."""
    for one in found:
        if one.outcome not in _OPEN and (verbose or one.text):
            marks = [one.outcome.value, "LATE" if one.late else "", one.text]
            say(f"{one.who}: {', '.join(part for part in marks if part)}")
    lines = [f"{one.who}: {one.outcome.value}: {one.text}" for one in found if one.outcome in _OPEN]
    lines += [f"{entry}: {why}" for entry, why in skipped]
    shown = lines if verbose else lines[:MOST_LINES]
    for line in shown:
        say(line, wrong=True)
    if len(lines) > len(shown):
        say(f"… and {len(lines) - len(shown)} more: --verbose lists them.", wrong=True)
    for line in _numbers(found):
        say(line)


def _numbers(found: Sequence[Collection]) -> Iterator[str]:
    counts = Counter(one.outcome for one in found)
    told = [f"{counts[outcome]} {outcome.value}" for outcome in CollectOutcome if counts[outcome]]
    yield f"{with_noun(len(found), 'learner')} in the zip: {', '.join(told) or 'nothing was taken'}."
    late = sum(one.late for one in found)
    if late:
        yield f"Marked LATE by Canvas: {with_noun(late, 'submission')}."
    untimed = sum(not one.timed for one in found if one.outcome not in _NOWHERE)
    if untimed:
        yield (
            f"Without a time of submission: {with_noun(untimed, 'learner')}. The zip does not say when something came; "
            "--times FILE does (Moodle's grading worksheet, or a table with the columns id and submitted)."
        )


COLLECT = Command(
    name="collect",
    examples=(
        "collect submissions.zip ps1 --times worksheet.csv --timezone Asia/Seoul",
        "collect submissions.zip ps1 --match 770003=ada",
    ),
    help="collect submissions from the zip that Moodle or Canvas hands out",
    description=__doc__ or "",
    add_options=_add_options,
    run=_run,
)
