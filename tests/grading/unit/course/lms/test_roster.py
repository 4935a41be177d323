"""The lists that Moodle and Canvas export, and plain tables, name the learners of a class."""

from __future__ import annotations

from pathlib import Path

import pytest
from courses.lms_files import (
    CLASS,
    MOODLE_JA,
    MOODLE_KO,
    canvas_gradebook,
    moodle_grades,
    moodle_participants,
    table,
)

from newspace_grading.course.lms.lists.roster import ListKind, read_roster
from newspace_grading.course.lms.lists.tables import TableError

HEAD = ["id", "first name", "last name", "e-mail"]


def written(folder: Path, data: bytes) -> Path:
    path = folder / "class.csv"
    path.write_bytes(data)
    return path


def by_number(folder: Path, data: bytes, **options: str) -> list[tuple[str, str, str, str, str]]:
    found = read_roster(written(folder, data), **options)
    return [(one.id, one.first_name, one.last_name, one.email, one.lms_user_id) for one in found.people]


@pytest.mark.parametrize("words", [{}, MOODLE_KO, MOODLE_JA], ids=["en", "ko", "ja"])
@pytest.mark.parametrize(("separator", "encoding"), [(",", "utf-8-sig"), (";", "utf-8"), ("\t", "utf-16")])
def test_moodles_participants(words: dict[str, str], separator: str, encoding: str, tmp_path: Path) -> None:
    found = by_number(tmp_path, moodle_participants(CLASS, words, separator, encoding))
    assert found == [(one.number, one.first, one.last, one.email, one.number) for one in CLASS]


def test_moodles_grades_with_another_column_as_id(tmp_path: Path) -> None:
    found = by_number(tmp_path, moodle_grades(CLASS, "ps1"), id_heading="Email address")
    assert [row[0] for row in found] == [one.email for one in CLASS]


def test_a_list_without_id_numbers_takes_what_stands_before_the_at(tmp_path: Path) -> None:
    rows = [["First name", "Last name", "Email address"], *([one.first, one.last, one.email] for one in CLASS)]
    assert [row[0] for row in by_number(tmp_path, table(rows))] == [one.id for one in CLASS]


def test_canvas_gradebook_without_the_rows_that_are_no_learners(tmp_path: Path) -> None:
    path = written(tmp_path, canvas_gradebook(CLASS, {"ps1 (41)": 5.0}, ";"))
    found = read_roster(path)
    assert found.kind is ListKind.CANVAS
    assert [(one.id, one.first_name, one.last_name, one.email, one.lms_user_id) for one in found.people] == [
        (one.id, one.first, one.last, one.email, one.number) for one in CLASS
    ]


def test_canvas_with_first_and_last_names_apart(tmp_path: Path) -> None:
    head = ["LastName", "FirstName", "ID", "SIS Login ID", "Section", "ps1 (41)"]
    points = ["    Points Possible", "", "", "", "", "5"]
    data = table([head, points, ["김", "민서", "7", "min-seo", "A", ""]])
    assert by_number(tmp_path, data) == [("min-seo", "민서", "김", "", "7")]


def test_a_plain_table(tmp_path: Path) -> None:
    data = table([HEAD, ["kim", "Min-seo", "Kim", ""]], ";")
    assert by_number(tmp_path, data) == [("kim", "Min-seo", "Kim", "", "")]


def test_two_learners_of_one_name_are_two(tmp_path: Path) -> None:
    found = by_number(tmp_path, moodle_participants(CLASS))
    assert len({row[0] for row in found}) == len(CLASS)
    assert [row[1:3] for row in found].count(("민서", "김")) == 2


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([["First name", "Last name"], ["Min-seo", "Kim"]], "A column is missing"),
        ([["Name", "Class"], ["Min-seo", "A"]], "A column is missing"),
        ([HEAD, ["kim", "a", "b", ""], ["Kim", "c", "d", ""]], "line 3: the id “kim” stands in line 2"),
        (
            [HEAD, ["kim", "a", "b", "k@x"], ["lee", "c", "d", "K@x"]],
            "line 3: the e-mail address “k@x” stands in line 2",
        ),
        ([HEAD, ["", "a", "b", ""]], "line 2: the column “id” is empty"),
        ([HEAD, ["../kim", "a", "b", ""]], "cannot name a folder"),
        ([HEAD, ["=1+1", "a", "b", ""]], "looks like a spreadsheet's formula"),
        ([HEAD, ["kim", "a", "b", "nobody"]], "no e-mail address"),
        ([HEAD], "names nobody"),
    ],
)
def test_a_list_that_cannot_be_used_names_row_and_remedy(rows: list[list[str]], said: str, tmp_path: Path) -> None:
    with pytest.raises(TableError) as refused:
        read_roster(written(tmp_path, table(rows)))
    assert said in str(refused.value)
    assert refused.value.remedy


def test_every_faulty_row_is_named_at_once(tmp_path: Path) -> None:
    rows = [HEAD, *([f"a/{one}", "", "", ""] for one in range(30))]
    with pytest.raises(TableError) as refused:
        read_roster(written(tmp_path, table(rows)))
    assert "line 2:" in str(refused.value)
    assert "and 10 more" in str(refused.value)


def test_an_id_column_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TableError, match="no column “Matrikel”"):
        read_roster(written(tmp_path, moodle_participants(CLASS)), "Matrikel")
