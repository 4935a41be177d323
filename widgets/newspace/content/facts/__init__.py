"""Dated facts: each with a unit, its sources and a status, from one TOML file that is validated when loaded.

A fact is *confirmed* (at least one source states it and none that we saw contradicts it), *disputed* (sources differ)
or *open* (no source that we saw confirms it). An open fact cannot be shown as settled: ``settled()`` raises, and its
text says that it is open. Prose cites facts by a numbered link whose title names one or several:
``[[14]](#Sources "fact m1_true_altitude_m")``.
"""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import TypeVar

from newspace.content.facts._loader import GRADES, register
from newspace.content.facts._records import FILE, Fact, FactSource, OpenFactError, Reported, Value, grade_text
from newspace.core.errors import CourseError
from newspace.core.paths import data

__all__ = [
    "GRADES",
    "Fact",
    "FactSource",
    "OpenFactError",
    "Reported",
    "Value",
    "facts_in",
    "get",
    "grade_text",
    "ids",
    "source",
    "source_ids",
    "sources_of",
    "tagged",
]  # fmt: skip

_Kind = TypeVar("_Kind")
_LINK_TITLE = re.compile(r"""\]\([^()\s]*\s+(["'])(fact\b[^"'\n]*)\1\s*\)""")


def ids() -> tuple[str, ...]:
    """Return the ids of all facts, in the order of the file."""
    return tuple(register(data(FILE)).facts)


def get(id: str) -> Fact:  # noqa: A002 - the public name of the parameter
    """Return the fact with that id.

    Raises
    ------
    CourseError
        If there is none, or the file is broken.
    """
    return _find(register(data(FILE)).facts, id, "fact")


def source(id: str) -> FactSource:  # noqa: A002 - the same
    """Return the source with that id from the register.

    Raises
    ------
    CourseError
        If there is none, or the file is broken.
    """
    return _find(register(data(FILE)).sources, id, "source")


def _find(found: dict[str, _Kind], name: str, kind: str) -> _Kind:
    if name in found:
        return found[name]
    near = get_close_matches(name, found, n=3, cutoff=0.5)
    raise CourseError(
        f"There is no {kind} “{name}”.",
        where=str(data(FILE)),
        remedy=f"Did you mean {', '.join(near)}?" if near else f"Look for its id in {FILE}.",
    )


def source_ids() -> tuple[str, ...]:
    """Return the ids of all sources of the register, in its order."""
    return tuple(register(data(FILE)).sources)


def tagged(tag: str) -> list[Fact]:
    """Return the facts with a tag, such as ``"m2_descent"``, in the order of the file."""
    return [fact for fact in register(data(FILE)).facts.values() if tag in fact.tags]


def sources_of(fact: Fact) -> tuple[FactSource, ...]:
    """Return every source of a fact, once each: its own and, for a derived fact, those of its inputs."""
    found = dict.fromkeys(fact.sources)
    found.update(dict.fromkeys(reported.source for reported in fact.values if reported.source))
    for parent in fact.derived_from:
        found.update(dict.fromkeys(sources_of(get(parent))))
    return tuple(found)


def facts_in(text: str, where: str = "") -> list[Fact]:
    """Find the facts that a text cites by links with the title ``fact ID`` or ``fact ID ID …``, in order.

    Raises
    ------
    CourseError
        If such a title names none or an unknown fact; the message says which one and where.
    """
    found: list[Fact] = []
    for match in _LINK_TITLE.finditer(text):
        names = match[2].removeprefix("fact").split() or [""]
        try:
            found += [get(name) for name in names]
        except CourseError as error:
            raise CourseError(
                f"In the link with the title “{match[2]}”: {error.what}",
                where=where or error.where,
                remedy=error.remedy,
            ) from error
    return found
