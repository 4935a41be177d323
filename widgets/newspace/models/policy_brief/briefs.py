"""The rubric of the brief, three briefs to rate by it, and why the reference has its levels."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from newspace.content import facts
from newspace.core.errors import CourseError
from newspace.core.paths import data

_FILE = "policy_brief/briefs.toml"


@dataclass(frozen=True)
class Criterion:
    """One criterion of the rubric: the words of each level, from 0 points upwards."""

    id: str
    name: str
    levels: tuple[str, ...]

    @property
    def most(self) -> int:
        """The points of the highest level."""
        return len(self.levels) - 1


@dataclass(frozen=True)
class Level:
    """The level that a text has on a criterion, and why."""

    points: int
    why: str


@dataclass(frozen=True)
class Rated:
    """A brief with its levels, by criterion; the reference's text stands with the solutions, so here it is empty."""

    id: str
    text: str
    levels: Mapping[str, Level]
    facts: tuple[str, ...] = ()

    @property
    def points(self) -> int:
        """The sum of its points."""
        return sum(level.points for level in self.levels.values())


def criteria() -> tuple[Criterion, ...]:
    """Return the criteria of the rubric, in their order."""
    return tuple(Criterion(one["id"], one["name"], tuple(one["levels"])) for one in _table()["criterion"])


def examples() -> tuple[Rated, ...]:
    """Return the three briefs to rate, in the order in which they are shown."""
    return tuple(_rated(one["id"], one) for one in _table()["brief"])


def reference() -> Rated:
    """Return the levels of the reference brief, and the dated facts that it rests on."""
    return _rated("reference", _table()["reference"])


def most_points() -> int:
    """Return the sum of what can be given by the rubric."""
    return sum(one.most for one in criteria())


@lru_cache(maxsize=1)
def _table() -> dict[str, Any]:
    with data(_FILE).open("rb") as file:
        return tomllib.load(file)


def _rated(name: str, table: Mapping[str, Any]) -> Rated:
    levels = {}
    for criterion in criteria():
        level = Level(**table["levels"][criterion.id])
        if not 0 <= level.points <= criterion.most:
            raise CourseError(
                f"{level.points} points are no level of “{criterion.name}”.",
                where=f"{_FILE}, brief {name}",
                remedy=f"Write 0 to {criterion.most}.",
            )
        levels[criterion.id] = level
    for fact in table.get("facts", ()):
        facts.get(fact)
    return Rated(name, table.get("text", "").strip(), levels, tuple(table.get("facts", ())))
