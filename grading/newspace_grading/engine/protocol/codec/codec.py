"""Encode values as plain data in typed envelopes, and decode them again, checking everything on arrival.

JSON's own null, booleans, texts, finite floats and small whole numbers stand for themselves, and a JSON list for a list.
Everything else is an object ``{"t": type, …}``. Nothing that arrives is ever run or imported; a class is looked up only among
those that the assignment itself defines.
"""

from __future__ import annotations

import array
import collections
import datetime as dt
import io
import random
import time
import types
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from newspace_grading.engine.protocol.codec import library_values, numpy_values, pandas_values, scalars, shared_classes
from newspace_grading.engine.protocol.codec.figures.registry import FigureRegistry
from newspace_grading.engine.protocol.codec.scalars import NotSerializableError
from newspace_grading.engine.protocol.sync.mutable_parts import repeated_parts

__all__ = ["Decoder", "Encoder", "NotSerializableError"]
MAX_DEPTH = 80
MAX_PARTS = 2_000_000

ReferenceEncoder = Callable[[object], dict[str, Any] | None]  # an envelope for a value that is no plain data, or None
_BASES: tuple[type[Any], ...] = (int, float, complex, str, bytes)
_WRAPPERS: tuple[type[Any], ...] = (collections.UserDict, collections.UserList, collections.UserString)
_CHANGEABLE = (bytearray, memoryview)
_HOLDERS: tuple[type[Any], ...] = (list, tuple, dict, set, frozenset)


@dataclass(frozen=True)
class Marks:
    """What stands for values that the other side knows.

    Attributes
    ----------
    envelopes : mapping
        The envelope for a value, by the value's id.
    with_content : frozenset of int
        The ids of those whose content goes along the first time.
    """

    envelopes: Mapping[int, dict[str, Any]] = field(default_factory=dict)
    with_content: frozenset[int] = frozenset()


NO_MARKS = Marks()


def _no_reference(_value: object) -> dict[str, Any] | None:
    """Refuse everything but plain data."""
    return None


