"""Errors of the learner's are made again with the classes that they come after, and with what they were raised from."""

from __future__ import annotations

import json
from typing import Any

import pytest

from newspace_grading.engine.protocol.codec.shared_classes import NO_SHARED_CLASSES
from newspace_grading.engine.protocol.messages import ErrorFamily, ErrorReport, encode
from newspace_grading.engine.proxies.exceptions import ExceptionFactory

KEY, LOOKUP, ERROR = ("builtins", "KeyError"), ("builtins", "LookupError"), ("builtins", "Exception")
BANK = ErrorFamily((ERROR,), ((1, "BankError"),), ((-1,),))
UNKNOWN = ErrorFamily((KEY, LOOKUP, ERROR), ((2, "Unknown"), (1, "BankError")), ((1, -1), (-3,)))


@pytest.fixture
def factory() -> ExceptionFactory:
    return ExceptionFactory(NO_SHARED_CLASSES, lambda raw: raw)


@pytest.mark.parametrize("order", [(BANK, UNKNOWN), (UNKNOWN, BANK)])
def test_a_class_has_all_its_bases_and_lends_none_to_the_others(
    factory: ExceptionFactory, order: tuple[ErrorFamily, ErrorFamily]
) -> None:
    made = {family.own[0][1]: factory.class_of(family) for family in order}
    assert made["Unknown"].__bases__ == (made["BankError"], KeyError)
    assert made["BankError"].__bases__ == (Exception,)


@pytest.mark.parametrize("parents", [((0,),), ((-9,),), ((7, -1),), (), ((-1, -2),)])
def test_parents_that_cannot_be_are_left_out(factory: ExceptionFactory, parents: tuple[tuple[int, ...], ...]) -> None:
    found = factory.class_of(ErrorFamily((KEY, ("builtins", "OSError")), ((1, "Odd"),), parents))
    assert issubclass(found, KeyError)


def test_an_error_keeps_what_it_was_raised_from(factory: ExceptionFactory) -> None:
    cause = json.loads(json.dumps(encode(ErrorReport("KeyError", ErrorFamily((KEY,)), "'x'", args=["x"]))))
    error = factory.make(ErrorReport("BankError", BANK, "no", args=["no"], cause=cause))
    assert isinstance(error.__cause__, KeyError)
    assert error.__cause__.args == ("x",)


@pytest.mark.parametrize("cause", [7, {"kind": "nothing"}, []])
def test_a_broken_cause_is_left_out(factory: ExceptionFactory, cause: Any) -> None:
    assert factory.make(ErrorReport("BankError", BANK, "no", cause=cause)).__cause__ is None
