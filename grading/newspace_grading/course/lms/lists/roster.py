"""Read a list of a class: Moodle's participants or grades, Canvas's gradebook, or a plain table."""

from __future__ import annotations

import enum
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from newspace_grading.course.lms.lists.headings import KNOWN, Field, columns, is_canvas
from newspace_grading.course.lms.lists.names import comparable
from newspace_grading.course.lms.lists.tables import TableError, TableRow, TextTable, read_table

MOST_FAULTS = 20
_LONGEST = 128
"""Characters: what nbgrader's gradebook holds in a name, an address or an id."""
_NOT_IN_A_FOLDER = re.compile(r'[\x00-\x1f/\\:*?"<>|]')
_FORMULA = ("=", "+", "-", "@")
_NO_STUDENT = re.compile(r"\s*(Muted|Manual Posting.*)?\s*", re.IGNORECASE)


class ListKind(enum.Enum):
    """Who has written a list."""

    MOODLE = "Moodle"
    CANVAS = "Canvas"
    PLAIN = "a plain table"


@dataclass(frozen=True)
class Person:
    """A learner in a list: nbgrader's id, names, e-mail, the LMS's id and the section, "" where the list has none; and the line of the file."""

    id: str
    first_name: str = ""
    last_name: str = ""
    email: str = ""
    lms_user_id: str = ""
    line: int = 0
    section: str = ""


@dataclass(frozen=True)
class Roster:
    """A list of a class.

    Attributes
    ----------
    path : Path
        The file.
    kind : ListKind
        Who has written it.
    people : tuple of Person
        The learners, in the order of the file.
    id_heading : str
        The heading of the column that became nbgrader's id.
    """

    path: Path
    kind: ListKind
    people: tuple[Person, ...]
    id_heading: str


def read_roster(path: Path, id_heading: str | None = None, encoding: str | None = None) -> Roster:
    """Read a list of a class.

    Parameters
    ----------
    path : Path
        The file.
    id_heading : str, optional
        The heading of the column that becomes nbgrader's id. Without it: the id or username; else Moodle's ID number or Canvas's login;
        else the part of the e-mail address before the @.
    encoding : str, optional
        See `newspace_grading.course.lms.lists.tables.read_table`.

    Raises
    ------
    TableError
        If a column is missing or a row cannot be used; every such row is named.
    """
    table = read_table(path, KNOWN, encoding)
    found = columns(table.header)
    kind = _kind(table, found)
    if kind is ListKind.CANVAS:
        found = _canvas_columns(found)
    _require_columns(table, kind, found)
    place, cut = _id_column(table, kind, found, id_heading)
    people, faults = [], []
    for row in table.rows:
        if kind is ListKind.CANVAS and is_no_student(row):
            continue
        person = _person(row, found, place, cut=cut)
        people.append(person)
        faults += [f"line {row.line}: {fault}" for fault in _faults(person, table.header[place])]
    faults += _repeated(people)
    if faults:
        refuse(path, faults)
    if not people:
        raise TableError("This list names nobody.", where=str(path), remedy="Export it again, for the whole class.")
    return Roster(path, kind, tuple(people), table.header[place])


def is_no_student(row: TableRow) -> bool:
    """Tell whether a row of Canvas's gradebook is about the assignments, or the test student, and not about a learner."""
    return (
        "Points Possible" in row.cells[0]
        or all(_NO_STUDENT.fullmatch(cell) for cell in row.cells)
        or row.cells[0] == "Student, Test"
    )


def refuse(path: Path, faults: Sequence[str]) -> None:
    """Raise the error that names the rows that cannot be used.

    Raises
    ------
    TableError
        Always.
    """
    more = [f"… and {len(faults) - MOST_FAULTS} more"] if len(faults) > MOST_FAULTS else []
    raise TableError(
        "\n  ".join(("Nothing was changed, because of:", *faults[:MOST_FAULTS], *more)),
        where=str(path),
        remedy="Mend these rows in the LMS or in the file, and run this again.",
    )


def _kind(table: TextTable, found: Mapping[Field, int]) -> ListKind:
    if is_canvas(table.header):
        return ListKind.CANVAS
    if Field.ID in found or Field.LMS in found:
        return ListKind.PLAIN
    return ListKind.MOODLE if Field.FIRST in found and Field.LAST in found else ListKind.PLAIN


def _canvas_columns(found: Mapping[Field, int]) -> dict[Field, int]:
    """Return Canvas's columns: its “ID” is the id in the LMS."""
    there = dict(found)
    there[Field.LMS] = there.pop(Field.ID)
    return there


