"""Tests that must fail, as their source shows."""

from __future__ import annotations

import pytest

from newspace_grading.engine.analysis.certain_failures import names_certainly_read, stubs_certainly_called

STUB = 'def f(x):\n    "Do it."\n    raise NotImplementedError()'


@pytest.mark.parametrize(
    ("test", "names"),
    [
        ("assert f(a) == 1, told", {"f", "a"}),
        ("x = a\nassert f(x) == b", {"a", "f", "b"}),
        ("if a: f()", set()),
        ("try:\n    f()\nexcept NameError: pass", set()),
        ("with raises(NameError): f()", set()),
        ("assert a or f()\nassert (lambda: f())", {"a"}),
        ("[f(x) for x in a]", set()),
        ("no Python", set()),
    ],
)
def test_the_names_that_a_test_reads_in_any_case(test: str, names: set[str]) -> None:
    assert set(names_certainly_read(test)) == names


@pytest.mark.parametrize(
    ("test", "cells", "called"),
    [
        ("assert f(1) == 2", [STUB], {"f": 1}),
        ("x = 1\nassert f(x) == 2", [STUB], {"f": 2}),
        ("assert f(1) == 2", [STUB, "def f(x): return 2"], {}),
        ("assert f(1) == 2", [STUB, "f = print"], {}),
        ("assert f(1) == 2", ["def f(x):\n    if x: raise NotImplementedError()"], {}),
        ("assert callable(f)", [STUB], {}),
        ("if g(): f(1)", [STUB], {}),
        ("with raises(NotImplementedError): f(1)\nf(1)", [STUB], {}),
        ("assert f(1) == 2", [f"@wraps\n{STUB}"], {}),
        ("assert f(1) == 2", ["def f(:", STUB], {"f": 1}),
    ],
)
def test_the_stubs_that_a_test_calls_in_any_case(test: str, cells: list[str], called: dict[str, int]) -> None:
    assert stubs_certainly_called(test, cells) == called
