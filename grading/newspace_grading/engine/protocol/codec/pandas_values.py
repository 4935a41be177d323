"""Encode and decode pandas' frames, series, indexes and single values; pandas is loaded only where the other side uses it."""

from __future__ import annotations

import sys
from typing import Any

from newspace_grading.engine.protocol.codec import time_zones
from newspace_grading.engine.protocol.codec.scalars import ItemCoder, NotSerializableError

PANDAS_KINDS = ("frame", "series", "index", "column", "timestamp", "duration", "missing", "period", "interval")
_NULLABLE = {
    *("Int8", "Int16", "Int32", "Int64", "UInt8", "UInt16", "UInt32", "UInt64", "Float32", "Float64", "boolean"),
}
_MAX_COLUMNS = 10_000
_UNITS = ("s", "ms", "us", "ns")


def encode_pandas(value: object, encode: ItemCoder) -> dict[str, Any] | None:
    """Encode one of pandas' values; None for anything else.

    Raises
    ------
    NotSerializableError
        Saying which column or index cannot cross, and why.
    """
    pd = sys.modules.get("pandas")
    if pd is None or not hasattr(pd, "DataFrame"):
        return None
    if isinstance(value, pd.DataFrame):
        index, labels = _encode_index(pd, value.index, encode), _encode_index(pd, value.columns, encode)
        columns = [
            _encode_column(pd, value.iloc[:, place].array, encode, f"the column {label!r}")
            for place, label in enumerate(value.columns)
        ]
        return {"t": "frame", "i": index, "n": labels, "v": columns}
    if isinstance(value, pd.Series):
        column = _encode_column(pd, value.array, encode, f"the series {value.name!r}")
        return {"t": "series", "i": _encode_index(pd, value.index, encode), "n": encode(value.name), "v": column}
    if isinstance(value, pd.Index):
        return {"t": "index", "v": _encode_index(pd, value, encode)}
    if isinstance(value, pd.api.extensions.ExtensionArray):
        return {"t": "column", "v": _encode_column(pd, value, encode, "the array")}
    return _encode_single(pd, value, encode)


def _encode_single(pd: Any, value: Any, encode: ItemCoder) -> dict[str, Any] | None:
    """Encode a point in time, a duration, a period, an interval, or what stands for a missing value."""
    if value is pd.NaT or value is pd.NA:
        return {"t": "missing", "v": "NaT" if value is pd.NaT else "NA"}
    if isinstance(value, pd.Timestamp):
        return {"t": "timestamp", "v": value.asm8.view("i8").item(), "u": value.unit, "z": _zone(value.tz)}
    if isinstance(value, pd.Timedelta):
        return {"t": "duration", "v": value.asm8.view("i8").item(), "u": value.unit}
    if isinstance(value, pd.Period):
        return {"t": "period", "v": value.ordinal, "q": value.freqstr}
    if isinstance(value, pd.Interval):
        return {"t": "interval", "v": [encode(value.left), encode(value.right)], "s": value.closed}
    return None


def _zone(zone: Any) -> str:
    """Name a time zone as pandas does."""
    found = None if zone is None else time_zones.encode_zone(zone)
    if isinstance(found, list) and isinstance(found[1], str):
        return f"dateutil/{found[1]}" if found[0] == "dateutil" else found[1]
    return "" if zone is None else str(zone)


def _encode_index(pd: Any, index: Any, encode: ItemCoder) -> dict[str, Any]:
    if isinstance(index, pd.MultiIndex):
        levels = [
            _encode_column(pd, index.get_level_values(n).array, encode, "the index") for n in range(index.nlevels)
        ]
        return {"k": "levels", "n": [encode(name) for name in index.names], "v": levels}
    if isinstance(index, pd.RangeIndex):
        return {"k": "range", "n": encode(index.name), "v": [index.start, index.stop, index.step]}
    found = {"k": "plain", "n": encode(index.name), "v": _encode_column(pd, index.array, encode, "the index")}
    frequency = getattr(index, "freqstr", None) if isinstance(index, pd.DatetimeIndex | pd.TimedeltaIndex) else None
    return {**found, "q": frequency} if frequency else found


