"""A class in an ordinary nbgrader course: stock nbgrader's grades for honest work, no result lost or duplicated."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from courses import bank_files
from courses.bank_files import hand_in
from processes.commands import run

HONEST = ("reference", "numpy-scalars", "recursion", "wrong-formula", "half-right", "raises")
BROKEN = ("answer-twice", "utf-16", "renamed", "truncated")


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course with one released assignment and a class that has handed in."""
    course = bank_files.make_course(tmp_path_factory.mktemp("classroom").resolve() / "course")
    for name in (*HONEST, *BROKEN):
        hand_in(course, name, name)
    return course


@pytest.fixture(scope="module")
def graded(released: Path) -> tuple[Path, subprocess.CompletedProcess[str]]:
    """The same class, graded by the command."""
    course = Path(shutil.copytree(released, released.parent / "ours"))
    return course, run(course, "autograde", "bank")


def scores(course: Path) -> dict[str, dict[str, Any]]:
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{course / 'gradebook.db'}", "") as book:
        return {
            submission.student.id: {
                "time": str(submission.timestamp),
                **{
                    g.name: (g.auto_score, g.manual_score, g.needs_manual_grade) for g in submission.notebooks[0].grades
                },
            }
            for submission in book.assignment_submissions("bank")
        }


def test_ungraded_submissions_are_reported_with_exit_code_1(graded: tuple[Path, Any]) -> None:
    _course, done = graded
    assert done.returncode == 1, done.stderr
    assert "truncated" in done.stdout
    assert "unreadable" in done.stdout
    assert "8 tasks were not graded" in done.stderr


def test_honest_work_gets_stock_nbgraders_scores(graded: tuple[Path, Any], released: Path) -> None:
    stock = Path(shutil.copytree(released, released.parent / "stock"))
    for name in BROKEN:  # the first of them would stop stock nbgrader for the whole class
        shutil.rmtree(stock / "submitted" / name)
    done = run(stock, "autograde", "bank", module="nbgrader")
    assert done.returncode == 0, done.stderr
    ours, theirs = scores(graded[0]), scores(stock)
    assert sorted(theirs) == sorted(HONEST)
    for name in HONEST:
        assert ours[name] == theirs[name], name


def test_broken_notebooks_are_graded_and_unreadable_ones_need_review(graded: tuple[Path, Any]) -> None:
    found = scores(graded[0])
    assert found["answer-twice"] == found["utf-16"] == found["renamed"] == found["reference"]
    assert all(value == (None, None, True) for key, value in found["truncated"].items() if key != "time")


def test_the_graded_notebooks_are_there_for_formgrader_and_feedback(graded: tuple[Path, Any]) -> None:
    course, _done = graded
    assert (course / "autograded" / "half-right" / "bank" / "bank.ipynb").exists()
    done = run(course, "generate_feedback", "bank", "--student=half-right", module="nbgrader")
    assert done.returncode == 0, done.stderr
    assert (course / "feedback" / "half-right" / "bank" / "bank.html").exists()


def test_a_second_run_grades_nothing_again_and_changes_nothing(graded: tuple[Path, Any]) -> None:
    course = Path(shutil.copytree(graded[0], graded[0].parent / "again"))
    before = scores(course)
    done = run(course, "autograde", "bank", "--student=reference", "--student=recursion")
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("points, graded before") == 2
    assert scores(course) == before


def test_manual_scores_stay_and_a_resubmission_gets_its_own_scores(graded: tuple[Path, Any]) -> None:
    from nbgrader.api import Gradebook

    course = Path(shutil.copytree(graded[0], graded[0].parent / "manual"))
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}", "") as book:
        grade = book.find_grade("why", "bank", "bank", "wrong-formula")
        grade.manual_score, grade.needs_manual_grade = 2.5, False
        book.find_comment("why", "bank", "bank", "wrong-formula").manual_comment = "Well said."
        book.db.commit()
    known = course / ".newspace-grade" / "bank.references.json"
    before, learnt = scores(course)["wrong-formula"]["test-area"], known.read_bytes()
    assert run(course, "autograde", "bank", "--student=wrong-formula", "--force").returncode == 0
    assert scores(course)["wrong-formula"]["why"] == (None, 2.5, False)
    assert scores(course)["wrong-formula"]["test-area"] == before
    assert known.read_bytes() == learnt, "what the first command found out about the reference is not found out again"
    hand_in(course, "wrong-formula", "reference", "2026-01-06 10:00:00 UTC")
    assert run(course, "autograde", "bank", "--student=wrong-formula").returncode == 0
    found = scores(course)["wrong-formula"]
    assert found["test-area"] == (2.0, None, False)
    assert found["why"][1] == 2.5
    assert found["time"].startswith("2026-01-06")
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}", "") as book:
        assert book.find_comment("why", "bank", "bank", "wrong-formula").manual_comment == "Well said."


def test_an_unknown_assignment_exits_with_2_and_a_remedy(graded: tuple[Path, Any]) -> None:
    done = run(graded[0], "autograde", "nothing")
    assert done.returncode == 2
    assert "no assignment" in done.stderr
    assert "Traceback" not in done.stderr


def test_doctor_tells_what_the_machine_allows(graded: tuple[Path, Any]) -> None:
    done = run(graded[0], "doctor")
    assert done.returncode == 0, done.stderr
    for word in ("Isolation:", "Cores:", "nbgrader:", "bank"):
        assert word in done.stdout
