"""The statistics of a class: every number worked by hand, and at its limits."""

from __future__ import annotations

import math

import pytest

from newspace_grading.pages.teacher.descriptive_statistics import commonest, correlation, mean, median, share
from newspace_grading.pages.teacher.statistics import Learner, TaskAttempt, may_need_help, task_statistics


def learner(name: str, **points: float | None) -> Learner:
    """Each task is worth 4 points; None is not graded, and −1 was left empty."""
    return Learner(
        name,
        {
            task: TaskAttempt(
                0.0 if value == -1 else value, 4.0, value != -1, "" if value == 4 else f"back {value}", 0.5
            )
            for task, value in points.items()
        },
    )


def row_of(learners: list[Learner], task: str = "a"):
    return next(row for row in task_statistics(learners, {"a": "A", "b": "B", "c": "C"}) if row.task == task)


def test_statistics_of_a_small_class_match_hand_computed_values() -> None:
    # a: 4, 2, 0 (empty), not graded;  b: 4, 4, 0, 4
    class_ = [learner("x", a=4, b=4), learner("y", a=2, b=4), learner("z", a=-1, b=0), learner("w", a=None, b=4)]
    row = row_of(class_)
    assert (row.handed_in, row.tried, row.graded, row.not_graded) == (4, 3, 3, 1)
    assert (row.right, row.right_of) == (1 / 2, 2)  # x and y tried and were graded; x is right
    assert row.mean == pytest.approx((1 + 0.5 + 0) / 3)
    # shares of a: 1, 0.5, 0; of the rest: 1, 1, 0.  r = 0.5 / sqrt(0.5 · 2/3) = 0.8660
    assert row.discrimination == pytest.approx(math.sqrt(3) / 2)
    assert row.discrimination_of == 3
    assert row.wrong == (("back 2", 1),)
    assert row.few_for_right
    assert row.few_for_discrimination


def test_the_task_itself_is_left_out_of_the_rest() -> None:
    # the rest is the same for all: with the task itself in it the correlation would be 1
    class_ = [learner("x", a=4, b=2), learner("y", a=2, b=2), learner("z", a=0, b=2)]
    assert row_of(class_).discrimination is None
    assert class_[0].rest("a") == 0.5
    assert class_[0].total == 0.75


def test_strong_learners_who_fail_a_task_make_its_discrimination_negative() -> None:
    class_ = [learner("x", a=0, b=4, c=4), learner("y", a=4, b=0, c=0), learner("z", a=2, b=2, c=2)]
    assert row_of(class_).discrimination == pytest.approx(-1)


@pytest.mark.parametrize(("points", "right", "average"), [(4.0, 1.0, 1.0), (0.0, 0.0, 0.0)])
def test_all_right_and_all_wrong_have_no_discrimination(points: float, right: float, average: float) -> None:
    row = row_of([learner(str(number), a=points, b=number) for number in range(5)])
    assert (row.right, row.mean, row.discrimination) == (right, average, None)
    assert row.wrong == (() if points else (("back 0.0", 5),))


def test_statistics_of_one_learner_and_of_none() -> None:
    row = row_of([learner("x", a=4)])
    assert (row.handed_in, row.right, row.mean, row.discrimination) == (1, 1.0, 1.0, None)
    row = row_of([])
    assert (row.handed_in, row.right, row.mean, row.discrimination, row.seconds, row.wrong) == (
        0,
        None,
        None,
        None,
        None,
        (),
    )


def test_not_graded_is_never_0() -> None:
    alone = row_of([learner("x", a=4, b=4), learner("y", a=4, b=2), learner("z", a=2, b=0)])
    with_open = row_of(
        [learner("x", a=4, b=4), learner("y", a=4, b=2), learner("z", a=2, b=0)]
        + [learner(f"w{n}", a=None, b=4) for n in range(9)]
    )
    assert (with_open.right, with_open.mean, with_open.discrimination) == (
        alone.right,
        alone.mean,
        alone.discrimination,
    )
    assert with_open.not_graded == 9
    assert learner("v", a=None, b=None).total is None


def test_small_samples_are_marked_below_the_limit() -> None:
    class_ = [learner(str(number), a=number % 5, b=number % 3) for number in range(20)]
    assert not row_of(class_).few_for_discrimination
    assert row_of(class_[:19]).few_for_discrimination
    assert not row_of(class_[:10]).few_for_mean
    assert row_of(class_[:9]).few_for_mean


def test_wrong_results_are_counted_together_and_the_commonest_come_first() -> None:
    class_ = [learner(str(number), a=value) for number, value in enumerate([1, 1, 1, 2, 2, 0, 3, 4, -1])]
    assert row_of(class_).wrong == (("back 1", 3), ("back 2", 2), ("back 0", 1))


def test_learners_who_may_need_help_are_listed_with_reasons() -> None:
    tasks = dict.fromkeys("abcd", 4.0)
    good = [learner(f"good{number}", **tasks) for number in range(9)]
    missed = learner("missed", **(tasks | {"a": 0, "b": 3}))
    idle = learner("idle", a=4, b=-1, c=-1, d=-1)
    unknown = learner("unknown", a=None, b=None, c=None, d=None)
    helped = {one.learner: one.reasons for one in may_need_help([*good, missed, idle, unknown])}
    assert helped == {
        "missed": ("missed what most of the others got right: a, b",),
        "idle": ("tried 1 of 4 tasks", "earned 25% of the points that are graded"),
    }
    assert may_need_help([]) == []


def test_descriptive_statistics() -> None:
    assert (mean([]), mean([1, 2, 6])) == (None, 3)
    assert (share(1, 0), share(1, 4)) == (None, 0.25)
    assert (median([]), median([3, 1, 2]), median([1, 4])) == (None, 2, 2.5)
    assert commonest({}) == ("", 0)
    assert commonest({"b": 2, "a": 2, "c": 1}) == ("a", 2)
    assert correlation([(0, 0), (1, 1)]) is None
    assert correlation([(0, 0), (1, 2), (2, 4)]) == pytest.approx(1)
    assert correlation([(0, 1), (1, 0), (2, 1)]) == pytest.approx(0)
    assert correlation([(0.1, 5), (0.1, 6), (0.1, 7)]) is None
