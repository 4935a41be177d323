"""The learner's page: it explains failures, shows no value of a hidden test, and has no active content."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest
from courses.feedback_page import Page
from courses.records import checked, error, failed, raised

from newspace_grading.engine.analysis.name_ownership import NameOwnership
from newspace_grading.engine.analysis.reference import Source
from newspace_grading.model.execution_plan import Part
from newspace_grading.model.results.failure import Failure, Label, RaisedError
from newspace_grading.model.results.record import Record
from newspace_grading.model.results.verdict import NEEDS_REVIEW, Reason, Verdict
from newspace_grading.pages.learner import markdown, task_texts
from newspace_grading.pages.learner.page import LONGEST_ANSWER, GradedAnswer, Work, render_feedback_page, summary
from newspace_grading.pages.learner.task_texts import TaskText
from newspace_grading.pages.learner.verdict_labels import WORDS
from newspace_grading.pages.learner.writer import learner_answers, write_page

SCRIPT = "<script>alert('x')</script><img src=x onerror=alert(1)>"


def harmless(page: Page) -> bool:
    dangerous = {"script", "img", "iframe", "object", "embed", "form", "link", "base"}
    links = [value or "" for name, value in page.attributes if name in ("href", "src")]
    return (
        not dangerous & set(page.tags)
        and not any(name.startswith("on") for name, _value in page.attributes)
        and all(link.startswith(("#", "https://", "http://", "mailto:")) for link in links)
    )


HIDDEN = checked((Label.CALLED, "f(71234.5)"), (Label.EXPECTED, "a number in m/s"), hidden=True, about="other values")
STUB = "def f(x):\n    # YOUR CODE HERE\n    raise NotImplementedError()"
CALLED = checked(
    (Label.CALLED, "f(3)"),
    (Label.CAME_BACK, "it stopped with NotImplementedError"),
    (Label.WHY, "Write your code."),
    stub=True,
)
NO_NAME = checked((Label.WHY, "There is no “f” yet."))
ERROR = "SyntaxError: expected ':' (<ipython-input-4-b7b7c716ee26>, line 3)"


@pytest.mark.parametrize(
    ("failure", "called", "stopped", "answer", "word", "told_too"),
    [
        (raised("NotImplementedError"), "(3)", "", STUB, "Not answered yet", "still holds the line"),
        (CALLED, "(3)", "", STUB, "Not answered yet", "still holds the line"),
        (NO_NAME, "", "NotImplementedError", STUB, "Not answered yet", ""),
        (CALLED, "(3)", "", "def f(x):\n    return g(x)", "Not right yet", "another task that is not answered yet"),
        (HIDDEN, "(3)", "", STUB, "Not right yet", "It tries: other values"),
        (
            raised("NameError: f"),
            "",
            ERROR,
            "def f(x)",
            "Does not run",
            "SyntaxError: expected ':' (line 3 of the cell)",
        ),
        (raised("NameError: f"), "", "KeyError: 'a (b.py)'", "{}['a (b.py)']", "Does not run", "KeyError: 'a (b.py)'"),
        (raised("AssertionError"), "(3)", "NameError: y", "def f(x): return 1\ny", "Not right yet", "NameError: y"),
        (raised("AssertionError"), "(3)", "", "def f(x): return 1", "Not right yet", "AssertionError"),
    ],
)
def test_a_task_without_an_answer_or_whose_cell_does_not_run_says_so(
    failure: Failure, called: str, stopped: str, answer: str, word: str, told_too: str
) -> None:
    record = failed(failure, called=called, cell_error=error(stopped) if stopped else None)
    text = Page(one(records=[record], answers={"a": answer})).text
    assert f"{word}: 0 of 2 points" in text
    assert told_too in text
    assert ("Not right yet" in text) is (word == "Not right yet")


def test_an_answer_left_as_it_was_given_out_is_not_answered_and_not_shown() -> None:
    record = failed(raised("AssertionError: 4711"))
    text = Page(one(records=[record], answers={"a": "x = None"}, left=frozenset("a"))).text
    assert "Not answered yet: 0 of 2 points" in text
    assert "4711" not in text
    assert "Your answer" not in text
    passed = Record("t", Verdict.PASSED, 2.0, 2.0)
    assert "Passed: 2 of 2 points" in Page(one(records=[passed], left=frozenset("a"))).text


def cells(*marked: tuple[str, str, dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        {"cell_type": kind, "source": text, "metadata": {"nbgrader": marks} if marks else {}}
        for kind, text, marks in marked
    ]


def test_tasks_without_names_are_grouped_by_cell_order() -> None:
    answer, test = {"grade_id": "a", "solution": True}, {"grade_id": "ta", "grade": True, "points": 1}
    found = task_texts.tasks(
        cells(
            ("markdown", "# Course\n\nWelcome.", {}), ("markdown", "How to.", {}), ("markdown", "## Part *A*\nDo it.", {}),
            ("markdown", "Carefully.", {}), ("code", "", answer), ("code", "assert a", test),
            ("code", "assert aa", test | {"grade_id": "ta2"}),
            ("code", "", answer | {"grade_id": "b"}), ("code", "assert b", test | {"grade_id": "tb"}),
            ("markdown", "Say why.", {}), ("markdown", "", {"grade_id": "w", "solution": True, "grade": True}),
            ("markdown", "---\n## Draw\nOn paper.", {"grade_id": "d", "task": True}),
        )
    )  # fmt: skip
    assert [(task.title, task.text, list(task.answers), list(task.tests)) for task in found] == [
        ("Part A", "Do it.\n\nCarefully.", ["a"], ["ta", "ta2"]),
        ("", "", ["b"], ["tb"]),
        ("", "Say why.", ["w"], ["w"]),
        ("Draw", "On paper.", ["d"], ["d"]),
    ]


def one(**more: Any) -> str:
    """A page of one task, in which everything that comes from somebody else tries to run."""
    task = task_texts.TaskText(
        "t" + SCRIPT,
        SCRIPT,
        f"{SCRIPT} [x](javascript:alert(1)) ![p](http://a.test/p.png)",
        {"a": True},
        {"t": "assert f"},
    )
    work = {
        "notebook": f"n{SCRIPT}", "learner": f"s{SCRIPT}", "handed_in": "",
        "records": [failed(raised(f"ValueError: {SCRIPT}\x1b[31m\u202e"), called=SCRIPT, returned=SCRIPT, repaired=(SCRIPT, "other"))],
        "answers": {"a": SCRIPT}, "comments": {"t": SCRIPT}, "notes": [SCRIPT],
    } | more  # fmt: skip
    return render_feedback_page(Work(**work), [task])


def test_the_page_contains_no_active_content() -> None:
    page = one()
    assert harmless(Page(page))
    assert "default-src 'none'" in page
    assert Page(page).text.count("alert(1)") >= 7, "it is shown, as text"
    assert "\x1b" not in page
    assert "\u202e" not in page
    assert harmless(
        Page(
            one(records=[Record("t", Verdict.UNREADABLE, None, 2.0, Reason.UNREADABLE, arguments={"problem": SCRIPT})])
        )
    )


def test_prose_keeps_what_is_safe_and_draws_formulas() -> None:
    made = str(
        markdown.html("**a** `b` [c](https://x.test) $\\frac{a<1}{b}$ [d](#Sources)\n\n| h | |\n|---|---|\n| 1 | $x$ |")
    )
    assert "<strong>a</strong> <code>b</code>" in made
    assert '<a href="https://x.test">c</a>' in made
    assert "<a>d</a>" in made
    assert made.count("<svg") == 2
    assert 'aria-label="\\frac{a&lt;1}{b}"' in made
    assert "<th></th>" not in made
    assert markdown.formula("\\nosuch{x}") == "<code>\\nosuch{x}</code>"
    assert "\ue000" not in markdown.html("\ue0007\ue001 <b onclick=x>y</b>")


def test_page_size_is_bounded() -> None:
    page = one(answers={"a": "x" * 10_000_000}, records=[failed(Failure(error=RaisedError("y" * 10_000_000)))])
    assert len(page) < LONGEST_ANSWER + 20_000
    assert "9980000 further characters are not shown" in page


@pytest.mark.parametrize("verdict", sorted(WORDS))
def test_every_verdict_has_words_and_pending_points_are_not_0(verdict: Any) -> None:
    held = verdict in NEEDS_REVIEW
    own_words = {"detail": "the engine's own words with 4711"}
    record = Record("t", verdict, None if held else 1.0, 2.0, Reason.GRADER_FAILED, arguments=own_words)
    text = Page(one(records=[record])).text
    assert WORDS[record.verdict].name.lower() in text.lower()
    assert ("No points yet, of 2" in text) is held
    assert ("1 of 2 points" in text) is not held
    if verdict in (Verdict.TAMPERED, Verdict.GRADER_ERROR):
        assert "4711" not in text, "how the grader failed is none of a learner's business"


@pytest.mark.parametrize(
    ("verdict", "held"), [(Verdict.NEEDS_PROCESS, 2.0), (Verdict.MANUAL, 0.0), (Verdict.TAMPERED, 2.0)]
)
def test_points_of_a_test_that_was_not_graded_are_held_and_those_of_a_manual_task_are_not(
    verdict: Any, held: float
) -> None:
    asked = TaskText("task", "", "", {"a": True}, {"t": "assert f()"})
    (task,) = summary(Work("n", "", "", [Record("t", verdict, None, 2.0)], {"a": "x"}), [asked])
    assert (task["waiting"], task["held"]) == (2.0, held)


@pytest.mark.parametrize("isolated", [True, False])
def test_a_test_in_the_learners_own_process_is_named(isolated: bool) -> None:
    text = Page(one(records=[failed(raised("ValueError: x"), isolated=isolated)])).text
    assert ("Not isolated: a test of this task was run in the same process as your program." in text) is not isolated


def test_a_person_s_points_and_comment_count_over_the_machine_s() -> None:
    record = Record("t", Verdict.MANUAL, None, 4.0, Reason.MANUAL_TASK)
    text = Page(
        one(records=[record], given={"t": GradedAnswer(2.5, by_person=True)}, comments={"a": "Well argued."})
    ).text
    assert "Graded by a person: 2.5 of 4 points" in text
    assert "Well argued." in text
    assert "wait" not in text.split("Graded by a person")[0]


def test_pages_are_written_atomically(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = tmp_path / "deep" / "page.html"
    write_page(page, "first")
    with monkeypatch.context() as patched:
        patched.setattr("os.fsync", lambda _handle: (_ for _ in ()).throw(OSError(28, "No space left on device")))
        with pytest.raises(OSError, match="No space"):
            write_page(page, "second")
    assert page.read_text(encoding="utf-8") == "first"
    assert list(page.parent.iterdir()) == [page]
    if sys.platform != "win32":
        assert page.stat().st_mode & 0o777 == 0o644


MARKS = {"part-a", "part-b", "part-c"}


def put(folder: Path, name: str, answer: str, marks: tuple[str, ...] = ("part-a", "part-b", "part-c")) -> None:
    cells = [
        {"cell_type": "code", "metadata": {"nbgrader": {"grade_id": mark}}, "source": f"# {mark}\n{answer}"}
        for mark in marks
    ]
    (folder / f"{name}.ipynb").write_text(json.dumps({"cells": cells, "nbformat": 4, "nbformat_minor": 5}), "utf-8")


def test_feedback_shows_the_answers_of_the_same_notebook_that_was_graded(tmp_path: Path) -> None:
    put(tmp_path, "first", "raise NotImplementedError()")
    put(tmp_path, "second", "x = 1")
    parts = [Part(mark, "answer", "") for mark in sorted(MARKS)]
    source = Source(name="first", parts=tuple(parts), names=NameOwnership(), others=frozenset({"second"}))
    assert learner_answers(source, tmp_path)["part-a"] == "# part-a\nraise NotImplementedError()"
