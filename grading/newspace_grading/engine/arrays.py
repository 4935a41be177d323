"""numpy's arrays and numbers, and matplotlib's axes, as plain data."""

from __future__ import annotations

import base64
import math
import sys
from collections.abc import Callable
from typing import Any

_KINDS = "biufcmMUS"
_LARGEST = 24 * 2**20
Coder = Callable[[Any], Any]


def pack(value: object, encode: Coder) -> dict[str, Any] | None:
    """The envelope of a numpy array or number or of matplotlib axes; None for anything else."""
    np = sys.modules.get("numpy")
    if np is not None and isinstance(value, np.generic) and type(value).__module__ == "numpy":
        return _pack_array(np, np.asarray(value), "scalar", encode)
    if np is not None and isinstance(value, np.ndarray):
        return _pack_array(np, np.ndarray.view(value, np.ndarray), "array", encode)
    axes = sys.modules.get("matplotlib.axes")
    if axes is not None and isinstance(value, axes.Axes):
        from newspace_grading.engine import drawings

        return {"t": "axes", "v": encode(drawings.described(value))}
    return None


def _pack_array(np: Any, array: Any, name: str, encode: Coder) -> dict[str, Any] | None:
    if array.dtype.kind == "O" and name == "array":
        return {"t": "objects", "s": list(array.shape), "v": [encode(item) for item in array.ravel().tolist()]}
    if array.dtype.kind not in _KINDS or array.nbytes > _LARGEST:
        return None
    data = np.ascontiguousarray(array).tobytes()
    return {"t": name, "d": array.dtype.str, "s": list(array.shape), "b": base64.b64encode(data).decode("ascii")}


def unpack(raw: dict[str, Any], decode: Coder) -> Any:
    """A numpy array or number from its envelope.

    Raises
    ------
    ValueError, TypeError, KeyError
        If the envelope is broken, or asks for more than it carries.
    """
    import numpy as np

    shape = tuple(raw["s"])
    if len(shape) > 32 or not all(type(side) is int and 0 <= side < 2**31 for side in shape):
        raise ValueError("shape")
    if raw["t"] == "objects":
        items = [decode(item) for item in raw["v"]]
        if math.prod(shape) != len(items):
            raise ValueError("shape")
        array = np.empty(len(items), dtype=object)
        array[:] = items
        return array.reshape(shape)
    if not isinstance(raw["d"], str) or len(raw["d"]) > 24:
        raise ValueError("dtype")
    dtype = np.dtype(raw["d"])
    if dtype.kind not in _KINDS or dtype.hasobject or dtype.names:
        raise ValueError("dtype")
    data = base64.b64decode(raw["b"], validate=True)
    if math.prod(shape) * dtype.itemsize != len(data):
        raise ValueError("size")
    array = np.frombuffer(data, dtype=dtype).reshape(shape).copy() if data else np.empty(shape, dtype=dtype)
    return array[()] if raw["t"] == "scalar" else array
