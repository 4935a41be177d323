"""Cells that a learner adds: their order with the set-up, their time limit. Modules beside the notebook come first."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from courses.small_assignment import LIMITS, Cell, assigned, graded, notebook

from newspace_grading.engine.analysis.reference import read_source
from newspace_grading.engine.engine import Engine
from newspace_grading.engine.protocol import framing
from newspace_grading.engine.protocol.codec import codec
from newspace_grading.model.results.record import Record

CELLS = assigned([{"name": "t", "answer": "def f(): return sum(DATA)", "test": "assert f() == 6"}], "DATA = [1, 2, 3]")


def graded_with(engine: Engine, folder: Path, own: list[str]) -> Record:
    """The record of somebody who has put cells above the set-up."""
    first: list[Cell] = [("", "", text) for text in own]
    for room, given in (("source", CELLS), ("submitted", [*first, *CELLS])):
        (folder / room).mkdir()
        (folder / room / "a.ipynb").write_text(notebook(given), encoding="utf-8")
    (record,) = engine.grade(read_source(folder / "source" / "a.ipynb"), folder / "submitted")
    return record


@pytest.mark.parametrize("own", ["%reset -f", "DATA = [5]", "def sum(xs): return 0\ndel sum"])
def test_cells_above_the_set_up_are_run_before_it(engine: Engine, tmp_path: Path, own: str) -> None:
    assert graded_with(engine, tmp_path, [own]).verdict == "passed"


def test_endless_cells_leave_time_for_the_tests(engine: Engine, tmp_path: Path) -> None:
    engine.limits = dataclasses.replace(LIMITS, cell_seconds=4.0, notebook_seconds=40.0)
    try:
        assert graded_with(engine, tmp_path, ["import time\nwhile True: time.sleep(0.1)"] * 10).verdict == "passed"
    finally:
        engine.limits = LIMITS


def test_a_set_up_cell_may_await_and_one_that_is_no_python_is_passed_over(engine: Engine, tmp_path: Path) -> None:
    awaits = "import asyncio\nDATA = await asyncio.sleep(0, [1, 2, 3])"
    cells: list[Cell] = [("locked", "example", "f([1, 2]) => 3"), ("locked", "awaits", awaits), *CELLS[1:]]
    _source, records = graded(engine, tmp_path, cells, {})
    assert (records["t"].verdict, records["t"].isolated) == ("passed", True)


IMPORTED = [
    {"name": "chance", "answer": "from random import randint as draw", "test": "assert draw.__name__ == 'randint'"},
    {"name": "module", "answer": "import statistics as st", "test": "assert 'st' in dir() and st.mean([1, 3]) == 2"},
    {"name": "value", "answer": "total = 3", "test": "assert 'total' in dir() and 'total' in locals()"},
]


@pytest.mark.parametrize("other", ["pass", "from random import random as draw\nst = 3"])
def test_what_only_an_answer_imports_or_binds_has_to_be_there(engine: Engine, tmp_path: Path, other: str) -> None:
    cells = assigned(IMPORTED)
    right = graded(engine, tmp_path, cells, {})[1]
    assert {(one.verdict, one.isolated) for one in right.values()} == {("passed", True)}, right
    wrong = graded(engine, tmp_path, cells, {task["name"]: other for task in IMPORTED})[1]
    assert {one.verdict for one in wrong.values()} == {"failed"}, wrong


def test_measurements_of_time_are_repeated_less_often_unless_a_cell_says_how_often(
    engine: Engine, tmp_path: Path
) -> None:
    cells: list[Cell] = [
        ("", "given", "word = 'abc'\nshort = %timeit -o -q -n1 len(word)\nlong = %timeit -o -q -n1 -r 3 len(word)"),
        ("", "cell", "%%timeit -n1 size = len(word)\nsize + 1"),
        ("answer", "t", "repeats = [short.repeat, long.repeat]"),
        ("test", "test-t", "assert repeats == [2, 3]"),
    ]
    (record,) = graded(engine, tmp_path, cells, {})[1].values()
    assert (record.verdict, record.isolated) == ("passed", True), record


def test_a_module_that_a_test_imports_is_there_for_answers_that_seed_it_and_for_given_cells(
    engine: Engine, tmp_path: Path
) -> None:
    cells: list[Cell] = [
        ("answer", "x", "x = 4"),
        ("test", "test-x", "import numpy as np\nassert x == np.int64(4)"),
        ("answer", "drawn", "np.random.seed(5)\ndrawn = np.random.rand(3)"),
        ("test", "test-drawn", "assert abs(drawn.sum() - 1.299444632606542) < 1e-12"),
        ("", "imports", "import random"),
        ("answer", "seeded", "random.seed(5)"),
        ("test", "test-seeded", "assert random.random() == 0.6229016948897019"),
        ("", "given", "column = np.arange(4)"),
        ("answer", "doubled", "doubled = column * 2"),
        ("test", "test-doubled", "assert doubled.tolist() == [0, 2, 4, 6]"),
    ]
    right = graded(engine, tmp_path, cells, {})[1]
    assert {one.verdict for one in right.values()} == {"passed"}, right
    assert [name for name, one in right.items() if not one.isolated] == ["seeded"]
    wrong = graded(
        engine, tmp_path, cells, {"seeded": "pass", "drawn": "drawn = np.random.rand(3)", "doubled": "doubled = column"}
    )[1]
    assert {name: one.verdict for name, one in wrong.items()} == {
        "x": "passed",
        "drawn": "failed",
        "seeded": "failed",
        "doubled": "failed",
    }


def test_what_a_test_imports_where_learners_can_read_it_is_there_for_later_answers(
    engine: Engine, tmp_path: Path
) -> None:
    tasks = [
        {"name": "f", "answer": "def f(): return 4", "test": "import statistics as st\nassert f() == st.mean([4])"},
        {"name": "total", "answer": "total = st.mean([1, 3])", "test": "assert total == 2"},
    ]
    _source, right = graded(engine, tmp_path, assigned(tasks), {})
    assert {(one.verdict, one.isolated) for one in right.values()} == {("passed", True)}, right
    assert graded(engine, tmp_path, assigned(tasks), {"total": "total = st.mean([1])"})[1]["total"].verdict == "failed"


def test_a_list_that_a_given_cell_fills_with_results_is_graded_where_it_was_filled(
    engine: Engine, tmp_path: Path
) -> None:
    cells: list[Cell] = [
        ("answer", "t", "def f(x): return x + 2"),
        ("", "given", "results = []\nfor i in range(3):\n    results.append(f(i))"),
        ("test", "test-t", "expected = [2, 3, 4]\nfor i in range(3):\n    assert results[i] == expected[i]"),
    ]
    right = graded(engine, tmp_path, cells, {})[1]["t"]
    assert (right.verdict, right.isolated) == ("passed", True), right
    wrong = {"t": "def f(x): return x + 2 if x else 99"}  # the test's own i must not be the given cell's
    assert graded(engine, tmp_path, cells, wrong)[1]["t"].verdict == "failed"


def test_a_task_left_open_stops_given_cells_and_costs_no_other_task(engine: Engine, tmp_path: Path) -> None:
    cells: list[Cell] = [
        ("answer", "speed", "def speed(x): return 3 * x"),
        ("test", "test-speed", "assert speed(2) == 6"),
        ("", "shown", "for i in range(3):\n    print(i, speed(i))"),
        ("", "given", "rows = []\nfor i in range(3):\n    rows.append(i)"),
        ("", "more", "rows.append(speed(2))"),
        ("answer", "total", "def total(xs): return sum(xs)"),
        ("test", "test-total", "assert total(rows) == sum(rows) and total(rows) > 2"),
    ]
    records = graded(engine, tmp_path, cells, {"speed": "def speed(x): raise NotImplementedError"})[1]
    assert (records["speed"].verdict, records["total"].verdict) == ("failed", "passed"), records


@pytest.mark.parametrize("name", ["plotchecker", "traitlets"])
def test_a_module_beside_the_notebook_comes_before_an_installed_one(engine: Engine, tmp_path: Path, name: str) -> None:
    tasks = [
        {
            "name": "a",
            "answer": f"import {name}\ndef f(): return {name}.four()",
            "test": f"assert f() == {name}.four() == 4",
        },
        {
            "name": "b",
            "answer": "def g(): return 1",
            "test": f"import {name}\nassert g.__globals__ and {name}.four() == 4",
        },
    ]
    (tmp_path / f"{name}.py").write_text("def four(): return 4", encoding="utf-8")
    (tmp_path / "a.ipynb").write_text(notebook(assigned(tasks)), encoding="utf-8")
    records = engine.grade(read_source(tmp_path / "a.ipynb"), tmp_path, tmp_path)
    assert [(one.verdict, one.isolated) for one in records] == [("passed", True), ("passed", False)]


ACCOUNT = """class Account:
    def __init__(self, balance): self.balance = balance
    def deposit(self, amount): self.balance += amount
