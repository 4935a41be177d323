"""The teacher's report on a class: attempts, numbers worked out by hand, and the page."""

from __future__ import annotations

import html
import re

from courses.records import checked, failed

from newspace_grading.course.lms.lists.sections import Sections
from newspace_grading.course.records.journal import Entry
from newspace_grading.model.results.failure import Label
from newspace_grading.model.results.record import Record
from newspace_grading.model.results.verdict import Reason, Verdict
from newspace_grading.pages.learner.task_texts import TaskText
from newspace_grading.pages.teacher import charts, collect, page
from newspace_grading.pages.teacher.statistics import DEFINITIONS, Learner, TaskAttempt, task_statistics


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


def test_attempts_come_from_the_journal_and_manual_points_take_precedence() -> None:
    tasks = {
        "n": [
            TaskText("one", "One", "", {"a": True}, {"ta": "", "tb": ""}),
            TaskText("two", "Two", "", {"w": False}, {"w": ""}),
            TaskText("three", "Three", "", {"c": True}, {"tc": ""}),
        ]
    }
    wrong = checked((Label.CALLED, "f(3)"), (Label.CAME_BACK, "7  (a number)"), (Label.EXPECTED, "a number"))
    records = [
        Record("ta", Verdict.PASSED, 2.0, 2.0, seconds=0.5),
        failed(wrong, "tb", 1.0, seconds=0.25),
        Record("w", Verdict.MANUAL, None, 4.0),
        Record("tc", Verdict.CRASHED, 0.0, 1.0, Reason.EXITED),
    ]
    entry = Entry("k", "ada", "x", "", {"n": records}, untouched={"n": ["c"]})
    found = collect.learner(entry, tasks, {}, many=False).attempts
    assert found["one"] == TaskAttempt(2.0, 3.0, True, "f(3) gave 7 (a number)", 0.75, Verdict.FAILED)
    assert found["two"] == TaskAttempt(None, 4.0, True, "", 0.0, Verdict.MANUAL)
    assert found["three"] == TaskAttempt(0.0, 1.0, False, Verdict.CRASHED, 0.0, Verdict.CRASHED)
    given = collect.learner(entry, tasks, {("ada", "n", "w"): 3.0, ("bob", "n", "w"): 1.0}, many=True).attempts
    assert given["n/two"].points == 3.0
    unread = Entry("k", "bob", "x", "", {"n": [Record(r.task, Verdict.UNREADABLE, None, r.points) for r in records]})
    assert {(one.points, one.tried) for one in collect.learner(unread, tasks, {}, many=False).attempts.values()} == {
        (None, False)
    }


def test_a_task_that_was_not_graded_is_held_for_a_person_and_a_manual_task_is_not() -> None:
    records = [
        Record("t1", Verdict.PASSED, 1.0, 1.0),
        Record("t2", Verdict.NEEDS_PROCESS, None, 1.0, Reason.NEEDS_PROCESS),
        Record("t3", Verdict.MANUAL, None, 1.0, Reason.MANUAL_TASK),
        Record("t4", Verdict.NEEDS_PROCESS, None, 1.0, Reason.NEEDS_PROCESS),
    ]
    assert collect.review_reasons(Entry("k", "ada", "x", "", {"n": records})) == ["not graded: t2, t4"]


SCRIPT = "<script>alert(1)</script>"


def test_the_page_escapes_everything_and_carries_every_definition() -> None:
    one = Learner(f"ada{SCRIPT}", {"t": TaskAttempt(0.0, 2.0, True, SCRIPT)})
    found = collect.Collected([one], {"t": SCRIPT}, [(SCRIPT, SCRIPT)], [SCRIPT])
    made = page.render_report(found, task_statistics(found.learners, found.titles), SCRIPT, [SCRIPT])
    assert "<script" not in made
    assert made.count("&lt;script&gt;") >= 7
    for name, meaning in DEFINITIONS.items():
        assert f">{name}</dt>" in made
        assert html.escape(meaning, quote=False).replace("'", "&#39;").split("&#39;")[0] in made
    assert "† This class is small" in made


