"""Data classes for facts and their sources."""

from __future__ import annotations

from dataclasses import dataclass, field

from newspace.core import dates
from newspace.core.errors import CourseError
from newspace.core.i18n import _
from newspace.core.number_format import quantity_in_words

FILE = "facts.toml"
Value = float | int | str


class OpenFactError(CourseError):
    """Raised when the settled value of an open fact is asked for."""


def grade_text(grade: str) -> str:
    """Explain the letter of a source's grade: how close to the original we saw the text."""
    return {
        "P": _("primary or official source"),
        "N": _("named news organisation or trade press"),
        "M": _("mirror, rewrite or collection of a better source"),
        "W": _("weak source: blog, wiki or page made for clicks"),
    }[grade]


@dataclass(frozen=True)
class FactSource:
    """A source of facts. ``date`` is its date of publication, ``""`` where none was given."""

    id: str
    title: str
    publisher: str
    date: str
    url: str
    grade: str  # P, N, M or W
    note: str = ""

    @property
    def grade_text(self) -> str:
        return grade_text(self.grade)

    def __str__(self) -> str:
        when = dates.date_in_words(self.date) if self.date else _("no date")
        return f"{self.publisher}: {self.title} ({when})"


@dataclass(frozen=True)
class Reported:
    """The value that one source gives, where sources differ."""

    value: Value
    source: FactSource | None = None
    note: str = ""


@dataclass(frozen=True)
class Fact:
    """One dated fact.

    ``value`` is in ``unit`` (SI, or the unit that is named; ``"1"`` for a pure number, ``"text"`` for words, ``"UTC"`` for
    a date or time) and is None only for an open fact. ``low`` and ``high`` bound it; ``as_of`` is the day of the
    statement, or ``"constant"``; ``derived_from`` names the facts that it is computed from.
    """

    id: str
    statement: str
    value: Value | None
    unit: str
    as_of: str
    status: str
    low: float | int | None = None
    high: float | int | None = None
    sources: tuple[FactSource, ...] = ()
    note: str = ""
    values: tuple[Reported, ...] = field(default=(), repr=False)
    derived_from: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()

    def settled(self) -> Value:
        """Return the value of a fact that is not open.

        Raises
        ------
        OpenFactError
            If the fact is open.
        """
        if self.status == "open" or self.value is None:
            raise OpenFactError(
                f"The fact “{self.id}” is open: {self.note}.",
                where=f"{FILE}, fact {self.id}",
                remedy="Say that it is open (print the fact itself), or mark the number as an assumption of yours.",
            )
        return self.value

    @property
    def status_text(self) -> str:
        """Describe the status in words, with its reason if there is one."""
        if self.status == "open":
            return _("open: {note}").format(note=self.note)
        if self.status == "disputed":
            return _("disputed: {note}").format(note=self.note)
        return _("confirmed")

    def amount(self) -> str:
        """Format the value, such as ``5,000 m`` or ``at most 900 m``; an open fact says that it is open."""
        if self.value is None:
            return _("not known")
        text = quantity_in_words(self.value, self.unit, self.low, self.high)
        return _("{amount} (open)").format(amount=text) if self.status == "open" else text

    def __str__(self) -> str:
        return self.statement if self.status == "confirmed" else f"{self.statement} ({self.status_text})"
