"""Small assignments that are written in a test: an answer and a test cell for each task, and what other answers get."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

from repository import TESTS

from newspace_grading.engine.analysis.reference import Source, read_source
from newspace_grading.engine.engine import Engine
from newspace_grading.model.results.record import Record
from newspace_grading.sandbox.limits import Limits

LIMITS = Limits(cell_seconds=300.0, test_seconds=300.0, notebook_seconds=900.0)
MARKS = {
    "locked": {"grade": False, "locked": True, "solution": False},
    "answer": {"grade": False, "locked": False, "solution": True},
    "test": {"grade": True, "locked": True, "solution": False, "points": 1},
}
Cell = tuple[str, str, str]


def notebook(cells: list[Cell]) -> str:
    made = []
    for number, (role, name, text) in enumerate(cells):
        cell: dict[str, Any] = {"cell_type": "code", "id": f"c{number}", "metadata": {}, "source": text.strip("\n")}
        if role in MARKS:
            marks = {"grade_id": name, "schema_version": 3, "task": False, "cell_type": "code", **MARKS[role]}
            cell["metadata"]["nbgrader"] = marks
        made.append(cell | {"outputs": [], "execution_count": None})
    return json.dumps({"cells": made, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


def assigned(tasks: list[dict[str, str]], setup: str = "") -> list[Cell]:
    cells = [("locked", "setup", setup)] if setup else []
    for task in tasks:
        cells += [("answer", task["name"], task["answer"]), ("test", f"test-{task['name']}", task["test"])]
    return cells


def graded(
    engine: Engine, folder: Path, cells: list[Cell], answers: dict[str, str], source: Source | None = None
) -> tuple[Source, dict[str, Record]]:
    """The records of somebody whose answers differ in what is said; ``source`` is what was read for somebody before."""
    for room, given in (("source", cells), ("submitted", [(r, n, answers.get(n, t)) for r, n, t in cells])):
        (folder / room).mkdir(exist_ok=True)
        (folder / room / "a.ipynb").write_text(notebook(given), encoding="utf-8")
    source = source or read_source(folder / "source" / "a.ipynb")
    records = engine.grade(source, folder / "submitted")
    return source, {record.task.removeprefix("test-"): record for record in records}


def cases_in(name: str) -> dict[str, dict[str, str]]:
    """Read the cases of a file in tests/grading/data, by name."""
    cases = tomllib.loads((TESTS / "grading/data" / name).read_text(encoding="utf-8"))["case"]
    return {case["name"]: case for case in cases}


def check_case(engine: Engine, folder: Path, case: dict[str, str]) -> None:
    """Check that its reference passes isolated, that what is ``also_right`` does, and that an ``other`` answer fails."""
    cells = assigned([{"name": "t", "answer": case["answer"], "test": case["test"]}], case.get("setup", ""))
    source, records = graded(engine, folder, cells, {})
    engine.probe_reference(source)
    assert (records["t"].verdict, records["t"].isolated, engine.findings(source).needs) == ("passed", True, {})
    if "also_right" in case:
        record = graded(engine, folder, cells, {"t": case["also_right"]}, source)[1]["t"]
        assert (record.verdict, record.isolated) == ("passed", True), record
    if "other" in case:
        record = graded(engine, folder, cells, {"t": case["other"]}, source)[1]["t"]
        assert (record.verdict, record.score) == ("failed", 0), record


def tried(engine: Engine, folder: Path, answer: str, test: str, other: str) -> Record:
    """What another answer to a single task gets, where the reference's own passes."""
    cells = assigned([{"name": "t", "answer": answer, "test": test}])
    source, records = graded(engine, folder, cells, {"t": other})
    engine.probe_reference(source)  # if it had not to be judged for that answer
    assert not engine.findings(source).failures
    return records["t"]
