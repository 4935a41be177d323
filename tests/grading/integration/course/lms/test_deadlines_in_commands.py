"""Due times of ``deadlines.toml`` show in every command, and never change a stored score."""

from __future__ import annotations

import csv
import re
import shutil
from pathlib import Path

import pytest
from courses.classroom import GOOD, NAME, hand_in, make, scores
from processes.commands import run

DEADLINES = f"""
timezone = "Asia/Seoul"
grace_minutes = 10

[late]
points_per_day = 0.5
at_most_points = 1

[assignment.{NAME}]
due = 2026-01-05 19:00:00  # 10:00 in UTC

[assignment.{NAME}.extensions]
extended = 2026-01-08 19:00:00
"""
SUBMITTED = {
    "in-time": "2026-01-05 09:00:00 UTC",
    "grace": "2026-01-05 10:09:00 UTC",
    "late": "2026-01-06 11:00:00 UTC",
    "extended": "2026-01-06 11:00:00 UTC",
    "no-time": "",
}
FULL = 4.5
EXPECTED = {"in-time": 4.5, "grace": 4.5, "late": 3.5, "extended": 4.5, "no-time": 4.5}


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A class that is graded by machine and by hand."""
    from nbgrader.api import Gradebook

    config = [
        'c.GenerateAssignment.preprocessors.append("newspace_grading.course.grading.deadlines.release_note.ShowDeadline")',
        'c.ExportApp.plugin_class = "newspace_grading.course.nbgrader.grades_export.GradesTable"',
    ]
    folder = make(tmp_path_factory.mktemp("deadlines").resolve() / "course", {}, config)
    (folder / "deadlines.toml").write_text(DEADLINES, encoding="utf-8")
    for student, when in SUBMITTED.items():
        hand_in(folder, student, GOOD, when)
        if not when:
            (folder / "submitted" / student / NAME / "timestamp.txt").unlink()
    graded = run(folder, "autograde", NAME)
    (folder / "autograde.txt").write_text(graded.stdout + graded.stderr, encoding="utf-8")
    assert graded.returncode == 1, graded.stderr  # the one without a time
    with Gradebook(f"sqlite:///{folder / 'gradebook.db'}", "") as book:
        for student in SUBMITTED:
            grade = book.find_grade("why", NAME, NAME, student)
            grade.manual_score, grade.needs_manual_grade = FULL - 2, False
        book.db.commit()
    return folder


def test_autograde_says_who_is_late_and_whose_time_is_not_known(course: Path) -> None:
    told = (course / "autograde.txt").read_text(encoding="utf-8")
    assert "Due: 5 January 2026, 19:00 (Asia/Seoul)." in told
    lines = {line.split()[0]: line for line in told.splitlines() if " of 2 points" in line}
    assert "late by 1 d 1 h: 1 point off" in lines["late"]
    assert not any("late by" in lines[one] for one in ("in-time", "grace", "extended"))
    assert "1 submission without a time (no-time)" in told


def test_grades_have_the_penalty_and_the_gradebook_has_not(course: Path) -> None:
    done = run(course, "grades", NAME, "--for", "csv", "--to", "grades.csv")
    assert done.returncode == 1
    assert "1 learner without a time of submission, so nothing was taken off for lateness: no-time" in done.stderr
    with (course / "grades.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["id"]: float(row[NAME]) for row in rows} == EXPECTED
    assert {row["id"]: row[f"{NAME}, taken off"] for row in rows} == {
        one: "1" if one == "late" else "" for one in SUBMITTED
    }
    assert not any(one["penalty"] for one in scores(course).values())


def test_nbgraders_export_has_the_same_numbers(course: Path) -> None:
    done = run(course, "export", "--to", "export.csv", module="nbgrader")
    assert done.returncode == 0, done.stderr
    with (course / "export.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["student_id"]: row for row in csv.DictReader(file)}
    assert {name: float(row["score"]) for name, row in rows.items()} == EXPECTED
    assert {float(row["raw_score"]) for row in rows.values()} == {FULL}
    assert rows["late"]["duedate"] == "2026-01-05 10:00:00"
    assert rows["extended"]["duedate"] == "2026-01-08 10:00:00"


def test_feedback_says_until_when_there_was_time_and_what_was_taken_off(course: Path) -> None:
    assert run(course, "feedback", NAME).returncode == 0

    def page(student: str) -> str:
        text = (course / "feedback" / student / NAME / f"{NAME}.html").read_text(encoding="utf-8")
        return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", text))

    when = "Handed in: 6 January 2026, 20:00 (Asia/Seoul). Due: 5 January 2026, 19:00 (Asia/Seoul)."
    assert when in page("late"), "both in one time zone"
    assert "taken off" not in page("in-time")
    assert "Points taken off the whole because it was handed in late: 1." in page("late")
    assert "Your time: until 8 January 2026, 19:00 (Asia/Seoul)." in page("extended")
    assert "It is not known when this was handed in" in page("no-time")


def test_the_report_names_who_was_late_by_the_same_rule(course: Path) -> None:
    assert run(course, "report", NAME).returncode in (0, 1)
    page = re.sub(r"\s+", " ", (course / "reports" / NAME / "index.html").read_text(encoding="utf-8"))
    assert "Due: 5 January 2026, 19:00 (Asia/Seoul). 1 of 5 submissions came" in page
    assert "nothing is taken off: no-time." in page


def test_the_class_page_counts_by_the_same_rule(course: Path) -> None:
    later = course / "source" / "later" / f"{NAME}.ipynb"
    later.parent.mkdir()
    shutil.copy(course / "source" / NAME / f"{NAME}.ipynb", later)
    done = run(course, "class")
    shutil.rmtree(later.parent)
    assert done.returncode == 0, done.stderr
    with (course / "class" / "class.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = {row["learner"]: row for row in csv.DictReader(file)}
    assert {name: float(row["points"]) for name, row in rows.items()} == EXPECTED
    assert [name for name, row in rows.items() if row["late"] == "yes"] == ["late"]
    assert rows["late"]["lateness"] == "late by 1 d 1 h: 1 point off"
    assert rows["late"]["handed_in"] == "2026-01-06T20:00:00+09:00"
    assert rows["no-time"]["late"] == ""
    page = (course / "class" / "index.html").read_text(encoding="utf-8")
    assert "Times are in Asia/Seoul." in page
    assert "due 5 Jan, 19:00" in page
    assert ",later," not in (course / "class" / "class.csv").read_text(encoding="utf-8"), "nobody has it yet"


def test_the_release_shows_the_deadline(course: Path) -> None:
    done = run(course, "generate_assignment", NAME, "--force", module="nbgrader")
    assert done.returncode == 0, done.stderr
    text = (course / "release" / NAME / f"{NAME}.ipynb").read_text(encoding="utf-8")
    assert "**Due: 5 January 2026, 19:00 (Asia/Seoul)." in text
    assert "Have you been given more time?" in text
    assert "extended" not in text


def test_doctor_says_which_due_time_counts(course: Path) -> None:
    done = run(course, "doctor", NAME)
    told = " ".join(done.stdout.split())
    assert f"Deadlines: {NAME}: Due: 5 January 2026, 19:00 (Asia/Seoul)." in told
    assert "1 extended. It counts for grades, feedback and report." in told


def test_a_broken_file_stops_before_anything_is_graded(course: Path) -> None:
    path = course / "deadlines.toml"
    whole = path.read_text(encoding="utf-8")
    path.write_text(whole.replace("due = 2026-01-05 19:00:00", "due = 2026-01-05"), encoding="utf-8")
    try:
        for command in (("autograde", NAME), ("grades", NAME, "--for", "csv"), ("feedback", NAME)):
            done = run(course, *command)
            assert done.returncode == 2, command
            assert f"{path}, line 10, assignment.{NAME}.due" in done.stderr
            assert "Write the time, too" in done.stderr
        doctor = run(course, "doctor", NAME)
        assert "This is a day without a time." in doctor.stdout
    finally:
        path.write_text(whole, encoding="utf-8")
