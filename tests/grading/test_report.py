"""What a class found hard: every number worked by hand, and at its limits."""

from __future__ import annotations

import csv
import datetime as dt
import html
import math
import re
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
import classroom
from commands import run

from newspace_grading.course.journal import Entry
from newspace_grading.model.record import Record
from newspace_grading.pages.learner.task_texts import Asked
from newspace_grading.pages.teacher import charts, collect, page
from newspace_grading.pages.teacher.descriptive_statistics import commonest, correlation, mean, median, share
from newspace_grading.pages.teacher.statistics import DEFINITIONS, Attempt, Learner, may_need_help, rows


def learner(name: str, **points: float | None) -> Learner:
    """Each task is worth 4 points; None is not graded, and −1 was left empty."""
    return Learner(
        name,
        {
            task: Attempt(0.0 if value == -1 else value, 4.0, value != -1, "" if value == 4 else f"back {value}", 0.5)
            for task, value in points.items()
        },
    )


def row_of(learners: list[Learner], task: str = "a"):
    return next(row for row in rows(learners, {"a": "A", "b": "B", "c": "C"}) if row.task == task)


def test_the_numbers_of_a_small_class_worked_by_hand() -> None:
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


def test_one_learner_and_none() -> None:
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


def test_too_few_are_marked_up_to_the_limit() -> None:
    class_ = [learner(str(number), a=number % 5, b=number % 3) for number in range(20)]
    assert not row_of(class_).few_for_discrimination
    assert row_of(class_[:19]).few_for_discrimination
    assert not row_of(class_[:10]).few_for_mean
    assert row_of(class_[:9]).few_for_mean


def test_wrong_results_are_counted_together_and_the_commonest_come_first() -> None:
    class_ = [learner(str(number), a=value) for number, value in enumerate([1, 1, 1, 2, 2, 0, 3, 4, -1])]
    assert row_of(class_).wrong == (("back 1", 3), ("back 2", 2), ("back 0", 1))


def test_who_may_need_help_and_why() -> None:
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


def test_the_numbers_underneath() -> None:
    assert (mean([]), mean([1, 2, 6])) == (None, 3)
    assert (share(1, 0), share(1, 4)) == (None, 0.25)
    assert (median([]), median([3, 1, 2]), median([1, 4])) == (None, 2, 2.5)
    assert commonest({}) == ("", 0)
    assert commonest({"b": 2, "a": 2, "c": 1}) == ("a", 2)
    assert correlation([(0, 0), (1, 1)]) is None
    assert correlation([(0, 0), (1, 2), (2, 4)]) == pytest.approx(1)
    assert correlation([(0, 1), (1, 0), (2, 1)]) == pytest.approx(0)
    assert correlation([(0.1, 5), (0.1, 6), (0.1, 7)]) is None


def test_a_learner_s_attempts_come_from_the_journal_and_over_it_from_a_person() -> None:
    tasks = {
        "n": [
            Asked("one", "One", "", {"a": True}, {"ta": "", "tb": ""}),
            Asked("two", "Two", "", {"w": False}, {"w": ""}),
            Asked("three", "Three", "", {"c": True}, {"tc": ""}),
        ]
    }
    failed = "one: not right yet.\n  Called:     f(3)\n  Came back:  7  (a number)\n  Expected:   a number"
    records = [
        Record("ta", "passed", 2.0, 2.0, seconds=0.5),
        Record("tb", "failed", 0.0, 1.0, failed, seconds=0.25),
        Record("w", "not graded", None, 4.0),
        Record("tc", "crashed", 0.0, 1.0, "The program ended in the middle of this test."),
    ]
    entry = Entry("k", "ada", "x", "", {"n": records}, {"n": ["c"]})
    found = collect.learner(entry, tasks, {}, many=False).attempts
    assert found["one"] == Attempt(2.0, 3.0, True, "f(3) gave 7 (a number)", 0.75, "failed")
    assert found["two"] == Attempt(None, 4.0, True, "", 0.0, "not graded")
    assert found["three"] == Attempt(0.0, 1.0, False, "crashed", 0.0, "crashed")
    given = collect.learner(entry, tasks, {("ada", "n", "w"): 3.0, ("bob", "n", "w"): 1.0}, many=True).attempts
    assert given["n/two"].points == 3.0
    unread = Entry("k", "bob", "x", "", {"n": [Record(r.task, "unreadable", None, r.points) for r in records]})
    assert {(one.points, one.tried) for one in collect.learner(unread, tasks, {}, many=False).attempts.values()} == {
        (None, False)
    }


SCRIPT = "<script>alert(1)</script>"


