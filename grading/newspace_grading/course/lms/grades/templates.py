"""Fill the columns of a file that Moodle or Canvas has exported, so that it can be imported as it is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from newspace_grading.course.lms.grades.grade_files import Cells, Grades, GradesFile, Target
from newspace_grading.course.lms.grades.moodle_import import (
    NO_GRADE,
    cell_number,
    ends_the_import,
    import_key,
    passed_over,
    worksheet_maximum,
)
from newspace_grading.course.lms.lists.headings import KNOWN, Field, columns, is_canvas
from newspace_grading.course.lms.lists.names import comparable
from newspace_grading.course.lms.lists.roster import is_no_student
from newspace_grading.course.lms.lists.tables import TableError, TableRow, TextTable, read_table

_WITHOUT_KEY = (
    "“{heading}” is empty in line {line} of the template, and Moodle would give the grade to the learner of the line above:"
    " fill it in in Moodle and export again, or give the grade by hand"
)
_IDENTITY = (Field.FIRST, Field.LAST, Field.FULL, Field.ID, Field.USERNAME, Field.NUMBER, Field.EMAIL, Field.LMS)


@dataclass(frozen=True)
class _Template:
    """A template that was read.

    Attributes
    ----------
    table : TextTable
        Its rows.
    canvas : bool
        Whether it is Canvas's gradebook.
    kept : list of int
        The columns that go into the new file beside those of the grades.
    places : dict
        The column of each assignment, and the assignment of each column.
    key : int or None
        The column by which Moodle's import of grades finds a learner; None for the other kinds of file.
    """

    table: TextTable
    found: Mapping[Field, int]
    canvas: bool
    kept: Sequence[int]
    places: Mapping[str, int]
    key: int | None = None

    @property
    def worksheet(self) -> bool:
        """Tell whether it is Moodle's grading worksheet."""
        return not self.canvas and Field.PARTICIPANT in self.found

    def cell(self, row: TableRow, place: int, ours: str | None) -> str:
        """Return what stands in a learner's cell; ``ours`` is None in a column that is no grade, and "" without a grade.

        Then what the LMS has stays, so that the import takes nothing away.
        """
        if ours:
            return ours
        theirs = row.cells[place]
        if ours is None or self.canvas or self.worksheet:
            return theirs
        return theirs.strip() if cell_number(theirs) is not None else NO_GRADE  # a text would end Moodle's import

    def why_not(self, row: TableRow) -> str:
        """Say why a learner's row cannot be imported; "" if it can."""
        if self.key is None or row.cells[self.key].strip():
            return ""
        return _WITHOUT_KEY.format(line=row.line, heading=self.table.header[self.key])

    @property
    def shown(self) -> list[int]:
        """Return the columns of the new file, in the order of the template's own where it keeps all of them."""
        return list(dict.fromkeys([*self.kept, *self.places.values()]))


def filled_template(path: Path, target: Target, grades: Grades, cells: Cells, column: str | None = None) -> GradesFile:
    """Fill the columns of a file that the LMS has exported.

    Of other assignments nothing is written, so that an import cannot bring back a grade that has changed in the LMS since. Moodle's grading
    worksheet keeps all of its columns, because its import asks for them.

    Raises
    ------
    TableError
        If the file is no list of learners, is for another LMS, or has no column for an assignment.
    """
    template = _read(path, target, grades, column)
    made = GradesFile([[template.table.header[place] for place in template.shown]], template.table.separator)
    matcher = _Matcher(grades, template.found, canvas=template.canvas)
    at = {place: name for name, place in template.places.items()}
    seen = set()
    for row in template.table.rows:
        if template.canvas and is_no_student(row):
            made.rows.append(_row_about_assignments(row, template.shown))
            made.notes += _other_maximum("Canvas", _points_possible(row, template), grades, cells)
            continue
        who = matcher.learner(row)
        if who is None:
            made.strangers.append(
                f"line {row.line}: {' '.join(row.cells[place] for place in template.kept[:2])}".strip()
            )
            continue
        seen.add(who)
        if reason := template.why_not(row):
            made.left_out.append((who, reason))
            continue
        ours = {place: cells.of(matcher.grades[name][who]) for place, name in at.items()}
        made.rows.append([template.cell(row, place, ours.get(place)) for place in template.shown])
    why = f"not in {path.name}: export it again once this learner is in the LMS's course, or mend the LMS id with “newspace-grade roster”"
    made.left_out += [(name, why) for name in matcher.people if name not in seen]
    if not template.canvas:
        _foresee_moodle(made, template, grades, cells)
    return made


