"""Encode values of libraries that courses use by their parts: images, sparse matrices, graphs, formulas, durations, XML.

Each is made again by its library from plain data; a library that is not installed here is never asked for.
"""

from __future__ import annotations

import base64
import datetime as dt
import math
import sys
from collections.abc import Callable, Mapping
from typing import Any

from newspace_grading.engine.protocol.codec.scalars import ItemCoder, NotSerializableError
from newspace_grading.engine.protocol.codec.time_zones import encode_zone

_MAX_IMAGE_BYTES = 24 * 2**20
_MODES = {
    "1": 1,
    "L": 1,
    "P": 1,
    "LA": 2,
    "RGB": 3,
    "RGBA": 4,
    "CMYK": 4,
    "YCbCr": 3,
    "HSV": 3,
    "LAB": 3,
    "I": 4,
    "F": 4,
}
_SPARSE = ("csr", "csc", "coo", "lil", "dok", "dia", "bsr")
_GRAPHS = ("Graph", "DiGraph", "MultiGraph", "MultiDiGraph")
_DELTA = ("years", "months", "days", "leapdays", "hours", "minutes", "seconds", "microseconds")
_DELTA_AT = ("year", "month", "day", "hour", "minute", "second", "microsecond")
_ATOMS = ("Zero", "One", "NegativeOne", "Half", "Pi", "Exp1", "ImaginaryUnit", "Infinity", "NegativeInfinity", "NaN")
_MORE_ATOMS = ("ComplexInfinity", "EulerGamma", "GoldenRatio", "BooleanTrue", "BooleanFalse", "EmptySet")
_MAX_DIGITS = 10_000


def encode_library(value: object, encode: ItemCoder) -> dict[str, Any] | None:
    """Encode such a value; None for anything else."""
    module = type(value).__module__
    if not isinstance(module, str):  # for example an undefined function of sympy's
        module = type(type(value)).__module__
    encoder = _ENCODERS.get(module.partition(".")[0])
    return None if encoder is None else encoder(value, encode)


def decode_library(raw: dict[str, Any], decode: ItemCoder) -> Any:
    """Decode such a value.

    Raises
    ------
    NotSerializableError, ValueError, TypeError, LookupError
        If it is broken, or its library is not installed here.
    """
    try:
        return _DECODERS[raw["t"]](raw, decode)
    except ImportError:
        raise NotSerializableError(f"a value arrived ({raw['t']}) whose library is not installed here") from None


def _encode_image(value: Any, encode: ItemCoder) -> dict[str, Any] | None:
    image = sys.modules.get("PIL.Image")
    if image is None or not isinstance(value, image.Image) or value.mode not in _MODES:
        return None
    data = value.tobytes()
    if len(data) > _MAX_IMAGE_BYTES:
        raise NotSerializableError(
            f"an image of {len(data):,} bytes is more than the {_MAX_IMAGE_BYTES:,} that may cross"
        )
    found = {"t": "image", "m": value.mode, "s": list(value.size), "b": base64.b64encode(data).decode("ascii")}
    return {**found, "p": encode(value.getpalette())} if value.mode == "P" else found


def _decode_image(raw: dict[str, Any], decode: ItemCoder) -> Any:
    from PIL import Image

    width, height = raw["s"]
    data = base64.b64decode(raw["b"], validate=True)
    if type(width) is not int or type(height) is not int or raw["m"] not in _MODES or min(width, height) < 0:
        raise ValueError("image")
    if raw["m"] != "1" and width * height * _MODES[raw["m"]] != len(data):
        raise ValueError("image")
    image = Image.frombytes(raw["m"], (width, height), data)
    if raw["m"] == "P":
        image.putpalette([int(one) for one in decode(raw["p"])][:768])
    return image


def _encode_sparse(value: Any, encode: ItemCoder) -> dict[str, Any] | None:
    sparse = sys.modules.get("scipy.sparse")
    if sparse is None or not sparse.issparse(value) or value.ndim != 2:
        return None
    parts = value.tocoo()
    return {
        "t": "sparse",
        "k": value.format,
        "a": type(value).__name__.endswith("_array"),
        "s": [int(side) for side in value.shape],
        "v": [encode(part) for part in (parts.data, parts.row, parts.col)],
    }


def _decode_sparse(raw: dict[str, Any], decode: ItemCoder) -> Any:
    from scipy import sparse  # type: ignore[import-not-found, import-untyped, unused-ignore]

    data, row, column = (decode(part) for part in raw["v"])
    rows, columns = raw["s"]
    if raw["k"] not in _SPARSE or not all(type(side) is int and 0 <= side < 2**31 for side in (rows, columns)):
        raise ValueError("sparse")
    kind = sparse.coo_array if raw["a"] is True else sparse.coo_matrix
    return kind((data, (row, column)), shape=(rows, columns)).asformat(raw["k"])


