"""Local times, and the date of SLIM's landing."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newspace.content import facts
from newspace.models.shared import clocks
from newspace.models.start import landing_date_evidence

LANDING = datetime(2025, 6, 5, 19, 17, tzinfo=UTC)


def test_the_planned_landing_on_four_clocks():
    shown = {place.name: clocks.local(LANDING, place.offset_h) for place in clocks.PLACES}
    assert shown["Seoul and Tokyo"] == datetime(2025, 6, 6, 4, 17)
    assert shown["Washington"] == datetime(2025, 6, 5, 15, 17)
    assert datetime.fromisoformat(facts.get("m2_planned_touchdown_utc").value) == LANDING


def test_a_moment_given_in_another_zone_is_the_same_moment():
    tokyo = LANDING.astimezone(timezone(timedelta(hours=9)))
    assert clocks.local(tokyo, -4) == clocks.local(LANDING, -4)


@given(st.floats(-12, 14), st.floats(-12, 14))
def test_the_share_of_two_dates(a, b):
    assert 0 <= clocks.two_dates_share(a, b) <= 1
    assert clocks.two_dates_share(a, b) == clocks.two_dates_share(b, a)
    assert clocks.two_dates_share(a, a) == 0


def test_the_share_of_two_dates_against_counting_the_minutes():
    start = datetime(2025, 6, 5, tzinfo=UTC)
    minutes = [start + timedelta(minutes=n) for n in range(1440)]
    apart = sum(clocks.local(one, -4).date() != clocks.local(one, 9).date() for one in minutes)
    assert apart / 1440 == pytest.approx(clocks.two_dates_share(-4, 9))


def test_impossible_offsets_are_refused():
    with pytest.raises(ValueError, match="time zone"):
        clocks.local(datetime(2025, 6, 5), 9)
    with pytest.raises(ValueError, match="offset_h"):
        clocks.local(LANDING, 15)


def test_no_day_fits_all_clues_and_only_the_20th_fits_without_the_year_of_crash():
    assert landing_date_evidence.days_that_fit() == ()
    assert landing_date_evidence.days_that_fit("crash-year") == (date(2024, 1, 20),)
    week = landing_date_evidence.days_that_fit("gap-month", "agency")
    assert (week[0], week[-1], len(week)) == (date(2023, 12, 25), date(2023, 12, 31), 7)


def test_a_day_is_judged_clue_by_clue():
    held = dict(
        zip(
            (clue.id for clue in landing_date_evidence.clues()),
            landing_date_evidence.holding(date(2023, 9, 6)),
            strict=True,
        )
    )
    assert held == {
        "crash-year": True,
        "gap-month": False,
        "india": True,
        "launch": False,
        "orbit": False,
        "agency": False,
    }
    assert landing_date_evidence.holding(date(2023, 9, 7))[3]
    assert landing_date_evidence.holding(date(2024, 1, 20)) == (False, True, True, True, True, True)


@pytest.mark.parametrize("day", [landing_date_evidence.FIRST - timedelta(days=1), landing_date_evidence.LAST])
def test_days_outside_the_range_are_refused(day):
    with pytest.raises(ValueError, match="must lie"):
        landing_date_evidence.holding(day)
