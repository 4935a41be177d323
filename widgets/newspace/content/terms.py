"""The glossary: each term with its meaning, its Korean and Japanese words, and the lesson that explains it first."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from newspace.content import catalogue
from newspace.core.errors import CourseError
from newspace.core.paths import room

FILE = "glossary.toml"
_FIELDS = ("also", "ja", "ko", "lesson", "meaning", "term")
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True)
class Term:
    """One term. ``also`` are its other forms (plural, abbreviation); ``lesson`` is the name of a notebook, without its ending."""

    id: str
    term: str
    also: tuple[str, ...]
    meaning: str
    ko: str
    ja: str
    lesson: str

    @property
    def forms(self) -> frozenset[str]:
        """Every written form of the term, in lower case."""
        return frozenset(form.casefold() for form in (self.term, *self.also))


def load_terms() -> tuple[Term, ...]:
    """Load all terms, in alphabetical order.

    Raises
    ------
    CourseError
        For the first fault, with file, term, field and remedy.
    """
    path = room("lessons") / FILE
    return _load(path, path.stat().st_mtime_ns if path.exists() else 0)


@lru_cache(maxsize=2)
def _load(path: Path, _changed: int) -> tuple[Term, ...]:
    tables = catalogue.load_catalogue(path).get("term")
    if not isinstance(tables, dict) or not tables:
        raise CourseError(
            "The glossary holds no term.", where=str(path), remedy="Write at least one table [term.some-word]."
        )
    found: dict[str, Term] = {}
    owners: dict[str, str] = {}
    for name, table in tables.items():
        entry = catalogue.TableEntry(path, f"term {name}", table, _FIELDS)
        if not _ID.fullmatch(name):
            raise entry.error("(id)", "is not in the usual form", "Use small letters, digits and hyphens: limit-low.")
        term = Term(name, entry.text("term"), entry.texts("also"), *map(entry.text, ("meaning", "ko", "ja", "lesson")))
        for form in sorted(term.forms):
            if form in owners:
                raise entry.error("term", f"is “{form}”, as in “{owners[form]}”", "Keep one of the two.")
            owners[form] = name
        found[name] = term
    return tuple(sorted(found.values(), key=lambda term: term.term.casefold()))
