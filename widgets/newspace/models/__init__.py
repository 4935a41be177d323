"""Economics and physics in numpy: pure functions in SI units, each with its source; no drawing."""

from __future__ import annotations

from importlib import import_module
from typing import Any

_MODELS = (
    "agreements",
    "chance",
    "clocks",
    "commitments",
    "cost_sharing",
    "dating",
    "descent",
    "evidence",
    "growth",
    "handovers",
    "latecomers",
    "launch",
    "learning",
    "market",
    "patience",
    "places",
    "plausibility",
    "two_dates",
    "venture",
    "waiting",
    "weighing",
)

__all__ = list(_MODELS)


def __getattr__(name: str) -> Any:
    if name in _MODELS:
        return import_module(f"newspace.models.{name}")
    raise AttributeError(f"module 'newspace.models' has no attribute '{name}'")
