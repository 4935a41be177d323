"""Small nbgrader courses with classes that have handed in, for the tests of commands; and what comes of them."""

from __future__ import annotations

import functools
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from processes import command_client
from processes.commands import ONE_JOB, command, environment, run

NAME = "small"
WHEN = "2026-01-05 10:00:00 UTC"
GOOD, WRONG = "return 2 * number", "return number + 2"
LOST = b'{"cells": ['


# As the command, and stops itself as soon as its journal has so many lines.
PAUSING = """
import os, signal, sys
from newspace_grading.cli import main as cli
from newspace_grading.course.records.journal import Journal
left, write = int(sys.argv.pop(1)), Journal.write
def write_and_stop(journal, entry):
    global left
    write(journal, entry)
    left -= 1
    if not left:
        os.kill(os.getpid(), signal.SIGSTOP)
Journal.write = write_and_stop
sys.exit(cli.main())
"""


def paused(course: Path, lines: int, *arguments: str, forked: bool = True) -> subprocess.Popen[str]:
    """A command of ours that stands still in the middle: its last act was to write so many lines into its journal. SIGCONT lets it go on."""
    running = start(course, *arguments, line=[sys.executable, "-c", PAUSING, str(lines)], forked=forked)
    now = os.waitid(os.P_PID, running.pid, os.WSTOPPED | os.WEXITED | os.WNOWAIT)
    assert now is not None
    assert now.si_code == os.CLD_STOPPED, "it has ended before"
    return running


def start(course: Path, *arguments: str, line: Sequence[str] = (), forked: bool = True) -> subprocess.Popen[str]:
    """Start a command of ours in a course, forked where it can be from a process that is ready."""
    made = command_client.ForkedProcess if forked and command_client.usable() else subprocess.Popen
    return made(
        [*line, *arguments] if line else command(*arguments),
        cwd=course,
        env=environment(course.parent),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def notebook(body: str | None = GOOD, why: str = "Because.") -> dict[str, Any]:
    """The small assignment with an answer; None for the one that was given out. A test of 2 points, and a text of 3."""
    answer = "raise NotImplementedError()" if body is None else body
    return {
        "cells": [
            _cell("double", f"def double(number):\n    {answer}", solution=True),
            _cell("test-double", "assert double(2) == 4\nassert double(5) == 10", grade=True, locked=True, points=2),
            _cell("why", why, kind="markdown", grade=True, solution=True, points=3),
        ],
        "metadata": {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }


def _cell(name: str, source: str, kind: str = "code", **marks: Any) -> dict[str, Any]:
    told = {"grade": False, "solution": False, "locked": False, "task": False, "schema_version": 3, "grade_id": name}
    code = {"outputs": [], "execution_count": None} if kind == "code" else {}
    told |= {"cell_type": kind, **marks}
    return {"id": name, "cell_type": kind, "metadata": {"nbgrader": told}, "source": source, **code}


def hand_in(course: Path, student: str, what: str | bytes, when: str = WHEN) -> None:
    """Put a submission into its folder: the body of the function, or the bytes of a file."""
    folder = course / "submitted" / student / NAME
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    data = what if isinstance(what, bytes) else json.dumps(notebook(what)).encode()
    (folder / f"{NAME}.ipynb").write_bytes(data)
    (folder / "timestamp.txt").write_text(when, encoding="utf-8")


def make(course: Path, work: Mapping[str, str | bytes], config: Sequence[str] = ()) -> Path:
    """A course with the small assignment released, and what a class has handed in."""
    copy(_released(), course)
    (course / "nbgrader_config.py").write_text("\n".join(("c = get_config()", *config, ONE_JOB, "")), encoding="utf-8")
    for student, what in work.items():
        hand_in(course, student, what)
    return course


def make_quickstart(course: Path, *config: str) -> Path:
    """The example course of ``nbgrader quickstart``, which starts five Pythons for it."""
    from nbgrader.apps import quickstartapp

    example = Path(quickstartapp.__file__).parents[1] / "docs" / "source" / "user_guide" / "source"
    shutil.copytree(example, course / "source", ignore=shutil.ignore_patterns("*.html", "ps1_autotest"))
    own = (f'c.CourseDirectory.course_id = "{course.name}"', 'c.IncludeHeaderFooter.header = "source/header.ipynb"')
    (course / "nbgrader_config.py").write_text("\n".join(("c = get_config()", *own, *config, "")), encoding="utf-8")
    return course


@functools.cache
def _released() -> Path:
    """A course in which nobody has handed in; made once for all tests of a process."""
    course = Path(_kept().name).resolve() / "released"
    (course / "source" / NAME).mkdir(parents=True)
    source = notebook("### BEGIN SOLUTION\n    return 2 * number\n    ### END SOLUTION")
    (course / "source" / NAME / f"{NAME}.ipynb").write_text(json.dumps(source), encoding="utf-8")
    done = run(course, "generate_assignment", NAME, module="nbgrader")
    assert done.returncode == 0, done.stderr
    return course


@functools.cache
def undisturbed() -> Path:
    """A course that was graded in one run, after all of `class_of(10)` had handed in; nobody may change it."""
    course = make(Path(_kept().name).resolve() / "undisturbed", class_of(10))
    done = run(course, "autograde", NAME)
    assert done.returncode == 1, done.stderr
    return course


@functools.cache
def _kept() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="newspace-classroom-")


def class_of(number: int) -> dict[str, str | bytes]:
    """Some learners' work: right, wrong, another way, and every seventh file broken off."""
    bodies: list[str | bytes] = [GOOD, WRONG, "return number + number", "return [][0]", GOOD, "return 4", LOST]
    return {f"learner-{one:02}": bodies[one % len(bodies)] for one in range(number)}


def copy(course: Path, to: Path) -> Path:
    """A copy of a course, for one test."""
    return Path(shutil.copytree(course, to, symlinks=True))


def scores(course: Path, book: Path | None = None) -> dict[str, dict[str, Any]]:
    """What the gradebook says about each learner."""
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{book or course / 'gradebook.db'}", "") as opened:
        return {
            one.student_id: {
                "time": str(one.timestamp),
                "penalty": one.late_submission_penalty,
                **{
                    grade.name: (grade.auto_score, grade.manual_score, grade.needs_manual_grade)
                    for grade in one.notebooks[0].grades
                },
                **{
                    f"comment {said.name}": (said.auto_comment, said.manual_comment)
                    for said in one.notebooks[0].comments
                },
            }
            for one in opened.assignment_submissions(NAME)
        }


def graded(course: Path) -> dict[str, dict[str, Any]]:
    """The graded notebooks that lie in the course, by learner, and nothing half-made beside them."""
    found = {}
    for folder in sorted((course / "autograded").iterdir()):
        assert [path.name for path in folder.iterdir()] == [NAME]
        assert (folder / NAME / "timestamp.txt").exists()
        found[folder.name] = json.loads((folder / NAME / f"{NAME}.ipynb").read_text(encoding="utf-8"))
    return found


def entries(path: Path) -> list[dict[str, Any]]:
    """The lines of a journal."""
    return [json.loads(json.loads(line)["entry"]) for line in path.read_text(encoding="utf-8").splitlines()]
