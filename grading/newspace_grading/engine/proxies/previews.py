"""A short look at values: as keys, in words, and whether there is anything in them."""

from __future__ import annotations

from typing import Any

from newspace_grading.engine.proxies.objects import Remote

MAX_PREVIEW_CHARS = 400
_MAX_DEPTH = 8
_MAX_ITEMS = 2_000


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


def count_empty_values(value: object, depth: int = 0) -> int:
    """How often there is nothing in a value, at any depth: what is compared with nothing item by item is equal to it.

    An empty text inside something else is a field that was left empty, as people do.
    """
    if isinstance(value, Remote):
        value = value._remote_given
    if isinstance(value, float):
        return int(value != value)
    if isinstance(value, str | bytes):
        return int(not value and depth == 0)
    if isinstance(value, range):
        return int(not value)
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list | tuple | set | frozenset):
        if depth > _MAX_DEPTH:
            return 0
        return sum(count_empty_values(item, depth + 1) for item in list(value)[:_MAX_ITEMS]) if value else 1
    if type(value).__module__.startswith(("numpy", "pandas")):
        return _in_array(value)
    return 0


def _in_array(value: Any) -> int:
    size = getattr(value, "size", None)
    if type(size) is not int or size == 0:
        return int(size == 0)
    if getattr(value, "mask", False) is not False:
        return int(bool(value.mask.any() if hasattr(value.mask, "any") else value.mask))
    try:
        return int(bool((value != value).all()))
    except Exception:  # noqa: BLE001 - what cannot be compared with itself is something
        return 0


def preview(value: object) -> str:
    """Show a value as a person may see it in a line."""
    if isinstance(value, Remote):
        return str(value.__name__)
    try:
        text = value.__name__ if callable(value) and hasattr(value, "__name__") else repr(value)
    except Exception:  # noqa: BLE001 - an object may not be able to show itself
        text = f"an object of type {type(value).__name__}"
    return text if len(text) <= MAX_PREVIEW_CHARS else text[:MAX_PREVIEW_CHARS] + "…"


def preview_call(arguments: tuple[object, ...], named: dict[str, object]) -> str:
    """Show the arguments of a call, in brackets."""
    return f"({', '.join([*map(preview, arguments), *(f'{key}={preview(value)}' for key, value in named.items())])})"
