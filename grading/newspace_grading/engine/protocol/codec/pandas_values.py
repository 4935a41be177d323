"""pandas' frames, series, indexes and single values as plain data. pandas is loaded only where the other side uses it."""

from __future__ import annotations

import sys
from typing import Any

from newspace_grading.engine.protocol.codec.scalars import ItemCoder, NotSerializableError

PANDAS_KINDS = ("frame", "series", "index", "column", "timestamp", "duration", "missing")
_NULLABLE = {
    *("Int8", "Int16", "Int32", "Int64", "UInt8", "UInt16", "UInt32", "UInt64", "Float32", "Float64", "boolean"),
}
_MAX_COLUMNS = 10_000


def encode_pandas(value: object, encode: ItemCoder) -> dict[str, Any] | None:
    """The envelope of one of pandas' values; None for anything else.

    Raises
    ------
    NotSerializableError
        Saying which column or index cannot cross, and why.
    """
    pd = sys.modules.get("pandas")
    if pd is None or not hasattr(pd, "DataFrame"):
        return None
    if isinstance(value, pd.DataFrame):
        columns = [
            _column(pd, value.iloc[:, place].array, encode, f"the column {label!r}")
            for place, label in enumerate(value.columns)
        ]
        return {
            "t": "frame",
            "i": _index(pd, value.index, encode),
            "n": _index(pd, value.columns, encode),
            "v": columns,
        }
    if isinstance(value, pd.Series):
        column = _column(pd, value.array, encode, f"the series {value.name!r}")
        return {"t": "series", "i": _index(pd, value.index, encode), "n": encode(value.name), "v": column}
    if isinstance(value, pd.Index):
        return {"t": "index", "v": _index(pd, value, encode)}
    if isinstance(value, pd.api.extensions.ExtensionArray):
        return {"t": "column", "v": _column(pd, value, encode, "the array")}
    if value is pd.NaT or value is pd.NA:
        return {"t": "missing", "v": "NaT" if value is pd.NaT else "NA"}
    if isinstance(value, pd.Timestamp):
        return {"t": "timestamp", "v": value.asm8.view("i8").item(), "u": value.unit, "z": _zone(value.tz)}
    if isinstance(value, pd.Timedelta):
        return {"t": "duration", "v": value.asm8.view("i8").item(), "u": value.unit}
    return None


def _zone(zone: Any) -> str:
    return "" if zone is None else str(zone)


def _index(pd: Any, index: Any, encode: ItemCoder) -> dict[str, Any]:
    if isinstance(index, pd.MultiIndex):
        levels = [_column(pd, index.get_level_values(n).array, encode, "the index") for n in range(index.nlevels)]
        return {"k": "levels", "n": [encode(name) for name in index.names], "v": levels}
    if isinstance(index, pd.RangeIndex):
        return {"k": "range", "n": encode(index.name), "v": [index.start, index.stop, index.step]}
    found = {"k": "plain", "n": encode(index.name), "v": _column(pd, index.array, encode, "the index")}
    frequency = getattr(index, "freqstr", None) if isinstance(index, pd.DatetimeIndex | pd.TimedeltaIndex) else None
    return {**found, "q": frequency} if frequency else found


def _column(pd: Any, array: Any, encode: ItemCoder, what: str) -> dict[str, Any]:
    """One of pandas' arrays."""
    if type(array) is pd.arrays.NumpyExtensionArray:
        array = array.to_numpy()
    kind = array.dtype
    if isinstance(kind, pd.CategoricalDtype):
        categories = _column(pd, kind.categories.array, encode, what)
        return {"k": "category", "v": encode(array.codes), "c": categories, "o": bool(kind.ordered)}
    if isinstance(kind, pd.StringDtype):
        missing = [None if gone else str(item) for item, gone in zip(array, pd.isna(array), strict=True)]
        return {
            "k": "string",
            "d": "str" if kind.na_value is not pd.NA else "string",
            "v": [encode(one) for one in missing],
        }
    if isinstance(kind, pd.DatetimeTZDtype):
        plain = array.tz_convert("UTC").tz_localize(None).to_numpy()
        return {"k": "zoned", "u": kind.unit, "z": _zone(kind.tz), "v": encode(plain)}
    if str(kind) in _NULLABLE:
        numbers = array.to_numpy(dtype=kind.numpy_dtype, na_value=kind.numpy_dtype.type(0))
        return {"k": "nullable", "d": str(kind), "v": encode(numbers), "m": encode(array.isna())}
    if getattr(kind, "kind", "V") in "biufcmMO" and not isinstance(kind, pd.api.extensions.ExtensionDtype):
        return {"k": "numpy", "v": encode(array if not hasattr(array, "to_numpy") else array.to_numpy())}
    raise NotSerializableError(f"{what} holds values of type {kind}, which cannot cross")


