"""Dates of four precisions: a year, a month, a day, or a minute in UTC."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

from newspace.core.i18n import _

FORMS = "2025, 2025-06, 2025-06-05 or 2025-06-05T19:17:00Z"
_FORM = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d)(T\d\d:\d\d:\d\dZ)?)?)?")


def is_date(text: str) -> bool:
    """Return whether the text is a valid date in one of the four forms."""
    match = _FORM.fullmatch(text)
    if not match:
        return False
    year, month, day, time = match.groups()
    try:
        if time:
            datetime.fromisoformat(text)
        date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return False
    return True


def moment(text: str) -> datetime:
    """Parse a text in the fourth form into an aware datetime."""
    return datetime.fromisoformat(text).astimezone(UTC)


def _month(number: int) -> str:
    names = (
        _("January"), _("February"), _("March"), _("April"), _("May"), _("June"), _("July"), _("August"),
        _("September"), _("October"), _("November"), _("December"),
    )  # fmt: skip
    return names[number - 1]


def date_in_words(text: str) -> str:
    """Format a date for reading: ``5 June 2025`` for ``2025-06-05``."""
    match = _FORM.fullmatch(text)
    if not match:
        return text
    year, month, day, time = match.groups()
    if not month:
        return year
    if not day:
        return _("{month} {year}").format(month=_month(int(month)), year=year)
    words = _("{day} {month} {year}").format(day=int(day), month=_month(int(month)), year=year)
    if not time:
        return words
    clock = time[1:6] if time.endswith(":00Z") else time[1:9]
    return _("{clock} UTC on {date}").format(clock=clock, date=words)
