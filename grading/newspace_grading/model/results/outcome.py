"""The result of running a test cell, from which a record is made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from newspace_grading.model.results.failure import Failure
from newspace_grading.model.results.message import Argument
from newspace_grading.model.results.verdict import Reason, Verdict


@dataclass(frozen=True)
class Outcome:
    """The result of running a test cell.

    Attributes
    ----------
    verdict, score, reason, failure, arguments
        As in a record.
    at_border : bool
        Whether it failed because something of the learner's stays in the learner's process.
    """

    verdict: Verdict
    score: float | None
    reason: Reason | None = None
    failure: Failure | None = None
    arguments: Mapping[str, Argument] = field(default_factory=dict)
    at_border: bool = False

    @property
    def line(self) -> int:
        """The line of the test cell in which it ended early; 0 if it did not, or if that is not known."""
        return 0 if self.failure is None else self.failure.line


def failed(failure: Failure) -> Outcome:
    """Make the outcome of a test that did not pass."""
    return Outcome(Verdict.FAILED, 0.0, Reason.CHECK_FAILED, failure)
