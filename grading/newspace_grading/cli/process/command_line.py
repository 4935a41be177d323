"""Run a command of ``newspace-grade`` in this process.

Exit codes: 0 if everything was graded, 1 if something was not and was named, 2 if the command could not run.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import io
import os
import shutil
import sys
import sysconfig
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from newspace_grading.cli.assignment_names import match_assignment, match_assignments
from newspace_grading.cli.command import Command
from newspace_grading.cli.commands.autograde import AUTOGRADE
from newspace_grading.cli.commands.doctor import DOCTOR
from newspace_grading.cli.commands.feedback import FEEDBACK
from newspace_grading.cli.commands.lms.collect import COLLECT
from newspace_grading.cli.commands.lms.grades import GRADES
from newspace_grading.cli.commands.lms.roster import ROSTER
from newspace_grading.cli.commands.merge import MERGE
from newspace_grading.cli.commands.mine import MINE
from newspace_grading.cli.commands.report import REPORT
from newspace_grading.cli.commands.whole_class.class_page import CLASS
from newspace_grading.cli.commands.whole_class.similar import SIMILAR
from newspace_grading.cli.process.standard_streams import outlive_closed_output
from newspace_grading.course import layout as courses
from newspace_grading.course.records.journal import BusyError
from newspace_grading.engine.launch.forkserver import WarmStart
from newspace_grading.model import course_plugin
from newspace_grading.model.errors import GraderError, UserError
from newspace_grading.model.text import plain_text, say

DISTRIBUTION = "newspace-grade"
_COURSE = "the course folder (default: this one)"
COMMANDS: tuple[Command, ...] = (
    AUTOGRADE,
    MERGE,
    FEEDBACK,
    MINE,
    REPORT,
    CLASS,
    SIMILAR,
    ROSTER,
    COLLECT,
    GRADES,
    DOCTOR,
)


def run_here(arguments: Sequence[str] | None = None, warm: WarmStart | None = None) -> int:
    """Run the command; return its exit code.

    Parameters
    ----------
    arguments : sequence of str or None
        The command and its options; None for those of this process.
    warm : WarmStart or None
        What a warm server gives, where one runs the command.
    """
    outlive_closed_output()
    _make_programs_findable()
    if sys.platform == "win32":
        for stream in (sys.stdout, sys.stderr):  # redirected output may have an encoding without some characters
            if isinstance(stream, io.TextIOWrapper):
                stream.reconfigure(errors="replace")
    options = _parser().parse_args(arguments, argparse.Namespace(warm=warm))
    for problem in course_plugin.installed().problems:
        print(plain_text(f"newspace-grade: {problem}"), file=sys.stderr)
    try:
        done = _run(options)
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


def _run(options: argparse.Namespace) -> int:
    """Run the requested command in its course folder."""
    settings = None if options.settings is None else Path(options.settings).resolve()
    folder = Path(options.course).resolve()
    if folder.is_dir():
        os.chdir(folder)  # nbgrader_config.py, and nbgrader's own parts, may use paths that are relative to it
    course = courses.find_course(folder, settings)
    if isinstance(getattr(options, "assignment", None), list):
        return _run_each(course, options)
    if getattr(options, "assignment", None) is not None:
        options.assignment = match_assignment(options.assignment, course.assignments())
    return _run_one(course, options)


def _run_one(course: courses.Course, options: argparse.Namespace) -> int:
    """Run a command, unless it is about points and nothing in the assignment is worth any: a reading is passed over, as nbgrader does."""
    if options.needs_points and not course.has_points(options.assignment):
        say(f"{options.assignment}: nothing in it is worth points, so it is passed over.", wrong=True)
        return 0
    done: int = options.run(course, options)
    return done


def _run_each(course: courses.Course, options: argparse.Namespace) -> int:
    """Run a command for several assignments; what stops it for one does not stop it for the others."""
    names = match_assignments(options.assignment, course.assignments())
    code, target = 0, getattr(options, "to", None)
    for name in names:
        options.assignment = name
        if target is not None and len(names) > 1:
            options.to = target / name
        try:
            code = max(code, _run_one(course, options))
        except (UserError, GraderError) as error:
            if len(names) == 1:
                raise
            print(plain_text(f"newspace-grade: {name}: {error}"), file=sys.stderr)
            code = 2
    return code


class _Help(argparse.HelpFormatter):
    """Leaves the lines of examples as they are, and shows the options of a usage line as one word: they are all listed below it."""

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        if text.startswith("examples:"):
            return text
        paragraphs = (super(_Help, self)._fill_text(one, width, indent) for one in text.strip().split("\n\n"))
        return "\n\n".join(paragraphs).replace("``", "")

    def add_usage(self, usage: str | None, actions: Any, groups: Any, prefix: str | None = None) -> None:
        options = [action for action in actions if action.option_strings]
        places = [action for action in actions if not action.option_strings]
        if usage is None and options:
            words = " ".join(self._format_args(one, self._get_default_metavar_for_positional(one)) for one in places)
            usage = f"%(prog)s [options] {words}".rstrip()
        super().add_usage(usage, actions, groups, prefix)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="newspace-grade", description="Grade notebooks of an nbgrader course.")
    parser.add_argument("--version", action="version", version=f"%(prog)s {importlib.metadata.version(DISTRIBUTION)}")
    parser.add_argument("--course", default=".", help=_COURSE)
    parser.add_argument(
        "--settings", help=argparse.SUPPRESS
    )  # a JSON file from EngineExporter with nbgrader's configuration in effect
    commands = parser.add_subparsers(dest="command", required=True)
    for command in COMMANDS:
        own = commands.add_parser(
            command.name,
            help=command.help,
            description=command.description,
            epilog="\n".join(["examples:", *(f"  newspace-grade {one}" for one in command.examples)])
            if command.examples
            else None,
            formatter_class=_Help,
        )
        own.set_defaults(run=command.run, needs_points=command.needs_points)
        own.add_argument("--course", default=argparse.SUPPRESS, help=_COURSE)  # also accepted after the command
        command.add_options(own)
    return parser


def _make_programs_findable() -> None:
    """Put the programs beside this Python on the path: to make a gradebook nbgrader starts “alembic” by its bare name."""
    if shutil.which("alembic") is None:
        os.environ["PATH"] = os.pathsep.join((sysconfig.get_path("scripts"), os.environ.get("PATH", "")))
