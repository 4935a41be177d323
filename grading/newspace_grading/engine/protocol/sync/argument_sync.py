"""Apply changes in place of values on one side, judge or worker, to their copies on the other side."""

from __future__ import annotations

import array
import collections
import io
import random
import sys
import types
from collections.abc import Callable
from typing import Any

MUTABLE: tuple[type, ...] = (
    *(list, dict, set, bytearray, memoryview, collections.deque, array.array),
    *(io.StringIO, io.BytesIO, types.SimpleNamespace, random.Random),
)
_MOST_LENT = 50
_MOST_ITEMS = 1_000


def can_change(value: object) -> bool:
    """Tell whether a value can be changed in place and crosses as plain data."""
    numpy, pandas = sys.modules.get("numpy"), sys.modules.get("pandas")
    xml = sys.modules.get("xml.etree.ElementTree")
    return (
        (xml is not None and type(value) in (xml.Element, xml.ElementTree))
        or issubclass(type(value), MUTABLE)  # a proxy claims to be what it stands for
        or (numpy is not None and isinstance(value, numpy.ndarray))
        or _is_numpys_generator(value)
        or _is_graph(value)
        or (pandas is not None and isinstance(value, getattr(pandas, "DataFrame", ()) or ()))
        or (pandas is not None and isinstance(value, getattr(pandas, "Series", ()) or ()))
    )


class LentValues:
    """Track what a test changes in plain values that came from the learner's side.

    Parameters
    ----------
    encode : callable
        Encodes a value.
    """

    def __init__(self, encode: Callable[[object], Any]) -> None:
        self._encode = encode
        self._held: dict[tuple[int | None, str | None], tuple[Any, Any]] = {}

    def __len__(self) -> int:
        return len(self._held)

    def clear(self) -> None:
        """Forget all values."""
        self._held.clear()

    def note(self, handle: int | None, name: str | None, value: Any) -> None:
        """Record a value as it is now, with the place that it came from."""
        if len(self._held) < _MOST_LENT and can_change(value) and _size(value) <= _MOST_ITEMS:
            self._held[handle, name] = (value, self._encode(value))

    def changed(self) -> list[tuple[int | None, str | None, Any]]:
        """Return the places whose values have changed, with the new values, and record these."""
        found = []
        for (handle, name), (value, before) in list(self._held.items()):
            now = self._encode(value)
            if now != before:
                self._held[handle, name] = (value, now)
                found.append((handle, name, now))
        return found


def _size(value: Any) -> int:
    size = getattr(value, "size", None)
    if type(size) is int:
        return size
    return len(value) if hasattr(value, "__len__") else 0


def _is_numpys_generator(value: object) -> bool:
    chance = sys.modules.get("numpy.random")
    return chance is not None and type(value) in (chance.Generator, chance.RandomState)


def _is_graph(value: object) -> bool:
    """Tell whether a value is a graph of networkx's."""
    networkx = sys.modules.get("networkx")
    return networkx is not None and type(value) in (
        networkx.Graph,
        networkx.DiGraph,
        networkx.MultiGraph,
        networkx.MultiDiGraph,
    )


def copy_back(old: Any, new: Any) -> None:
    """Copy the contents from the other side into an argument, which stays the same object."""
    if old is new or type(old) is not type(new):
        return
    for kind, change in _COPIERS.items():
        if isinstance(old, kind):
            change(old, new)
            return
    if _is_numpys_generator(old):
        name = "bit_generator" if hasattr(old, "bit_generator") else "_bit_generator"
        getattr(old, name).state = getattr(new, name).state
    elif type(old).__module__.startswith("xml."):
        _copy_element(old, new)
    elif _is_graph(old):
        _copy_graph(old, new)
    elif type(old).__module__.startswith("pandas"):
        old._update_inplace(new)  # whatever was added, dropped or sorted
    elif old.shape == new.shape:
        old[...] = new


def _copy_dict(old: dict[Any, Any], new: dict[Any, Any]) -> None:
    entries = [(key, old.get(key), value) for key, value in new.items()]
    old.clear()
    for key, before, value in entries:
        if type(before) is type(value) and can_change(value):
            copy_back(before, value)
            old[key] = before
        else:
            old[key] = value


def _copy_namespace(old: types.SimpleNamespace, new: types.SimpleNamespace) -> None:
    vars(old).clear()
    vars(old).update(vars(new))


def _refill(old: Any, new: Any) -> None:
    old.clear()
    (old.update if isinstance(old, set) else old.extend)(new)


def _copy_list(old: list[Any], new: list[Any]) -> None:
    if len(old) == len(new) and all(type(a) is type(b) and can_change(a) for a, b in zip(old, new, strict=True)):
        for one, other in zip(old, new, strict=True):
            copy_back(one, other)
    else:
        old[:] = new


def _copy_element(old: Any, new: Any) -> None:
    """Give an element of XML, or the root of a tree, the content of another."""
    if hasattr(old, "getroot"):
        _copy_element(old.getroot(), new.getroot())
        return
    old[:] = list(new)
    old.attrib.clear()
    old.attrib.update(new.attrib)
    old.tag, old.text, old.tail = new.tag, new.text, new.tail


def _copy_graph(old: Any, new: Any) -> None:
    """Give a graph the nodes and edges of another, and what is said of them."""
    edges = new.edges(keys=True, data=True) if new.is_multigraph() else new.edges(data=True)
    old.clear()
    old.graph.update(new.graph)
    old.add_nodes_from(new.nodes(data=True))
    old.add_edges_from(edges)


def _copy_stream(old: Any, new: Any) -> None:
    old.seek(0)
    old.truncate()
    old.write(new.getvalue())
    old.seek(new.tell())


_COPIERS: dict[Any, Callable[[Any, Any], None]] = {
    list: _copy_list,
    dict: _copy_dict,
    (set, collections.deque, bytearray): _refill,
    types.SimpleNamespace: _copy_namespace,
    (io.StringIO, io.BytesIO): _copy_stream,
    random.Random: lambda old, new: old.setstate(new.getstate()),
    (array.array, memoryview): lambda old, new: old.__setitem__(slice(None), new),
}
