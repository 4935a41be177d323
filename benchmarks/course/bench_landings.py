"""10,000 landings at once, against the same array function called once a landing (timed on 100 and scaled)."""

from __future__ import annotations

from functools import partial

import numpy as np
from _timing import seconds_of

from newspace.models.ispace import descent

AT_ONCE, ONE_BY_ONE, SEED = 10_000, 100, 1


def main() -> int:
    """Measure many landings at once against one by one, and print both."""
    rng = np.random.default_rng(SEED)
    descent.fly_many(10, rng, scenario=descent.MISSION_2)  # warm up
    together = seconds_of(lambda: descent.fly_many(AT_ONCE, rng, scenario=descent.MISSION_2))
    single = seconds_of(lambda: [descent.fly_many(1, rng, scenario=descent.MISSION_2) for _ in range(ONE_BY_ONE)])
    apart = single * AT_ONCE / ONE_BY_ONE
    flights = [
        min(seconds_of(partial(descent.fly, scenario)) for _ in range(5)) for scenario in descent.SCENARIOS.values()
    ]
    print(f"10,000 landings at once:            {together:8.2f} s")
    print(f"10,000 calls of the same function:  {apart:8.2f} s (from {ONE_BY_ONE} calls)")
    print(f"ratio:                              {apart / together:8.0f} times (aim: at least 100)")
    print(
        f"one flight for a slider:            {1000 * min(flights):8.1f} to {1000 * max(flights):.1f} ms (aim: at most 10)"
    )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
