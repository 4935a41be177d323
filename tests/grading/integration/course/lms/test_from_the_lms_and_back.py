"""A made class goes from the LMS's zip to the LMS's grades with the four commands of the documents.

Eight learners here; ``make bench ARGS=lms`` takes three hundred through exercise 2.
"""

from __future__ import annotations

import csv
import json
import re
import zipfile
from pathlib import Path

import nbformat
import pytest
from courses.classroom import GOOD, NAME, WRONG, make, notebook
from courses.lms_files import (
    Learner,
    canvas_gradebook,
    canvas_zip,
    made_class,
    moodle_participants,
    moodle_worksheet,
    moodle_zip,
    participant,
)
from processes.commands import run

SIZE = 8
ABSENT = 4
"""Every so many learners one hands in nothing."""


def work(people: list[Learner]) -> dict[str, bytes]:
    """Most hand in: every third a wrong answer, and nobody a text that waits for a person."""
    return {
        one.id: json.dumps(notebook(WRONG if place % 3 == 0 else GOOD)).encode()
        for place, one in enumerate(people)
        if place % ABSENT
    }


def expected(people: list[Learner]) -> dict[str, str]:
    """Each number of the LMS with its cell: 2 points of the test and 3 of the text; empty where nothing was handed in."""
    return {
        one.number: "" if not place % ABSENT else "3" if place % 3 == 0 else "5" for place, one in enumerate(people)
    }


def mark_texts(course: Path) -> None:
    """A person gives every text its three points."""
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{course / 'gradebook.db'}", "") as book:
        for submission in book.assignment_submissions(NAME):
            for of in submission.notebooks:
                for grade in of.grades:
                    if grade.name == "why":
                        grade.manual_score, grade.needs_manual_grade = 3.0, False
        book.db.commit()


def cells(path: Path, key: str, value: str) -> dict[str, str]:
    with path.open(encoding="utf-8", newline="") as file:
        return {row[key]: row[value] for row in csv.DictReader(file)}


@pytest.fixture
def course(tmp_path: Path) -> Path:
    return make(tmp_path.resolve() / "course", {}, ["c.GraderSettings.jobs = 2"])


def test_moodle(course: Path) -> None:
    people = made_class(SIZE)
    handed_in = work(people)
    (course / "participants.csv").write_bytes(moodle_participants(people))
    assert run(course, "roster", "participants.csv", "--write").returncode == 0
    moodle_zip(course / "submissions.zip", people, handed_in, f"{NAME}.ipynb")
    times = dict.fromkeys(handed_in, "Monday, 5 January 2026, 7:00 PM")
    (course / "worksheet.csv").write_bytes(moodle_worksheet(people, times))
    collected = run(course, "collect", "submissions.zip", NAME, "--times", "worksheet.csv", "--timezone", "Asia/Seoul")
    assert collected.returncode == 0, collected.stderr
    assert f"{len(handed_in)} learners in the zip: {len(handed_in)} new." in collected.stdout
    graded = run(course, "autograde", NAME)
    assert graded.returncode == 0, graded.stderr
    mark_texts(course)
    feedback = run(course, "feedback", NAME, "--for", "moodle")
    assert feedback.returncode == 0, feedback.stderr
    done = run(course, "grades", NAME, "--for", "moodle", "--template", "worksheet.csv")
    assert done.returncode == 0, done.stderr
    assert cells(course / "exports" / f"{NAME}-moodle.csv", "ID number", "Grade") == expected(people)
    with zipfile.ZipFile(course / "exports" / f"{NAME}-feedback-moodle.zip") as archive:
        names = archive.namelist()
    # as mod/assign/feedback/file/importziplib.php takes a name apart: at underscores, into five at most
    parts = [name.split("/")[0].split("_", 4) for name in names]
    numbers = {str(participant(place)) for place, one in enumerate(people) if one.id in handed_in}
    assert {part[1] for part in parts} == numbers
    assert {tuple(part[2:]) for part in parts} == {("assignsubmission", "file")}
    assert {name.split("/", 1)[1] for name in names} == {f"{NAME}.html"}


def test_canvas(course: Path) -> None:
    people = made_class(SIZE)
    handed_in = work(people)
    (course / "gradebook.csv").write_bytes(canvas_gradebook(people, {f"{NAME} (41)": 5, "Essay (42)": 10}))
    assert run(course, "roster", "gradebook.csv", "--write").returncode == 0
    canvas_zip(course / "submissions.zip", people, handed_in, f"{NAME}.ipynb", late=list(handed_in)[:3])
    collected = run(course, "collect", "submissions.zip", NAME)
    assert collected.returncode == 0, collected.stderr
    assert "Marked LATE by Canvas: 3 submissions." in collected.stdout
    graded = run(course, "autograde", NAME)
    assert graded.returncode == 0, graded.stderr
    mark_texts(course)
    feedback = run(course, "feedback", NAME, "--for", "canvas")
    assert feedback.returncode == 0, feedback.stderr
    with (
        zipfile.ZipFile(course / "submissions.zip") as before,
        zipfile.ZipFile(course / "exports" / f"{NAME}-feedback-canvas.zip") as after,
    ):
        assert sorted(after.namelist()) == sorted(before.namelist())  # Canvas finds learner and file by the name
        notes = [nbformat.reads(after.read(name).decode(), as_version=4) for name in after.namelist()]
    for note in notes:
        nbformat.validate(note)
        assert f"<h1>Feedback: {NAME}</h1>" in note.cells[0].source
    done = run(course, "grades", NAME, "--for", "canvas", "--template", "gradebook.csv")
    assert done.returncode == 0, done.stderr
    path = course / "exports" / f"{NAME}-canvas.csv"
    found = cells(path, "ID", f"{NAME} (41)")
    assert {number: cell for number, cell in found.items() if re.fullmatch(r"2026\d+", number)} == expected(people)
    assert "Essay" not in path.read_text(encoding="utf-8")


def test_feedback_of_who_did_not_come_from_moodle_is_named(course: Path) -> None:
    from courses.classroom import hand_in

    hand_in(course, "by-mail", GOOD)
    assert run(course, "autograde", NAME).returncode == 0
    done = run(course, "feedback", NAME, "--for", "moodle", "--to", "back.zip")
    assert done.returncode == 1
    assert "by-mail: was not collected from Moodle's zip" in done.stderr
    with zipfile.ZipFile(course / "back.zip") as archive:
        assert not archive.namelist()
