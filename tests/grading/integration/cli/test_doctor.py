"""``newspace-grade doctor``: reports on the machine, the course, and the tests before any submission."""

from __future__ import annotations

import argparse
import functools
import json
import re
import shutil
from pathlib import Path

import pytest
from courses.engines import warm

from newspace_grading.cli.commands import doctor
from newspace_grading.cli.commands.doctor import DOCTOR
from newspace_grading.cli.process.command_line import _parser
from newspace_grading.course import layout as courses
from newspace_grading.course.nbgrader.settings import SettingsError
from newspace_grading.engine.engine import Engine
from newspace_grading.sandbox import levels

ANSWER = """
class Account:
    def __init__(self): self.balance = 0
def rate(amount): return amount * RATE
def ask(): return input()
async def later(): return 1
"""


@pytest.fixture(autouse=True)
def forked(monkeypatch: pytest.MonkeyPatch) -> None:
    """The doctor's engines get their forkservers from a process that is ready."""
    monkeypatch.setattr(doctor, "Engine", functools.partial(Engine, warm=warm()))


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
    code = DOCTOR.run(courses.find_course(folder), argparse.Namespace(assignment=None))
    return code, capsys.readouterr().out


def test_doctor_reports_machine_course_and_tests(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    good = course(tmp_path / "good", "assert ask.__name__ == 'ask'")
    (good / "submitted" / "kim" / "ps1").mkdir(parents=True)
    monkeypatch.setattr(levels, "find_strongest", lambda: ("namespaces", {}))
    code, text = told(good, capsys, monkeypatch)
    assert code == 0
    for word in (
        "Isolation:",
        "Cores:",
        "Memory:",
        "nbgrader:",
        "Gradebook:",
        str(good),
        "p.ipynb: 1 test (1 point), ",
    ):
        assert word in text
    assert "1 handed in, 1 not graded yet" in text
    assert "newspace-grade autograde ps1" in text

    bad = course(tmp_path / "bad", "RATE = 2\nassert rate(1) == 2\nimport __main__")
    monkeypatch.setattr(levels, "find_strongest", lambda: ("landlock", {"namespaces": "unshare: not permitted"}))
    _code, text = told(bad, capsys, monkeypatch)
    assert "not namespaces: unshare: not permitted" in text
    assert "p.ipynb, test, line 3" in text
    assert "marked “not isolated”" in text
    with (bad / "nbgrader_config.py").open("a", encoding="utf-8") as config:
        config.write("\nc.GraderSettings.strict = True\n")
    code, text = told(bad, capsys, monkeypatch)
    assert code == 1
    assert "it goes to a person; without --strict it is graded" in text


def test_doctor_reports_a_failing_reference_and_an_unreadable_gradebook(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    home = course(tmp_path / "course", "assert Account().balance == 7")
    (home / "gradebook.db").write_bytes(b"this is no database, and long enough to be told from one")
    code, text = told(home, capsys, monkeypatch)
    assert code == 1
    assert "the reference itself does not pass it" in text
    assert "cannot be opened" in text


def test_doctor_reports_foreign_hidden_test_delimiters(
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


def table(text: str) -> dict[str, list[str]]:
    """The rows of the doctor's tables of settings, the last of each name: the value, and where it was set."""
    found = re.findall(r"^ +([a-z_]+) +(\S+)  (default.*|command line: .*|nbgrader_config.py.*)$", text, re.MULTILINE)
    return {name: [value, origin] for name, value, origin in found}


def told_with_settings(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, *arguments: str
) -> tuple[int, str]:
    """Run the doctor in a course that sets limits for all assignments and for one; return its exit code and output."""
    home = course(tmp_path / "course", "assert Account().balance == 0")
    with (home / "nbgrader_config.py").open("a", encoding="utf-8") as file:
        file.write("c.Execute.timeout = 45\nc.GraderLimits.memory_mb = 512\n")
        file.write("c.GraderLimits.assignments = {'ps1': {'memory_mb': 256}}\n")
        file.write("c.GraderSettings.assignments = {'ps2': {'jobs': 1}}\n")
    monkeypatch.chdir(home)
    code = DOCTOR.run(courses.find_course(home), _parser().parse_args(["doctor", *arguments]))
    return code, capsys.readouterr().out


def test_doctor_prints_each_setting_with_its_origin(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    code, text = told_with_settings(tmp_path, capsys, monkeypatch)
    rows = table(text)
    assert rows["cell_seconds"] == ["45", "nbgrader_config.py, line 3: c.Execute.timeout, nbgrader's own"]
    assert rows["memory_mb"] == ["256", 'nbgrader_config.py, line 5: c.GraderLimits.assignments["ps1"]']
    assert "a notebook may use 512 MB" in text
    assert "memory_mb                 512  nbgrader_config.py, line 4: c.GraderLimits.memory_mb" in text
    assert rows["processes"] == ["64", "default"]
    assert "has settings for “ps2”, and no such assignment is here" in text
    assert "Did you mean “ps1”?" in text
    assert code == 1


def test_doctor_prints_options_over_configured_settings(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    options = ("ps1", "--cell-seconds=7", "--file-mb=500", "--level=limits", "--notebook-seconds=5")
    _code, text = told_with_settings(tmp_path, capsys, monkeypatch, *options)
    rows = table(text)
    assert rows["cell_seconds"] == ["7", "command line: --cell-seconds"]
    assert rows["memory_mb"] == ["256", 'nbgrader_config.py, line 5: c.GraderLimits.assignments["ps1"]']
    assert rows["disk_mb"] == ["1000", "default, raised with file_mb"]
    assert rows["level"] == ["limits", "command line: --level"]
    assert "set to limits: only time, memory and file size are limited" in text
    assert "a notebook may use 256 MB" in text
    assert "cell_seconds is 7, and notebook_seconds, which ends the whole notebook, only 5." in text


def test_doctor_refuses_an_isolation_level_that_the_machine_lacks(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    home = course(tmp_path / "course", "assert Account().balance == 0")
    monkeypatch.chdir(home)
    monkeypatch.setattr(
        levels, "find_strongest", lambda: ("limits", dict.fromkeys(("namespaces", "landlock"), "not permitted"))
    )
    with pytest.raises(SettingsError) as raised:
        DOCTOR.run(courses.find_course(home), _parser().parse_args(["doctor", "--level=namespaces"]))
    assert "cannot be had here: not permitted" in str(raised.value)
    assert "Where: command line: --level" in str(raised.value)
    assert "Settings:" in capsys.readouterr().out
