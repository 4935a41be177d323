"""Values that can be changed in place and that both sides hold: what one side changes is changed on the other before it is used there."""

from __future__ import annotations

import sys
from collections.abc import Callable, Container, Mapping
from typing import Any

from newspace_grading.engine.protocol.codec.scalars import NotSerializableError
from newspace_grading.engine.protocol.sync.argument_sync import can_change
from newspace_grading.engine.protocol.sync.mutable_parts import count_occurrences, weight

_PACKAGES = ("builtins", "collections", "array", "types", "io", "_io", "random", "numpy", "pandas", "networkx", "xml")
_QUICKLY_COMPARED = ("builtins", "collections", "numpy", "random")
_MOST_KEPT = 50
_MOST_ITEMS = 1_000


class KeptValues:
    """Keep values by the worker's handles, with their content when both sides were equal.

    Parameters
    ----------
    encode : callable
        Encodes the content of a value.
    """

    def __init__(self, encode: Callable[[object], Any]) -> None:
        self._encode = encode
        self._values: dict[int, Any] = {}
        self._equal: dict[int, Any] = {}
        self._handle_of: dict[int, int] = {}

    def __len__(self) -> int:
        return len(self._values)

    def clear(self) -> None:
        """Forget all values."""
        self._values.clear()
        self._equal.clear()
        self._handle_of.clear()

    def can_keep(self, value: object) -> bool:
        """Tell whether a value can be changed, is small enough to be compared before each request, and there are not too many yet."""
        if len(self._values) >= _MOST_KEPT or type(value).__module__.partition(".")[0] not in _PACKAGES:
            return False
        return can_change(value) and weight(value, _MOST_ITEMS) <= _MOST_ITEMS

    def get(self, handle: int) -> Any:
        """Return the value of a handle; None if there is none."""
        return self._values.get(handle)

    def handle_of(self, value: object) -> int | None:
        """Return the handle of a value; None if it is not kept."""
        return self._handle_of.get(id(value))

    def handles(self) -> dict[int, int]:
        """Return the handle of each value by the value's id."""
        return self._handle_of

    def add(self, handle: int, value: object) -> None:
        """Keep a value that both sides hold and that is equal on both."""
        self._values[handle] = value
        self._handle_of[id(value)] = handle
        self.set_equal(handle)

    def drop(self, handle: int) -> None:
        """Keep a value no longer: it goes its own way on each side."""
        value = self._values.pop(handle, None)
        self._equal.pop(handle, None)
        self._handle_of.pop(id(value), None)

    def set_equal(self, handle: int) -> None:
        """Note that a value is equal on both sides now."""
        try:
            self._equal[handle] = self._encode(self._values[handle])
        except NotSerializableError:
            self._equal[handle] = None

    def content(self, handle: int) -> Any:
        """Return the encoded content of a value when both sides were equal last."""
        return self._equal.get(handle)

    def take_changed(self, among: Callable[[int], bool] = lambda _handle: True) -> list[tuple[int, Any]]:
        """Return the values that have changed here, with their content, and take these for equal from now on."""
        found = []
        for handle, value in list(self._values.items()):
            if not among(handle):
                continue
            try:
                now = self._encode(value)
            except NotSerializableError:
                continue
            if now != self._equal[handle]:
                self._equal[handle] = now
                found.append((handle, now))
        return found


def is_quickly_compared(value: object) -> bool:
    """Tell whether a value is encoded so quickly that it may be compared after each call."""
    return type(value).__module__.partition(".")[0] in _QUICKLY_COMPARED


def count_references(parts: Mapping[Any, Any]) -> dict[Any, int]:
    """Count the references to each part of a table, by its key."""
    return {key: sys.getrefcount(part) for key, part in parts.items()}


def held_elsewhere(found: list[object], known: Container[int]) -> list[Any]:
    """Return the parts of the only item of a list that something outside it refers to, too; none whose id is known.

    The list must have the only reference that the caller has to its item.
    """
    if weight(found[0], _MOST_ITEMS) > _MOST_ITEMS:
        return []
    places = count_occurrences(found[0])
    parts = {one: part for one, (part, _times) in places.items() if one not in known}
    inside = {one: times for one, (_part, times) in places.items()}
    del places  # it refers to them
    (usual,) = count_references({0: []}).values()
    counted = count_references(parts)
    return [part for one, part in parts.items() if counted[one] > usual + inside[one]]
