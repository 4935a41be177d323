"""Growth rates, ratios of totals, implied exchange rates, and shares of people."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newspace.content import readings
from newspace.models.economics import growth, plausibility

SUMS = st.floats(1e-2, 1e4)


def test_growth_rates_and_gap_of_lesson_1():
    assert growth.annual_growth(428, 613, 5) == pytest.approx(0.0745, abs=5e-5)
    assert growth.annual_growth(613, 1000, 8) == pytest.approx(0.0631, abs=5e-5)
    assert growth.larger_by(613, 415) == pytest.approx(0.477, abs=5e-4)


@given(st.floats(1, 1e6), st.floats(-0.5, 2), st.floats(0.5, 20))
def test_growth_at_the_computed_rate_reaches_the_last_amount(first, rate, years):
    assert growth.annual_growth(first, growth.grown(first, rate, years), years) == pytest.approx(rate, abs=1e-9)


@given(SUMS, SUMS)
def test_larger_by_and_its_reverse_are_reciprocal(one, other):
    assert (1 + growth.larger_by(one, other)) * (1 + growth.larger_by(other, one)) == pytest.approx(1)


def test_implied_rates_of_the_reading():
    assert readings.cite("gap", 8, "10 billion yen (approximately 944 million won)")
    assert plausibility.implied_rate(944e6, 10e9) == pytest.approx(0.0944)
    assert plausibility.powers_of_ten(944e6, 10e9 * 9.44) == -2
    assert plausibility.powers_of_ten(94.4e9, 94.4e9) == 0
    yen = plausibility.implied_rate(110e9, 983e6)
    assert yen == pytest.approx(111.9, abs=0.05)
    implied = yen * plausibility.implied_rate(20e6, 16e6)
    assert implied == pytest.approx(139.9, abs=0.05)
    assert 1 - implied / 143.56 == pytest.approx(0.026, abs=5e-4)


def test_share_of_foreigners_of_the_reading():
    assert plausibility.foreign_share(plausibility.ISPACE) == pytest.approx(0.6706, abs=5e-5)
    tokyo = [
        plausibility.Office(one.name, one.people, one.foreign if one.name == "Tokyo" else 0)
        for one in plausibility.ISPACE
    ]
    assert plausibility.foreign_share(tokyo) == pytest.approx(0.229, abs=5e-4)


def test_the_offices_are_those_of_the_reading():
    for quote in ("182 people working at the Tokyo headquarters, 41% are foreigners", "100 employees", "44 employees"):
        assert readings.cite("gap", 4, quote)
    assert [(one.people, one.foreign) for one in plausibility.ISPACE] == [(182, 0.41), (100, 1.0), (44, 1.0)]


@given(st.lists(st.tuples(st.integers(0, 500), st.floats(0, 1)), min_size=1, max_size=6))
def test_the_share_is_between_the_smallest_and_the_largest(offices):
    found = [plausibility.Office("x", people, share) for people, share in offices]
    if not sum(people for people, _ in offices):
        with pytest.raises(ValueError, match="nobody"):
            plausibility.foreign_share(found)
        return
    shares = [share for people, share in offices if people]
    assert min(shares) - 1e-9 <= plausibility.foreign_share(found) <= max(shares) + 1e-9


@pytest.mark.parametrize(
    "call",
    [
        lambda: growth.annual_growth(0, 1, 1),
        lambda: growth.annual_growth(1, 1, 0),
        lambda: growth.grown(1, -1, 2),
        lambda: growth.larger_by(1, 0),
        lambda: plausibility.implied_rate(0, 1),
        lambda: plausibility.powers_of_ten(1, -1),
        lambda: plausibility.foreign_share([]),
        lambda: plausibility.foreign_share([plausibility.Office("x", -1, 0.5)]),
        lambda: plausibility.foreign_share([plausibility.Office("x", 1, 1.5)]),
    ],
)
def test_wrong_values_are_refused(call):
    with pytest.raises(ValueError, match=r"above|nobody|negative"):
        call()
