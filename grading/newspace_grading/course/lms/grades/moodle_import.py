"""What Moodle does with a file of grades, where its importers say nothing of it.

Sources: ``mod/assign/feedback/offline/locallib.php`` (the grading worksheet: a grade above the assignment's maximum is passed over) and
``grade/import/csv/classes/load_data.php`` (the grades: an empty cell of a new column becomes 0, and “-” no grade; a row whose user field
is empty goes to the learner of the row before; one grade above 100 ends the import, unless the site allows more).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from newspace_grading.course.lms.lists.headings import Field
from newspace_grading.course.lms.lists.tables import TextTable
from newspace_grading.model.text import with_noun

NO_GRADE = "-"
"""An empty cell in Moodle's own exports of grades."""
_MOST_IMPORTED = 100.0
_KEYS = (Field.NUMBER, Field.EMAIL, Field.USERNAME)
"""Columns by which Moodle finds a learner."""


def worksheet_maximum(table: TextTable, grade_place: int) -> str | None:
    """Return what a grading worksheet gives at most, as it stands there; None where it grades by a scale.

    The heading is in the teacher's language; the column is always the one behind the grades, and has one number in every row.
    """
    if grade_place + 1 >= len(table.header):
        return None
    found = {row.cells[grade_place + 1].strip() for row in table.rows}
    return found.pop() if len(found) == 1 and cell_number(next(iter(found))) is not None else None


def cell_number(text: object) -> float | None:
    """Return the number in a cell, with a decimal point or comma; None for anything else."""
    try:
        return float(str(text).replace(",", "."))
    except ValueError:
        return None


def passed_over(cells: Iterable[object], maximum: str) -> str:
    """Say how many grades of a worksheet Moodle would pass over; "" for none."""
    most = cell_number(maximum) or 0.0
    above = sum((cell_number(cell) or 0.0) > most for cell in cells)
    if not above:
        return ""
    return f"{with_noun(above, 'grade is', 'grades are')} above Moodle's maximum of {most:g}, and Moodle passes over such a grade without a word: --scale-to {most:g} converts them."


def ends_the_import(rows: Sequence[Sequence[object]], grade_places: Iterable[int]) -> list[str]:
    """Say that Moodle would refuse the file of grades for a grade in it; empty if it would not."""
    most = max((cell_number(row[place]) or 0.0 for row in rows for place in grade_places), default=0.0)
    if most <= _MOST_IMPORTED:
        return []
    return [
        f"A grade of {most:g}: unless its administrator allows more, Moodle takes none above 100 and then refuses the whole file."
        " --scale-to 100 converts the grades."
    ]


def import_key(table: TextTable, found: Mapping[Field, int]) -> int | None:
    """Return the column by which Moodle should find the learners: the one that is filled in for most of them."""
    places = [found[one] for one in _KEYS if one in found]
    return max(places, key=lambda place: sum(bool(row.cells[place].strip()) for row in table.rows), default=None)
