"""Ordinary cells, which are not marked: what they make for the tests is what they make in one process, also where it takes several statements."""

from __future__ import annotations

from pathlib import Path

import pytest
from courses.small_assignment import Cell, cases_in, graded

from newspace_grading.engine.engine import Engine

CASES = cases_in("ordinary_cells.toml")
ROLES = {"locked": "setup", "before": "", "answer": "t", "between": "", "test": "test-t"}
"""The parts of a case in the order of the notebook, each with the name of its cell."""


def cells_of(case: dict[str, str]) -> list[Cell]:
    return [
        ("ordinary" if role in ("before", "between") else role, name, case[role])
        for role, name in ROLES.items()
        if role in case
    ]


@pytest.mark.parametrize("name", CASES)
def test_tests_see_what_ordinary_cells_make(engine: Engine, tmp_path: Path, name: str) -> None:
    case = CASES[name]
    cells = cells_of(case)
    if "other" in case:  # first: nothing is known of the reference yet
        record = graded(engine, tmp_path, cells, {"t": case["other"]})[1]["t"]
        assert (record.verdict, record.score) == ("failed", 0), record
    source, records = graded(engine, tmp_path, cells, {})
    engine.probe_reference(source)
    assert (records["t"].verdict, records["t"].isolated, engine.findings(source).needs) == ("passed", True, {})


def test_each_test_sees_the_cells_above_it_alone(engine: Engine, tmp_path: Path) -> None:
    cells: list[Cell] = [
        ("ordinary", "", "data = [1, 2]"),
        ("answer", "t", "def f(x): return sum(x)"),
        ("test", "test-first", "assert f(data) == 3"),
        ("ordinary", "", "data = [5, 6]"),
        ("test", "test-second", "assert f(data) == 11"),
        ("ordinary", "", "data.append(1)"),
        ("test", "test-third", "assert f(data) == 12 and len(data) == 3"),
    ]
    right = graded(engine, tmp_path, cells, {})[1]
    assert {name: (one.verdict, one.isolated) for name, one in right.items()} == dict.fromkeys(
        ("first", "second", "third"), ("passed", True)
    )
    wrong = graded(engine, tmp_path, cells, {"t": "def f(x): return 11"})[1]
    assert [one.verdict for one in wrong.values()] == ["failed", "passed", "failed"]


def test_a_learner_who_changes_an_ordinary_cell_changes_no_test(engine: Engine, tmp_path: Path) -> None:
    given, emptied = "data = []\nfor n in range(3): data.append(n)", "data = []"
    cells: list[Cell] = [
        ("ordinary", "given", given),
        ("answer", "t", "def f(x): return x"),
        ("test", "test-t", "for n in data: assert f(n) == n"),
    ]
    source, _records = graded(engine, tmp_path, cells, {})
    record = graded(engine, tmp_path, cells, {"given": emptied, "t": "def f(x): return -1"}, source)[1]["t"]
    assert record.verdict == "failed"


PREPARED = "d['twice'] = d['a'] * 2\ndef f(t): return t['twice'].sum()"
ADDED = "d['twice'] = d['a'] * 2\ndef f(t): return 2 * t['a'].sum()"


@pytest.mark.parametrize(
    ("answer", "verdict"), [(PREPARED, "tampered"), (ADDED, "passed")], ids=["needs it", "does not"]
)
def test_an_answer_that_changes_given_data_is_paid_if_it_passes_without_that(
    engine: Engine, tmp_path: Path, answer: str, verdict: str
) -> None:
    cells: list[Cell] = [
        ("locked", "setup", "import pandas as pd\nd = pd.DataFrame({'a': [3, 1, 2]})"),
        ("answer", "t", "def f(t): return 2 * t['a'].sum()"),
        ("test", "test-t", "assert f(d) == 12"),
    ]
    assert graded(engine, tmp_path, cells, {"t": answer})[1]["t"].verdict == verdict
