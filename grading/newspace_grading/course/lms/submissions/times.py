"""Read when something was handed in, and by whom: Moodle's grading worksheet, or a table with an id and a time."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo

from newspace_grading.course.lms.lists.headings import KNOWN, Field, columns
from newspace_grading.course.lms.lists.roster import Person
from newspace_grading.course.lms.lists.tables import TableError, TableRow, read_table

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_CLOCK = r"(?P<half1>오전|오후|午前|午後)?\s*(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2}))?\s*(?P<half2>[AaPp]\.?[Mm]\.?)?"
_FORMS = (
    # Moodle's strftimedaydatetime in English, Korean and Japanese: “Thursday, 26 November 2026, 10:12 AM”
    re.compile(rf"(?:\w+,\s*)?(?P<day>\d{{1,2}})\s+(?P<name>[A-Za-z]{{3,9}})\s+(?P<year>\d{{4}}),?\s+{_CLOCK}"),
    re.compile(
        rf"(?P<year>\d{{4}})\s*[년年]\s*(?P<month>\d{{1,2}})\s*[월月]\s*(?P<day>\d{{1,2}})\s*[일日]\s*\D*?{_CLOCK}"
    ),
)
_AFTER_NOON = ("오후", "午後", "p")


@dataclass(frozen=True)
class Participant:
    """A row: the learner's id in the gradebook, if the row says enough; and when the work came, if it did."""

    student: str | None
    submitted: datetime | None


def read_times(path: Path, people: Mapping[str, Person], zone: tzinfo | None) -> dict[str, Participant]:
    """Read Moodle's grading worksheet, or a table with a column of ids and one of times.

    Parameters
    ----------
    path : Path
        The file.
    people : mapping
        The learners of the gradebook by id.
    zone : tzinfo or None
        The zone of times that name none: that of the profile of who has exported the file.

    Returns
    -------
    dict
        Moodle's number of the participant, or else the id in the gradebook → the row.

    Raises
    ------
    TableError
        If a column is missing, a time cannot be read, or there is no zone for it.
    """
    table = read_table(path, KNOWN)
    found = columns(table.header)
    keys = [one for one in (Field.NUMBER, Field.LMS, Field.EMAIL, Field.USERNAME, Field.ID) if one in found]
    if Field.SUBMITTED not in found or not (keys or Field.PARTICIPANT in found):
        raise TableError(
            "A column is missing: when it was handed in, or whose it is.",
            where=f"{path}, header: {', '.join(table.header)}",
            remedy="Give Moodle's grading worksheet, or a table with the columns id and submitted.",
        )
    rows: dict[str, Participant] = {}
    for row in table.rows:
        student = _student(row, found, people)
        number = re.search(r"\d+$", row.cells[found[Field.PARTICIPANT]]) if Field.PARTICIPANT in found else None
        when = _moment(row.cells[found[Field.SUBMITTED]], zone, f"{path}, line {row.line}")
        name = number[0] if number else student
        if name:
            rows[name] = Participant(student, when)
    return rows


def _student(row: TableRow, found: Mapping[Field, int], people: Mapping[str, Person]) -> str | None:
    """Return the learner of the gradebook whom a row names by LMS id, e-mail address or id; never by name."""

    def cell(field: Field) -> str:
        return row.cells[found[field]].casefold() if field in found else ""

    for fields, known in (
        ((Field.NUMBER, Field.LMS), {one.lms_user_id.casefold(): one.id for one in people.values()}),
        ((Field.EMAIL,), {one.email.casefold(): one.id for one in people.values()}),
        ((Field.USERNAME, Field.ID, Field.NUMBER), {name.casefold(): name for name in people}),
    ):
        for field in fields:
            if cell(field) and cell(field) in known:
                return known[cell(field)]
    return None


def _moment(text: str, zone: tzinfo | None, where: str) -> datetime | None:
    """Return a time in UTC; None for an empty cell or Moodle's “-”."""
    if text in ("", "-"):
        return None
    when = _parsed(text)
    if when is None:
        raise TableError(
            f"The time “{text}” cannot be read.",
            where=where,
            remedy="Write it as 2026-11-26 10:12:00+09:00, or export the file with Moodle in English, Korean or Japanese.",
        )
    if when.tzinfo is None:
        if zone is None:
            raise TableError(
                f"The time “{text}” has no time zone.",
                where=where,
                remedy="Name the zone of your profile in the LMS with --timezone, such as --timezone Asia/Seoul.",
            )
        when = when.replace(tzinfo=zone)
    return when.astimezone(UTC)


def _parsed(text: str) -> datetime | None:
    plain, _zone, utc = text.rpartition(" UTC")
    try:
        return datetime.fromisoformat(f"{plain}+00:00" if plain and not utc else text)
    except ValueError:
        pass
    for form in _FORMS:
        match = form.fullmatch(text)
        if match:
            return _from_match(match.groupdict())
    return None


def _from_match(parts: Mapping[str, str | None]) -> datetime | None:
    month = int(parts.get("month") or _month(parts.get("name") or ""))
    hour, half = int(parts["hour"] or 0), (parts["half1"] or parts["half2"] or "").lower()
    if half:
        hour = hour % 12 + 12 * half.startswith(_AFTER_NOON)
    try:
        return datetime(  # the zone is added by the caller
            int(parts["year"] or 0),
            month,
            int(parts["day"] or 0),
            hour,
            int(parts["minute"] or 0),
            int(parts["second"] or 0),
        )
    except ValueError:
        return None


def _month(name: str) -> int:
    short = name[:3].lower()
    return _MONTHS.index(short) + 1 if short in _MONTHS else 0


def zone_named(name: str) -> ZoneInfo:
    """Return a time zone by its IANA name.

    Raises
    ------
    ValueError
        If there is none of that name.
    """
    try:
        return ZoneInfo(name)
    except (KeyError, OSError, ValueError):
        raise ValueError(
            f"there is no time zone “{name}”: names are such as Asia/Seoul, Asia/Tokyo, Europe/Berlin"
        ) from None
