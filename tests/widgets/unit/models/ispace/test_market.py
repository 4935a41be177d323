"""Price limits, compared with published numbers and numbers worked out by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newspace.content import facts
from newspace.models.ispace import market


@pytest.mark.parametrize(
    ("base", "limit"),
    [
        (1990, 400),
        (1590, 400),
        (1034, 300),
        (1000, 300),
        (999.9, 150),
        (1499, 300),
        (1500, 400),
        (99, 30),
        (99_999, 15_000),
    ],
)
def test_limits_of_the_table(base, limit):
    assert market.daily_limit_jpy(base) == limit


def test_the_daily_limits_after_mission_1():
    assert market.daily_limit_jpy(1990) / 1990 == pytest.approx(0.201, abs=0.0005)
    assert market.daily_limit_jpy(1590) / 1590 == pytest.approx(0.252, abs=0.0005)


def test_a_fall_of_29_per_cent_gives_the_band_of_the_reading():
    bands = market.base_prices_for_fall(0.29)
    (band,) = [band for band in bands if 1000 <= band.low_jpy < 1500]
    assert band.limit_jpy == 300
    assert band.low_jpy == pytest.approx(300 / 0.295)
    assert band.high_jpy == pytest.approx(300 / 0.285)


def test_two_ways_to_the_number_of_shares_meet_in_one_band():
    def value(name):
        found = facts.get(name).value
        assert isinstance(found, float | int)
        return float(found)

    worth = value("market_value_before_m2_jpy")
    by_new_shares = value("shares_new_2025") / value("shares_new_2025_fraction")
    assert by_new_shares == pytest.approx(value("shares_october_2025"), rel=1e-3)
    bands = market.base_prices_for_fall(0.29)
    assert len(bands) == 4
    (band,) = [band for band in bands if worth / band.high_jpy <= by_new_shares <= worth / band.low_jpy]
    assert band.limit_jpy == 300
    assert worth / value("share_price_before_m2_jpy") == pytest.approx(value("shares_before_m2"), rel=1e-3)
    sold = sum(value(name) for name in ("shares_april_2023", "shares_sold_2024", "shares_sold_2024_25"))
    assert sold == pytest.approx(100e6, rel=0.01), "the lesson says: about 100 million"
    assert 0 < by_new_shares - sold < 7e6, "and the last six million may be rights that somebody used"


@given(st.floats(min_value=0.01, max_value=99_999))
def test_base_prices_for_fall_inverts_the_daily_limit(price):
    fall = market.daily_limit_jpy(price) / price
    if 0.02 < fall < 0.95:
        assert any(
            band.low_jpy <= price * 1.001 and price * 0.999 <= band.high_jpy
            for band in market.base_prices_for_fall(fall, 0.001)
        )


@pytest.mark.parametrize("price", [0, -5, 100_000, float("nan")])
def test_prices_outside_the_table_are_refused(price):
    with pytest.raises(ValueError, match="base_price_jpy"):
        market.daily_limit_jpy(price)


@pytest.mark.parametrize("fall", [0, 1, -0.2, 29])
def test_a_fall_outside_0_to_1_is_refused(fall):
    with pytest.raises(ValueError, match="between 0 and 1"):
        market.base_prices_for_fall(fall)
