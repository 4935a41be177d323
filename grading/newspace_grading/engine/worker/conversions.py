"""Convert an object of the learner's: to a number, a text, an iterator and the like."""

from __future__ import annotations

import dataclasses
import operator
from collections.abc import Callable, Iterator
from typing import Any

from newspace_grading.engine.protocol.messages import Conversion

_MAX_CHARS = 100_000


class _OpaqueIterator:
    """An iterator of the learner's, which crosses as a handle even if it could be listed."""

    def __init__(self, iterator: Iterator[object]) -> None:
        self._iterator = iterator

    def __iter__(self) -> Iterator[object]:
        return self

    def __next__(self) -> object:
        return next(self._iterator)


def _compared_fields(value: Any) -> list[list[Any]]:
    """Return the fields by which a dataclass is equal to another."""
    return [[field.name, getattr(value, field.name)] for field in dataclasses.fields(value) if field.compare]


CONVERSIONS: dict[Conversion, Callable[[Any], object]] = {
    Conversion.FLOAT: float,
    Conversion.INT: int,
    Conversion.INDEX: operator.index,
    Conversion.COMPLEX: complex,
    Conversion.STR: lambda value: str(value)[:_MAX_CHARS],
    Conversion.REPR: lambda value: repr(value)[:_MAX_CHARS],
    Conversion.LEN: len,
    Conversion.BOOL: bool,
    Conversion.HASH: hash,
    Conversion.DIR: dir,
    Conversion.ITER: lambda value: _OpaqueIterator(iter(value)),
    Conversion.NEXT: next,
    Conversion.FIELDS: _compared_fields,
}
