"""Proxies: what a test sees of functions, iterators and objects that stay in the worker.

An object of the learner's never takes part in a comparison or an operation with the judge's values: it could forge the
answer. It is converted to a number once, before, or the operation fails. Only where the reference's own class of that
name defines the method is the learner's called: then the method is what the test is about.
"""

from __future__ import annotations

import ast
import functools
import itertools
import math
import numbers
import operator
import types
from collections.abc import Callable, Coroutine, Generator, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Protocol

from newspace_grading.engine.protocol.messages import Conversion
from newspace_grading.engine.protocol.special_methods import DESCRIBING

_MAX_ITEMS = 1_000_000


class NotPlainError(TypeError):
    """A test uses an object of the learner's in a way that is impossible across processes."""


class WorkerLink(Protocol):
    """The interface through which proxies send requests, with a cache of listed sequences that any change clears."""

    items: dict[int, list[Any]]

    def attribute(self, handle: int, name: str, after: int | None = None) -> Any:
        """Get an attribute, or that of the classes after one."""

    def set_attribute(self, handle: int, name: str, value: object) -> None:
        """Set an attribute."""

    def item(self, handle: int, key: object) -> Any:
        """Get an item."""

    def operate(self, handle: int, operator: str, operands: list[Any], *, reflected: bool = False) -> Any:
        """Apply an operator."""

    def convert(self, handle: int, conversion: Conversion) -> Any:
        """Convert to something else."""

    def call(self, handle: int, arguments: tuple[Any, ...], named: dict[str, Any]) -> Any:
        """Call it."""

    def allows(self, type_name: str, method: str) -> bool:
        """Tell whether the reference's own class of that name defines the method."""

    def count_empty(self, handle: int) -> None:
        """Note that there is nothing in an object."""

    def claimed_class(self, handle: int, kind: str, title: str, shared: object) -> type:
        """Return the class that a proxy claims to have."""

    def make_class(
        self, name: str, bases: tuple[Any, ...], space: dict[str, Any], keywords: dict[str, Any]
    ) -> tuple[Any, type]:
        """Make a class after one of the learner's, and the class that the test's ``super()`` finds there."""

    def inner_of_function(self, handle: int, name: str) -> Any:
        """Return ``__signature__``, ``__code__`` or ``__annotations__`` of a function."""


