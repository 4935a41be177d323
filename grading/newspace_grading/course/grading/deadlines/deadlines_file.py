"""Read ``deadlines.toml``. Each fault is an error with file, line, field and remedy, so that nothing is late by mistake."""

from __future__ import annotations

import difflib
import math
import re
import tomllib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, NoReturn
from zoneinfo import ZoneInfo

from newspace_grading.course.grading.deadlines.rules import Deadline, LateRule
from newspace_grading.course.records.teachers_file import read_teachers_file
from newspace_grading.model.errors import UserError

FILE_NAME = "deadlines.toml"
_TOP = ("timezone", "grace_minutes", "late", "assignment")
_OF_ASSIGNMENT = ("due", "grace_minutes", "late", "nothing_after", "extensions")
_RULE = ("points_per_day", "percent_per_day", "at_most_points", "at_most_percent", "nothing_after_days")
_MOST_MINUTES = 7 * 24 * 60
_PART = re.compile(r'"(?:[^"\\]|\\.)*"|\'[^\']*\'|[^.\s=]+')


class DeadlinesError(UserError):
    """The deadlines cannot be read; nothing is graded, written or counted as late until they can."""


@dataclass(frozen=True)
class Deadlines:
    """The deadlines of a course.

    Attributes
    ----------
    path : Path
        The file, whether it exists or not.
    assignments : mapping
        Assignment → its deadline.
    zone : ZoneInfo or None
        The course's time zone.
    """

    path: Path
    assignments: Mapping[str, Deadline] = field(default_factory=dict)
    zone: ZoneInfo | None = None


def read_deadlines(folder: Path) -> Deadlines:
    """Read the deadlines of a course folder; without the file there are none.

    Raises
    ------
    DeadlinesError
        For the first fault.
    """
    path = folder / FILE_NAME
    text = read_teachers_file(path, "deadlines", DeadlinesError)
    if text is None:
        return Deadlines(path)
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        at = re.search(r"\(at (line \d+, column \d+)\)", str(error))
        raise DeadlinesError(
            f"This is not TOML: {error}.",
            where=f"{path}, {at[1] if at else 'end of the file'}",
            remedy="Look at this line and the one above. An id with @ or spaces stands in quotation marks; a time is 2026-11-30 23:59:00.",
        ) from None
    return _Reader(path, text).read(data)


