"""Matplotlib drawings of model results, and their description as plain data; no widgets."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from newspace.figures.shared.description import describe as describe
from newspace.figures.shared.drawing import Drawing as Drawing

_LESSONS = {
    "agreements": "us_japan",
    "brief": "policy_brief",
    "economics": "economics",
    "hubs": "korea_hubs",
    "ispace": "ispace",
}
"""The figures of each lesson, imported when they are first used."""

__all__ = ["Drawing", "agreements", "brief", "describe", "economics", "hubs", "ispace"]


def __getattr__(name: str) -> Any:
    if name in _LESSONS:
        return import_module(f"newspace.figures.{_LESSONS[name]}")
    raise AttributeError(f"module 'newspace.figures' has no attribute '{name}'")
