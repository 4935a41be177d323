"""Amounts of money and hours in lesson 3, computed from the dated facts that the lesson cites."""

from __future__ import annotations

import pytest

from newspace.content import facts
from newspace.models.economics import growth


def value(name: str) -> float:
    fact = facts.get(name)
    return float(fact.values[0].value if fact.values else fact.settled())


def test_the_cluster_has_54_billion_a_year_and_is_the_first_part_of_600():
    assert value("hubs_budget_krw") / 7 / 1e9 == pytest.approx(54.4, abs=0.05)
    assert value("hubs_whole_krw") == value("hubs_first_plan_krw"), "nothing was cut: research and training follow"
    assert value("hubs_budget_krw") < value("hubs_whole_krw")
    assert value("hubs_budget_krw") / 7 / value("hubs_state_2024_krw") == pytest.approx(0.055, abs=5e-4)


def test_growth_to_the_goal_and_of_the_agency():
    goal = growth.annual_growth(value("hubs_state_2024_krw"), value("hubs_state_goal_krw"), 3)
    agency = growth.annual_growth(value("hubs_kasa_2024_krw"), value("hubs_kasa_2026_krw"), 2)
    assert goal == pytest.approx(0.148, abs=5e-4)
    assert agency == pytest.approx(0.214, abs=5e-4)


def test_all_ministries_are_behind_the_goal():
    so_far = growth.annual_growth(value("hubs_state_2024_krw"), value("hubs_state_2026_krw"), 2)
    left = growth.annual_growth(value("hubs_state_2026_krw"), value("hubs_state_goal_krw"), 1)
    assert so_far == pytest.approx(0.081, abs=5e-4)
    assert left == pytest.approx(0.293, abs=5e-4)
    assert facts.get("hubs_kasa_2024_krw").status == "confirmed"


def test_the_funds_differ_by_9_or_by_94():
    rate = facts.get("krw_per_jpy").value  # open: worked back from the reading's digits, and said so where it is used
    korea_a_year = 10e9  # gap ¶8
    assert 10e9 * rate / korea_a_year == pytest.approx(9.44)
    fund_a_year = value("space_strategy_fund_jpy") / value("space_strategy_fund_years")
    assert fund_a_year * rate / korea_a_year == pytest.approx(94.4)
    assert 944e6 / korea_a_year == pytest.approx(0.0944)


def test_two_trains_are_most_of_the_day():
    day = value("hubs_meeting_travel_s")
    assert 3600 / day == pytest.approx(0.083, abs=5e-4)
    assert 2 * value("hubs_train_jinju_s") / day == pytest.approx(0.606, abs=5e-4)