class Encoder:
    """Encode values as JSON-compatible data.

    Parameters
    ----------
    outside : callable
        Asked for an envelope when a value is no plain data.
    known : SharedClasses
        The classes that both sides have.
    proxies : tuple of type
        Classes whose objects stand for others: what these claim to be is not looked at.
    figures : FigureRegistry, optional
        The figures that both sides have.
    keeps_subclasses : bool
        Whether a number or text of a class of the notebook's goes as a handle, and what it is underneath beside it.
    """

    def __init__(
        self,
        outside: ReferenceEncoder = _no_reference,
        known: shared_classes.SharedClasses = shared_classes.NO_SHARED_CLASSES,
        proxies: tuple[type, ...] = (),
        figures: FigureRegistry | None = None,
        *,
        keeps_subclasses: bool = False,
    ) -> None:
        self._outside = outside
        self._keeps_subclasses = keeps_subclasses
        self._figures = figures
        self._drawn: set[str] = set()
        self._proxies = proxies
        self._known = known
        self._count = 0
        self.objects: list[object] = []  # those that crossed field by field, in order: each crosses once
        self._places: dict[int, int] = {}
        self._marks: Mapping[int, dict[str, Any]] = {}
        self._with_content: set[int] = set()
        self._opened = 0
        self._open: set[int] = set()

    def encode(
        self, value: object, objects: Iterable[object] = (), marks: Marks = NO_MARKS, *, opened: bool = False
    ) -> Any:
        """Encode a value in JSON's terms.

        Parameters
        ----------
        value : object
            The value.
        objects : iterable
            Objects that the other side has already, in their order.
        marks : Marks
            What stands for values that the other side knows.
        opened : bool
            Whether the content of the value itself is encoded, although the other side knows it.

        Raises
        ------
        NotSerializableError
            Saying which value, and why.
        """
        self._count = 0
        self._drawn.clear()
        self.objects = list(objects)
        self._places = {id(one): place for place, one in enumerate(self.objects)}
        self._mark(value, marks)
        self._opened = id(value) if opened else 0
        return self._encode(value, 0)

    def _mark(self, value: object, marks: Marks) -> None:
        """Find what stands in more than one place of a value: it goes along once."""
        repeated = repeated_parts(value) if type(value) in _NESTED_OUT else ()
        numbers = {one: {"t": "part", "n": n} for n, one in enumerate(repeated) if one not in marks.envelopes}
        self._marks = {**marks.envelopes, **numbers} if numbers else marks.envelopes
        self._with_content = {*marks.with_content, *numbers}
        self._open.clear()

    def _known_to_both(self, mark: dict[str, Any], value: object, depth: int) -> Any:
        """Encode what stands for a value that the other side knows, or comes to know now."""
        if id(value) == self._opened:
            self._opened = 0
            return self._encode_content(value, depth)
        if id(value) in self._open:
            raise NotSerializableError("the value holds itself, or is nested too deeply")
        if id(value) not in self._with_content:
            return mark
        self._with_content.discard(id(value))
        self._open.add(id(value))
        content = self._encode_content(value, depth)
        self._open.discard(id(value))
        return {**mark, "plain": content}

    def encode_fields(self, value: object) -> Any:
        """Encode the fields of an object, each by itself."""
        return [[name, self._encode(item, 1)] for name, item in shared_classes.fields_of_object(value)]

    def _encode(self, value: object, depth: int) -> Any:
        self._count += 1
        if depth > MAX_DEPTH:
            raise NotSerializableError("the value holds itself, or is nested too deeply")
        if self._count > MAX_PARTS:
            raise NotSerializableError(f"the value is too large: it has more than {MAX_PARTS:,} parts")
        kind = type(value)
        if value is None or kind is bool or kind is str:
            return scalars.encode_text(value) if kind is str else value
        out = scalars.ENCODERS.get(kind)
        if out is not None and kind not in _CHANGEABLE:
            return out(value)
        if self._marks and id(value) in self._marks:
            return self._known_to_both(self._marks[id(value)], value, depth)
        return self._encode_content(value, depth)

    def _encode_content(self, value: object, depth: int) -> Any:
        kind = type(value)
        if kind in _CHANGEABLE:
            return scalars.ENCODERS[kind](value)
        return self._nested(kind, value, depth) if kind in _NESTED_OUT else self._unusual(value, depth)

    def _unusual(self, value: object, depth: int) -> Any:
        """Encode arrays, frames, shared classes, subclasses of plain types, and what only a handle can stand for."""

        def inner(item: object) -> Any:
            return self._encode(item, depth + 1)

        if issubclass(type(value), self._proxies) and (reference := self._outside(value)) is not None:
            return reference
        packed = (
            numpy_values.encode_numpy(value, inner)
            or self._figure(value, inner)
            or pandas_values.encode_pandas(value, inner)
            or library_values.encode_library(value, inner)
            or shared_classes.encode_shared(value, inner, self._known)
        )
        if packed is not None:
            return packed
        if id(value) in self._places or shared_classes.crosses_by_fields(value, self._known):
            return self._object(value, inner)
        for base in _BASES:
            if isinstance(value, base):
                return self._of_subclass(base, value, depth)
        return self._by_handle(value, depth)

    def _of_subclass(self, base: type, value: object, depth: int) -> Any:
        """Encode a value whose class derives from that of a number or a text."""
        plain = self._encode(_plain(base, value), depth)
        is_own = self._keeps_subclasses and type(value).__module__ == "__main__" and not self._known.has(type(value))
        found = self._outside(value) if is_own else None
        return plain if found is None else {**found, "plain": plain}

    def _by_handle(self, value: object, depth: int) -> Any:
        """Encode a handle in place of a value; beside it, what the value holds, if its class derives from a plain container's."""
        found = self._outside(value)
        holder = next((base for base in _HOLDERS if isinstance(value, base)), None)
        if holder is not None:
            inside = self._nested(holder, value, depth)
            return inside if found is None else {**found, "plain": inside}
        if found is not None and isinstance(value, _WRAPPERS) and type(vars(value).get("data")) in (dict, list, str):
            return {**found, "plain": self._encode(vars(value)["data"], depth + 1)}
        if found is None:
            raise NotSerializableError(f"a value of type {type(value).__name__} is no plain data")
        return found

    def _figure(self, value: object, inner: Callable[[object], Any]) -> dict[str, Any] | None:
        """Encode a figure, or a part of one."""
        module = type(value).__module__
        if not isinstance(module, str) or not module.startswith("matplotlib."):
            return None
        if self._figures is None:
            self._figures = FigureRegistry("w")
        return self._figures.encode(value, inner, self._drawn)

    def _object(self, value: object, inner: Callable[[object], Any]) -> dict[str, Any]:
        """Encode an object by its fields; the second time, by its place."""
        place = self._places.get(id(value))
        if place is not None:
            return {"t": "same", "i": place}
        self._places[id(value)] = len(self.objects)
        self.objects.append(value)
        made = shared_classes.class_name(type(value))
        return {
            "t": "object",
            "c": made,
            "f": [[name, inner(item)] for name, item in shared_classes.fields_of_object(value)],
        }

    def _nested(self, kind: type[Any], value: Any, depth: int) -> Any:
        name = _NESTED_OUT[kind]
        if issubclass(kind, dict):
            pairs = [[self._encode(k, depth + 1), self._encode(v, depth + 1)] for k, v in dict.items(value)]
            factory = getattr(getattr(value, "default_factory", None), "__name__", "")
            return {"t": name, "v": pairs, **({"d": factory} if factory in scalars.BUILTIN_TYPES else {})}
        if kind in _SPREAD:
            return {"t": name, "v": [self._encode(item, depth + 1) for item in _SPREAD[kind](value)]}
        items = [self._encode(item, depth + 1) for item in kind.__iter__(value)]
        return items if kind is list else {"t": name, "v": items}


