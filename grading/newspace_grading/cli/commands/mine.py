"""``newspace-grade mine``: grade a learner's own notebook where the solutions are installed, and open the feedback.

The gradebook of the class is not used. The page is written to the folder ``feedback`` of the learner's working folder.
"""

from __future__ import annotations

import argparse
import os
import sys
import webbrowser
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from newspace_grading.cli.command import Command, absolute_path
from newspace_grading.cli.output import isolation_notice, text_width
from newspace_grading.cli.setting_options import add_limits, add_settings, apply_fork, check_level, settings_for
from newspace_grading.course.layout import Course
from newspace_grading.disclosure.messages import hidden_test_failed, record_text
from newspace_grading.disclosure.translation import _
from newspace_grading.engine.engine import Engine
from newspace_grading.model import course_plugin
from newspace_grading.model.results.failure import Label
from newspace_grading.model.results.verdict import UNGRADED, Verdict
from newspace_grading.model.text import as_json, one_line, say, with_noun

if TYPE_CHECKING:
    from newspace_grading.pages.learner.self_study import Graded

_REASONS = (Label.CELL_STOPPED, Label.WHY, Label.WHERE, Label.WHAT_HAPPENED)


def _add_options(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("assignment", help="its name, such as ps1")
    parser.add_argument(
        "--notebook",
        type=absolute_path,
        metavar="FILE",
        help="the notebook to grade (default: the one in your working folder)",
    )
    parser.add_argument("--no-open", action="store_true", help="write the page, and do not open it")
    parser.add_argument("--json", action="store_true", help="tell the outcome in lines of JSON")
    add_settings(parser, "strict", "allow_not_isolated", "level", "fork")
    add_limits(parser)
    parser.set_defaults(started_in=Path.cwd())


def _run(course: Course, options: argparse.Namespace) -> int:
    """Grade the notebook, write the page and open it."""
    from newspace_grading.pages.learner.self_study import (  # slow to import, and only this command needs it
        grade,
        notebooks,
        solution_sources,
    )

    originals = solution_sources(course, options.assignment)
    own = notebooks(course, options.assignment, originals, options.notebook, options.started_in)
    not_graded = 0
    settings = settings_for(course, options, options.assignment)
    apply_fork(settings)
    check_level(settings)
    isolation_notice.note_old_option(options)
    os.environ["NBGRADER_EXECUTION"] = "validate"  # as nbgrader's own Validate button has it
    with Engine(
        settings.limits,
        settings.level,
        readable=course_plugin.installed().readable(),
        together=not settings.strict,
        warm=getattr(options, "warm", None),
    ) as engine:
        for path, (source_path, release) in own.items():
            if options.json:
                print(as_json({"event": "started", "notebook": str(path), "saved": path.stat().st_mtime}), flush=True)
            done = grade(engine, options.assignment, path, source_path, release)
            not_graded += sum(record.verdict in UNGRADED for record in done.records)
            _show(done, machine=options.json)
            if not options.no_open and _has_a_screen():
                webbrowser.open(done.page.as_uri())
    if not_graded:
        say(f"{with_noun(not_graded, 'task was', 'tasks were')} not graded: see the reasons above.", wrong=True)
    return 1 if not_graded else 0


def _show(done: Graded, *, machine: bool) -> None:
    if not machine:
        for line in _table(done):
            print(line)
        levels = ", ".join(sorted({record.level for record in done.records if record.level}))
        still = done.waiting + done.held
        came = f"{done.points:g} of {with_noun(done.possible, 'point')}{' so far' if still else ''}"
        came = f"No points yet, of {done.possible:g}" if still == done.possible else came
        say(f"{came}. Isolation: {levels}. The whole feedback: {done.page}")
        return
    for event in events(done):
        print(as_json(event), flush=True)


def events(done: Graded) -> Iterator[dict[str, Any]]:
    """Tell the outcome as plain data: each task, then the whole."""
    for task in done.tasks:
        word = task["word"]
        yield {
            "event": "task",
            "title": task["title"],
            "word": word.name if word else "",
            "sign": word.sign if word else "",
            "tone": word.tone if word else "",
            "points": task["got"],
            "possible": task["points"],
            "waiting": task["waiting"],
        }
    yield {
        "event": "done",
        "page": str(done.page),
        "points": done.points,
        "possible": done.possible,
        "waiting": done.waiting,
        "held": done.held,
    }


def _table(done: Graded) -> list[str]:
    """Return a row for each task: its verdict, points and, below, the reason if there is one."""
    from newspace_grading.pages.learner.page import points

    unread = [record for record in done.records if record.verdict == Verdict.UNREADABLE]
    if unread and len(unread) == len(done.records):
        return [f"The file could not be read: {one_line(record_text(unread[0]))}"]
    room = text_width.terminal_columns()
    rows = [
        (
            f"{task['word'].sign} {task['word'].name}" if task["word"] else "",
            "– of" if task["waiting"] else f"{points(task['got'])} of",
            points(task["points"]),
            one_line(task["title"]),
            _reason(task),
        )
        for task in done.tasks
    ]
    word, got, of = (max((text_width.width(row[place]) for row in rows), default=0) for place in range(3))
    lines = []
    for row in rows:
        begin = f"{text_width.padded(row[0], word)}  {row[1]:>{got}} {row[2]:>{of}}  "
        lines.append(text_width.cut(f"{begin}{row[3]}", room))
        left = None if room is None else max(20, room - text_width.width(begin))
        lines += [f"{' ' * text_width.width(begin)}{text}" for text in text_width.wrapped(row[4], left) if text]
    return lines


def _reason(task: Mapping[str, Any]) -> str:
    """Return in a few words why a task did not pass; "" if it did, or if only the page explains it."""
    for cell in task["cells"]:
        if cell["word"].tone != "good":
            told = {row.label: row for row in cell["rows"]}
            if cell["hidden_failed"] and Label.WHY not in told:
                about = _("A hidden test did not pass: {about}").replace("{about}", cell["about"])
                return one_line(about if cell["about"] else hidden_test_failed())
            return next((one_line(f"{told[one].name}: {told[one].text}") for one in _REASONS if one in told), "")
    return ""


def _has_a_screen() -> bool:
    """Tell whether there is a display: without one, Python would run a text browser in the terminal and wait for it."""
    return sys.platform in ("win32", "darwin") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


MINE = Command(
    name="mine",
    examples=("mine ps1",),
    help="grade your own notebook, without the class's gradebook, and open the feedback",
    description=__doc__ or "",
    add_options=_add_options,
    run=_run,
    needs_points=True,
)
