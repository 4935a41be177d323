"""Compound growth, and the ratio of two totals.

Formula: last = first · (1 + r)^n (compound growth, any textbook).
"""

from __future__ import annotations


def annual_growth(first: float, last: float, years: float) -> float:
    """Compute the yearly growth rate *r* that leads from ``first`` to ``last``: (last / first)^(1/n) − 1.

    Raises
    ------
    ValueError
        If an amount or the number of years is not above 0.
    """
    if first <= 0 or last <= 0:
        raise ValueError("amounts must be above 0")
    if years <= 0:
        raise ValueError(f"years must be above 0; got {years}")
    return float((last / first) ** (1 / years) - 1)


def grown(first: float, annual: float, years: float) -> float:
    """Compute the amount after ``years`` of growth at the yearly rate ``annual`` (above −1)."""
    if annual <= -1:
        raise ValueError(f"annual must be above -1; got {annual}")
    return float(first * (1 + annual) ** years)


def larger_by(one: float, other: float) -> float:
    """Compute by which share of ``other`` the amount ``one`` is larger: one / other − 1. The order matters.

    Raises
    ------
    ValueError
        If ``other`` is not above 0.
    """
    if other <= 0:
        raise ValueError(f"other must be above 0; got {other}")
    return one / other - 1
