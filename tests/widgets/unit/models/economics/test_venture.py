"""A series of missions: Monte Carlo compared with the exact risk, accounting, and limits."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newspace.models.economics import venture

PLAN = venture.VenturePlan(
    capital_usd=184e6, cost_usd=100e6, revenue_usd=65e6, chance=0.5, learning=0.3, outside_usd=40e6
)
SHARES = st.floats(0, 1)
PLANS = st.builds(
    venture.VenturePlan,
    capital_usd=st.floats(0, 500e6),
    cost_usd=st.floats(1e6, 200e6),
    revenue_usd=st.floats(0, 300e6),
    chance=SHARES,
    learning=SHARES,
    outside_usd=st.floats(0, 150e6),
    advance=SHARES,
    insured=SHARES,
    missions=st.integers(1, 7),
)


def fly(plan, runs=400, seed=1):
    return venture.fly_series(plan, runs, np.random.default_rng(seed))


def test_cover_of_lesson_1():
    assert venture.cover(100e6, 16e6) == pytest.approx((0.16, 6.25))


def test_a_firm_with_money_for_two_missions_is_ruined_by_two_failures():
    plan = venture.VenturePlan(250e6, 100e6, 65e6, chance=0.4, missions=3)
    assert venture.exact_risk_of_ruin(plan) == pytest.approx(0.36)
    assert venture.exact_risk_of_ruin(replace(plan, missions=2)) == 0
    assert venture.exact_risk_of_ruin(replace(plan, missions=7)) == pytest.approx(1)


def test_expected_gain_by_hand():
    plan = venture.VenturePlan(0, 100e6, 65e6, chance=0.4)
    assert plan.gain_usd(0.4) == pytest.approx(-74e6)
    assert replace(plan, advance=1.0).gain_usd(0.4) == pytest.approx(-35e6)
    # Insurance lowers the mean by the insurer's loading: 30 % of the fair premium of 0.6 x 100 million.
    assert replace(plan, insured=1.0).gain_usd(0.4) == pytest.approx(-74e6 - 0.3 * 60e6)


def test_each_failure_reduces_the_probability_of_failure():
    plan = replace(PLAN, chance=0.2, learning=0.5)
    assert plan.chance_after(np.array([0, 1, 2])) == pytest.approx([0.2, 0.6, 0.8])
    assert replace(plan, learning=0.0).chance_after(9) == pytest.approx(0.2)
    assert replace(plan, learning=1.0).chance_after(1) == pytest.approx(1)


@pytest.mark.parametrize(
    "plan",
    [PLAN, replace(PLAN, insured=1.0), replace(PLAN, learning=0), replace(PLAN, advance=0.2, outside_usd=30e6)],
)
def test_the_monte_carlo_estimate_agrees_with_the_exact_risk(plan):
    runs = 20_000
    exact = venture.exact_risk_of_ruin(plan)
    deviation = math.sqrt(exact * (1 - exact) / runs)
    drawn, computed = fly(plan, runs), venture.exact_series(plan)
    assert drawn.risk_of_ruin == pytest.approx(exact, abs=4 * deviation + 1e-12)
    for sample, mean in (
        (drawn.flown, computed.flown),
        (drawn.landed, computed.landed),
        (drawn.money_usd[:, -1], computed.end_usd),
    ):
        assert sample.mean() == pytest.approx(mean, abs=4 * sample.std() / math.sqrt(runs) + 1e-9)


@settings(max_examples=60, deadline=None)
@given(PLANS)
def test_money_equals_income_minus_costs(plan):
    series = fly(plan, 50)
    assert np.all(series.landed <= series.flown)
    assert np.all(series.flown <= plan.missions)
    assert np.all(series.money_usd >= 0), "nobody flies without the money for it"
    if plan.insured == 0:
        crashed = series.flown - series.landed
        end = (
            plan.capital_usd
            + series.flown * (plan.outside_usd - plan.cost_usd)
            + (series.landed + crashed * plan.advance) * plan.revenue_usd
        )
        assert series.money_usd[:, -1] == pytest.approx(end, rel=1e-9, abs=1.0)
    flying = series.still_flying()
    assert np.all(np.diff(flying) <= 0)
    assert flying[-1] == pytest.approx(1 - series.risk_of_ruin)


@settings(max_examples=40, deadline=None)
@given(PLANS, st.floats(0, 200e6))
def test_more_money_never_raises_the_risk(plan, more):
    richer = replace(plan, capital_usd=plan.capital_usd + more)
    assert venture.exact_risk_of_ruin(richer) <= venture.exact_risk_of_ruin(plan) + 1e-9


def test_limits():
    assert fly(replace(PLAN, capital_usd=1e12)).risk_of_ruin == 0
    poor = fly(replace(PLAN, capital_usd=0, outside_usd=0))
    assert poor.risk_of_ruin == 1
    assert poor.flown.sum() == 0
    assert np.all(poor.money_usd == 0)
    sure = fly(replace(PLAN, chance=1.0, revenue_usd=100e6))
    assert sure.risk_of_ruin == 0
    assert np.all(sure.landed == 7)


def test_the_same_seed_gives_the_same_series():
    assert np.array_equal(fly(PLAN).money_usd, fly(PLAN).money_usd)
    assert not np.array_equal(fly(PLAN).money_usd, fly(PLAN, seed=2).money_usd)


@pytest.mark.parametrize(
    "change",
    [
        {"capital_usd": -1}, {"cost_usd": 0}, {"revenue_usd": -1}, {"outside_usd": -1}, {"chance": 1.1}, {"learning": -0.1},
        {"advance": 2}, {"insured": -1}, {"missions": 0}, {"missions": 21},
    ],
)  # fmt: skip
def test_wrong_values_are_refused(change):
    with pytest.raises(ValueError, match=next(iter(change))):
        replace(PLAN, **change)


def test_no_firm_and_no_cost_are_refused():
    with pytest.raises(ValueError, match="runs"):
        fly(PLAN, 0)
    with pytest.raises(ValueError, match="above 0"):
        venture.cover(0, 1)