def _encode_graph(value: Any, encode: ItemCoder) -> dict[str, Any] | None:
    networkx = sys.modules.get("networkx")
    name = type(value).__name__
    if networkx is None or name not in _GRAPHS or type(value) is not getattr(networkx, name):
        return None
    edges = value.edges(keys=True, data=True) if value.is_multigraph() else value.edges(data=True)
    return {
        "t": "graph",
        "k": name,
        "g": encode(dict(value.graph)),
        "n": [[encode(node), encode(dict(about))] for node, about in value.nodes(data=True)],
        "e": [[*map(encode, edge[:-1]), encode(dict(edge[-1]))] for edge in edges],
    }


def _decode_graph(raw: dict[str, Any], decode: ItemCoder) -> Any:
    import networkx as nx  # type: ignore[import-not-found, import-untyped, unused-ignore]

    if raw["k"] not in _GRAPHS:
        raise ValueError("graph")
    graph = getattr(nx, raw["k"])()
    graph.graph.update(decode(raw["g"]))
    graph.add_nodes_from((decode(node), decode(about)) for node, about in raw["n"])
    graph.add_edges_from(tuple(decode(part) for part in edge) for edge in raw["e"])
    return graph


def _encode_formula(value: Any, encode: ItemCoder) -> dict[str, Any] | None:
    """Encode a formula of sympy's: a name with its assumptions, a number, or an operation with its operands."""
    sympy = sys.modules.get("sympy")
    if sympy is None:
        return None
    if isinstance(value, sympy.MatrixBase):
        kind = "ImmutableDenseMatrix" if isinstance(value, sympy.ImmutableMatrix) else "MutableDenseMatrix"
        return {"t": "formula", "k": kind, "s": list(value.shape), "v": [encode(one) for one in value.flat()]}
    if not isinstance(value, sympy.Basic):
        return None
    return _encode_atom(sympy, value, encode) or _encode_operation(sympy, value, encode)


def _encode_atom(sympy: Any, value: Any, encode: ItemCoder) -> dict[str, Any] | None:
    """Encode a name or a number."""
    name = type(value).__name__
    if type(value) in (sympy.Symbol, sympy.Dummy):
        known = {key: one for key, one in value._assumptions_orig.items() if isinstance(one, bool)}
        return {"t": "formula", "k": "Symbol", "v": str(value.name), "a": known} if name == "Symbol" else None
    if name in (*_ATOMS, *_MORE_ATOMS):
        return {"t": "formula", "k": name}
    if isinstance(value, sympy.Rational):
        return {"t": "formula", "k": "Rational", "v": [encode(int(value.p)), encode(int(value.q))]}
    if isinstance(value, sympy.Float):
        return {"t": "formula", "k": "Float", "v": str(value), "p": int(value._prec)}
    return None


def _encode_operation(sympy: Any, value: Any, encode: ItemCoder) -> dict[str, Any] | None:
    """Encode an operation with its operands."""
    name = type(value).__name__
    is_undefined = isinstance(value, sympy.core.function.AppliedUndef)
    if not value.args or (not is_undefined and _class_of(sympy, name) is not type(value)):
        return None
    found = {"t": "formula", "k": name, "v": [encode(one) for one in value.args]}
    return {**found, "u": True} if is_undefined else found


def _decode_formula(raw: dict[str, Any], decode: ItemCoder) -> Any:
    import sympy  # type: ignore[import-not-found, import-untyped, unused-ignore]

    kind = raw["k"]
    if not isinstance(kind, str) or not kind.isidentifier() or len(kind) > 100:
        raise ValueError("formula")
    if kind == "Symbol":
        return sympy.Symbol(_text(raw["v"]), **{_text(key): one is True for key, one in raw["a"].items()})
    if kind in (*_ATOMS, *_MORE_ATOMS):
        return {"BooleanTrue": sympy.true, "BooleanFalse": sympy.false}.get(kind, getattr(sympy.S, kind, None))
    if kind == "Rational":
        return sympy.Rational(*(decode(one) for one in raw["v"]))
    if kind == "Float":
        return sympy.Float(_text(raw["v"]), precision=raw["p"] if type(raw["p"]) is int and raw["p"] < 50_000 else 53)
    parts = [decode(one) for one in raw["v"]]
    if kind.endswith("DenseMatrix"):
        rows, columns = raw["s"]
        return (sympy.ImmutableMatrix if kind.startswith("Imm") else sympy.Matrix)(rows, columns, parts)
    return _operation(sympy, kind, parts, is_undefined=raw.get("u") is True)


