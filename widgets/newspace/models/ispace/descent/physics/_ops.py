"""The few operations in which one flight (floats) and many flights (arrays) differ, so that each formula is written once."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

# A float, or an array with one entry for each landing. The formulas do not care which, and neither does the type checker.
Num = Any


@dataclass(frozen=True, slots=True)
class Ops:
    """Square root, exponential, the smaller, the larger, choice, and whether any is true: for floats or for arrays."""

    sqrt: Callable[[Num], Num]
    exp: Callable[[Num], Num]
    minimum: Callable[[Num, Num], Num]
    maximum: Callable[[Num, Num], Num]
    where: Callable[[Num, Num, Num], Num]
    any: Callable[[Num], bool]
    all: Callable[[Num], bool]

    @staticmethod
    @lru_cache(maxsize=1)
    def arrays() -> Ops:
        """The operations on numpy arrays."""
        return Ops(
            np.sqrt, np.exp, np.minimum, np.maximum, np.where, lambda c: bool(np.any(c)), lambda c: bool(np.all(c))
        )


def _choose(condition: Num, yes: Num, no: Num) -> Num:
    return yes if condition else no


# min and max with two floats cost twice as much as a comparison, and a flight calls them ten thousand times
def _smaller(a: Num, b: Num) -> Num:
    return a if a < b else b


def _larger(a: Num, b: Num) -> Num:
    return a if a > b else b


SCALAR = Ops(math.sqrt, math.exp, _smaller, _larger, _choose, bool, bool)
