"""Records of graded cells, made by hand."""

from __future__ import annotations

from typing import Any

from newspace_grading.model.results.failure import Failure, Label, RaisedError, of_error
from newspace_grading.model.results.message import Text
from newspace_grading.model.results.record import Record
from newspace_grading.model.results.verdict import Reason, Verdict


def error(text: str) -> RaisedError:
    """An error as its last line tells it: ``ValueError: negative``."""
    kind, _colon, rest = text.partition(": ")
    return RaisedError(kind, rest)


def raised(text: str) -> Failure:
    """A test that ended with an error that no check raised."""
    return of_error(error(text).kind, error(text).text)


def checked(*rows: tuple[Label, Text], **more: Any) -> Failure:
    """A test that a check of the course let fail."""
    return Failure(rows, **{"task": "t", **more})


def failed(failure: Failure | None, task: str = "t", points: float = 2.0, **more: Any) -> Record:
    """A record of a test that did not pass."""
    return Record(task, Verdict.FAILED, 0.0, points, Reason.CHECK_FAILED, failure=failure, **more)
