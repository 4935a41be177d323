"""Temporary nbgrader courses with a class that has handed in, for the benchmark of grading."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import matplotlib as mpl
import psutil

from authoring.assignment import AuthoredTask, read_assignment

HOME = Path(__file__).resolve().parents[2]
ANSWERS = HOME / "tests" / "exercises" / "answers"
Notebook = dict[str, Any]


def bank_answers(unit: str, task: str, kind: str) -> list[str]:
    """Read the bank's answers to one task, right or wrong ones."""
    return [path.read_text(encoding="utf-8") for path in sorted((ANSWERS / unit / task).glob(f"{kind}_*.py"))]


def submissions(unit: str, number: int) -> Iterator[Notebook]:
    """Yield a class's work: every fifth is the reference; of the others half are right in other ways, half have mistakes."""
    path = HOME / "solutions" / unit / f"{unit}.ipynb"
    text, tasks = path.read_text(encoding="utf-8"), read_assignment(path).tasks
    chance = random.Random(unit)  # noqa: S311 - a class, not a secret
    for student in range(number):
        table = json.loads(text)
        if student % 5:
            for task in tasks:
                _answer(table, task, unit, "right" if student % 2 or chance.random() < 0.5 else "wrong", chance)
        yield table


def _answer(table: Notebook, task: AuthoredTask, unit: str, kind: str, chance: random.Random) -> None:
    found = [] if task.manual else bank_answers(unit, task.name, kind)
    if found:
        texts = [chance.choice(found), *("" for _ in task.answers[1:])]
        for cell, text in zip(task.answers, texts, strict=True):
            table["cells"][cell.index]["source"] = text


def small() -> Notebook:
    """Build an assignment of one task, for measuring memory."""
    marks = {"schema_version": 3, "task": False, "cell_type": "code"}
    answer = {"grade_id": "double", "grade": False, "solution": True, "locked": False, **marks}
    test = {"grade_id": "test-double", "grade": True, "solution": False, "locked": True, "points": 1, **marks}
    return {
        "cells": [
            _code("### BEGIN SOLUTION\ndef double(number):\n    return 2 * number\n### END SOLUTION", answer),
            _code("assert double(2) == 4", test),
        ],
        "metadata": {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }


def _code(source: str, marks: dict[str, Any]) -> dict[str, Any]:
    own = {"id": marks["grade_id"], "source": source, "outputs": [], "execution_count": None}
    return {"cell_type": "code", "metadata": {"nbgrader": marks}, **own}


def course(folder: Path, unit: str, source: Notebook, handed_in: Iterator[Notebook]) -> list[str]:
    """Make a course with one assignment, released, and what a class has handed in; the students."""
    (folder / "source" / unit).mkdir(parents=True)
    (folder / "source" / unit / f"{unit}.ipynb").write_text(json.dumps(source), encoding="utf-8")
    command(folder, "nbgrader", "generate_assignment", unit)
    students = []
    for number, table in enumerate(handed_in):
        students.append(f"student-{number:04}")
        place = folder / "submitted" / students[-1] / unit
        place.mkdir(parents=True)
        (place / f"{unit}.ipynb").write_text(json.dumps(table), encoding="utf-8")
        (place / "timestamp.txt").write_text("2026-01-05 10:00:00 UTC", encoding="utf-8")
    return students


@dataclass(frozen=True)
class Ran:
    """How a command ran: seconds of the whole, the moments at which lines of a kind came, and the largest memory in bytes."""

    seconds: float
    moments: list[float]
    memory: int

    def each(self) -> float:
        """Seconds a line, from the first of them to the last."""
        return (self.moments[-1] - self.moments[0]) / (len(self.moments) - 1)


def command(folder: Path, module: str, *arguments: str, mark: str = "", watch: bool = False) -> Ran:
    """Run a command in a course.

    Raises
    ------
    RuntimeError
        If it ended with an error.
    """
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("JUPYTER", "PYTHON"))}
    path = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))
    environment |= {
        "PATH": path,
        "HOME": str(folder),
        "MPLBACKEND": "agg",
        "MPLCONFIGDIR": str(mpl.get_cachedir()),
    }
    begun = time.perf_counter()
    moments: list[float] = []
    lines: list[str] = []
    with subprocess.Popen(
        [sys.executable, "-u", "-m", module, *arguments],
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
    ) as process:
        largest = _Largest(process.pid) if watch else None
        for line in process.stdout or ():
            lines.append(line)
            if mark and mark in line:
                moments.append(time.perf_counter())
    taken = time.perf_counter() - begun
    if process.returncode:
        raise RuntimeError(f"{module} {' '.join(arguments)} ended with {process.returncode}:\n{''.join(lines[-30:])}")
    return Ran(taken, moments, largest.stop() if largest else 0)


class _Largest:
    """The largest memory of a process and all that it starts, looked at now and then; what they share is counted once."""

    def __init__(self, pid: int) -> None:
        self._process = psutil.Process(pid)
        self._most = 0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look)
        self._thread.start()

    def _look(self) -> None:
        while not self._over.wait(0.5):
            held = 0
            for process in _family(self._process):
                try:
                    held += process.memory_full_info().pss
                except psutil.Error:
                    continue
            self._most = max(self._most, held)

    def stop(self) -> int:
        """Bytes."""
        self._over.set()
        self._thread.join()
        return self._most


def _family(process: psutil.Process) -> list[psutil.Process]:
    try:
        return [process, *process.children(recursive=True)]
    except psutil.Error:
        return []


def gradebook_scores(folder: Path, unit: str) -> dict[str, dict[str, tuple[float | None, bool]]]:
    """Student → task → score, and whether a person is asked, from the gradebook."""
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{folder / 'gradebook.db'}") as book:
        return {
            one.student_id: {
                grade.name: (grade.auto_score, grade.needs_manual_grade)
                for notebook in one.notebooks
                for grade in notebook.grades
            }
            for one in book.assignment_submissions(unit)
        }