class Remote:
    """Stand for an object that stays in the worker.

    Parameters
    ----------
    link : WorkerLink
        The connection to the worker.
    about : dict
        The envelope: handle, name of its type, capabilities.
    """

    def __init__(self, link: WorkerLink, about: dict[str, Any]) -> None:
        object.__setattr__(self, "_remote_link", link)
        object.__setattr__(self, "_remote_id", int(about["id"]))
        object.__setattr__(self, "_remote_type", str(about.get("type", "object"))[:200])
        object.__setattr__(self, "__name__", str(about.get("name") or about.get("type") or "object")[:200])
        object.__setattr__(self, "__doc__", str(about.get("doc") or "")[:5000] or None)
        object.__setattr__(self, "_compares", about.get("compares") is True)
        object.__setattr__(self, "_remote_numbers", {})
        object.__setattr__(self, "_is_itself_alone", about.get("itself") is True)
        object.__setattr__(self, "_copies_itself", about.get("copies") is True)
        object.__setattr__(self, "_sized", about.get("sized") is True)
        object.__setattr__(self, "_remote_kind", str(about.get("kind") or ""))
        object.__setattr__(self, "_remote_shared", about.get("shared"))

    if TYPE_CHECKING:  # at run time, the annotations of a proxy are those of what it stands for
        _remote_link: WorkerLink
        _remote_id: int
        _remote_type: str
        _compares: bool  # it is a dataclass that is equal to another if all their fields are
        _is_itself_alone: bool  # its class leaves `==` to Python: it is equal to nothing else
        _copies_itself: bool  # its class has `__copy__`, for which `itertools.tee` looks
        _sized: bool
        _remote_kind: str  # whether it is a function, a class, a generator or a property
        _remote_shared: object  # the names of the classes that both sides have and its class comes after
        _remote_numbers: dict[Conversion, Any]
        _remote_given: Any  # its plain value, if its class is a learner's subclass of list, dict or the like
    else:
        _remote_given = None

        @property
        def __annotations__(self):
            """The type hints of a function or a class."""
            return _checked_hints(self._remote_link.attribute(self._remote_id, "__annotations__"))

    @property
    def _remote_plain(self) -> Any:
        """Its underlying plain value as it is now: a call may have changed it, unless it is a number."""
        if self._remote_given is not None and not isinstance(self._remote_given, numbers.Number):
            self._remote_link.convert(self._remote_id, Conversion.SELF)
            if not self._remote_given:
                self._remote_link.count_empty(self._remote_id)
        return self._remote_given

    @property  # type: ignore[misc]  # what isinstance asks when the class itself is another
    def __class__(self) -> type:
        """The class that it stands for, as far as it is one of both sides."""
        return self._remote_link.claimed_class(
            self._remote_id, self._remote_kind, self._remote_type, self._remote_shared
        )

    @property
    def __dict__(self) -> dict[str, Any]:  # type: ignore[override]  # its own is for itself
        """The fields of the object, for ``vars``; one with slots has none."""
        try:
            found = self._remote_link.convert(self._remote_id, Conversion.VARS)
        except TypeError:
            raise AttributeError(f"{self._remote_type!r} object has no attribute '__dict__'") from None
        return {str(name): _checked_hints(one) if name == "__annotations__" else one for name, one in found}

    def __getattribute__(self, name: str) -> Any:
        """Get a special method that a test names (``Point.__init__``) from the learner's class, where the reference's defines it."""
        if name.startswith("__") and name not in _NEVER_ASKED and _defines(self, name):
            found: Any = object.__getattribute__(self, "_remote_link")
            return found.attribute(object.__getattribute__(self, "_remote_id"), name)
        if name == "__copy__" and not object.__getattribute__(self, "_copies_itself"):
            raise AttributeError(name)
        return object.__getattribute__(self, name)

    def __getattr__(self, name: str) -> Any:
        if name in _INNER.get(self._remote_kind, _OF_OBJECTS):
            return self._remote_link.inner_of_function(self._remote_id, name)
        if name.startswith("__") and name.endswith("__") and name not in _SEEN:
            raise AttributeError(f"{self._remote_type!r} object has no attribute {name!r} that a test can see")
        return self._remote_link.attribute(self._remote_id, name)

    def __setattr__(self, name: str, value: object) -> None:
        self._remote_link.set_attribute(self._remote_id, name, value)

    def __delattr__(self, name: str) -> None:
        self._remote_link.attribute(self._remote_id, "__delattr__")(name)

    def __getitem__(self, key: object) -> Any:
        if not self._remote_link.allows(self._remote_type, "__getitem__"):
            if self._remote_plain is not None:
                if self._makes_up(key):
                    return self._remote_link.attribute(self._remote_id, "__getitem__")(key)
                return self._remote_plain[key]
            if self._sized and isinstance(key, int | slice) and not self._is_of_a_library():
                return self._remote_items()[key]
        return self._remote_link.item(self._remote_id, key)

    def _is_of_a_library(self) -> bool:
        """Tell whether its very class is one of both sides, which says itself what an item is (a pipeline's first steps are a pipeline)."""
        shared = self._remote_shared
        return isinstance(shared, list) and [one[-1:] for one in shared[:1]] == [[self._remote_type]]

    def _makes_up(self, key: object) -> bool:
        """Tell whether it is a dictionary of the learner's without such a key, whose class says what stands there instead."""
        allows = self._remote_link.allows
        return allows(self._remote_type, "__missing__") and key not in self._remote_plain

    def __setitem__(self, key: object, value: object) -> None:
        self._remote_link.operate(self._remote_id, "setitem", [key, value])

    def __delitem__(self, key: object) -> None:
        self._remote_link.operate(self._remote_id, "delitem", [key])

    def __contains__(self, item: object) -> bool:
        if self._remote_link.allows(self._remote_type, "__contains__"):
            return self._remote_link.operate(self._remote_id, "contains", [item]) is True
        if self._remote_plain is not None:
            return item in self._remote_plain
        return any(item is one or item == one for one in iter(self))

    def __enter__(self) -> Any:
        return self._remote_link.attribute(self._remote_id, "__enter__")()

    def __exit__(self, kind: Any, error: Any, _trace: object) -> bool:
        known = kind is None or kind.__module__ == "builtins"
        about = (kind, error) if known else (kind, str(error))
        swallows = self._remote_link.attribute(self._remote_id, "__exit__")(*about, None) is True
        return swallows and kind is not None and _may_be_swallowed(kind)

    def __len__(self) -> int:
        if not self._remote_link.allows(self._remote_type, "__len__"):
            if self._remote_plain is not None:
                return len(self._remote_plain)
            if self._sized:
                return len(self._remote_items())
            if hasattr(type(self), "__next__"):
                raise TypeError(f"object of type {self._remote_type!r} has no len()")
        if not (found := self._natural(Conversion.LEN)):
            self._remote_link.count_empty(self._remote_id)
        return found

    def _remote_items(self) -> list[Any]:
        """Return all items, fetched once: a sequence whose length and items disagree could satisfy any loop."""
        known = self._remote_link.items
        if self._remote_id not in known:
            known[self._remote_id] = list(itertools.islice(self._stream(self._iterator()), _MAX_ITEMS))
            if not known[self._remote_id]:
                self._remote_link.count_empty(self._remote_id)
        return known[self._remote_id]

    def _iterator(self) -> Remote:
        stream = self._remote_link.convert(self._remote_id, Conversion.ITER)
        if not isinstance(stream, Remote):
            raise NotPlainError(f"a {self._remote_type} gave no iterator")
        return stream

    def _stream(self, stream: Remote) -> Iterator[Any]:
        while True:
            try:
                item = self._remote_link.convert(stream._remote_id, Conversion.NEXT)
            except StopIteration:
                return
            yield item

    def __bool__(self) -> bool:
        return self._remote_link.convert(self._remote_id, Conversion.BOOL) is True

    def __float__(self) -> float:
        return float(self._remote_number(Conversion.FLOAT))

    def __int__(self) -> int:
        return int(self._remote_number(Conversion.INT))

    def __index__(self) -> int:
        return self._natural(Conversion.INDEX)

    def __divmod__(self, other: object) -> Any:
        return self._rounded("__divmod__", divmod, other)

    def __rdivmod__(self, other: object) -> Any:
        return self._rounded("__rdivmod__", lambda mine, given: divmod(given, mine), other)

    def __round__(self, *digits: int) -> Any:
        return self._rounded("__round__", round, *digits)

    def __trunc__(self) -> Any:
        return self._rounded("__trunc__", math.trunc)

    def __floor__(self) -> Any:
        return self._rounded("__floor__", math.floor)

    def __ceil__(self) -> Any:
        return self._rounded("__ceil__", math.ceil)

    def _rounded(self, name: str, plain: Callable[..., Any], *others: Any) -> Any:
        """Apply the learner's own method where the reference's class has it, else Python's to the number underneath."""
        if self._remote_link.allows(self._remote_type, name):
            return self._remote_link.attribute(self._remote_id, name)(*others)
        return plain(self._as_number(), *others)

    def __complex__(self) -> complex:
        return complex(self._remote_number(Conversion.COMPLEX))

    def __str__(self) -> str:
        return str(self._remote_link.convert(self._remote_id, Conversion.STR))

    def __repr__(self) -> str:
        return str(self._remote_link.convert(self._remote_id, Conversion.REPR))

    def __format__(self, spec: str) -> str:
        if self._remote_link.allows(self._remote_type, "__format__"):
            return str(self._remote_link.attribute(self._remote_id, "__format__")(spec))
        is_number = isinstance(self._remote_given, numbers.Number) and bool(spec)
        return format(self._remote_given if is_number else str(self), spec)

    def __hash__(self) -> int:
        if self._remote_link.allows(self._remote_type, "__hash__"):
            return self._natural(Conversion.HASH)
        return hash(self._remote_given) if isinstance(self._remote_given, numbers.Number | str | bytes) else id(self)

    def __dir__(self) -> list[str]:
        return [name for name in self._remote_link.convert(self._remote_id, Conversion.DIR) if isinstance(name, str)]

    def __copy__(self) -> Any:
        return self._remote_link.convert(self._remote_id, Conversion.COPY)

    def __deepcopy__(self, _memo: object) -> Any:
        return self._remote_link.convert(self._remote_id, Conversion.DEEPCOPY)

    def __reduce_ex__(self, _protocol: object) -> Any:
        raise NotPlainError("an object of the learner's cannot be pickled")

    def _remote_number(self, kind: Conversion) -> Any:
        """Convert it to a number once: a number that changed between comparisons could satisfy all of them."""
        if kind not in self._remote_numbers or self._remote_link.allows(self._remote_type, f"__{kind.value}__"):
            found = self._remote_link.convert(self._remote_id, kind)
            if not isinstance(found, numbers.Number) or isinstance(found, Remote):
                raise NotPlainError(f"a {self._remote_type} is no number")
            self._remote_numbers[kind] = found
        return self._remote_numbers[kind]

    def _natural(self, kind: Conversion) -> int:
        found = self._remote_link.convert(self._remote_id, kind)
        if type(found) is not int:
            raise NotPlainError(f"a {self._remote_type} has no such number")
        return found

    def _with(self, name: str, other: object, plain: Callable[[Any, Any], Any], *, reflected: bool) -> Any:
        """Apply an operator: by fields, by the learner's own method, or to its underlying plain value."""
        is_equality = name in ("eq", "ne")
        if is_equality and isinstance(other, Remote) and self._compares and other._compares:
            same = self._remote_type == other._remote_type and self._remote_fields() == other._remote_fields()
            return same is (name == "eq")
        if self._asks_learner(name, reflected=reflected):
            return self._remote_link.operate(self._remote_id, name, [other], reflected=reflected)
        if isinstance(other, Remote) and self._remote_given is not None and other._remote_plain is not None:
            other = other._remote_given  # the class has no such operator: it is that of the plain values underneath
        if is_equality and (isinstance(other, Remote) or self._is_itself_alone):
            return (other is self) is (name == "eq")
        mine = self._underneath(other)
        return plain(other, mine) if reflected else plain(mine, other)

    def _underneath(self, other: object) -> Any:
        """Return the plain value to which an operator with another plain value applies.

        Raises
        ------
        NotPlainError
            If there is none.
        """
        if self._remote_plain is not None and not isinstance(other, Remote):
            return self._remote_plain
        if isinstance(other, numbers.Number) and not isinstance(other, bool):
            return self._as_number()
        raise NotPlainError(
            f"The test works with an object of type {self._remote_type}, which stays in the learner's process. "
            "Return plain data (numbers, text, lists, arrays) instead."
        )

    def _asks_learner(self, name: str, *, reflected: bool) -> bool:
        """Tell whether the reference's class of this name defines the operator; ``!=`` follows from ``==``."""
        method = f"__{'r' if reflected else ''}{name.rstrip('_')}__"
        allows = self._remote_link.allows
        return allows(self._remote_type, method) or (name == "ne" and allows(self._remote_type, "__eq__"))

    def _remote_fields(self) -> Any:
        return self._remote_link.convert(self._remote_id, Conversion.FIELDS)

    def _as_number(self) -> float:
        try:
            value = float(self)
        except (TypeError, ValueError, OverflowError):
            raise NotPlainError(f"a {self._remote_type} is no number") from None
        if math.isnan(value):
            raise NotPlainError(f"a {self._remote_type} is no number")
        return value