def _plain(base: type, value: Any) -> object:
    """Turn a value of a subclass into one of the class itself, by the class's own methods."""
    if base is str:
        return str.__str__(value)
    if base is bytes:
        return bytes.__getitem__(value, slice(None))[:]
    if base is complex:
        return complex.__add__(value, 0)
    return int.__pos__(value) if base is int else float.__pos__(value)


_CALENDAR = type(dt.date(2026, 1, 1).isocalendar())
_NESTED_OUT: dict[type, str] = {
    list: "list",
    tuple: "tuple",
    set: "set",
    frozenset: "frozenset",
    dict: "dict",
    collections.OrderedDict: "ordered",
    collections.Counter: "counter",
    collections.defaultdict: "defaultdict",
    collections.deque: "deque",
    type({}.keys()): "keys",
    type({}.values()): "values",
    type({}.items()): "items",
    slice: "slice",
    types.SimpleNamespace: "namespace",
    array.array: "numbers",
    io.StringIO: "textfile",
    io.BytesIO: "bytefile",
    random.Random: "random",
    collections.UserDict: "userdict",
    collections.UserList: "userlist",
    collections.UserString: "usertext",
    collections.ChainMap: "chainmap",
    types.MappingProxyType: "readonly",
    time.struct_time: "timetuple",
    _CALENDAR: "calendar",
}
_SPREAD: dict[type, Callable[[Any], Iterable[object]]] = {
    slice: lambda v: (v.start, v.stop, v.step),
    types.SimpleNamespace: lambda v: vars(v).items(),
    array.array: lambda v: (v.typecode, v.tolist()),
    io.StringIO: lambda v: (v.getvalue(), v.tell()),
    io.BytesIO: lambda v: (v.getvalue(), v.tell()),
    collections.deque: lambda v: (list(v), v.maxlen),
    random.Random: lambda v: v.getstate(),
    collections.UserDict: lambda v: (v.data,),
    collections.UserList: lambda v: (v.data,),
    collections.UserString: lambda v: (v.data,),
    collections.ChainMap: lambda v: v.maps,
    types.MappingProxyType: lambda v: (dict(v),),
}


