"""What a judge hands over that is no plain data: handles that go back, and its own functions, iterators, files and modules."""

from __future__ import annotations

import functools
import io
import sys
import types
from collections.abc import Callable, Iterator
from typing import Any

from newspace_grading.engine.proxies.objects import Remote


def encode_reference(value: object, callbacks: list[Callable[..., Any]], importable: set[str]) -> dict[str, Any] | None:
    """An envelope for such a value; None if it cannot go over.

    Parameters
    ----------
    value : object
        What is handed over.
    callbacks : list of callable
        The judge's functions that the other side may call; those that are handed over now are added.
    importable : set of str
        The modules that the reference itself imports.
    """
    if isinstance(value, Remote):
        return {"t": "handle", "id": value._id}
    if isinstance(value, type) and issubclass(value, BaseException) and type(vars(value).get("learners")) is int:
        return {"t": "handle", "id": vars(value)["learners"]}
    if isinstance(value, io.TextIOWrapper) and value.readable() and value.seekable():
        place = value.tell()
        text = value.read()
        value.seek(place)
        return {"t": "textfile", "v": [text, 0]}
    if isinstance(value, Iterator):
        callbacks.append(functools.partial(next, value))
        return {"t": "iterator", "id": len(callbacks) - 1}
    if callable(value):
        module = getattr(value, "__module__", None)
        name = getattr(value, "__qualname__", getattr(value, "__name__", ""))
        if module in sys.modules and module != "__main__" and getattr(sys.modules[module], name, None) is value:
            return {"t": "module", "m": module, "n": name}
        callbacks.append(value)
        return {"t": "callback", "id": len(callbacks) - 1, "name": str(name)}
    if isinstance(value, types.ModuleType) and value.__name__ in importable:
        return {"t": "module", "m": value.__name__, "n": ""}
    return None
