"""Write grades as Moodle and Canvas import them, or as a plain table; matched by the LMS's ids, “not graded” an empty cell or Moodle's “-”.

Shapes: Moodle's ``grade/import/csv`` (any column can be mapped, a
learner is found by one of ID number, e-mail address and username) and ``mod/assign/feedback/offline`` (the grading worksheet); Canvas's
``lib/gradebook_importer.rb`` (Student, ID, SIS User ID, SIS Login ID, Section; then assignments as “Title (123)”; a row “Points Possible”).
"""

from __future__ import annotations

import csv
import enum
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from newspace_grading.course.lms.grades.learner_grades import Grade
from newspace_grading.course.lms.grades.moodle_import import NO_GRADE, ends_the_import
from newspace_grading.course.lms.lists.roster import Person
from newspace_grading.course.records.grade_state import GradeState
from newspace_grading.course.records.private_folders import make_private
from newspace_grading.course.records.whole_file import whole_file
from newspace_grading.model.text import no_formula

_DECIMALS = 2
"""Canvas shows and compares grades with two decimals."""
_CANVAS_HEAD = ("Student", "ID", "SIS User ID", "SIS Login ID", "Section")
_MOODLE_HEAD = ("First name", "Last name", "ID number", "Email address")
_CSV_HEAD = ("id", "last name", "first name", "e-mail", "LMS id")
NUMBER = re.compile(r"[-+]?[0-9.,]*%?")
"""A cell that a spreadsheet reads as a number, or an empty one, or Moodle's “-” for none."""


class Target(enum.StrEnum):
    """What the grades are written for."""

    MOODLE = "moodle"
    CANVAS = "canvas"
    CSV = "csv"


@dataclass
class GradesFile:
    """A file of grades that is ready to be written.

    Attributes
    ----------
    rows : list of list
        All rows, the header first.
    separator : str
        What stands between two cells.
    left_out : list of (learner, reason)
        Learners of the gradebook who have no row, each with what to do.
    strangers : list of str
        Rows of the template for people who are not in the gradebook: these get no row.
    notes : list of str
        What else the teacher should know before importing.
    refused : list of str
        What the LMS would not take of this file, with what to do.
    """

    rows: list[list[object]]
    separator: str = ","
    left_out: list[tuple[str, str]] = field(default_factory=list)
    strangers: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)

    def write(self, path: Path, *, mark: bool = False) -> None:
        """Write it whole as UTF-8, with a byte-order mark for spreadsheets if asked; a folder that is made for it is private."""
        text = io.StringIO(newline="")
        csv.writer(text, delimiter=self.separator).writerows(
            [_safe(cell) if isinstance(cell, str) else cell for cell in row] for row in self.rows
        )
        make_private(path.parent)
        with whole_file(path) as file:
            file.write(text.getvalue().encode("utf-8-sig" if mark else "utf-8"))


Grades = Mapping[str, Sequence[Grade]]
"""Assignment → its grades, of the same learners everywhere."""


@dataclass(frozen=True)
class Cells:
    """How a grade becomes a cell.

    Attributes
    ----------
    scale_to : float or None
        The points of the LMS that are as much as all of ours; None leaves the points as they are.
    missing_as_zero : bool
        Whether who handed in nothing has 0 instead of an empty cell.
    """

    scale_to: float | None = None
    missing_as_zero: bool = False

    def of(self, grade: Grade) -> str:
        """Return the points with two decimals, or "" without any."""
        points = 0.0 if self.missing_as_zero and grade.state is GradeState.NOTHING else grade.points
        if points is None:
            return ""
        if self.scale_to is not None and grade.possible:
            points *= self.scale_to / grade.possible
        return f"{points:.{_DECIMALS}f}".rstrip("0").rstrip(".")

    def most(self, grades: Sequence[Grade]) -> float:
        """Return the most that an assignment gives in the LMS."""
        return self.scale_to if self.scale_to is not None else max((one.possible for one in grades), default=0.0)


