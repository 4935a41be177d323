"""Write tables that a spreadsheet opens."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path

from newspace_grading.course.records.private_folders import make_private
from newspace_grading.model.text import no_formula


def write_table(head: Iterable[str], lines: Iterable[Iterable[object]], target: Path) -> None:
    """Write a table as UTF-8 with a byte-order mark, for spreadsheets: None stays empty, and no text becomes a formula.

    Raises
    ------
    OSError
        If the file cannot be written.
    """
    make_private(target.parent)
    with target.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(head)
        for line in lines:
            writer.writerow([_plain(value) for value in line])


def _plain(value: object) -> object:
    """Round numbers, and keep a learner's text from becoming a formula in the teacher's spreadsheet."""
    return round(value, 3) if isinstance(value, float) else no_formula(value)
