"""Questions about a value of the learner's that need nothing but the value."""

from __future__ import annotations

import dataclasses
import operator
from collections.abc import Callable, Iterator
from typing import Any


class _Stream:
    """An iterator of the learner's, which stays here even if it could be listed."""

    def __init__(self, iterator: Iterator[object]) -> None:
        self._iterator = iterator

    def __iter__(self) -> Iterator[object]:
        return self

    def __next__(self) -> object:
        return next(self._iterator)


CONVERSIONS: dict[str, Callable[[Any], object]] = {
    "float": float,
    "int": int,
    "index": operator.index,
    "complex": complex,
    "str": lambda value: str(value)[:100_000],
    "repr": lambda value: repr(value)[:100_000],
    "len": len,
    "bool": bool,
    "hash": hash,
    "dir": dir,
    "iter": lambda value: _Stream(iter(value)),
    "next": next,
    "fields": lambda value: [[one.name, getattr(value, one.name)] for one in dataclasses.fields(value) if one.compare],
}
