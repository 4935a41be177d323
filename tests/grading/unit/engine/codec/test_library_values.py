"""Values of libraries cross as what they are made of, and come back equal and of the same type."""

from __future__ import annotations

import collections
import datetime as dt
import importlib
import ipaddress
import json
import re
import sys
import time
import types
import zoneinfo
from typing import Any
from xml.etree import ElementTree as ET

import numpy as np
import pytest

from newspace_grading.engine.protocol.codec.codec import Decoder, Encoder, NotSerializableError
from newspace_grading.engine.protocol.codec.numpy_values import encode_numpy
from newspace_grading.engine.protocol.sync.argument_sync import copy_back


def across(value: object) -> Any:
    return Decoder().decode(json.loads(json.dumps(Encoder().encode(value), allow_nan=False)))


@pytest.mark.parametrize(
    "value",
    [
        collections.UserDict(a=1),
        collections.UserList([1, "b"]),
        collections.UserString("text"),
        collections.ChainMap({"a": 1}, {"a": 2, "b": 3}),
        types.MappingProxyType({"a": [1]}),
        memoryview(b"bytes"),
        memoryview(np.arange(6).reshape(2, 3)),
        re.compile(r"(?P<year>\d{4})", re.IGNORECASE),
        re.compile(b"\\x00+"),
        time.struct_time((2026, 1, 5, 10, 0, 0, 0, 5, 0)),
        dt.date(2026, 1, 5).isocalendar(),
        ipaddress.ip_address("192.0.2.1"),
        ipaddress.ip_network("2001:db8::/32"),
        np.matrix([[1, 2], [3, 4]]),
        np.rec.array([(1, 2.0)], dtype=[("a", "i4"), ("b", "f8")]),
        np.poly1d([1.0, 0.0, -1.0]),
        np.polynomial.Polynomial([1.0, 2.0]),
    ],
    ids=lambda value: type(value).__name__,
)
def test_such_a_value_comes_back_as_it_went(value: Any) -> None:
    back = across(value)
    assert type(back) is type(value)
    assert np.all(back == value)


@pytest.mark.parametrize(
    "value",
    [
        re.search(r"(?P<year>\d{4})-(\d\d)?", "seen 2026-03, and 2027-"),
        re.match("(a)|(b)", "b"),
        re.fullmatch("a*", "aaa"),
        list(re.finditer(r"\w+", "one two three"))[-1],
        re.compile(b"b+").search(b"abbb", 2),
    ],
)
def test_a_match_is_found_again(value: Any) -> None:
    back = across(value)
    assert (back.group(), back.groups(), back.groupdict()) == (value.group(), value.groups(), value.groupdict())
    assert (back.span(), back.regs, back.string) == (value.span(), value.regs, value.string)


def test_a_view_of_bytes_can_be_written_to_if_it_could() -> None:
    assert across(memoryview(b"fixed")).readonly
    assert not across(memoryview(bytearray(b"open"))).readonly


def _zones() -> list[Any]:
    tz = importlib.import_module("dateutil.tz")
    return [zoneinfo.ZoneInfo("Europe/Berlin"), dt.UTC, tz.gettz("Europe/Berlin"), tz.UTC, tz.tzoffset(None, 3600)]


@pytest.mark.parametrize("number", range(5))
@pytest.mark.parametrize("month", [1, 7])
def test_a_time_keeps_its_zone(number: int, month: int) -> None:
    value = dt.datetime(2026, month, 5, 12, 30, tzinfo=_zones()[number])
    back = across(value)
    assert (back, back.tzinfo, back.utcoffset()) == (value, value.tzinfo, value.utcoffset())
    assert across(value.tzinfo) == value.tzinfo


def test_times_of_pytz_keep_their_part_of_the_zone() -> None:
    pytz = importlib.import_module("pytz")
    value = pytz.timezone("Europe/Berlin").localize(dt.datetime(2026, 7, 5))
    assert across(value) == value
    assert repr(across(value).tzinfo) == repr(value.tzinfo)


def test_a_relative_duration_comes_back() -> None:
    delta = importlib.import_module("dateutil.relativedelta").relativedelta(months=1, days=-2, hour=7)
    assert across(delta) == delta


def test_pandas_zones_quarters_and_sparse_columns_come_back() -> None:
    pd = importlib.import_module("pandas")
    tz = importlib.import_module("dateutil.tz")
    moment = pd.Timestamp("2026-01-05", tz=tz.gettz("Europe/Berlin"))
    assert across(moment) == moment
    quarters = pd.period_range("2026", periods=3, freq="Q")
    assert across(quarters).equals(quarters)
    column = pd.Series(pd.arrays.SparseArray([0, 0, 1]), name="few")
    pd.testing.assert_series_equal(across(column), column)


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "RGBA", "F"])
def test_an_image_comes_back(mode: str) -> None:
    image = importlib.import_module("PIL.Image").linear_gradient("L").resize((9, 5)).convert(mode)
    back = across(image)
    assert (back.mode, back.size) == (mode, (9, 5))
    assert back.convert("RGBA").tobytes() == image.convert("RGBA").tobytes()


