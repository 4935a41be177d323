"""Grades are written in the columns that Moodle and Canvas import, matched by their ids; not graded is an empty cell."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from courses.lms_files import CLASS, canvas_gradebook, moodle_grades, moodle_worksheet

from newspace_grading.course.lms.grades.grade_files import Cells, GradesFile, Target, fresh_file
from newspace_grading.course.lms.grades.learner_grades import Grade
from newspace_grading.course.lms.grades.templates import filled_template
from newspace_grading.course.lms.lists.roster import Person
from newspace_grading.course.lms.lists.tables import TableError
from newspace_grading.course.records.grade_state import GradeState

PEOPLE = [Person(one.id, one.first, one.last, one.email, one.number) for one in CLASS]
STATES = [
    (GradeState.GRADED, 4.5),
    (GradeState.WAITS, None),
    (GradeState.NOT_GRADED, None),
    (GradeState.NOTHING, None),
    (GradeState.GRADED, 0.0),
]
GRADES = {"ps1": [Grade(one, state, points, 5.0) for one, (state, points) in zip(PEOPLE, STATES, strict=True)]}
CELLS = ["4.5", "", "", "", "0"]


def template(folder: Path, data: bytes) -> Path:
    path = folder / "exported.csv"
    path.write_bytes(data)
    return path


def rows(made: GradesFile, folder: Path) -> list[list[str]]:
    path = folder / "out.csv"
    made.write(path)
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file, delimiter=made.separator))


def test_canvas_gradebook_is_filled_by_its_ids(tmp_path: Path) -> None:
    path = template(tmp_path, canvas_gradebook(reversed(CLASS), {"Essay (40)": 10, "ps1 (41)": 5.0}, ";"))
    made = filled_template(path, Target.CANVAS, GRADES, Cells())
    head, manual, points, *learners = rows(made, tmp_path)
    assert head == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "ps1 (41)"]
    assert manual[-1] == "Manual Posting"
    assert points == ["    Points Possible", "", "", "", "", "5.0"]
    assert [row[1] for row in learners] == [*(one.number for one in reversed(CLASS)), "999"][:5] or learners[-1][
        1
    ] == "999"
    assert [row[-1] for row in learners if row[1] != "999"] == CELLS[::-1]
    assert not made.left_out
    assert not made.strangers


def test_canvas_rows_are_found_by_login_where_the_ids_are_not_known(tmp_path: Path) -> None:
    grades = {"ps1": [Grade(Person(one.id, email=one.email), GradeState.GRADED, 1.0, 5.0) for one in CLASS]}
    made = filled_template(
        template(tmp_path, canvas_gradebook(CLASS, {"ps1 (41)": 5.0})), Target.CANVAS, grades, Cells()
    )
    assert not made.left_out


def test_moodles_grading_worksheet_keeps_its_columns(tmp_path: Path) -> None:
    path = template(tmp_path, moodle_worksheet(CLASS, {}))
    head, *learners = rows(filled_template(path, Target.MOODLE, GRADES, Cells()), tmp_path)
    assert head[0] == "Identifier"
    assert len(head) == 11
    assert [row[head.index("Grade")] for row in learners] == CELLS
    assert [row[head.index("Last modified (grade)")] for row in learners] == ["-"] * 5
    assert learners[-1][1] == "'=HYPERLINK(1) Sum"


def test_moodles_grades_keep_only_who_it_is_and_our_column(tmp_path: Path) -> None:
    path = template(tmp_path, moodle_grades(CLASS, "ps1", "\t"))
    head, *learners = rows(filled_template(path, Target.MOODLE, GRADES, Cells()), tmp_path)
    assert head == ["First name", "Last name", "ID number", "Email address", "Assignment: ps1 (Real)"]
    assert [row[-1] for row in learners] == [cell or "-" for cell in CELLS]


def test_a_grade_that_moodle_would_pass_over_is_told(tmp_path: Path) -> None:
    """Its importer leaves out what is above the maximum, whose heading is in the teacher's language."""
    data = (
        moodle_worksheet(CLASS, {}, "4,00")
        .replace(b"Maximum Grade", "최고 성적".encode())
        .replace(b",4,00,", b',"4,00",')
    )
    made = filled_template(template(tmp_path, data), Target.MOODLE, GRADES, Cells())
    assert made.notes == ["Moodle gives 4 points for “ps1”, and we 5: --scale-to 4 converts the grades."]
    assert made.refused == [
        "1 grade is above Moodle's maximum of 4, and Moodle passes over such a grade without a word: --scale-to 4 converts them."
    ]
    scaled = filled_template(template(tmp_path, data), Target.MOODLE, GRADES, Cells(scale_to=4))
    assert (scaled.notes, scaled.refused) == ([], [])


