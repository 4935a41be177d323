"""How an answer is judged: the verdict, its notes, and the sample answers that every question can make of itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from newspace.content.readings import Citation

Status = Literal["right", "partly", "wrong", "invalid"]


@dataclass(frozen=True)
class Note:
    """What is to be said about one part of an answer.

    Parameters
    ----------
    part : str
        The id of the choice or item that it concerns; empty for the answer as a whole.
    good : bool or None
        Whether this part is right; None where the note takes no side.
    text : str
        Feedback to show; may be empty, when the mark alone says it.
    late : bool
        Whether it helps so much that it is better kept for a second wrong answer.
    """

    part: str
    good: bool | None
    text: str = ""
    late: bool = False


@dataclass(frozen=True)
class Verdict:
    """How an answer was judged.

    Parameters
    ----------
    score : float or None
        From 0 to 1; None for an answer that cannot be judged (nothing chosen, not a number, …).
    message : str
        One or two sentences for the learner.
    notes : tuple of Note
        Feedback on the parts of the answer; empty for an invalid one.
    evidence : tuple of Citation
        The paragraphs that show what is right; empty for an invalid answer.
    """

    score: float | None
    message: str
    notes: tuple[Note, ...] = ()
    evidence: tuple[Citation, ...] = ()

    @property
    def valid(self) -> bool:
        """Whether the answer could be judged at all."""
        return self.score is not None

    @property
    def status(self) -> Status:
        """The verdict in one word: right (1), wrong (0), partly (between), invalid (no score)."""
        if self.score is None:
            return "invalid"
        if self.score >= 1:
            return "right"
        return "partly" if self.score > 0 else "wrong"


def invalid(message: str) -> Verdict:
    """The verdict on an answer that cannot be judged: a message and no score."""
    return Verdict(score=None, message=message)


@dataclass(frozen=True)
class Example:
    """An answer that a question makes for itself, and the score that it must get (None: it must be judged invalid)."""

    answer: object
    score: float | None
    label: Status
