"""Quiz results for a learner to hand in on request: answers, scores, hints and dates; nothing about the computer."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import UTC, datetime, tzinfo
from typing import Any

from newspace.attempts.overview.ratings import is_rating
from newspace.attempts.store import Attempt

FORMAT = "newspace-results"
VERSION = 1


def collect_results(
    attempts: Iterable[Attempt], *, name: str, units: Iterable[str] = (), zone: tzinfo | None = None
) -> dict[str, Any]:
    """Collect the results as plain data, ready for JSON.

    Parameters
    ----------
    attempts : iterable of Attempt
        All attempts, oldest first.
    name : str
        The learner's name in the class, chosen by the learner; the only identifying data. Two learners may choose the same:
        their files differ in ``learner``, a number made from the moment of the first answer of all.
    units : iterable of str
        Which units; all of them if none is named.
    zone : tzinfo, optional
        The time zone of the days; this computer's if not given. The hour is left out.
    """
    wanted = set(units)
    learner = ""
    found: dict[str, dict[str, list[dict[str, Any]]]] = {}
    for attempt in attempts:
        learner = learner or hashlib.sha256(attempt.time.isoformat().encode()).hexdigest()[:16]
        if is_rating(attempt.unit) or (wanted and attempt.unit not in wanted):
            continue
        entry = {
            "day": attempt.time.astimezone(zone).date().isoformat(),
            "answer": attempt.answer,
            "score": attempt.score,
            "hints_used": attempt.hints_used,
        }
        found.setdefault(attempt.unit, {}).setdefault(attempt.question, []).append(entry)
    return {
        "format": FORMAT,
        "version": VERSION,
        "name": name,
        "learner": learner,
        "made": datetime.now(UTC).isoformat(timespec="seconds"),
        "units": found,
    }
