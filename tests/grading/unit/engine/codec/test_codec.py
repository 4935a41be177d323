"""The codec between the two processes: plain data round-trips, and everything else is refused."""

from __future__ import annotations

import collections
import datetime as dt
import decimal
import enum
import fractions
import json
import math
import sys
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newspace_grading.engine.protocol.codec.codec import Decoder, Encoder, NotSerializableError


def across(value: object) -> Any:
    return Decoder().decode(json.loads(json.dumps(Encoder().encode(value), allow_nan=False)))


simple = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.complex_numbers(allow_nan=False)
    | st.text()
    | st.binary()
    | st.dates()
    | st.datetimes()
    | st.timedeltas()
    | st.decimals(allow_nan=False)
    | st.fractions()
)
keys = st.none() | st.booleans() | st.integers() | st.text() | st.binary() | st.dates()
plain = st.recursive(
    simple,
    lambda inner: (
        st.lists(inner)
        | st.lists(inner).map(tuple)
        | st.dictionaries(keys, inner)
        | st.sets(keys)
        | st.frozensets(keys)
    ),
    max_leaves=20,
)


@given(plain)
@settings(max_examples=150, deadline=None)
def test_plain_data_round_trips(value: object) -> None:
    back = across(value)
    assert back == value
    assert type(back) is type(value)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["t", "v", "d", "s", "b", "id", "m", "x"]), inner, max_size=4)
        | st.fixed_dictionaries(
            {
                "t": st.sampled_from(
                    [
                        "int",
                        "float",
                        "array",
                        "objects",
                        "scalar",
                        "dict",
                        "set",
                        "text",
                        "range",
                        "decimal",
                        "date",
                        "handle",
                    ]
                )
            },
            optional={
                "v": inner,
                "d": st.sampled_from(["<f8", "O", "V8", "<i4", "|O8", "f8,f8"]),
                "s": inner,
                "b": st.text(max_size=8),
            },
        )
    ),
    max_leaves=12,
)
PLAIN = (
    *(
        type(None),
        bool,
        int,
        float,
        complex,
        str,
        bytes,
        bytearray,
        list,
        tuple,
        dict,
        set,
        frozenset,
        range,
        type(...),
    ),
    *(dt.date, dt.datetime, dt.time, dt.timedelta, decimal.Decimal, fractions.Fraction, np.ndarray, np.generic),
    *(collections.OrderedDict, collections.Counter, collections.deque),
)


@given(json_values)
@settings(max_examples=300, deadline=None)
def test_decoding_arbitrary_input_gives_plain_data_or_an_error(raw: object) -> None:
    try:
        value = Decoder().decode(raw)
    except NotSerializableError:
        return
    assert isinstance(value, PLAIN)


class Yes(int):
    def __eq__(self, other: object) -> bool:
        return True

    __hash__ = int.__hash__


class Word(enum.StrEnum):
    A = "a"


@pytest.mark.parametrize(
    ("value", "kind", "plain_value"),
    [
        (Yes(3), int, 3),
        (Word.A, str, "a"),
        (type("F", (float,), {"__float__": lambda _s: 9.0})(2.5), float, 2.5),
        (type("L", (list,), {"__iter__": lambda _s: iter([7])})([1, 2]), list, [1, 2]),
        (type("T", (str,), {"__str__": lambda _s: "x"})("y"), str, "y"),
        (True, bool, True),
    ],
)
def test_a_subclass_is_encoded_as_its_builtin_base(value: object, kind: type, plain_value: object) -> None:
    back = across(value)
    assert type(back) is kind
    assert plain_value == back


@pytest.mark.parametrize(
    "value", [object(), print, Yes, open, lambda: 0, (i for i in ()), sys], ids=lambda value: type(value).__name__
)
def test_unserialisable_values_are_refused_with_a_reason(value: object) -> None:
    with pytest.raises(NotSerializableError, match="plain data"):
        across([value])


def test_special_numbers_and_odd_text_round_trip() -> None:
    assert math.isnan(across(math.nan))
    assert across([math.inf, -math.inf, -0.0]) == [math.inf, -math.inf, -0.0]
    assert across("a\ud800b") == "a\ud800b"
    assert across(2**5000) == 2**5000
    assert across(range(10**20, 10**20 - 30, -3)) == range(10**20, 10**20 - 30, -3)
    assert across({(1, 2): {3: [4]}}) == {(1, 2): {3: [4]}}


@pytest.mark.parametrize("dtype", ["f8", "f4", "i2", "u1", "?", "c16", "M8[s]", "m8[D]", "U3", "S2"])
def test_arrays_and_numpy_scalars_round_trip(dtype: str) -> None:
    array = np.zeros((2, 3), dtype=dtype)
    back = across(array)
    assert back.dtype == array.dtype
    assert back.shape == array.shape
    assert (back == array).all()
    assert type(across(array[0, 0])) is type(array[0, 0])
    assert across(np.array([1, None, "x"], dtype=object)).tolist() == [1, None, "x"]
    assert across(np.empty((0, 4))).shape == (0, 4)


@pytest.mark.parametrize(
    "raw",
    [
        {"t": "array", "d": "O", "s": [1], "b": "AAAAAAAAAAA="},
        {"t": "array", "d": "<f8", "s": [10**9], "b": ""},
        {"t": "array", "d": "<f8", "s": [-1], "b": ""},
        {"t": "array", "d": "f8,O", "s": [0], "b": ""},
        {"t": "objects", "s": [3], "v": []},
        {"t": "int", "v": "9" * 10**6},
        {"t": "decimal", "v": "1" * 10**5},
        {"t": "set", "v": [[1]]},
        {"t": "dict", "v": [[[1], 2]]},
        {"t": "range", "v": ["0x0", "0x9184e72a000", "0x1"]},
        {"t": "array", "d": "<U0", "s": [2**29], "b": ""},
        {"t": "pickle", "v": "gASVAAAAAAA="},
        {"t": "module", "m": "os"},
        {"t": ["list"]},
        {"t": "complex", "v": []},
        {"t": "timedelta", "v": [1]},
        {"v": 1},
    ],
    ids=lambda raw: str(raw)[:40],
)
def test_broken_envelopes_are_refused(raw: object) -> None:
    with pytest.raises(NotSerializableError):
        Decoder().decode(raw)


def test_depth_and_size_are_bounded() -> None:
    deep: list[Any] = []
    deep.append(deep)
    with pytest.raises(NotSerializableError, match="nested"):
        across(deep)
    raw: Any = 1
    for _ in range(200):
        raw = [raw]
    with pytest.raises(NotSerializableError, match="nested"):
        Decoder().decode(raw)
    with pytest.raises(NotSerializableError, match="parts"):
        across([0] * 2_100_000)
