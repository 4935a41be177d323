"""Operations that differ between one flight (floats) and many flights (arrays), so that each formula is written once."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

# A float, or an array with one entry for each landing: the formulas work on both, so the type checker sees Any.
Num = Any


@dataclass(frozen=True, slots=True)
class Ops:
    """Square root, exponential, minimum, maximum, selection and any: for floats or for arrays."""

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
        """Return the operations on numpy arrays."""
        return Ops(
            np.sqrt, np.exp, np.minimum, np.maximum, np.where, lambda c: bool(np.any(c)), lambda c: bool(np.all(c))
        )


def _choose(condition: Num, yes: Num, no: Num) -> Num:
    return yes if condition else no


# The built-in min and max of two floats take twice as long as a comparison, and a flight calls them ten thousand times.
def _smaller(a: Num, b: Num) -> Num:
    return a if a < b else b


def _larger(a: Num, b: Num) -> Num:
    return a if a > b else b


SCALAR = Ops(math.sqrt, math.exp, _smaller, _larger, _choose, bool, bool)
