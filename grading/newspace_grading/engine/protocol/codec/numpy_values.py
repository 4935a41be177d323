"""Encode and decode numpy's arrays and numbers."""

from __future__ import annotations

import base64
import math
import sys
from collections.abc import Mapping
from typing import Any

from newspace_grading.engine.protocol.codec.scalars import ItemCoder, NotSerializableError

NUMPY_KINDS = ("array", "scalar", "objects", "masked", "chance", "matrix", "recarray", "polynomial")
_DTYPE_KINDS = "biufcmMUS"
_MAX_ARRAY_BYTES = 24 * 2**20
_MAX_DIMENSIONS = 32
_BIT_GENERATORS = ("PCG64", "PCG64DXSM", "MT19937", "Philox", "SFC64")


def encode_numpy(value: object, encode: ItemCoder) -> dict[str, Any] | None:
    """Encode a numpy array or number; None for anything else."""
    np = sys.modules.get("numpy")
    if np is not None and isinstance(value, np.generic) and type(value).__module__ == "numpy":
        return _encode_array(np, np.asarray(value), "scalar", encode)
    if np is not None and isinstance(value, np.ma.MaskedArray):
        parts = (np.ma.getdata(value), np.ma.getmaskarray(value))
        return {"t": "masked", "v": [_encode_array(np, np.asarray(part), "array", encode) for part in parts]}
    if np is not None and type(value) in (np.matrix, np.recarray, np.poly1d, *_polynomial()):
        return _encode_special(np, value, encode)
    if np is not None and isinstance(value, np.ndarray):
        return _encode_array(np, np.ndarray.view(value, np.ndarray), "array", encode)
    chance = sys.modules.get("numpy.random")
    if chance is not None and type(value) in (chance.Generator, chance.RandomState):
        return _encode_chance(value, encode)
    return None


def _polynomial() -> tuple[Any, ...]:
    """Return the class of polynomials if it was loaded: numpy loads it, with eight modules, when it is first asked for."""
    loaded = sys.modules.get("numpy.polynomial")
    return () if loaded is None else (loaded.Polynomial,)


def _encode_special(np: Any, value: Any, encode: ItemCoder) -> dict[str, Any]:
    """Encode a matrix, an array of records or a polynomial."""
    kind = type(value)
    if kind in (np.poly1d, np.polynomial.Polynomial):
        numbers = [value.coeffs] if kind is np.poly1d else [value.coef, value.domain, value.window]
        return {"t": "polynomial", "old": kind is np.poly1d, "v": [encode(one) for one in numbers]}
    plain = np.ndarray.view(value, np.ndarray)
    if value.dtype.names:  # as fields, not as records
        plain = plain.astype(value.dtype.descr)
    return {"t": kind.__name__, "v": _encode_array(np, plain, "array", encode)}


def _decode_special(np: Any, raw: dict[str, Any], decode: ItemCoder) -> Any:
    """Decode a matrix, an array of records or a polynomial."""
    if raw["t"] != "polynomial":
        return decode_numpy(raw["v"], decode).view(getattr(np, raw["t"]))
    parts = [np.asarray(decode(part)) for part in raw["v"]]
    return np.poly1d(parts[0]) if raw["old"] is True else np.polynomial.Polynomial(parts[0], parts[1], parts[2])


def _encode_chance(value: Any, encode: ItemCoder) -> dict[str, Any] | None:
    """Encode a random generator: what kind it is, and its state."""
    source = value.bit_generator if hasattr(value, "bit_generator") else value._bit_generator
    name = type(source).__name__
    if name not in _BIT_GENERATORS:
        return None
    return {"t": "chance", "k": type(value).__name__, "b": name, "v": encode(source.state)}


def _decode_chance(np: Any, raw: dict[str, Any], decode: ItemCoder) -> Any:
    """Decode a random generator."""
    if raw["b"] not in _BIT_GENERATORS or raw["k"] not in ("Generator", "RandomState"):
        raise ValueError("generator")
    source = getattr(np.random, raw["b"])()
    source.state = decode(raw["v"])
    return getattr(np.random, raw["k"])(source)


def _encode_array(np: Any, array: Any, name: str, encode: ItemCoder) -> dict[str, Any] | None:
    if array.dtype.kind == "O" and name == "array":
        return {"t": "objects", "s": list(array.shape), "v": [encode(item) for item in array.ravel().tolist()]}
    if array.nbytes > _MAX_ARRAY_BYTES:
        raise NotSerializableError(
            f"an array of {array.nbytes:,} bytes is more than the {_MAX_ARRAY_BYTES:,} that may cross"
        )
    if array.dtype.names:
        array = _without_gaps(np, array)
    if array.dtype.hasobject or (array.dtype.kind not in _DTYPE_KINDS and not array.dtype.names):
        raise NotSerializableError(f"an array of type {array.dtype} is no plain data")
    data = np.ascontiguousarray(array).tobytes()
    kind = array.dtype.descr if array.dtype.names else array.dtype.str
    return {"t": name, "d": kind, "s": list(array.shape), "b": base64.b64encode(data).decode("ascii")}