def _checked_hints(value: Any) -> Any:
    """Return type hints as they are; one that is a text must be no more than a hint, since `typing.get_type_hints` runs it here.

    Raises
    ------
    TypeError
        If it is more.
    """
    for one in value.values() if isinstance(value, dict) else getattr(value, "__args__", ()):
        if isinstance(one, str):
            _check_hint(one)
        elif not isinstance(one, Remote):
            _checked_hints(one)
    return value


def _check_hint(text: str) -> None:
    try:
        nodes = list(ast.walk(ast.parse(text.strip(), mode="eval")))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise TypeError("a type hint arrived broken") from None
    for node in nodes:
        if not isinstance(node, _HINT_NODES) or "__" in text:
            raise TypeError("a type hint arrived that is more than one")
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            _check_hint(node.value)


_HINT_NODES = (
    *(ast.Expression, ast.Name, ast.Attribute, ast.Subscript, ast.Tuple, ast.List, ast.Constant),
    *(ast.BinOp, ast.BitOr, ast.Load),
)


def _defines(remote: Remote, name: str) -> bool:
    """Tell whether the reference's class that a proxy is, or is an object of, defines a method."""
    get = functools.partial(object.__getattribute__, remote)
    title = get("__name__" if get("_remote_kind") == "class" else "_remote_type")
    return bool(get("_remote_link").allows(title, name))


