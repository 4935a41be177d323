"""The weighing of the policy brief: numbers worked out by hand, limits, and properties for any weights."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newspace.content import facts
from newspace.models.policy_brief import weighing

SOME = st.lists(st.integers(0, 10), min_size=6, max_size=6).filter(any)
ALIKE = [1, 1, 1, 1, 1, 1]


def test_every_side_has_a_score_for_every_aim_and_a_valid_basis():
    assert len(weighing.scores()) == 4 * 2 * 6
    assert weighing.score_array().shape == (4, 2, 6)
    assert {score.kind for score in weighing.scores()} == {"reading", "fact", "judgement"}
    for score in weighing.scores():
        assert score.why
        if score.kind == "fact":
            assert facts.get(score.basis.removeprefix("fact ")).statement in score.leans_on
        else:
            assert score.leans_on == score.basis


def test_equal_weights_by_hand():
    # market: home 3, 7, 6, 4, 8, 4 (sum 32), world 8, 4, 4, 8, 4, 6 (sum 34)
    result = weighing.weigh(ALIKE)
    assert result.values[2] == pytest.approx([32 / 6, 34 / 6])
    assert result.leads[2] == pytest.approx(-2 / 6)
    assert result.winners == ("one", "long", "world", "agreement")
    assert weighing.choices()[result.closest].id == "market"


def test_results_of_the_three_roles_in_lesson_5():
    general = weighing.weigh([2, 7, 5, 5, 10, 2])
    treasurer = weighing.weigh([5, 5, 2, 2, 2, 10])
    exporter = weighing.weigh([10, 5, 5, 8, 2, 3])
    assert general.winners == ("one", "long", "home", "alone")
    assert treasurer.winners == ("one", "short", "world", "agreement")
    assert exporter.winners == ("one", "long", "world", "agreement")


def test_results_of_the_random_draws_in_lesson_5():
    for seed in (20261121, 1, 2, 3):
        sure, doubted, firm = (
            weighing.win_shares(ALIKE, np.random.default_rng(seed), **settings)
            for settings in ({}, {"doubt": 3}, {"firmness": 60})
        )
        assert sure.margin == pytest.approx(0.0098)
        assert 1 - sure.first[1] == pytest.approx(0.72, abs=0.0098 + 0.005)
        assert sure.same == pytest.approx(0.34, abs=0.0098 + 0.005)
        assert doubted.same == pytest.approx(0.19, abs=0.0098 + 0.005)
        assert firm.same == pytest.approx(0.74, abs=0.0098 + 0.005)


def test_an_aim_of_weight_0_has_no_effect_on_the_draws():
    for dropped, choice in ((0, 3), (1, 0), (5, 2)):
        weights = [0 if aim == dropped else 5 for aim in range(6)]
        assert weighing.weigh(weights).level[choice]
        rng = np.random.default_rng(1)
        share = weighing.win_shares(weights, rng).first[choice]
        without = rng.dirichlet(np.ones(5), 20_000) @ np.delete(
            weighing.score_array()[choice, 0] - weighing.score_array()[choice, 1], dropped
        )
        assert share == pytest.approx((without > 0).mean(), abs=0.025)


def test_a_level_choice_is_called_level_and_decides_nothing():
    result = weighing.weigh([5, 0, 5, 5, 5, 5])
    assert result.level == (True, False, False, False)
    assert result.leads[0] == 0
    shares = weighing.win_shares([5, 0, 5, 5, 5, 5], np.random.default_rng(1), firmness=5000)
    assert shares.same > 0.99


@given(SOME, st.floats(0.01, 100))
def test_only_the_ratios_of_weights_matter(weights, factor):
    assert weighing.weigh(weights).values == pytest.approx(weighing.weigh(np.array(weights) * factor).values)


@given(SOME)
def test_a_value_is_between_the_lowest_and_the_highest_score(weights):
    values, scored = weighing.weigh(weights).values, weighing.score_array()
    assert (values >= scored.min(axis=2) - 1e-9).all()
    assert (values <= scored.max(axis=2) + 1e-9).all()


@given(SOME, st.integers(0, 3), st.integers(0, 5))
def test_at_the_flip_share_both_sides_are_equal(weights, choice, aim):
    tie = weighing.flip_share(weights, choice, aim)
    if tie is None:
        return
    share = weighing.shares_of(weights)
    others = np.where(np.arange(6) == aim, 0, share)
    moved = others * (1 - tie) / others.sum()
    moved[aim] = tie
    assert weighing.weigh(moved).leads[choice] == pytest.approx(0, abs=1e-9)


def test_the_nearest_flip_by_hand():
    # home − world: −5, 3, 2, −4, 4, −2; without the first aim the mean lead is 3/5; tie at 0.6 / (0.6 + 5)
    assert weighing.nearest_flip(ALIKE, 2) == (0, pytest.approx(0.6 / 5.6))
    assert weighing.flip_share([1, 0, 0, 0, 0, 0], 2, 0) is None


def test_win_shares_depend_on_firmness_doubt_and_seed():
    rng = np.random.default_rng
    free = weighing.win_shares(ALIKE, rng(1))
    firm = weighing.win_shares(ALIKE, rng(1), firmness=5000)
    assert firm.same > 0.99
    assert free.same < 0.5
    assert weighing.win_shares(ALIKE, rng(1)).first == pytest.approx(free.first)  # same seed
    assert abs(weighing.win_shares(ALIKE, rng(2)).first - free.first).max() < 0.04
    doubted = weighing.win_shares(ALIKE, rng(1), doubt=10)
    assert (abs(doubted.first - 0.5) < abs(free.first - 0.5)).all()


def test_the_flip_share_with_two_aims_by_hand():
    # home 3 and 8, world 8 and 4: level where 5 t = 4 (1 − t)
    assert weighing.flip_share([1, 0, 0, 0, 1, 0], 2, 0) == pytest.approx(4 / 9)


@pytest.mark.parametrize("weights", [[0] * 6, [1, -1, 1, 1, 1, 1], [1, 2, 3], [np.nan, 1, 1, 1, 1, 1], [[1] * 6]])
def test_invalid_weights_are_refused(weights):
    with pytest.raises(ValueError, match="weight"):
        weighing.weigh(weights)


@pytest.mark.parametrize("wrong", [{"firmness": -1}, {"doubt": 11}, {"doubt": -1}, {"draws": 0}])
def test_invalid_parameters_of_the_draws_are_refused(wrong):
    with pytest.raises(ValueError, match="firmness"):
        weighing.win_shares(ALIKE, np.random.default_rng(1), **wrong)


@settings(max_examples=20)
@given(SOME)
def test_other_scores_can_be_passed(weights):
    same = np.full((4, 2, 6), 5.0)
    assert weighing.weigh(weights, same).leads == pytest.approx([0, 0, 0, 0])


def test_score_rows_have_both_sides_of_each_aim_in_words():
    rows = weighing.score_rows("market")
    assert len(rows) == 2 * len(weighing.aims())
    assert [row["side"] for row in rows[:2]] == ["home market", "world market"]
    assert rows[0]["aim"] == rows[1]["aim"] == "Earn abroad"
    assert rows[0]["score"] == 3
    with pytest.raises(ValueError, match="budget"):
        weighing.score_rows("budget")


def test_statements_of_lesson_5_about_the_draws():
    def same(**settings):
        return weighing.win_shares([5] * 6, np.random.default_rng(20261121), **settings).same

    plain = weighing.win_shares([5] * 6, np.random.default_rng(20261121))
    assert 1 - plain.first[1] == pytest.approx(0.72, abs=0.005), "long support"
    assert plain.same == pytest.approx(0.34, abs=0.005)
    assert same(doubt=3) == pytest.approx(0.19, abs=0.005)
    assert same(firmness=60) == pytest.approx(0.74, abs=0.01)
    without_speed = weighing.weigh([5, 0, 5, 5, 5, 5]).values[0]
    assert without_speed == pytest.approx([5.6, 5.6])
