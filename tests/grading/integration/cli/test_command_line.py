"""The command line: unknown names, ``--course``, a broken source and the version."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from courses.small_assignment import assigned, notebook
from processes.commands import run

from newspace_grading.cli.main import main
from newspace_grading.cli.process.command_line import COMMANDS
from newspace_grading.course.layout import find_course
from newspace_grading.course.records.grade_state import GradeState
from newspace_grading.pages.class_overview.collect import OverviewRequest, read_overview


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A course with three assignments of one test each, and a reading without any."""
    monkeypatch.setenv("HOME", str(tmp_path))
    cells = assigned([{"name": "double", "answer": "double = 2", "test": "assert double == 2"}])
    for name in ("ps1", "ps10", "project", "reading"):
        (tmp_path / "course" / "source" / name).mkdir(parents=True)
        text = notebook([("", "plain", "print(1)")] if name == "reading" else cells)
        (tmp_path / "course" / "source" / name / "one.ipynb").write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path / "course"


@pytest.mark.parametrize(
    ("given", "asked"),
    [
        ("ps", "Did you mean “ps1” or “ps10”? "),
        ("projekt", "Did you mean “project”? "),
        ("zzz", "What to do: Check the name"),
        ("", "Did you mean “project”, “ps1”, “ps10” or “reading”? "),
    ],
)
def test_an_unknown_name_is_answered_with_similar_names(
    course: Path, capsys: pytest.CaptureFixture[str], given: str, asked: str
) -> None:
    assert main(["--course", str(course), "feedback", given]) == 2
    assert asked in capsys.readouterr().err


def test_of_an_assignment_that_is_not_there_nobody_is_named(course: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--course", str(course), "autograde", "zzz", "--student", "ada"]) == 2
    assert "ada" not in capsys.readouterr().err
    done = run(course, "autograde", "ps1", "--student", "a*")
    assert "“a*”: nobody with such a name has handed in ps1" in done.stderr


def test_an_lms_that_is_not_known_is_answered_with_those_that_are(
    course: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        main(["--course", str(course), "grades", "--for", "excel"])
    assert "“excel” is not one of moodle, canvas, csv" in capsys.readouterr().err


@pytest.mark.parametrize("before", [True, False])
def test_the_course_may_stand_before_and_after_the_command(
    course: Path, capsys: pytest.CaptureFixture[str], before: bool
) -> None:
    place, command = ["--course", str(course)], ["report", "ps1/"]
    assert main(place + command if before else command + place) == 2
    assert "Nothing of “ps1” has been graded" in capsys.readouterr().err


def test_a_source_that_is_no_notebook_is_named(course: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (course / "source" / "ps1" / "one.ipynb").write_text("{}", encoding="utf-8")
    assert main(["--course", str(course), "report", "ps1"]) == 2
    assert "one.ipynb: this source notebook cannot be read" in capsys.readouterr().err


def test_several_assignments_are_done_and_what_stops_one_does_not_stop_the_others(
    course: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--course", str(course), "report", "ps*", "nothing"]) == 2
    told = capsys.readouterr().err
    assert "ps1: Nothing of “ps1” has been graded" in told
    assert "ps10: Nothing of “ps10” has been graded" in told
    assert "nothing: There is no assignment “nothing”" in told


@pytest.mark.parametrize("command", [command.name for command in COMMANDS if command.needs_points] + ["doctor"])
def test_an_assignment_without_points_is_passed_over(
    course: Path, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    (course / "submitted" / "kim" / "reading").mkdir(parents=True)
    code = main(["--course", str(course), command, "reading"])
    assert code == 0 or (code == 1 and command == "doctor")  # there may be something to say of this machine
    told = capsys.readouterr()
    assert "reading: nothing in it is worth points, so it is passed over" in told.out + told.err


def test_an_assignment_without_points_waits_for_nobody(course: Path) -> None:
    (course / "submitted" / "kim" / "reading").mkdir(parents=True)
    found = read_overview(find_course(course), OverviewRequest(target=course, now=datetime(2026, 1, 5, tzinfo=UTC)))
    assert [cell.state for row in found.learners for cell in row.cells] == [GradeState.GRADED]


@pytest.mark.parametrize("command", [command.name for command in COMMANDS])
def test_help_has_a_whole_usage_line(
    command: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    with pytest.raises(SystemExit, match="0"):
        main([command, "--help"])
    told = capsys.readouterr().out
    usage = told.partition("\n\n")[0]
    assert usage.startswith(f"usage: newspace-grade {command} [options]")
    assert len(usage.splitlines()) == 1
    assert "``" not in told.partition("options:")[0]


def test_help_ends_with_examples(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="0"):
        main(["autograde", "--help"])
    assert "examples:\n  newspace-grade autograde ps1\n" in capsys.readouterr().out


def test_the_version_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="0"):
        main(["--version"])
    assert capsys.readouterr().out.startswith("newspace-grade ")
