"""Wright's law: numbers worked out by hand, limits, and properties for every slope."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newspace.models.economics import learning

SLOPES = st.floats(0.5, 0.99)
FACTORS = st.floats(1, 100)


def test_unit_costs_and_doublings_of_lesson_1():
    assert learning.exponent(0.85) == pytest.approx(-0.2345, abs=5e-5)
    assert learning.unit_cost(1, 10, 0.85) == pytest.approx(0.583, abs=5e-4)
    assert learning.unit_cost(1, 100, 0.85) == pytest.approx(0.340, abs=5e-4)
    assert learning.doublings(20, 0.85) == pytest.approx(18.43, abs=5e-3)
    assert learning.doublings(20, 0.80) == pytest.approx(13.43, abs=5e-3)


@pytest.mark.parametrize(("slope", "b"), [(0.95, -0.0740), (0.90, -0.1520), (0.85, -0.2345), (0.80, -0.3219), (1, 0)])
def test_exponents_by_hand(slope, b):
    assert learning.exponent(slope) == pytest.approx(b, abs=5e-5)


@given(st.floats(0.3, 2), st.floats(1, 1e6), st.floats(0.1, 1e9))
def test_each_doubling_multiplies_by_the_slope(slope, unit, first):
    assert learning.unit_cost(first, 2 * unit, slope) == pytest.approx(slope * learning.unit_cost(first, unit, slope))


@given(SLOPES, FACTORS)
def test_units_for_inverts_unit_cost(slope, factor):
    units = learning.units_for(factor, slope)
    assert learning.unit_cost(factor, max(units, 1.0), slope) == pytest.approx(1, rel=1e-6)


@given(SLOPES, st.floats(1.1, 100))
def test_slope_for_inverts_units_for(slope, factor):
    units = learning.units_for(factor, slope)
    if units >= 2:
        assert learning.slope_for(factor, units) == pytest.approx(slope, rel=1e-9)


def test_unit_cost_of_an_array():
    costs = learning.unit_cost(100.0, np.array([1.0, 2.0, 4.0]), 0.9)
    assert costs == pytest.approx([100, 90, 81])
    assert isinstance(learning.unit_cost(1, 1, 0.5), float)


@pytest.mark.parametrize(
    "call",
    [
        lambda: learning.exponent(0),
        lambda: learning.unit_cost(1, 0.5, 0.9),
        lambda: learning.unit_cost(1, np.array([1.0, 0.0]), 0.9),
        lambda: learning.doublings(0.9, 0.9),
        lambda: learning.doublings(2, 1.0),
        lambda: learning.doublings(2, 1.76),
        lambda: learning.doublings(2, 0),
        lambda: learning.slope_for(0.5, 10),
        lambda: learning.slope_for(2, 1),
    ],
)
def test_wrong_values_are_refused(call):
    with pytest.raises(ValueError, match=r"slope|units|factor|learning"):
        call()
