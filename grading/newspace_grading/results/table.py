"""The statistics as a table that a spreadsheet opens."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path

from newspace_grading.plain import no_formula
from newspace_grading.results.statistics import Row

HEAD = (
    "unit", "question", "objective", "kind", "prompt", "tried", "right_at_first", "first_try_share", "mean_first_score",
    "right_in_the_end", "commonest_wrong", "commonest_wrong_count",
)  # fmt: skip


def write_csv(rows: Iterable[Row], target: Path) -> None:
    """Write one line for each question; UTF-8 with the mark by which spreadsheets know it.

    Raises
    ------
    OSError
        If the file cannot be written.
    """
    write_table(HEAD, ([getattr(row, name) for name in HEAD] for row in rows), target)


def write_table(head: Iterable[str], lines: Iterable[Iterable[object]], target: Path) -> None:
    """Write any table in the same way: what is not known (None) stays empty, and no text becomes a formula.

    Raises
    ------
    OSError
        If the file cannot be written.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(head)
        for line in lines:
            writer.writerow([_plain(value) for value in line])


def _plain(value: object) -> object:
    """A learner's words must not become a formula in the teacher's spreadsheet."""
    return round(value, 3) if isinstance(value, float) else no_formula(value)
