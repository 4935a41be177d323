"""Fair timing: what is compared takes turns, so that a machine that slows down slows down all of it; the median is what counts."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Mapping

Parts = dict[str, float]
"""Seconds by the name of the part."""


def seconds_of(work: Callable[[], object]) -> float:
    """Measure how long one call takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def interleaved(works: Mapping[str, Callable[[int], Parts]], *, rounds: int, warm_up: int = 2) -> dict[str, Parts]:
    """Call every work once a round with the round's number, the last of them first in every second round; medians by part."""
    taken: dict[str, list[Parts]] = {name: [] for name in works}
    for number in range(-warm_up, rounds):
        for name in sorted(works, reverse=number % 2 == 1):
            parts = works[name](number)
            if number >= 0:
                taken[name].append(parts)
    return {
        name: {part: statistics.median(one[part] for one in all_of_it) for part in all_of_it[0]}
        for name, all_of_it in taken.items()
    }
