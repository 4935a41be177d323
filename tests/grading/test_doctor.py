"""What the doctor tells, and what is known about tests before anybody hands anything in."""

from __future__ import annotations

import argparse
import json
import shutil
from pathlib import Path

import pytest

from newspace_grading.cli.commands import doctor
from newspace_grading.course import layout as courses
from newspace_grading.engine.analysis import isolation_requirements, name_ownership
from newspace_grading.engine.judge.probes.expected_values import altered

ANSWER = """
class Account:
    def __init__(self): self.balance = 0
def rate(amount): return amount * RATE
def ask(): return input()
async def later(): return 1
"""


def of(test: str) -> list[str]:
    found = name_ownership.ownership_of(
        [ANSWER], ["import math\nRATE = 2\nfrom dataclasses import dataclass\n@dataclass\nclass P:\n    x: int"]
    )
    return [need.why for need in isolation_requirements.requirements_of(test, found)]


@pytest.mark.parametrize(
    ("test", "word"),
    [
        ("assert isinstance(Account(), Account)", "isinstance"),
        ("assert issubclass(type(Account()), (int, Account))", "issubclass"),
        ("assert type(Account()) is Account", "compares a type"),
        ("RATE = 3\nassert rate(1) == 3", "sets RATE"),
        ("def input(): return 4\nassert ask() == 4", "defines input"),
        ("import builtins\nbuiltins.input = lambda: '4'", "builtins.input"),
        (
            "from unittest.mock import patch\nwith patch('builtins.input', return_value='4'):\n    assert ask() == '4'",
            "patches",
        ),
        ("from unittest import mock\nwith mock.patch.object(math, 'pi', 3):\n    rate(1)", "patches"),
        ("globals()['RATE'] = 5", "globals"),
        ("import inspect\nassert 'RATE' in inspect.getsource(rate)", "getsource"),
        ("assert rate.__code__.co_argcount == 1", "__code__"),
        ("class Mine(Account): pass", "makes a class after Account"),
        ("assert await later() == 1", "awaits"),
        ("get_ipython().run_line_magic('time', 'rate(1)')", "shell"),
        ("%time rate(1)", "shell"),
        ("assert Out[1] == 2", "shell"),
        ("import __main__", "__main__"),
    ],
)
def test_a_test_that_needs_one_process_is_named_with_its_reason(test: str, word: str) -> None:
    assert any(word in why for why in of(test)), of(test)


@pytest.mark.parametrize(
    "test",
    [
        "assert rate(2) == 4",
        "assert isinstance(rate(2), (int, float))",
        "assert isinstance(rate(2), P)",
        "import io, contextlib\nout = io.StringIO()\nwith contextlib.redirect_stdout(out):\n    rate(1)\nassert out.getvalue() == ''",
        "from unittest.mock import patch\nwith patch('sys.stdout') as out:\n    rate(1)",
        "account = Account()\naccount.balance = 5\nassert account.balance == 5",
        "import random\nrandom.seed(3)\nassert rate(random.random()) > 0",
        "amount = 3\nassert rate(amount) == 6",
        "def broken(:",
    ],
)
def test_a_test_that_does_with_two_is_not(test: str) -> None:
    assert of(test) == []


def test_other_expected_values_are_those_of_hidden_tests_first_and_no_arguments() -> None:
    source = "assert f(1) == 2\n### BEGIN HIDDEN TESTS\nassert f(3) == 4\nassert f('a') == 'b'\n### END HIDDEN TESTS\nassert f(5) < 6"
    changed = altered(source)
    assert len(changed) == 3
    assert all("f(1)" in text and "f(3)" in text and "f(5) < 6" in text for text in changed)
    assert all("f(1) == 2\n" in text for text in changed[:2])
    assert "f(1) == 2\n" not in changed[2]
    assert altered("assert f(1) > 2") == []


def course(folder: Path, test: str) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "source" / "ps1").mkdir(parents=True)
    (folder / "nbgrader_config.py").write_text(
        "c = get_config()\nc.CourseDirectory.course_id = 'c'\n", encoding="utf-8"
    )
    cells = []
    for name, text, marks in (
        ("answer", ANSWER, {"grade": False, "solution": True, "locked": False}),
        ("test", test, {"grade": True, "solution": False, "locked": True, "points": 1}),
    ):
        nbgrader = {"grade_id": name, "schema_version": 3, "task": False, "cell_type": "code", **marks}
        cells.append({"cell_type": "code", "metadata": {"nbgrader": nbgrader}, "source": text, "outputs": []})
    table = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    (folder / "source" / "ps1" / "p.ipynb").write_text(json.dumps(table), encoding="utf-8")
    return folder


def told(folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> tuple[int, str]:
    monkeypatch.chdir(folder)
    code = doctor.run(courses.find(folder), argparse.Namespace(assignment=None))
    return code, capsys.readouterr().out


def test_the_doctor_tells_of_machine_course_and_tests(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    good = course(tmp_path / "good", "assert ask.__name__ == 'ask'")
    (good / "submitted" / "kim" / "ps1").mkdir(parents=True)
    monkeypatch.setattr(doctor.levels, "found", lambda: ("namespaces", {}))
    code, text = told(good, capsys, monkeypatch)
    assert code == 0
    for word in (
        "Isolation:",
        "Cores:",
        "Memory:",
        "nbgrader:",
        "Gradebook:",
        str(good),
        "p.ipynb: 1 tests (1 points)",
    ):
        assert word in text
    assert "1 handed in, 1 not graded yet" in text
    assert "newspace-grade autograde ps1" in text

    bad = course(tmp_path / "bad", "RATE = 2\nassert rate(1) == 2\nassert isinstance(Account(), Account)")
    monkeypatch.setattr(doctor.levels, "found", lambda: ("landlock", {"namespaces": "unshare: not permitted"}))
    code, text = told(bad, capsys, monkeypatch)
    assert code == 1
    assert "not namespaces: unshare: not permitted" in text
    assert "p.ipynb, test, line 3" in text
    assert "--allow-not-isolated" in text


def test_the_doctor_says_when_the_reference_is_wrong_or_the_gradebook_is_none(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    home = course(tmp_path / "course", "assert Account().balance == 7")
    (home / "gradebook.db").write_bytes(b"this is no database, and long enough to be told from one")
    code, text = told(home, capsys, monkeypatch)
    assert code == 1
    assert "the reference itself does not pass it" in text
    assert "cannot be opened" in text


def test_the_doctor_says_when_a_course_marks_hidden_tests_in_another_way(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    home = course(tmp_path / "course", "assert Account().balance == 0")
    assert "Hidden tests" not in told(home, capsys, monkeypatch)[1]
    with (home / "nbgrader_config.py").open("a", encoding="utf-8") as file:
        file.write("c.ClearHiddenTests.begin_test_delimeter = 'VERBORGEN'\n")
    code, text = told(home, capsys, monkeypatch)
    assert code == 1
    assert "between “VERBORGEN” and “END HIDDEN TESTS”" in text
    assert "The grader knows “BEGIN HIDDEN TESTS”" in text
