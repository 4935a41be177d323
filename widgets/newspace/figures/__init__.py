"""Matplotlib drawings of what a model returns, and what a drawing shows as plain data; no widgets."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from newspace.figures.description import describe as describe
from newspace.figures.drawing import Drawing as Drawing

_LESSONS = ("agreements", "brief", "economics", "hubs", "ispace")
"""The figures of each lesson, imported when they are first used."""

__all__ = ["Drawing", "agreements", "brief", "describe", "economics", "hubs", "ispace"]


def __getattr__(name: str) -> Any:
    if name in _LESSONS:
        return import_module(f"newspace.figures.{name}")
    raise AttributeError(f"module 'newspace.figures' has no attribute '{name}'")
