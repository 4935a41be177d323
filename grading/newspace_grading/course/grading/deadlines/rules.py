"""Due times, extensions and late rules, and what they come to for one submission.

Nothing here changes a stored score: a penalty is worked out when grades, feedback or report are written.
"""

from __future__ import annotations

import enum
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from newspace_grading.model.text import with_noun

DAY = timedelta(days=1)


class Arrival(enum.Enum):
    """How a submission came, measured by the learner's due time."""

    IN_TIME = "in time"
    LATE = "late"
    CLOSED = "after the end"
    UNKNOWN = "time not known"


@dataclass(frozen=True)
class LateRule:
    """What lateness costs; the days count from the due time, and a day that has begun counts as a whole.

    Attributes
    ----------
    points_per_day : float
        Points that each day takes off.
    percent_per_day : float
        Percent of the work's own points that each day takes off, from 0 to 100.
    at_most_points, at_most_percent : float or None
        The most that is taken off; None if only the work's points are a bound.
    nothing_after : timedelta, datetime or None
        How long after the due time, or when, a submission gets nothing any more.
    """

    points_per_day: float = 0.0
    percent_per_day: float = 0.0
    at_most_points: float | None = None
    at_most_percent: float | None = None
    nothing_after: timedelta | datetime | None = None

    def penalty(self, points: float, days: int) -> float:
        """Return what is taken off work of some points that is some days late: never more than its points."""
        off = days * (self.points_per_day + points * self.percent_per_day / 100)
        if self.at_most_points is not None:
            off = min(off, self.at_most_points)
        if self.at_most_percent is not None:
            off = min(off, points * self.at_most_percent / 100)
        return max(0.0, min(off, points))

    def end(self, due: datetime, usual_due: datetime) -> datetime | None:
        """Return when nothing is taken any more; for who has more time the end is as much later as the due time."""
        if isinstance(self.nothing_after, timedelta):
            return due + self.nothing_after
        return None if self.nothing_after is None else self.nothing_after + (due - usual_due)

    def words(self) -> str:
        """Say the rule in words, for learners and teachers; "" if lateness costs nothing."""
        told = []
        if self.points_per_day:
            told.append(f"{with_noun(self.points_per_day, 'point')} off for each day begun")
        if self.percent_per_day:
            told.append(f"{self.percent_per_day:g} % of the points off for each day begun")
        if told and self.at_most_points is not None:
            told.append(f"{with_noun(self.at_most_points, 'point')} at most")
        if told and self.at_most_percent is not None:
            told.append(f"{self.at_most_percent:g} % at most")
        return ", ".join(told)


@dataclass(frozen=True)
class Lateness:
    """What the deadlines come to for one submission.

    Attributes
    ----------
    due : datetime
        Until when this learner had time, with the course's time zone.
    extended : bool
        Whether that is later than for the others.
    arrival : Arrival
        How it came.
    by : timedelta
        How late it is; zero unless it is late or after the end.
    rule : LateRule
        What lateness costs.
    marked : bool or None
        What the LMS says where the time is not known: late, or in time; None if it says nothing.
    """

    due: datetime
    extended: bool
    arrival: Arrival
    rule: LateRule
    by: timedelta = timedelta()
    marked: bool | None = None

    @property
    def days(self) -> int:
        """Count the days late, a day that has begun as a whole."""
        return math.ceil(self.by / DAY)

    @property
    def open(self) -> bool:
        """Tell whether nobody can say if this was late: the time is not known, and no LMS says that it was in time."""
        return self.arrival is Arrival.UNKNOWN and self.marked is not False

    def penalty(self, points: float) -> float:
        """Return what is taken off work of some points. Where the time is not known that is nothing."""
        if self.arrival is Arrival.CLOSED:
            return max(0.0, points)
        return self.rule.penalty(points, self.days) if self.arrival is Arrival.LATE else 0.0


@dataclass(frozen=True)
class Deadline:
    """The deadline of one assignment.

    Attributes
    ----------
    due : datetime
        Until when there is time, with a time zone.
    grace : timedelta
        How much later still counts as in time.
    rule : LateRule
        What lateness costs.
    extensions : mapping
        A learner's id → until when they have time.
    """

    due: datetime
    grace: timedelta = timedelta()
    rule: LateRule = field(default_factory=LateRule)
    extensions: Mapping[str, datetime] = field(default_factory=dict)

    def lateness(self, student: str, submitted: datetime | None, marked: bool | None = None) -> Lateness:
        """Say what this deadline comes to for a submission.

        Parameters
        ----------
        student : str
            The learner's id.
        submitted : datetime or None
            When it was handed in, with a time zone; None if that is not known.
        marked : bool or None
            Whether the LMS marks it as late; None if it says nothing.
        """
        due = self.extensions.get(student, self.due)
        extended = student in self.extensions
        if submitted is None:
            return Lateness(due, extended, Arrival.UNKNOWN, self.rule, marked=marked)
        by = submitted - due
        if by <= self.grace:
            return Lateness(due, extended, Arrival.IN_TIME, self.rule)
        end = self.rule.end(due, self.due)
        arrival = Arrival.CLOSED if end is not None and submitted > end else Arrival.LATE
        return Lateness(due, extended, arrival, self.rule, by)
