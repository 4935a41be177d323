"""Local dates of the crash, and the days on which US clocks change."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newspace.content import facts
from newspace.models.us_japan import two_dates

MOMENTS = st.datetimes(datetime(2007, 1, 2), datetime(2100, 1, 1), timezones=st.just(UTC))


def test_the_crash_has_two_dates():
    planned = facts.get("m2_planned_touchdown_utc").settled()
    japan, east = two_dates.both(planned.removesuffix("Z"))
    assert japan == datetime(2025, 6, 6, 4, 17)
    assert east == datetime(2025, 6, 5, 15, 17)


@pytest.mark.parametrize(
    ("utc", "offset_h"),
    [
        ("2025-03-09T06:59", -5),
        ("2025-03-09T07:00", -4),
        ("2025-11-02T05:59", -4),
        ("2025-11-02T06:00", -5),
        ("2022-11-17T20:00", -5),
        ("2024-04-09T20:00", -4),
    ],
)
def test_us_clocks_change_on_the_right_sundays(utc, offset_h):
    assert two_dates.east_coast_offset_h(datetime.fromisoformat(utc).replace(tzinfo=UTC)) == offset_h


@given(MOMENTS)
def test_japan_is_thirteen_or_fourteen_hours_ahead(moment):
    ahead = two_dates.japan(moment) - two_dates.east_coast(moment)
    assert ahead in (timedelta(hours=13), timedelta(hours=14))


def test_moments_outside_the_rule_are_refused():
    with pytest.raises(ValueError, match="2007"):
        two_dates.east_coast(datetime(1998, 1, 29, tzinfo=UTC))
    with pytest.raises(ValueError, match="zone"):
        two_dates.japan(datetime(2025, 6, 5, 19, 17))
