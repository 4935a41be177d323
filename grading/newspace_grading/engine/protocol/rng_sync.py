"""The generators of random numbers that tests seed: the learner's functions draw from the same state as they would in one process."""

from __future__ import annotations

import random
import sys
from collections.abc import Callable
from typing import Any


class Chance:
    """Watches the judge's own generators, and tells what the other side does not know yet."""

    def __init__(self) -> None:
        self._last = _states()

    def changed_state(self) -> dict[str, Any]:
        """The part of a request that sets the other side's generators; nothing if they were left alone here."""
        states, before = _states(), self._last
        if states == before:
            return {}
        self._last = states
        return {"chance": {name: _TELL[name](state) for name, state in states.items() if state != before.get(name)}}


def _states() -> dict[str, Any]:
    found: dict[str, Any] = {"random": random.getstate()}
    numpy = sys.modules.get("numpy.random")  # not loaded until somebody draws or seeds
    if numpy is not None:
        name, keys, *rest = numpy.get_state()
        found["numpy"] = (name, keys.tobytes(), *rest)
    return found


_TELL: dict[str, Callable[[Any], list[Any]]] = {
    "random": lambda state: [state[0], list(state[1]), state[2]],
    "numpy": lambda state: [
        str(state[0]),
        list(memoryview(state[1]).cast("I")),
        int(state[2]),
        int(state[3]),
        float(state[4]),
    ],
}


def restore_state(raw: Any) -> None:
    """Set this side's generators as the other side's are."""
    if "random" in raw:
        version, numbers, gauss = raw["random"]
        random.setstate((version, tuple(numbers), gauss))
    if "numpy" in raw:
        import numpy as np

        name, keys, place, has, cached = raw["numpy"]
        # The old generator is the one that tests seed with np.random.seed.
        np.random.set_state((name, np.array(keys, dtype="uint32"), place, has, cached))  # noqa: NPY002
