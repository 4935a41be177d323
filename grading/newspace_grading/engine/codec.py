"""Plain data in typed envelopes: what may cross between the two processes, written by hand and checked on arrival.

JSON's own null, booleans, texts, finite floats and small whole numbers stand for themselves, and a JSON list for a list.
Everything else is an object ``{"t": type, …}``. Nothing that arrives is ever run, imported or looked up by a name it chose.
"""

from __future__ import annotations

import base64
import collections
import datetime as dt
import decimal
import fractions
import math
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from newspace_grading.engine import arrays

DEEPEST = 80
MOST = 2_000_000
LONGEST_INT_BITS = 400_000


class CannotCrossError(Exception):
    """A value that is no plain data, or too much of it."""


Outside = Callable[[object], dict[str, Any] | None]  # an envelope for a value that is no plain data, or None
_BASES: tuple[type[Any], ...] = (int, float, complex, str, bytes)
_HOLDERS: tuple[type[Any], ...] = (list, tuple, dict, set, frozenset)


def nothing(_value: object) -> dict[str, Any] | None:
    """No way across for anything but plain data."""
    return None


class Encoder:
    """Turns values into what JSON can carry.

    Parameters
    ----------
    outside : callable
        Asked for an envelope when a value is no plain data.
    """

    def __init__(self, outside: Outside = nothing) -> None:
        self._outside = outside
        self._count = 0

    def encode(self, value: object) -> Any:
        """The value in JSON's terms.

        Raises
        ------
        CannotCrossError
            Saying which value, and why.
        """
        self._count = 0
        return self._encode(value, 0)

    def _encode(self, value: object, depth: int) -> Any:
        self._count += 1
        if depth > DEEPEST:
            raise CannotCrossError("the value holds itself, or is nested too deeply")
        if self._count > MOST:
            raise CannotCrossError(f"the value has more than {MOST:,} parts")
        kind = type(value)
        if value is None or kind is bool or kind is str:
            return _text(value) if kind is str else value
        simple = _SIMPLE_OUT.get(kind)
        if simple is not None:
            return simple(value)
        if kind in _NESTED_OUT:
            return self._nested(kind, value, depth)
        return self._unusual(value, depth)

    def _unusual(self, value: object, depth: int) -> Any:
        """Arrays, subclasses of plain types, and what only a handle can stand for."""
        packed = arrays.pack(value, lambda item: self._encode(item, depth + 1))
        if packed is not None:
            return packed
        for base in _BASES:
            if isinstance(value, base):
                return self._encode(_plain(base, value), depth)
        found = self._outside(value)
        if found is not None:
            return found
        for base in _HOLDERS:
            if isinstance(value, base):
                return self._nested(base, value, depth)
        raise CannotCrossError(f"a value of type {type(value).__name__} is no plain data")

    def _nested(self, kind: type[Any], value: Any, depth: int) -> Any:
        name = _NESTED_OUT[kind]
        if issubclass(kind, dict):
            pairs = [[self._encode(k, depth + 1), self._encode(v, depth + 1)] for k, v in dict.items(value)]
            return {"t": name, "v": pairs}
        items = [self._encode(item, depth + 1) for item in kind.__iter__(value)]
        return items if kind is list else {"t": name, "v": items}


def _text(value: Any) -> Any:
    try:
        value.encode("utf-8")
    except UnicodeEncodeError:
        return {"t": "text", "v": base64.b64encode(value.encode("utf-8", "surrogatepass")).decode()}
    return value


def _plain(base: type, value: Any) -> object:
    """A value of a subclass as one of the class itself, by the class's own methods."""
    if base is str:
        return str.__str__(value)
    if base is bytes:
        return bytes.__getitem__(value, slice(None))[:]
    if base is complex:
        return complex.__add__(value, 0)
    return int.__pos__(value) if base is int else float.__pos__(value)


def _whole(value: Any) -> Any:
    if -(2**53) < value < 2**53:
        return value
    if value.bit_length() > LONGEST_INT_BITS:
        raise CannotCrossError("a whole number with more than a hundred thousand digits")
    return {"t": "int", "v": hex(value)}


_SIMPLE_OUT: dict[type, Callable[[Any], Any]] = {
    int: _whole,
    float: lambda v: v if math.isfinite(v) else {"t": "float", "v": str(v)},
    complex: lambda v: {"t": "complex", "v": [str(v.real), str(v.imag)]},
    bytes: lambda v: {"t": "bytes", "v": base64.b64encode(v).decode()},
    bytearray: lambda v: {"t": "bytearray", "v": base64.b64encode(v).decode()},
    range: lambda v: {"t": "range", "v": [hex(v.start), hex(v.stop), hex(v.step)]},
    dt.datetime: lambda v: {"t": "datetime", "v": v.isoformat()},
    dt.date: lambda v: {"t": "date", "v": v.isoformat()},
    dt.time: lambda v: {"t": "time", "v": v.isoformat()},
    dt.timedelta: lambda v: {"t": "timedelta", "v": [v.days, v.seconds, v.microseconds]},
    decimal.Decimal: lambda v: {"t": "decimal", "v": str(v)},
    fractions.Fraction: lambda v: {"t": "fraction", "v": [hex(v.numerator), hex(v.denominator)]},
    type(...): lambda _v: {"t": "ellipsis"},
}
_NESTED_OUT: dict[type, str] = {
    list: "list",
    tuple: "tuple",
    set: "set",
    frozenset: "frozenset",
    dict: "dict",
    collections.OrderedDict: "ordered",
    collections.Counter: "counter",
    collections.deque: "deque",
}


