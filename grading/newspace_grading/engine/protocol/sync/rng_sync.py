"""Keep the worker's random generators, and numpy's settings, as the judge's are: a learner's function does what it would in one process."""

from __future__ import annotations

import random
import sys
from collections.abc import Callable, Iterable
from typing import Any

_ERRORS = ("divide", "over", "under", "invalid")
_PRINTED = ("precision", "threshold", "edgeitems", "linewidth", "suppress", "nanstr", "infstr", "sign", "floatmode")


class NumpySettingsTracker:
    """Track how numpy treats floating-point errors and how it prints here; the worker has what it has at the beginning."""

    def __init__(self) -> None:
        self._last = _numpy_settings()

    def take_changes(self) -> tuple[tuple[str, Any], ...]:
        """Return the settings that changed since the last call, with their values."""
        now = _numpy_settings()
        before, self._last = self._last, now
        return () if now == before else tuple((name, value) for name, value in now.items() if before.get(name) != value)


def set_numpy(settings: Iterable[tuple[str, Any]]) -> None:
    """Set what `NumpySettingsTracker.take_changes` returned on the other side."""
    given = dict(settings)
    if given:
        import numpy as np

        np.seterr(**{name: value for name, value in given.items() if name in _ERRORS})
        np.set_printoptions(**{name: value for name, value in given.items() if name in _PRINTED})


def _numpy_settings() -> dict[str, Any]:
    numpy = sys.modules.get("numpy")
    if numpy is None or not hasattr(numpy, "geterr"):
        return {}
    shown = numpy.get_printoptions()
    return {**numpy.geterr(), **{name: shown[name] for name in _PRINTED if name in shown}}


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
