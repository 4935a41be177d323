"""Read the list of a class into the gradebook: Moodle's participants or grades, Canvas's gradebook, or a plain table.

Without --write it only shows what would change.
"""

from __future__ import annotations

import argparse

from newspace_grading.cli.command import Command, absolute_path
from newspace_grading.course.layout import Course
from newspace_grading.course.lms.lists import students
from newspace_grading.course.lms.lists.roster import ListKind, Roster, read_roster
from newspace_grading.course.lms.lists.students import FIELDS, Change
from newspace_grading.model.text import say, with_noun


def _add_options(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("file", type=absolute_path, metavar="FILE", help="the list, as the LMS exports it (CSV)")
    parser.add_argument("--write", action="store_true", help="make the changes (default: only show them)")
    parser.add_argument(
        "--id",
        metavar="HEADING",
        help="the column that becomes the learner's id, which names the folder of submissions",
    )
    parser.add_argument(
        "--known-only",
        action="store_true",
        help="add nobody: a row for somebody who is not in the gradebook is a fault",
    )
    parser.add_argument("--encoding", metavar="NAME", help="the file's encoding, such as cp949 (default: it is found)")


def _run(course: Course, options: argparse.Namespace) -> int:
    """Show the changes, and make them if asked."""
    roster = read_roster(options.file, options.id, options.encoding)
    made = students.plan(course, roster, known_only=options.known_only)
    say(_about(roster))
    for change in made.changes:
        say(_line(change))
    if made.others:
        say(
            f"In the gradebook and not in this list, left as they are: {with_noun(len(made.others), 'learner')} "
            f"({', '.join(made.others[:5])}{', …' if len(made.others) > 5 else ''})."
        )
    new = sum(change.new for change in made.changes)
    counts = f"{new} new, {len(made.changes) - new} changed, {made.same} as before"
    if not made.changes:
        say(f"Nothing to change: {counts}.")
    elif options.write:
        students.apply(course, made)
        say(f"Written into the gradebook: {counts}.")
    else:
        say(f"Nothing is written yet: {counts}. Make these changes: add --write.")
    return 0


def _about(roster: Roster) -> str:
    by = "a plain table" if roster.kind is ListKind.PLAIN else f"a list by {roster.kind.value}"
    return f"{roster.path.name} is {by}: {with_noun(len(roster.people), 'learner')}, ids from the column “{roster.id_heading}”."


def _line(change: Change) -> str:
    if change.new:
        person = change.person
        name = " ".join(part for part in (person.first_name, person.last_name) if part)
        told = [name, person.email, f"LMS id {person.lms_user_id}" if person.lms_user_id else ""]
        told += [f"section {person.section}"] if person.section else []
        return f"new     {person.id}: {', '.join(part for part in told if part)}".rstrip(": ")
    changes = [f"{FIELDS[name]} “{before}” → “{after}”" for name, (before, after) in change.fields.items()]
    return f"change  {change.person.id}: {'; '.join(changes)}"


ROSTER = Command(
    name="roster",
    examples=("roster participants.csv", "roster participants.csv --write"),
    help="read the list of a class, as Moodle or Canvas exports it, into the gradebook",
    description=__doc__ or "",
    add_options=_add_options,
    run=_run,
)
