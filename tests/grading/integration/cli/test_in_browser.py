"""A notebook that is graded in one process, as in a browser's tab: it gets what it gets in processes of its own."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from courses.engines import warm
from courses.small_assignment import LIMITS, assigned, graded, notebook
from processes.commands import run_python
from repository import ROOT

from newspace_grading.engine.engine import Engine
from newspace_grading.model.results.record import Record

UNITS = ("02_ispace_missions", "05_policy_brief")
"""With figures, and with texts; what the others ask for is like it."""
GRADE = """
import sys
from pathlib import Path
from newspace_grading.cli.in_browser import grade_request
grade_request(Path(sys.argv[1]).read_text(encoding="utf-8"), sys.argv[2], print)
"""
LOOP = "def f(x):\n    while True: pass"
TASKS = [
    {"name": "calls-back", "answer": "def f(g, x): return g(g(x))", "test": "assert f(lambda x: x + 1, 2) == 4"},
    {
        "name": "second",
        "answer": "def h(x): return 2 * x",
        "test": "### BEGIN HIDDEN TESTS\nassert h(2) == 4\n### END HIDDEN TESTS",
    },
    {
        "name": "own-process",
        "answer": "class C: pass",
        "test": "import gc\nassert any(isinstance(one, C) for one in [C()])\n1",
    },
]


def in_one_process(folder: Path, **request: Any) -> list[dict[str, Any]]:
    """The events that a page hears when a notebook is graded in a process of its own."""
    empty = {"files": {}, "notes": [], "seconds": 60, "records": [], "ended_cells": [], "ended_tests": []}
    folder.mkdir()
    (folder / "request.json").write_text(json.dumps(empty | request), encoding="utf-8")
    done = run_python(folder, "-c", GRADE, str(folder / "request.json"), str(folder / "room"))
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def records(events: list[dict[str, Any]]) -> dict[str, Record]:
    found = [Record.from_plain(event["record"]) for event in events if event["event"] == "graded"]
    return {record.task: record for record in found}


def mixed(unit: str) -> str:
    """The reference's answers to every other task, and the others as they were given out."""
    source = json.loads((ROOT / "solutions" / unit / f"{unit}.ipynb").read_text(encoding="utf-8"))
    released = json.loads((ROOT / "exercises" / unit / f"{unit}.ipynb").read_text(encoding="utf-8"))
    answers = {cell["id"]: cell["source"] for cell in source["cells"]}
    own = [cell for cell in released["cells"] if cell["metadata"].get("nbgrader", {}).get("solution")]
    for cell in own[::2]:
        cell["source"] = answers[cell["id"]]
    return json.dumps(released)


@pytest.mark.parametrize("unit", UNITS)
def test_an_exercise_gets_the_same_verdicts_as_in_processes_of_its_own(tmp_path, unit):
    source, release = ROOT / "solutions" / unit / f"{unit}.ipynb", ROOT / "exercises" / unit / f"{unit}.ipynb"
    own = mixed(unit)
    events = in_one_process(
        tmp_path / "tab",
        assignment=unit,
        source=source.read_text(encoding="utf-8"),
        release=release.read_text(encoding="utf-8"),
        own=own,
    )
    from newspace_grading.engine.analysis.reference import read_source

    (tmp_path / "submitted").mkdir()
    (tmp_path / "submitted" / f"{unit}.ipynb").write_text(own, encoding="utf-8")
    read = read_source(source, release)
    with Engine(LIMITS, warm=warm()) as engine:
        elsewhere = {one.task: one for one in engine.grade(read, tmp_path / "submitted", source.parent)}
    here = records(events)
    assert here
    for task, record in here.items():
        other = elsewhere[task]
        assert (record.verdict, record.score, record.called) == (other.verdict, other.score, other.called), task
        assert record.level == "browser"
    done = events[-1]
    assert done["event"] == "done"
    assert "You graded this yourself." in done["page"]
    assert done["points"] == sum(record.score or 0 for record in elsewhere.values())


def test_what_took_too_long_costs_its_own_task_and_is_not_run_again(tmp_path):
    own = notebook(assigned([TASKS[0] | {"answer": LOOP}, *TASKS[1:]]))
    source = notebook(assigned(TASKS))
    ended = in_one_process(
        tmp_path / "tab", assignment="a", source=source, release=source, own=own, ended_tests=["test-calls-back"]
    )
    assert {task: record.verdict for task, record in records(ended).items()} == {
        "test-second": "passed",
        "test-own-process": "passed",
    }
    assert [event["word"] for event in ended if event["event"] == "task"] == ["Took too long", "Passed", "Passed"]
    cell = next(event["cell"] for event in ended if event.get("cell", "").endswith(TASKS[1]["answer"]))
    without = in_one_process(
        tmp_path / "again", assignment="a", source=source, release=source, own=source, ended_cells=[cell]
    )
    assert {task: record.verdict for task, record in records(without).items()} == {
        "test-calls-back": "passed",
        "test-second": "timed out",
        "test-own-process": "passed",
    }
    assert not [event for event in without if event.get("cell") == cell]


def test_records_of_an_earlier_process_are_kept_and_their_tests_not_run(tmp_path):
    source = notebook(assigned(TASKS))
    first = in_one_process(tmp_path / "one", assignment="a", source=source, release=source, own=source)
    kept = [event["record"] for event in first if event["event"] == "graded"]
    second = in_one_process(
        tmp_path / "two", assignment="a", source=source, release=source, own=source, records=kept[:2]
    )
    assert [event["record"]["task"] for event in second if event["event"] == "graded"] == [kept[2]["task"]]
    assert second[-1]["points"] == first[-1]["points"] == 3


def test_a_function_of_the_tests_is_called_by_the_learners(tmp_path):
    cells = assigned(TASKS[:1])
    with Engine(LIMITS, warm=warm()) as engine:
        there = graded(engine, tmp_path, cells, {})[1]["calls-back"]
    source = notebook(cells)
    here = records(in_one_process(tmp_path / "tab", assignment="a", source=source, release=source, own=source))
    assert (here["test-calls-back"].verdict, here["test-calls-back"].called) == (there.verdict, there.called)
