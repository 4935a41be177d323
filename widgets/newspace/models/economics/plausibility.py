"""Plausibility checks of a text's own numbers: the exchange rate that two sums imply, and whom a percentage counts.

No data of its own: plain arithmetic on what a text prints.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass


def implied_rate(amount: float, converted: float) -> float:
    """Compute the price of one unit of the second currency in the first, when a text calls two sums equal.

    ``implied_rate(110e9, 983e6)`` is the price of a Singapore dollar in yen, if 110 billion yen are 983 million of them.

    Raises
    ------
    ValueError
        If one of the sums is not above 0.
    """
    if amount <= 0 or converted <= 0:
        raise ValueError("sums must be above 0")
    return amount / converted


def powers_of_ten(printed: float, expected: float) -> int:
    """Compute by how many powers of ten a printed number misses the expected one, rounded: −2 for a hundredth.

    Raises
    ------
    ValueError
        If one of the numbers is not above 0.
    """
    if printed <= 0 or expected <= 0:
        raise ValueError("numbers must be above 0")
    return round(math.log10(printed / expected))


@dataclass(frozen=True)
class Office:
    """The people of one office, and the share of them that is counted as foreign (0 to 1)."""

    name: str
    people: int
    foreign: float


def foreign_share(offices: Iterable[Office]) -> float:
    """Compute the share of all people that is counted as foreign.

    Raises
    ------
    ValueError
        If there is nobody, a number of people is negative, or a share does not lie between 0 and 1.
    """
    found = tuple(offices)
    if any(office.people < 0 or not 0 <= office.foreign <= 1 for office in found):
        raise ValueError("people cannot be negative, and a share lies between 0 and 1")
    people = sum(office.people for office in found)
    if people == 0:
        raise ValueError("there is nobody to count")
    return sum(office.people * office.foreign for office in found) / people


ISPACE = (Office("Tokyo", 182, 0.41), Office("Denver", 100, 1.0), Office("Luxembourg", 44, 1.0))
"""The offices of ispace as the reading ``gap`` (¶4) gives them. That everybody abroad counts as foreign is the hidden assumption."""