@pytest.mark.parametrize("with_template", [True, False])
def test_a_grade_that_ends_moodles_import_is_told(with_template: bool, tmp_path: Path) -> None:
    grades = {"ps1": [Grade(one, GradeState.GRADED, 101.0, 120.0) for one in PEOPLE]}
    path = template(tmp_path, moodle_grades(CLASS, "ps1"))
    for cells, told in ((Cells(), 1), (Cells(scale_to=100), 0)):
        made = (
            filled_template(path, Target.MOODLE, grades, cells)
            if with_template
            else fresh_file(Target.MOODLE, grades, cells)
        )
        assert len(made.refused) == told
        assert any("Identify user by" in note for note in made.notes)


def test_a_row_that_moodle_would_take_for_the_learner_above_is_not_written(tmp_path: Path) -> None:
    """Its importer finds nobody by an empty cell, and goes on with the learner of the row before."""
    data = moodle_grades(CLASS, "ps1").replace(CLASS[3].number.encode(), b"").replace(CLASS[2].email.encode(), b"")
    data = data.replace(CLASS[1].email.encode(), b"")
    made = filled_template(template(tmp_path, data), Target.MOODLE, GRADES, Cells())
    assert made.notes == ["In Moodle's import choose “Identify user by”: ID number."]
    assert [name for name, _reason in made.left_out] == [CLASS[3].id]
    assert "line 5" in made.left_out[0][1]
    assert len(made.rows) == len(CLASS)


def test_what_the_lms_has_stays_where_there_is_no_grade_of_ours(tmp_path: Path) -> None:
    data = canvas_gradebook(CLASS, {"ps1 (41)": 5.0}).replace(b"Space 1,,", b"Space 1,EX,")
    made = rows(filled_template(template(tmp_path, data), Target.CANVAS, GRADES, Cells()), tmp_path)
    assert [row[-1] for row in made if row[1].startswith("2026")] == [cell or "EX" for cell in CELLS]
    data = moodle_grades(CLASS, "ps1").replace(b",-,", b",2.5,")
    made = rows(filled_template(template(tmp_path, data), Target.MOODLE, GRADES, Cells()), tmp_path)
    assert [row[-1] for row in made[1:]] == [cell or "2.5" for cell in CELLS]
    data = moodle_grades(CLASS, "ps1").replace(b",-,", b",Excellent,")  # exported as letters: it would end the import
    made = rows(filled_template(template(tmp_path, data), Target.MOODLE, GRADES, Cells()), tmp_path)
    assert [row[-1] for row in made[1:]] == [cell or "-" for cell in CELLS]


def test_without_a_template_canvas_gets_its_columns_and_the_points(tmp_path: Path) -> None:
    made = rows(fresh_file(Target.CANVAS, GRADES, Cells(scale_to=100)), tmp_path)
    assert made[0] == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "ps1"]
    assert made[1] == ["    Points Possible", "", "", "", "", "100"]
    assert made[2] == ["김, 민서", "2026001", "", "", "", "90"]


