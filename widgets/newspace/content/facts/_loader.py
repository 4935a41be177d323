"""Load and validate facts.toml: each fault is one CourseError with file, fact, field and remedy."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from newspace.content import catalogue
from newspace.content.facts._records import FILE, Fact, FactSource, Reported, Value
from newspace.core import dates
from newspace.core.errors import CourseError

STATUSES = ("confirmed", "disputed", "open")
GRADES = ("P", "N", "M", "W")

_SOURCE_FIELDS = ("date", "grade", "note", "publisher", "title", "url")
_FACT_FIELDS = (
    "as_of", "derived_from", "high", "low", "note", "sources", "statement", "status", "tags", "unit", "value", "values",
)  # fmt: skip
_REPORTED_FIELDS = ("note", "source", "value")
_ID = re.compile(r"[a-z][a-z0-9_]*")


@dataclass(frozen=True)
class Register:
    sources: dict[str, FactSource]
    facts: dict[str, Fact]


@lru_cache(maxsize=4)
def register(path: Path) -> Register:
    content = catalogue.load_catalogue(path)
    whole = catalogue.TableEntry(path, FILE, content, ("source", "fact"))
    for part in ("source", "fact"):
        if not isinstance(content.get(part), dict) or not content[part]:
            raise whole.error(part, "is missing", f"Write at least one table [{part}.…].")
    sources: dict[str, FactSource] = {}
    for name, table in content["source"].items():
        sources[name] = _source(catalogue.TableEntry(path, f"source {name}", table, _SOURCE_FIELDS), name)
    facts: dict[str, Fact] = {}
    for name, table in content["fact"].items():
        facts[name] = _fact(
            catalogue.TableEntry(path, f"fact {name}", table, _FACT_FIELDS), name, sources, set(content["fact"])
        )
    # TOML itself refuses a second table of the same name; what is left to check is cycles of derivations.
    _refuse_circles(path, facts)
    return Register(sources, facts)


def _source(entry: catalogue.TableEntry, name: str) -> FactSource:
    date = entry.text("date", empty=True)
    if date and not dates.is_date(date):
        raise entry.error("date", f"is not a date: {date!r}", f'Write it as {dates.FORMS}, or "" if there is none.')
    grade = entry.text("grade")
    if grade not in GRADES:
        raise entry.error("grade", f"is {grade!r}", "Write P (primary), N (news), M (mirror) or W (weak).")
    url = entry.text("url")
    if not re.fullmatch(r"https?://[^\s\"<>]+", url):
        raise entry.error("url", "is not a web address", "Begin it with https:// and leave out spaces.")
    return FactSource(
        name, entry.text("title"), entry.text("publisher"), date, url, grade, entry.text("note", default="")
    )


def _fact(entry: catalogue.TableEntry, name: str, sources: dict[str, FactSource], ids: set[str]) -> Fact:
    if not _ID.fullmatch(name):
        raise entry.error("(id)", "is not a plain id", "Use small letters a to z, digits and _ only.")
    status = entry.text("status")
    if status not in STATUSES:
        raise entry.error("status", f"is {status!r}", f"Write one of: {', '.join(STATUSES)}.")
    unit = entry.text("unit")
    fact = Fact(
        id=name,
        statement=entry.text("statement"),
        value=_value(entry, "value", entry.table.get("value"), unit),
        unit=unit,
        as_of=entry.text("as_of"),
        status=status,
        low=entry.number("low"),
        high=entry.number("high"),
        sources=_sources(entry, sources),
        note=entry.text("note", default=""),
        values=_values(entry, unit, sources),
        derived_from=entry.texts("derived_from"),
        tags=entry.texts("tags"),
    )
    for faults in (_time_faults(fact), _evidence_faults(fact, ids), _bound_faults(fact)):
        for field, fault, remedy in faults:
            raise entry.error(field, fault, remedy)
    return fact


_Fault = tuple[str, str, str]  # field, fault, remedy


def _time_faults(fact: Fact) -> Iterator[_Fault]:
    if fact.as_of != "constant" and not dates.is_date(fact.as_of):
        yield "as_of", f"is not a date: {fact.as_of!r}", f'Write it as {dates.FORMS}, or "constant".'


def _evidence_faults(fact: Fact, ids: set[str]) -> Iterator[_Fault]:
    """Yield a fault for each field that the fact's status requires and that is missing."""
    for parent in fact.derived_from:
        if parent not in ids:
            yield "derived_from", f"names “{parent}”, which is no fact", "Use the id of a fact in this file."
    if fact.value is None and fact.status != "open":
        yield "value", "is missing", 'Write the value; only a fact with status = "open" may go without.'
    if fact.status != "open" and not fact.sources and not fact.derived_from:
        yield "sources", "is missing", 'Name at least one source, or derived_from, or set status = "open".'
    if fact.status != "confirmed" and not fact.note:
        yield "note", f"is missing, and the fact is {fact.status}", "Say in a few words what is not settled."
    if fact.status == "disputed" and len(fact.values) < 2 and not fact.derived_from:
        yield "values", "does not hold two values, and the fact is disputed", "List what each source says."