def fresh_file(target: Target, grades: Grades, cells: Cells) -> GradesFile:
    """Make a file without a template: the LMS makes a new column of each assignment."""
    if target is Target.CSV:
        return _csv_file(grades, cells)
    return _canvas_file(grades, cells) if target is Target.CANVAS else _moodle_file(grades, cells)


def _canvas_file(grades: Grades, cells: Cells) -> GradesFile:
    made = GradesFile([[*_CANVAS_HEAD, *grades]])
    made.rows.append(["    Points Possible", "", "", "", "", *(cells.most(found) for found in grades.values())])
    made.notes.append(
        "Canvas will offer to make new assignments of these columns: --template FILE fills those that are there."
    )
    for person, found in _rows(grades, cells):
        reason = _no_key(person.lms_user_id, "LMS id", "roster FILE reads it from Canvas's exported gradebook")
        if reason:
            made.left_out.append((person.id, reason))
        else:
            made.rows.append([*_canvas_cells(person), *found])
    return made


def _moodle_file(grades: Grades, cells: Cells) -> GradesFile:
    people = [one.person for one in next(iter(grades.values()))]
    numbered = sum(bool(one.lms_user_id) for one in people) >= sum(bool(one.email) for one in people)
    made = GradesFile([[*_MOODLE_HEAD, *grades]])
    made.notes.append(f"In Moodle's import choose “Identify user by”: {'ID number' if numbered else 'Email address'}.")
    for person, found in _rows(grades, cells):
        value, key = (person.lms_user_id, "ID number") if numbered else (person.email, "e-mail address")
        reason = _no_key(value, key, "roster FILE reads it from Moodle's list of participants")
        if reason:
            made.left_out.append((person.id, reason))
        else:
            made.rows.append([*_moodle_cells(person), *(cell or NO_GRADE for cell in found)])
    made.refused = ends_the_import(made.rows[1:], range(len(_MOODLE_HEAD), len(made.rows[0])))
    return made


def _rows(grades: Grades, cells: Cells) -> Iterator[tuple[Person, list[str]]]:
    """Yield each learner with a cell for each assignment."""
    by_person = [{one.person.id: one for one in found} for found in grades.values()]
    for one in next(iter(grades.values())):
        yield one.person, [cells.of(found[one.person.id]) for found in by_person]


def _csv_file(grades: Grades, cells: Cells) -> GradesFile:
    made = GradesFile([[*_CSV_HEAD, *(f"{name}{what}" for name in grades for what in ("", ", state", ", taken off"))]])
    by_person = [{one.person.id: one for one in found} for found in grades.values()]
    for one in next(iter(grades.values())):
        person = one.person
        row: list[object] = [person.id, person.last_name, person.first_name, person.email, person.lms_user_id]
        for found in by_person:
            grade = found[person.id]
            row += [cells.of(grade), grade.state.value, f"{round(grade.penalty, 2):g}" if grade.penalty else ""]
        made.rows.append(row)
    return made


def _canvas_cells(person: Person) -> list[object]:
    name = ", ".join(part for part in (person.last_name, person.first_name) if part)
    return [name or person.id, person.lms_user_id, "", "", ""]


def _moodle_cells(person: Person) -> list[object]:
    return [person.first_name, person.last_name, person.lms_user_id, person.email]


def _no_key(value: str, key: str, remedy: str) -> str:
    if not value:
        return f"the gradebook has no {key}: “newspace-grade {remedy}”"
    if value != _safe(value):
        return f"the {key} “{value}” looks like a spreadsheet's formula: mend it in the LMS, then “newspace-grade roster” it again"
    return ""


def _safe(text: str) -> object:
    """Quote what a spreadsheet would take for a formula; numbers, and Moodle's “-” for nothing, stay."""
    return text if NUMBER.fullmatch(text) else no_formula(text)
