"""Short renewable grants compared with long support: which firms reach revenue before their money is gone.

The course's own thought experiment. Every number is assumed, none is measured: the model shows what would follow from
its rules, and cannot show what did happen in any country.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

HORIZON_YEARS = 15.0
STEP_YEARS = 0.25
CALL_YEARS = 1.0
"""A firm that was turned down can apply again after this time."""
IDLE = 0.4
"""Without support a firm keeps a core team: this share of the full burn and of the full pace."""


@dataclass(frozen=True)
class Firm:
    """A firm's development work and its money.

    Attributes
    ----------
    work_years : float
        The middle (median) time that development takes at full pace; above 0.
    spread : float
        Standard deviation of the logarithm of that time: 0.5 means that two firms in three lie within a factor of 1.65.
    burn_krw_per_year : float
        The middle (median) spending at full pace; above 0.
    reserve_krw : float
        The firm's own money at the start; 0 or more.
    rebuild_years : float
        Work that is lost when support stops, because people leave; 0 or more.
    burn_spread : float
        Standard deviation of the logarithm of the spending: firms do not know beforehand what a year will cost; 0 or more.
    """

    work_years: float = 4.0
    spread: float = 0.5
    burn_krw_per_year: float = 3.0e9
    reserve_krw: float = 3.0e9
    rebuild_years: float = 0.5
    burn_spread: float = 0.0

    def __post_init__(self) -> None:
        if self.work_years <= 0 or self.burn_krw_per_year <= 0:
            raise ValueError("work_years and burn_krw_per_year must be above 0")
        if min(self.spread, self.reserve_krw, self.rebuild_years, self.burn_spread) < 0:
            raise ValueError("spread, reserve_krw, rebuild_years and burn_spread cannot be negative")


@dataclass(frozen=True)
class Scheme:
    """Rules of a support scheme. The first term is certain; each later one must be won.

    Attributes
    ----------
    term_years : float
        How long one grant runs; above 0.
    renewal : float
        The chance to win the next one; strictly between 0 and 1.
    insight : float
        How well the panel recognises firms that need little time: 0 is a lottery, 1 is perfect.
    grant_krw_per_year : float
        What is paid while a grant runs.
    ceiling_years : float
        After so many years of support there is no more.
    """

    term_years: float
    renewal: float = 0.6
    insight: float = 0.0
    grant_krw_per_year: float = 2.5e9
    ceiling_years: float = 10.0

    def __post_init__(self) -> None:
        if self.term_years <= 0 or self.ceiling_years <= 0 or self.grant_krw_per_year < 0:
            raise ValueError("term_years and ceiling_years must be above 0, and the grant not negative")
        if not 0 < self.renewal < 1:
            raise ValueError(f"renewal must lie between 0 and 1; got {self.renewal}")
        if not 0 <= self.insight <= 1:
            raise ValueError(f"insight must lie between 0 and 1; got {self.insight}")


@dataclass(frozen=True, eq=False)
class SupportOutcome:
    """Results of many firms under one scheme; all arrays have the shape (runs,).

    Attributes
    ----------
    revenue_at_years : array of float
        When the firm reached revenue; infinite if it never did.
    ruined_at_years : array of float
        When its money was gone; infinite if that never happened.
    paid_krw : array of float
        Support that it received.
    """

    revenue_at_years: NDArray[np.float64]
    ruined_at_years: NDArray[np.float64]
    paid_krw: NDArray[np.float64]

    @property
    def reached(self) -> float:
        """The share of the firms that reached revenue."""
        return float(np.isfinite(self.revenue_at_years).mean())

    @property
    def per_100bn_krw(self) -> float:
        """Firms that reached revenue for each 100 billion won paid out: the measure "for the same money"."""
        paid = float(self.paid_krw.sum())
        return float(np.isfinite(self.revenue_at_years).sum()) * 100e9 / paid if paid else math.nan

    def reached_by(self, years: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the share that had reached revenue by each of these times."""
        return np.searchsorted(np.sort(self.revenue_at_years), years, side="right") / len(self.revenue_at_years)


def support(firm: Firm, scheme: Scheme, runs: int, rng: np.random.Generator) -> SupportOutcome:
    """Simulate ``runs`` firms under one scheme, in steps of a quarter of a year, all at once.

    A firm with a grant works at full pace; one without works at `IDLE` pace and applies again at each yearly call.
    It has reached revenue when its work is done, and is ruined when its money is gone.

    Raises
    ------
    ValueError
        If there is no firm.
    """
    if runs < 1:
        raise ValueError(f"runs must be 1 or more; got {runs}")
    slow = _spread_evenly(runs, rng)  # how much slower than the median this firm's development is
    work = firm.work_years * np.exp(firm.spread * slow)
    burn = firm.burn_krw_per_year * np.exp(firm.burn_spread * _spread_evenly(runs, rng))
    money = np.full(runs, firm.reserve_krw)
    paid = np.zeros(runs)
    left = np.full(runs, float(min(scheme.term_years, scheme.ceiling_years)))  # years left of the running grant
    wait = np.zeros(runs)  # years until the next call, for firms without a grant
    used = np.zeros(runs)
    revenue_at, ruined_at = np.full(runs, np.inf), np.full(runs, np.inf)
    bar = NormalDist().inv_cdf(1 - scheme.renewal)
    alive = np.ones(runs, dtype=bool)
    for step in range(round(HORIZON_YEARS / STEP_YEARS)):
        now = (step + 1) * STEP_YEARS
        granted = alive & (left > 1e-9)
        pace = np.where(granted, 1.0, IDLE)
        income = np.where(granted, scheme.grant_krw_per_year * STEP_YEARS, 0.0)
        money += np.where(alive, income - pace * burn * STEP_YEARS, 0.0)
        work -= np.where(alive, pace * STEP_YEARS, 0.0)
        paid += income
        used += np.where(granted, STEP_YEARS, 0.0)
        left -= np.where(granted, STEP_YEARS, 0.0)
        wait -= np.where(alive & ~granted, STEP_YEARS, 0.0)
        done = alive & (work <= 1e-9) & (money >= 0)
        broke = alive & ~done & (money < 0)
        revenue_at[done], ruined_at[broke] = now, now
        alive &= ~(done | broke)
        # Every firm draws at every step, so that all schemes see the same random numbers.
        score = -scheme.insight * slow + math.sqrt(1 - scheme.insight**2) * rng.standard_normal(runs)
        applies = alive & (left <= 1e-9) & (wait <= 1e-9) & (used < scheme.ceiling_years - 1e-9)
        wins = applies & (score > bar)
        loses = applies & ~wins
        work += np.where(loses & granted, firm.rebuild_years, 0.0)  # lost once, when the support stops
        left = np.where(wins, np.minimum(scheme.term_years, scheme.ceiling_years - used), left)
        wait = np.where(loses, CALL_YEARS, wait)
        if not alive.any():
            break
    return SupportOutcome(revenue_at, ruined_at, paid)


def _spread_evenly(runs: int, rng: np.random.Generator) -> NDArray[np.float64]:
    """Draw standard normal numbers, one from each of ``runs`` equally likely intervals: a stratified sample."""
    return rng.permutation(_middles(runs))


@lru_cache(maxsize=4)
def _middles(runs: int) -> NDArray[np.float64]:
    normal = NormalDist()
    return np.array([normal.inv_cdf((number + 0.5) / runs) for number in range(runs)])
