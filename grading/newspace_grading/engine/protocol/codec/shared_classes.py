"""Encode and decode objects of classes that both sides have: those of the assignment's cells and of the modules that it imports.

An object of such a class crosses as the name of the class and its fields, and is made again without any of its code being run:
no constructor, no setter. A name is looked up only among those that the assignment defines.
"""

from __future__ import annotations

import collections
import dataclasses
import enum
import functools
import sys
import types
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from newspace_grading.engine.protocol.codec.scalars import BUILTIN_TYPES, ItemCoder, NotSerializableError

SHARED_CLASS_KINDS = ("named", "enum", "exception", "type", "generic")
_MAX_NAME_CHARS = 200
_GENERATED = {
    *("__doc__", "__slots__", "_fields", "_field_defaults", "__new__", "_make", "_replace", "__repr__", "_asdict"),
    *(
        "__getnewargs__",
        "__match_args__",
        "__module__",
        "__annotations__",
        "__orig_bases__",
        "__replace__",
        "__annotate__",
    ),
    *("__static_attributes__", "__firstlineno__", "__annotate_func__", "__annotations_cache__", "__qualname__"),
}
ClassName = tuple[str, str]


@dataclass(frozen=True)
class SharedClasses:
    """The classes that both sides have.

    Attributes
    ----------
    own : frozenset of str
        Names that the assignment's own cells define.
    roots : frozenset of str
        Packages that it imports.
    space : callable
        The value of one of the own names on this side; KeyError if there is none.
    constants : frozenset of str
        Attributes that objects have from their class only.
    """

    own: frozenset[str] = frozenset()
    roots: frozenset[str] = frozenset()
    space: Callable[[str], object] = str
    constants: frozenset[str] = frozenset()

    def has(self, kind: type) -> bool:
        """Tell whether a class of this side is one that both have."""
        try:
            return self.find(class_name(kind)) is kind
        except NotSerializableError:
            return False

    def find(self, raw: object) -> type:
        """Find the class of a name.

        Raises
        ------
        NotSerializableError
            If it is not one that the assignment defines.
        """
        if not isinstance(raw, list | tuple) or len(raw) != 2 or not all(isinstance(part, str) for part in raw):
            raise NotSerializableError("the name of a class arrived broken")
        found = self._look_up(*raw)
        if not isinstance(found, type):
            raise NotSerializableError(
                f"a value of the class {raw[1][:80]!r} arrived, which the assignment does not define"
            )
        return found

    def _look_up(self, module: str, qualname: str) -> object:
        if module == "builtins":
            return BUILTIN_TYPES.get(qualname)
        if module == "__main__" and qualname in self.own:
            try:
                return self.space(qualname)
            except Exception:  # noqa: BLE001 - whatever the cell that defines it does
                return None
        if module.partition(".")[0] in self.roots and module in sys.modules and "." not in qualname:
            return vars(sys.modules[module]).get(qualname)
        return None


NO_SHARED_CLASSES = SharedClasses()


def class_name(kind: type) -> ClassName:
    """Return module and name of a class."""
    return str(kind.__module__)[:_MAX_NAME_CHARS], str(kind.__qualname__)[:_MAX_NAME_CHARS]


def encode_shared(value: object, encode: ItemCoder, known: SharedClasses) -> dict[str, Any] | None:
    """Encode a named tuple, a member of an enum, an exception or a class; None for anything else."""
    kind = type(value)
    if kind is types.GenericAlias:
        return {"t": "generic", "o": encode(value.__origin__), "a": [encode(one) for one in value.__args__]}  # type: ignore[attr-defined]
    if isinstance(value, type):
        return _encode_class(value, known)
    if isinstance(value, tuple) and (names := _tuple_fields(kind)) and (known.has(kind) or _is_bare_tuple(kind)):
        return {"t": "named", "c": class_name(kind), "n": list(names), "v": [encode(one) for one in tuple(value)]}
    if isinstance(value, enum.Enum) and known.has(kind):
        member = encode(value.value) if isinstance(value, enum.Flag) else value.name
        return {"t": "enum", "c": class_name(kind), "v": member}
    return _encode_exception(value, encode, known) if isinstance(value, BaseException) else None


def _encode_exception(value: BaseException, encode: ItemCoder, known: SharedClasses) -> dict[str, Any] | None:
    kind = type(value)
    is_builtin = kind.__module__ == "builtins"
    if not is_builtin and not known.has(kind):
        return None
    own = [] if is_builtin else [[key, encode(one)] for key, one in vars(value).items()]
    return {"t": "exception", "c": class_name(kind), "v": [encode(one) for one in value.args], "f": own}


def _encode_class(value: type, known: SharedClasses) -> dict[str, Any] | None:
    if known.has(value):
        return {"t": "type", "c": class_name(value)}
    return {"t": "type", "c": ["builtins", value.__name__]} if BUILTIN_TYPES.get(value.__name__) is value else None


def decode_shared(raw: dict[str, Any], decode: ItemCoder, known: SharedClasses) -> Any:
    """Decode the envelope of such a value.

    Raises
    ------
    NotSerializableError, ValueError, TypeError, LookupError
        If it is broken, or names a class that is not known.
    """
    match raw["t"]:
        case "type":
            return known.find(raw["c"])
        case "generic":
            origin = decode(raw["o"])
            if not isinstance(origin, type):
                raise NotSerializableError("a type hint arrived broken")
            return types.GenericAlias(origin, tuple(decode(one) for one in raw["a"]))
        case "enum":
            kind = known.find(raw["c"])
            if not issubclass(kind, enum.Enum):
                raise NotSerializableError("a member arrived of what is no enum")
            return kind(decode(raw["v"])) if issubclass(kind, enum.Flag) else kind.__members__[raw["v"]]
        case "exception":
            made = make_exception(known.find(raw["c"]), [decode(one) for one in raw["v"]])
            fill_fields(made, ((key, decode(one)) for key, one in raw["f"]))
            return made
    return _decode_named_tuple(raw, decode, known)


