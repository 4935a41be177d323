"""The settings as options of the commands."""

from __future__ import annotations

import os
from types import SimpleNamespace
from typing import Any

import pytest

from newspace_grading.cli.process.command_line import _parser
from newspace_grading.cli.setting_options import apply_fork, settings_for
from newspace_grading.course.layout import Course
from newspace_grading.course.nbgrader.settings import SECTIONS, GraderLimits, argument, names_of, option_of, parsed
from newspace_grading.sandbox import levels


@pytest.mark.parametrize("command", ["autograde", "mine", "doctor"])
def test_every_limit_is_an_option_that_names_its_setting(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        _parser().parse_args([command, "--help"])
    text = "".join(capsys.readouterr().out.split())
    for name in names_of(GraderLimits):
        assert option_of(GraderLimits, name) in text
        assert f"c.GraderLimits.{name}" in text


def test_options_that_were_not_given_are_none() -> None:
    given = vars(_parser().parse_args(["autograde", "ps1"]))
    assert {name: given[name] for section in SECTIONS for name in names_of(section)} == {
        name: None for section in SECTIONS for name in names_of(section)
    }


def test_options_have_the_values_of_their_settings() -> None:
    line = "autograde ps1 --cell-seconds 1.5 --memory-mb=300 --jobs 3 --wait 0 --level limits --no-allow-not-isolated"
    given = _parser().parse_args(line.split())
    assert (given.cell_seconds, given.memory_mb, given.jobs, given.wait_seconds) == (1.5, 300, 3, 0.0)
    assert (given.level, given.allow_not_isolated) == ("limits", False)


@pytest.mark.parametrize(
    ("option", "needed"),
    [
        ("--cell-seconds=0", "a number of seconds from 0.1 to 604800"),
        ("--cell-seconds=nan", "a number of seconds from 0.1 to 604800"),
        ("--memory-mb=2.5", "a whole number of MB from 32 to 1048576"),
        ("--processes=many", "a whole number of processes from 8 to 32768"),
        ("--jobs=0", "a whole number of submissions from 1 to 1024"),
        ("--level=high", "one of strongest, namespaces, landlock, limits, none"),
    ],
)
def test_an_invalid_option_value_is_refused_with_the_valid_range(
    option: str, needed: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        _parser().parse_args(["autograde", "ps1", option])
    assert ended.value.code == 2
    told = " ".join(capsys.readouterr().err.split())
    name, _, value = option.partition("=")
    assert f"argument {name}: “{value}” cannot be: give {needed}" in told


@pytest.mark.parametrize(
    ("said", "option", "forks"),
    [
        (None, "--fork", True),
        (None, "--no-fork", False),
        ("no", "--fork", True),
        ("yes", "--no-fork", False),
        ("no", "--wait=1", False),
    ],
)
def test_the_fork_setting_is_applied(
    said: str | None, option: str, forks: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(levels.FORK_VARIABLE, "")  # it is put back afterwards
    if said is None:
        monkeypatch.delenv(levels.FORK_VARIABLE)
    else:
        monkeypatch.setenv(levels.FORK_VARIABLE, said)
    directory: Any = SimpleNamespace(root=".", parent=SimpleNamespace(config={}))
    apply_fork(settings_for(Course(directory), _parser().parse_args(["autograde", "ps1", option])))
    assert levels.can_fork() is (forks and hasattr(os, "fork"))


def test_an_option_sets_its_setting() -> None:
    for section in SECTIONS:
        for name in names_of(section):
            value = "limits" if name == "level" else 1000
            made = argument(section, name, value)
            given = getattr(_parser().parse_args(["autograde", "ps1", made]), name)
            assert given == (
                True if name in ("strict", "allow_not_isolated", "fork") else parsed(section, name, str(value))
            )
