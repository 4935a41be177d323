"""Run ``newspace-grade``: grade the notebooks of a class in an nbgrader course folder.

Exit codes: 0 if everything was graded, 1 if something was not and was named, 2 if the command could not run.
"""

from __future__ import annotations

import argparse
import io
import sys
from collections.abc import Sequence
from pathlib import Path

from newspace_grading.cli.command import Command
from newspace_grading.cli.commands import autograde, doctor, feedback, merge, mine, report
from newspace_grading.course import layout as courses
from newspace_grading.course.journal import BusyError
from newspace_grading.model import course_plugin
from newspace_grading.model.errors import GraderError, UserError
from newspace_grading.model.text import plain_text, say

COMMANDS: tuple[Command, ...] = (autograde, merge, feedback, mine, report, doctor)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return its exit code."""
    if sys.platform == "win32":
        for stream in (sys.stdout, sys.stderr):  # redirected output may have an encoding without some characters
            if isinstance(stream, io.TextIOWrapper):
                stream.reconfigure(errors="replace")
    options = _parser().parse_args(arguments)
    for problem in course_plugin.installed().problems:
        print(plain_text(f"newspace-grade: {problem}"), file=sys.stderr)
    try:
        settings = None if options.settings is None else Path(options.settings).resolve()
        done: int = options.run(courses.find(Path(options.course).resolve(), settings), options)
    except (UserError, GraderError) as error:
        print(plain_text(f"newspace-grade: {error}"), file=sys.stderr)
    except BusyError as error:
        print(
            f"newspace-grade: another grader is at work on this assignment ({error}). Wait for it, then run again.",
            file=sys.stderr,
        )
    except OSError as error:
        say(
            f"newspace-grade: {error.strerror}: {error.filename}. Mend that, then run again: nothing is lost.",
            wrong=True,
        )
    else:
        return done
    return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="newspace-grade", description="Grade notebooks of an nbgrader course.")
    parser.add_argument("--course", default=".", help="the course folder (default: this one)")
    parser.add_argument(
        "--settings", help=argparse.SUPPRESS
    )  # a JSON file from EngineExporter with nbgrader's configuration in effect
    commands = parser.add_subparsers(dest="command", required=True)
    for command in COMMANDS:
        own = commands.add_parser(command.NAME, help=command.HELP, description=command.__doc__)
        own.set_defaults(run=command.run)
        command.options(own)
    return parser


if __name__ == "__main__":
    raise SystemExit(main())
