"""Value of information with a cost of waiting: decide at once, after some years of observation, or never.

Sums are in points: 100 points are what the programme costs. To start it is worth ``gain`` points in a good market and loses ``loss``
points in a bad one. A government that waits sees one sign a year; each sign is right with the same chance, independently. Waiting costs a share of the result each
year, since others are ahead, and keeping a team alive meanwhile costs points. After the last sign it decides by Bayes' rule; where a start
is worth exactly nothing it does not begin.
Method: H. Raiffa and R. Schlaifer, "Applied Statistical Decision Theory" (1961), the expected value of sample information.
All numbers are assumptions of the person who sets them; no source gives them.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
LONGEST_YEARS = 10
LEVEL = 1e-9
"""A start that is worth less than this, in points, is worth nothing."""


@dataclass(frozen=True)
class Waiting:
    """Expected results for each year of decision.

    Attributes
    ----------
    years : array, shape (n,)
        Years of waiting, from 0.
    values : array, shape (n,)
        The expected value in points, if the decision, to start or not, is made after so many years; below 0 if the waiting costs more
        than it brings.
    wrong : array, shape (n,)
        The chance to decide wrongly: to start in a bad market, or not to start in a good one.
    best : int
        The years of waiting with the highest value (the fewest in a tie); −1 if not to begin at all is better.
    """

    years: Array
    values: Array
    wrong: Array
    best: int


def outlook(
    *, chance: float, gain: float, loss: float, reliability: float, yearly_decay: float, yearly_cost: float = 1.0
) -> Waiting:
    """Compute the expected value of deciding after 0 to 10 years.

    Parameters
    ----------
    chance : float
        How likely a good market is thought to be before any sign, 0 to 1.
    gain, loss : float
        What starting is worth in a good market, and what it loses in a bad one, in points; both 0 or more.
    reliability : float
        The chance that one year's sign is right, 0.5 (worthless) to 1 (perfect).
    yearly_decay : float
        Which share of the gain and of the loss is gone for each year of waiting, 0 to 1 (not including 1).
    yearly_cost : float
        Points a year for keeping a team alive, 0 or more.

    Raises
    ------
    ValueError
        For a number outside its range.
    """
    if not (0 <= chance <= 1 and 0.5 <= reliability <= 1 and 0 <= yearly_decay < 1):
        raise ValueError("chance must lie in 0 to 1, reliability in 0.5 to 1, yearly_decay in 0 to less than 1")
    if not (gain >= 0 and loss >= 0 and yearly_cost >= 0):
        raise ValueError("gain, loss and yearly_cost must be 0 or more")
    years = np.arange(LONGEST_YEARS + 1)
    values, wrong = np.empty(years.size), np.empty(years.size)
    for n in years:
        good, bad = _signs(int(n), reliability), _signs(int(n), 1 - reliability)
        worth = chance * good * gain - (1 - chance) * bad * loss  # for each count of good signs, times its probability
        start = worth > LEVEL  # level: nothing is gained by starting, so the programme is not begun
        values[n] = (1 - yearly_decay) ** int(n) * worth[start].sum() - yearly_cost * int(n)
        wrong[n] = (1 - chance) * bad[start].sum() + chance * good[~start].sum()
    best = int(np.argmax(values))
    return Waiting(years.astype(float), values, wrong, best if values[best] > 0 else -1)


def perfect_information(*, chance: float, gain: float, loss: float) -> float:
    """Compute the value of perfect information in points: the market is known before the decision at no cost."""
    return chance * gain - max(0.0, chance * gain - (1 - chance) * loss)


def _signs(count: int, likely: float) -> Array:
    """Compute the probabilities of 0 … ``count`` good signs (binomial)."""
    return np.array([math.comb(count, k) * likely**k * (1 - likely) ** (count - k) for k in range(count + 1)])
