"""What a learner may read of a failed test, and how hidden tests are described."""

from __future__ import annotations

import pytest

from newspace_grading.disclosure.policy import disclose, rows_of, secret_numbers
from newspace_grading.disclosure.redaction import descriptions
from newspace_grading.model.results.record import Record
from newspace_grading.model.results.verdict import Verdict

HIDDEN = (
    "check.number(f, 1, expect=2.5)\n### BEGIN HIDDEN TESTS\nwith checks.hidden('t', 'other values') as check:\n"
    "    check.number(f, 71234.5, expect=9.87654)\n### END HIDDEN TESTS"
)
FAILED = (
    "t: not right yet.\n  Hidden test:  other values\n  Called:       f(71234.5)\n  Came back:    71234.5\n\n"
    "  Expected:     a number in m/s,\n                and no more\n  Why:          It is near 71234.5."
)


def test_a_hidden_failure_tells_its_description_and_kind_and_neither_call_nor_result() -> None:
    record = Record("t", Verdict.FAILED, 0.0, 2.0, FAILED, called="(71234.5)", came_back="71234.5")
    shown = disclose(record, HIDDEN, secret_numbers([HIDDEN], []))
    assert shown.failed == "other values"
    assert shown.rows == [("Expected", "a number in m/s, and no more"), ("Why", "It is near ….")]


@pytest.mark.parametrize(
    ("why", "own", "kept"),
    [
        ("It happened in your line: return [0] / 2", "def f(x):\n    return [0] / 2", True),
        ("It happened in your line: return '71234.5'", "def f(x):\n    return made_up(x)", False),
        (
            "Your function uses “speed”, which does not exist. Check the spelling; run the cells above.",
            "speed + 1",
            True,
        ),
        ("Your function uses “arg_71k”, which does not exist. Check the spelling; run the cells above.", "g(x)", False),
        ("At an altitude of 0 the task asks for a ValueError.", "", True),
    ],
)
def test_a_hidden_failure_quotes_only_what_stands_in_the_learner_s_file(why: str, own: str, kept: bool) -> None:
    message = f"t: not right yet.\n  Hidden test:  other values\n  Called:       f(1)\n  Why:          {why}"
    assert disclose(Record("t", Verdict.FAILED, 0.0, 2.0, message), HIDDEN, own=own).rows == (
        [("Why", why)] if kept else []
    )


def test_a_message_that_cannot_be_taken_apart_shows_nothing_of_a_hidden_test() -> None:
    broken = FAILED.replace("  Called:", "Called:")
    assert rows_of(broken) == []
    shown = disclose(Record("t", Verdict.FAILED, 0.0, 2.0, broken, called="(71234.5)"), HIDDEN)
    assert shown.failed
    assert shown.rows == []


def test_a_visible_check_is_told_whole_and_a_bare_assert_with_its_last_call() -> None:
    seen = FAILED.replace("  Hidden test:  other values\n", "")
    assert [label for label, _text in disclose(Record("t", Verdict.FAILED, 0.0, 2.0, seen), HIDDEN).rows] == [
        "Called", "Came back", "Expected", "Why",
    ]  # fmt: skip
    bare = Record("t", Verdict.FAILED, 0.0, 2.0, "AssertionError: too small", "(3)", "4")
    assert disclose(bare, "assert f(3) > 5, 'too small'").rows == [
        ("Called", "your function, with (3)"), ("Came back", "4"), ("What happened", "AssertionError: too small"),
    ]  # fmt: skip
    # With a hidden region in the cell nobody can tell whose call was the last.
    assert disclose(bare, HIDDEN).rows == [("What happened", "AssertionError: too small")]


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
