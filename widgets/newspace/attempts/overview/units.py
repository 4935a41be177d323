"""Progress in each unit of the course, computed from the attempts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from newspace.attempts.overview.ratings import points_given
from newspace.attempts.store import Attempt, GradedExercise, Store


@dataclass(frozen=True)
class UnitProgress:
    """One unit: its question ids in order, the last attempt on each answered question, and the last grading of the exercise.

    ``given`` are the points that the learner gave to the written work; None before that.
    """

    unit: str
    questions: tuple[str, ...]
    latest: Mapping[str, Attempt]
    graded: GradedExercise | None = None
    given: int | None = None

    @property
    def asked(self) -> int:
        """The number of questions in the unit."""
        return len(self.questions)

    @property
    def answered(self) -> int:
        """The number of questions that have been answered."""
        return len(self.latest)

    @property
    def right(self) -> int:
        """The number of questions that were wholly right at the last attempt."""
        return self.answered - len(self.to_review)

    @property
    def to_review(self) -> tuple[str, ...]:
        """The questions whose last answer was not wholly right."""
        return tuple(name for name, attempt in self.latest.items() if attempt.score < 1)

    @property
    def finished(self) -> bool:
        """Tell whether every question has been answered, rightly or not."""
        return self.asked == self.answered


def overview(store: Store, units: Mapping[str, Sequence[str]]) -> tuple[UnitProgress, ...]:
    """Compute the progress in each unit (unit → question ids); attempts on questions that are no longer asked are ignored."""
    found = []
    graded = {one.unit: one for one in store.graded()}
    latest = store.latest_by_unit()
    for unit, questions in units.items():
        own = latest.get(unit, {})
        known = {name: own[name] for name in questions if name in own}
        found.append(UnitProgress(unit, tuple(questions), known, graded.get(unit), points_given(latest, unit)))
    return tuple(found)


def next_unit(units: Sequence[UnitProgress]) -> UnitProgress | None:
    """Choose where to continue: the unit of the last answer if unfinished, else the first unfinished one; None when all is done."""
    begun = [unit for unit in units if unit.latest and not unit.finished]
    if begun:
        return max(begun, key=lambda unit: max(attempt.time for attempt in unit.latest.values()))
    return next((unit for unit in units if not unit.finished), None)
