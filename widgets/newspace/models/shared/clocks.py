"""Local time at several places: why two correct texts can date one event differently.

Local time is UTC plus a fixed number of hours. Summer time is not computed:
the offsets of ``PLACES`` are those of June.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta


@dataclass(frozen=True)
class ClockPlace:
    """A place and its offset from UTC in June, in hours."""

    name: str
    offset_h: float


PLACES = (
    ClockPlace("Washington", -4.0),
    ClockPlace("London", 1.0),
    ClockPlace("Luxembourg", 2.0),
    ClockPlace("Seoul and Tokyo", 9.0),
)
"""From west to east; none of their clocks is more than a day from another's."""


def local(moment: datetime, offset_h: float) -> datetime:
    """Convert a moment to the local time of a clock ``offset_h`` hours ahead of UTC.

    Parameters
    ----------
    moment : datetime
        With its time zone.
    offset_h : float
        −12 to 14.

    Returns
    -------
    datetime
        The local time, without a time zone.

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
    """Compute the share of a day in which two clocks show different dates: their difference in hours over 24, at most 1."""
    return min(abs(offset_a_h - offset_b_h) / 24, 1.0)