def _operation(sympy: Any, kind: str, parts: list[Any], *, is_undefined: bool) -> Any:
    """Build an operation from its operands, without evaluating it."""
    if not all(isinstance(part, sympy.Basic | sympy.MatrixBase) for part in parts):
        raise ValueError("formula")
    if is_undefined:
        return sympy.Function(kind)(*parts)
    if kind == "Poly":
        return sympy.Poly(*parts)
    found = _class_of(sympy, kind)
    if not isinstance(found, type) or not issubclass(found, sympy.Basic):
        raise ValueError("formula")
    made: Any = found
    if kind in ("Add", "Mul"):
        return made._from_args(parts)
    if kind == "Pow" or issubclass(made, sympy.Function | sympy.core.relational.Relational):
        return made(*parts, evaluate=False)
    return sympy.Basic.__new__(made, *parts)


def _class_of(sympy: Any, name: str) -> Any:
    if name == "ExprCondPair":  # a case of a Piecewise
        return sympy.functions.elementary.piecewise.ExprCondPair
    return getattr(sympy, name, None)


def _text(value: Any) -> str:
    if not isinstance(value, str) or len(value) > _MAX_DIGITS:
        raise ValueError("text")
    return value


def _encode_delta(value: Any, _encode: ItemCoder) -> dict[str, Any] | None:
    """Encode a duration in months and days, or one of the time zones of the same library."""
    if isinstance(value, dt.tzinfo):
        zone = encode_zone(value)
        return None if zone is None else {"t": "zone", "v": zone}
    if type(value).__name__ != "relativedelta" or value.weekday is not None:
        return None
    at = {name: getattr(value, name) for name in _DELTA_AT if getattr(value, name) is not None}
    return {"t": "delta", "v": {**{name: getattr(value, name) for name in _DELTA}, **at}}


def _decode_delta(raw: dict[str, Any], _decode: ItemCoder) -> Any:
    from dateutil.relativedelta import relativedelta  # type: ignore[import-untyped, unused-ignore]

    known = {name: one for name, one in raw["v"].items() if name in (*_DELTA, *_DELTA_AT)}
    if not all(type(one) in (int, float) and math.isfinite(one) for one in known.values()):
        raise ValueError("delta")
    return relativedelta(**known)


def _encode_element(value: Any, encode: ItemCoder) -> dict[str, Any] | None:
    """Encode an element of XML with all that is in it, or a whole tree."""
    trees = sys.modules.get("xml.etree.ElementTree")
    if trees is not None and type(value) is trees.ElementTree:
        return {"t": "xml tree", "v": encode(value.getroot())}
    if trees is None or type(value) is not trees.Element or callable(value.tag):
        return None
    about = [encode(one) for one in (value.tag, value.attrib, value.text, value.tail)]
    return {"t": "xml", "v": about, "c": [encode(one) for one in value]}


def _decode_element(raw: dict[str, Any], decode: ItemCoder) -> Any:
    from xml.etree import ElementTree as ET

    tag, attributes, text, tail = (decode(one) for one in raw["v"])
    texts = (tag, *attributes, *attributes.values(), *(one for one in (text, tail) if one is not None))
    if not all(isinstance(one, str) for one in texts):
        raise ValueError("xml")
    made = ET.Element(tag, attributes)
    made.text, made.tail = text, tail
    made.extend([decode(one) for one in raw["c"]])
    return made


def _decode_tree(raw: dict[str, Any], decode: ItemCoder) -> Any:
    from xml.etree import ElementTree as ET

    root = decode(raw["v"])
    if not ET.iselement(root):
        raise ValueError("xml")
    return ET.ElementTree(root)


_ENCODERS: Mapping[str, Callable[[Any, ItemCoder], dict[str, Any] | None]] = {
    "PIL": _encode_image,
    "scipy": _encode_sparse,
    "networkx": _encode_graph,
    "sympy": _encode_formula,
    "dateutil": _encode_delta,
    "pytz": _encode_delta,
    "xml": _encode_element,
}
_DECODERS: Mapping[str, Callable[[dict[str, Any], ItemCoder], Any]] = {
    "image": _decode_image,
    "sparse": _decode_sparse,
    "graph": _decode_graph,
    "formula": _decode_formula,
    "delta": _decode_delta,
    "xml": _decode_element,
    "xml tree": _decode_tree,
}
LIBRARY_KINDS = tuple(_DECODERS)
