"""Mean, median, share and correlation; None means “not defined”."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence


def mean(values: Sequence[float]) -> float | None:
    """Compute the mean; None without values."""
    return math.fsum(values) / len(values) if values else None


def share(part: int, whole: int) -> float | None:
    """Compute a share, 0 to 1; None if the whole is 0."""
    return part / whole if whole else None


def median(values: Sequence[float]) -> float | None:
    """Compute the median; None without values."""
    ordered, half = sorted(values), len(values) // 2
    if not ordered:
        return None
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2


def correlation(pairs: Sequence[tuple[float, float]]) -> float | None:
    """Compute Pearson's correlation, −1 to 1; None for fewer than three pairs, or if one side is constant."""
    if len(pairs) < 3:
        return None
    first, second = mean([one for one, _two in pairs]) or 0.0, mean([two for _one, two in pairs]) or 0.0
    across = math.fsum((one - first) * (two - second) for one, two in pairs)
    spread_one = math.fsum((one - first) ** 2 for one, _two in pairs)
    spread_two = math.fsum((two - second) ** 2 for _one, two in pairs)
    if spread_one < 1e-12 or spread_two < 1e-12:
        return None
    return max(-1.0, min(1.0, across / math.sqrt(spread_one * spread_two)))


def commonest(counted: Mapping[str, int]) -> tuple[str, int]:
    """Find what was counted most often, and how often; among equals the first in the alphabet. ``("", 0)`` without counts."""
    return min(counted.items(), key=lambda item: (-item[1], item[0])) if counted else ("", 0)