# Python itself asks for these on the object: `copy` takes the proxy's own, and so does `isinstance`.
_NEVER_ASKED = (
    *(
        "__class__",
        "__dict__",
        "__getattribute__",
        "__getattr__",
        "__setattr__",
        "__annotations__",
        "__doc__",
        "__slots__",
    ),
    *("__copy__", "__deepcopy__", "__reduce__", "__reduce_ex__"),
)
# Attributes of a function or a class that a test may read, besides its name and its source.
_SEEN = (
    *(
        "__wrapped__",
        "__defaults__",
        "__kwdefaults__",
        "__qualname__",
        "__members__",
        "__slots__",
        "__abstractmethods__",
    ),
    *("__dataclass_params__", "__func__", "__closure__", "__match_args__"),
    # what scikit-learn asks an estimator in its own loops: of what kind it is, how it is copied, whether it is fitted
    *("__sklearn_tags__", "__sklearn_clone__", "__sklearn_is_fitted__"),
)
_WRITTEN = ("__signature__", "__code__")
_OF_OBJECTS = ("__dataclass_fields__",)
_INNER = {"function": _WRITTEN, "method": ("__signature__",), "class": (*_WRITTEN, *_OF_OBJECTS)}


def _may_be_swallowed(kind: type[BaseException]) -> bool:
    """Tell whether a learner's context manager may suppress an error: never one that makes a test fail."""
    raised_on_purpose = kind.__module__ in ("builtins", "__main__") and issubclass(kind, Exception)
    return raised_on_purpose and not issubclass(kind, AssertionError | NameError)