_RELATIVE = ("object", "same", "argument", "part", "view")
"""Kinds that depend on what else has crossed."""


class Decoder:
    """Decode what arrived; refuse everything that is not on the allow-list.

    Parameters
    ----------
    outside : mapping of envelope type to reader
        Readers of the envelopes that are no plain data.
    known : SharedClasses
        The classes that this side has.
    """

    def __init__(
        self,
        outside: Mapping[str, Callable[[dict[str, Any]], object]] | None = None,
        known: shared_classes.SharedClasses = shared_classes.NO_SHARED_CLASSES,
    ) -> None:
        self._outside = outside or {}
        self._known = known
        self._count = 0
        self.objects: list[object] = []
        self._parts: dict[Any, Any] = {}
        self._arguments: Callable[[object], object] = _no_argument

    def decode(
        self,
        raw: object,
        objects: Iterable[object] = (),
        arguments: Callable[[object], object] | None = None,
    ) -> Any:
        """Decode a value.

        Parameters
        ----------
        raw : object
            What arrived.
        objects : iterable
            Objects that this side has sent, in their order.
        arguments : callable, optional
            Returns the part of the arguments that stands at a path.

        Raises
        ------
        NotSerializableError
            If it is not on the allow-list, or broken.
        """
        self._count = 0
        self.objects = list(objects)
        self._parts.clear()
        self._arguments = arguments or _no_argument
        try:
            return self._decode(raw, 0)
        except NotSerializableError:
            raise
        except (ValueError, TypeError, LookupError, ArithmeticError, RecursionError, AttributeError) as error:
            raise NotSerializableError(f"a value arrived broken ({type(error).__name__})") from None

    def _decode(self, raw: object, depth: int) -> Any:
        self._count += 1
        if depth > MAX_DEPTH or self._count > MAX_PARTS:
            raise NotSerializableError("a value arrived that is too large or too deeply nested")
        if raw is None or type(raw) in (bool, int, float, str):
            return raw
        if type(raw) is list:
            return [self._decode(item, depth + 1) for item in raw]
        if type(raw) is not dict:
            raise NotSerializableError("a value arrived that is no plain data")
        return self._envelope(raw, depth)

    def _envelope(self, raw: dict[str, Any], depth: int) -> Any:
        kind = raw.get("t")
        if not isinstance(kind, str):
            raise NotSerializableError("a value arrived without its type")

        def inner(item: object) -> Any:
            return self._decode(item, depth + 1)

        if kind in scalars.DECODERS:
            return scalars.DECODERS[kind](raw.get("v"))
        if kind in _PAIRS_IN:
            return _PAIRS_IN[kind](raw, [(inner(k), inner(v)) for k, v in raw["v"]])
        if kind in _ITEMS_IN:
            return _ITEMS_IN[kind]([inner(item) for item in raw["v"]])
        if kind in _LIBRARY_DECODERS:
            return _LIBRARY_DECODERS[kind](raw, inner)
        if kind in shared_classes.SHARED_CLASS_KINDS:
            return shared_classes.decode_shared(raw, inner, self._known)
        if kind in _RELATIVE:
            return (self._object if kind in ("object", "same") else self._part)(raw, inner)
        if kind in self._outside:
            plain = inner(raw["plain"]) if "plain" in raw else None
            return self._outside[kind](raw if plain is None else {**raw, "plain": plain})
        raise NotSerializableError(f"a value of the unknown type {kind[:40]!r} arrived")

    def _part(self, raw: dict[str, Any], inner: Callable[[object], Any]) -> object:
        """Return a part of the arguments, or a view of one, or a part of this value that stands in several places."""
        if raw["t"] == "argument":
            return self._arguments(raw.get("p"))
        if raw["t"] == "view":
            view = numpy_values.decode_view(raw, self._arguments(raw.get("p")))
            return inner(raw["plain"]) if view is None else view
        if "plain" in raw:
            self._parts[raw["n"]] = inner(raw["plain"])
        return self._parts[raw["n"]]

    def _object(self, raw: dict[str, Any], inner: Callable[[object], Any]) -> object:
        if raw["t"] == "same":
            if type(raw["i"]) is not int or raw["i"] < 0:
                raise NotSerializableError("the place of an object arrived broken")
            return self.objects[raw["i"]]
        made = shared_classes.make_without_fields(raw["c"], self._known)
        self.objects.append(made)
        shared_classes.fill_fields(made, [(name, inner(value)) for name, value in raw["f"]], self._known.constants)
        return made

    def fill_fields(self, target: object, raw: Any, objects: Iterable[object] = ()) -> None:
        """Set the fields of an object to those on the other side, as `Encoder.encode_fields` encoded them beside these objects."""
        self.objects = list(objects)
        shared_classes.fill_fields(
            target, [(name, self._decode(value, 1)) for name, value in raw], self._known.constants
        )


