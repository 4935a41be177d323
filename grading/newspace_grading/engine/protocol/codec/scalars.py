"""Encode values that hold no others, and decode them with their size checked."""

from __future__ import annotations

import base64
import builtins
import datetime as dt
import decimal
import fractions
import ipaddress
import math
import pathlib
import re
import uuid
import zoneinfo
from collections.abc import Callable
from typing import Any

from newspace_grading.engine.protocol.codec import time_zones

MAX_INT_BITS = 400_000
MAX_PATTERN_LENGTH = 20_000
MAX_RANGE_LENGTH = 100_000_000  # C code that iterates over it cannot be interrupted
# Classes that mean the same everywhere; no function is among them.
BUILTIN_TYPES: dict[str, type] = {
    kind.__name__: kind
    for kind in (
        *(bool, int, float, complex, str, bytes, bytearray, list, tuple, dict, set, frozenset, range, object, slice),
        *(kind for kind in vars(builtins).values() if isinstance(kind, type) and issubclass(kind, BaseException)),
        type(None),
    )
}


ItemCoder = Callable[[Any], Any]  # encodes or decodes a value that is held by another


class NotSerializableError(Exception):
    """A value that is no plain data, or too much of it."""


def encode_text(value: Any) -> Any:
    """Encode a text: as it is, or in an envelope if JSON's encoding cannot carry it."""
    try:
        value.encode("utf-8")
    except UnicodeEncodeError:
        return {"t": "text", "v": base64.b64encode(value.encode("utf-8", "surrogatepass")).decode()}
    return value


def _whole(value: Any) -> Any:
    if -(2**53) < value < 2**53:
        return value
    if value.bit_length() > MAX_INT_BITS:
        raise NotSerializableError("a whole number with more than a hundred thousand digits")
    return {"t": "int", "v": hex(value)}


def _zone(value: Any) -> Any:
    """Encode a time zone."""
    found = time_zones.encode_zone(value)
    if found is None:
        raise NotSerializableError(f"a time zone of type {type(value).__name__} is no plain data")
    return found


def _moment(value: Any) -> Any:
    if value.tzinfo is None:
        return {"t": type(value).__name__, "v": value.isoformat()}
    plain = value.replace(tzinfo=None).isoformat()
    offset = value.utcoffset()
    seconds = None if offset is None else offset.total_seconds()
    return {"t": type(value).__name__, "v": [plain, _zone(value.tzinfo), value.fold, seconds]}


def _moment_in(kind: Any, raw: Any) -> Any:
    if isinstance(raw, str):
        return kind.fromisoformat(raw)
    plain, zone, fold, seconds = raw
    return time_zones.attached(kind.fromisoformat(plain).replace(fold=fold), time_zones.decode_zone(zone), seconds)


def _text_or_bytes(value: Any) -> Any:
    return encode_text(value) if isinstance(value, str) else {"b": base64.b64encode(bytes(value)).decode()}


def _pattern_parts(value: re.Pattern[Any]) -> list[Any]:
    """Encode a compiled pattern; both sides have the same `re`."""
    if len(value.pattern) > MAX_PATTERN_LENGTH:
        raise NotSerializableError("a regular expression that is too long")
    return [_text_or_bytes(value.pattern), int(value.flags)]


ENCODERS: dict[type, Callable[[Any], Any]] = {
    int: _whole,
    float: lambda v: v if math.isfinite(v) else {"t": "float", "v": str(v)},
    complex: lambda v: {"t": "complex", "v": [str(v.real), str(v.imag)]},
    bytes: lambda v: {"t": "bytes", "v": base64.b64encode(v).decode()},
    bytearray: lambda v: {"t": "bytearray", "v": base64.b64encode(v).decode()},
    memoryview: lambda v: {
        "t": "memoryview",
        "v": [base64.b64encode(v.tobytes()).decode(), v.format, list(v.shape), v.readonly],
    },
    range: lambda v: {"t": "range", "v": [hex(v.start), hex(v.stop), hex(v.step)]},
    dt.datetime: _moment,
    dt.date: lambda v: {"t": "date", "v": v.isoformat()},
    dt.time: _moment,
    dt.timedelta: lambda v: {"t": "timedelta", "v": [v.days, v.seconds, v.microseconds]},
    dt.timezone: lambda v: {"t": "zone", "v": _zone(v)},
    zoneinfo.ZoneInfo: lambda v: {"t": "zone", "v": _zone(v)},
    decimal.Decimal: lambda v: {"t": "decimal", "v": str(v)},
    fractions.Fraction: lambda v: {"t": "fraction", "v": [hex(v.numerator), hex(v.denominator)]},
    uuid.UUID: lambda v: {"t": "uuid", "v": v.hex},
    pathlib.PosixPath: lambda v: {"t": "path", "v": encode_text(str(v))},
    pathlib.WindowsPath: lambda v: {"t": "path", "v": encode_text(str(v))},
    ipaddress.IPv4Address: lambda v: {"t": "address", "v": str(v)},
    ipaddress.IPv6Address: lambda v: {"t": "address", "v": str(v)},
    ipaddress.IPv4Network: lambda v: {"t": "address", "v": str(v)},
    ipaddress.IPv6Network: lambda v: {"t": "address", "v": str(v)},
    re.Pattern: lambda v: {"t": "pattern", "v": _pattern_parts(v)},
    re.Match: lambda v: {
        "t": "match",
        "v": [*_pattern_parts(v.re), _text_or_bytes(v.string), v.pos, v.endpos, list(v.span())],
    },
    type(...): lambda _v: {"t": "ellipsis"},
    type(NotImplemented): lambda _v: {"t": "not implemented"},
}