def _bound_faults(fact: Fact) -> Iterator[_Fault]:
    for name, bound in (("low", fact.low), ("high", fact.high)):
        if bound is None:
            continue
        if not isinstance(fact.value, int | float):
            yield name, "bounds no number", "Take it away, or give a number as value."
        elif (fact.value < bound) if name == "low" else (fact.value > bound):
            yield name, "leaves the value outside", "Correct the value or its bound."


def _value(entry: catalogue.TableEntry, where: str, value: object, unit: str) -> Value | None:
    if value is None:
        return None
    if unit in ("text", "UTC"):
        if not isinstance(value, str) or not value.strip():
            raise entry.error(where, f"is not a text, and the unit is {unit}", 'Write it in quotes: "…".')
        if unit == "UTC" and not dates.is_date(value):
            raise entry.error(where, f"is not a date: {value!r}", f"Write it as {dates.FORMS}.")
        return value
    if isinstance(value, bool) or not isinstance(value, int | float) or value - value != 0:
        raise entry.error(where, "is not a number", 'Write a plain number; for words set unit = "text".')
    return value


def _values(entry: catalogue.TableEntry, unit: str, sources: dict[str, FactSource]) -> tuple[Reported, ...]:
    found: list[Reported] = []
    tables = entry.table.get("values", [])
    if not isinstance(tables, list):
        raise entry.error("values", "is not a list", 'Write values = [{ value = 5, source = "R1" }].')
    for table in tables:
        one = catalogue.TableEntry(entry.path, f"{entry.name}, values", table, _REPORTED_FIELDS)
        value = _value(one, "value", table.get("value"), unit)
        if value is None:
            raise one.error("value", "is missing", "Write what this source says.")
        note, source = one.text("note", default=""), one.text("source", default="")
        if source and source not in sources:
            raise one.error("source", f"names “{source}”, which is not in the register", f"Add [source.{source}].")
        if not source and not note:
            raise one.error("source", "is missing", "Name the source, or say in note where the value comes from.")
        found.append(Reported(value, sources.get(source), note))
    return tuple(found)


def _sources(entry: catalogue.TableEntry, sources: dict[str, FactSource]) -> tuple[FactSource, ...]:
    named = entry.texts("sources")
    for source in named:
        if source not in sources:
            raise entry.error("sources", f"names “{source}”, which is not in the register", f"Add [source.{source}].")
    return tuple(sources[source] for source in named)


def _refuse_circles(path: Path, facts: dict[str, Fact]) -> None:
    """Refuse a fact that is derived from itself, and a confirmed fact that is derived from an open one."""
    settled: dict[str, bool] = {}  # whether every fact that it is derived from is settled

    def rests(name: str, above: tuple[str, ...]) -> bool:
        if name in above:
            raise CourseError(
                f"The fact “{name}” is derived from itself: {' → '.join((*above, name))}.",
                where=f"{path}, fact {name}, field derived_from",
                remedy="Take one of these steps away.",
            )
        if name not in settled:
            fact = facts[name]
            below = [rests(parent, (*above, name)) for parent in fact.derived_from]
            if fact.status != "open" and not all(below):
                raise CourseError(
                    f"The fact “{name}” is {fact.status}, but derived from an open one.",
                    where=f"{path}, fact {name}, field status",
                    remedy='Set status = "open", and say in note what is not settled.',
                )
            settled[name] = fact.status != "open"
        return settled[name]

    for name in facts:
        rests(name, ())