def test_the_page_escapes_everything_and_carries_every_definition() -> None:
    one = Learner(f"ada{SCRIPT}", {"t": Attempt(0.0, 2.0, True, SCRIPT)})
    found = collect.Collected([one], {"t": SCRIPT}, [(SCRIPT, SCRIPT)], [SCRIPT])
    made = page.render(found, rows(found.learners, found.titles), SCRIPT, [SCRIPT])
    assert "<script" not in made
    assert made.count("&lt;script&gt;") >= 7
    for name, meaning in DEFINITIONS.items():
        assert f">{name}</dt>" in made
        assert html.escape(meaning, quote=False).replace("'", "&#39;").split("&#39;")[0] in made
    assert "† This class is small" in made


def test_lateness_stands_on_the_page_with_its_definition() -> None:
    one = Learner("ada", {"t": Attempt(1.0, 2.0, True)})

    def made(late: list[collect.Late], due: str) -> str:
        found = collect.Collected([one], {"t": "T"}, [], [], late, due)
        return page.render(found, rows(found.learners, found.titles), "x", [])

    text = made([collect.Late(f"ada{SCRIPT}", 97_260.0, 1.5)], "6 January 2026, 00:00 UTC")
    assert "Due: 6 January 2026, 00:00 UTC. 1 of 1 submissions came" in text
    assert '</th><td class="number">1 d 3 h</td><td class="number">1.5</td>' in text
    assert "<script" not in text
    assert "Nothing came late" in made([], "6 January 2026, 00:00 UTC")
    assert "has no due time" in made([], "")
    assert [page._long(seconds) for seconds in (1, 60, 3600, 5400, 86_400, 86_460)] == [
        *("1 min", "1 min", "1 h", "1 h 30 min", "1 d", "1 d"),
    ]


def test_every_column_leads_to_its_definition() -> None:
    found = collect.Collected([], {"t": "T"}, [], [])
    text = page.render(found, rows([], {"t": "T"}), "x", [])
    targets = re.findall(r'href="#(def-[a-z-]+)"', text)
    assert len(targets) == 9
    assert all(f'<dt id="{target}">' in text for target in targets)


def test_few_is_said_of_numbers_that_are_there() -> None:
    class_ = [learner(str(number), a=number % 5, b=number % 3, c=None) for number in range(30)]
    assert page._few(rows(class_, {"a": "A", "b": "B", "c": "C"}), 30) == "", (
        "a task that nobody has graded has no number"
    )
    assert page._few(rows(class_[:15], {"a": "A", "b": "B"}), 15).startswith(
        "This class is small: shares of 0 and correlations of 2 of 2 tasks"
    )


@pytest.mark.slow
def test_the_report_reads_lateness_and_penalties_from_the_gradebook(tmp_path: Path) -> None:
    from nbgrader.api import Gradebook

    work = {"ada": classroom.GOOD, "bob": "return oops", "eve": "return number\noops ="}
    course = classroom.make(tmp_path.resolve() / "course", work, ['c.LateSubmissionPlugin.penalty_method = "zero"'])
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as book:
        book.update_or_create_assignment(classroom.NAME, duedate=dt.datetime(2026, 1, 4, 9, 30))
    classroom.hand_in(course, "bob", "return oops", "2026-01-04 09:29:00 UTC")
    graded = run(course, "autograde", classroom.NAME)
    assert (graded.returncode, graded.stderr) == (0, ""), "nbgrader's plugin for late work says nothing in between"
    done = run(course, "report", classroom.NAME)
    assert done.returncode == 0, done.stderr
    folder = course / "reports" / classroom.NAME
    text = (folder / "index.html").read_text(encoding="utf-8")
    assert "Due: 4 January 2026, 09:30 UTC. 2 of 3 submissions came" in text
    assert '<th scope="row">ada</th><td class="number">1 d</td><td class="number">2</td>' in text
    assert '<th scope="row">eve</th><td class="number">1 d</td><td class="number">0</td>' in text
    with (folder / "learners.csv").open(encoding="utf-8-sig", newline="") as file:
        late = {
            row["learner"]: (float(row["late_seconds"]), float(row["late_penalty"])) for row in csv.DictReader(file)
        }
    assert late == {"ada": (88_200.0, 2.0), "bob": (0.0, 0.0), "eve": (88_200.0, 0.0)}
    assert "the cell stopped with SyntaxError" in (folder / "wrong_results.csv").read_text(encoding="utf-8-sig")


def test_a_class_of_nobody_still_makes_a_page() -> None:
    assert charts.hardness([]) is charts.discrimination([]) is charts.totals([]) is None
    made = page.render(collect.Collected([], {"t": "T"}, [], []), rows([], {"t": "T"}), "x", [])
    assert "Nothing is graded yet" in made