def _int(raw: Any) -> int:
    if len(raw) > MAX_INT_BITS // 4 + 8:
        raise NotSerializableError("a whole number that is too long arrived")
    return int(raw, 16)


def _special_float(raw: Any) -> float:
    value = float(raw)
    if len(raw) > 40:
        raise NotSerializableError("a number arrived broken")
    return value


def _decimal(raw: Any) -> decimal.Decimal:
    if len(raw) > 10_000:
        raise NotSerializableError("a decimal that is too long arrived")
    return decimal.Decimal(raw)


def _range(raw: Any) -> range:
    found = range(_int(raw[0]), _int(raw[1]), _int(raw[2]))
    if (found.stop - found.start) // found.step > MAX_RANGE_LENGTH:
        raise NotSerializableError(f"a range of more than {MAX_RANGE_LENGTH:,} numbers arrived")
    return found


def _view(raw: Any) -> memoryview:
    content, form, shape, readonly = raw
    found = base64.b64decode(content, validate=True)
    flat = memoryview(found if readonly is True else bytearray(found))
    return flat if form == "B" and len(shape) == 1 else flat.cast(form, shape)


def _from_text_or_bytes(raw: Any) -> Any:
    if isinstance(raw, str):
        return raw
    return base64.b64decode(raw["b"], validate=True) if "b" in raw else DECODERS["text"](raw["v"])


def _compiled(pattern: Any, flags: Any) -> re.Pattern[Any]:
    text = _from_text_or_bytes(pattern)
    if len(text) > MAX_PATTERN_LENGTH or type(flags) is not int:
        raise NotSerializableError("a regular expression arrived broken")
    try:
        return re.compile(text, flags & ~re.DEBUG)
    except (re.error, OverflowError) as error:
        raise NotSerializableError(f"a regular expression arrived broken ({error})") from None


def _match(raw: Any) -> re.Match[Any]:
    """Match again: what is found is then this side's own."""
    pattern, flags, text, start, stop, span = raw
    compiled, string = _compiled(pattern, flags), _from_text_or_bytes(text)
    tries = (
        (compiled.search, start, stop),
        (compiled.match, span[0], stop),
        (compiled.fullmatch, span[0], span[1]),
    )
    for search, first, last in tries:
        found = search(string, first, last)
        if found is not None and list(found.span()) == span:
            return found
    raise NotSerializableError("a match of a regular expression arrived broken")


def _address(raw: Any) -> Any:
    if not isinstance(raw, str) or len(raw) > 80:
        raise NotSerializableError("an address arrived broken")
    return ipaddress.ip_network(raw) if "/" in raw else ipaddress.ip_address(raw)


def _path(raw: Any) -> pathlib.Path:
    if not isinstance(raw, str) or len(raw) > 4096:
        raise NotSerializableError("a path arrived broken")
    return pathlib.Path(raw)


DECODERS: dict[str, Callable[[Any], object]] = {
    "int": _int,
    "float": _special_float,
    "text": lambda v: base64.b64decode(v).decode("utf-8", "surrogatepass"),
    "complex": lambda v: complex(_special_float(v[0]), _special_float(v[1])),
    "bytes": lambda v: base64.b64decode(v, validate=True),
    "bytearray": lambda v: bytearray(base64.b64decode(v, validate=True)),
    "memoryview": _view,
    "range": _range,
    "datetime": lambda v: _moment_in(dt.datetime, v),
    "date": dt.date.fromisoformat,
    "time": lambda v: _moment_in(dt.time, v),
    "timedelta": lambda v: dt.timedelta(days=v[0], seconds=v[1], microseconds=v[2]),
    "zone": time_zones.decode_zone,
    "decimal": _decimal,
    "fraction": lambda v: fractions.Fraction(_int(v[0]), _int(v[1])),
    "uuid": uuid.UUID,
    "path": _path,
    "address": _address,
    "pattern": lambda v: _compiled(v[0], v[1]),
    "match": _match,
    "ellipsis": lambda _v: ...,
    "not implemented": lambda _v: NotImplemented,
}
