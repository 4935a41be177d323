"""Acts between Japan and the United States on space, 1962 to 2026: kinds, gaps in time, delays, and which rests on which.

Source: the table ``data/us_japan_acts.toml``; each act names the fact that holds its sources. The kind of an act is our reading of its
title. In law the words of a text decide whether it binds, and not its title (fact ``treaty_title``).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import pairwise

from newspace.content import catalogue, facts
from newspace.core import dates
from newspace.core.paths import data

KINDS = ("agreement", "notes", "memorandum", "arrangement", "statement", "one-sided")
FILE = "us_japan_acts.toml"
DAYS_A_YEAR = 365.25
_PARTS_OF_A_DAY = 3  # year, month and day: a date that ends earlier is no day
_BINDING = frozenset({"agreement", "notes"})
_WORKING = frozenset({"memorandum", "arrangement"})
_FIELDS = (
    "dated_by",
    "fact",
    "fact_in_force",
    "in_force",
    "kind",
    "parties",
    "rests_on",
    "signed",
    "signed_japan",
    "title",
)


@dataclass(frozen=True, kw_only=True)
class Act:
    """One act.

    ``signed`` is no more exact than its source (a year, a month or a day), and the day of the announcement if ``announced``;
    ``in_force`` is empty where no source gives it.
    """

    id: str
    title: str
    kind: str
    parties: str
    signed: str
    fact: str
    signed_japan: str = ""
    in_force: str = ""
    rests_on: tuple[str, ...] = ()
    fact_in_force: str = ""
    announced: bool = False

    @property
    def day(self) -> date:
        """The date of signature; the first day of the month or year where no day is known."""
        return first_day(self.signed)

    @property
    def weight(self) -> str:
        """The usual legal weight of its kind: ``"binds"``, ``"fills in"`` or ``"words"``."""
        if self.kind in _BINDING:
            return "binds"
        return "fills in" if self.kind in _WORKING else "words"

    @property
    def delay_days(self) -> int | None:
        """Days from signature to entry into force; ``None`` where one of the two days is unknown."""
        known = all(len(day.split("-")) == _PARTS_OF_A_DAY for day in (self.signed, self.in_force))
        return days_between(self.signed, self.in_force) if known else None


@lru_cache(maxsize=1)
def acts() -> tuple[Act, ...]:
    """Load every act, the oldest first.

    Raises
    ------
    CourseError
        If the table is invalid; the message names entry, field and remedy.
    """
    path = data(FILE)
    table = catalogue.load_catalogue(path).get("act", {})
    found = [
        _act(catalogue.TableEntry(path, f"act {name}", fields, _FIELDS), name, table) for name, fields in table.items()
    ]
    return tuple(sorted(found, key=lambda act: act.day))


def act(name: str) -> Act:
    """Return one act by its id, such as ``"framework-2023"``.

    Raises
    ------
    ValueError
        If there is none.
    """
    for one in acts():
        if one.id == name:
            return one
    raise ValueError(f"there is no act “{name}”; choose from: {', '.join(one.id for one in acts())}")


def chosen(
    weight: str = "all", *, first_year: int = 1960, last_year: int = 2030, among: Sequence[Act] | None = None
) -> tuple[Act, ...]:
    """Select acts by weight (``"binds"``, ``"fills in"``, ``"words"`` or ``"all"``) and years, both included.

    Raises
    ------
    ValueError
        If there is no such weight, or the last year is before the first.
    """
    if weight not in {"all", "binds", "fills in", "words"}:
        raise ValueError(f"weight must be all, binds, fills in or words; got {weight!r}")
    if last_year < first_year:
        raise ValueError(f"the last year ({last_year}) lies before the first ({first_year})")
    return tuple(
        one
        for one in (acts() if among is None else among)
        if weight in {"all", one.weight} and first_year <= one.day.year <= last_year
    )


def rows() -> tuple[dict[str, str], ...]:
    """Return every act as a row of a table, with the sources of its facts and their grades."""
    return tuple(
        {
            "signed": signed_in_words(one),
            "act": one.title,
            "kind": one.kind,
            "parties": one.parties,
            "in_force": in_force_in_words(one),
            "source": act_sources(one),
        }
        for one in acts()
    )


def signed_in_words(one: Act) -> str:
    """Format the date of an act, with Japan's date where it differs; an announcement is marked as one."""
    said = _unbroken(one.signed)
    if one.announced:
        return f"announced {said}"
    return f"{said} (a day later in Japan)" if one.signed_japan else said


