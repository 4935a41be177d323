"""What a test cell came to, and the points of one that ends with a number."""

from __future__ import annotations

from dataclasses import dataclass

from newspace_grading.model.results.verdict import Verdict


@dataclass
class Outcome:
    """What a test cell came to.

    Attributes
    ----------
    verdict, score, message
        As in a record.
    quotes : bool
        Whether the message has words or values of the learner's program.
    line : int
        The line of the test cell in which it ended early; 0 if it did not, or if that is not known.
    """

    verdict: Verdict
    score: float | None
    message: str = ""
    quotes: bool = False
    line: int = 0
