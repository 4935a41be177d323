"""Mutation testing of the exercises' tests: mutants, survivors, and their explanations."""

from __future__ import annotations

import json
import threading
from pathlib import Path

import pytest

from authoring.assignment import AuthoredAssignment, BrokenAssignmentError, read_assignment
from authoring.mutation import score as proofs
from authoring.mutation.in_process_runner import Bench, OutOfTimeError, deadline, run_assignment
from authoring.mutation.mutants import mutants
from authoring.mutation.score import Proof, SurvivorReason, SurvivorsError, load_reasons
from newspace.core.errors import CourseError
from newspace_grading.disclosure.redaction import redacted


def cell(
    source: str,
    grade_id: str = "",
    *,
    grade: bool = False,
    solution: bool = False,
    locked: bool = False,
    points: float | None = None,
    kind: str = "code",
) -> dict[str, object]:
    marks = {
        "schema_version": 3,
        "grade_id": grade_id,
        "grade": grade,
        "solution": solution,
        "locked": locked,
        "task": False,
    }
    if points is not None:
        marks["points"] = points
    return {
        "cell_type": kind,
        "source": source.splitlines(keepends=True),
        "metadata": {"nbgrader": marks} if grade_id else {},
    }


def notebook(path: Path, *cells: dict[str, object]) -> Path:
    path.write_text(
        json.dumps({"cells": list(cells), "metadata": {}, "nbformat": 4, "nbformat_minor": 5}), encoding="utf-8"
    )
    return path


ANSWER = "def area(width, height):\n    return width * height"
STRONG = "assert area(3, 4) == 12\nassert area(2, 5) == 10\nassert area(0, 5) == 0"


def simple(tmp_path: Path, test: str) -> Path:
    """An assignment as any nbgrader course has it: nothing of our own in its metadata."""
    return notebook(
        tmp_path / "simple.ipynb",
        cell("# Title", kind="markdown"),
        cell("import math", "imports", locked=True),
        cell(ANSWER, "area", solution=True),
        cell(test, "test-area", grade=True, locked=True, points=2),
        cell("def twice(x):\n    return area(2, x)", "twice", solution=True),
        cell("assert twice(4) == 8", "test-twice", grade=True, locked=True, points=1),
        cell("Because.", "why", grade=True, solution=True, points=3, kind="markdown"),
    )


def prove(assignment: AuthoredAssignment, reasons: tuple[SurvivorReason, ...] = ()) -> list[Proof]:
    """With time enough: no fault that is made here loops, and a busy machine kills no mutant."""
    return proofs.prove(assignment, "simple", reasons, limit_s=600)


def test_a_foreign_assignment_is_read_into_tasks(tmp_path: Path) -> None:
    tasks = read_assignment(simple(tmp_path, STRONG)).tasks
    assert [(task.name, task.points, task.manual) for task in tasks] == [
        ("area", 2, False),
        ("twice", 1, False),
        ("why", 3, True),
    ]
    assert [len(task.answers) for task in tasks] == [1, 1, 1]


def test_a_repeated_grade_id_is_refused(tmp_path: Path) -> None:
    path = notebook(tmp_path / "twice.ipynb", cell("x = 1", "a", solution=True), cell("y = 1", "a", solution=True))
    with pytest.raises(BrokenAssignmentError, match="stands twice"):
        read_assignment(path)


def test_a_replaced_answer_is_judged_and_later_tasks_use_it(tmp_path: Path) -> None:
    assignment = read_assignment(simple(tmp_path, STRONG))
    assert {name: outcome.passed for name, outcome in run_assignment(assignment).items()} == {
        "area": True,
        "twice": True,
    }
    wrong = run_assignment(assignment, {"area": "def area(width, height):\n    return width + height"})
    assert {name: outcome.passed for name, outcome in wrong.items()} == {"area": False, "twice": False}, (
        "as in a learner's notebook, a later task stands on the earlier one"
    )
    bench = Bench(assignment)
    assert not bench.judge("area", "def area(width, height):\n    return width + height").passed
    assert bench.judge("twice").passed, "one task's answer leaves nothing behind for the next"


def test_an_endless_answer_is_stopped(tmp_path: Path) -> None:
    bench = Bench(read_assignment(simple(tmp_path, STRONG)), limit_s=0.2)
    outcome = bench.judge("area", "def area(width, height):\n    while True:\n        pass")
    assert not outcome.passed
    assert "OutOfTimeError" in outcome.message
    with pytest.raises(OutOfTimeError), deadline(0.05):
        threading.Event().wait(60)


def changes(source: str) -> set[str]:
    return {mutant.source for mutant in mutants(source)}


