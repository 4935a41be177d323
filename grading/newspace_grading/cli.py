"""``newspace-grade``: grade a class's notebooks in an nbgrader course folder.

Exit codes: 0 when everything was graded, 1 when something was not (and it is said what), 2 when it could not run.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from newspace._errors import CourseError
from newspace_grading.course import folder as courses
from newspace_grading.course.grading import Done, autograde
from newspace_grading.course.journal import BusyError
from newspace_grading.engine.engine import Engine
from newspace_grading.engine.lab import GraderError
from newspace_grading.engine.records import HELD, Record, table
from newspace_grading.sandbox.levels import LEVELS, Level
from newspace_grading.sandbox.limits import Limits

_MEANS: dict[Level, str] = {
    "namespaces": "a file system, network and processes of its own for every notebook",
    "landlock": "the kernel refuses files, connections and signals; other programs can be seen",
    "limits": "only time, memory and file size are limited: grade on a machine that holds nothing else",
    "none": "no walls at all: grade only what you trust",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; its exit code."""
    options = _parser().parse_args(arguments)
    try:
        found = courses.find(Path(options.course).resolve())
        return _doctor(found) if options.command == "doctor" else _autograde(found, options)
    except (CourseError, GraderError) as error:
        print(f"newspace-grade: {error}", file=sys.stderr)
    except BusyError:
        print("newspace-grade: another grader is at work in this course. Wait for it, then run again.", file=sys.stderr)
    except OSError as error:
        print(
            f"newspace-grade: {error.strerror}: {error.filename}. Mend that, then run again: nothing is lost.",
            file=sys.stderr,
        )
    return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="newspace-grade", description="Grade notebooks of an nbgrader course.")
    parser.add_argument("--course", default=".", help="the course folder (default: this one)")
    commands = parser.add_subparsers(dest="command", required=True)
    grade = commands.add_parser("autograde", help="grade an assignment's submissions")
    grade.add_argument("assignment")
    grade.add_argument("--student", action="append", default=[], metavar="ID", help="only this one; may be repeated")
    grade.add_argument("--force", action="store_true", help="grade again what has been graded")
    grade.add_argument("--json", action="store_true", help="a line of JSON for each task, instead of a table")
    commands.add_parser("doctor", help="tell what this machine allows")
    return parser


def _autograde(course: courses.Course, options: argparse.Namespace) -> int:
    known = course.students(options.assignment)
    unknown = [student for student in options.student if student not in known]
    for student in unknown:
        print(f"{student}: handed nothing in for {options.assignment}", file=sys.stderr)
    course.notebooks(options.assignment)
    open_tasks = 0
    with Engine(Limits(), readable=_readable()) as engine:
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


def _readable() -> tuple[Path, ...]:
    """What the course's own package reads beside its code: the readings and lessons, never the solutions."""
    import newspace

    home = Path(newspace.__file__).resolve().parents[2]
    return tuple(home / name for name in ("seeds", "lessons") if (home / name).is_dir())


def _doctor(course: courses.Course) -> int:
    import nbgrader

    with Engine() as engine:
        level = next(level for level in LEVELS if level == engine.level)
    assignments = sorted(path.parent.name for path in course.place("source", ".", "*").parent.glob("*/*.ipynb"))
    print(f"Isolation:   {level}: {_MEANS[level]}")
    if hasattr(os, "geteuid") and os.geteuid() == 0 and level != "namespaces":
        print("             You are root, so fewer limits hold: run the grader as an ordinary user.")
    print(f"Cores:       {os.cpu_count()}")
    print(f"nbgrader:    {nbgrader.__version__}")
    print(f"Course:      {course.root}")
    print(f"Assignments: {', '.join(dict.fromkeys(assignments)) or 'none'}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