def decode_pandas(raw: dict[str, Any], decode: ItemCoder) -> Any:
    """One of pandas' values from its envelope.

    Raises
    ------
    NotSerializableError, ValueError, TypeError, KeyError
        If the envelope is broken, or pandas is not here.
    """
    try:
        import pandas as pd
    except ImportError:
        raise NotSerializableError("a data frame arrived, and pandas is not installed here") from None
    kind = raw["t"]
    if kind == "frame":
        return _frame(pd, raw, decode)
    if kind == "series":
        array, index = _array(pd, raw["v"], decode), _labels(pd, raw["i"], decode)
        return pd.Series(array, index=index, name=decode(raw["n"]), dtype=array.dtype)
    if kind == "index":
        return _labels(pd, raw["v"], decode)
    if kind == "column":
        array = _array(pd, raw["v"], decode)
        return pd.arrays.NumpyExtensionArray(array) if type(array).__module__ == "numpy" else array
    if kind == "missing":
        return {"NaT": pd.NaT, "NA": pd.NA}[raw["v"]]
    import numpy as np

    number, unit = raw["v"], raw["u"]
    if type(number) is not int or unit not in ("s", "ms", "us", "ns"):
        raise ValueError("time")
    if kind == "duration":
        return pd.Timedelta(np.timedelta64(number, unit))
    moment = pd.Timestamp(np.datetime64(number, unit))
    return moment if not raw["z"] else moment.tz_localize("UTC").tz_convert(_zone_name(raw["z"]))


def _frame(pd: Any, raw: dict[str, Any], decode: ItemCoder) -> Any:
    index, labels = _labels(pd, raw["i"], decode), _labels(pd, raw["n"], decode)
    arrays = [_array(pd, one, decode) for one in raw["v"]]
    if len(arrays) != len(labels) or len(arrays) > _MAX_COLUMNS or any(len(one) != len(index) for one in arrays):
        raise ValueError("frame")
    columns = {place: pd.Series(one, index=index, dtype=one.dtype) for place, one in enumerate(arrays)}
    frame = pd.DataFrame(columns, index=index, copy=True)
    frame.columns = labels
    return frame


def _labels(pd: Any, raw: dict[str, Any], decode: ItemCoder) -> Any:
    if raw["k"] == "range":
        if not all(type(one) is int for one in raw["v"]):
            raise ValueError("range")
        return pd.RangeIndex(*raw["v"], name=decode(raw["n"]))
    if raw["k"] == "levels":
        levels = [_array(pd, one, decode) for one in raw["v"]]
        return pd.MultiIndex.from_arrays(levels, names=[decode(one) for one in raw["n"]])
    array = _array(pd, raw["v"], decode)
    index = pd.Index(array, dtype=array.dtype, name=decode(raw["n"]))
    if isinstance(raw.get("q"), str) and len(raw["q"]) < 40:
        index.freq = raw["q"]  # refused if the values do not keep to it
    return index


def _array(pd: Any, raw: dict[str, Any], decode: ItemCoder) -> Any:
    kind = raw["k"]
    if kind == "string":
        texts = [decode(one) for one in raw["v"]]
        if not all(one is None or type(one) is str for one in texts) or raw["d"] not in ("str", "string"):
            raise ValueError("string")
        return pd.array(texts, dtype=raw["d"])
    values = decode(raw["v"])
    if not hasattr(values, "dtype") or values.ndim != 1:
        raise ValueError("column")
    if kind == "category":
        return pd.Categorical.from_codes(values, pd.Index(_array(pd, raw["c"], decode)), ordered=raw["o"] is True)
    if kind == "zoned":
        if raw["u"] not in ("s", "ms", "us", "ns") or values.dtype.kind != "M":
            raise ValueError("zone")
        return pd.DatetimeIndex(values).as_unit(raw["u"]).tz_localize("UTC").tz_convert(_zone_name(raw["z"])).array
    if kind == "nullable":
        if raw["d"] not in _NULLABLE:
            raise ValueError("dtype")
        array = pd.array(values, dtype=raw["d"])
        array[decode(raw["m"])] = pd.NA
        return array
    if kind != "numpy":
        raise ValueError("column")
    return values


def _zone_name(name: Any) -> Any:
    """A time zone by its name; pandas reads "UTC+02:00" as well."""
    if not isinstance(name, str) or len(name) > 60 or name.startswith(("/", "dateutil/", "tzlocal")):
        raise ValueError("zone")
    return name
