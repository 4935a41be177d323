"""Weighing the four choices of a policy brief: a weighted mean of stated scores, and the robustness of its result.

Each side of a choice has a score from 0 to 10 on each of six aims (``data/policy_brief/scores.toml``, with what each score leans on).
The value of a side is the weighted mean of its scores. Method: the additive value model of R. L. Keeney and H. Raiffa,
"Decisions with Multiple Objectives" (1976), which assumes that aims can make up for one another and that choices do not interact.
Random weights are drawn from a Dirichlet distribution whose most likely value is the weights that were set.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from newspace.models.policy_brief.scores import HIGHEST as HIGHEST
from newspace.models.policy_brief.scores import JUDGEMENT as JUDGEMENT
from newspace.models.policy_brief.scores import Aim as Aim
from newspace.models.policy_brief.scores import Array
from newspace.models.policy_brief.scores import PolicyChoice as PolicyChoice
from newspace.models.policy_brief.scores import Score as Score
from newspace.models.policy_brief.scores import aims as aims
from newspace.models.policy_brief.scores import choices as choices
from newspace.models.policy_brief.scores import score_array as score_array
from newspace.models.policy_brief.scores import score_rows as score_rows
from newspace.models.policy_brief.scores import scores as scores

DRAWS = 10_000
LEVEL = 1e-9
"""Two sides that lie closer than this, in points, are level."""


@dataclass(frozen=True)
class Weighing:
    """The result for one set of weights.

    Attributes
    ----------
    values : array, shape (choices, 2)
        The weighted mean score of each side, 0 to 10.
    leads : array, shape (choices,)
        Value of the first side minus value of the second.
    winners : tuple of str
        The id of the better side of each choice; the first one in a tie.
    """

    values: Array
    leads: Array
    winners: tuple[str, ...]

    @property
    def closest(self) -> int:
        """The index of the choice with the smallest lead."""
        return int(np.argmin(np.abs(self.leads)))

    @property
    def level(self) -> tuple[bool, ...]:
        """A flag for each choice: whether its two sides are level."""
        return tuple(bool(abs(lead) < LEVEL) for lead in self.leads)


@dataclass(frozen=True)
class Shares:
    """The shares of draws, of weights and scores at random, that each side wins.

    Attributes
    ----------
    first : array, shape (choices,)
        The share of the draws in which the first side wins; a tie counts half.
    same : float
        The share of the draws in which all choices that are not level come out as with the weights that were set.
    draws : int
        How many draws.
    """

    first: Array
    same: float
    draws: int

    @property
    def margin(self) -> float:
        """The 95 % margin of chance of a share of one half; that of any other share is smaller."""
        return float(0.98 / self.draws**0.5)


def shares_of(weights: ArrayLike) -> Array:
    """Normalise weights so that they add up to 1.

    Raises
    ------
    ValueError
        If a weight is negative or not finite, or all are 0.
    """
    given = np.asarray(weights, dtype=float)
    if given.ndim != 1 or not np.all(np.isfinite(given)) or np.any(given < 0):
        raise ValueError(f"weights must be a row of numbers of 0 or more; got {given.tolist()}")
    total = given.sum()
    if total <= 0:
        raise ValueError("at least one weight must be greater than 0")
    return np.asarray(given / total)


def weigh(weights: ArrayLike, scored: Array | None = None) -> Weighing:
    """Compute the value of each side of each choice.

    Parameters
    ----------
    weights : array, shape (aims,)
        How much each aim counts; 0 or more; only their ratios matter.
    scored : array, shape (choices, 2, aims), optional
        Other scores than those of the file.
    """
    scored = score_array() if scored is None else scored
    share = shares_of(weights)
    if share.size != scored.shape[-1]:
        raise ValueError(f"{scored.shape[-1]} weights are needed, one for each aim; got {share.size}")
    values = scored @ share
    leads = values[:, 0] - values[:, 1]
    leads[np.abs(leads) < LEVEL] = 0.0  # what is left of a sum that should be 0 decides nothing
    sides = [choice.sides for choice in choices()]
    winners = tuple(pair[0] if lead >= 0 else pair[1] for pair, lead in zip(sides, leads, strict=True))
    return Weighing(values, leads, winners)


def win_shares(
    weights: ArrayLike, rng: np.random.Generator, *, firmness: float = 0.0, doubt: float = 0.0, draws: int = DRAWS
) -> Shares:
    """Estimate how often each side wins if weights and scores are uncertain.

    Weights come from a Dirichlet distribution with the parameters 1 + ``firmness`` × (share of the weight): with firmness 0 every set
    of weights is equally likely; the greater it is, the closer the draws stay to the weights that were set.
    An aim with the weight 0 is gone: it has no weight in the draws either.
    To each score a number between −``doubt`` and +``doubt`` is added, every number equally likely; the result is kept within 0 to 10.

    Parameters
    ----------
    weights : array, shape (aims,)
        0 or more; the most likely weights.
    rng : numpy.random.Generator
        Seeded by the caller.
    firmness : float
        0 or more.
    doubt : float
        Points of score, 0 to 10.
    draws : int
        1 or more.
    """
    if not firmness >= 0 or not 0 <= doubt <= HIGHEST or draws < 1:
        raise ValueError("firmness must be 0 or more, doubt 0 to 10 points, and draws at least 1")
    share = shares_of(weights)
    drawn = np.zeros((draws, share.size))
    drawn[:, share > 0] = rng.dirichlet(1 + firmness * share[share > 0], size=draws)
    scored = score_array()
    if doubt:
        moved = scored + rng.uniform(-doubt, doubt, size=(draws, *scored.shape))
        np.clip(moved, 0, HIGHEST, out=moved)
        leads = np.einsum("nck,nk->nc", moved[:, :, 0] - moved[:, :, 1], drawn)
    else:
        leads = drawn @ (scored[:, 0] - scored[:, 1]).T
    first = (leads > 0).mean(axis=0) + 0.5 * (leads == 0).mean(axis=0)
    result = weigh(share)
    as_set = ((leads >= 0) == (result.leads >= 0)) | np.array(result.level)
    same = float(np.all(as_set, axis=1).mean())
    return Shares(np.asarray(first), same, draws)


def flip_share(weights: ArrayLike, choice: int, aim: int) -> float | None:
    """Compute the share of the total weight that one aim needs for a choice to tie; the other aims keep their ratios.

    Parameters
    ----------
    weights : array, shape (aims,)
        0 or more; at least one of the other aims above 0.
    choice, aim : int
        Indices into `choices` and `aims`.

    Returns
    -------
    float or None
        Between 0 and 1; None if no share of this aim gives a tie.
    """
    share = shares_of(weights)
    scored = score_array()[choice]
    apart = scored[0] - scored[1]
    rest = 1 - share[aim]
    if rest <= 0:
        return None  # all weight lies on this aim: the others have no ratios to keep
    others = float(apart @ share - apart[aim] * share[aim]) / rest
    if others == apart[aim]:
        return None
    tie = others / (others - apart[aim])
    return float(tie) if 0 <= tie <= 1 else None


def nearest_flip(weights: ArrayLike, choice: int) -> tuple[int, float] | None:
    """Find the aim whose share needs the smallest change to make a choice tie, and that share; None if there is none."""
    share = shares_of(weights)
    ties = [(aim, flip_share(weights, choice, aim)) for aim in range(share.size)]
    found = [(aim, tie) for aim, tie in ties if tie is not None]
    return min(found, key=lambda pair: abs(pair[1] - share[pair[0]]), default=None)
