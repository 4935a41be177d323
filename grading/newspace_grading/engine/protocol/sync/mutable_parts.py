"""Find the parts of a value that can be changed in place, and where they are: one list in two places is one list on the other side, too."""

from __future__ import annotations

import array
import collections
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from newspace_grading.engine.protocol.sync.argument_sync import can_change

MOST_PARTS = 2_000
"""Of the arguments of a call, so many are told apart."""
_ROWS: tuple[type, ...] = (list, tuple, collections.deque)
_TABLES: tuple[type, ...] = (dict, collections.OrderedDict, collections.defaultdict, collections.Counter)
_SIZED = frozenset((*_ROWS, *_TABLES, set, frozenset, bytearray, array.array, memoryview))
_UNCHANGEABLE = frozenset((type(None), bool, int, float, complex, str, bytes))


NO_PARTS: Mapping[str, Any] = {}


def mutable_parts(values: Iterable[object], most: int = MOST_PARTS) -> dict[str, Any]:
    """Find the parts of some values that can be changed, by the path to where each stands first: the numbers of the items.

    If there are more than ``most``, only the values themselves are returned.
    """
    values = list(values)
    found: dict[str, Any] = {}
    seen: set[int] = set()
    for path, part in _walk(values, "", set()):
        if id(part) not in seen:
            seen.add(id(part))
            found[path] = part
        if len(found) > most:
            return {str(place): value for place, value in enumerate(values) if can_change(value)}
    return found


def repeated_parts(value: object) -> list[int]:
    """Find the parts of a value, and the value itself, that can be changed and stand in more than one place; return their ids, in order."""
    seen: set[int] = set()
    repeated: dict[int, None] = {}
    for _path, part in _walk([value], "", set()):
        if id(part) in seen:
            repeated[id(part)] = None
        seen.add(id(part))
    return list(repeated)


def count_occurrences(value: object) -> dict[int, tuple[Any, int]]:
    """Find the parts of a value, and the value itself, that can be changed: each by its id, with how often it stands there."""
    found: dict[int, tuple[Any, int]] = {}
    for _path, part in _walk([value], "", set()):
        found[id(part)] = (part, found.get(id(part), (None, 0))[1] + 1)
    return found


def _walk(items: Iterable[object], prefix: str, entered: set[int]) -> Iterator[tuple[str, Any]]:
    """Go through items, and through what is in each of them once."""
    for place, item in enumerate(items):
        kind = type(item)
        if kind in _UNCHANGEABLE:
            continue
        path = f"{prefix}{place}"
        if can_change(item):
            yield path, item
        inside: Iterable[object] = ()
        if kind in _ROWS:
            inside = item  # type: ignore[assignment]  # just looked at
        elif kind in _TABLES:
            inside = item.values()  # type: ignore[attr-defined]
        if inside and id(item) not in entered:
            entered.add(id(item))
            yield from _walk(inside, path + ".", entered)


def position_of(path: str) -> int:
    """Return the number of the value in which a path begins."""
    return int(path.partition(".")[0])


def weight(value: Any, most: int) -> int:
    """Count the items of a value, at any depth; stop when there are more than ``most``. Nothing of a class of the learner's is asked."""
    kind = type(value)
    if kind.__module__.partition(".")[0] in ("numpy", "pandas") and can_change(value):
        return int(getattr(value, "size", 1))
    if kind not in _SIZED:
        return 1
    total = len(value)
    for item in value.values() if kind in _TABLES else value if kind in _ROWS else ():
        if total > most:
            break
        if type(item) not in _UNCHANGEABLE:
            total += weight(item, most - total)
    return total
