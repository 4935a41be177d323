"""One record for each graded cell of a submission."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import Any

from newspace_grading.model.results.verdict import LEFT_TO_A_PERSON, Verdict
from newspace_grading.model.text import as_json, one_line


@dataclass(frozen=True)
class Record:
    """How one graded cell went.

    Attributes
    ----------
    task : str
        The grade_id of the graded cell.
    verdict : Verdict
        What it came to; those in `NEEDS_REVIEW` carry no score and go to a person.
    score : float or None
        Points; None where there is no evidence for any number.
    points : float
        What the cell is worth.
    message : str
        For the learner; it holds nothing of the hidden tests.
    called, came_back : str
        The last call that the test made, and its result.
    seconds : float
        Wall time.
    level : str
        The walls around the learner's code.
    isolated : bool
        Whether tests and learner's code ran in different processes.
    repaired : tuple of str
        What had to be mended in the file, and was.
    stopped : str
        The error with which the learner's own cell of this task ended, if the task did not pass.
    """

    task: str
    verdict: Verdict
    score: float | None
    points: float
    message: str = ""
    called: str = ""
    came_back: str = ""
    seconds: float = 0.0
    level: str = ""
    isolated: bool = True
    repaired: tuple[str, ...] = field(default=())
    stopped: str = ""

    def line(self) -> str:
        """As one line of JSON."""
        return as_json(self.plain())

    def plain(self) -> dict[str, Any]:
        """As plain data."""
        return asdict(self)

    @classmethod
    def from_line(cls, line: str) -> Record:
        """From one line of JSON."""
        return cls.from_plain(json.loads(line))

    @classmethod
    def from_plain(cls, data: dict[str, Any]) -> Record:
        """From plain data."""
        return cls(**{**data, "verdict": Verdict(data["verdict"]), "repaired": tuple(data["repaired"])})


def replace_record(records: list[Record], better: Record) -> None:
    """Put a record in the place of that of the same task."""
    records[:] = [better if record.task == better.task else record for record in records]


def table(records: Iterable[Record]) -> str:
    """For people: one line a task."""
    rows = [
        (
            one_line(record.task),
            _word(record.verdict) + (" (repaired)" if record.repaired else ""),
            "–" if record.score is None else f"{record.score:g}/{record.points:g}",
            f"{record.seconds:.2f} s",
            record.level + ("" if record.isolated else " (not isolated)"),
            one_line(next(iter(record.message.splitlines()), "")),
        )
        for record in records
    ]
    widths = [max((len(row[column]) for row in rows), default=0) for column in range(5)]
    return "\n".join(
        "  ".join([*(text.ljust(width) for text, width in zip(row, widths, strict=False)), row[5]]).rstrip()
        for row in rows
    )


def _word(verdict: Verdict) -> str:
    return "not graded" if verdict in LEFT_TO_A_PERSON else verdict.value