@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        ("x = 3", {"x = 4", "x = 2", "pass"}),
        ("x = 1.5", {"x = -1.6"}),
        ("x = True", {"x = False"}),
        ("x = 'word'", {"x = ''"}),
        ("x = a + b", {"x = a - b", "x = a", "x = b"}),
        ("x = a / b", {"x = a * b", "x = b / a"}),
        ("x = a ** b", {"x = a * b", "x = b ** a"}),
        ("x = a <= b", {"x = a < b", "x = a > b"}),
        ("x = a and b", {"x = a or b", "x = a"}),
        ("x = not a", {"x = a"}),
        ("x = -a", {"x = a"}),
        ("x = f(a, b)", {"x = f(b, a)"}),
        ("x = f(a)", {"x = a"}),
        (
            "for i in range(n):\n    f(i)",
            {
                "for i in range(n + 1):\n    f(i)",
                "for i in range(n + -1):\n    f(i)",
                "for i in range(n):\n    f(i)\n    break",
            },
        ),
        ("if a:\n    b", {"if not a:\n    b", "if a:\n    pass", "pass"}),
        (
            "def f(a, b):\n    return (a, b)",
            {
                "def f(a, b):\n    return (b, a)",
                "def f(a, b):\n    return (-a, b)",
                "def f(a, b):\n    return a",
                "def f(a, b):\n    return",
                "def f(a, b):\n    return (b, b)",
            },
        ),
    ],
)
def test_each_operator_makes_its_faults(source: str, wanted: set[str]) -> None:
    assert wanted <= changes(source)


def test_docstrings_and_the_source_itself_are_no_mutants() -> None:
    source = 'def f(a):\n    """About."""\n    return a'
    assert all('"""About."""' in text for text in changes(source))
    assert source not in changes(source)


def test_strong_tests_kill_mutants_and_weak_ones_leave_survivors(tmp_path: Path) -> None:
    strong = prove(read_assignment(simple(tmp_path, STRONG)))[0]
    assert strong.made > 5
    assert (strong.killed, strong.share) == (strong.made, 1.0)
    weak = prove(read_assignment(simple(tmp_path, "assert area(2, 2) == 4")))[0]
    assert weak.killed < weak.made
    assert not weak.holds
    assert any(mutant.change == "return width * height → return width + height" for mutant, _reason in weak.survivors)


def test_explanations_count_and_go_stale(tmp_path: Path) -> None:
    weak = read_assignment(simple(tmp_path, "assert area(2, 2) == 4"))
    alive = prove(weak)[0].survivors
    assert alive
    reasons = tuple(SurvivorReason("simple", "area", mutant.change, True, "because") for mutant, _reason in alive)
    assert prove(weak, reasons)[0].holds
    left_over = (*reasons, SurvivorReason("simple", "area", "return 1 → return 2", True, "because"))
    proof = prove(weak, left_over)[0]
    assert not proof.holds
    assert [reason.change for reason in proof.stale] == ["return 1 → return 2"]
    elsewhere = tuple(SurvivorReason("another", "area", reason.change, True, "because") for reason in reasons)
    assert not prove(weak, elsewhere)[0].holds, "an explanation holds for its own unit and task"


def test_a_reference_that_fails_its_tests_is_no_reference(tmp_path: Path) -> None:
    with pytest.raises(CourseError, match="does not pass its own tests"):
        prove(read_assignment(simple(tmp_path, "assert area(2, 2) == 5")))


def test_explanations_are_checked_when_loaded(tmp_path: Path) -> None:
    path = tmp_path / "survivors.toml"
    path.write_text(
        '[[survivor]]\nunit = "u"\ntask = "t"\nchange = "a → b"\nequivalent = "yes"\nreason = "r"\n', encoding="utf-8"
    )
    with pytest.raises(SurvivorsError, match="equivalent"):
        load_reasons(path)
    path.write_text(path.read_text(encoding="utf-8").replace('"yes"', "true"), encoding="utf-8")
    assert load_reasons(path) == (SurvivorReason("u", "t", "a → b", True, "r"),)


def test_hidden_regions_give_way_to_their_description() -> None:
    source = 'a = 1\n### BEGIN HIDDEN TESTS\nwith checks.hidden("t", "other values, and \'none\'") as check:\n    check.number(f, 1, expect=42.5)\n### END HIDDEN TESTS\nb = 2\n### BEGIN HIDDEN TESTS\nassert f(3) == 99\n### END HIDDEN TESTS'
    assert redacted(source) == "a = 1\n# hidden tests: other values, and 'none'\nb = 2\n# hidden tests: not shown"
