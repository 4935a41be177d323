"""One moment on several clocks: why two honest texts can give one event two dates.

A place's clock is UTC (the time that all clocks are compared with) plus a fixed number of hours. Summer time is not worked out:
the offsets of ``PLACES`` are those of June.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta


@dataclass(frozen=True)
class Place:
    """A place and how far its clocks are ahead of UTC in June."""

    name: str
    offset_h: float


PLACES = (Place("Washington", -4.0), Place("London", 1.0), Place("Luxembourg", 2.0), Place("Seoul and Tokyo", 9.0))
"""From west to east; none of their clocks is more than a day from another's."""


def local(moment: datetime, offset_h: float) -> datetime:
    """What a clock shows that is ``offset_h`` hours ahead of UTC.

    Parameters
    ----------
    moment : datetime
        With its time zone.
    offset_h : float
        −12 to 14.

    Returns
    -------
    datetime
        Without a time zone, as it stands on the wall.

    Raises
    ------
    ValueError
        If the moment has no time zone, or the offset is not one that is used on Earth.
    """
    if moment.tzinfo is None:
        raise ValueError("the moment needs a time zone: datetime(…, tzinfo=UTC)")
    if not -12 <= offset_h <= 14:
        raise ValueError(f"offset_h must lie in −12 to 14 hours; got {offset_h}")
    return moment.astimezone(UTC).replace(tzinfo=None) + timedelta(hours=offset_h)


def two_dates_share(offset_a_h: float, offset_b_h: float) -> float:
    """In which share of a day two clocks show different dates: their distance in hours, of 24 (1 at most)."""
    return min(abs(offset_a_h - offset_b_h) / 24, 1.0)
