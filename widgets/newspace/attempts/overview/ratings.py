"""The learner's ratings of written work by a rubric: of texts that the course gives, and of the learner's own.

They are kept among the attempts, under a unit's name with a suffix that no bank of questions has, so that one file holds all.
"""

from __future__ import annotations

from collections.abc import Mapping

from newspace.attempts.store import Attempt, Store

OWN = "own"
"""The name under which the learner's own text is rated."""
_SUFFIX = ":ratings"


def record_rating(store: Store, unit: str, text: str, points: Mapping[str, int], *, most: int) -> None:
    """Store the points that the learner gave to a text, for each criterion of the rubric; ``most`` is the sum of what can be given."""
    store.record(unit + _SUFFIX, text, answer=dict(points), score=sum(points.values()) / most)


def ratings(store: Store, unit: str) -> dict[str, dict[str, int]]:
    """Return the last rating of each text of a unit: text → criterion → points; what was edited by hand is left out."""
    return _ratings(store.latest(unit + _SUFFIX))


def _ratings(latest: Mapping[str, Attempt]) -> dict[str, dict[str, int]]:
    found = {}
    for text, attempt in latest.items():
        answer = attempt.answer
        if isinstance(answer, dict) and all(type(points) is int and points >= 0 for points in answer.values()):
            found[text] = dict(answer)
    return found


def points_given(latest: Mapping[str, Mapping[str, Attempt]], unit: str) -> int | None:
    """Return the points that the learner gave to their own text of a unit; None before that.

    ``latest`` are the last attempts of every unit, as `Store.latest_by_unit` returns them.
    """
    own = _ratings(latest.get(unit + _SUFFIX, {})).get(OWN)
    return None if own is None else sum(own.values())


def is_rating(unit: str) -> bool:
    """Return whether attempts under this name are ratings, and no answers to questions."""
    return unit.endswith(_SUFFIX)