def _decode_named_tuple(raw: dict[str, Any], decode: ItemCoder, known: SharedClasses) -> Any:
    values, names = [decode(one) for one in raw["v"]], tuple(raw["n"])
    if len(values) != len(names) or not all(isinstance(one, str) and len(one) < _MAX_NAME_CHARS for one in names):
        raise ValueError("fields")
    try:
        kind = known.find(raw["c"])
    except NotSerializableError:
        kind = object
    if not issubclass(kind, tuple) or _tuple_fields(kind) != names:
        kind = _named_tuple_class(str(raw["c"][1])[:_MAX_NAME_CHARS], names)
    return tuple.__new__(kind, values)


def make_exception(kind: type, arguments: list[Any]) -> BaseException:
    """Make an exception with these arguments, without its constructor."""
    if not issubclass(kind, BaseException):
        raise NotSerializableError("an exception arrived that is none")
    made = kind.__new__(kind)
    made.args = tuple(arguments)
    return made


def make_builtin_exception(kind: type[BaseException], arguments: list[Any], text: str) -> BaseException:
    """Make one of Python's own exceptions by its constructor: with these arguments, or else with a text."""
    for given in (arguments, [text]):
        try:
            return kind(*given)
        except Exception:  # noqa: BLE001, S112 - some want arguments of their own sort
            continue
    return RuntimeError(text)


def crosses_by_fields(value: object, known: SharedClasses) -> bool:
    """Tell whether an object crosses field by field: its class is one that both sides have, and holds plain fields."""
    kind = type(value)
    if isinstance(value, type | BaseException | enum.Enum | tuple) or not known.has(kind):
        return False
    if _own_new(kind) or kind.__module__ == "builtins":
        return False
    return dataclasses.is_dataclass(value) or (kind.__module__ == "__main__" and hasattr(value, "__dict__"))


def fields_of_object(value: object) -> Iterator[tuple[str, object]]:
    """List an object's fields, past every method of its own."""
    table = getattr(value, "__dict__", None)
    if isinstance(table, dict):
        yield from list(table.items())
        return
    for field in dataclasses.fields(value):  # type: ignore[arg-type]  # `crosses_by_fields` has looked
        try:
            yield field.name, object.__getattribute__(value, field.name)
        except AttributeError:
            continue


def make_without_fields(raw: object, known: SharedClasses) -> object:
    """Make an object of a class, without fields.

    Raises
    ------
    NotSerializableError
        If its class is not known, or is not one whose objects cross field by field.
    """
    kind = known.find(raw)
    if _own_new(kind) or not (dataclasses.is_dataclass(kind) or kind.__module__ == "__main__"):
        raise NotSerializableError(f"an object of {kind.__name__} cannot be made from its fields")
    return object.__new__(kind)


def fill_fields(
    target: object, pairs: Iterable[tuple[object, object]], constants: frozenset[str] = frozenset()
) -> None:
    """Set an object's fields, past every method of its own.

    Raises
    ------
    NotSerializableError
        If a field would take the place of a method, or of a constant of its class.
    """
    kind = type(target)
    names = {field.name for field in dataclasses.fields(kind)} if dataclasses.is_dataclass(kind) else set()
    new: dict[str, object] = {}
    for key, value in pairs:
        new[_checked_field(kind, names, key, value, constants)] = value
    table = getattr(target, "__dict__", None)
    if isinstance(table, dict):
        table.clear()
        table.update(new)
        return
    for key, value in new.items():
        if key not in names:
            raise NotSerializableError(f"{kind.__name__} has no field {key[:80]!r}")
        object.__setattr__(target, key, value)


def _checked_field(kind: type, names: set[str], key: object, value: object, constants: frozenset[str]) -> str:
    """Check that a field may be set, and return its name."""
    if not isinstance(key, str) or not key.isidentifier() or len(key) > _MAX_NAME_CHARS or key.startswith("__"):
        raise NotSerializableError("a field arrived without a name")
    if key in names:
        return key
    of_class = getattr(kind, key, None)
    if callable(of_class) or isinstance(of_class, property):
        raise NotSerializableError(f"a field arrived in place of the method {key!r} of {kind.__name__}")
    if key in constants and not _same(getattr(kind, key, value), value):
        raise NotSerializableError(f"a field arrived in place of the constant {key!r} of {kind.__name__}")
    return key


def _same(one: object, other: object) -> bool:
    return one is other or (type(one) is type(other) and repr(one) == repr(other))


def _own_new(kind: type) -> bool:
    """Tell whether a class makes its objects in a way of its own."""
    return any("__new__" in vars(base) for base in kind.__mro__ if base is not object)


def _tuple_fields(kind: type) -> tuple[str, ...]:
    found = getattr(kind, "_fields", None)
    good = isinstance(found, tuple) and all(isinstance(one, str) for one in found)
    return found if good and found is not None else ()


def _is_bare_tuple(kind: type) -> bool:
    """Tell whether a named tuple's class has nothing but its fields."""
    return all(key in _GENERATED or key in _tuple_fields(kind) for key in vars(kind)) and kind.__mro__[1:] == (
        tuple,
        object,
    )


@functools.lru_cache(maxsize=256)
def _named_tuple_class(title: str, names: tuple[str, ...]) -> type:
    return collections.namedtuple(title if title.isidentifier() else "Named", names)
