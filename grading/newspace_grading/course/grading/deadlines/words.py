"""Say due times and lateness in words."""

from __future__ import annotations

import math
from datetime import datetime, timedelta

from newspace_grading.course.grading.deadlines.rules import Arrival, Deadline, Lateness, LateRule
from newspace_grading.model.text import with_noun


def due_words(due: datetime) -> str:
    """Write a due time with its time zone: “30 November 2026, 23:59 (Asia/Seoul)”."""
    zone = getattr(due.tzinfo, "key", None) or due.tzname() or "UTC"
    seconds = f":{due:%S}" if due.second else ""
    return f"{due.day} {due:%B %Y, %H:%M}{seconds} ({zone})"


def duration(length: timedelta) -> str:
    """Write a length of time in its two largest units."""
    minutes = max(1, round(length.total_seconds() / 60))
    days, hours, rest = minutes // 1440, minutes // 60 % 24, minutes % 60
    parts = [f"{value} {unit}" for value, unit in ((days, "d"), (hours, "h"), (rest, "min")) if value]
    return " ".join(parts[:2])


def deadline_words(deadline: Deadline) -> str:
    """Say an assignment's deadline and late rule to everybody."""
    grace = f" {duration(deadline.grace)} more still count as in time." if deadline.grace else ""
    rule = deadline.rule.words()
    late = f" Late: {rule}." if rule else ""
    end = deadline.rule.end(deadline.due, deadline.due)
    closed = f" After {due_words(end.astimezone(deadline.due.tzinfo))} it gets no points." if end is not None else ""
    return f"Due: {due_words(deadline.due)}.{grace}{late}{closed}"


def lateness_words(lateness: Lateness) -> str:
    """Say in a few words how late a submission is and what that costs; "" if it was in time."""
    if lateness.arrival is Arrival.IN_TIME:
        return ""
    if lateness.arrival is Arrival.UNKNOWN:
        marked = {True: ", marked LATE by the LMS", False: ", in time as the LMS says", None: ""}[lateness.marked]
        return f"time of submission not known{marked}"
    if lateness.arrival is Arrival.CLOSED:
        return f"late by {duration(lateness.by)}: after the end, no points"
    cost = _cost(lateness.rule, lateness.days)
    return f"late by {duration(lateness.by)}{f': {cost} off' if cost else ''}"


def _cost(rule: LateRule, days: int) -> str:
    """Say what so many days cost, before what the work's own points bound."""
    parts = []
    if rule.points_per_day:
        parts.append(with_noun(min(days * rule.points_per_day, _bound(rule.at_most_points)), "point"))
    if rule.percent_per_day:
        parts.append(f"{min(days * rule.percent_per_day, _bound(rule.at_most_percent), 100.0):g} %")
    return " and ".join(parts)


def _bound(most: float | None) -> float:
    return math.inf if most is None else most
