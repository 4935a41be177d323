"""Local time in Japan and on the east coast of the United States.

Japan has no summer time: UTC + 9 h all year. The US east coast is at UTC - 5 h, and at UTC - 4 h from 2:00 on the second Sunday of March to 2:00 on
the first Sunday of November (Energy Policy Act of 2005, in force since 2007; earlier years had other rules, so they are refused).
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from newspace.models.shared import clocks

JAPAN_H = 9.0
EAST_COAST_WINTER_H = -5.0
EAST_COAST_SUMMER_H = -4.0
FIRST_YEAR = 2007
_SUNDAY = 6


def japan(moment: datetime) -> datetime:
    """Convert an aware moment to local time in Japan (without a zone)."""
    return clocks.local(moment, JAPAN_H)


def east_coast(moment: datetime) -> datetime:
    """Convert an aware moment of 2007 or later to local time in Washington (without a zone)."""
    return clocks.local(moment, east_coast_offset_h(moment))


def east_coast_offset_h(moment: datetime) -> float:
    """Return the offset from UTC on the US east coast at an aware moment, in hours.

    Raises
    ------
    ValueError
        For moments before 2007, and for moments without a zone.
    """
    utc = clocks.local(moment, 0)
    if utc.year < FIRST_YEAR:
        raise ValueError(f"the rule of summer time holds from {FIRST_YEAR} on; got {utc.year}")
    starts = _two_o_clock(_sunday(utc.year, 3, 2), EAST_COAST_WINTER_H)
    ends = _two_o_clock(_sunday(utc.year, 11, 1), EAST_COAST_SUMMER_H)
    return EAST_COAST_SUMMER_H if starts <= utc < ends else EAST_COAST_WINTER_H


def both(text: str) -> tuple[datetime, datetime]:
    """Return local time in Japan and in Washington at a moment written in UTC, such as ``"2025-06-05T19:17"``."""
    moment = datetime.fromisoformat(text).replace(tzinfo=UTC)
    return japan(moment), east_coast(moment)


def _two_o_clock(day: date, offset_h: float) -> datetime:
    """Return 2:00 local time as UTC."""
    return datetime.combine(day, datetime.min.time()) + timedelta(hours=2 - offset_h)


def _sunday(year: int, month: int, number: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(days=(_SUNDAY - first.weekday()) % 7 + 7 * (number - 1))