"""
HELD = "assert get_ipython() and Account(1).balance == 1\naccount = Account(10)\nassert account.balance == 10"


@pytest.mark.parametrize("together", [True, False], ids=["by default", "strict"])
def test_a_test_that_is_not_isolated_leaves_later_ones_the_names_that_it_makes(
    engine: Engine, strict_engine: Engine, tmp_path: Path, together: bool
) -> None:
    cells: list[Cell] = [
        ("answer", "account", ACCOUNT),
        ("test", "made", HELD),
        ("test", "used", "account.deposit(5)\nassert account.balance == 15"),
    ]
    for room, given in (
        ("source", cells),
        ("wrong", [(role, name, text.replace("+=", "-=")) for role, name, text in cells]),
    ):
        (tmp_path / room).mkdir()
        (tmp_path / room / "a.ipynb").write_text(notebook(given), encoding="utf-8")
    source = read_source(tmp_path / "source" / "a.ipynb")
    one = engine if together else strict_engine
    first, second = one.grade(source, tmp_path / "source")
    assert (first.verdict, first.isolated) == (("passed", False) if together else ("needs process", True))
    assert (second.verdict, second.isolated) == ("passed", True), second
    assert one.grade(source, tmp_path / "wrong")[1].verdict == "failed"


LARGE = {  # a test, and the limit of the judge that is lowered for it: what crosses today takes seconds to make
    "parts": ("assert f([[n] for n in range(1200)]) == 1200", codec, "MAX_PARTS", 2000),
    "bytes": ("assert f('x' * 1_000_000) == 1_000_000", framing, "MAX_FRAME_BYTES", 500_000),
}


@pytest.mark.parametrize("kind", LARGE)
def test_an_argument_that_is_too_large_is_named_as_the_cause(
    engine: Engine, tmp_path: Path, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    test, module, limit, most = LARGE[kind]
    monkeypatch.setattr(module, limit, most)
    cells = assigned([{"name": "t", "answer": "def f(x): return len(x)", "test": test}])
    (tmp_path / "a.ipynb").write_text(notebook(cells), encoding="utf-8")
    source = read_source(tmp_path / "a.ipynb")
    (record,) = engine.grade(source, tmp_path)
    assert (record.verdict, record.isolated) == ("passed", False), record
    (need,) = engine.findings(source).needs["test-t"]
    assert "too large" in need.why
    assert "less data" in need.remedy
