"""The value of waiting: numbers worked out by hand, limits, and properties for any parameters."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newspace.models.policy_brief import waiting

CASE = {"chance": 0.5, "gain": 60.0, "loss": 60.0, "reliability": 0.8, "yearly_decay": 0.0, "yearly_cost": 0.0}
SHARE = st.floats(0, 1)
POINTS = st.floats(0, 200)


def of(**changed):
    return waiting.outlook(**{**CASE, **changed})


def test_the_value_of_one_sign_by_hand():
    # start after a good sign: 0.5·0.8·60 − 0.5·0.2·60 = 24 − 6; wrong in 20 % of the cases
    found = of()
    assert found.values[:2] == pytest.approx([0, 18])
    assert found.wrong[1] == pytest.approx(0.2)


def test_numbers_of_lesson_5():
    start = waiting.outlook(chance=0.4, gain=120, loss=80, reliability=0.7, yearly_decay=0.06)
    assert start.values[0] == pytest.approx(0)
    assert start.best == 3
    assert start.values[3] == pytest.approx(20, abs=0.5)
    assert waiting.perfect_information(chance=0.4, gain=120, loss=80) == pytest.approx(48)
    assert waiting.outlook(chance=0.4, gain=120, loss=80, reliability=0.7, yearly_decay=0.3).best == 1
    assert waiting.outlook(chance=0.4, gain=120, loss=80, reliability=0.5, yearly_decay=0.06).best == -1
    assert waiting.outlook(chance=0.4, gain=120, loss=20, reliability=0.7, yearly_decay=0.06).best == 0


def test_with_perfect_signs_one_year_is_enough():
    found = of(reliability=1.0)
    assert found.values[1:] == pytest.approx([30] * 10)
    assert found.wrong[1:] == pytest.approx([0] * 10, abs=1e-12)
    assert found.best == 1


def test_uninformative_signs_have_no_value():
    assert of(reliability=0.5, gain=90).values == pytest.approx([15] * 11)


def test_costs_and_decay_reduce_the_value():
    assert of(yearly_cost=2.0).values == pytest.approx(of().values - 2 * np.arange(11))
    assert of(yearly_decay=0.1).values == pytest.approx(of().values * 0.9 ** np.arange(11))


@given(SHARE, POINTS, POINTS, st.floats(0.5, 1))
def test_free_information_is_worth_between_nothing_and_perfect_information(chance, gain, loss, reliability):
    found = waiting.outlook(chance=chance, gain=gain, loss=loss, reliability=reliability, yearly_decay=0, yearly_cost=0)
    assert (np.diff(found.values) >= -1e-9).all()
    most = waiting.perfect_information(chance=chance, gain=gain, loss=loss)
    assert found.values[-1] <= found.values[0] + most + 1e-9
    assert ((found.wrong >= -1e-9) & (found.wrong <= 1 + 1e-9)).all()


@pytest.mark.parametrize(
    "wrong",
    [
        {"chance": 1.1},
        {"chance": -0.1},
        {"reliability": 0.4},
        {"yearly_decay": 1.0},
        {"gain": -1},
        {"loss": -1},
        {"yearly_cost": -1},
    ],
)
def test_numbers_outside_their_range_are_refused(wrong):
    with pytest.raises(ValueError, match="must"):
        of(**wrong)


def test_statements_of_lesson_5_about_waiting():
    def best(chance, decay):
        return waiting.outlook(chance=chance, gain=120, loss=80, reliability=0.7, yearly_decay=decay, yearly_cost=1)

    assert best(0.4, 0.06).best == 3
    assert all(best(0.4, step / 50).best > 0 for step in range(21)), "waiting pays at every loss a year of the slider"
    assert best(0.6, 0.06).values[0] == pytest.approx(40)
    assert best(0.6, 0.06).best > 0
    assert best(0.6, 0.08).best == 0


def test_wrong_decisions_of_lesson_5():
    def wrong(**changed):
        case = {"chance": 0.4, "gain": 120, "loss": 80, "reliability": 0.7, "yearly_decay": 0.06} | changed
        return (100 * waiting.outlook(**case).wrong).round().tolist()

    assert wrong()[:4] == [40, 30, 26, 22]
    assert wrong() == sorted(wrong(), reverse=True), "with the first settings every year lowers it"
    assert wrong(loss=20)[:5] == [60, 60, 34, 40, 24], "the most points are not the fewest mistakes"


def test_a_start_without_value_is_not_made():
    # Good sign, then bad sign: 0.4 · 0.7 · 0.3 · 120 = 0.6 · 0.3 · 0.7 · 80, so only two good signs make one begin.
    found = waiting.outlook(chance=0.4, gain=120, loss=80, reliability=0.7, yearly_decay=0)
    assert found.wrong[2] == pytest.approx(0.6 * 0.3**2 + 0.4 * (1 - 0.7**2))
