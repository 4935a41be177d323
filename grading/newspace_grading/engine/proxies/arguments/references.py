"""Encode arguments that are no plain data: handles that go back, the test's own objects, iterators, files, modules, objects of libraries."""

from __future__ import annotations

import functools
import io
import os
import sys
import types
from collections.abc import Callable, Iterator, Set
from typing import Any

from newspace_grading.engine.proxies.arguments.copied_objects import CopiedObjects
from newspace_grading.engine.proxies.arguments.descriptions import (
    Pack,
    describe_class,
    describe_error,
    describe_function,
    describe_object,
    is_tests_own,
)
from newspace_grading.engine.proxies.arguments.handed_over import HandedOver
from newspace_grading.engine.proxies.arguments.lent_databases import LentDatabases
from newspace_grading.engine.proxies.arguments.use_of_objects import is_mock
from newspace_grading.engine.proxies.objects import Remote

_FUNCTIONS = (
    *(types.FunctionType, types.MethodType, types.BuiltinFunctionType, types.ModuleType, type, functools.partial),
)
"""What is called by its name or called back, and never copied."""
_LONG_TEXT = 200_000
_USED_HERE = {
    "contextlib": ("_GeneratorContextManager", "ExitStack", "nullcontext", "closing"),
    "_io": ("TextIOWrapper", "BufferedReader", "BufferedWriter", "BufferedRandom", "FileIO"),
    "tempfile": ("_TemporaryFileWrapper", "SpooledTemporaryFile"),
    "gzip": ("GzipFile",),
    "bz2": ("BZ2File",),
    "lzma": ("LZMAFile",),
    "csv": ("DictReader", "DictWriter"),
    "_csv": ("reader", "writer"),
    "queue": ("Queue", "LifoQueue", "PriorityQueue"),
    "_queue": ("SimpleQueue",),
    "_thread": ("lock", "RLock"),
    "threading": ("Event", "Condition", "Semaphore", "BoundedSemaphore", "Barrier"),
}
"""Classes of Python's library, by module, whose objects stay here: files, locks and the like. None opens a file by its name."""


def encode_reference(
    value: object,
    handed: HandedOver,
    importable: Set[str],
    copied: CopiedObjects,
    databases: LentDatabases,
    pack: Pack,
) -> dict[str, Any] | None:
    """Make an envelope for such a value; None if it cannot go over.

    Parameters
    ----------
    value : object
        The argument.
    handed : HandedOver
        What stays here and the worker may ask for by number; what is handed over now is added.
    importable : set of str
        The modules that the reference itself imports.
    copied : CopiedObjects
        The objects of which the worker has copies; those that are handed over now are added.
    databases : LentDatabases
        The same of databases.
    pack : callable
        Encodes a value that belongs to this one.
    """
    handle = _handle_of(value)
    if handle is not None:
        return {"t": "handle", "id": handle}
    if (text := _encode_long_text(value)) is not None:
        return text
    if (database := databases.encode(value)) is not None:
        return database
    if (own := _encode_own(value, handed, pack)) is not None:
        return own
    if isinstance(value, Iterator) and not callable(value):
        return {"t": "iterator", "id": handed.number_of_iterator(value)}
    is_librarys = not isinstance(value, _FUNCTIONS) and _is_of_a_library(type(value), importable)
    if is_librarys and (copy := copied.encode(value)) is not None:
        return copy
    if callable(value):
        return _encode_callable(value, handed)
    if isinstance(value, types.ModuleType) and value.__name__ in importable:
        return {"t": "module", "m": value.__name__, "n": ""}
    return None


def _encode_own(value: object, handed: HandedOver, pack: Pack) -> dict[str, Any] | None:
    """Make an envelope for what stays here and is asked: an object or a class of the test's; None for anything else."""
    kind = type(value)
    if isinstance(value, BaseException):
        return describe_error(value, handed, pack)
    if isinstance(value, type):
        return describe_class(value, handed, pack) if value.__module__ == "__main__" else None
    if is_mock(value) or kind is object or is_tests_own(kind):
        return describe_object(value, handed, pack)
    if kind.__name__ in _USED_HERE.get(kind.__module__, ()):
        return describe_object(value, handed, pack)
    if kind.__module__ == "logging" and kind.__name__ in ("Logger", "RootLogger"):
        return {"t": "logger", "name": value.name}  # type: ignore[attr-defined]
    return None


def _encode_long_text(value: object) -> dict[str, Any] | None:
    """Encode what is left of a long file that is read: its lines would each be asked for; None for anything else."""
    if type(value) is not io.TextIOWrapper or value.closed or not value.readable() or value.writable():
        return None
    if not value.seekable() or not value.name or os.fstat(value.fileno()).st_size <= _LONG_TEXT:
        return None
    place = value.tell()
    text = value.read()
    value.seek(place)
    return {"t": "textfile", "v": [text, 0]}


def _is_of_a_library(kind: type, importable: Set[str]) -> bool:
    """Tell whether a class is one of Python's library, or of the packages that the reference imports."""
    package = str(kind.__module__).partition(".")[0]
    if package == "logging":  # a logger is the same everywhere in a process
        return False
    return package in sys.stdlib_module_names or any(name.partition(".")[0] == package for name in importable)


def _handle_of(value: object) -> int | None:
    """Return the handle of an object, or of a class of errors, that stays in the worker."""
    if isinstance(value, Remote):
        return value._remote_id
    if isinstance(value, type) and issubclass(value, BaseException):
        handle = vars(value).get("learners")
        return handle if type(handle) is int else None
    return None


def _encode_callable(value: Callable[..., Any], handed: HandedOver) -> dict[str, Any]:
    """Encode a function: by its name if it is a module's, since the worker has the same; else as one to be called back."""
    module = getattr(value, "__module__", None)
    name = getattr(value, "__qualname__", getattr(value, "__name__", ""))
    if module in sys.modules and module != "__main__" and getattr(sys.modules[module], name, None) is value:
        return {"t": "module", "m": module, "n": name}
    return describe_function(value, handed)
