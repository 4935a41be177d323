"""Apply changes in place of values on one side, judge or worker, to their copies on the other side."""

from __future__ import annotations

import array
import collections
import io
import random
import sys
import types
from collections.abc import Callable, Container
from typing import Any

MUTABLE: tuple[type, ...] = (
    *(list, dict, set, bytearray, memoryview, collections.deque, array.array),
    *(io.StringIO, io.BytesIO, types.SimpleNamespace, random.Random),
)


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


def refill(old: Any, new: Any) -> None:
    """Give a value the content of another, item by item as the other has them; the value stays the same object."""
    if type(old) in _ITEMWISE and type(old) is type(new) and old is not new:
        _ITEMWISE[type(old)](old, new)
    else:
        copy_back(old, new)


def copy_back(old: Any, new: Any, known: Container[int] = ()) -> None:
    """Copy the contents from the other side into a value, which stays the same object, as do those in it.

    Parameters
    ----------
    old, new : object
        The value, and another of its type.
    known : container of int
        The ids of objects that this side has already: where these stand in the other value, they come into this one as they are.
    """
    if old is new or type(old) is not type(new):
        return
    if isinstance(old, dict):
        _copy_dict(old, new, known)
    elif isinstance(old, list):
        _copy_list(old, new, known)
    else:
        _copy_whole(old, new)


def _copy_whole(old: Any, new: Any) -> None:
    """Copy the content of a value in which no other is looked for."""
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


def _copy_dict(old: dict[Any, Any], new: dict[Any, Any], known: Container[int]) -> None:
    entries = [(key, old.get(key), value) for key, value in new.items()]
    old.clear()
    for key, before, value in entries:
        if type(before) is type(value) and can_change(value) and id(value) not in known:
            copy_back(before, value, known)
            old[key] = before
        else:
            old[key] = value


def _copy_namespace(old: types.SimpleNamespace, new: types.SimpleNamespace) -> None:
    vars(old).clear()
    vars(old).update(vars(new))


def _refill(old: Any, new: Any) -> None:
    old.clear()
    (old.update if isinstance(old, set) else old.extend)(new)


def _copy_list(old: list[Any], new: list[Any], known: Container[int]) -> None:
    pairs = list(zip(old, new, strict=False))
    if len(old) == len(new) and all(type(a) is type(b) and can_change(a) and id(b) not in known for a, b in pairs):
        for one, other in pairs:
            copy_back(one, other, known)
    else:
        old[:] = new


def _refill_dict(old: dict[Any, Any], new: dict[Any, Any]) -> None:
    old.clear()
    dict.update(old, new)  # a Counter's own would add


def _refill_list(old: list[Any], new: list[Any]) -> None:
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


_ITEMWISE: dict[type, Callable[[Any, Any], None]] = {
    list: _refill_list,
    **dict.fromkeys((dict, collections.OrderedDict, collections.defaultdict, collections.Counter), _refill_dict),
}
_COPIERS: dict[Any, Callable[[Any, Any], None]] = {
    (set, collections.deque, bytearray): _refill,
    types.SimpleNamespace: _copy_namespace,
    (io.StringIO, io.BytesIO): _copy_stream,
    random.Random: lambda old, new: old.setstate(new.getstate()),
    (array.array, memoryview): lambda old, new: old.__setitem__(slice(None), new),
}
