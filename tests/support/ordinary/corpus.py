"""The ordinary assignments as data, and the nbgrader course that is built from them."""

from __future__ import annotations

import functools
import hashlib
import json
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from repository import TESTS

CORPUS = TESTS / "grading" / "ordinary"
ASSIGNMENTS = CORPUS / "assignments"
REFERENCE = "right-1"
"""The submission that has the source's answers."""
UNTOUCHED = "untouched"
"""The submission of somebody who has opened the assignment and handed it in."""
_STUB = "# YOUR CODE HERE\nraise NotImplementedError()"
_WHEN = "2026-01-05 10:00:00 UTC"
_MARKS = {
    "setup": {"grade": False, "locked": True, "solution": False},
    "answer": {"grade": False, "locked": False, "solution": True},
    "test": {"grade": True, "locked": True, "solution": False},
}


@dataclass(frozen=True)
class Task:
    """An answer cell and the test cell below it.

    Attributes
    ----------
    name : str
        Its grade_id; that of the test is ``test-`` and this.
    kind : str
        What kind of test it is, in words.
    test : str
        The test cell.
    right, wrong : tuple of str
        Answers; the first right one is the reference.
    points : float
        What the test is worth.
    """

    name: str
    kind: str
    test: str
    right: tuple[str, ...]
    wrong: tuple[str, ...]
    points: float = 1

    def answer(self, variant: str) -> str:
        """The answer in a submission: where a task has fewer, its last is there again."""
        if variant == UNTOUCHED:
            return _STUB
        sort, _, number = variant.partition("-")
        answers = self.right if sort == "right" else self.wrong
        return answers[min(int(number), len(answers)) - 1]


@dataclass(frozen=True)
class Sheet:
    """A notebook of an assignment.

    Attributes
    ----------
    name : str
        Its name, without ending.
    setup : str
        The locked cell at its top.
    tasks : tuple of Task
        Its tasks; none in a notebook that is only there to be read.
    files : dict
        Name → text of the files that lie beside it.
    digest : str
        Changes with all that is graded.
    """

    name: str
    setup: str
    tasks: tuple[Task, ...]
    files: dict[str, str] = field(default_factory=dict)
    digest: str = ""


@functools.cache
def assignments() -> dict[str, tuple[Sheet, ...]]:
    """Each assignment's notebooks."""
    folders = sorted(path for path in ASSIGNMENTS.iterdir() if path.is_dir())
    return {folder.name: tuple(_sheet(path) for path in sorted(folder.glob("*.toml"))) for folder in folders}


def _sheet(path: Path) -> Sheet:
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    tasks = tuple(
        Task(**{**entry, "right": tuple(entry["right"]), "wrong": tuple(entry["wrong"])})
        for entry in table.get("task", ())
    )
    files = {name: content.lstrip("\n") for name, content in table.get("files", {}).items()}
    graded = [table["setup"], files, [(task.name, task.test, task.right, task.wrong, task.points) for task in tasks]]
    return Sheet(path.stem, table["setup"], tasks, files, hashlib.sha256(json.dumps(graded).encode()).hexdigest()[:16])


@functools.cache
def variants() -> tuple[str, ...]:
    """The submissions: each carries one answer to every task."""
    tasks = [task for sheets in assignments().values() for sheet in sheets for task in sheet.tasks]
    numbers = {"right": max(len(task.right) for task in tasks), "wrong": max(len(task.wrong) for task in tasks)}
    made = [f"{sort}-{number}" for sort, most in numbers.items() for number in range(1, most + 1)]
    return (*made, UNTOUCHED)


def notebook(sheet: Sheet, variant: str) -> dict[str, Any]:
    """A notebook with the answers of a submission; the source has those of ``right-1``."""
    cells = [_cell("setup", f"setup-{sheet.name}", sheet.setup)]
    for task in sheet.tasks:
        cells += [
            _cell("answer", task.name, task.answer(variant)),
            _cell("test", f"test-{task.name}", task.test, task.points),
        ]
    return {
        "cells": cells,
        "metadata": {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }


def _cell(role: str, name: str, source: str, points: float | None = None) -> dict[str, Any]:
    marks = {"grade_id": name, "schema_version": 3, "task": False, "cell_type": "code", **_MARKS[role]}
    if points is not None:
        marks["points"] = points
    return {
        "cell_type": "code",
        "id": hashlib.sha256(name.encode()).hexdigest()[:8],
        "metadata": {"nbgrader": marks},
        "source": source.strip("\n"),
        "outputs": [],
        "execution_count": None,
    }


def write_course(course: Path, *config: str, release: bool) -> None:
    """Write the course: sources, what every variant hands in, and, where nbgrader does not do it, the release."""
    (course / "nbgrader_config.py").write_text("\n".join(("c = get_config()", *config, "")), encoding="utf-8")
    for assignment, sheets in assignments().items():
        rooms = {course / "source" / assignment: REFERENCE}
        if release:
            rooms[course / "release" / assignment] = UNTOUCHED
        rooms |= {course / "submitted" / variant / assignment: variant for variant in variants()}
        for room, variant in rooms.items():
            room.mkdir(parents=True)
            for sheet in sheets:
                text = json.dumps(notebook(sheet, variant))
                (room / f"{sheet.name}.ipynb").write_text(text, encoding="utf-8")
                for name, content in sheet.files.items():
                    (room / name).write_text(content, encoding="utf-8")
            if "submitted" in room.parts:
                (room / "timestamp.txt").write_text(_WHEN, encoding="utf-8")
