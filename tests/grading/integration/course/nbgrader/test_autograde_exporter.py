"""Plain ``nbgrader autograde`` and formgrader's button, with the line that the shipped nbgrader_config.py has, grade with the engine."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from courses import bank_files
from processes.commands import run_python as run
from repository import ROOT

CHOSEN = "newspace_grading.course.nbgrader.autograde_exporter.EngineExporter"
LINE = f'c.Autograde.exporter_class = "{CHOSEN}"'
HANDED_IN = ("reference", "half-right", "warns", "renamed", "truncated", "answer-twice")


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course with one released assignment and a class that has handed in."""
    course = bank_files.make_course(tmp_path_factory.mktemp("handover").resolve() / "course", LINE)
    for name in HANDED_IN:
        bank_files.hand_in(course, name, name)
    return course


@pytest.fixture
def course(released: Path, tmp_path: Path) -> Path:
    """A copy for one test."""
    return shutil.copytree(released, tmp_path / "course")


def scores(course: Path) -> dict[str, dict[str, tuple[float | None, bool]]]:
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as book:
        return {
            submission.student_id: {
                grade.name: (grade.auto_score, grade.needs_manual_grade) for grade in submission.notebooks[0].grades
            }
            for submission in book.assignment_submissions("bank")
        }


@pytest.fixture(scope="module")
def ours(released: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The course graded by the command of our own."""
    course = shutil.copytree(released, tmp_path_factory.mktemp("ours").resolve() / "course")
    done = run(course, "-m", "newspace_grading.cli.main", "autograde", "bank")
    assert done.returncode == 1, done.stdout + done.stderr  # one file cannot be read
    return course


def test_the_shipped_configuration_has_the_line() -> None:
    assert LINE in (ROOT / "nbgrader_config.py").read_text(encoding="utf-8").splitlines()


def test_plain_autograde_gives_the_same_verdicts_by_the_same_engine(ours: Path, course: Path) -> None:
    done = run(course, "-m", "nbgrader", "autograde", "bank")
    assert done.returncode == 1
    assert "truncated" in done.stderr
    assert "Traceback" not in done.stderr
    assert scores(course) == scores(ours)
    again = run(course, "-m", "nbgrader", "autograde", "bank", "--student", "reference")
    assert again.returncode == 0, again.stderr
    assert "reference" in again.stderr
    assert scores(course) == scores(ours)


def test_command_line_settings_hold_in_the_grading_process(ours: Path, course: Path, tmp_path: Path) -> None:
    book = f"sqlite:///{tmp_path / 'other.db'}"
    shutil.copy(course / "gradebook.db", tmp_path / "other.db")
    done = run(
        course, "-m", "nbgrader", "autograde", "bank", "--student=half*", "--CourseDirectory.autograded_directory=graded",
        f"--CourseDirectory.db_url={book}",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert scores(course) == {}
    assert (course / "graded" / "half-right" / "bank" / "bank.ipynb").is_file()
    assert not (course / "autograded").exists()
    shutil.move(tmp_path / "other.db", course / "gradebook.db")
    assert scores(course) == {"half-right": scores(ours)["half-right"]}


BUTTON = """
import json, os, sys
from nbgrader.apps import NbGrader
from nbgrader.apps.api import NbGraderAPI

app = NbGrader()
app.load_config_file()
result = NbGraderAPI(config=app.config).autograde("bank", sys.argv[1])
print(json.dumps(result))
"""


def press(course: Path, student: str) -> dict[str, Any]:
    """What formgrader's server does when somebody presses the button beside a learner."""
    done = run(course, "-c", BUTTON, student)
    assert done.returncode == 0, done.stderr
    result: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return result


def test_formgraders_button_uses_the_engine_and_reports_unreadable_submissions(ours: Path, course: Path) -> None:
    good = press(course, "renamed")
    assert good["success"] is True
    assert "renamed" in good["log"]
    bad = press(course, "truncated")
    assert bad["success"] is False
    assert "unreadable" in bad["log"]
    wanted = scores(ours)
    assert scores(course) == {name: wanted[name] for name in ("renamed", "truncated")}


def test_an_assignment_that_the_gradebook_does_not_know_is_one_clear_message(course: Path) -> None:
    (course / "gradebook.db").unlink()
    done = run(course, "-m", "nbgrader", "autograde", "bank", "--student", "reference")
    assert done.returncode == 1
    assert "generate_assignment bank" in done.stderr
    assert "Traceback" not in done.stderr
