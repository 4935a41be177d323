"""What a learner may read of a failed test, and how hidden tests are described."""

from __future__ import annotations

import pytest
from courses.records import checked, error, failed, raised

from newspace_grading.disclosure.policy import disclose, secret_numbers
from newspace_grading.disclosure.redaction import descriptions
from newspace_grading.model.results.failure import Failure, Label
from newspace_grading.model.results.message import Sentence, Text, joined_texts
from newspace_grading.model.results.record import Record
from newspace_grading.model.results.verdict import Reason, Verdict

HIDDEN = (
    "check.number(f, 1, expect=2.5)\n### BEGIN HIDDEN TESTS\nwith checks.hidden('t', 'other values') as check:\n"
    "    check.number(f, 71234.5, expect=9.87654)\n### END HIDDEN TESTS"
)
ROWS: tuple[tuple[Label, Text], ...] = (
    (Label.CALLED, "f(71234.5)"),
    (Label.CAME_BACK, "71234.5"),
    (Label.EXPECTED, "a number in m/s,\nand no more"),
    (Label.WHY, "It is near 71234.5."),
)
FAILED = checked(*ROWS, hidden=True, about="other values")
CALL = {"called": "(71234.5)", "returned": "71234.5"}


def test_a_hidden_failure_tells_its_description_and_kind_and_neither_call_nor_result() -> None:
    shown = disclose(failed(FAILED, **CALL), HIDDEN, secret_numbers([HIDDEN], []))
    assert (shown.hidden_failed, shown.about) == (True, "other values")
    assert shown.rows == [(Label.EXPECTED, "a number in m/s, and no more"), (Label.WHY, "It is near ….")]


def line(text: str) -> Sentence:
    return Sentence("It happened in your line: {line}", (("line", text),), frozenset({"line"}))


def name(text: str) -> Sentence:
    return Sentence("Your function uses “{name}”, which does not exist.", (("name", text),), frozenset({"name"}))


@pytest.mark.parametrize(
    ("why", "own", "kept"),
    [
        (line("return [0] / 2"), "def f(x):\n    return [0] / 2", True),
        (line("return '71234.5'"), "def f(x):\n    return made_up(x)", False),
        (name("speed"), "speed + 1", True),
        (name("arg_71k"), "g(x)", False),
        (name("ZeroDivisionError"), "g(x)", True),
        (joined_texts(["At index 1: ", name("arg_71k")], ""), "g(x)", False),
        ("At an altitude of 0 the task asks for a ValueError.", "", True),
    ],
)
def test_a_hidden_failure_quotes_only_what_stands_in_the_learner_s_file(why: Text, own: str, kept: bool) -> None:
    hidden = checked((Label.CALLED, "f(1)"), (Label.WHY, why), hidden=True, about="other values")
    assert disclose(failed(hidden), HIDDEN, own=own).rows == ([(Label.WHY, str(why))] if kept else [])


def test_what_a_hidden_test_looked_at_in_the_learner_s_own_table_is_shown() -> None:
    rows = ((Label.LOOKED_AT, "your entry “a”"), (Label.CAME_BACK, "{}"), (Label.CALLED, "f(1)"))
    shown = disclose(failed(checked(*rows, hidden=True)), HIDDEN)
    assert shown.rows == [(Label.LOOKED_AT, "your entry “a”"), (Label.CAME_BACK, "{}")]


def test_a_hidden_failure_without_rows_tells_nothing_but_that() -> None:
    shown = disclose(failed(Failure(hidden=True), **CALL), HIDDEN)
    assert shown.hidden_failed
    assert shown.rows == []


def test_a_visible_check_is_told_whole_and_a_bare_assert_with_its_last_call() -> None:
    seen = checked(*ROWS)
    assert [label for label, _text in disclose(failed(seen), HIDDEN).rows] == [
        Label.CALLED, Label.CAME_BACK, Label.EXPECTED, Label.WHY,
    ]  # fmt: skip
    bare = failed(raised("AssertionError: too small"), called="(3)", returned="4")
    assert disclose(bare, "assert f(3) > 5, 'too small'").rows == [
        (Label.CALLED, "your function, with (3)"), (Label.CAME_BACK, "4"), (Label.WHAT_HAPPENED, "AssertionError: too small"),
    ]  # fmt: skip
    # With a hidden region in the cell nobody can tell whose call was the last.
    assert disclose(bare, HIDDEN).rows == [(Label.WHAT_HAPPENED, "AssertionError: too small")]


@pytest.mark.parametrize(
    ("verdict", "reason", "told"),
    [
        (Verdict.CRASHED, Reason.EXITED, []),
        (Verdict.TAMPERED, Reason.PROTOCOL, []),
        (Verdict.GRADER_ERROR, Reason.GRADER_FAILED, []),
        (Verdict.MANUAL, Reason.MANUAL_TASK, []),
        (Verdict.NEEDS_PROCESS, Reason.NEEDS_PROCESS, [Label.WHAT_HAPPENED]),
        (Verdict.FAILED, Reason.NO_NUMBER, [Label.WHAT_HAPPENED]),
        (Verdict.TIMED_OUT, Reason.CELL_ENDED, [Label.WHERE]),
    ],
)
def test_a_reason_is_told_where_the_verdict_does_not_say_it_already(
    verdict: Verdict, reason: Reason, told: list[Label]
) -> None:
    record = Record("t", verdict, 0.0, 1.0, reason, arguments={"verdict": "timed out", "detail": "no room"})
    assert [label for label, _text in disclose(record, HIDDEN).rows] == told


def test_an_error_of_the_cell_is_told_with_its_line() -> None:
    cell_error = error("SyntaxError: invalid syntax (<ipython-input-4-b7b7c716ee26>, line 3)")
    shown = disclose(failed(raised("NameError: f"), cell_error=cell_error), HIDDEN)
    assert shown.rows == [(Label.CELL_STOPPED, "SyntaxError: invalid syntax (line 3 of the cell)")]


def test_hidden_tests_are_described_or_counted() -> None:
    def cell(body: str, title: str = "") -> str:
        return f"x = 1\n### BEGIN HIDDEN TESTS{title}\n{body}\n### END HIDDEN TESTS"

    assert descriptions(HIDDEN) == ["other values"]
    assert descriptions(cell("assert f(1) == 2\nassert f(2) == 3")) == ["2 hidden tests"]
    assert descriptions(cell("assert f(1) == 2")) == ["1 hidden test"]
    assert descriptions(cell("self.assertEqual(f(1), 2)")) == ["1 hidden test"]
    assert descriptions(cell("# about: very large radii\nassert f(1e9) > 0")) == ["very large radii"]
    assert descriptions(cell("assert f(1e9) > 0", ": very large radii")) == ["very large radii"]
    assert descriptions("assert f(1)") == []
