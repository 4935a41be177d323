"""The simulators of the course, found by asking the package, and moves of their controls as a learner makes them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import count
from typing import Any, get_type_hints

import numpy as np

import newspace
from newspace.views.shared.explorer.explorer import Explorer

Control = Mapping[str, Any]
Move = tuple[str, Any, dict[str, Any]]
"""Which control moves, to what, and the values of all controls then."""


def explorers() -> dict[str, Callable[[], Explorer]]:
    """Every view of the package that says that it returns an explorer, by name."""
    views = {name: getattr(newspace, name) for name in newspace._VIEWS}
    return {name: view for name, view in views.items() if _returns_explorer(view)}


def _returns_explorer(view: Callable[..., Any]) -> bool:
    kind = get_type_hints(view).get("return")
    return isinstance(kind, type) and issubclass(kind, Explorer)


def moves(controls: Sequence[Control], seed: int) -> Iterator[Move]:
    """One control after the other goes to another place of its range; the same values never come twice.

    Parameters
    ----------
    controls : sequence of dict
        As `Explorer.controls` tells them to the page.
    seed : int
        Of the places; the same seed makes the same moves.
    """
    rng = np.random.default_rng(seed)
    values = {control["name"]: control["value"] for control in controls}
    seen = {tuple(values.values())}
    for turn in count():
        for control in (*controls[turn % len(controls) :], *controls[: turn % len(controls)]):
            there = [{**values, control["name"]: value} for value in _range(control)]
            fresh = [one for one in there if tuple(one.values()) not in seen]
            if fresh:
                break
        else:
            return  # all values have been
        values = fresh[rng.integers(len(fresh))]
        seen.add(tuple(values.values()))
        yield control["name"], values[control["name"]], values


def _range(control: Control) -> list[Any]:
    """Every value that a control can stand at."""
    if control["kind"] == "choice":
        return [option["value"] for option in control["options"]]
    steps = int((control["high"] - control["low"]) / control["step"] + 1e-9)
    return [min(control["low"] + control["step"] * step, control["high"]) for step in range(steps + 1)]
