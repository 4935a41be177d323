"""Arguments that the learner's function changed in place are changed on the judge's side as well."""

from __future__ import annotations

import array
import collections
import io
import sys
import types
from collections.abc import Callable
from typing import Any

MUTABLE: tuple[type, ...] = (
    *(list, dict, set, bytearray, collections.deque, array.array),
    *(io.StringIO, io.BytesIO, types.SimpleNamespace),
)


def can_change(value: object) -> bool:
    """Whether a value could be changed in place and told about as data."""
    numpy, pandas = sys.modules.get("numpy"), sys.modules.get("pandas")
    return (
        isinstance(value, MUTABLE)
        or (numpy is not None and isinstance(value, numpy.ndarray))
        or (pandas is not None and isinstance(value, getattr(pandas, "DataFrame", ()) or ()))
        or (pandas is not None and isinstance(value, getattr(pandas, "Series", ()) or ()))
    )


def copy_back(old: Any, new: Any) -> None:
    """Give an argument the contents that it has on the other side."""
    if type(old) is not type(new):
        return
    for kind, change in _CHANGES.items():
        if isinstance(old, kind):
            change(old, new)
            return
    if type(old).__module__.startswith("pandas"):
        old._update_inplace(new)  # whatever was added, dropped or sorted
    elif old.shape == new.shape:
        old[...] = new


def _dict(old: dict[Any, Any], new: dict[Any, Any]) -> None:
    entries = [(key, old.get(key), value) for key, value in new.items()]
    old.clear()
    for key, before, value in entries:
        if type(before) is type(value) and can_change(value):
            copy_back(before, value)
            old[key] = before
        else:
            old[key] = value


def _namespace(old: types.SimpleNamespace, new: types.SimpleNamespace) -> None:
    vars(old).clear()
    vars(old).update(vars(new))


def _anew(old: Any, new: Any) -> None:
    old.clear()
    (old.update if isinstance(old, set) else old.extend)(new)


def _list(old: list[Any], new: list[Any]) -> None:
    if len(old) == len(new) and all(type(a) is type(b) and can_change(a) for a, b in zip(old, new, strict=True)):
        for one, other in zip(old, new, strict=True):
            copy_back(one, other)
    else:
        old[:] = new


def _file(old: Any, new: Any) -> None:
    old.seek(0)
    old.truncate()
    old.write(new.getvalue())
    old.seek(new.tell())


_CHANGES: dict[Any, Callable[[Any, Any], None]] = {
    list: _list,
    dict: _dict,
    (set, collections.deque, bytearray): _anew,
    types.SimpleNamespace: _namespace,
    (io.StringIO, io.BytesIO): _file,
    array.array: lambda old, new: old.__setitem__(slice(None), new),
}
