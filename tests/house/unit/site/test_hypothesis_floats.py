"""The stand-in for hypothesis's compiled module, which the tab's Python needs, says the same as that module."""

from __future__ import annotations

import math
import struct

import pytest
from browser.pyodide import hypothesis_floats as ours
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.internal import floats as theirs

WIDTHS = st.sampled_from([16, 32, 64])
FLOATS = st.floats(allow_nan=False)


def bits(x: float) -> bytes:
    """Tell the two zeros apart, which are equal."""
    return struct.pack("!d", x)


def fitted(x: float, width: int) -> float:
    try:
        return theirs.float_of(x, width)
    except OverflowError:
        with pytest.raises(OverflowError):
            ours.float_of(x, width)
        return math.copysign(math.inf, x)


@given(FLOATS, WIDTHS, st.booleans())
def test_neighbours_and_bits_are_the_same(x, width, subnormal):
    x = fitted(x, width)
    assert bits(ours.float_of(x, width)) == bits(theirs.float_of(x, width))
    assert ours.float_to_int(x, width) == theirs.float_to_int(x, width)
    for name in ("next_up", "next_down"):
        assert bits(getattr(ours, name)(x, width)) == bits(getattr(theirs, name)(x, width))
    for name in ("next_up_normal", "next_down_normal"):
        allowed = {"allow_subnormal": subnormal}
        assert bits(getattr(ours, name)(x, width, **allowed)) == bits(getattr(theirs, name)(x, width, **allowed))


@given(FLOATS, FLOATS, WIDTHS)
def test_as_many_floats_lie_between_two(x, y, width):
    low, high = sorted((fitted(x, width), fitted(y, width)))
    assume(low < high)
    assert ours.count_between_floats(low, high, width) == theirs.count_between_floats(low, high, width)


@pytest.mark.parametrize("width", [16, 32, 64])
def test_zeros_and_smallest_floats_are_the_same(width):
    assert ours.count_between_floats(-0.0, 0.0, width) == theirs.count_between_floats(-0.0, 0.0, width) == 2
    assert ours.width_smallest_normals(width) == theirs.width_smallest_normals(width)
    assert ours.int_to_float(1, width) == theirs.int_to_float(1, width)
