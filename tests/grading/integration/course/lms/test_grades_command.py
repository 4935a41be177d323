"""``newspace-grade grades`` writes what is in nbgrader's gradebook for an LMS."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from courses.classroom import GOOD, NAME, WRONG, make
from courses.lms_files import CLASS, canvas_gradebook, moodle_worksheet, table
from processes.commands import run


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A class of five: two graded by hand as well, one waits for a person, one is not graded yet, one handed in nothing."""
    from nbgrader.api import Gradebook

    first, second, third, fourth, _last = (one.id for one in CLASS)
    folder = make(tmp_path_factory.mktemp("lms").resolve() / "course", {first: GOOD, second: WRONG, third: GOOD})
    path = folder / "class.csv"
    head = ["id", "first name", "last name", "email", "LMS ID"]
    path.write_bytes(table([head, *([one.id, one.first, one.last, one.email, one.number] for one in CLASS)]))
    assert run(folder, "roster", path.name, "--write").returncode == 0
    assert run(folder, "autograde", NAME).returncode == 0
    with Gradebook(f"sqlite:///{folder / 'gradebook.db'}", "") as book:
        for student, points in ((first, 2.5), (second, 0.0)):
            grade = book.find_grade("why", NAME, NAME, student)
            grade.manual_score, grade.needs_manual_grade = points, False
        book.db.commit()
    (folder / "submitted" / fourth / NAME).mkdir(parents=True)
    return folder


def written(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def test_what_is_not_graded_is_an_empty_cell(course: Path) -> None:
    done = run(course, "grades", NAME, "--for", "canvas")
    assert done.returncode == 0, done.stderr
    assert "2 graded, 1 waits for a person, 1 not graded yet, 1 handed in nothing" in done.stdout
    rows = written(course / "exports" / f"{NAME}-canvas.csv")
    assert {row[1]: row[-1] for row in rows[2:]} == {
        "2026001": "4.5",
        "2026002": "0",
        "2026003": "",
        "2026004": "",
        "2026005": "",
    }


def test_canvas_own_export_is_filled(course: Path) -> None:
    path = course / "from-canvas.csv"
    path.write_bytes(canvas_gradebook(CLASS, {f"{NAME} (41)": 5.0}))
    done = run(course, "grades", NAME, "--for", "canvas", "--template", path.name, "--to", "back.csv")
    assert done.returncode == 0, done.stderr
    rows = written(course / "back.csv")
    assert rows[0][-1] == f"{NAME} (41)"
    assert {row[1]: row[-1] for row in rows}["2026001"] == "4.5"


def test_the_template_is_not_overwritten(course: Path) -> None:
    path = course / "template.csv"
    path.write_bytes(canvas_gradebook(CLASS, {f"{NAME} (41)": 5.0}))
    done = run(course, "grades", NAME, "--for", "canvas", "--template", path.name, "--to", path.name)
    assert done.returncode == 2
    assert "overwrite the template" in done.stderr


def test_learners_without_an_lms_id_are_named(course: Path) -> None:
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{course / 'gradebook.db'}", "") as book:
        book.update_or_create_student("guest")
    try:
        done = run(course, "grades", "--for", "moodle", "--to", "moodle.csv")
        table_of_all = run(course, "grades", "--for", "csv", "--to", "all.csv")
    finally:
        with Gradebook(f"sqlite:///{course / 'gradebook.db'}", "") as book:
            book.remove_student("guest")
    assert done.returncode == 1
    assert "guest: the gradebook has no ID number" in done.stderr
    assert len(written(course / "moodle.csv")) == 1 + len(CLASS)
    assert table_of_all.returncode == 0, table_of_all.stderr
    assert "guest" in {row[0] for row in written(course / "all.csv")}


def test_an_assignment_that_is_not_in_the_gradebook_is_named(course: Path) -> None:
    done = run(course, "grades", "nowhere", "--for", "csv")
    assert done.returncode == 2
    assert f"It has: “{NAME}”" in done.stderr


def test_moodles_grading_worksheet_is_filled(course: Path) -> None:
    path = course / "worksheet.csv"
    path.write_bytes(moodle_worksheet(CLASS, {}, "3.00"))
    command = ("grades", NAME, "--for", "moodle", "--template", path.name)
    done = run(course, *command)
    assert done.returncode == 1
    assert "1 grade is above Moodle's maximum of 3" in done.stderr
    path.write_bytes(moodle_worksheet(CLASS, {}, "100.00"))
    done = run(course, *command, "--scale-to", "100")
    assert done.returncode == 0, done.stderr
    rows = written(course / "exports" / f"{NAME}-moodle.csv")
    assert [row[rows[0].index("Grade")] for row in rows[1:]] == ["90", "0", "", "", ""]
