"""A firm that flies one mission after another: its expected gain and its risk of ruin.

The model is the course's own: expected value is a mean over outcomes, and *ruin* means that the money
does not pay for the next mission. The probabilities are inputs, not findings.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

LOADING = 0.3
"""What an insurer adds to the fair premium for its costs and its own risk. Assumed: no source for a lander's policy was found."""


@dataclass(frozen=True)
class VenturePlan:
    """A firm's capital, the cost and revenue of a mission, and the probability that it lands.

    Attributes
    ----------
    capital_usd : float
        Money before the first mission; 0 or more.
    cost_usd : float
        Cost of one mission; above 0.
    revenue_usd : float
        What customers pay for one mission that lands; 0 or more.
    chance : float
        The chance that the first mission lands; 0 to 1.
    learning : float
        Which share of the chance to fail each failure takes away; 0 to 1.
    outside_usd : float
        New money for each mission: grants, shares sold; 0 or more.
    advance : float
        Which share of the revenue is paid even if the mission fails; 0 to 1.
    insured : float
        Which share of the cost is insured; 0 to 1.
    missions : int
        How many missions are planned; 1 to 20.

    Raises
    ------
    ValueError
        If a value lies outside its range.
    """

    capital_usd: float
    cost_usd: float
    revenue_usd: float
    chance: float
    learning: float = 0.0
    outside_usd: float = 0.0
    advance: float = 0.0
    insured: float = 0.0
    missions: int = 7

    def __post_init__(self) -> None:
        for name in ("capital_usd", "revenue_usd", "outside_usd"):
            if getattr(self, name) < 0:
                raise ValueError(f"{name} cannot be negative; got {getattr(self, name)}")
        if self.cost_usd <= 0:
            raise ValueError(f"cost_usd must be above 0; got {self.cost_usd}")
        for name in ("chance", "learning", "advance", "insured"):
            if not 0 <= getattr(self, name) <= 1:
                raise ValueError(f"{name} must lie between 0 and 1; got {getattr(self, name)}")
        if not 1 <= self.missions <= 20:
            raise ValueError(f"missions must lie between 1 and 20; got {self.missions}")

    def chance_after(self, failures: NDArray[np.int64] | int) -> NDArray[np.float64]:
        """Compute the probability that the next mission lands, after that many failures."""
        left = (1 - self.learning) ** np.asarray(failures, dtype=float)
        return np.asarray(1 - (1 - self.chance) * left, dtype=float)

    def premium_usd(self, chance: NDArray[np.float64] | float) -> NDArray[np.float64]:
        """Compute the insurance premium of one mission: the fair premium, which is the mean loss, plus `LOADING`."""
        return np.asarray(self.insured * self.cost_usd * (1 - np.asarray(chance)) * (1 + LOADING), dtype=float)

    def gain_usd(self, chance: float) -> float:
        """Compute the expected gain of one mission that lands with this probability, without new money from outside."""
        paid = self.revenue_usd * (chance + (1 - chance) * self.advance)
        return float(
            paid + (1 - chance) * self.insured * self.cost_usd - self.cost_usd - float(self.premium_usd(chance))
        )


@dataclass(frozen=True, eq=False)
class MissionSeries:
    """Results of many firms with one plan.

    Attributes
    ----------
    money_usd : array of float, shape (runs, missions + 1)
        Money before the first mission and after each one; it stays as it is once a firm has stopped.
    flown, landed : array of int, shape (runs,)
        How many missions were flown, and how many of them landed.
    """

    plan: VenturePlan
    money_usd: NDArray[np.float64]
    flown: NDArray[np.int64]
    landed: NDArray[np.int64]

    @property
    def ruined(self) -> NDArray[np.bool_]:
        """A flag for each firm: whether it could not pay for a mission that it had planned."""
        return np.asarray(self.flown < self.plan.missions)

    @property
    def risk_of_ruin(self) -> float:
        """The share of the firms that were ruined."""
        return float(self.ruined.mean())

    def still_flying(self) -> NDArray[np.float64]:
        """For each mission, the share of the firms that flew it; shape (missions,)."""
        return np.array([float((self.flown >= number).mean()) for number in range(1, self.plan.missions + 1)])


