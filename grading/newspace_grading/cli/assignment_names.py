"""Resolve an assignment from what was typed: its name or the start of it, a path to it or to one of its notebooks."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath


def match_assignment(given: str, known: Sequence[str]) -> str:
    """Return the matching assignment; if none or several match, return the given text without its trailing slash.

    Parameters
    ----------
    given : str
        What was typed: ``ps1``, ``ps1/``, ``source/ps1/problem1.ipynb``, ``ps``.
    known : sequence of str
        The assignments of the course.
    """
    parts = PurePath(given.replace("\\", "/")).parts
    named = [part for part in reversed(parts) if part in known]
    if named:
        return named[0]
    last = PurePath(given).name.removesuffix(".ipynb") or given
    if last in known:
        return last
    begun = [name for name in known if name.startswith(last)]
    return begun[0] if len(begun) == 1 else given.rstrip("/") or given
