"""A foreign course, nbgrader's own quickstart example: two notebooks with tests, written tasks and a task cell."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from processes.commands import ONE_JOB, PATIENT, run

Scores = dict[tuple[str, str, str], tuple[float | None, bool]]


def scores(course: Path) -> Scores:
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as book:
        return {
            (submission.student_id, notebook.name, grade.name): (grade.auto_score, grade.needs_manual_grade)
            for submission in book.assignment_submissions("ps1")
            for notebook in submission.notebooks
            for grade in notebook.grades
        }


NEEDS_ONE_PROCESS = "sum_of_squares_uses_squares"


def look_into_function(path: Path) -> None:
    """Have one of the tests look into the learner's function: as nbgrader ships them, all of them are isolated."""
    table = json.loads(path.read_text(encoding="utf-8"))
    for cell in table["cells"]:
        if cell["metadata"].get("nbgrader", {}).get("grade_id") == NEEDS_ONE_PROCESS:
            cell["source"] = ["".join(cell["source"]) + "\nassert sum_of_squares.__globals__"]
    path.write_text(json.dumps(table), encoding="utf-8")


@pytest.fixture(scope="module")
def handed_in(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The quickstart course, released, with two submissions: each has answered one notebook."""
    place = tmp_path_factory.mktemp("quickstart").resolve()
    done = run(place, "quickstart", "course101", module="nbgrader")
    assert done.returncode == 0, done.stderr
    course = place / "course101"
    look_into_function(course / "source" / "ps1" / "problem1.ipynb")
    with (course / "nbgrader_config.py").open("a", encoding="utf-8") as config:
        config.write(f"\n{PATIENT}\n{ONE_JOB}\n")
    done = run(course, "generate_assignment", "ps1", module="nbgrader")
    assert done.returncode == 0, done.stderr
    for student, rooms in (("began", ("source", "release")), ("ended", ("release", "source"))):
        folder = course / "submitted" / student / "ps1"
        folder.mkdir(parents=True)
        for room, name in zip(rooms, ("problem1.ipynb", "problem2.ipynb"), strict=True):
            shutil.copy(course / room / "ps1" / name, folder)
    return course


@pytest.fixture(scope="module")
def stock(handed_in: Path) -> Scores:
    """What stock nbgrader gives."""
    course = shutil.copytree(handed_in, handed_in.parent / "stock")
    done = run(course, "autograde", "ps1", module="nbgrader")
    assert done.returncode == 0, done.stderr
    return scores(course)


def test_scores_of_isolated_tests_are_those_of_stock_nbgrader(handed_in: Path, stock: Scores) -> None:
    course = shutil.copytree(handed_in, handed_in.parent / "isolated")
    done = run(course, "autograde", "ps1", "--strict")
    assert (done.returncode, "Traceback" in done.stderr) == (1, False)
    assert "without --strict" in done.stdout, "what the teacher can do about it"
    ours = scores(course)
    assert {key for key in stock if key[2] == NEEDS_ONE_PROCESS} == {
        (student, "problem1", NEEDS_ONE_PROCESS) for student in ("began", "ended")
    }
    for key, score in stock.items():
        assert ours[key] == ((None, True) if key[2] == NEEDS_ONE_PROCESS else score), key


def test_scores_match_stock_nbgrader(handed_in: Path, stock: Scores) -> None:
    course = shutil.copytree(handed_in, handed_in.parent / "not-isolated")
    done = run(course, "autograde", "ps1")
    assert done.returncode == 0, done.stderr
    assert "not isolated" in done.stdout
    assert scores(course) == stock


def test_allow_not_isolated_says_that_it_is_the_default(handed_in: Path, stock: Scores) -> None:
    course = shutil.copytree(handed_in, handed_in.parent / "old-option")
    done = run(course, "autograde", "ps1", "--allow-not-isolated")
    assert done.returncode == 0, done.stderr
    assert "--allow-not-isolated is the default now" in done.stderr
    assert scores(course) == stock


def test_plain_nbgrader_autograde_accepts_strict(handed_in: Path, stock: Scores) -> None:
    course = shutil.copytree(handed_in, handed_in.parent / "plain")
    with (course / "nbgrader_config.py").open("a", encoding="utf-8") as config:
        config.write(
            '\nc.Autograde.exporter_class = "newspace_grading.course.nbgrader.autograde_exporter.EngineExporter"\n'
        )
    done = run(course, "autograde", "ps1", module="nbgrader")
    assert done.returncode == 0, done.stderr
    assert scores(course) == stock
    with (course / "nbgrader_config.py").open("a", encoding="utf-8") as config:
        config.write("c.EngineExporter.allow_not_isolated = False\n")
    done = run(course, "autograde", "ps1", "--force", module="nbgrader")
    assert done.returncode == 1
    assert {key for key, score in scores(course).items() if score == (None, True)} >= {
        key for key in stock if key[2] == NEEDS_ONE_PROCESS
    }


def test_strict_mine_counts_a_test_that_needs_one_process_as_not_graded(handed_in: Path, tmp_path: Path) -> None:
    own = shutil.copy(handed_in / "source" / "ps1" / "problem1.ipynb", tmp_path)
    done = run(handed_in, "mine", "ps1", "--strict", "--no-open", "--notebook", str(own))
    assert done.returncode == 1, done.stderr
    assert "1 task was not graded" in done.stderr


def test_doctor_names_the_test_that_needs_one_process(handed_in: Path) -> None:
    done = run(handed_in, "doctor")
    assert NEEDS_ONE_PROCESS in done.stdout
    assert "problem1" in done.stdout
    assert "--strict" in done.stdout
