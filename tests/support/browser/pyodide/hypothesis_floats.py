"""What hypothesis keeps in a compiled module, in Python: no compiled hypothesis exists for WebAssembly.

``install`` puts it where hypothesis looks. The names and arguments are hypothesis's own (``hypothesis._native`` of 6.170).
Floats are told apart by their bits, in 16, 32 or 64 bits.
"""

from __future__ import annotations

import math
import struct
import sys
from types import ModuleType

_FLOATS = {16: "!e", 32: "!f", 64: "!d"}
_WHOLE = {16: "!H", 32: "!I", 64: "!Q"}
_SMALLEST_NORMAL = {16: 2.0**-14, 32: 2.0**-126, 64: 2.0**-1022}


def float_of(x: float, width: int) -> float:
    """Return the float of so many bits that is nearest; OverflowError if it is too large for them."""
    rounded: float = struct.unpack(_FLOATS[width], struct.pack(_FLOATS[width], float(x)))[0]
    return rounded


def is_negative(x: float) -> bool:
    """Whether the sign is minus, also of zero."""
    return math.copysign(1.0, x) < 0


def float_to_int(value: float, width: int = 64) -> int:
    """Return the bits of a float as a whole number."""
    bits: int = struct.unpack(_WHOLE[width], struct.pack(_FLOATS[width], value))[0]
    return bits


def int_to_float(value: int, width: int = 64) -> float:
    """Return the float with these bits."""
    made: float = struct.unpack(_FLOATS[width], struct.pack(_WHOLE[width], value))[0]
    return made


def count_between_floats(x: float, y: float, width: int = 64) -> int:
    """Return how many floats there are from ``x`` to ``y``, both of them counted; the two zeros are two."""
    return _place(y, width) - _place(x, width) + 1


def _place(x: float, width: int) -> int:
    """Return where a float stands in the order of all of its width: 0 for zero, -1 for minus zero."""
    size = float_to_int(abs(x), width)
    return -1 - size if is_negative(x) else size


def next_up(value: float, width: int = 64) -> float:
    """Return the smallest float that is greater; infinity, nan and minus zero as IEEE 754 has them."""
    if math.isnan(value) or value == math.inf:
        return value
    if value == 0:
        return int_to_float(1, width) if not is_negative(value) else 0.0
    bits = float_to_int(value, width)
    return int_to_float(bits - 1 if is_negative(value) else bits + 1, width)


def next_down(value: float, width: int = 64) -> float:
    """Return the greatest float that is smaller."""
    return -next_up(-value, width)


def next_up_normal(value: float, width: int, *, allow_subnormal: bool) -> float:
    """Return the smallest greater float, which is none of the tiny subnormal ones unless they are allowed."""
    return -next_down_normal(-value, width, allow_subnormal=allow_subnormal)


def next_down_normal(value: float, width: int, *, allow_subnormal: bool) -> float:
    """Return the greatest smaller float, which is none of the tiny subnormal ones unless they are allowed."""
    lower = next_down(value, width)
    if allow_subnormal or not 0 < abs(lower) < _SMALLEST_NORMAL[width]:
        return lower
    return 0.0 if lower > 0 else -_SMALLEST_NORMAL[width]


def width_smallest_normals(width: int) -> float:
    """Return the smallest positive float of so many bits that is not subnormal."""
    return _SMALLEST_NORMAL[width]


def cathetus(h: float, a: float) -> float:
    """Return the other short side of a right triangle with the long side ``h`` and a short side ``a``."""
    return math.sqrt(h - a) * math.sqrt(h + a)


def install(version: str) -> None:
    """Have ``import hypothesis`` find this in the place of its compiled module."""
    numbers = (count_between_floats, float_of, float_to_int, int_to_float, is_negative, next_down, next_up)
    normals = (next_down_normal, next_up_normal, width_smallest_normals)
    contents: dict[str, dict[str, object]] = {
        "hypothesis._native": {"__version__": version},
        "hypothesis._native.internal": {},
        "hypothesis._native.internal.floats": {function.__name__: function for function in (*numbers, *normals)},
        "hypothesis._native.internal.cathetus": {"cathetus": cathetus},
    }
    for name, names in contents.items():
        module = ModuleType(name)
        vars(module).update(names)
        sys.modules[name] = module
