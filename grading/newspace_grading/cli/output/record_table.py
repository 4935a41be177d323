"""Lay out records as a table for a terminal."""

from __future__ import annotations

from collections.abc import Iterable

from newspace_grading.disclosure.messages import first_line, verdict_word
from newspace_grading.model.results.record import Record
from newspace_grading.model.text import one_line


def record_lines(records: Iterable[Record]) -> str:
    """Lay out records for people, one line a task."""
    rows = [
        (
            one_line(record.task),
            verdict_word(record.verdict) + (" (repaired)" if record.repaired else ""),
            "–" if record.score is None else f"{record.score:g}/{record.points:g}",
            f"{record.seconds:.2f} s",
            record.level + ("" if record.isolated else " (not isolated)"),
            one_line(first_line(record)),
        )
        for record in records
    ]
    widths = [max((len(row[column]) for row in rows), default=0) for column in range(5)]
    return "\n".join(
        "  ".join([*(text.ljust(width) for text, width in zip(row, widths, strict=False)), row[5]]).rstrip()
        for row in rows
    )
