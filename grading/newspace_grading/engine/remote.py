"""What a test sees of the learner's side: functions, iterators and objects that stay there, reached by messages.

An object of the learner's never takes part in a comparison or an operation with the judge's values: it could answer what pleases.
It is turned into a number first, or the operation fails.
"""

from __future__ import annotations

import math
import numbers
import operator
from collections.abc import Callable, Iterator
from typing import Any, Protocol


class NotPlainError(TypeError):
    """A test did with an object of the learner's what is not possible across processes."""


class Link(Protocol):
    """How a proxy asks the other side."""

    def ask(self, **request: Any) -> Any:
        """The value of an answer."""

    def call(self, number: int, arguments: tuple[Any, ...], named: dict[str, Any]) -> Any:
        """The result of a call."""

    def allows(self, type_name: str, method: str) -> bool:
        """Whether the reference's own class of that name defines the method."""


class Remote:
    """An object that stays on the learner's side.

    Parameters
    ----------
    link : Link
        The way there.
    about : dict
        The envelope: number, name of its type, what it can do.
    """

    def __init__(self, link: Link, about: dict[str, Any]) -> None:
        object.__setattr__(self, "_link", link)
        object.__setattr__(self, "_id", int(about["id"]))
        object.__setattr__(self, "_type", str(about.get("type", "object"))[:200])
        object.__setattr__(self, "__name__", str(about.get("name") or about.get("type") or "object")[:200])
        object.__setattr__(self, "__doc__", str(about.get("doc") or "")[:5000] or None)

    _link: Link
    _id: int
    _type: str

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") and name.endswith("__") and name not in ("__dict__", "__wrapped__"):
            raise AttributeError(f"{self._type!r} object has no attribute {name!r} that a test can see")
        return self._link.ask(op="attr", id=self._id, name=name)

    def __setattr__(self, name: str, value: object) -> None:
        self._link.ask(op="set", id=self._id, name=name, value=value)

    def __getitem__(self, key: object) -> Any:
        return self._link.ask(op="item", id=self._id, key=key)

    def __len__(self) -> int:
        return self._natural("len")

    def __bool__(self) -> bool:
        return self._link.ask(op="bool", id=self._id) is True

    def __float__(self) -> float:
        return float(self._number("float"))

    def __int__(self) -> int:
        return int(self._number("int"))

    def __index__(self) -> int:
        return self._natural("index")

    def __complex__(self) -> complex:
        return complex(self._number("complex"))

    def __str__(self) -> str:
        return str(self._link.ask(op="str", id=self._id))

    def __repr__(self) -> str:
        return str(self._link.ask(op="repr", id=self._id))

    def __format__(self, spec: str) -> str:
        return format(str(self), spec)

    def __hash__(self) -> int:
        return id(self)

    def __dir__(self) -> list[str]:
        return [name for name in self._link.ask(op="dir", id=self._id) if isinstance(name, str)]

    def __deepcopy__(self, _memo: object) -> Remote:
        return self

    def __reduce_ex__(self, _protocol: object) -> Any:
        raise NotPlainError("an object of the learner's cannot be pickled")

    def _number(self, kind: str) -> Any:
        found = self._link.ask(op=kind, id=self._id)
        if not isinstance(found, numbers.Number) or isinstance(found, Remote):
            raise NotPlainError(f"a {self._type} is no number")
        return found

    def _natural(self, kind: str) -> int:
        found = self._link.ask(op=kind, id=self._id)
        if type(found) is not int:
            raise NotPlainError(f"a {self._type} has no such number")
        return found

    def _with(self, name: str, other: object, plain: Callable[[Any, Any], Any], *, turned: bool) -> Any:
        dunder = f"__{name.rstrip('_')}__"
        if isinstance(other, Remote) and self._link.allows(self._type, dunder):
            pair = (other, self) if turned else (self, other)
            return self._link.ask(op="operator", id=pair[0]._id, name=name, others=[pair[1]])
        if isinstance(other, numbers.Number) and not isinstance(other, bool):
            mine = self._as_number()
            return plain(other, mine) if turned else plain(mine, other)
        raise NotPlainError(
            f"The test works with an object of type {self._type}, which stays in the learner's process. "
            "Return plain data (numbers, text, lists, arrays) instead."
        )

    def _as_number(self) -> float:
        value = float(self)
        if math.isnan(value):
            raise NotPlainError(f"a {self._type} is no number")
        return value


class RemoteCallable(Remote):
    """A function, a class or another object that can be called."""

    def __call__(self, *arguments: Any, **named: Any) -> Any:
        return self._link.call(self._id, arguments, named)


class RemoteIterable(Remote):
    """An object that can be looped over."""

    def __iter__(self) -> Iterator[Any]:
        stream = self._link.ask(op="iter", id=self._id)
        if not isinstance(stream, Remote):
            raise NotPlainError(f"a {self._type} gave no iterator")
        while True:
            try:
                item = self._link.ask(op="next", id=stream._id)
            except StopIteration:
                return
            yield item

    def __next__(self) -> Any:
        return self._link.ask(op="next", id=self._id)


class RemoteBoth(RemoteCallable, RemoteIterable):
    """An object that can be called and looped over."""


def proxy(link: Link, about: dict[str, Any]) -> Remote:
    """The proxy that fits an envelope."""
    able = (about.get("callable") is True, about.get("iterable") is True)
    kind = {
        (True, True): RemoteBoth,
        (True, False): RemoteCallable,
        (False, True): RemoteIterable,
        (False, False): Remote,
    }[able]
    return kind(link, about)


def _operators() -> None:
    both = ("add", "sub", "mul", "truediv", "floordiv", "mod", "pow")
    for name in both:
        plain = getattr(operator, name)

        def forward(self: Remote, other: object, name: str = name, plain: Any = plain) -> Any:
            return self._with(name, other, plain, turned=False)

        def backward(self: Remote, other: object, name: str = name, plain: Any = plain) -> Any:
            return self._with(name, other, plain, turned=True)

        setattr(Remote, f"__{name}__", forward)
        setattr(Remote, f"__r{name}__", backward)
    for name in ("eq", "ne", "lt", "le", "gt", "ge"):
        plain = getattr(operator, name)

        def compare(self: Remote, other: object, name: str = name, plain: Any = plain) -> Any:
            if name in ("eq", "ne") and (other is None or other is self):
                return (other is self) is (name == "eq")
            return self._with(name, other, plain, turned=False) is True

        setattr(Remote, f"__{name}__", compare)
    for name in ("neg", "pos", "abs"):
        plain = getattr(operator, name)

        def single(self: Remote, plain: Any = plain) -> Any:
            return plain(self._as_number())

        setattr(Remote, f"__{name}__", single)


_operators()
