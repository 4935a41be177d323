"""Models in economics and physics: pure functions in SI units, each with its source; no drawing."""

from __future__ import annotations

from importlib import import_module
from typing import Any

_MODELS = {
    "agreements": "us_japan.agreements",
    "chance": "shared.chance",
    "clocks": "shared.clocks",
    "commitments": "us_japan.commitments",
    "cost_sharing": "us_japan.cost_sharing",
    "dating": "start.landing_date_evidence",
    "descent": "ispace.descent",
    "evidence": "policy_brief.evidence",
    "growth": "economics.growth",
    "handovers": "korea_hubs.handovers",
    "latecomers": "korea_hubs.latecomers",
    "launch": "economics.launch",
    "learning": "economics.learning",
    "market": "ispace.market",
    "patience": "economics.patience",
    "places": "korea_hubs.places",
    "plausibility": "economics.plausibility",
    "two_dates": "us_japan.two_dates",
    "venture": "economics.venture",
    "waiting": "policy_brief.waiting",
    "weighing": "policy_brief.weighing",
}
"""The models by the names that lessons call, each with its module in the unit's folder."""

__all__ = list(_MODELS)


def __getattr__(name: str) -> Any:
    if name in _MODELS:
        return import_module(f"newspace.models.{_MODELS[name]}")
    raise AttributeError(f"module 'newspace.models' has no attribute '{name}'")
