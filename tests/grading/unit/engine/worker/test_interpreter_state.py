"""Detection of changes to the Python functions that decide a test in the learner's own process."""

from __future__ import annotations

import builtins
import sys
import unittest
from collections.abc import Iterator

import numpy as np
import numpy.testing
import pytest

from newspace_grading.engine.worker import interpreter_state


@pytest.fixture(autouse=True)
def _remembered() -> Iterator[None]:
    interpreter_state.remember_again()
    yield
    interpreter_state.remembered.cache_clear()


def test_an_unmodified_interpreter_reports_no_changes() -> None:
    assert [name for name in interpreter_state.changes() if not name.startswith("sys.")] == []


@pytest.mark.parametrize(
    ("owner", "name", "told"),
    [
        (builtins, "isinstance", "builtins.isinstance"),
        (numpy.testing, "assert_allclose", "numpy.testing.assert_allclose"),
        (np, "allclose", "numpy.allclose"),
        (unittest.TestCase, "assertEqual", "unittest.case.TestCase.assertEqual"),
    ],
)
def test_a_replaced_function_is_reported_by_name(
    owner: object, name: str, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = getattr(owner, name)

    def other(*given: object) -> object:
        return kept(*given)

    monkeypatch.setattr(owner, name, other)
    found = interpreter_state.changes()
    monkeypatch.undo()
    assert told in found


def test_replaced_code_is_reported_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    def other(self: object, first: object, second: object, msg: object = None) -> None: ...

    monkeypatch.setattr(unittest.TestCase.assertIs, "__code__", other.__code__)
    assert "unittest.case.TestCase.assertIs" in interpreter_state.changes()


def _notebooks(*_given: object) -> int:
    return 0


@pytest.mark.parametrize(
    ("owner", "name", "told"),
    [
        (unittest.case, "len", "unittest.case.len"),  # it stands before Python's own there
        (unittest.TestCase, "__getattr__", "unittest.case.TestCase.__getattr__"),
    ],
)
def test_a_function_of_the_notebook_that_was_added_is_reported_by_name(
    owner: object, name: str, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(unittest.case, "__doc__")  # how many names there are tells nothing
    monkeypatch.setattr(owner, name, _notebooks, raising=False)
    assert told not in interpreter_state.changes()
    monkeypatch.setattr(_notebooks, "__module__", "__main__")
    assert told in interpreter_state.changes()


def test_a_deciding_function_that_is_gone_is_reported_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(unittest.TestCase, "assertIn")
    assert "unittest.case.TestCase.assertIn" in interpreter_state.changes()


def test_added_hooks_are_reported_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "meta_path", sys.meta_path[1:])
    assert "sys.meta_path" in interpreter_state.changes()
    monkeypatch.undo()
    before = sys.getprofile()
    sys.setprofile(lambda *_given: None)
    try:
        found = interpreter_state.changes()
    finally:
        sys.setprofile(before)
    assert "sys.setprofile" in found