class RemoteCallable(Remote):
    """Stand for a function, a class or another object that can be called."""

    def __call__(self, *arguments: Any, **named: Any) -> Any:
        """Call it in the worker."""
        return self._remote_link.call(self._remote_id, arguments, named)

    def __get__(self, owner: object, kind: type | None = None) -> Any:
        """Bind a function that is an attribute of a class of the test's to an object of it, as Python does."""
        is_function = self._remote_kind == "function" or self._remote_type == "_lru_cache_wrapper"
        return types.MethodType(self, owner) if is_function and owner is not None else self


class RemoteIterable(Remote):
    """Stand for an object that can be looped over."""

    def __iter__(self) -> Iterator[Any]:
        if not self._remote_link.allows(self._remote_type, "__iter__"):
            if self._remote_plain is not None:
                return iter(self._remote_plain)
            if self._sized:
                return iter(self._remote_items())
        stream = self._iterator()
        return self if stream is self else self._stream(stream)

    def __next__(self) -> Any:
        return self._remote_link.convert(self._remote_id, Conversion.NEXT)

    def __reversed__(self) -> Iterator[Any]:
        if self._remote_link.allows(self._remote_type, "__reversed__"):
            return iter(self._remote_link.attribute(self._remote_id, "__reversed__")())
        return self._backwards()

    def _backwards(self) -> Iterator[Any]:
        """Go through the items from the last to the first, as Python does where there is a length and items by number."""
        for place in range(len(self) - 1, -1, -1):
            yield self[place]


class RemoteBoth(RemoteCallable, RemoteIterable):
    """Stand for an object that can be called and looped over."""


class RemoteCoroutine(Remote):
    """Stand for the coroutine of an async function: it is awaited in the worker, to its end."""

    def send(self, _value: object) -> Any:
        """Await it in the worker; raise StopIteration with its result, as Python's coroutines do."""
        raise StopIteration(self._remote_link.convert(self._remote_id, Conversion.AWAIT))

    def throw(self, error: Any, *_about: object) -> Any:
        """End it with an error of the test's own."""
        raise error

    def close(self) -> None:
        """Do nothing: it is closed with the worker."""

    def __await__(self) -> Generator[None, None, Any]:
        yield from ()
        return self._remote_link.convert(self._remote_id, Conversion.AWAIT)


Coroutine.register(RemoteCoroutine)


def proxy(link: WorkerLink, about: dict[str, Any]) -> Remote:
    """Make the proxy that fits an envelope."""
    if about.get("kind") == "coroutine":
        return RemoteCoroutine(link, about)
    kinds = ((Remote, RemoteIterable), (RemoteCallable, RemoteBoth))
    kind = kinds[about.get("callable") is True][about.get("iterable") is True]
    if about.get("dataclass") is True:
        kind = _of_dataclass(kind)
    if about.get("no ufunc") is True:
        kind = _without_ufuncs(kind)
    binds = _binds(link, about)
    return (_of_descriptor(kind, binds) if binds else kind)(link, about)


