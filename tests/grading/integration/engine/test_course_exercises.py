"""The course's own exercises: the reference earns every automatic point, an unanswered notebook none."""

from __future__ import annotations

import functools
import json
import shutil
from pathlib import Path

import pytest
from repository import ANSWERS, ROOT

from authoring.assignment import read_assignment
from newspace_grading.disclosure.messages import record_text
from newspace_grading.engine.analysis.reference import Source, read_source
from newspace_grading.engine.engine import Engine
from newspace_grading.model.results.record import Record
from newspace_grading.model.results.verdict import Verdict

UNITS = sorted(
    path.name
    for path in (ROOT / "solutions").iterdir()
    if (path / f"{path.name}.ipynb").exists() and (ROOT / "exercises" / path.name / f"{path.name}.ipynb").exists()
)


@functools.cache
def source_of(unit: str) -> Source:
    """As a whole class is graded with one source, so are all tests of a unit."""
    return read_source(ROOT / "solutions" / unit / f"{unit}.ipynb", ROOT / "exercises" / unit / f"{unit}.ipynb")


def graded(course_engine: Engine, unit: str, room: str, tmp_path: Path) -> list[Record]:
    shutil.copy(ROOT / room / unit / f"{unit}.ipynb", tmp_path)
    return course_engine.grade(source_of(unit), tmp_path)


@pytest.mark.parametrize("unit", UNITS)
def test_the_reference_earns_every_automatic_point(course_engine: Engine, unit: str, tmp_path: Path) -> None:
    records = graded(course_engine, unit, "solutions", tmp_path)
    manual = {part.grade_id for part in source_of(unit).parts if part.kind == "manual"}
    for record in records:
        if record.task in manual:
            assert record.verdict == Verdict.MANUAL
        else:
            assert (record.verdict, record.score) == ("passed", record.points), record
            assert record.repaired == ()


@pytest.mark.parametrize("unit", UNITS)
def test_an_unanswered_notebook_earns_nothing_and_says_so(course_engine: Engine, unit: str, tmp_path: Path) -> None:
    for record in graded(course_engine, unit, "exercises", tmp_path):
        assert (record.verdict, record.score) == ("failed", 0.0), record
        assert record_text(record)


def test_messages_are_those_that_a_learner_reads_in_the_notebook(course_engine: Engine, tmp_path: Path) -> None:
    unit = "02_ispace_missions"
    table = json.loads((ROOT / "solutions" / unit / f"{unit}.ipynb").read_text(encoding="utf-8"))
    for cell in table["cells"]:
        if cell["metadata"].get("nbgrader", {}).get("grade_id") == "orbit-speed":
            cell["source"] = "def orbit_speed(altitude_m):\n    ratio = GM_MOON / missing_name\n    return ratio"
        if cell["metadata"].get("nbgrader", {}).get("grade_id") == "free-fall":
            cell["source"] = "def free_fall(height_m, speed_m_s=0.0):\n    return [0] / 2"
    (tmp_path / f"{unit}.ipynb").write_text(json.dumps(table), encoding="utf-8")
    records = {record.task: record for record in course_engine.grade(source_of(unit), tmp_path)}
    assert "Your function uses “missing_name”" in " ".join(record_text(records["test-orbit-speed"]).split())
    assert "It happened in your line: return [0] / 2" in " ".join(record_text(records["test-free-fall"]).split())
    assert records["test-free-fall"].called == "(5000)"
    assert records["test-gate"].verdict == "passed"


def round_of(unit: str, kind: str, number: int) -> dict[str, str]:
    """Task → its answer of that number and kind (right or wrong), counted round where a task has fewer."""
    chosen = {}
    for folder in sorted((ANSWERS / unit).iterdir()):
        files = sorted(folder.glob(f"{kind}_*.py"))
        if files:
            chosen[folder.name] = files[number % len(files)].read_text(encoding="utf-8")
    return chosen


@pytest.mark.parametrize("number", range(3))
@pytest.mark.parametrize("kind", ["right", "wrong"])
@pytest.mark.parametrize("unit", [unit for unit in UNITS if (ANSWERS / unit).is_dir()])
def test_the_bank_of_answers_gets_the_verdicts_of_its_names(
    course_engine: Engine, unit: str, kind: str, number: int, tmp_path: Path
) -> None:
    path = ROOT / "solutions" / unit / f"{unit}.ipynb"
    assignment, table = read_assignment(path), json.loads(path.read_text(encoding="utf-8"))
    chosen, wanted = round_of(unit, kind, number), set()
    for task in assignment.tasks:
        if task.manual or task.name not in chosen:
            continue
        wanted |= {cell.grade_id for cell in task.tests}
        texts = [chosen[task.name], *("" for _ in task.answers[1:])]
        for cell, text in zip(task.answers, texts, strict=True):
            table["cells"][cell.index]["source"] = text
    (tmp_path / f"{unit}.ipynb").write_text(json.dumps(table), encoding="utf-8")
    for record in course_engine.grade(source_of(unit), tmp_path):
        if record.task in wanted and kind == "right":
            assert (record.verdict, record.score) == ("passed", record.points), record
        elif record.task in wanted:  # an answer of several parts may have some that are right
            assert record.score is not None, record
            assert record.score < record.points, record
            assert record.verdict == (Verdict.PARTIAL if record.score else Verdict.FAILED), record
