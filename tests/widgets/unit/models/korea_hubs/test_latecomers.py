"""Three barriers for latecomers: numbers worked out by hand, limits, and properties for any parameters."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newspace.models.korea_hubs import latecomers


def test_cost_ratio_and_years_to_match_by_hand():
    assert latecomers.cost_ratio(10, 100) == pytest.approx(1.716, abs=1e-3)
    assert latecomers.cost_ratio(50, 100) == pytest.approx(1 / 0.85)
    years = [
        latecomers.years_to_match(home_units=n, leader_units=100, leader_yearly=20, head_start=0.2)
        for n in (0, 5, 10, 20, 50)
    ]
    assert years == [None, None, 17, 4, 1]
    in_the_long_run = 0.8 * latecomers.cost_ratio(5, 20)
    assert in_the_long_run == pytest.approx(1.107, abs=1e-3)  # so it never comes level


def test_the_probability_that_all_technologies_work_by_hand():
    assert latecomers.all_work([0.9] * 5) == pytest.approx(0.59049)
    assert latecomers.all_work([]) == 1
    assert latecomers.all_work([0.9, 0.9, 0.6]) == pytest.approx(0.486)
    assert latecomers.all_work([0.9, 0.9, 0.7]) > latecomers.all_work([1.0, 0.9, 0.6]) == pytest.approx(0.54)
    with pytest.raises(ValueError, match="chance"):
        latecomers.all_work([1.1])


def test_lock_in_is_a_polya_urn_and_gives_the_numbers_of_lesson_3():
    urn = latecomers.lock_in(early=10, late=2, pull=1)
    assert urn.mean == pytest.approx(2 / 12)  # a martingale
    assert urn.ahead == pytest.approx(0.0047, abs=1e-4)
    assert latecomers.lock_in(early=10, late=2, pull=1, quality=2).ahead == pytest.approx(0.731, abs=1e-3)
    assert latecomers.lock_in(early=10, late=2, pull=2, quality=2).ahead < 0.01
    even = latecomers.lock_in(early=1, late=1, pull=1)
    assert even.chances == pytest.approx([1 / 201] * 201)  # uniform: every end is as likely as any other


def test_without_a_pull_the_ends_are_binomial():
    by_hand = sum(math.comb(200, won) for won in range(105, 201)) / 2**200  # 2 + won > 10 + 200 − won
    free = latecomers.lock_in(early=10, late=2, pull=0)
    assert free.ahead == pytest.approx(by_hand) == pytest.approx(0.262, abs=5e-4)


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize(
    "market", [{"pull": 0.0}, {"pull": 1.0}, {"pull": 1.0, "quality": 2.0}, {"pull": 2.0, "quality": 2.0}]
)
def test_drawn_histories_agree_with_the_exact_probabilities(market, seed):
    histories = 20_000
    found = latecomers.lock_in(early=10, late=2, **market, histories=histories, seed=seed)
    drawn = found.shares[-1]
    for exact, share in ((found.ahead, (drawn > 0.5).mean()), (found.squeezed, (drawn < 0.1).mean())):
        assert share == pytest.approx(exact, abs=4 * math.sqrt(exact * (1 - exact) / histories) + 1e-4)
    assert drawn.mean() == pytest.approx(found.mean, abs=0.01)


@pytest.mark.parametrize("wrong", [{"early": 0}, {"late": 0}, {"pull": -1}, {"quality": 0}, {"customers": 0}])
def test_wrong_numbers_are_refused(wrong):
    with pytest.raises(ValueError):  # noqa: PT011 - each with its own text
        latecomers.lock_in(**({"early": 1, "late": 1, "pull": 1} | wrong))


@settings(deadline=None, max_examples=25)
@given(st.integers(1, 30), st.integers(1, 30), st.floats(0, 2), st.floats(0.5, 3))
def test_shares_are_between_0_and_1(early, late, pull, quality):
    found = latecomers.lock_in(early=early, late=late, pull=pull, quality=quality, histories=50)
    assert found.chances.sum() == pytest.approx(1)
    shares = found.shares
    assert shares.min() > 0
    assert shares.max() < 1
    assert shares[0] == pytest.approx(late / (early + late))
