"""Summarise values: as keys of a table, as short texts, and by what is empty in them."""

from __future__ import annotations

import array
import collections
from collections.abc import Callable, ItemsView, KeysView, Mapping, ValuesView
from dataclasses import dataclass, field
from typing import Any, NoReturn

from newspace_grading.engine.proxies.classes import StandIn
from newspace_grading.engine.proxies.objects import NotPlainError, Remote

MAX_PREVIEW_CHARS = 400
_MAX_DEPTH = 8
_MAX_ITEMS = 2_000
_MAX_PLACE = 200
_MAX_PLACES = 200
_MAX_KEPT = 100_000
_HOLDS_NUMBERS = (range, bytearray, array.array)
_HOLDS_ITEMS = (list, tuple, set, frozenset, collections.deque, KeysView, ValuesView, ItemsView)


class Key:
    """The key of an item, for a table: equal only to one of the same type and value."""

    def __init__(self, key: object) -> None:
        self._shown = (
            (type(key), repr(key)) if type(key) in (str, int, float, bool, type(None), tuple, slice) else object()
        )

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Key) and self._shown == other._shown

    def __hash__(self) -> int:
        return hash(self._shown)


def count_empty_values(value: Any, depth: int = 0) -> int:
    """Count what is empty in a value, at any depth: a comparison item by item with an empty value always holds.

    An empty text inside another value does not count: people leave fields empty.
    """
    kind = type(value)
    if issubclass(kind, Remote):
        return 0  # what stays in the worker is looked at when it is used
    if issubclass(kind, float):
        return int(value != value)
    if issubclass(kind, str | bytes):
        return int(not value and depth == 0)
    if issubclass(kind, _HOLDS_NUMBERS):
        return int(not value)
    if issubclass(kind, dict):
        kind, value = tuple, tuple(value.values())
    if issubclass(kind, _HOLDS_ITEMS):
        return 0 if depth > _MAX_DEPTH else _in_items(value, depth)
    module = str(kind.__module__)
    if module.startswith("matplotlib."):
        return _in_figure(value)
    if module.startswith("xml."):
        return int(not len(value.getroot() if hasattr(value, "getroot") else value))
    return _in_array(value) if module.startswith(("numpy", "pandas")) else 0


def _in_items(value: Any, depth: int) -> int:
    if not value:
        return 1
    items = list(value)[:_MAX_ITEMS]
    if type(value) is list and all(isinstance(item, int | float) for item in items):
        return int(all(item != item for item in items))  # it is as empty as an array of them
    return sum(count_empty_values(item, depth + 1) for item in items)


def _in_figure(value: Any) -> int:
    """Return 1 if nothing is drawn in axes, or in any axes of a figure, else 0."""
    axes = [value] if hasattr(value, "has_data") else getattr(value, "axes", None)
    return int(isinstance(axes, list) and not any(ax.has_data() or ax.texts for ax in axes))


@dataclass(frozen=True)
class SecondLook:
    """The limits for running a passed test again, because more was empty or changed than with the reference.

    Attributes
    ----------
    empty_values : mapping
        How often something may be empty, by the place where it came from.
    changes : frozenset of str
        What the functions may change of what they are given.
    """

    empty_values: Mapping[str, int] = field(default_factory=dict)
    changes: frozenset[str] = frozenset()


