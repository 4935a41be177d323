"""Short and long support: cases worked out by hand, limits, and invariants."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newspace.models.economics import patience
from newspace.models.economics.patience import Firm, Scheme

RUNS = 400
CERTAIN = Firm(work_years=4, spread=0, reserve_krw=3e9)


def support(firm, scheme, runs=RUNS, seed=7):
    return patience.support(firm, scheme, runs, np.random.default_rng(seed))


def test_without_spread_work_under_long_support_ends_on_time():
    found = support(CERTAIN, Scheme(8))
    assert found.reached == 1
    assert np.all(found.revenue_at_years == 4)
    assert found.paid_krw == pytest.approx(np.full(RUNS, 4 * 2.5e9))
    assert found.per_100bn_krw == pytest.approx(10)


def test_the_reserve_determines_when_the_money_is_gone():
    # 2.5 bn come in and 3.0 bn go out a year: 3 bn of own money last 6 years, and a quarter later it is gone.
    found = support(Firm(work_years=9, spread=0, reserve_krw=3e9), Scheme(10))
    assert found.reached == 0
    assert np.all(found.ruined_at_years == 6.25)
    assert np.isinf(found.revenue_at_years).all()


def test_uncertain_spending_ruins_expensive_firms_first():
    # 4 bn of own money, and a burn of 3.66 or 2.46 bn at one standard deviation: beside the grant the money lasts 3.4 years, or for ever.
    firm = Firm(work_years=7, spread=0, reserve_krw=4e9, burn_spread=0.2)
    found = support(firm, Scheme(10), runs=4000)
    # With 4 / (burn - 2.5) >= 7 years a firm reaches revenue: ln(3.0714 / 3) / 0.2 = 0.1176; the normal distribution has 54.7 % below that.
    assert found.reached == pytest.approx(0.547, abs=0.035)
    assert support(firm, Scheme(10), runs=4000).ruined_at_years.min() < 3
    certain = Firm(work_years=7, spread=0, reserve_krw=4e9)
    assert support(certain, Scheme(10)).reached == 1


def test_a_firm_with_little_money_is_ruined_when_it_loses_the_second_grant():
    # At year 2 there are 2 bn. Without a grant 0.3 bn go each quarter: gone at year 3.75.
    # A firm that wins at year 3 still has 0.8 bn, and loses 0.125 a quarter with 2.1 years of work to go: gone at year 4.75.
    found = support(Firm(work_years=4, spread=0, reserve_krw=3e9), Scheme(2, renewal=0.5), runs=4000)
    assert found.reached == pytest.approx(0.5, abs=0.03), "only those who won at once"
    assert set(found.revenue_at_years[np.isfinite(found.revenue_at_years)]) == {4.0}
    assert set(found.ruined_at_years[np.isfinite(found.ruined_at_years)]) == {3.75, 4.75}


def test_renewal_does_not_matter_for_a_grant_of_the_whole_horizon():
    short, long = support(Firm(), Scheme(10)), support(Firm(), Scheme(10, renewal=0.1))
    assert np.array_equal(short.revenue_at_years, long.revenue_at_years)


def test_support_ends_at_the_ceiling():
    found = support(Firm(work_years=50, spread=0, reserve_krw=1e12), Scheme(2, renewal=0.99, ceiling_years=5))
    assert found.paid_krw.max() == pytest.approx(5 * 2.5e9)


@settings(max_examples=40, deadline=None)
@given(
    st.floats(0.5, 12), st.floats(0, 1), st.floats(0, 15e9), st.floats(0, 2),
    st.sampled_from([1.0, 2.0, 4.0, 8.0]), st.floats(0.05, 0.95), st.floats(0, 1), st.floats(0, 0.6),
)  # fmt: skip
def test_invariants_of_every_firm(work, spread, reserve, rebuild, term, renewal, insight, burn):
    firm = Firm(work, spread, reserve_krw=reserve, rebuild_years=rebuild, burn_spread=burn)
    found = support(firm, Scheme(term, renewal, insight), runs=60)
    reached, broke = np.isfinite(found.revenue_at_years), np.isfinite(found.ruined_at_years)
    assert not np.any(reached & broke)
    assert np.all(found.paid_krw >= 0)
    assert np.all(found.paid_krw <= 10 * 2.5e9 + 1)
    assert found.reached_by(np.array([0.0]))[0] == 0
    assert found.reached_by(np.array([patience.HORIZON_YEARS]))[0] == pytest.approx(found.reached)


def test_long_support_helps_more_firms_but_not_always_more_per_won():
    lottery, sharp = Scheme(2, 0.6, 0.0), Scheme(2, 0.6, 0.95)
    firm = Firm(work_years=6, spread=0.8)
    long = support(firm, Scheme(8), 3000)
    blind, seeing = (support(firm, scheme, 3000) for scheme in (lottery, sharp))
    assert long.reached > blind.reached
    assert long.reached > seeing.reached
    assert long.per_100bn_krw > blind.per_100bn_krw
    assert seeing.per_100bn_krw > long.per_100bn_krw


def test_a_perfect_panel_renews_the_fast_firms():
    found = support(Firm(work_years=5, spread=0.6, reserve_krw=1e9), Scheme(2, 0.5, 1.0), 2000)
    quick = found.paid_krw > 2 * 2.5e9
    assert found.revenue_at_years[np.isfinite(found.revenue_at_years)].max() <= patience.HORIZON_YEARS
    assert quick.mean() < 0.5


def test_the_same_seed_gives_the_same_firms():
    one, same, other = support(Firm(), Scheme(2)), support(Firm(), Scheme(2)), support(Firm(), Scheme(2), seed=8)
    assert np.array_equal(one.paid_krw, same.paid_krw)
    assert not np.array_equal(one.paid_krw, other.paid_krw)


@pytest.mark.parametrize(
    "call",
    [
        lambda: Firm(work_years=0),
        lambda: Firm(burn_krw_per_year=0),
        lambda: Firm(spread=-1),
        lambda: Firm(reserve_krw=-1),
        lambda: Firm(rebuild_years=-1),
        lambda: Firm(burn_spread=-0.1),
        lambda: Scheme(0),
        lambda: Scheme(2, renewal=0),
        lambda: Scheme(2, renewal=1),
        lambda: Scheme(2, insight=1.1),
        lambda: Scheme(2, grant_krw_per_year=-1),
        lambda: support(Firm(), Scheme(2), runs=0),
    ],
)
def test_wrong_values_are_refused(call):
    with pytest.raises(ValueError, match=r"above|negative|between|1 or more"):
        call()
