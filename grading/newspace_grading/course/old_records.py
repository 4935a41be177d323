"""Read records that an earlier version of the grader wrote into a journal: the one place that knows their form."""

from __future__ import annotations

from typing import Any

from newspace_grading.model.results.record import Record
from newspace_grading.model.results.verdict import Verdict

_NOT_GRADED = "not graded"
_NEEDS_PROCESS = "This test works in a way that the grader does not do by itself. A person will look at it."


def record(data: dict[str, Any]) -> Record:
    """Make a record from a journal's data, whichever version wrote it."""
    if data["verdict"] == _NOT_GRADED:  # one word stood for two things, told apart by the message
        verdict = Verdict.NEEDS_PROCESS if data["message"] == _NEEDS_PROCESS else Verdict.MANUAL
        data = {**data, "verdict": verdict}
    return Record.from_plain(data)
