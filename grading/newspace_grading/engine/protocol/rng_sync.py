"""Keep the worker's random generators in the state of the judge's: a learner's function draws what it would draw in one process."""

from __future__ import annotations

import random
import sys
from collections.abc import Callable
from typing import Any


class RandomStateTracker:
    """Track the judge's own generators, and return the states that the worker does not have yet."""

    def __init__(self) -> None:
        self._last = _states()

    def take_changes(self) -> dict[str, Any] | None:
        """Return the states that changed since the last call, as plain data; None if there are none."""
        states, before = _states(), self._last
        if states == before:
            return None
        self._last = states
        return {name: _PLAIN[name](state) for name, state in states.items() if state != before.get(name)}

    def accept(self, states: dict[str, Any]) -> None:
        """Set this process's generators to states of the other process, which need not be sent back."""
        restore_random_state(states)
        self._last = _states()


def _states() -> dict[str, Any]:
    found: dict[str, Any] = {"random": random.getstate()}
    numpy = sys.modules.get("numpy.random")  # not loaded until somebody draws or seeds
    if numpy is not None:
        name, keys, *rest = numpy.get_state()
        found["numpy"] = (name, keys.tobytes(), *rest)
    return found


_PLAIN: dict[str, Callable[[Any], list[Any]]] = {
    "random": lambda state: [state[0], list(state[1]), state[2]],
    "numpy": lambda state: [
        str(state[0]),
        list(memoryview(state[1]).cast("I")),
        int(state[2]),
        int(state[3]),
        float(state[4]),
    ],
}


def restore_random_state(states: dict[str, Any]) -> None:
    """Set this process's generators to the states that `RandomStateTracker.take_changes` returned in the other."""
    if "random" in states:
        version, numbers, gauss = states["random"]
        random.setstate((version, tuple(numbers), gauss))
    if "numpy" in states:
        import numpy as np

        name, keys, place, has, cached = states["numpy"]
        # The legacy generator is the one that tests seed with np.random.seed.
        np.random.set_state((name, np.array(keys, dtype="uint32"), place, has, cached))  # noqa: NPY002
