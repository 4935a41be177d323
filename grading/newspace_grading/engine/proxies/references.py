"""Encode arguments that are no plain data: handles that go back, the judge's functions, iterators, files, modules, objects of libraries."""

from __future__ import annotations

import base64
import functools
import io
import os
import pickle
import sys
import types
from collections.abc import Callable, Iterator, Set
from typing import Any

from newspace_grading.engine.protocol.codec.scalars import NotSerializableError
from newspace_grading.engine.proxies.objects import Remote

_MAX_DOC_CHARS = 5_000
_MAX_DATABASE_BYTES = 16 * 2**20
_MAX_COPIED_BYTES = 16 * 2**20
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


class CopiedObjects:
    """The objects of libraries (a model of scikit-learn, say) of which the worker has copies: pickled here, where they are the test's own.

    The worker keeps a copy under its number as long as both are as they were; what it has changed stays there.
    """

    def __init__(self) -> None:
        self._objects: list[Any] = []
        self._sent: list[bytes] = []

    def clear(self) -> None:
        """Forget them, for a new test."""
        self._objects.clear()
        self._sent.clear()

    def encode(self, value: object) -> dict[str, Any] | None:
        """Encode an object as its number, with the content if the worker has another or none; None if it cannot be pickled."""
        content = _pickled(value)
        if content is None:
            return None
        number = next((place for place, one in enumerate(self._objects) if one is value), len(self._objects))
        if number == len(self._objects):
            self._objects.append(value)
            self._sent.append(b"")
        return self._under_number(number, content)

    def refreshed(self) -> Iterator[dict[str, Any]]:
        """Encode those that the test has changed since they were handed over."""
        for number, value in enumerate(self._objects):
            content = _pickled(value) if self._sent[number] else None
            if content is not None and content != self._sent[number]:
                yield self._under_number(number, content)

    def _under_number(self, number: int, content: bytes) -> dict[str, Any]:
        """Encode an object by its number, and its content if the worker has another."""
        if self._sent[number] == content:
            return {"t": "copied", "n": number}
        self._sent[number] = content
        return {"t": "copied", "n": number, "b": base64.b64encode(content).decode("ascii")}

    def get(self, number: object) -> Any:
        """Return an object by its number.

        Raises
        ------
        NotSerializableError
            If there is none.
        """
        if type(number) is not int or not 0 <= number < len(self._objects):
            raise NotSerializableError("an object arrived that was never handed over")
        return self._objects[number]

    def send_again(self, number: int) -> None:
        """Send the content of an object the next time: the worker has changed its copy and keeps it no longer."""
        self._sent[number] = b""


class _LibraryPickler(pickle.Pickler):
    """Pickle what consists of classes of libraries alone; the test's own do not exist in the worker."""

    def reducer_override(self, value: Any) -> Any:
        """Refuse classes and functions of the test, and what stands for a learner's."""
        if str(getattr(value, "__module__", "")).partition(".")[0] in ("__main__", __name__.partition(".")[0]):
            raise pickle.PicklingError("it is the test's own")
        return NotImplemented


def _pickled(value: object) -> bytes | None:
    """Pickle an object of the test's; None if that is impossible, or if there is too much of it."""
    content = io.BytesIO()
    try:
        _LibraryPickler(content, pickle.HIGHEST_PROTOCOL).dump(value)
    except Exception:  # noqa: BLE001 - whatever a library says of what cannot be pickled; a proxy in it, too
        return None
    return content.getvalue() if content.tell() <= _MAX_COPIED_BYTES else None


def encode_reference(
    value: object, callbacks: list[Callable[..., Any]], importable: Set[str], copied: CopiedObjects
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
    """
    handle = _handle_of(value)
    if handle is not None:
        return {"t": "handle", "id": handle}
    if isinstance(value, io.TextIOWrapper) and value.readable() and value.seekable():
        place = value.tell()
        text = value.read()
        value.seek(place)
        return {"t": "textfile", "v": [text, 0]}
    if _is_of_sqlite(value):
        return _encode_database(value)
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


def _is_of_sqlite(value: Any) -> bool:
    """Tell whether a value is a connection to a database, or a cursor with which nothing was asked for yet."""
    sqlite = sys.modules.get("sqlite3")
    if sqlite is None:
        return False
    return type(value) is sqlite.Connection or (type(value) is sqlite.Cursor and value.description is None)


def _encode_database(value: Any) -> dict[str, Any] | None:
    """Encode the content of a database, for reading; None if it is too large, or if its rows are made by a function of the test's."""
    import sqlite3

    is_cursor = isinstance(value, sqlite3.Cursor)
    connection = value.connection if is_cursor else value
    try:
        content = connection.serialize()
    except sqlite3.ProgrammingError:  # it is closed
        return None
    except sqlite3.OperationalError:  # there is nothing in it yet
        content = b""
    if len(content) > _MAX_DATABASE_BYTES or value.row_factory not in (None, sqlite3.Row):
        return None
    named = value.row_factory is sqlite3.Row
    text = base64.b64encode(content).decode("ascii")
    return {"t": "database", "b": text, "named": named, "cursor": is_cursor}


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
