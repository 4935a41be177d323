"""Find the assignment that somebody means: by its name, a path to it or to a notebook of it, or the beginning of its name."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath


def match_assignment(given: str, known: Sequence[str]) -> str:
    """Return the known assignment that is meant; what fits none, or several, comes back without a slash at its end.

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
