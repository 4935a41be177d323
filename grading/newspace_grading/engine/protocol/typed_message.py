"""Turn typed messages into plain dicts and back: what does not have exactly the declared form is refused.

A message is a frozen dataclass derived from `Message`; the annotations of its fields say what may arrive. As a dict it is
``{"op": name of its class, field: value, …}``; a field that has its default is left out.
"""

from __future__ import annotations

import dataclasses
import enum
import functools
import types
import typing
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

TAG = "op"
_Check = Callable[[Any], Any]  # takes a plain value, gives the field's, or raises MalformedMessageError
_Part = TypeVar("_Part")
_LARGEST_WHOLE_FLOAT = 2**53


class MalformedMessageError(Exception):
    """What arrived is no message of the expected kinds."""


@dataclass(frozen=True, slots=True)
class Message:
    """Base of all messages."""


@dataclass(frozen=True, slots=True)
class _Field:
    name: str
    default: Any  # `dataclasses.MISSING` if it must arrive
    check: _Check
    nested: bool  # whether its values hold messages, which are to be encoded


def encode(message: Message) -> dict[str, Any]:
    """Make the plain dict of a message; values of its fields are not copied."""
    plain: dict[str, Any] = {TAG: type(message).__name__}
    for field in fields_of(typing.cast("type", type(message))):
        value = getattr(message, field.name)
        if value is not field.default:
            plain[field.name] = _encode_nested(value) if field.nested else value
    return plain


def decode(raw: object, kinds: tuple[type[Message], ...]) -> Message:
    """Make a message of one of these kinds from a plain dict.

    Raises
    ------
    MalformedMessageError
        If it is none of them, or if a field is missing, unknown or of another type.
    """
    if type(raw) is not dict:
        raise MalformedMessageError("what arrived is no message")
    name = raw.get(TAG)
    for kind in kinds:
        if kind.__name__ == name:
            return typing.cast("Message", _decode_fields(kind, raw, tagged=True))
    raise MalformedMessageError(f"a message of the kind {str(name)[:40]!r} is not expected here")


def _decode_fields(kind: type, raw: dict[str, Any], *, tagged: bool) -> object:
    values: dict[str, Any] = {}
    left = len(raw) - tagged
    for field in fields_of(kind):
        if field.name in raw:
            values[field.name] = field.check(raw[field.name])
            left -= 1
        elif field.default is dataclasses.MISSING:
            raise MalformedMessageError(f"{kind.__name__} arrived without {field.name}")
    if left:
        raise MalformedMessageError(f"{kind.__name__} arrived with a field that it does not have")
    return kind(**values)


def _encode_nested(value: Any) -> Any:
    if isinstance(value, Message):
        return encode(value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
    return [_encode_nested(item) for item in value] if isinstance(value, tuple) else value


@functools.cache
def fields_of(kind: type) -> tuple[_Field, ...]:
    """Read the declared form of a message; done once for each class."""
    hints = typing.get_type_hints(kind)
    return tuple(
        _Field(field.name, field.default, _check(hints[field.name]), _nested(hints[field.name]))
        for field in dataclasses.fields(kind)
    )


def nested_messages(kind: type, of: type[_Part]) -> tuple[type[_Part], ...]:
    """List the dataclasses of a kind that the fields of a message may hold."""
    hints = list(typing.get_type_hints(kind).values())
    found: dict[type[_Part], None] = {}
    while hints:
        hint = hints.pop(0)
        if isinstance(hint, type) and dataclasses.is_dataclass(hint) and issubclass(hint, of):
            found[hint] = None
        hints += typing.get_args(hint)
    return tuple(found)


def _nested(hint: Any) -> bool:
    if dataclasses.is_dataclass(hint):
        return True
    return any(_nested(inner) for inner in typing.get_args(hint))


def _check(hint: Any) -> _Check:
    """Make the function that checks values of an annotation."""
    if hint is Any:
        return _anything
    if hint is float:
        return _float
    if hint in (int, str, bool, type(None)):
        return functools.partial(_exactly, hint)
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        return functools.partial(_message, (hint,)) if issubclass(hint, Message) else functools.partial(_plain, hint)
    if isinstance(hint, type) and issubclass(hint, enum.StrEnum):
        return functools.partial(_member, hint)
    origin, inner = typing.get_origin(hint), typing.get_args(hint)
    if origin is tuple and len(inner) == 2 and inner[1] is ...:
        return functools.partial(_sequence, _check(inner[0]))
    if origin is tuple:
        return functools.partial(_row, tuple(map(_check, inner)))
    if origin is dict:
        return functools.partial(_table, _check(inner[1]))
    if origin in (types.UnionType, typing.Union):
        return _union(inner)
    raise TypeError(f"no message can have a field of type {hint}")


def _union(hints: tuple[Any, ...]) -> _Check:
    messages = tuple(one for one in hints if isinstance(one, type) and issubclass(one, Message))
    others = [one for one in hints if one not in messages and one is not type(None)]
    if len(others) + bool(messages) != 1:
        raise TypeError(f"no message can have a field that is one of {hints}")
    check = functools.partial(_message, messages) if messages else _check(others[0])
    return functools.partial(_optional, check) if type(None) in hints else check


def _anything(raw: Any) -> Any:
    return raw


def _exactly(kind: type, raw: Any) -> Any:
    if type(raw) is not kind:
        raise MalformedMessageError(f"a {type(raw).__name__} arrived in place of a {kind.__name__}")
    return raw


def _float(raw: Any) -> float:
    if type(raw) is int and -_LARGEST_WHOLE_FLOAT <= raw <= _LARGEST_WHOLE_FLOAT:
        return float(raw)
    return typing.cast("float", _exactly(float, raw))


def _message(kinds: tuple[type[Message], ...], raw: Any) -> Message:
    return decode(raw, kinds)


def _plain(kind: type, raw: Any) -> object:
    return _decode_fields(kind, _exactly(dict, raw), tagged=False)


def _member(kind: type[enum.StrEnum], raw: Any) -> enum.StrEnum:
    try:
        return kind(_exactly(str, raw))
    except ValueError:
        raise MalformedMessageError(f"{raw[:40]!r} is no {kind.__name__}") from None


def _sequence(check: _Check, raw: Any) -> tuple[Any, ...]:
    return tuple(map(check, _exactly(list, raw)))


def _row(checks: tuple[_Check, ...], raw: Any) -> tuple[Any, ...]:
    if len(_exactly(list, raw)) != len(checks):
        raise MalformedMessageError(f"{len(raw)} values arrived in place of {len(checks)}")
    return tuple(check(item) for check, item in zip(checks, raw, strict=True))


def _table(check: _Check, raw: Any) -> dict[str, Any]:
    return {_exactly(str, key): check(value) for key, value in _exactly(dict, raw).items()}


def _optional(check: _Check, raw: Any) -> Any:
    return None if raw is None else check(raw)
