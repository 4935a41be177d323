"""Probabilities after successes and failures, compared with numbers worked out by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newspace.models.shared import chance


def test_probabilities_after_two_failures():
    assert chance.chance_of_next_success(0, 2) == 0.25
    assert chance.chance_of_any_success(2, 7) == pytest.approx(0.7)
    assert chance.chance_of_any_success(2, 0) == 0


@given(st.integers(0, 20), st.integers(0, 20))
def test_the_chance_of_any_success_follows_from_repeated_application(so_far, to_come):
    all_fail = 1.0
    for more in range(to_come):
        all_fail *= 1 - chance.chance_of_next_success(0, so_far + more)
    assert chance.chance_of_any_success(so_far, to_come) == pytest.approx(1 - all_fail)


def test_impossible_counts_are_refused():
    with pytest.raises(ValueError, match="between 0 and attempts"):
        chance.chance_of_next_success(3, 2)
    with pytest.raises(ValueError, match="above 0"):
        chance.chance_of_next_success(0, 2, prior_a=0)
    with pytest.raises(ValueError, match="negative"):
        chance.chance_of_any_success(-1, 2)