def _encode_column(pd: Any, array: Any, encode: ItemCoder, what: str) -> dict[str, Any]:
    """Encode one of pandas' arrays; ``what`` it is stands in the error."""
    if type(array) is pd.arrays.NumpyExtensionArray:
        array = array.to_numpy()
    kind = array.dtype
    if isinstance(kind, pd.CategoricalDtype):
        categories = _encode_column(pd, kind.categories.array, encode, what)
        return {"k": "category", "v": encode(array.codes), "c": categories, "o": bool(kind.ordered)}
    if isinstance(kind, pd.StringDtype):
        return _encode_texts(pd, array, encode)
    if isinstance(kind, pd.DatetimeTZDtype):
        plain = array.tz_convert("UTC").tz_localize(None).to_numpy()
        return {"k": "zoned", "u": kind.unit, "z": _zone(kind.tz), "v": encode(plain)}
    if str(kind) in _NULLABLE:
        numbers = array.to_numpy(dtype=kind.numpy_dtype, na_value=kind.numpy_dtype.type(0))
        return {"k": "nullable", "d": str(kind), "v": encode(numbers), "m": encode(array.isna())}
    if isinstance(kind, pd.IntervalDtype):
        ends = [_encode_column(pd, pd.Index(side).array, encode, what) for side in (array.left, array.right)]
        return {"k": "interval", "v": ends, "s": array.closed}
    if isinstance(kind, pd.PeriodDtype):
        return {"k": "period", "v": encode(array.asi8), "q": array.freqstr}
    if isinstance(kind, pd.SparseDtype):
        filler = encode(kind.fill_value)
        return {"k": "sparse", "v": encode(array.to_dense()), "f": filler}
    if getattr(kind, "kind", "V") in "biufcmMO" and not isinstance(kind, pd.api.extensions.ExtensionDtype):
        return {"k": "numpy", "v": encode(array if not hasattr(array, "to_numpy") else array.to_numpy())}
    raise NotSerializableError(f"{what} holds values of type {kind}, which cannot cross")


def _encode_texts(pd: Any, array: Any, encode: ItemCoder) -> dict[str, Any]:
    """Encode an array of texts, of which some may be missing."""
    texts = [None if gone else str(item) for item, gone in zip(array, pd.isna(array), strict=True)]
    name = "str" if array.dtype.na_value is not pd.NA else "string"
    return {"k": "string", "d": name, "v": [encode(one) for one in texts]}


def decode_pandas(raw: dict[str, Any], decode: ItemCoder) -> Any:
    """Decode one of pandas' values.

    Raises
    ------
    NotSerializableError, ValueError, TypeError, KeyError
        If the envelope is broken, or pandas is not here.
    """
    try:
        import pandas as pd
    except ImportError:
        raise NotSerializableError("a data frame arrived, and pandas is not installed here") from None
    match raw["t"]:
        case "frame":
            return _decode_frame(pd, raw, decode)
        case "series":
            array, index = _decode_column(pd, raw["v"], decode), _decode_index(pd, raw["i"], decode)
            return pd.Series(array, index=index, name=decode(raw["n"]), dtype=array.dtype)
        case "index":
            return _decode_index(pd, raw["v"], decode)
        case "column":
            array = _decode_column(pd, raw["v"], decode)
            return pd.arrays.NumpyExtensionArray(array) if type(array).__module__ == "numpy" else array
        case "interval":
            left, right = (decode(one) for one in raw["v"])
            return pd.Interval(left, right, closed=_side(raw["s"]))
        case "missing":
            return {"NaT": pd.NaT, "NA": pd.NA}[raw["v"]]
    return _decode_time(pd, raw)


def _side(raw: Any) -> str:
    """Check which ends belong to an interval."""
    if raw not in ("left", "right", "both", "neither"):
        raise ValueError("interval")
    return str(raw)


def _frequency(raw: Any) -> str:
    """Check the frequency of periods."""
    if not isinstance(raw, str) or len(raw) > 40:
        raise ValueError("period")
    return raw


def _decode_time(pd: Any, raw: dict[str, Any]) -> Any:
    """Decode a point in time or a duration."""
    import numpy as np

    if raw["t"] == "period" and type(raw["v"]) is int:
        return pd.Period(ordinal=raw["v"], freq=_frequency(raw["q"]))
    number, unit = raw["v"], raw["u"]
    if type(number) is not int or unit not in _UNITS:
        raise ValueError("time")
    if raw["t"] == "duration":
        return pd.Timedelta(np.timedelta64(number, unit))
    moment = pd.Timestamp(np.datetime64(number, unit))
    return moment if not raw["z"] else moment.tz_localize("UTC").tz_convert(_zone_name(raw["z"]))


