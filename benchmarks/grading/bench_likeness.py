"""Which share of known copies newspace-grade similar finds in made classes of a hundred, and how many honest pairs it names.

For each exercise a class of honest answers, then the same class in which ten learners copy from ten others: all tasks with other names and
comments, all tasks with statements moved as well, or only their longest program. ``tests/support/ordinary/made_class.py`` makes them.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

HOME = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(HOME / "tests" / "support")]

from ordinary import made_class  # noqa: E402 - found on the path above

from newspace_grading.pages.likeness.scores import similar_pairs  # noqa: E402

LEARNERS, COPIERS, SEED = 100, 10, 1
AIM_SHARE, AIM_FALSE = 0.95, 2.0
"""Copies of all tasks to be found where there are enough tasks, and honest pairs that may be named in one class."""
ENOUGH_TASKS = 8
"""An exercise of four short tasks proves nothing, and nothing is to be found there."""
WAYS = {
    "nobody copied": (None, 0),
    "all tasks, renamed": (made_class.renamed, 0),
    "all tasks, renamed and reordered": (made_class.reordered, 0),
    "one task, renamed": (made_class.renamed, 1),
}


def main() -> int:
    """Print a row for each way of copying: copies found, and false pairs, over all exercises; return 1 if an aim is missed."""
    rng = np.random.default_rng(SEED)
    sums = {name: [0, 0, 0] for name in WAYS}
    long = {name: [0, 0, 0] for name in WAYS}
    for unit in made_class.units():
        honest = made_class.honest(unit, LEARNERS, rng)
        for name, (way, tasks) in WAYS.items():
            made = honest if way is None else made_class.copied(honest, way, COPIERS, rng, tasks=tasks)
            found = {pair.learners for pair in similar_pairs(made.cut(), {})}
            hits, false = len(found & set(made.copies)), len(found - set(made.copies))
            print(f"{unit}, {name}: {hits} of {len(made.copies)} copies, {false} false pairs", flush=True)
            for count in (sums, long) if len(made.work) >= ENOUGH_TASKS else (sums,):
                count[name] = [old + new for old, new in zip(count[name], (hits, len(made.copies), false), strict=True)]
    classes = len(made_class.units())
    for name, (hits, copies, false) in sums.items():
        print(f"all, {name}: {hits} of {copies} copies, {false / classes:.1f} false pairs in a class of {LEARNERS}")
    hits, copies, _false = long["all tasks, renamed"]
    _hits, _copies, false = sums["nobody copied"]
    return 0 if hits >= AIM_SHARE * copies and false <= AIM_FALSE * classes else 1


if __name__ == "__main__":
    raise SystemExit(main())
