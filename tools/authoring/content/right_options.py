"""Where the right option of each single-choice question stands, and how long it is beside the wrong ones.

Whoever guesses takes the longest option, or the same place each time. Both must be worth no more than any other guess.
On the page options are shuffled for each learner, unless the bank keeps their order; so places are counted as learners see them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from newspace.questions import Bank
from newspace.questions.kinds.choice import One
from newspace.questions.presentation import Asked

LEARNERS = 200
"""So many imagined learners see each question; their order of options differs."""


@dataclass(frozen=True)
class RightOptions:
    """The single-choice questions of one bank.

    Attributes
    ----------
    questions : int
        How many there are.
    longest : tuple of str
        The ids of those whose right option is the longest, alone or level with another.
    by_chance : float
        In how many the right option would be the longest if length told nothing.
    kept : tuple of (str, int)
        The questions whose order is kept, with the place of the right option, from 1.
    places : mapping of int to float
        For each place on the page, from 1, the share of views in which the right option stands there.
    """

    questions: int
    longest: tuple[str, ...]
    by_chance: float
    kept: tuple[tuple[str, int], ...]
    places: Mapping[int, float]


def of_bank(bank: Bank) -> RightOptions:
    """Measure the single-choice questions of a bank."""
    single = [question for question in bank.questions if isinstance(question, One)]
    seen = Counter(_place(question, f"learner {number}") for question in single for number in range(LEARNERS))
    views = max(seen.total(), 1)
    return RightOptions(
        questions=len(single),
        longest=tuple(question.id for question in single if _right_is_longest(question)),
        by_chance=sum(1 / len(question.choices) for question in single),
        kept=tuple((question.id, _place(question, "")) for question in single if question.keep_order),
        places={place: seen[place] / views for place in sorted(seen)},
    )


def _right_is_longest(question: One) -> bool:
    right = max(len(choice.text) for choice in question.choices if choice.right)
    return right >= max(len(choice.text) for choice in question.choices if not choice.right)


def _place(question: One, learner: str) -> int:
    """Return the place of the right option on a learner's page, from 1."""
    right = next(choice.id for choice in question.choices if choice.right)
    asked = Asked(question, "q", learner)
    return int(asked.part(right).removeprefix("c"))
