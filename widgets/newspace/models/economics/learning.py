"""Learning curves: unit cost as a function of the number of units made.

Wright's law: each doubling of the number made multiplies the cost of a unit by the same *slope*, so the unit number
*Q* costs C(Q) = C(1) · Q^b with b = log2(slope). Source: NASA Systems Engineering Handbook (fact ``wright_law``).
"""

from __future__ import annotations

import math
from typing import Any, overload

import numpy as np
from numpy.typing import ArrayLike, NDArray


def exponent(slope: float) -> float:
    """Compute Wright's exponent *b* = log2(slope): negative when learning makes units cheaper.

    Parameters
    ----------
    slope : float
        What a doubling multiplies the cost by; above 0 (0.85 for an "85 % curve"). Above 1 units become dearer.

    Raises
    ------
    ValueError
        If the slope is not above 0.
    """
    if slope <= 0:
        raise ValueError(f"slope must be above 0; got {slope}")
    return math.log2(slope)


@overload
def unit_cost(first: float, unit: float, slope: float) -> float: ...
@overload
def unit_cost(first: float, unit: NDArray[np.floating[Any]], slope: float) -> NDArray[np.float64]: ...
def unit_cost(first: float, unit: ArrayLike, slope: float) -> float | NDArray[np.float64]:
    """Compute the cost of unit number ``unit`` (from 1), in the currency of ``first``.

    Parameters
    ----------
    first : float
        The cost of the first unit.
    unit : float or array
        Numbers of units, 1 or more.
    slope : float
        As for `exponent`.

    Raises
    ------
    ValueError
        If a number is below 1, or the slope is not above 0.
    """
    numbers = np.asarray(unit, dtype=float)
    if np.any(numbers < 1):
        raise ValueError("units are counted from 1")
    costs = first * numbers ** exponent(slope)
    return float(costs) if costs.ndim == 0 else costs


def doublings(factor: float, slope: float) -> float:
    """Compute how many doublings make a unit ``factor`` times cheaper: ln(factor) / −ln(slope).

    Raises
    ------
    ValueError
        If the factor is below 1, or the slope does not lie between 0 and 1.
    """
    if factor < 1:
        raise ValueError(f"factor says how many times cheaper, so it is 1 or more; got {factor}")
    if not 0 < slope < 1:
        raise ValueError(f"units become cheaper only with a slope between 0 and 1; got {slope}")
    return math.log(factor) / -math.log(slope)


def units_for(factor: float, slope: float) -> float:
    """Compute the number of the unit that is ``factor`` times cheaper than the first: 2 to the power of the doublings."""
    return float(2.0 ** doublings(factor, slope))


def slope_for(factor: float, units: float) -> float:
    """Compute the slope with which unit number ``units`` is ``factor`` times cheaper than the first.

    Raises
    ------
    ValueError
        If the factor is below 1 or fewer than 2 units are made.
    """
    if factor < 1:
        raise ValueError(f"factor says how many times cheaper, so it is 1 or more; got {factor}")
    if units < 2:
        raise ValueError(f"learning needs at least 2 units; got {units}")
    return float(factor ** (-1 / math.log2(units)))