def fly_series(plan: VenturePlan, runs: int, rng: np.random.Generator) -> MissionSeries:
    """Simulate the missions of ``runs`` firms, all at once.

    Before each mission new money comes in. A firm that then cannot pay for mission and insurance stops for good.

    Parameters
    ----------
    plan : VenturePlan
        The same for all.
    runs : int
        How many firms; 1 or more.
    rng : numpy.random.Generator
        The source of chance.

    Raises
    ------
    ValueError
        If there is no firm.
    """
    if runs < 1:
        raise ValueError(f"runs must be 1 or more; got {runs}")
    money = np.full((runs, plan.missions + 1), plan.capital_usd)
    flown = np.zeros(runs, dtype=np.int64)
    landed = np.zeros(runs, dtype=np.int64)
    flying = np.ones(runs, dtype=bool)
    for number in range(plan.missions):
        chance = plan.chance_after(flown - landed)
        bill = plan.cost_usd + plan.premium_usd(chance)
        before = money[:, number] + np.where(flying, plan.outside_usd, 0.0)
        flying = flying & (before >= bill)
        lands = rng.random(runs) < chance
        brought = np.where(lands, plan.revenue_usd, plan.advance * plan.revenue_usd + plan.insured * plan.cost_usd)
        money[:, number + 1] = np.where(flying, before - bill + brought, money[:, number])
        flown += flying
        landed += flying & lands
    return MissionSeries(plan, money, flown, landed)


@dataclass(frozen=True)
class ExactSeries:
    """The mean results of a plan, computed exactly, without random numbers.

    Attributes
    ----------
    risk_of_ruin : float
        The probability that the money does not pay for a planned mission.
    flown, landed : float
        The mean number of missions that are flown, and that land.
    end_usd : float
        The mean money at the end.
    """

    risk_of_ruin: float
    flown: float
    landed: float
    end_usd: float


def exact_series(plan: VenturePlan) -> ExactSeries:
    """Compute the exact results of a plan by enumerating every sequence of landings and crashes; equal states are merged.

    Tests compare it with `fly_series`; fast enough for up to about 12 missions with insurance.
    """
    states: dict[tuple[int, float], float] = {(0, plan.capital_usd): 1.0}
    ruined = flown = landed = end = 0.0
    for _number in range(plan.missions):
        following: dict[tuple[int, float], float] = {}
        for (failures, money), weight in states.items():
            chance = float(plan.chance_after(failures))
            left = money + plan.outside_usd - plan.cost_usd - float(plan.premium_usd(chance))
            if left < 0:
                ruined += weight
                end += weight * money
                continue
            flown += weight
            landed += weight * chance
            ends = (
                ((failures, left + plan.revenue_usd), weight * chance),
                (
                    (failures + 1, left + plan.advance * plan.revenue_usd + plan.insured * plan.cost_usd),
                    weight * (1 - chance),
                ),
            )
            for state, share in ends:
                if share > 0:
                    following[state] = following.get(state, 0.0) + share
        states = following
    end += sum(weight * money for (_failures, money), weight in states.items())
    return ExactSeries(ruined, flown, landed, end)


def exact_risk_of_ruin(plan: VenturePlan) -> float:
    """Compute the exact risk of ruin; see `exact_series`."""
    return exact_series(plan).risk_of_ruin


def cover(cost_usd: float, revenue_usd: float) -> tuple[float, float]:
    """Compute which share of a mission's cost its revenue covers, and how many such revenues would cover all of it.

    Raises
    ------
    ValueError
        If one of the two is not above 0.
    """
    if cost_usd <= 0 or revenue_usd <= 0:
        raise ValueError("cost and revenue must be above 0")
    return revenue_usd / cost_usd, cost_usd / revenue_usd