def test_tests_that_were_not_isolated_are_named() -> None:
    found = collect.Collected([], {"t": "T"}, [], [], not_isolated={"test-t": 3})
    made = page.render_report(found, task_statistics([], {"t": "T"}), "x", [])
    assert "<h2>Not isolated</h2>" in made
    assert "<li>test-t: 3 of 0</li>" in made
    found = collect.Collected([], {"t": "T"}, [], [])
    assert "Not isolated" not in page.render_report(found, task_statistics([], {"t": "T"}), "x", [])


def test_lateness_stands_on_the_page_with_its_definition() -> None:
    one = Learner("ada", {"t": TaskAttempt(1.0, 2.0, True)})

    def made(late: list[collect.Late], due: str) -> str:
        found = collect.Collected([one], {"t": "T"}, [], [], late, due)
        return page.render_report(found, task_statistics(found.learners, found.titles), "x", [])

    text = made([collect.Late(f"ada{SCRIPT}", 97_260.0, 1.5)], "6 January 2026, 00:00 UTC")
    assert "Due: 6 January 2026, 00:00 UTC. 1 of 1 submissions came" in text
    assert '</th><td class="number">1 d 3 h</td><td class="number">1.5</td>' in text
    assert "<script" not in text
    assert "Nothing came late" in made([], "6 January 2026, 00:00 UTC")
    assert "has no due time" in made([], "")
    assert [page._long(seconds) for seconds in (1, 60, 3600, 5400, 86_400, 86_460)] == [
        *("1 min", "1 min", "1 h", "1 h 30 min", "1 d", "1 d"),
    ]


def test_what_is_to_mark_is_counted_by_marker_and_section() -> None:
    sections = Sections({"ada": "Lab 2", "bob": "Lab 1", "eve": SCRIPT, "kim": "Lab 1"}, {"Lab 1": "Ms Kim"})
    shares = collect.marking_shares({"ada": 1, "bob": 2, "eve": 1, "kim": 1, "zoe": 0, "max": 3}, sections)
    assert [(one.marker, one.section, one.learners, one.tasks) for one in shares] == [
        ("Ms Kim", "Lab 1", ("bob", "kim"), 3),
        ("", SCRIPT, ("eve",), 1),
        ("", "Lab 2", ("ada",), 1),
        ("", "", ("max",), 3),
    ]
    made = page.render_report(
        collect.Collected([], {"t": "T"}, [], [], to_mark=shares), task_statistics([], {"t": "T"}), "x", []
    )
    assert '<td>Ms Kim</td><td>Lab 1</td><td class="number">2</td><td class="number">3</td>' in made
    assert "<script" not in made


def test_every_column_leads_to_its_definition() -> None:
    found = collect.Collected([], {"t": "T"}, [], [])
    text = page.render_report(found, task_statistics([], {"t": "T"}), "x", [])
    targets = re.findall(r'href="#(def-[a-z-]+)"', text)
    assert len(targets) == 9
    assert all(f'<dt id="{target}">' in text for target in targets)


def test_too_few_is_said_only_of_existing_numbers() -> None:
    class_ = [learner(str(number), a=number % 5, b=number % 3, c=None) for number in range(30)]
    assert page._few(task_statistics(class_, {"a": "A", "b": "B", "c": "C"}), 30) == "", (
        "a task that nobody has graded has no number"
    )
    assert page._few(task_statistics(class_[:15], {"a": "A", "b": "B"}), 15).startswith(
        "This class is small: shares of 0 and correlations of 2 of 2 tasks"
    )


def test_an_empty_class_renders_a_page() -> None:
    assert charts.hardness([]) is charts.discrimination([]) is charts.totals([]) is None
    made = page.render_report(collect.Collected([], {"t": "T"}, [], []), task_statistics([], {"t": "T"}), "x", [])
    assert "Nothing is graded yet" in made