def _no_argument(_path: object) -> object:
    raise NotSerializableError("a part of an argument arrived where there are none")


def _file(kind: type[Any], parts: list[Any]) -> object:
    made = kind(parts[0], newline="") if kind is io.StringIO else kind(parts[0])
    made.seek(parts[1])
    return made


def _of(kind: type[Any], parts: list[Any]) -> Any:
    """Check that there is one part, of a type."""
    (part,) = parts
    if not isinstance(part, kind):
        raise TypeError(kind.__name__)
    return part


def _random(state: list[Any]) -> random.Random:
    made = random.Random()  # noqa: S311 - the state of somebody's own
    made.setstate(tuple(state))
    return made


_PAIRS_IN: dict[str, Callable[[dict[str, Any], list[tuple[Any, Any]]], object]] = {
    "dict": lambda _raw, pairs: dict(pairs),
    "ordered": lambda _raw, pairs: collections.OrderedDict(pairs),
    "counter": lambda _raw, pairs: collections.Counter(dict(pairs)),
    "defaultdict": lambda raw, pairs: collections.defaultdict(scalars.BUILTIN_TYPES.get(raw.get("d", "")), pairs),
}
_LIBRARY_DECODERS: dict[str, Callable[[dict[str, Any], scalars.ItemCoder], Any]] = {
    **dict.fromkeys(numpy_values.NUMPY_KINDS, numpy_values.decode_numpy),
    **dict.fromkeys(pandas_values.PANDAS_KINDS, pandas_values.decode_pandas),
    **dict.fromkeys(library_values.LIBRARY_KINDS, library_values.decode_library),
}
_ITEMS_IN: dict[str, Callable[[list[Any]], object]] = {
    "tuple": tuple,
    "set": set,
    "frozenset": frozenset,
    "deque": lambda parts: collections.deque(parts[0], parts[1]),
    "keys": lambda items: dict.fromkeys(items).keys(),
    "values": lambda items: dict(enumerate(items)).values(),
    "items": lambda items: dict(items).items(),
    "slice": lambda parts: slice(*parts),
    "namespace": lambda pairs: types.SimpleNamespace(**dict(pairs)),
    "numbers": lambda parts: array.array(*parts),
    "textfile": lambda parts: _file(io.StringIO, parts),
    "bytefile": lambda parts: _file(io.BytesIO, parts),
    "random": _random,
    "userdict": lambda parts: collections.UserDict(_of(dict, parts)),
    "userlist": lambda parts: collections.UserList(_of(list, parts)),
    "usertext": lambda parts: collections.UserString(_of(str, parts)),
    "chainmap": lambda parts: collections.ChainMap(*(_of(dict, [one]) for one in parts)),
    "readonly": lambda parts: types.MappingProxyType(_of(dict, parts)),
    "timetuple": time.struct_time,
    "calendar": lambda parts: dt.date.fromisocalendar(*parts).isocalendar(),
}