def test_a_learner_without_lms_id_is_named_and_the_others_are_written(tmp_path: Path) -> None:
    people = [Person("kim", "M", "K", "", "1"), Person("lee", "S", "L"), Person("odd", "S", "L", "", "=1+1")]
    grades = {"ps1": [Grade(one, GradeState.GRADED, 3.0, 5.0) for one in people]}
    for target in (Target.MOODLE, Target.CANVAS):
        made = fresh_file(target, grades, Cells())
        assert [name for name, _reason in made.left_out] == ["lee", "odd"]
        assert "newspace-grade roster" in made.left_out[0][1]
        assert "formula" in made.left_out[1][1]
        assert [row[-1] for row in rows(made, tmp_path) if "1" in row] == ["3"]


def test_formulas_in_names_are_quoted_and_numbers_are_not(tmp_path: Path) -> None:
    made = rows(fresh_file(Target.CSV, GRADES, Cells()), tmp_path)
    names = {row[0]: row[2] for row in made}
    assert names["formula"] == "'=HYPERLINK(1)"
    assert [row[5] for row in made[1:]] == CELLS
    assert [row[6] for row in made[1:]] == [state.value for state, _points in STATES]


def test_a_template_without_a_learner_and_with_a_stranger_names_both(tmp_path: Path) -> None:
    path = template(tmp_path, canvas_gradebook(CLASS[1:], {"ps1 (41)": 5.0}))
    grades = {"ps1": GRADES["ps1"][:-1]}
    made = filled_template(path, Target.CANVAS, grades, Cells())
    assert [name for name, _reason in made.left_out] == [CLASS[0].id]
    assert made.strangers == ["line 7: =HYPERLINK(1) 2026005"] or "2026005" in made.strangers[0]


def test_nothing_handed_in_can_be_a_zero(tmp_path: Path) -> None:
    made = rows(fresh_file(Target.MOODLE, GRADES, Cells(missing_as_zero=True)), tmp_path)
    assert [row[-1] for row in made[1:]] == ["4.5", "-", "-", "0", "0"]


def test_another_maximum_in_canvas_is_told(tmp_path: Path) -> None:
    path = template(tmp_path, canvas_gradebook(CLASS, {"ps1 (41)": 10}))
    assert filled_template(path, Target.CANVAS, GRADES, Cells()).notes == [
        "Canvas gives 10 points for “ps1”, and we 5: --scale-to 10 converts the grades."
    ]
    assert not filled_template(path, Target.CANVAS, GRADES, Cells(scale_to=10)).notes


@pytest.mark.parametrize(
    ("columns", "column", "said"),
    [
        ({"Essay (40)": 10}, None, "No column is called “ps1”"),
        ({"ps1 (40)": 10, "ps1 (41)": 10}, None, "More than one column"),
        ({"ps1 (40)": 10}, "ps2", "No column is called “ps2”"),
    ],
)
def test_a_column_that_is_not_clear_is_asked_for(
    columns: dict[str, float], column: str | None, said: str, tmp_path: Path
) -> None:
    path = template(tmp_path, canvas_gradebook(CLASS, columns))
    with pytest.raises(TableError, match=said):
        filled_template(path, Target.CANVAS, GRADES, Cells(), column)


def test_a_column_can_be_named_as_it_stands_there(tmp_path: Path) -> None:
    path = template(tmp_path, canvas_gradebook(CLASS, {"ps1 (40)": 10, "ps1 (41)": 10}))
    made = filled_template(path, Target.CANVAS, GRADES, Cells(), "ps1 (41)")
    assert made.rows[0][-1] == "ps1 (41)"


def test_a_template_of_the_other_lms_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TableError, match="This is not Canvas's gradebook"):
        filled_template(template(tmp_path, moodle_grades(CLASS, "ps1")), Target.CANVAS, GRADES, Cells())
    with pytest.raises(TableError, match="This is Canvas's gradebook"):
        filled_template(template(tmp_path, canvas_gradebook(CLASS, {"ps1": 5})), Target.MOODLE, GRADES, Cells())
