"""Encode arguments that are no plain data: handles that go back, the judge's functions, iterators, files, modules, objects of libraries."""

from __future__ import annotations

import functools
import io
import os
import sys
import types
from collections.abc import Callable, Iterator, Set
from typing import Any

from newspace_grading.engine.protocol.codec.scalars import NotSerializableError
from newspace_grading.engine.proxies.arguments.copied_objects import CopiedObjects
from newspace_grading.engine.proxies.arguments.lent_databases import LentDatabases
from newspace_grading.engine.proxies.objects import Remote

_MAX_DOC_CHARS = 5_000
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


def encode_reference(
    value: object,
    callbacks: list[Callable[..., Any]],
    importable: Set[str],
    copied: CopiedObjects,
    databases: LentDatabases,
) -> dict[str, Any] | None:
    """Make an envelope for such a value; None if it cannot go over.

    Parameters
    ----------
    value : object
        The argument.
    callbacks : list of callable
        The judge's functions that the worker may call; those that are handed over now are added.
    importable : set of str
        The modules that the reference itself imports.
    copied : CopiedObjects
        The objects of which the worker has copies; those that are handed over now are added.
    databases : LentDatabases
        The same of databases.
    """
    handle = _handle_of(value)
    if handle is not None:
        return {"t": "handle", "id": handle}
    if isinstance(value, io.TextIOWrapper) and value.readable() and value.seekable():
        place = value.tell()
        text = value.read()
        value.seek(place)
        return {"t": "textfile", "v": [text, 0]}
    if (database := databases.encode(value)) is not None:
        return database
    if isinstance(value, Iterator) and not callable(value):
        callbacks.append(functools.partial(next, value))
        return {"t": "iterator", "id": len(callbacks) - 1}
    if _is_mock(value):
        return _encode_tests_object(value, callbacks)
    if callable(value):
        return _encode_callable(value, callbacks)
    if isinstance(value, types.ModuleType) and value.__name__ in importable:
        return {"t": "module", "m": value.__name__, "n": ""}
    if type(value).__module__ == "__main__" or _is_of_a_helper(type(value)):
        return _encode_tests_object(value, callbacks)
    return copied.encode(value) if _is_of_a_library(type(value), importable) else None


def _is_of_a_library(kind: type, importable: Set[str]) -> bool:
    """Tell whether a class is one of the packages that the reference imports."""
    package = str(kind.__module__).partition(".")[0]
    if package == "logging":  # a logger is the same everywhere in a process
        return False
    return any(name.partition(".")[0] == package for name in importable)


def _encode_tests_object(value: Any, callbacks: list[Callable[..., Any]]) -> dict[str, Any]:
    """Encode an object that stays here: its attributes are asked for, set and, where it is a mock, called."""
    callbacks.extend((functools.partial(_attribute, value), functools.partial(_set_attribute, value)))
    envelope: dict[str, Any] = {"t": "tests object", "id": len(callbacks) - 2}
    if _is_mock(value) and callable(value):
        callbacks.append(value)
        envelope["call"] = True
    return envelope


def _is_mock(value: object) -> bool:
    """Tell whether a value is a mock of the test's."""
    mock = sys.modules.get("unittest.mock")
    return mock is not None and issubclass(type(value), mock.NonCallableMock)


def _is_of_a_helper(kind: type) -> bool:
    """Tell whether a class is one of a module beside the notebook: its objects stay here, as those of the test's own classes do."""
    place = getattr(sys.modules.get(kind.__module__), "__file__", None)
    folder = sys.path[0] if sys.path else ""
    return (
        isinstance(place, str)
        and bool(folder)
        and os.path.realpath(place).startswith(os.path.realpath(folder) + os.sep)
    )


def own_object(callbacks: list[Callable[..., Any]], raw: dict[str, Any]) -> object:
    """Return the judge's own object that comes back from the worker.

    Raises
    ------
    NotSerializableError
        If none was handed over under that number.
    """
    number = raw.get("id")
    found = callbacks[number] if type(number) is int and 0 <= number < len(callbacks) else None
    if not isinstance(found, functools.partial) or found.func is not _attribute:
        raise NotSerializableError("an object arrived that was never handed over")
    return found.args[0]


def _attribute(value: object, name: object) -> Any:
    """Return a public attribute of an object of the test's."""
    return getattr(value, _public(name, value))


def _set_attribute(value: object, name: object, new: object) -> None:
    """Set a public attribute of an object of the test's; of a mock only to plain data, which can assert nothing in its place."""
    if _is_mock(value) and (isinstance(new, Remote) or callable(new)):
        raise AttributeError(name)
    setattr(value, _public(name, value), new)


def _public(name: object, value: object) -> str:
    """Check that a name is public: private attributes lead to everything in the judge, a mock's own to what the test asserts."""
    if not isinstance(name, str) or name.startswith("_"):
        raise AttributeError(name)
    if _is_mock(value) and (name in _OF_MOCKS or name.startswith("assert")):
        raise AttributeError(name)
    return name


def _handle_of(value: object) -> int | None:
    """Return the handle of an object, or of a class of errors, that stays in the worker."""
    if isinstance(value, Remote):
        return value._remote_id
    if isinstance(value, type) and issubclass(value, BaseException):
        handle = vars(value).get("learners")
        return handle if type(handle) is int else None
    return None


def _encode_callable(value: Callable[..., Any], callbacks: list[Callable[..., Any]]) -> dict[str, Any]:
    """Encode a function: by its name if it is a module's, since the worker has the same; else as one to be called back."""
    module = getattr(value, "__module__", None)
    name = getattr(value, "__qualname__", getattr(value, "__name__", ""))
    if module in sys.modules and module != "__main__" and getattr(sys.modules[module], name, None) is value:
        return {"t": "module", "m": module, "n": name}
    callbacks.append(value)
    about = str(getattr(value, "__doc__", None) or "")[:_MAX_DOC_CHARS]
    return {"t": "callback", "id": len(callbacks) - 1, "name": str(name), "doc": about}
