"""Evidence table of the policy brief: claims of the five readings, each with a verdict and its basis."""

from __future__ import annotations

import tomllib
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

from newspace.content import facts, readings
from newspace.core.errors import CourseError
from newspace.core.paths import data

VERDICTS = ("holds", "limited", "overtaken", "untested", "fails")
"""From the firmest to the weakest ground."""
CHOICES = ("places", "support", "market", "partners")
"""The four choices of the brief, as in `newspace.models.policy_brief.weighing`."""
NONE = "none"
_FILE = "policy_brief/evidence.toml"


@dataclass(frozen=True)
class AssessedClaim:
    """One claim of a reading.

    Attributes
    ----------
    citation : str
        As it is written in prose: ``[crash ¶7 "roughly 900 kilometers"]``.
    verdict : str
        One of `VERDICTS`.
    why : str
        In few words.
    facts : tuple of str
        The ids of the facts that the verdict rests on; empty where it rests on the text alone.
    bears_on : str
        One of `CHOICES`, or ``"none"``.
    """

    reading: str
    paragraph: int
    quote: str
    verdict: str
    why: str
    facts: tuple[str, ...]
    bears_on: str

    @property
    def citation(self) -> str:
        """Reading, paragraph and quotation in the course's form."""
        return f'[{self.reading} ¶{self.paragraph} "{self.quote}"]'


@lru_cache(maxsize=1)
def claims() -> tuple[AssessedClaim, ...]:
    """Load every claim of the table, in its order; verify that each quotation is exact and each fact exists.

    Raises
    ------
    CourseError
        If a row of the table is invalid.
    """
    with data(_FILE).open("rb") as file:
        rows = tomllib.load(file)["claim"]
    found = tuple(AssessedClaim(**{**row, "facts": tuple(row["facts"])}) for row in rows)
    for number, claim in enumerate(found, start=1):
        where = f"{_FILE}, claim {number}"
        readings.cite(claim.reading, claim.paragraph, claim.quote)
        for fact in claim.facts:
            facts.get(fact)
        if claim.verdict not in VERDICTS or claim.bears_on not in (*CHOICES, NONE):
            raise CourseError(
                "A verdict or a choice is not one of the known ones.",
                where=where,
                remedy=f"Verdicts: {', '.join(VERDICTS)}. Choices: {', '.join(CHOICES)} or {NONE}.",
            )
    return found


def bearing_on(*choices: str) -> tuple[AssessedClaim, ...]:
    """Select the claims that bear on one of the named choices; on any of the four if none is named.

    Raises
    ------
    ValueError
        If there is no such choice.
    """
    wanted = choices or CHOICES
    if unknown := set(wanted) - set(CHOICES):
        raise ValueError(f"choices must be of {', '.join(CHOICES)}; got {', '.join(sorted(unknown))}")
    return tuple(claim for claim in claims() if claim.bears_on in wanted)


def rows(which: str = "all") -> tuple[dict[str, str], ...]:
    """Return claims as rows of a table: ``"all"``, those on one of `CHOICES`, or ``"none"`` for those on no choice.

    Raises
    ------
    ValueError
        If there is no such choice.
    """
    if which not in {"all", NONE, *CHOICES}:
        raise ValueError(f"choose all, {NONE}, {', '.join(CHOICES)}; got {which!r}")
    return tuple(
        {"claim": one.citation, "verdict": one.verdict, "why": one.why}
        for one in claims()
        if which in {"all", one.bears_on}
    )


def counts(some: tuple[AssessedClaim, ...]) -> dict[str, int]:
    """Count the claims with each verdict, in the order of `VERDICTS`."""
    found = Counter(claim.verdict for claim in some)
    return {verdict: found[verdict] for verdict in VERDICTS}