def in_force_in_words(one: Act) -> str:
    """Format the day on which an act came into force; a dash for a political text, which never does."""
    return _unbroken(one.in_force) or ("–" if one.weight == "words" else "no day found")


def act_sources(one: Act) -> str:
    """List the publishers of an act's sources, each with the grade of the source."""
    named = {
        f"{source.publisher} ({source.grade})": None
        for fact in dict.fromkeys((one.fact, one.fact_in_force or one.fact))
        for source in facts.sources_of(facts.get(fact))
    }
    return "; ".join(named)


def days_between(first: str, second: str) -> int:
    """Count the days from one ISO date to another (a month or year counts as its first day); negative if the second is earlier."""
    return (first_day(second) - first_day(first)).days


def longest_gap(among: Iterable[Act]) -> tuple[Act, Act] | None:
    """Find the two consecutive acts with the longest time between them; ``None`` for fewer than two acts."""
    rows = sorted(among, key=lambda one: one.day)
    pairs = list(pairwise(rows))
    return max(pairs, key=lambda pair: (pair[1].day - pair[0].day).days) if pairs else None


def mean_gap_years(first: str, last: str, meetings: int) -> float:
    """Compute the mean time between consecutive meetings, in years of 365.25 days.

    Parameters
    ----------
    first, last : str
        ISO dates of the first and the last meeting.
    meetings : int
        Number of meetings, first and last included; at least 2.
    """
    if meetings < 2:
        raise ValueError(f"a gap needs at least 2 meetings; got {meetings}")
    return days_between(first, last) / DAYS_A_YEAR / (meetings - 1)


def acts_by_delay() -> tuple[Act, ...]:
    """Return the acts of which both days are known, the longest delay first."""
    known = [(one.delay_days, one) for one in acts() if one.delay_days is not None]
    return tuple(one for _, one in sorted(known, key=lambda pair: -pair[0]))


def above(name: str) -> tuple[str, ...]:
    """Return the ids of all acts that an act rests on, directly or through others."""
    found: list[str] = []
    waiting = list(act(name).rests_on)
    while waiting:
        parent = waiting.pop(0)
        if parent not in found:
            found.append(parent)
            waiting += act(parent).rests_on
    return tuple(found)


def first_day(text: str) -> date:
    """Parse an ISO date that may end after the year or the month; use the first day then.

    Raises
    ------
    ValueError
        If it is no such date.
    """
    parts = [int(part) for part in text.split("-")]
    if not 1 <= len(parts) <= 3:
        raise ValueError(f"a date is written 2023, 2023-01 or 2023-01-13; got {text!r}")
    return date(*[*parts, 1, 1][:3])


def _unbroken(text: str) -> str:
    """Format a date with non-breaking spaces."""
    return dates.date_in_words(text).replace(" ", "\u00a0")


def _act(entry: catalogue.TableEntry, name: str, table: dict[str, object]) -> Act:
    kind = entry.text("kind")
    if kind not in KINDS:
        raise entry.error("kind", f"is {kind!r}", f"Write one of: {', '.join(KINDS)}.")
    rests_on = entry.table.get("rests_on", [])
    if not isinstance(rests_on, list) or any(parent not in table or parent == name for parent in rests_on):
        raise entry.error("rests_on", "names an act that is not in the table", "Write a list of other acts' ids.")
    for field in ("signed", "signed_japan", "in_force"):
        text = entry.text(field, default="")
        if text or field == "signed":
            try:
                first_day(text)
            except ValueError:
                raise entry.error(field, f"is not a date: {text!r}", "Write 2023, 2023-01 or 2023-01-13.") from None
    dated_by = entry.text("dated_by", default="signature")
    if dated_by not in {"signature", "announcement"}:
        raise entry.error("dated_by", f"is {dated_by!r}", "Write: announcement, or leave it out.")
    return Act(
        id=name,
        title=entry.text("title"),
        kind=kind,
        parties=entry.text("parties"),
        signed=entry.text("signed"),
        fact=entry.text("fact"),
        signed_japan=entry.text("signed_japan", default=""),
        in_force=entry.text("in_force", default=""),
        rests_on=tuple(rests_on),
        fact_in_force=entry.text("fact_in_force", default=""),
        announced=dated_by == "announcement",
    )
