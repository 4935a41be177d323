"""Where a test compares with a learner's operators: only what is expected there is altered by the probes."""

from __future__ import annotations

import threading

import pytest

from newspace_grading.engine.analysis.compiled_cells import RunningExpressions, compiled_test
from newspace_grading.engine.judge.probes.expected_values import altered_tests


class Thing:
    """An object whose comparisons are noted."""

    def __init__(self, value: object, running: RunningExpressions) -> None:
        self.value, self.running = value, running

    def __eq__(self, other: object) -> bool:
        self.running.note()
        return self.value == (other.value if isinstance(other, Thing) else other)

    def __lt__(self, other: Thing) -> bool:
        self.running.note()
        return str(self.value) < str(other.value)

    __hash__ = None  # type: ignore[assignment]


def altered(source: str) -> list[str]:
    """Run a test in which ``t`` makes objects that compare; return the variants of it that the probes run."""
    running = RunningExpressions("test")
    compiled_test(source, "test").run({"t": lambda value: Thing(value, running)})
    spans = running.spans()
    assert spans is not None
    return altered_tests(source, spans)


@pytest.mark.parametrize(
    ("source", "kept"),
    [
        ("assert t(1) == 1\nassert len('ab') == 2", "len('ab') == 2"),
        ("assert t(1) == 1 and len('ab') == 2", "len('ab') == 2"),
        ("assert [one.value for one in sorted([t(2), t(1)])] == [1, 2]\nassert t(3) == 3", "== [1, 2]"),
        ("assert {'a': 7}['a' if t(1) == 1 else 'b'] == 7", "== 7"),
        ("def check(one):\n    return one == 5\nassert check(t(5)) == True", "== True"),
    ],
)
def test_what_is_compared_with_plain_values_is_not_altered(source: str, kept: str) -> None:
    texts = altered(source)
    assert len(texts) == 1
    assert kept in texts[0]


def test_a_constant_is_altered_for_each_expected_value_of_an_operator() -> None:
    texts = altered("assert t([1, 2]) == [1, 2]\nassert t('é') == 'é' and [t(9)] == [9]")
    assert len(texts) == 4, "of the list at the end, too: Python compares its items, by their operator"


def test_calls_that_compare_are_found_where_a_method_stands_on_a_line_of_its_own() -> None:
    source = "import unittest\n(unittest\n    .TestCase()\n    .assertEqual(t(4), 4))"
    (text,) = altered(source)
    assert "t(4), 4)" not in text


def test_a_test_that_only_sorts_has_nothing_to_alter() -> None:
    assert altered("assert [one.value for one in sorted([t(2), t(1)])] == [1, 2]") == []


def test_where_another_thread_compares_all_is_altered() -> None:
    running = RunningExpressions("test")
    thread = threading.Thread(target=running.note)
    thread.start()
    thread.join()
    assert running.spans() is None
    assert len(altered_tests("assert f(1) == 2\nassert f(2) == 3", running.spans())) == 2