@pytest.mark.parametrize("kind", ["csr_matrix", "csr_array", "csc_matrix", "lil_array"])
def test_a_sparse_matrix_comes_back(kind: str) -> None:
    value = getattr(importlib.import_module("scipy.sparse"), kind)(np.eye(3))
    back = across(value)
    assert type(back) is type(value)
    assert (back != value).nnz == 0


def test_an_element_of_xml_comes_back_with_all_that_is_in_it() -> None:
    text = '<people kind="a"><person name="ann">Ann<b/> and</person> more<person name="bob" /></people>'
    root = ET.fromstring(text)  # noqa: S314 - our own text
    assert ET.tostring(across(root)) == ET.tostring(root)
    assert ET.tostring(across(ET.ElementTree(root)).getroot()) == ET.tostring(root)
    emptied = ET.Element("people")
    copy_back(root, across(emptied))
    assert ET.tostring(root) == ET.tostring(emptied)


def test_a_graph_comes_back() -> None:
    networkx = importlib.import_module("networkx")
    graph = networkx.DiGraph([("a", "b", {"weight": 3})], name="roads")
    graph.add_node("c", colour="red")
    back = across(graph)
    assert type(back) is networkx.DiGraph
    assert networkx.utils.graphs_equal(back, graph)


@pytest.mark.parametrize(
    "text",
    [
        *("x**2 + 2*x*y - 3", "sin(x)/x", "Rational(1, 3)", "sqrt(2)*pi", "Eq(x, y)", "f(x).diff(x)", "oo"),
        *("Integral(x, (x, 0, 1))", "Matrix([[1, x], [y, 2]])", "Piecewise((x, x > 0), (0, True))"),
        *("Poly(x**2 + 1, x)", "FiniteSet(1, 2)"),
    ],
)
def test_a_formula_comes_back(text: str) -> None:
    sympy = importlib.import_module("sympy")
    formula = sympy.sympify(text, locals={"f": sympy.Function("f")})
    assert across(formula) == formula


@pytest.mark.parametrize(
    "raw",
    [
        {"t": "userdict", "v": [[1]]},
        {"t": "usertext", "v": []},
        {"t": "chainmap", "v": [3]},
        {"t": "zone", "v": ["dateutil", "../../etc/passwd"]},
        {"t": "zone", "v": ["pytz", "/etc/localtime"]},
        {"t": "zone", "v": "Nowhere/None"},
        {"t": "zone", "v": {"a": 1}},
        {"t": "memoryview", "v": ["AAAA", "z", [1], True]},
        {"t": "pattern", "v": ["(", 0]},
        {"t": "pattern", "v": ["a", "b"]},
        {"t": "pattern", "v": ["a" * 30_000, 0]},
        {"t": "match", "v": ["a", 32, "bbb", 0, 3, [0, 1]]},
        {"t": "match", "v": ["a", 32, "bbb", 0, 3]},
        {"t": "address", "v": 7},
        {"t": "matrix", "v": 7},
        {"t": "polynomial", "old": True, "v": []},
        {"t": "image", "m": "RGB", "s": [10**9, 10**9], "b": ""},
        {"t": "image", "m": "RGB", "s": [1, 1], "b": "AAAAAAAA"},
        {"t": "image", "m": "nothing", "s": [1, 1], "b": "AAAA"},
        {"t": "delta", "v": {"months": "1"}},
        {"t": "sparse", "k": "csr", "a": True, "s": [1], "v": []},
        {"t": "graph", "k": "open", "g": {"t": "dict", "v": []}, "n": [], "e": []},
        {"t": "formula", "k": "__import__", "v": ["os"]},
        {"t": "formula", "k": "sympify", "v": ["os"]},
    ],
)
def test_broken_envelopes_of_such_values_are_refused(raw: object) -> None:
    with pytest.raises(NotSerializableError):
        Decoder().decode(raw)


def test_a_function_is_encoded_without_loading_polynomials(monkeypatch: pytest.MonkeyPatch) -> None:
    loaded = [name for name in sys.modules if name.partition(".polynomial")[0] == "numpy" and ".polynomial" in name]
    for name in loaded:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.delattr(np, "polynomial", raising=False)  # as long as nobody asks for it, numpy has not loaded it
    assert encode_numpy(across, across) is None
    assert "numpy.polynomial" not in sys.modules
