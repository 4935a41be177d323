"""What a deadline comes to for a submission: in time, late by so many days, after the end, or not known."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from newspace_grading.course.grading.deadlines.class_lateness import ClassLateness
from newspace_grading.course.grading.deadlines.rules import Arrival, Deadline, LateRule
from newspace_grading.course.grading.deadlines.words import deadline_words, lateness_words

SEOUL = ZoneInfo("Asia/Seoul")
DUE = datetime(2026, 11, 30, 23, 59, tzinfo=SEOUL)
PER_DAY = LateRule(percent_per_day=10, at_most_percent=50, nothing_after=timedelta(days=7))


@pytest.mark.parametrize(
    ("student", "minutes", "over"),
    [("kim", 10, False), ("kim", 11, True), ("lee", 11, False), ("lee", 24 * 60 + 11, True)],
)
def test_nobody_is_behind_before_their_own_time_is_over(student: str, minutes: int, over: bool) -> None:
    deadline = Deadline(DUE, timedelta(minutes=10), extensions={"lee": DUE + timedelta(days=1)})
    assert ClassLateness(deadline).is_over(student, after(minutes=minutes)) is over
    assert ClassLateness(None).is_over(student, DUE) is None


def after(**length: float) -> datetime:
    return DUE.astimezone(UTC) + timedelta(**length)


@pytest.mark.parametrize(
    ("submitted", "arrival", "days", "penalty"),
    [
        (after(hours=-1), Arrival.IN_TIME, 0, 0.0),
        (after(), Arrival.IN_TIME, 0, 0.0),
        (after(minutes=10), Arrival.IN_TIME, 0, 0.0),  # the grace
        (after(minutes=11), Arrival.LATE, 1, 2.0),
        (after(days=1), Arrival.LATE, 1, 2.0),
        (after(days=1, seconds=1), Arrival.LATE, 2, 4.0),
        (after(days=6, hours=1), Arrival.LATE, 7, 10.0),  # the cap
        (after(days=7, seconds=1), Arrival.CLOSED, 8, 20.0),
    ],
)
def test_a_day_that_has_begun_counts_as_a_whole(
    submitted: datetime, arrival: Arrival, days: int, penalty: float
) -> None:
    found = Deadline(DUE, timedelta(minutes=10), PER_DAY).lateness("kim", submitted)
    assert (found.arrival, found.days, found.penalty(20.0)) == (arrival, days, penalty)


def test_an_extension_moves_due_time_and_end() -> None:
    later = DUE + timedelta(days=3)
    deadline = Deadline(DUE, rule=LateRule(2.0, nothing_after=DUE + timedelta(days=1)), extensions={"kim": later})
    assert deadline.lateness("kim", after(days=3)).arrival is Arrival.IN_TIME
    assert deadline.lateness("kim", after(days=3)).extended
    assert deadline.lateness("kim", after(days=3, hours=23)).arrival is Arrival.LATE
    assert deadline.lateness("kim", after(days=4, hours=1)).arrival is Arrival.CLOSED
    assert deadline.lateness("lee", after(days=1, hours=1)).arrival is Arrival.CLOSED


def test_points_off_are_never_more_than_the_work_has() -> None:
    rule = LateRule(points_per_day=3)
    assert [rule.penalty(points, 2) for points in (20.0, 4.0, 0.0)] == [6.0, 4.0, 0.0]
    assert LateRule(points_per_day=3, at_most_points=5).penalty(20.0, 4) == 5.0


def test_without_a_rule_lateness_is_told_and_costs_nothing() -> None:
    found = Deadline(DUE).lateness("kim", after(days=1, hours=2))
    assert found.penalty(20.0) == 0.0
    assert lateness_words(found) == "late by 1 d 2 h"


@pytest.mark.parametrize(("marked", "open_"), [(None, True), (True, True), (False, False)])
def test_a_time_that_is_not_known_costs_nothing_and_is_told(marked: bool | None, open_: bool) -> None:
    found = Deadline(DUE, rule=PER_DAY).lateness("kim", None, marked)
    assert found.arrival is Arrival.UNKNOWN
    assert found.penalty(20.0) == 0.0
    assert found.open is open_
    assert lateness_words(found).startswith("time of submission not known")


def test_a_day_of_25_hours_is_counted_in_hours() -> None:
    berlin = ZoneInfo("Europe/Berlin")  # clocks go back on 25 October 2026
    due = datetime(2026, 10, 24, 12, tzinfo=berlin)
    same_clock = datetime(2026, 10, 25, 12, tzinfo=berlin)
    assert Deadline(due).lateness("kim", same_clock.astimezone(UTC)).days == 2


def test_everybody_reads_the_rule_in_words() -> None:
    text = deadline_words(Deadline(DUE, timedelta(minutes=10), PER_DAY))
    assert text == (
        "Due: 30 November 2026, 23:59 (Asia/Seoul). 10 min more still count as in time. "
        "Late: 10 % of the points off for each day begun, 50 % at most. After 7 December 2026, 23:59 (Asia/Seoul) it gets no points."
    )


def test_what_lateness_costs_is_said_with_its_bound() -> None:
    late = Deadline(DUE, rule=PER_DAY).lateness("kim", after(days=2, hours=3))
    assert lateness_words(late) == "late by 2 d 3 h: 30 % off"
    assert lateness_words(Deadline(DUE, rule=PER_DAY).lateness("kim", after(days=6))) == "late by 6 d: 50 % off"
    assert "no points" in lateness_words(Deadline(DUE, rule=PER_DAY).lateness("kim", after(days=8)))
