"""Three barriers for latecomers: no protected market, many technologies at once, and an occupied ecosystem.

`protected`: two firms learn by Wright's law (T. P. Wright, J. Aeronautical Sciences 3, 1936): each doubling of units made multiplies cost by the slope.
`all_work`: independent chances multiply. `lock_in`: W. B. Arthur, Economic Journal 99 (1989), and Pólya's urn: each new customer joins a maker with a
chance that grows with the makers' customers so far; the probabilities of its ends are computed exactly. All numbers are assumptions of the person who sets them.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def cost_ratio(own_units: float, leader_units: float, slope: float = 0.85) -> float:
    """Compute a latecomer's unit cost over the leader's, with equal first cost and learning: (own/leader)^log2(slope).

    Raises
    ------
    ValueError
        For units that are not above 0, or a slope outside 0 to 1 (1 included).
    """
    if own_units <= 0 or leader_units <= 0 or not 0 < slope <= 1:
        raise ValueError("units must be above 0, and the slope above 0 and at most 1")
    return float((own_units / leader_units) ** math.log2(slope))


def years_to_match(
    *,
    home_units: float,
    leader_units: float,
    leader_yearly: float,
    head_start: float,
    slope: float = 0.85,
    longest: int = 60,
) -> int | None:
    """Compute after how many years a latecomer sells at the leader's price; None if not within ``longest`` years.

    It sells ``home_units`` a year in a protected market (0: compete from day one, and sell nothing while it is dearer).
    ``head_start`` is a lasting advantage in cost (0.2: its wages and the like make each unit 20 % cheaper at the same experience).
    """
    if min(home_units, leader_yearly) < 0 or leader_units <= 0 or not 0 <= head_start < 1:
        raise ValueError("units must be 0 or more (the leader's above 0), and the advantage 0 to less than 1")
    own, leader = 1.0, float(leader_units)
    for year in range(longest + 1):
        if (1 - head_start) * cost_ratio(own, leader, slope) <= 1:
            return year
        own, leader = own + home_units, leader + leader_yearly
    return None


def all_work(chances: list[float]) -> float:
    """Compute the probability that all of several independent technologies work."""
    if any(not 0 <= chance <= 1 for chance in chances):
        raise ValueError("a chance lies between 0 and 1")
    return math.prod(chances)


@dataclass(frozen=True)
class LockIn:
    """All possible ends of one market with their exact probabilities, and some histories drawn by chance.

    Attributes
    ----------
    ends : array, shape (customers + 1,)
        The latecomer's share of all customers at the end, if it won 0, 1, … of the new ones.
    chances : array, shape (customers + 1,)
        The exact probability of each of these ends.
    shares : array, shape (customers + 1, histories)
        The latecomer's share of all customers, after each new one, in the histories that were drawn.
    """

    ends: Array
    chances: Array
    shares: Array

    @property
    def ahead(self) -> float:
        """The exact probability that the latecomer ends with more than half."""
        return float(self.chances[self.ends > 0.5].sum())

    @property
    def squeezed(self) -> float:
        """The exact probability that the latecomer ends with less than a tenth."""
        return float(self.chances[self.ends < 0.1].sum())

    @property
    def mean(self) -> float:
        """The mean of its share at the end."""
        return float(self.ends @ self.chances)

    def quantile(self, share: float) -> float:
        """Return the share at the end that is reached or stayed under with this probability."""
        return float(self.ends[min(int(np.searchsorted(np.cumsum(self.chances), share)), self.ends.size - 1)])


def lock_in(
    *,
    early: int,
    late: int,
    pull: float,
    quality: float = 1.0,
    customers: int = 200,
    histories: int = 25,
    seed: int = 3,
) -> LockIn:
    """Compute where customers who choose one by one between two makers end, and draw some of their histories.

    A new customer joins the latecomer with the chance q·l^p / (q·l^p + e^p), where e and l are the customers of the early maker and of the latecomer
    so far, p is ``pull`` (0: nobody looks at the others; 1: Pólya's urn; above 1: the large one takes all) and q is ``quality``.
    The chance depends only on how many customers the latecomer has won so far, so the probabilities of all ends follow customer by customer,
    without chance; the histories are for the eye.

    Raises
    ------
    ValueError
        If a maker begins with no customer, or a number is out of its range.
    """
    if early < 1 or late < 1 or customers < 1 or histories < 1:
        raise ValueError("both makers begin with at least one customer; customers and histories are 1 or more")
    if not (0 <= pull <= 5 and quality > 0):
        raise ValueError("pull lies between 0 and 5, and quality is above 0")
    won = np.arange(customers + 1.0)
    attraction, rivals = quality * (late + won) ** pull, (early + won) ** pull
    rng = np.random.default_rng(seed)
    columns, gained = np.arange(histories), np.zeros((customers + 1, histories), dtype=int)
    chances = np.zeros(customers + 1)
    chances[0] = 1.0
    for number in range(1, customers + 1):
        joins = attraction[:number] / (
            attraction[:number] + rivals[number - 1 :: -1]
        )  # after 0, 1, … won of number − 1
        moved = chances[:number] * joins
        chances[:number] -= moved
        chances[1 : number + 1] += moved
        before = gained[number - 1]
        gained[number] = before + (rng.random(columns.size) < joins[before])
    so_far = early + late + won
    return LockIn((late + won) / so_far[-1], chances, (late + gained) / so_far[:, np.newaxis])
