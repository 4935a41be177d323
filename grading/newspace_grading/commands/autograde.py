"""``newspace-grade autograde``: grade an assignment's submissions."""

from __future__ import annotations

import argparse
import json
import sys

from newspace_grading.course.folder import Course, readable
from newspace_grading.course.grading import Done, autograde
from newspace_grading.engine.engine import Engine
from newspace_grading.engine.records import HELD, Record, table
from newspace_grading.sandbox.limits import Limits

NAME = "autograde"
HELP = "grade an assignment's submissions"


def options(parser: argparse.ArgumentParser) -> None:
    """Whose, whether again, and how to tell."""
    parser.add_argument("assignment")
    parser.add_argument("--student", action="append", default=[], metavar="ID", help="only this one; may be repeated")
    parser.add_argument("--force", action="store_true", help="grade again what has been graded")
    parser.add_argument("--json", action="store_true", help="a line of JSON for each task, instead of a table")


def run(course: Course, options: argparse.Namespace) -> int:
    """Grade, and tell each submission as it is done."""
    known = course.students(options.assignment)
    unknown = [student for student in options.student if student not in known]
    for student in unknown:
        print(f"{student}: handed nothing in for {options.assignment}", file=sys.stderr)
    course.notebooks(options.assignment)
    open_tasks = 0
    with Engine(Limits(), readable=readable()) as engine:
        wanted = [student for student in options.student or known if student in known]
        for done in autograde(course, engine, options.assignment, wanted, force=options.force):
            _show(done, machine=options.json)
            open_tasks += sum(_ungraded(record) for records in done.entry.notebooks.values() for record in records)
    if open_tasks:
        print(f"{open_tasks} tasks were not graded: see the reasons above.", file=sys.stderr)
    return 1 if open_tasks or unknown else 0


def _ungraded(record: Record) -> bool:
    """A task that waits for a person by design is no failure of grading."""
    return record.verdict in HELD and record.verdict != "not graded"


def _show(done: Done, *, machine: bool) -> None:
    for name, records in done.entry.notebooks.items():
        if machine:
            for record in records:
                print(f'{{"student": {_quoted(done.entry.student)}, "notebook": {_quoted(name)}, {record.line()[1:]}')
            continue
        score = sum(record.score or 0 for record in records)
        print(
            f"{done.entry.student}  {name}: {score:g} points, {'graded' if done.fresh else 'graded before'}, {done.seconds:.1f} s"
        )
        print(table(records))


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
