"""Scores of the policy brief: four choices with two sides, six aims, and the basis of each score.

A score is a judgement, from 0 (does nothing for the aim) to 10. The table is ``data/policy_brief/scores.toml``.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from newspace.content import facts, readings
from newspace.core.errors import CourseError
from newspace.core.paths import data

Array = NDArray[np.float64]
HIGHEST = 10.0
"""The highest score; the lowest is 0."""
JUDGEMENT = "judgement"
_FILE = "policy_brief/scores.toml"


@dataclass(frozen=True)
class Aim:
    """An aim that a policy may serve."""

    id: str
    name: str
    question: str


@dataclass(frozen=True)
class PolicyChoice:
    """One decision with two sides."""

    id: str
    question: str
    sides: tuple[str, str]
    names: tuple[str, str]


@dataclass(frozen=True)
class Score:
    """How well one side of a choice serves one aim, and the basis of the number."""

    side: str
    aim: str
    score: float
    basis: str
    why: str

    @property
    def kind(self) -> str:
        """``"reading"``, ``"fact"`` or ``"judgement"``."""
        return "fact" if self.basis.startswith("fact ") else "reading" if self.basis != JUDGEMENT else JUDGEMENT

    @property
    def names(self) -> tuple[str, str]:
        """Side and aim in words."""
        sides = {side: name for choice in choices() for side, name in zip(choice.sides, choice.names, strict=True)}
        return sides[self.side], next(one.name for one in aims() if one.id == self.aim)

    @property
    def leans_on(self) -> str:
        """The basis in words: a fact by its statement and first source."""
        if self.kind != "fact":
            return self.basis
        fact = facts.get(self.basis.removeprefix("fact "))
        return f"{fact.statement} ({facts.sources_of(fact)[0].publisher})"


@lru_cache(maxsize=1)
def _table() -> dict[str, Any]:
    with data(_FILE).open("rb") as file:
        return tomllib.load(file)


@lru_cache(maxsize=1)
def aims() -> tuple[Aim, ...]:
    """Return the six aims, in the order of the last axis of every array."""
    return tuple(Aim(**entry) for entry in _entries("aim"))


@lru_cache(maxsize=1)
def choices() -> tuple[PolicyChoice, ...]:
    """Return the four choices, in the order of the first axis of every array."""
    found = []
    for entry in _entries("choice"):
        first, second = entry["side"]
        found.append(
            PolicyChoice(entry["id"], entry["question"], (first["id"], second["id"]), (first["name"], second["name"]))
        )
    return tuple(found)


@lru_cache(maxsize=1)
def scores() -> tuple[Score, ...]:
    """Load every score with its basis; verify that quotations are exact and that facts exist.

    Raises
    ------
    CourseError
        If a score is missing, lies outside 0 to 10, or has no basis that can be found.
    """
    table = _table()["scores"]
    found = []
    for choice in choices():
        for side in choice.sides:
            for aim in aims():
                where = f"{_FILE}, scores.{side}.{aim.id}"
                entry = table.get(side, {}).get(aim.id)
                if entry is None or not 0 <= entry["score"] <= HIGHEST:
                    raise CourseError(
                        "A score from 0 to 10 is missing.", where=where, remedy="Write score, basis and why."
                    )
                one = Score(side, aim.id, float(entry["score"]), entry["basis"], entry["why"])
                _check_basis(one, where)
                found.append(one)
    return tuple(found)


def score_rows(choice: str) -> tuple[dict[str, str | float], ...]:
    """Return the scores of one choice as rows of a table, one for each aim.

    Raises
    ------
    ValueError
        If there is no such choice.
    """
    found = {one.id: one.sides for one in choices()}
    if choice not in found:
        raise ValueError(f"choice must be one of {', '.join(found)}; got {choice!r}")
    order = {aim.id: place for place, aim in enumerate(aims())}
    chosen = sorted((one for one in scores() if one.side in found[choice]), key=lambda one: order[one.aim])
    return tuple(
        {"aim": one.names[1], "side": one.names[0], "score": one.score, "leans on": one.leans_on, "why": one.why}
        for one in chosen
    )


def _entries(name: str) -> list[dict[str, Any]]:
    return list(_table()[name])


def _check_basis(score: Score, where: str) -> None:
    if score.kind == "fact":
        facts.get(score.basis.removeprefix("fact "))
    elif score.kind == "reading" and not readings.citations_in(score.basis, where=where):
        raise CourseError(
            "The basis of a score names nothing.", where=where, remedy="Cite a paragraph, a fact, or write: judgement."
        )


def score_array() -> Array:
    """Return all scores, shape (choices, 2, aims), 0 to 10."""
    return np.array([one.score for one in scores()]).reshape(len(choices()), 2, len(aims()))