def _require_columns(table: TextTable, kind: ListKind, found: Mapping[Field, int]) -> None:
    needed = {
        ListKind.MOODLE: ((Field.FIRST,), (Field.LAST,), (Field.NUMBER, Field.USERNAME, Field.EMAIL)),
        ListKind.CANVAS: ((Field.LMS,), (Field.FULL, Field.LAST)),
        ListKind.PLAIN: ((Field.ID, Field.USERNAME, Field.NUMBER, Field.EMAIL, Field.LMS),),
    }[kind]
    for choice in needed:
        if not any(field in found for field in choice):
            names = " or ".join(f"“{field.value}”" for field in choice)
            raise TableError(
                f"A column is missing: {names}. Nothing was changed.",
                where=f"{table.path}, header: {', '.join(table.header)}",
                remedy="Export the list with this column (in Moodle an administrator sets which “user identity fields” are shown), or add it.",
            )


def _id_column(table: TextTable, kind: ListKind, found: Mapping[Field, int], asked: str | None) -> tuple[int, bool]:
    """Return the place of the column for nbgrader's id, and whether only what stands before an @ is taken."""
    if asked is not None:
        for place, heading in enumerate(table.header):
            if comparable(heading) == comparable(asked):
                return place, False
        raise TableError(
            f"There is no column “{asked}”. Nothing was changed.",
            where=f"{table.path}, header: {', '.join(table.header)}",
            remedy="Give --id one of these headings.",
        )
    order = (Field.ID, Field.USERNAME, Field.LOGIN, Field.NUMBER, Field.SIS, Field.EMAIL, Field.LMS)
    for field in order:
        if field in found and _is_filled(table, kind, found[field]):
            return found[field], field in (Field.EMAIL, Field.LOGIN)
    first = next(field for field in order if field in found)
    return found[first], first in (Field.EMAIL, Field.LOGIN)


def _is_filled(table: TextTable, kind: ListKind, place: int) -> bool:
    """Tell whether a column has something in any row that is about a learner."""
    return any(row.cells[place] for row in table.rows if not (kind is ListKind.CANVAS and is_no_student(row)))


def _person(row: TableRow, found: Mapping[Field, int], place: int, *, cut: bool) -> Person:
    def cell(*fields: Field) -> str:
        return next((row.cells[found[field]] for field in fields if field in found and row.cells[found[field]]), "")

    first, last = cell(Field.FIRST), cell(Field.LAST)
    if not first and not last:
        first, last = split_name(cell(Field.FULL))
    login = cell(Field.LOGIN)
    name = row.cells[place]
    return Person(
        name.partition("@")[0] if cut else name,
        first,
        last,
        cell(Field.EMAIL) or (login if "@" in login else ""),
        cell(Field.LMS, Field.NUMBER),
        row.line,
        cell(Field.SECTION),
    )


def split_name(full: str) -> tuple[str, str]:
    """Return first and last name of “Last, First”; of a name without a comma the whole is the last name."""
    last, comma, first = full.partition(",")
    return (first.strip(), last.strip()) if comma else ("", full.strip())


def _faults(person: Person, heading: str) -> Iterator[str]:
    if not person.id:
        yield f"the column “{heading}” is empty, so nobody is named. Fill it in, or take another column with --id"
    elif _NOT_IN_A_FOLDER.search(person.id) or person.id.startswith(".") or person.id.endswith((".", " ")):
        yield f"the id “{person.id}” cannot name a folder of submissions. Take another column with --id"
    for word, text in (("id", person.id), ("e-mail", person.email), ("LMS id", person.lms_user_id)):
        if text.startswith(_FORMULA):
            yield f"the {word} “{text}” looks like a spreadsheet's formula. Mend the cell"
        if len(text) > _LONGEST:
            yield f"the {word} has more than {_LONGEST} characters. Mend the cell"
    for text in (person.first_name, person.last_name):
        if len(text) > _LONGEST:
            yield f"a name has more than {_LONGEST} characters. Mend the cell"
    if person.email and not re.fullmatch(r"[^@\s]+@[^@\s]+", person.email):
        yield f"“{person.email}” is no e-mail address. Mend the cell, or leave it empty"


def _repeated(people: Sequence[Person]) -> Iterator[str]:
    """Yield a fault for each row that repeats an id, an address or an LMS id of a row above; names may be alike."""
    seen: dict[tuple[str, str], int] = {}
    for person in people:
        told = {"id": person.id.casefold(), "LMS id": person.lms_user_id, "e-mail address": person.email.casefold()}
        for word, value in told.items():
            if value and (word, value) in seen:
                line = seen[word, value]
                yield f"line {person.line}: the {word} “{value}” stands in line {line} already. Keep one of the two rows"
            elif value:
                seen[word, value] = person.line