def _foresee_moodle(made: GradesFile, template: _Template, grades: Grades, cells: Cells) -> None:
    """Tell what Moodle will make of the file, and what has to be chosen there."""
    filled = [template.shown.index(place) for place in template.places.values()]
    if not template.worksheet:
        if template.key is not None:
            made.notes.append(f"In Moodle's import choose “Identify user by”: {template.table.header[template.key]}.")
        made.refused += ends_the_import(made.rows[1:], filled)
        return
    for name, place in template.places.items():
        maximum = worksheet_maximum(template.table, place)
        if maximum is not None:
            made.notes += _other_maximum("Moodle", {name: maximum}, grades, cells)
            said = passed_over((row[template.shown.index(place)] for row in made.rows[1:]), maximum)
            made.refused += [said] if said else []


def _read(path: Path, target: Target, grades: Grades, column: str | None) -> _Template:
    table = read_table(path, KNOWN)
    found = columns(table.header)
    canvas = is_canvas(table.header)
    if canvas is not (target is Target.CANVAS):
        raise TableError(
            f"This is {'' if canvas else 'not '}Canvas's gradebook.",
            where=str(path),
            remedy="Give --template a file that the LMS has exported, and --for that LMS's name.",
        )
    if canvas:
        kept = list(range(table.header.index("Section") + 1))
    elif Field.PARTICIPANT in found:
        kept = list(range(len(table.header)))
    else:
        kept = sorted(found[one] for one in _IDENTITY if one in found)
    places = {name: _place_of(table, found, name, column) for name in grades}
    grades_of_moodle = not canvas and Field.PARTICIPANT not in found
    return _Template(table, found, canvas, kept, places, import_key(table, found) if grades_of_moodle else None)


def _row_about_assignments(row: TableRow, shown: Sequence[int]) -> list[object]:
    """Return Canvas's row; the spaces before “Points Possible” are its own."""
    cells: list[object] = [row.cells[place] for place in shown]
    return [f"    {cells[0]}", *cells[1:]] if cells[0] == "Points Possible" else cells


def _points_possible(row: TableRow, template: _Template) -> dict[str, str]:
    """Return what Canvas gives for each assignment, where that is what the row says."""
    return {name: row.cells[place] for name, place in template.places.items() if "Points Possible" in row.cells[0]}


class _Matcher:
    """Finds the learner of a template's row: by the LMS's id, then by the e-mail address, then by our id; never by name."""

    def __init__(self, grades: Grades, found: Mapping[Field, int], *, canvas: bool) -> None:
        self.grades = {name: {one.person.id: one for one in of} for name, of in grades.items()}
        self.people = {one.person.id: one.person for one in next(iter(grades.values()))}
        lms = (Field.ID,) if canvas else (Field.NUMBER, Field.LMS)
        self._tried = [
            *((found.get(one), {who.lms_user_id: who.id for who in self.people.values()}) for one in lms),
            *(
                (found.get(one), {who.email.casefold(): who.id for who in self.people.values()})
                for one in (Field.EMAIL, Field.LOGIN)
            ),
            *(
                (found.get(one), {name.casefold(): name for name in self.people})
                for one in (Field.USERNAME, Field.LOGIN, Field.NUMBER, *(() if canvas else (Field.ID,)))
            ),
        ]

    def learner(self, row: TableRow) -> str | None:
        for place, known in self._tried:
            value = "" if place is None else row.cells[place].casefold()
            if value and value in known:
                return known[value]
        return None


def _place_of(table: TextTable, found: Mapping[Field, int], assignment: str, column: str | None) -> int:
    """Return the place of an assignment's column."""
    if column is not None and column in table.header:
        return table.header.index(column)
    if column is None and Field.PARTICIPANT in found and Field.GRADE in found:
        return found[Field.GRADE]
    taken = set(found.values()) - {found.get(Field.GRADE)}
    titles = {place: comparable(_title(one)) for place, one in enumerate(table.header) if place not in taken}
    fitting = _fitting_titles(titles, comparable(column or assignment))
    if len(fitting) == 1:
        return fitting[0]
    raise TableError(
        f"{'More than one' if fitting else 'No'} column is called “{column or assignment}”.",
        where=f"{table.path}, header: {', '.join(table.header)}",
        remedy="Name the column with --column, as it stands in the header; one assignment at a time.",
    )


def _fitting_titles(titles: Mapping[int, str], wanted: str) -> list[int]:
    """Return the places of the titles that are the wanted one, or else hold it."""
    near = [place for place, title in titles.items() if wanted in title]
    return [place for place in near if titles[place] == wanted] or near


def _title(heading: str) -> str:
    """Return an assignment's title: without Canvas's “(123)”, Moodle's “Assignment: ” and “(Real)”."""
    text = re.sub(r"\s*\([^()]*\)\s*$", "", heading)
    return re.sub(r"^[^:]{1,30}:\s*", "", text)


def _other_maximum(lms: str, texts: Mapping[str, str], grades: Grades, cells: Cells) -> Iterator[str]:
    """Say where the LMS gives other points for an assignment than we do."""
    for name, text in texts.items():
        theirs, ours = cell_number(text), cells.most(grades[name])
        if theirs is not None and theirs != ours:
            yield f"{lms} gives {theirs:g} points for “{name}”, and we {ours:g}: --scale-to {theirs:g} converts the grades."
