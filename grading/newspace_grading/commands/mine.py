"""``newspace-grade mine``: grade your own notebook, where the solutions are there, and read what came of it.

The class's gradebook is not touched. The page is written into the folder ``feedback`` of your working folder.
"""

from __future__ import annotations

import argparse
import os
import sys
import webbrowser
from pathlib import Path
from typing import TYPE_CHECKING

from newspace_grading.commands import path as path_of
from newspace_grading.course.folder import Course, readable
from newspace_grading.engine.engine import Engine
from newspace_grading.engine.records import HELD, table
from newspace_grading.plain import as_json, say
from newspace_grading.sandbox.limits import Limits

if TYPE_CHECKING:
    from newspace_grading.feedback.own import Graded

NAME = "mine"
HELP = "grade your own notebook, without the class's gradebook, and open the feedback"


def options(parser: argparse.ArgumentParser) -> None:
    """Which notebook, and how to tell."""
    parser.add_argument("assignment", help="its name, such as 02_ispace_missions")
    parser.add_argument(
        "--notebook",
        type=path_of,
        metavar="FILE",
        help="the notebook to grade (default: the one in your working folder)",
    )
    parser.add_argument("--no-open", action="store_true", help="write the page, and do not open it")
    parser.add_argument("--json", action="store_true", help="tell the outcome in lines of JSON")
    parser.set_defaults(started_in=Path.cwd())


def run(course: Course, options: argparse.Namespace) -> int:
    """Grade, write the page, and open it."""
    from newspace_grading.feedback.own import grade, notebooks, sources  # templates are loaded by this command only

    originals = sources(course, options.assignment)
    own = notebooks(course, options.assignment, originals, options.notebook, options.started_in)
    waiting = 0
    with Engine(Limits(), readable=readable()) as engine:
        for path, (source_path, release) in own.items():
            if options.json:
                _line(event="started", notebook=str(path), saved=path.stat().st_mtime)
            done = grade(engine, options.assignment, path, source_path, release)
            waiting += sum(record.verdict in HELD and record.verdict != "not graded" for record in done.records)
            _show(done, machine=options.json)
            if not options.no_open and _has_a_screen():
                webbrowser.open(done.page.as_uri())
    if waiting:
        print(f"{waiting} tasks were not graded: see the reasons above.", file=sys.stderr)
    return 1 if waiting else 0


def _show(done: Graded, *, machine: bool) -> None:
    if not machine:
        print(table(done.records))
        say(f"{done.points:g} of {done.possible:g} points. The whole feedback: {done.page}")
        return
    for task in done.tasks:
        word = task["word"]
        _line(
            event="task",
            title=task["title"],
            word=word.name if word else "",
            sign=word.sign if word else "",
            tone=word.tone if word else "",
            points=task["got"],
            possible=task["points"],
            waiting=task["waiting"],
        )
    _line(
        event="done",
        page=str(done.page),
        points=done.points,
        possible=done.possible,
        waiting=done.waiting,
        held=done.held,
    )


def _line(**data: object) -> None:
    print(as_json(data), flush=True)


def _has_a_screen() -> bool:
    """Without one Python would start a browser in the terminal, and wait for its end."""
    return sys.platform in ("win32", "darwin") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
