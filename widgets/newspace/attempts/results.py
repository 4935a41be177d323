"""Quiz results for a learner to hand in on request: answers, scores, hints and dates; nothing about the computer."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, tzinfo
from typing import Any

from newspace.attempts.overview.ratings import is_rating
from newspace.attempts.store import Attempt

FORMAT = "newspace-results"
VERSION = 1


def collect(
    attempts: Iterable[Attempt], *, name: str, units: Iterable[str] = (), zone: tzinfo | None = None
) -> dict[str, Any]:
    """Collect the results as plain data, ready for JSON.

    Parameters
    ----------
    attempts : iterable of Attempt
        All attempts, oldest first.
    name : str
        The learner's name in the class, chosen by the learner; the only identifying data.
    units : iterable of str
        Which units; all of them if none is named.
    zone : tzinfo, optional
        The time zone of the days; this computer's if not given. The hour is left out.
    """
    wanted = set(units)
    found: dict[str, dict[str, list[dict[str, Any]]]] = {}
    for attempt in attempts:
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
        "made": datetime.now(UTC).isoformat(timespec="seconds"),
        "units": found,
    }
