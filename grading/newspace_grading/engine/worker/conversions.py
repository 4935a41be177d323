"""Convert an object of the learner's: to a number, a text, an iterator and the like."""

from __future__ import annotations

import contextlib
import copy
import dataclasses
import inspect
import operator
import types
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

from IPython.core.async_helpers import get_asyncio_loop

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


def _described(value: Any) -> dict[str, Any]:
    """Describe how a function is written: flags of its code, parameters, what it returns, source."""
    code = getattr(value, "__code__", None)
    parameters: list[list[Any]] = []
    returns: list[Any] = []
    with contextlib.suppress(TypeError, ValueError):
        signature = inspect.signature(value)
        parameters = [
            [
                one.name,
                int(one.kind),
                *([] if part is one.empty else [part] for part in (one.default, one.annotation)),
            ]
            for one in signature.parameters.values()
        ]
        returns = [] if signature.return_annotation is signature.empty else [signature.return_annotation]
    source = ""
    with contextlib.suppress(Exception):
        source = inspect.getsource(value)[:_MAX_CHARS]
    return {
        "flags": code.co_flags if isinstance(code, types.CodeType) else 0,
        "parameters": parameters,
        "returns": returns,
        "free": list(code.co_freevars) if isinstance(code, types.CodeType) else [],
        "source": source,
    }


def _described_fields(value: Any) -> list[list[Any]]:
    """Describe the fields of a dataclass, or of an object of one: name, type hint, default, what it takes part in, kind."""
    missing = dataclasses.MISSING
    return [
        [
            field.name,
            field.type,
            [part for part in (field.default,) if part is not missing],
            [part for part in (field.default_factory,) if part is not missing],
            [field.init, field.repr, field.compare, field.hash, field.kw_only is True],
            field._field_type.name,  # a field, or one that only the class or __init__ has
        ]
        for field in value.__dataclass_fields__.values()
    ]


def _awaited(value: Awaitable[object]) -> object:
    """Await what an async function gave, to its end, in the loop in which cells started their tasks."""

    async def wait() -> object:
        return await value

    result: object = get_asyncio_loop().run_until_complete(wait())  # type: ignore[no-untyped-call]  # IPython leaves it untyped
    return result


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
    Conversion.ITER: lambda value: value if (found := iter(value)) is value else _OpaqueIterator(found),
    Conversion.NEXT: next,
    Conversion.FIELDS: _compared_fields,
    Conversion.VARS: lambda value: [[name, item] for name, item in vars(value).items()],
    Conversion.CLASS: type,
    Conversion.MRO: lambda value: list(type.mro(value)),
    Conversion.BASES: lambda value: list(value.__bases__),
    Conversion.FUNCTION: _described,
    Conversion.DATACLASS: _described_fields,
    Conversion.AWAIT: _awaited,
    Conversion.SELF: lambda value: value,
    Conversion.COPY: copy.copy,
    Conversion.DEEPCOPY: copy.deepcopy,
}