class Evidence:
    """What came back empty in one test, and which arguments were changed.

    Parameters
    ----------
    look : SecondLook or None
        Nothing else may be empty or changed in this test: other empty values are treated as missing.
    """

    def __init__(self, look: SecondLook | None = None) -> None:
        self.look = look
        self.empty_values: dict[str, int] = {}
        self.changes: set[str] = set()

    def value(self, value: Any, place: str) -> Any:
        """Note what is empty in a value that came from a place; return the value."""
        if not count_empty_values(value):
            return value
        return self._without_empty(value, place[:_MAX_PLACE], 0)

    def empty(self, place: str) -> None:
        """Record that what came from a place is empty.

        Raises
        ------
        NotPlainError
            If that does not count in this test.
        """
        if not self._counts(place[:_MAX_PLACE]):
            raise NotPlainError("there is nothing in it")

    def may_change(self, what: str) -> bool:
        """Record that an argument was changed, and tell whether the change is applied here as well."""
        self.changes.add(what)
        return self.look is None or what in self.look.changes

    def _counts(self, place: str) -> bool:
        if place in self.empty_values or len(self.empty_values) < _MAX_PLACES:
            self.empty_values[place] = self.empty_values.get(place, 0) + 1
        return self.look is None or self.empty_values.get(place, 0) <= self.look.empty_values.get(place, 0)

    def _without_empty(self, value: Any, place: str, depth: int) -> Any:
        """Replace empty values that do not count by something that no test can use."""
        kind = type(value)
        if not count_empty_values(value, depth):
            return value
        if kind is dict and value:
            parts = {key: self._without_empty(one, f"{place}[{key!r:.80}]", depth + 1) for key, one in value.items()}
            return value if self.look is None else parts
        if kind in (list, tuple) and value:
            items = [self._without_empty(one, f"{place}[]", depth + 1) for one in value]
            return value if self.look is None else kind(items)
        return value if self._counts(place) else Nothing(kind)


NO_EVIDENCE = Evidence()
"""Of a test for which nothing crossed."""


class Nothing(StandIn):
    """Replace an empty value that does not count: a test may ask for its class, and any other use of it ends the test."""

    __hash__ = None  # type: ignore[assignment]

    def __getattr__(self, name: str) -> NoReturn:
        raise NotPlainError("there is nothing in it")


def _refuse(*_given: object) -> NoReturn:
    raise NotPlainError("there is nothing in it")


_REFUSED = (
    "eq ne lt le gt ge iter len bool getitem contains float int index call "
    "add radd sub rsub mul rmul truediv rtruediv neg abs str format array"
)
for _name in _REFUSED.split():
    setattr(Nothing, f"__{_name}__", _refuse)


def _in_array(value: Any) -> int:
    size = getattr(value, "size", None)
    if type(size) is not int or size == 0:
        return int(size == 0)
    if type(value).__module__.startswith("numpy.ma"):
        return int(bool(getattr(value.mask, "any", bool)()))
    try:
        unlike = value != value
        return int(bool(getattr(unlike, "values", unlike).all()))
    except Exception:  # noqa: BLE001 - what cannot be compared with itself is something
        return 0


def preview(value: object) -> str:
    """Format a value as a line for people."""
    if isinstance(value, Remote):
        return str(value.__name__)
    try:
        text = value.__name__ if callable(value) and hasattr(value, "__name__") else repr(value)
    except Exception:  # noqa: BLE001 - an object may not be able to show itself
        text = f"an object of type {type(value).__name__}"
    return text if len(text) <= MAX_PREVIEW_CHARS else text[:MAX_PREVIEW_CHARS] + "…"


def later_preview(value: object) -> Callable[[], str]:
    """Return what formats a value, as it is now, as a line for people.

    To write a table takes longer than all else that is done with it, and few are ever shown: it is kept, and written when it is asked for.
    """
    if str(type(value).__module__).partition(".")[0] == "pandas" and 0 < _size(value) <= _MAX_KEPT:
        kept = value.copy()  # type: ignore[attr-defined]  # all that have a size have it
        return lambda: preview(kept)
    text = preview(value)
    return lambda: text


def _size(value: object) -> int:
    size = getattr(value, "size", 0) if hasattr(value, "copy") else 0
    return size if type(size) is int else 0


def later_preview_of_call(arguments: tuple[object, ...], named: dict[str, object]) -> Callable[[], str]:
    """Return what formats the arguments of a call, as they are now, in brackets."""
    parts = [("", later_preview(value)) for value in arguments]
    parts += [(f"{key}=", later_preview(value)) for key, value in named.items()]
    return lambda: f"({', '.join(name + text() for name, text in parts)})"
