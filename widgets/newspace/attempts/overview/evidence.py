"""The evidence that answers give of a learning objective: first tries, hints, and answers repeated on a later day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import tzinfo

from newspace.attempts.store import Attempt


@dataclass(frozen=True)
class ObjectiveEvidence:
    """The answers to the questions of one objective.

    Parameters
    ----------
    asked, answered : int
        How many questions there are, and how many were answered.
    right_at_first, right_now : int
        How many were wholly right at the first answer, and at the last.
    hints : int
        How many hints were open at the last answers, in all.
    reviewed : int
        How many were answered again on a later day.
    """

    asked: int
    answered: int
    right_at_first: int
    right_now: int
    hints: int
    reviewed: int


def evidence(attempts: Iterable[Attempt], questions: Sequence[str], zone: tzinfo | None = None) -> ObjectiveEvidence:
    """Gather the evidence of an objective from the attempts in its unit, oldest first; attempts at other questions are ignored."""
    by_question: dict[str, list[Attempt]] = {name: [] for name in questions}
    for attempt in attempts:
        if attempt.question in by_question:
            by_question[attempt.question].append(attempt)
    taken = [one for one in by_question.values() if one]
    return ObjectiveEvidence(
        asked=len(questions),
        answered=len(taken),
        right_at_first=sum(one[0].score >= 1 for one in taken),
        right_now=sum(one[-1].score >= 1 for one in taken),
        hints=sum(one[-1].hints_used for one in taken),
        reviewed=sum(len({attempt.time.astimezone(zone).date() for attempt in one}) > 1 for one in taken),
    )
