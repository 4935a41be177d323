"""The judge decides whether a failed test was hidden: a learner's program can only reduce what is disclosed."""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any

import pytest

from newspace_grading.disclosure.failure_reader import failure_here, failure_there
from newspace_grading.engine.protocol.codec.shared_classes import NO_SHARED_CLASSES
from newspace_grading.engine.protocol.messages import ErrorFamily, ErrorReport
from newspace_grading.engine.proxies.exceptions import ExceptionFactory, raise_from_line
from newspace_grading.model.execution_plan import Step
from newspace_grading.model.results.failure import Failure, Label, RaisedError

SOURCE = "visible()\n### BEGIN HIDDEN TESTS\nhidden()\n### END HIDDEN TESTS\nvisible()"
STEP = Step("test", SOURCE, "t")
CLAIM = {"rows": [["called", "f(10.5)"]], "hidden": False, "task": "t"}


@pytest.fixture
def package(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """A course's package whose function `check` fails with what it is given."""
    module = ModuleType("a_course")
    code = (
        "class Failed(AssertionError):\n    pass\n"
        "def check(failure, error=None):\n    error = error or Failed('in words')\n"
        "    if failure is not None:\n        error.failure = failure\n    raise error"
    )
    exec(compile(code, "a_course.py", "exec"), vars(module))  # noqa: S102
    monkeypatch.setitem(sys.modules, "a_course", module)
    return module


def ended(line: int, **names: Any) -> Failure:
    """How a test is described that calls what stands in a line of it."""
    source = "\n" * (line - 1) + "act()"
    with pytest.raises(BaseException) as caught:  # noqa: PT011 - whatever it is
        exec(compile(source, "test t", "exec"), names)  # noqa: S102
    return failure_here(caught.value, STEP)


def test_a_failure_of_the_courses_check_is_trusted(package: ModuleType) -> None:
    found = ended(1, act=lambda: package.check(CLAIM | {"stub": True}))
    assert found == Failure(((Label.CALLED, "f(10.5)"),), stub=True, task="t", line=1)


def test_a_check_of_a_hidden_test_is_one_wherever_it_stands(package: ModuleType) -> None:
    for line in (1, 3):
        found = ended(line, act=lambda: package.check(CLAIM | {"hidden": True, "about": "others"}))
        assert (found.hidden, found.about, found.line) == (True, "others", line)


def test_what_a_hidden_line_raises_is_hidden_even_if_the_check_does_not_say_so(package: ModuleType) -> None:
    assert ended(3, act=lambda: package.check(CLAIM)) == Failure(hidden=True, line=3)
    assert ended(3, act=lambda: 1 / 0) == Failure(hidden=True, line=3)


@pytest.mark.parametrize(
    "claim", [None, [], "text", {"rows": "x"}, {"rows": [["no such label", "x"]]}, {"rows": [["called", object()]]}]
)
def test_an_unrelated_exception_is_an_ordinary_error(package: ModuleType, claim: object) -> None:
    found = ended(1, act=lambda: package.check(claim))
    assert found.error == RaisedError("Failed", "in words")
    assert found.rows == ()


def learners_error(kind: str, **fields: Any) -> BaseException:
    family = ErrorFamily(shared=(("builtins", "ValueError"),), own=((1, kind),))
    report = ErrorReport(kind, family, "made up", fields=tuple(fields.items()))
    return ExceptionFactory(NO_SHARED_CLASSES, lambda value: value).make(report)


def test_a_learners_exception_is_never_trusted_as_a_failure() -> None:
    error = learners_error("CheckFailed", failure=CLAIM, rows=[], message="x", learners_text=None)
    found = ended(1, act=lambda: raise_from_line(error, "raise CheckFailed"))
    assert found.rows == ()
    assert found.error is not None
    assert found.error.kind == "CheckFailed"
    assert ended(3, act=lambda: raise_from_line(error, "raise CheckFailed")) == Failure(hidden=True, line=3)


def test_a_returned_exception_is_not_trusted_when_the_test_raises_it(package: ModuleType) -> None:
    error = package.Failed("made up")
    error.failure = CLAIM

    def act() -> None:
        raise error

    assert ended(1, act=act).rows == ()


def test_a_learners_exception_out_of_a_check_is_not_trusted(package: ModuleType) -> None:
    error = learners_error("Mine")
    assert ended(1, act=lambda: package.check(CLAIM, error)).rows == ()


def there(line: int, claim: object) -> Failure:
    return failure_there("ValueError", "x", line, STEP, claim)


def test_a_claim_from_the_learners_process_can_only_reduce_disclosure() -> None:
    assert there(1, CLAIM) == Failure(((Label.CALLED, "f(10.5)"),), task="t")
    assert there(1, CLAIM | {"hidden": True, "about": "10.5"}) == Failure(hidden=True)
    assert there(1, CLAIM | {"hidden": "no"}) == Failure(hidden=True)
    for line in (3, 0, -1):
        assert there(line, CLAIM) == Failure(hidden=True), line
    assert there(1, None) == Failure(error=RaisedError("ValueError", "x"))
    assert failure_there("NotImplementedError", "", 1, STEP, None).stub
