"""Schedule of reviews: spaced over days by FSRS, computed from the attempts alone.

The rules:

1. A question is taken up when an answer to it was not wholly right; one that was right from the start never comes back.
2. The answers of one day (in the learner's own time zone) make one review, because what was right a minute after the
   explanation says little: the review is **again** if the first answer earned less than half of the credit and the second
   was not right either, **hard** if the first earned half or more but not all, if the second was right, or if a hint had been
   opened, and **good** if the first was right without a hint. *Easy* is never given: a choice can be guessed.
3. FSRS with its published default parameters, no learning steps within a day and no random spread turns the reviews into the
   day on which the learner would still know the answer with a probability of 90 %; that day it is due.
4. When that day lies more than 90 days off, the question counts as learned and stays away until it is answered wrongly again.

Source of the algorithm: the package fsrs (Open Spaced Repetition), version 6.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo
from functools import lru_cache

from fsrs import Card, Rating, Scheduler

from newspace.attempts.store import Attempt

LEARNED_AFTER_DAYS = 90
RETENTION = 0.9
_HALF = 0.5


@dataclass(frozen=True)
class Review:
    """The review state of a question that was answered wrongly at least once.

    Parameters
    ----------
    unit, question : str
        Which question.
    due : date
        The date from which it is due, in the learner's time zone.
    last : date
        The day of the last answer.
    reviews : int
        The number of days on which it has been answered since it was taken up.
    """

    unit: str
    question: str
    due: date
    last: date
    reviews: int

    @property
    def learned(self) -> bool:
        """Tell whether the question need not be reviewed again."""
        return (self.due - self.last).days > LEARNED_AFTER_DAYS


def schedule(attempts: Iterable[Attempt], zone: tzinfo | None = None) -> tuple[Review, ...]:
    """Compute when each question that was answered wrongly is due, the earliest first.

    Parameters
    ----------
    attempts : iterable of Attempt
        All attempts; their order does not matter.
    zone : tzinfo, optional
        The learner's time zone; this computer's if not given.
    """
    by_question: dict[tuple[str, str], list[Attempt]] = {}
    for attempt in sorted(attempts, key=lambda attempt: attempt.time):
        by_question.setdefault((attempt.unit, attempt.question), []).append(attempt)
    found = (_review(unit, question, taken, zone) for (unit, question), taken in by_question.items())
    return tuple(sorted((one for one in found if one), key=lambda one: (one.due, one.last, one.unit, one.question)))


def due(reviews: Iterable[Review], today: date) -> list[Review]:
    """Return the reviews that are due on a day, those that have waited longest first."""
    return [review for review in reviews if review.due <= today and not review.learned]


def to_come(reviews: Iterable[Review], today: date) -> list[Review]:
    """Return the reviews that are due after a day, the earliest first."""
    return [review for review in reviews if review.due > today and not review.learned]


def rating(sitting: Sequence[Attempt]) -> Rating:
    """Rate one day's answers to one question, in their order, by the rules in the module's docstring."""
    first, second = sitting[0], sitting[1] if len(sitting) > 1 else None
    if first.score >= 1:
        return Rating.Hard if first.hints_used else Rating.Good
    if first.score >= _HALF or (second is not None and second.score >= 1):
        return Rating.Hard
    return Rating.Again


def _review(unit: str, question: str, attempts: Sequence[Attempt], zone: tzinfo | None) -> Review | None:
    """Compute the review state of one question; None if it was never answered wrongly."""
    wrong = next((number for number, attempt in enumerate(attempts) if attempt.score < 1), None)
    if wrong is None:
        return None
    card, reviews, last = Card(card_id=0), 0, _day(attempts[wrong], zone)
    for day, sitting in _sittings(attempts[wrong:], zone):
        # Whole days, as if every answer were given at midnight: neither the hour nor summer time shifts a review.
        moment = datetime(day.year, day.month, day.day, tzinfo=UTC)
        card, _log = _scheduler().review_card(card, rating(sitting), moment)
        reviews, last = reviews + 1, day
    return Review(unit, question, card.due.date(), last, reviews)


def _sittings(attempts: Iterable[Attempt], zone: tzinfo | None) -> Iterator[tuple[date, list[Attempt]]]:
    for day, group in itertools.groupby(attempts, key=lambda attempt: _day(attempt, zone)):
        yield day, list(group)


def _day(attempt: Attempt, zone: tzinfo | None) -> date:
    return attempt.time.astimezone(zone).date()


@lru_cache(maxsize=1)
def _scheduler() -> Scheduler:
    return Scheduler(desired_retention=RETENTION, learning_steps=(), relearning_steps=(), enable_fuzzing=False)
