"""Describe classes, functions and errors of the test's, so that the worker can make what stands for them."""

from __future__ import annotations

import contextlib
import dataclasses
import inspect
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from newspace_grading.engine.protocol.codec.codec import Encoder, NotSerializableError
from newspace_grading.engine.proxies.arguments.handed_over import HandedOver
from newspace_grading.engine.proxies.arguments.use_of_objects import has_no_hash, is_mock, special_methods_of

_MAX_DOC_CHARS = 5_000
_MAX_TEXT_CHARS = 2_000
Pack = Callable[[object], Any]  # encodes a value; NotSerializableError if it cannot go over


def is_tests_own(kind: type) -> bool:
    """Tell whether a class is the test's own, or one of a module beside the notebook."""
    return kind.__module__ == "__main__" or _is_of_a_helper(kind)


def _is_of_a_helper(kind: type) -> bool:
    """Tell whether a class is one of a module beside the notebook: its objects stay here, as those of the test's own classes do."""
    place = getattr(sys.modules.get(kind.__module__), "__file__", None)
    folder = sys.path[0] if sys.path else ""
    return (
        isinstance(place, str)
        and bool(folder)
        and os.path.realpath(place).startswith(os.path.realpath(folder) + os.sep)
    )


def describe_object(value: Any, handed: HandedOver, pack: Pack) -> dict[str, Any]:
    """Describe an object that stays here: its attributes are asked for and set, and its special methods are called."""
    kind = type(value)
    special = special_methods_of(kind, mock=is_mock(value))
    envelope: dict[str, Any] = {"t": "tests object", "id": handed.number_of_object(value, special)}
    if is_tests_own(kind):
        envelope["class"] = describe_class(kind, handed, pack)
    else:
        envelope |= {"name": kind.__name__, "special": sorted(special), "hash": not has_no_hash(kind)}
    return envelope


def describe_class(kind: type, handed: HandedOver, pack: Pack) -> dict[str, Any]:
    """Describe a class that stays here: its objects are made here, and its attributes are asked for."""
    of_class = special_methods_of(type(kind)) | {"__call__"}
    number = handed.number_of_object(kind, of_class)
    if number not in handed.described:
        handed.described[number] = _description_of_class(kind, number, of_class, pack)
    return handed.described[number]


def _description_of_class(kind: type, number: int, of_class: frozenset[str], pack: Pack) -> dict[str, Any]:
    """Make the envelope of a class."""
    envelope: dict[str, Any] = {
        "t": "tests class",
        "id": number,
        "name": kind.__name__,
        "doc": str(kind.__doc__ or "")[:_MAX_DOC_CHARS],
        "special": sorted(special_methods_of(kind)),
        "of class": sorted(of_class - {"__call__", "__repr__", "__str__"}),
        "hash": not has_no_hash(kind),
        "bases": list(_packed_classes(kind.__bases__, pack)),
        "signature": describe_signature(kind),
        "hints": _hints(kind),
    }
    if issubclass(kind, BaseException):
        return envelope | {"error": True}
    if dataclasses.is_dataclass(kind):
        envelope["fields"] = [(field.name, field.init, _hint(field.type)) for field in dataclasses.fields(kind)]
    return envelope


def _packed_classes(kinds: Iterable[type], pack: Pack) -> Iterator[Any]:
    """Encode classes, as far as they can go over."""
    for kind in kinds:
        if kind is object or kind.__module__ in ("typing", "abc"):
            continue
        with contextlib.suppress(NotSerializableError):
            yield pack(kind)


def _hints(value: Any) -> list[Any]:
    """List the type hints of a function or class, by name, as far as they are Python's own classes or texts."""
    with contextlib.suppress(Exception):
        return [[name, _hint(hint)] for name, hint in inspect.get_annotations(value).items()]
    return []


def _hint(hint: object) -> Any:
    """Encode a type hint: one of Python's own classes as it is, anything else as text."""
    with contextlib.suppress(NotSerializableError):
        return Encoder().encode(hint)
    return hint.__name__ if isinstance(hint, type) else str(hint)


def describe_signature(value: Callable[..., Any]) -> list[Any] | None:
    """Describe the parameters of a function or class: name, kind, default if it has one and that is plain, hint."""
    try:
        signature = inspect.signature(value)
    except (TypeError, ValueError):
        return None
    found = []
    for one in signature.parameters.values():
        default: list[Any] = []
        if one.default is not one.empty:
            try:
                default = [Encoder().encode(one.default)]
            except NotSerializableError:
                default = [repr(one.default)[:_MAX_TEXT_CHARS]]
        hint = [] if one.annotation is one.empty else [_hint(one.annotation)]
        found.append([one.name, int(one.kind), default, hint])
    return found


def describe_function(value: Callable[..., Any], handed: HandedOver) -> dict[str, Any]:
    """Describe a function that is called back: its name, parameters, and what is plain of its attributes."""
    name = getattr(value, "__name__", getattr(type(value), "__name__", ""))
    about = str(getattr(value, "__doc__", None) or "")[:_MAX_DOC_CHARS]
    fields = getattr(value, "__dict__", None)
    return {
        "t": "callback",
        "id": handed.number_of_function(value),
        "name": str(name),
        "doc": about,
        "signature": describe_signature(value),
        "hints": _hints(value) if inspect.isroutine(value) else [],
        "fields": list(_plain_fields(fields if isinstance(fields, dict) else {})),
    }


def _plain_fields(fields: dict[str, Any]) -> Iterator[list[Any]]:
    """Encode those public attributes of a function that are plain data."""
    for name, value in fields.items():
        if isinstance(name, str) and not name.startswith("_"):
            with contextlib.suppress(NotSerializableError):
                yield [name, Encoder().encode(value)]


def describe_error(error: BaseException, handed: HandedOver, pack: Pack) -> dict[str, Any]:
    """Describe an error of the test's: its class, or the nearest of its bases that the other side can have, and what it says."""
    kinds = type(error).__mro__
    envelope: dict[str, Any] = {
        "t": "tests error",
        "n": handed.number_of_error(error),
        "classes": list(_packed_classes(kinds[: kinds.index(BaseException) + 1], pack)),
        "args": [],
        "text": _text_of(error),
        "fields": [],
    }
    if id(error) in handed.in_description:  # it holds itself
        return envelope
    handed.in_description.add(id(error))
    try:
        public = [(name, value) for name, value in vars(error).items() if not name.startswith("_")]
        envelope["args"] = [_packed_or_text(one, pack) for one in error.args]
        envelope["fields"] = [[name, _packed_or_text(value, pack)] for name, value in public]
    finally:
        handed.in_description.discard(id(error))
    return envelope


def _text_of(error: BaseException) -> str:
    """Return what an error says; its name where it cannot say that."""
    try:
        return str(error)[:_MAX_TEXT_CHARS]
    except Exception:  # noqa: BLE001 - the test's own class may say anything
        return type(error).__name__


def _packed_or_text(value: object, pack: Pack) -> Any:
    """Encode a value; where it cannot go over, how it is printed."""
    try:
        return pack(value)
    except NotSerializableError:
        return Encoder().encode(repr(value)[:_MAX_TEXT_CHARS])