class _Reader:
    """Reads the parsed file, field by field."""

    def __init__(self, path: Path, text: str) -> None:
        self._path = path
        self._lines = text.splitlines()
        self._zone: ZoneInfo | None = None

    def read(self, data: Mapping[str, Any]) -> Deadlines:
        self._only((), data, _TOP)
        self._zone = self._read_zone(data)
        grace = self._grace(("grace_minutes",), data.get("grace_minutes", 0))
        rule = self._rule(("late",), data.get("late", {}))
        tables = self._table(("assignment",), data.get("assignment", {}))
        found = {
            name: self._deadline(("assignment", name), self._table(("assignment", name), table), grace, rule)
            for name, table in tables.items()
        }
        return Deadlines(self._path, found, self._zone)

    def _deadline(self, keys: tuple[str, ...], table: Mapping[str, Any], grace: timedelta, rule: LateRule) -> Deadline:
        self._only(keys, table, _OF_ASSIGNMENT)
        if "due" not in table:
            self._refuse(keys, "There is no due time.", "Write due = 2026-11-30 23:59:00.")
        due = self._time((*keys, "due"), table["due"])
        if "grace_minutes" in table:
            grace = self._grace((*keys, "grace_minutes"), table["grace_minutes"])
        if "late" in table:
            rule = self._rule((*keys, "late"), table["late"])
        if "nothing_after" in table:
            end = self._time((*keys, "nothing_after"), table["nothing_after"])
            if end < due + grace:
                self._refuse(
                    (*keys, "nothing_after"),
                    "The end is before the due time.",
                    "Write a later time, or take the line out.",
                )
            rule = replace(rule, nothing_after=end)
        given = self._flat((*keys, "extensions"), self._table((*keys, "extensions"), table.get("extensions", {})))
        extensions = {}
        for student, value in given.items():
            place = (*keys, "extensions", student)
            extensions[student] = self._time(place, value)
            if extensions[student] < due:
                self._refuse(
                    place, "This extension ends before the due time.", "Write a later time, or take the line out."
                )
        return Deadline(due, grace, rule, extensions)

    def _rule(self, keys: tuple[str, ...], value: object) -> LateRule:
        table = self._table(keys, value)
        self._only(keys, table, _RULE)
        numbers = {name: self._number((*keys, name), table[name], "percent" in name) for name in _RULE if name in table}
        if "points_per_day" in numbers and "percent_per_day" in numbers:
            self._refuse(
                (*keys, "percent_per_day"), "Both points and percent are taken off for a day.", "Keep one of the two."
            )
        for name in ("at_most_points", "at_most_percent"):
            if name in numbers and not ("points_per_day" in numbers or "percent_per_day" in numbers):
                self._refuse(
                    (*keys, name),
                    "A bound without a rule takes nothing off.",
                    "Write points_per_day or percent_per_day, too.",
                )
        days = numbers.pop("nothing_after_days", None)
        return LateRule(
            numbers.get("points_per_day", 0.0),
            numbers.get("percent_per_day", 0.0),
            numbers.get("at_most_points"),
            numbers.get("at_most_percent"),
            None if days is None else timedelta(days=days),
        )

    def _read_zone(self, data: Mapping[str, Any]) -> ZoneInfo | None:
        if "timezone" not in data:
            return None
        name = data["timezone"]
        try:
            if isinstance(name, str):
                return ZoneInfo(name)
        except (KeyError, OSError, ValueError):
            pass
        return self._refuse(
            ("timezone",),
            f"There is no time zone “{name}”.",
            'Write one such as timezone = "Asia/Seoul", "Asia/Tokyo" or "UTC".',
        )

    def _time(self, keys: tuple[str, ...], value: object) -> datetime:
        """Read a time; one without an offset is in the course's time zone."""
        if isinstance(value, date) and not isinstance(value, datetime):
            self._refuse(keys, "This is a day without a time.", f"Write the time, too: {value} 23:59:00.")
        if not isinstance(value, datetime):
            self._refuse(keys, f"“{value}” is no time.", "Write it without quotation marks: 2026-11-30 23:59:00.")
        if value.tzinfo is not None:
            return value.astimezone(self._zone) if self._zone is not None else value
        if self._zone is None:
            self._refuse(
                keys,
                "This time has no time zone.",
                'Write timezone = "Asia/Seoul" at the top of the file, or 2026-11-30 23:59:00+09:00.',
            )
        local = value.replace(tzinfo=self._zone)
        if local.astimezone(UTC).astimezone(self._zone).replace(tzinfo=None) != value:
            self._refuse(
                keys, "This time does not exist: clocks are put forward then.", "Write a time before or after."
            )
        return local

    def _grace(self, keys: tuple[str, ...], value: object) -> timedelta:
        minutes = self._number(keys, value, percent=False)
        if minutes > _MOST_MINUTES:
            self._refuse(keys, f"A grace of {minutes:g} minutes is more than a week.", "Move the due time instead.")
        return timedelta(minutes=minutes)

    def _number(self, keys: tuple[str, ...], value: object, percent: bool) -> float:
        most = 100.0 if percent else math.inf
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= most or value == math.inf:
            bound = "from 0 to 100" if percent else "of 0 or more"
            self._refuse(
                keys, f"“{value}” is no number {bound}.", f"Write a number {bound}, without quotation marks or units."
            )
        return float(value)

    def _table(self, keys: tuple[str, ...], value: object) -> Mapping[str, Any]:
        if not isinstance(value, Mapping):
            self._refuse(keys, f"“{value}” is no table.", f"Write a line [{'.'.join(keys)}], and its fields below.")
        return value

    def _flat(self, keys: tuple[str, ...], table: Mapping[str, Any], before: str = "") -> dict[str, object]:
        """Return extensions by id: TOML takes an id with dots, written without quotation marks, for tables in tables."""
        found: dict[str, object] = {}
        for name, value in table.items():
            whole = f"{before}{name}"
            found |= self._flat(keys, value, f"{whole}.") if isinstance(value, Mapping) else {whole: value}
        return found

    def _only(self, keys: tuple[str, ...], table: Mapping[str, Any], known: Collection[str]) -> None:
        for name in table:
            if name not in known:
                near = difflib.get_close_matches(name, known, n=1)
                self._refuse(
                    (*keys, name),
                    f"There is no field “{name}”.",
                    f"{f'Did you mean “{near[0]}”? ' if near else ''}Fields here are: {', '.join(known)}.",
                )

    def _refuse(self, keys: Sequence[str], what: str, remedy: str) -> NoReturn:
        line = self._line(tuple(keys))
        where = f"{self._path}{f', line {line}' if line else ''}, {'.'.join(keys)}"
        raise DeadlinesError(what, where=where, remedy=remedy)

    def _line(self, keys: tuple[str, ...]) -> int | None:
        """Return the line on which a field is set, or else that of the nearest table around it."""
        found: dict[str, int] = {}
        table: list[str] = []
        for number, text in enumerate(self._lines, start=1):
            header = re.match(r"\s*\[([^\[\]]+)\]", text)
            if header:
                table = here = _parts(header[1])
            elif "=" in text and not text.lstrip().startswith("#"):
                here = [*table, *_parts(text.partition("=")[0])]
            else:
                continue
            for end in range(1, len(here) + 1):
                found.setdefault(".".join(here[:end]), number)
        return next((found[name] for end in range(len(keys), 0, -1) if (name := ".".join(keys[:end])) in found), None)


def _parts(text: str) -> list[str]:
    return [part.strip("\"'") for part in _PART.findall(text)]
