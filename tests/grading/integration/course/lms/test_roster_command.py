"""``newspace-grade roster`` shows what a list would change in nbgrader's gradebook, and changes it when told to."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from courses.classroom import make
from courses.lms_files import CLASS, canvas_gradebook, moodle_participants, table
from processes.commands import run


@pytest.fixture
def course(tmp_path: Path) -> Path:
    return make(tmp_path.resolve() / "course", {})


def known(course: Path) -> dict[str, tuple[str | None, ...]]:
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{course / 'gradebook.db'}", "") as book:
        return {one.id: (one.first_name, one.last_name, one.email, one.lms_user_id) for one in book.students}


def test_a_list_is_shown_then_written_then_nothing_is_left_to_change(course: Path) -> None:
    path = course / "participants.csv"
    path.write_bytes(moodle_participants(CLASS, separator=";"))
    shown = run(course, "roster", path.name, "--id", "Email address")
    assert shown.returncode == 0, shown.stderr
    assert "Nothing is written yet: 5 new, 0 changed, 0 as before." in shown.stdout
    assert f"new     {CLASS[0].email}: 민서 김" in shown.stdout
    assert known(course) == {}
    written = run(course, "roster", path.name, "--id", "Email address", "--write")
    assert "Written into the gradebook: 5 new" in written.stdout
    assert known(course) == {one.email: (one.first, one.last, one.email, one.number) for one in CLASS}
    again = run(course, "roster", path.name, "--write")
    assert "Nothing to change: 0 new, 0 changed, 5 as before." in again.stdout


def test_a_learner_who_is_there_keeps_the_id_and_what_the_list_leaves_open(course: Path) -> None:
    first = course / "first.csv"
    rows = [
        ["id", "first name", "last name", "email"],
        ["min", "Min-seo", "Kim", CLASS[0].email],
        ["other", "O", "P", ""],
    ]
    first.write_bytes(table(rows))
    assert run(course, "roster", first.name, "--write").returncode == 0
    second = course / "canvas.csv"
    second.write_bytes(canvas_gradebook(CLASS[:1], {"ps1 (41)": 5.0}))
    done = run(course, "roster", second.name, "--write")
    assert done.returncode == 0, done.stderr
    assert (
        "change  min: first name “Min-seo” → “민서”; last name “Kim” → “김”; LMS id “” → “2026001”; section “” → “Space 1”"
        in done.stdout
    )
    again = run(course, "roster", second.name, "--write")
    assert "Nothing to change: 0 new, 0 changed, 1 as before." in again.stdout
    assert "In the gradebook and not in this list, left as they are: 1 learner (other)." in done.stdout
    assert known(course)["min"] == ("민서", "김", CLASS[0].email, "2026001")
    assert known(course)["other"] == ("O", "P", None, None)


def test_each_marker_has_the_learners_of_their_sections(course: Path) -> None:
    path = course / "class.csv"
    rows = [
        ["id", "name", "Groups"],
        ["ada", "Ada", "Lab 1"],
        ["bob", "Bob", "Lab 2, Evening"],
        ["eve", "Eve", "Lab 3"],
    ]
    path.write_bytes(table([*rows, ["zoe", "Zoe", ""]]))
    assert run(course, "roster", path.name, "--write").returncode == 0
    markers = course / "markers.toml"
    markers.write_text('[sections]\n"Lab 1" = "Ms Kim"\n"Evening" = "Mr Sato"\n"Lab 9" = "Ms Kim"\n', encoding="utf-8")
    done = run(course, "class")
    assert done.returncode == 0, done.stderr
    assert "nobody is in the section “Lab 9”. Did you mean “Lab" in done.stderr
    assert "nobody marks “Lab 3”." in done.stderr
    assert marked_by(course / "class" / "class.csv") == {"ada": "Ms Kim", "bob": "Mr Sato", "eve": "", "zoe": ""}
    assert run(course, "class", "--marker", "mr sato").returncode == 0
    assert marked_by(course / "class" / "Mr-Sato" / "class.csv") == {"bob": "Mr Sato"}
    wrong = run(course, "class", "--marker", "Mr Sate")
    assert wrong.returncode == 2
    assert "Did you mean “Mr Sato”?" in wrong.stderr


def marked_by(table_of_class: Path) -> dict[str, str]:
    with table_of_class.open(encoding="utf-8-sig", newline="") as file:
        return {row["learner"]: row["marker"] for row in csv.DictReader(file)}


def test_a_faulty_list_changes_nothing(course: Path) -> None:
    path = course / "class.csv"
    path.write_bytes(table([["id", "first name"], ["kim", "Min-seo"], ["KIM", "Min-jun"]]))
    done = run(course, "roster", path.name, "--write")
    assert done.returncode == 2
    assert "line 3: the id “kim” stands in line 2 already" in done.stderr
    assert known(course) == {}


def test_a_row_for_nobody_is_refused_where_nobody_is_to_be_added(course: Path) -> None:
    path = course / "class.csv"
    path.write_bytes(table([["id", "first name"], ["kim", "Min-seo"]]))
    done = run(course, "roster", path.name, "--known-only", "--write")
    assert done.returncode == 2
    assert "line 2: the gradebook has nobody “kim”" in done.stderr
    assert known(course) == {}


def test_a_row_that_fits_two_learners_is_refused(course: Path) -> None:
    path = course / "class.csv"
    path.write_bytes(table([["id", "email", "LMS ID"], ["a", "a@x", "1"], ["b", "b@x", "2"]]))
    assert run(course, "roster", path.name, "--write").returncode == 0
    path.write_bytes(table([["id", "email", "LMS ID"], ["a", "a@x", "2"]]))
    done = run(course, "roster", path.name, "--write")
    assert done.returncode == 2
    assert "fits two learners of the gradebook, a and b" in done.stderr