def _decode_frame(pd: Any, raw: dict[str, Any], decode: ItemCoder) -> Any:
    index, labels = _decode_index(pd, raw["i"], decode), _decode_index(pd, raw["n"], decode)
    arrays = [_decode_column(pd, one, decode) for one in raw["v"]]
    if len(arrays) != len(labels) or len(arrays) > _MAX_COLUMNS or any(len(one) != len(index) for one in arrays):
        raise ValueError("frame")
    columns = {place: pd.Series(one, index=index, dtype=one.dtype) for place, one in enumerate(arrays)}
    frame = pd.DataFrame(columns, index=index, copy=True)
    frame.columns = labels
    return frame


def _decode_index(pd: Any, raw: dict[str, Any], decode: ItemCoder) -> Any:
    if raw["k"] == "range":
        if not all(type(one) is int for one in raw["v"]):
            raise ValueError("range")
        return pd.RangeIndex(*raw["v"], name=decode(raw["n"]))
    if raw["k"] == "levels":
        levels = [_decode_column(pd, one, decode) for one in raw["v"]]
        return pd.MultiIndex.from_arrays(levels, names=[decode(one) for one in raw["n"]])
    array = _decode_column(pd, raw["v"], decode)
    index = pd.Index(array, dtype=array.dtype, name=decode(raw["n"]))
    if isinstance(raw.get("q"), str) and len(raw["q"]) < 40:
        index.freq = raw["q"]  # refused if the values do not keep to it
    return index


def _decode_column(pd: Any, raw: dict[str, Any], decode: ItemCoder) -> Any:
    """Decode one of pandas' arrays."""
    kind = raw["k"]
    if kind == "string":
        return _decode_texts(pd, raw, decode)
    if kind == "interval":
        left, right = (_decode_column(pd, one, decode) for one in raw["v"])
        return pd.arrays.IntervalArray.from_arrays(left, right, closed=_side(raw["s"]))
    values = decode(raw["v"])
    if not hasattr(values, "dtype") or values.ndim != 1:
        raise ValueError("column")
    if kind == "category":
        categories = pd.Index(_decode_column(pd, raw["c"], decode))
        return pd.Categorical.from_codes(values, categories, ordered=raw["o"] is True)
    if kind == "zoned":
        return _decode_zoned(pd, raw, values)
    if kind == "sparse":
        return pd.arrays.SparseArray(values, fill_value=decode(raw["f"]))
    if kind == "period":
        return pd.PeriodIndex.from_ordinals(values, freq=_frequency(raw["q"])).array
    if kind == "nullable":
        return _decode_nullable(pd, raw, values, decode)
    if kind != "numpy":
        raise ValueError("column")
    return values


def _decode_texts(pd: Any, raw: dict[str, Any], decode: ItemCoder) -> Any:
    """Decode an array of texts, of which some may be missing."""
    texts = [decode(one) for one in raw["v"]]
    if not all(one is None or type(one) is str for one in texts) or raw["d"] not in ("str", "string"):
        raise ValueError("string")
    return pd.array(texts, dtype=raw["d"])


def _decode_zoned(pd: Any, raw: dict[str, Any], values: Any) -> Any:
    """Decode points in time with a time zone."""
    if raw["u"] not in _UNITS or values.dtype.kind != "M":
        raise ValueError("zone")
    return pd.DatetimeIndex(values).as_unit(raw["u"]).tz_localize("UTC").tz_convert(_zone_name(raw["z"])).array


def _decode_nullable(pd: Any, raw: dict[str, Any], values: Any, decode: ItemCoder) -> Any:
    """Decode numbers or truth values of which some are missing."""
    if raw["d"] not in _NULLABLE:
        raise ValueError("dtype")
    array = pd.array(values, dtype=raw["d"])
    array[decode(raw["m"])] = pd.NA
    return array


def _zone_name(name: Any) -> Any:
    """Check the name of a time zone; pandas reads "UTC+02:00" as well."""
    if not isinstance(name, str) or len(name) > 60 or name.startswith(("/", "tzlocal")):
        raise ValueError("zone")
    library, _, rest = name.partition("/")
    return time_zones.decode_zone([library, rest]) if library == "dateutil" else name
