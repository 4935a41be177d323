"""Encode arguments that are no plain data: handles that go back, the judge's functions, iterators, files, modules, objects of libraries."""

from __future__ import annotations

import functools
import io
import os
import sys
import types
from collections.abc import Callable, Iterator, Set
from typing import Any

from newspace_grading.engine.proxies.arguments.copied_objects import CopiedObjects
from newspace_grading.engine.proxies.arguments.lent_databases import LentDatabases
from newspace_grading.engine.proxies.arguments.lent_objects import LentObjects, is_mock
from newspace_grading.engine.proxies.objects import Remote

_MAX_DOC_CHARS = 5_000


def encode_reference(
    value: object,
    callbacks: list[Callable[..., Any]],
    importable: Set[str],
    copied: CopiedObjects,
    databases: LentDatabases,
    lent: LentObjects,
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
    lent : LentObjects
        The objects of the test's own classes, which stay here.
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
    if is_mock(value):
        return lent.encode(value)
    if callable(value):
        return _encode_callable(value, callbacks)
    if isinstance(value, types.ModuleType) and value.__name__ in importable:
        return {"t": "module", "m": value.__name__, "n": ""}
    if type(value).__module__ == "__main__" or _is_of_a_helper(type(value)):
        return lent.encode(value)
    return copied.encode(value) if _is_of_a_library(type(value), importable) else None


def _is_of_a_library(kind: type, importable: Set[str]) -> bool:
    """Tell whether a class is one of the packages that the reference imports."""
    package = str(kind.__module__).partition(".")[0]
    if package == "logging":  # a logger is the same everywhere in a process
        return False
    return any(name.partition(".")[0] == package for name in importable)


def _is_of_a_helper(kind: type) -> bool:
    """Tell whether a class is one of a module beside the notebook: its objects stay here, as those of the test's own classes do."""
    place = getattr(sys.modules.get(kind.__module__), "__file__", None)
    folder = sys.path[0] if sys.path else ""
    return (
        isinstance(place, str)
        and bool(folder)
        and os.path.realpath(place).startswith(os.path.realpath(folder) + os.sep)
    )


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
