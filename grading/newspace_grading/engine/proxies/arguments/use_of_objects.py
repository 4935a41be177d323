"""Use an object of the test's for the worker: public attributes, and those special methods that its class defines."""

from __future__ import annotations

import copy
import sys
from collections.abc import Callable
from typing import Any, Protocol

from newspace_grading.engine.protocol.special_methods import FORWARDED
from newspace_grading.engine.proxies.objects import Remote

_OF_MOCKS = frozenset(
    [
        *(
            "called",
            "call_count",
            "call_args",
            "call_args_list",
            "mock_calls",
            "method_calls",
            "return_value",
            "side_effect",
        ),
        *(
            "attach_mock",
            "configure_mock",
            "mock_add_spec",
            "reset_mock",
            "await_count",
            "await_args",
            "await_args_list",
        ),
    ]
)
"""A mock's own attributes, by which a test asks what was called."""
_IDENTITY = frozenset({"__hash__", "__eq__", "__ne__"})
_NOTHING = object()


class ReadsErrors(Protocol):
    """Make an error from its report."""

    def read_error(self, report: str, /) -> BaseException:
        """Make the error that the learner's code has raised."""


def is_mock(value: object) -> bool:
    """Tell whether a value is a mock of the test's."""
    mock = sys.modules.get("unittest.mock")
    return mock is not None and issubclass(type(value), mock.NonCallableMock)


def special_methods_of(kind: type, *, mock: bool = False) -> frozenset[str]:
    """Return the special methods that a class has and that may be used from the other side; of a mock it is equal to itself alone."""
    found = frozenset(name for name in FORWARDED if _defined(kind, name) is not None)
    return found - _IDENTITY if mock else found


def has_no_hash(kind: type) -> bool:
    """Tell whether objects of a class cannot be keys."""
    return vars(kind).get("__hash__", kind.__hash__) is None


def _defined(kind: type, name: str) -> Any:
    """Return a special method as a class or one of its bases defines it; None if none does, except for Python's own."""
    for base in kind.__mro__:
        if base is not object and base is not type and name in vars(base):
            return vars(base)[name]
    return None


def use(value: Any, allowed: frozenset[str], reader: ReadsErrors, what: object, *given: Any, **named: Any) -> Any:
    """Use an object in the way that the worker names.

    Parameters
    ----------
    value : object
        The object, or class.
    allowed : frozenset of str
        The special methods that may be used.
    reader : ReadsErrors
        Makes an error of the learner's from its report.
    what : str
        ``get``, ``set``, ``vars``, ``copy``, ``deepcopy`` or the name of a special method.
    *given, **named
        The arguments.

    Raises
    ------
    AttributeError
        If that is none of the public or allowed ways.
    """
    if isinstance(what, str) and what in allowed:
        if what == "__call__":
            return value(*given, **named)
        return _special(value, what, reader, given)
    way = _WAYS.get(what) if isinstance(what, str) else None
    if way is None:
        raise AttributeError(what)
    return way(value, *given)


def _special(value: Any, name: str, reader: ReadsErrors, given: tuple[Any, ...]) -> list[Any]:
    """Call a special method as Python does; return an empty list for ``NotImplemented``."""
    if name == "__exit__":
        given = _exit_arguments(reader, *given)
    found = _defined(type(value), name)
    bound = found.__get__(value, type(value)) if hasattr(type(found), "__get__") else found
    result = bound(*given)
    return [] if result is NotImplemented else [result]


def _exit_arguments(reader: ReadsErrors, report: object = None) -> tuple[Any, ...]:
    """Make the arguments of ``__exit__`` from the report of the error that ended the block."""
    if not isinstance(report, str):
        return None, None, None
    error = reader.read_error(report)
    return type(error), error, None


def _attribute(value: object, name: object) -> Any:
    """Return a public attribute of an object of the test's."""
    return getattr(value, _public(name, value))


def _set_attribute(value: object, name: object, new: object) -> None:
    """Set a public attribute of an object of the test's; of a mock only to plain data, which can assert nothing in its place."""
    if is_mock(value) and (isinstance(new, Remote) or callable(new)):
        raise AttributeError(name)
    setattr(value, _public(name, value), new)


def _public(name: object, value: object) -> str:
    """Check that a name is public: private attributes lead to everything in the judge, a mock's own to what the test asserts."""
    if not isinstance(name, str) or name.startswith("_") or name in _INNER:
        raise AttributeError(name)
    if is_mock(value) and (name in _OF_MOCKS or name.startswith("assert")):
        raise AttributeError(name)
    return name


_INNER = frozenset(
    {"mro", "gi_frame", "gi_code", "cr_frame", "cr_code", "ag_frame", "ag_code", "tb_frame", "f_globals"}
)
"""Names without an underscore that lead to what Python itself keeps."""


def _public_fields(value: object) -> dict[str, Any]:
    """Return the public fields of an object: what `vars` shows, without what is private."""
    fields = {} if is_mock(value) else vars(value)
    return {name: one for name, one in fields.items() if isinstance(name, str) and not name.startswith("_")}


_WAYS: dict[str, Callable[..., Any]] = {
    "get": _attribute,
    "set": _set_attribute,
    "vars": _public_fields,
    "copy": copy.copy,
    "deepcopy": copy.deepcopy,
}
