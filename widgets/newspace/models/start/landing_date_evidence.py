"""Statements of readings and sources about the day of SLIM's landing, each as a span of days.

Dates are in Japan's time. A span includes its first day and excludes its last.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from newspace.content import facts, readings
from newspace.models.shared.clocks import local

FIRST, LAST = date(2023, 7, 1), date(2024, 4, 1)
"""The days that are looked at: from the first to the one before the last."""
_JAPAN_H = 9.0


@dataclass(frozen=True)
class Clue:
    """A statement and the days on which it would be true.

    Attributes
    ----------
    id : str
    says : str
        The statement, in few words.
    where : str
        A citation of a reading or ``fact …``.
    start, end : date
        The first day, and the day after the last.
    """

    id: str
    says: str
    where: str
    start: date
    end: date

    def holds(self, day: date) -> bool:
        """Return whether the statement is true if the landing was on ``day``."""
        return self.start <= day < self.end


def clues() -> tuple[Clue, ...]:
    """Return the statements about the day of the landing: two of the readings, then four that help to choose."""
    written = date.fromisoformat(readings.load("gap").date)
    landed = _day("landing_slim")
    return (
        Clue(
            "crash-year",
            "“in 2023”",
            '[crash ¶10 "soft-landing on the moon in 2023"]',
            date(2023, 1, 1),
            date(2024, 1, 1),
        ),
        Clue(
            "gap-month",
            f"“in January last year”, written in {written.year}",
            '[gap ¶2 "SLIM in January last year"]',
            date(written.year - 1, 1, 1),
            date(written.year - 1, 2, 1),
        ),
        Clue("india", "after India’s landing", "fact landing_chandrayaan_3", _day("landing_chandrayaan_3"), LAST),
        Clue("launch", "after SLIM’s launch", "fact slim_launch_utc", _day("slim_launch_utc"), LAST),
        Clue(
            "orbit",
            "after it came into orbit around the Moon",
            "fact slim_lunar_orbit_utc",
            _day("slim_lunar_orbit_utc"),
            LAST,
        ),
        Clue("agency", "the day that the space agency gives", "fact landing_slim", landed, landed + timedelta(days=1)),
    )


def _day(fact: str) -> date:
    """Return the date of a fact in Japan's time; a fact without an hour keeps its date."""
    stated = str(facts.get(fact).settled())
    if "T" not in stated:
        return date.fromisoformat(stated)
    return local(datetime.fromisoformat(stated), _JAPAN_H).date()


def holding(day: date) -> tuple[bool, ...]:
    """Return for each clue whether it is true if the landing was on ``day``.

    Raises
    ------
    ValueError
        If the day lies outside `FIRST` to `LAST`.
    """
    if not FIRST <= day < LAST:
        raise ValueError(f"the day must lie from {FIRST} to {LAST - timedelta(days=1)}; got {day}")
    return tuple(clue.holds(day) for clue in clues())


def days_that_fit(*left_out: str) -> tuple[date, ...]:
    """Return the days on which every clue holds, without the clues whose ids are left out."""
    kept = [clue for clue in clues() if clue.id not in left_out]
    span = (FIRST + timedelta(days=n) for n in range((LAST - FIRST).days))
    return tuple(day for day in span if all(clue.holds(day) for clue in kept))