def _without_gaps(np: Any, array: Any) -> Any:
    """Copy a structured array without gaps between its fields."""
    from numpy.lib.recfunctions import repack_fields

    return np.asarray(repack_fields(array, recurse=True))


def _dtype(np: Any, raw: Any) -> Any:
    """Read the type of an array's elements, which is made of plain kinds only."""
    if isinstance(raw, list):
        if not 0 < len(raw) <= 500:
            raise ValueError("dtype")
        parts = [(field[0], _dtype(np, field[1]), *(tuple(shape) for shape in field[2:])) for field in raw]
        return np.dtype(parts)
    if not isinstance(raw, str) or len(raw) > 24:
        raise ValueError("dtype")
    dtype = np.dtype(raw)
    if dtype.kind not in _DTYPE_KINDS or dtype.names or dtype.hasobject:
        raise ValueError("dtype")
    return dtype


def decode_numpy(raw: dict[str, Any], decode: ItemCoder) -> Any:
    """Decode a numpy array or number.

    Raises
    ------
    ValueError, TypeError, KeyError
        If the envelope is broken, or asks for more than it carries.
    """
    import numpy as np

    if raw["t"] == "masked":
        data, mask = (decode_numpy(part, decode) for part in raw["v"])
        if mask.dtype != bool or mask.shape != data.shape:
            raise ValueError("mask")
        return np.ma.MaskedArray(data, mask)
    if raw["t"] in ("matrix", "recarray", "polynomial"):
        return _decode_special(np, raw, decode)
    if raw["t"] == "chance":
        return _decode_chance(np, raw, decode)
    shape = tuple(raw["s"])
    if len(shape) > _MAX_DIMENSIONS or not all(type(side) is int and 0 <= side < 2**31 for side in shape):
        raise ValueError("shape")
    if raw["t"] == "objects":
        return _object_array(np, shape, [decode(item) for item in raw["v"]])
    array = _array_of_bytes(np, shape, _dtype(np, raw["d"]), raw["b"])
    return array[()] if raw["t"] == "scalar" else array


def _object_array(np: Any, shape: tuple[int, ...], items: list[Any]) -> Any:
    if math.prod(shape) != len(items):
        raise ValueError("shape")
    array = np.empty(len(items), dtype=object)
    array[:] = items
    return array.reshape(shape)


def _array_of_bytes(np: Any, shape: tuple[int, ...], dtype: Any, content: str) -> Any:
    if math.prod(shape) > _MAX_ARRAY_BYTES:
        raise ValueError("size")  # elements of no size at all, too
    data = base64.b64decode(content, validate=True)
    if math.prod(shape) * dtype.itemsize != len(data):
        raise ValueError("size")
    return np.frombuffer(data, dtype=dtype).reshape(shape).copy() if data else np.empty(shape, dtype=dtype)


def encode_view(value: Any, parts: Mapping[str, Any]) -> dict[str, Any] | None:
    """Encode an array that shares the memory of an argument as where it lies in that; None for anything else.

    Parameters
    ----------
    value : object
        What may be such an array.
    parts : mapping of str
        The parts of the arguments, by their paths.
    """
    np = sys.modules.get("numpy")
    if np is None or type(value) is not np.ndarray or value.dtype.hasobject:
        return None
    for path, part in parts.items():
        if type(part) is not np.ndarray or part.dtype != value.dtype or not part.flags.c_contiguous:
            continue
        if part is not value and np.may_share_memory(part, value):
            start = value.__array_interface__["data"][0] - part.__array_interface__["data"][0]
            return {"t": "view", "p": path, "o": start, "s": list(value.shape), "x": list(value.strides)}
    return None


def decode_view(raw: dict[str, Any], array: Any) -> Any:
    """Make the view of an array that was encoded by `encode_view`; None if the array here is laid out in another way."""
    np = sys.modules.get("numpy")
    if np is None or type(array) is not np.ndarray or array.dtype.hasobject or not array.flags.c_contiguous:
        return None
    try:  # numpy refuses what would lie outside
        if math.prod(raw["s"]) * array.itemsize > _MAX_ARRAY_BYTES:
            return None
        return np.ndarray(tuple(raw["s"]), array.dtype, array, raw["o"], tuple(raw["x"]))
    except (TypeError, ValueError, BufferError):
        return None