def _binds(link: WorkerLink, about: dict[str, Any]) -> tuple[str, ...]:
    """List by which methods an object governs the attribute of a class that it stands in: those of the reference's class, or of Python's own."""
    given, title = about.get("binds"), str(about.get("type"))
    if not isinstance(given, list):
        return ()
    own = _DESCRIPTORS.get(title, ())
    return tuple(name for name in DESCRIBING if name in given and (name in own or link.allows(title, name)))


_DESCRIPTORS: Mapping[str, tuple[str, ...]] = {
    "property": ("__get__", "__set__", "__delete__"),
    "cached_property": ("__get__", "__set_name__"),
    **dict.fromkeys(("classmethod", "staticmethod", "partialmethod", "singledispatchmethod"), ("__get__",)),
}
"""What Python's own descriptors do, where a learner's function gives one."""


def turn_into_proxy(value: Any, link: WorkerLink, about: dict[str, Any]) -> bool:
    """Turn an object of the test's into a proxy of its copy in the worker; return whether its class allows that.

    All that refers to it, in the test or inside another object, refers to the proxy from then on.
    """
    kind = type(proxy(link, about))
    fields = getattr(value, "__dict__", None)
    try:
        object.__setattr__(value, "__class__", kind)
    except TypeError:  # one that is laid out in another way: written in C, or with slots
        return False
    if isinstance(fields, dict):
        fields.clear()
    kind.__init__(value, link, about)
    return True


@functools.cache
def _without_ufuncs(kind: type[Remote]) -> type[Remote]:
    """Make a class of proxies to which numpy's arrays leave an operator."""
    return type(kind.__name__, (kind,), {"__array_ufunc__": None})


@functools.cache
def _of_dataclass(kind: type[Remote]) -> type[Remote]:
    """Make a class of proxies that `dataclasses` treats as a dataclass."""

    def fields(self: Remote) -> Any:
        return self._remote_link.inner_of_function(self._remote_id, "__dataclass_fields__")

    return type(kind.__name__, (kind,), {"__dataclass_fields__": property(fields)})


@functools.cache
def _of_descriptor(kind: type[Remote], binds: tuple[str, ...]) -> type[Remote]:
    """Make a class of proxies whose objects get and set the attribute of a test's class in which they stand."""

    def method(name: str) -> Callable[..., Any]:
        def ask(self: Remote, *arguments: Any) -> Any:
            return self._remote_link.attribute(self._remote_id, name)(*arguments)

        return ask

    return type(kind.__name__, (kind,), {name: method(name) for name in binds})


def _in_place(name: str) -> Callable[[Remote, object], Any]:
    """Make the method for ``x += y`` and the like: where the reference's class has none, Python takes that for ``x + y``."""

    def change(self: Remote, other: object) -> Any:
        if not self._remote_link.allows(self._remote_type, f"__{name}__"):
            return NotImplemented
        return self._remote_link.operate(self._remote_id, name, [other])

    return change


def _operators() -> None:
    numeric = ("add", "sub", "mul", "truediv", "floordiv", "mod", "pow")
    for name in (*numeric, "matmul", "and_", "or_", "xor", "lshift", "rshift"):
        plain = getattr(operator, name)

        def forward(self: Remote, other: object, name: str = name, plain: Any = plain) -> Any:
            return self._with(name, other, plain, reflected=False)

        def backward(self: Remote, other: object, name: str = name, plain: Any = plain) -> Any:
            return self._with(name, other, plain, reflected=True)

        setattr(Remote, f"__i{name.rstrip('_')}__", _in_place(f"i{name.rstrip('_')}"))
        setattr(Remote, f"__{name.rstrip('_')}__", forward)
        setattr(Remote, f"__r{name.rstrip('_')}__", backward)
    for name in ("eq", "ne", "lt", "le", "gt", "ge"):
        plain = getattr(operator, name)

        def compare(self: Remote, other: object, name: str = name, plain: Any = plain) -> Any:
            if name in ("eq", "ne") and other is None:
                return name == "ne"
            return self._with(name, other, plain, reflected=False) is True

        setattr(Remote, f"__{name}__", compare)
    for name in ("neg", "pos", "abs", "invert"):
        plain = getattr(operator, name)

        def single(self: Remote, name: str = name, plain: Any = plain) -> Any:
            if self._remote_link.allows(self._remote_type, f"__{name}__"):
                return self._remote_link.operate(self._remote_id, name, [])
            return plain(self._as_number())

        setattr(Remote, f"__{name}__", single)


_operators()
