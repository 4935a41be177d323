"""``newspace-grade feedback`` and ``report`` in an nbgrader course folder."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest
from courses import bank_files
from processes.commands import run

BY_MAIL = "raises"  # whose notebook the teacher put into place: the exchange has left no secret beside it
CLASS = ("reference", "half-right", "wrong-formula", "raises", "answer-twice", "truncated")


def hand_in(course: Path, student: str, name: str, when: str) -> None:
    folder = bank_files.hand_in(course, student, name, when)
    if student != BY_MAIL:
        (folder / "submission_secret.txt").write_text(f"secret of {student}", encoding="utf-8")


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course whose class has handed in and was graded; a person has graded one written answer."""
    from nbgrader.api import Gradebook

    course = tmp_path_factory.mktemp("told").resolve() / "course"
    exchange = f"c.Exchange.root = {str(course / 'exchange')!r}"
    bank_files.make_course(course, "c.CourseDirectory.course_id = 'c'", exchange)
    (course / "exchange").mkdir(mode=0o777)
    for name in CLASS:
        hand_in(course, name, name, "2026-01-05 10:00:00 UTC")
    graded = run(course, "autograde", "bank")
    assert (graded.returncode, "8 tasks were not graded" in graded.stderr) == (1, True), graded.stderr
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}", "c") as book:
        grade = book.find_grade("why", "bank", "bank", "half-right")
        grade.manual_score, grade.needs_manual_grade = 2.5, False
        book.find_comment("why", "bank", "bank", "half-right").manual_comment = "Well said <b>indeed</b>."
        book.db.commit()
    return course


def page(course: Path, student: str) -> str:
    return (course / "feedback" / student / "bank" / "bank.html").read_text(encoding="utf-8")


def test_feedback_writes_a_page_per_learner_that_nbgrader_releases(course: Path) -> None:
    done = run(course, "feedback", "bank")
    assert done.returncode == 0, done.stderr
    assert {path.parents[1].name for path in (course / "feedback").rglob("bank.html")} == set(CLASS)
    assert "Well said &lt;b&gt;indeed&lt;/b&gt;." in page(course, "half-right")
    assert "Graded by a person" in page(course, "half-right")
    assert "Your file could not be read" in page(course, "truncated")
    assert str(course) not in page(course, "truncated"), "where the teacher keeps it is nobody's business"
    assert "the cell was there 2 times" in page(course, "answer-twice")
    assert not list((course / "feedback").rglob("*.part"))
    released = run(course, "release_feedback", "bank", module="nbgrader")
    assert released.returncode == 0, released.stderr
    given = {path.read_text(encoding="utf-8") for path in (course / "exchange" / "c" / "feedback").glob("*.html")}
    assert given == {page(course, student) for student in CLASS}


def test_feedback_names_ungraded_learners_and_exits_with_1(course: Path) -> None:
    done = run(course, "feedback", "bank", "--student=reference", "--student=nobody")
    assert done.returncode == 1
    assert "nobody: handed in nothing for bank" in done.stderr
    late = Path(shutil.copytree(course, course.parent / "late"))
    hand_in(late, "late", "reference", "2026-01-07 10:00:00 UTC")
    hand_in(late, "raises", "reference", "2026-01-07 10:00:00 UTC")
    shutil.rmtree(late / "feedback", ignore_errors=True)
    (late / "feedback").mkdir()
    (late / "feedback" / "half-right").write_text("a file where a folder should be", encoding="utf-8")
    done = run(late, "feedback", "bank")
    assert done.returncode == 1
    assert "late: not graded yet" in done.stderr
    assert "half-right: no page could be written" in done.stderr
    assert done.stdout.count("bank.html") == len(CLASS) - 1, "everybody else has a page"
    assert not (late / "feedback" / "late").exists()
    assert "You have handed in again since then" in page(late, "raises")


def test_the_report_names_who_handed_in_nothing(course: Path, tmp_path: Path) -> None:
    course = Path(shutil.copytree(course, tmp_path / "course"))
    assert run(course, "db", "student", "add", "idle", module="nbgrader").returncode == 0
    done = run(course, "report", "bank")
    assert "idle: handed in nothing" in done.stderr
    place = course / "reports" / "bank"
    text = (place / "index.html").read_text(encoding="utf-8")
    assert "Handed in nothing" in text
    assert "idle" in text
    found = table(place / "learners.csv")["idle"]
    assert (found.pop("learner"), found.pop("state")) == ("idle", "handed in nothing")
    assert set(found.values()) == {""}, "nobody has given a 0"


def test_a_missing_or_ungraded_assignment_exits_with_2(course: Path) -> None:
    for command in ("feedback", "report"):
        done = run(course, command, "nothing")
        assert done.returncode == 2
        assert "no assignment" in done.stderr
        assert "Traceback" not in done.stderr
    fresh = Path(shutil.copytree(course, course.parent / "fresh"))
    shutil.rmtree(fresh / ".newspace-grade")
    for command in ("feedback", "report"):
        done = run(fresh, command, "bank")
        assert done.returncode == 2
        assert "newspace-grade autograde bank" in done.stderr


def table(path: Path) -> dict[str, dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return {next(iter(row.values())): row for row in csv.DictReader(file)}


def test_report_counts_hard_tasks_and_leaves_ungraded_ones_out(course: Path, tmp_path: Path) -> None:
    done = run(course, "report", "bank", "--to", str(tmp_path / "report"))
    assert done.returncode == 1, done.stderr
    assert "truncated: unreadable" in done.stderr
    tasks, learners = table(tmp_path / "report" / "tasks.csv"), table(tmp_path / "report" / "learners.csv")
    area = tasks["area"]
    assert (area["handed_in"], area["tried"], area["graded"], area["not_graded"]) == ("6", "5", "5", "1")
    wrong = sum(float(row["area"] or 9) < 2 for row in learners.values())
    assert float(area["right"]) == pytest.approx((5 - wrong) / 5)
    assert tasks["why"]["graded"] == "1", "the one that a person has graded"
    assert float(tasks["why"]["mean"]) * float(tasks["why"]["possible"]) == pytest.approx(2.5, abs=0.01)
    assert learners["truncated"]["share_of_graded_points"] == learners["truncated"]["area"] == ""
    assert learners["reference"]["share_of_graded_points"] == "1.0"
    page = (tmp_path / "report" / "index.html").read_text(encoding="utf-8")
    assert "†" in page
    assert page.count('<img src="data:image/png') == 3
    assert run(course, "report", "bank").returncode == 1
    assert (course / "reports" / "bank" / "index.html").exists(), "its usual place"
