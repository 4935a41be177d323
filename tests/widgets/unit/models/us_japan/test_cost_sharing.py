"""Cost sharing of a joint mission: the airport game by hand, properties of the Shapley value, and who leaves."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newspace.models.us_japan import cost_sharing as sharing

MONEY = st.floats(0, 1000, allow_nan=False)
THREE = st.lists(MONEY, min_size=3, max_size=3)
SHARE = st.floats(0, 1)
EXAMPLE = sharing.costs_of_groups([800, 200, 200], common=0.7)


def test_an_example_worked_out_by_hand():
    assert (
        sharing.group_cost([800, 200, 200], common=0.7) == pytest.approx(0.7 * 800 + 0.3 * 1200) == pytest.approx(920)
    )
    assert sharing.proportional(EXAMPLE) == pytest.approx((613.333, 153.333, 153.333), abs=1e-3)
    assert sharing.equal(EXAMPLE) == pytest.approx((306.667,) * 3, abs=1e-3)
    # Common parts 560, 140, 140: the first 140 in thirds, the rest for the largest; own parts 240, 60, 60.
    assert sharing.shapley(EXAMPLE) == pytest.approx((140 / 3 + 420 + 240, 140 / 3 + 60, 140 / 3 + 60))


def test_the_two_small_partners_leave_a_proportional_split_together():
    split = sharing.split(EXAMPLE, "proportional")
    assert split.leavers == (1, 2)
    assert split.saving == pytest.approx(2 * 153.3333 - 260, abs=1e-3)
    assert sharing.split(EXAMPLE, "equal").leavers == (1, 2)
    assert sharing.split(EXAMPLE, "shapley").stable
    assert sharing.can_be_kept(EXAMPLE)


def test_with_expensive_coordination_no_split_keeps_everybody():
    # The pairs together pay (860 + 860 + 260 + 3k) / 2, the three 920 + 3k: equal at k = 46.67.
    assert sharing.split(sharing.costs_of_groups([800, 200, 200], common=0.7, per_pair=45), "shapley").stable
    costs = sharing.costs_of_groups([800, 200, 200], common=0.7, per_pair=50)
    assert not sharing.can_be_kept(costs)
    assert not any(sharing.split(costs, rule).stable for rule in sharing.RULES)
    assert 1200 - sharing.split(costs, "equal").total == pytest.approx(130), "flying together still saves money"


@given(THREE, SHARE, st.floats(0, 300), st.sampled_from(sharing.RULES))
def test_every_rule_pays_the_whole_cost(alone, common, per_pair, rule):
    costs = sharing.costs_of_groups(alone, common=common, per_pair=per_pair)
    split = sharing.split(costs, rule)
    assert sum(split.shares) == pytest.approx(split.total, rel=1e-9, abs=1e-9)
    assert split.stable == (split.saving == 0)
    if split.stable:
        assert sharing.can_be_kept(costs), "a stable split lies in the core, so the core is not empty"


@given(THREE, SHARE)
def test_without_coordination_the_shapley_value_keeps_everybody(alone, common):
    costs = sharing.costs_of_groups(alone, common=common)
    assert sharing.split(costs, "shapley").stable
    assert sharing.can_be_kept(costs)


@given(THREE, SHARE, st.floats(0, 300), st.permutations([0, 1, 2]))
def test_the_shapley_value_does_not_depend_on_the_order_of_partners(alone, common, per_pair, order):
    first = sharing.shapley(sharing.costs_of_groups(alone, common=common, per_pair=per_pair))
    second = sharing.shapley(sharing.costs_of_groups([alone[i] for i in order], common=common, per_pair=per_pair))
    assert second == pytest.approx([first[i] for i in order], abs=1e-6)


def test_without_common_cost_everybody_pays_the_cost_of_flying_alone():
    costs = sharing.costs_of_groups([500, 300, 100], common=0)
    assert sharing.shapley(costs) == pytest.approx((500, 300, 100))
    assert sharing.proportional(costs) == pytest.approx((500, 300, 100))


def test_partners_without_cost_pay_nothing():
    costs = sharing.costs_of_groups([0, 0, 0], common=0.5)
    assert sharing.proportional(costs) == (0, 0, 0)
    assert sharing.group_cost([], common=0.5) == 0


def test_the_airport_game_for_any_number_of_partners():
    costs = sharing.costs_of_groups([400, 300, 200, 100], common=1)
    # The airport game: each piece of runway is shared by those who need it.
    assert sharing.shapley(costs) == pytest.approx((25 + 100 / 3 + 50 + 100, 25 + 100 / 3 + 50, 25 + 100 / 3, 25))


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: sharing.group_cost([1], common=1.2), "share"),
        (lambda: sharing.group_cost([-1], common=0.2), "negative"),
        (lambda: sharing.group_cost([1], common=0.2, per_pair=-1), "negative"),
        (lambda: sharing.split(EXAMPLE, "by lot"), "rule"),
        (lambda: sharing.can_be_kept(sharing.costs_of_groups([1, 2], common=0.5)), "three partners"),
    ],
)
def test_wrong_values_are_refused(call, says):
    with pytest.raises(ValueError, match=says):
        call()
