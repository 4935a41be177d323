"""Resolve assignments and learners from what was typed: a name or the start of it, a path, a shell-style pattern."""

from __future__ import annotations

import argparse
import fnmatch
from collections.abc import Iterable, Sequence
from pathlib import PurePath


def add_assignments(parser: argparse.ArgumentParser) -> None:
    """Declare the assignments of a command that takes several."""
    parser.add_argument(
        "assignment",
        nargs="+",
        metavar="ASSIGNMENT",
        help="its name, or the beginning of it; several, or a pattern such as “0*”",
    )


def add_students(parser: argparse.ArgumentParser) -> None:
    """Declare the option for some of the learners."""
    parser.add_argument(
        "--student",
        action="append",
        default=[],
        metavar="ID",
        help="only this learner, or those whose names are like a pattern, such as “a*”; may be repeated",
    )


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


def match_assignments(given: Iterable[str], known: Sequence[str]) -> list[str]:
    """Return the assignments for each of the given texts, which may be patterns such as ``0*``; each once, in their order."""
    found: list[str] = []
    for one in given:
        alike = [] if one in known else fnmatch.filter(known, one)
        found += alike or [match_assignment(one, known)]
    return list(dict.fromkeys(found))


def match_students(given: Iterable[str], known: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return the learners with these names or with names like these patterns, and what nobody's name is like.

    A name that somebody has is never a pattern: a learner may be called ``a*``.
    """
    found: list[str] = []
    unknown: list[str] = []
    for one in dict.fromkeys(given):
        alike = [one] if one in known else [name for name in known if fnmatch.fnmatchcase(name, one)]
        found += alike
        unknown += [] if alike else [one]
    return list(dict.fromkeys(found)), unknown