class Decoder:
    """Turns what arrived back into values; everything that is not on the list is refused.

    Parameters
    ----------
    outside : mapping of envelope type to reader
        Readers of the envelopes that are no plain data.
    """

    def __init__(self, outside: Mapping[str, Callable[[dict[str, Any]], object]] | None = None) -> None:
        self._outside = outside or {}
        self._count = 0

    def decode(self, raw: object) -> Any:
        """The value.

        Raises
        ------
        CannotCrossError
            If it is not on the allow-list, or broken.
        """
        self._count = 0
        try:
            return self._decode(raw, 0)
        except CannotCrossError:
            raise
        except (ValueError, TypeError, LookupError, ArithmeticError, RecursionError, AttributeError) as error:
            raise CannotCrossError(f"a value arrived broken ({type(error).__name__})") from None

    def _decode(self, raw: object, depth: int) -> Any:
        self._count += 1
        if depth > DEEPEST or self._count > MOST:
            raise CannotCrossError("a value arrived that is too large or too deeply nested")
        if raw is None or type(raw) in (bool, int, float, str):
            return raw
        if type(raw) is list:
            return [self._decode(item, depth + 1) for item in raw]
        if type(raw) is not dict:
            raise CannotCrossError("a value arrived that is no plain data")
        return self._envelope(raw, depth)

    def _envelope(self, raw: dict[str, Any], depth: int) -> Any:
        kind = raw.get("t")
        if not isinstance(kind, str):
            raise CannotCrossError("a value arrived without its type")
        if kind in _SIMPLE_IN:
            return _SIMPLE_IN[kind](raw.get("v"))
        if kind in _PAIRS_IN:
            return _PAIRS_IN[kind]([(self._decode(k, depth + 1), self._decode(v, depth + 1)) for k, v in raw["v"]])
        if kind in _ITEMS_IN:
            return _ITEMS_IN[kind](self._decode(item, depth + 1) for item in raw["v"])
        if kind in ("array", "scalar", "objects"):
            return arrays.unpack(raw, lambda item: self._decode(item, depth + 1))
        if kind in self._outside:
            return self._outside[kind](raw)
        raise CannotCrossError(f"a value of the unknown type {kind[:40]!r} arrived")


def _int(text: Any) -> int:
    if len(text) > LONGEST_INT_BITS // 4 + 8:
        raise CannotCrossError("a whole number that is too long arrived")
    return int(text, 16)


def _special_float(text: Any) -> float:
    value = float(text)
    if len(text) > 40:
        raise CannotCrossError("a number arrived broken")
    return value


def _decimal(text: Any) -> decimal.Decimal:
    if len(text) > 10_000:
        raise CannotCrossError("a decimal that is too long arrived")
    return decimal.Decimal(text)


_SIMPLE_IN: dict[str, Callable[[Any], object]] = {
    "int": _int,
    "float": _special_float,
    "text": lambda v: base64.b64decode(v).decode("utf-8", "surrogatepass"),
    "complex": lambda v: complex(_special_float(v[0]), _special_float(v[1])),
    "bytes": lambda v: base64.b64decode(v, validate=True),
    "bytearray": lambda v: bytearray(base64.b64decode(v, validate=True)),
    "range": lambda v: range(_int(v[0]), _int(v[1]), _int(v[2])),
    "datetime": dt.datetime.fromisoformat,
    "date": dt.date.fromisoformat,
    "time": dt.time.fromisoformat,
    "timedelta": lambda v: dt.timedelta(days=v[0], seconds=v[1], microseconds=v[2]),
    "decimal": _decimal,
    "fraction": lambda v: fractions.Fraction(_int(v[0]), _int(v[1])),
    "ellipsis": lambda _v: ...,
}
_PAIRS_IN: dict[str, Callable[[list[tuple[Any, Any]]], object]] = {
    "dict": dict,
    "ordered": collections.OrderedDict,
    "counter": lambda pairs: collections.Counter(dict(pairs)),
}
_ITEMS_IN: dict[str, Callable[[Iterable[Any]], object]] = {
    "tuple": tuple,
    "set": set,
    "frozenset": frozenset,
    "deque": collections.deque,
}
