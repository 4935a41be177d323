"""Answer what a test may ask of the learner's classes: the class of an object, and inheritance.

Learners are free to choose how their classes are related, so a forged answer earns nothing that an honest class
would not earn as well. No method of the learner's (``__instancecheck__``, ``__subclasshook__``) is asked.
"""

from __future__ import annotations

import abc
import builtins
import types
from collections.abc import Callable, Mapping
from typing import Any

from newspace_grading.engine.protocol.messages import Conversion
from newspace_grading.engine.proxies.objects import NotPlainError, Remote, RemoteBoth

_MOST = 100


class RemoteClass(RemoteBoth):
    """Stand for a class of the learner's."""

    @property
    def __bases__(self) -> tuple[Any, ...]:
        """The base classes."""
        return self._classes(Conversion.BASES)

    @property
    def __mro__(self) -> tuple[Any, ...]:
        """The method resolution order."""
        return self._classes(Conversion.MRO)

    def mro(self) -> list[Any]:
        """Return the method resolution order as a list, as the method of every class does."""
        return list(self.__mro__)

    def __mro_entries__(self, _bases: tuple[Any, ...]) -> tuple[type, ...]:
        """Have a class of the test's that comes after this one made in the worker."""
        return (_AFTER_LEARNERS,)

    def _classes(self, which: Conversion) -> tuple[Any, ...]:
        found = self._remote_link.convert(self._remote_id, which)
        if not isinstance(found, list) or len(found) > _MOST or not all(map(is_class, found)):
            raise NotPlainError(f"the classes of {self.__name__} arrived broken")
        return tuple(found)

    def __instancecheck__(self, value: object) -> bool:
        """Tell whether something is of this class."""
        if issubclass(builtins.type(value), Remote):
            return self.__subclasscheck__(class_of(value))
        kind = builtins.type(value)  # a named tuple crosses as data, and is made again from its name and its fields
        return issubclass(kind, tuple) and hasattr(kind, "_fields") and kind.__name__ == self.__name__

    def __subclasscheck__(self, kind: object) -> bool:
        """Tell whether a class is this one, or a subclass of it."""
        if issubclass(builtins.type(kind), RemoteClass):
            return any(one is self for one in kind.__mro__)  # type: ignore[attr-defined]  # just looked at
        if not isinstance(kind, type):
            raise TypeError("issubclass() arg 1 must be a class")
        return False


class _SubclassMaker(abc.ABCMeta):
    """The metaclass by which Python makes a class of the test's that comes after one of the learner's."""

    def __new__(cls, name: str, _bases: tuple[type, ...], space: dict[str, Any], **keywords: Any) -> Any:
        bases = space.pop("__orig_bases__")
        cell = space.pop("__classcell__", None)
        link = next(one._remote_link for one in bases if issubclass(builtins.type(one), RemoteClass))
        made, seen_by_super = link.make_class(name, bases, space, keywords)
        if cell is not None:
            cell.cell_contents = seen_by_super
        return made


_AFTER_LEARNERS: type = abc.ABCMeta.__new__(_SubclassMaker, "AfterLearners", (), {})


def is_class(value: object) -> bool:
    """Tell whether something is a class, on this side or on the learner's."""
    return issubclass(builtins.type(value), builtins.type | RemoteClass)


class StandIn:
    """Stand for a value of a class, for tests that ask for the class.

    It does not derive from that class: what it must refuse could be done with what is inherited, some of it by the interpreter itself.

    Parameters
    ----------
    kind : type
        The class.
    """

    def __init__(self, kind: type) -> None:
        self._kind = kind

    @property  # type: ignore[misc]
    def __class__(self) -> type:
        return self._kind


def class_of(value: Any) -> Any:
    """Return the class of a value: the learner's own, for what stays in the worker."""
    kind = builtins.type(value)
    if issubclass(kind, StandIn):
        return value.__class__
    if not issubclass(kind, Remote):
        return kind
    found = value._remote_link.convert(value._remote_id, Conversion.CLASS)
    if not is_class(found):
        raise NotPlainError("the class of an object arrived broken")
    return found


def is_subclass(kind: Any, wanted: Any) -> bool:
    """``issubclass`` as a test sees it: also where a class of the learner's comes after an abstract one of both sides.

    Raises
    ------
    NotPlainError
        If the abstract class looks for methods, which a proxy cannot answer for.
    TypeError
        As Python's.
    """
    if isinstance(wanted, tuple | types.UnionType):
        parts = wanted if isinstance(wanted, tuple) else wanted.__args__
        return any(is_subclass(kind, one) for one in parts)
    if not issubclass(builtins.type(kind), RemoteClass) or not issubclass(builtins.type(wanted), abc.ABCMeta):
        return issubclass(kind, wanted)
    if any(one is wanted for one in kind.__mro__):
        return True
    if any("__subclasshook__" in vars(one) for one in wanted.__mro__[:-1]):
        raise NotPlainError(f"whether {kind.__name__} has the methods of {wanted.__name__} cannot be seen from here")
    return False


class SeenType:
    """``type`` as a test sees it: the class of a proxy is that of the object it stands for."""

    def __call__(self, *arguments: Any, **named: Any) -> Any:
        """Return the class of a value, or make a class."""
        found = builtins.type(*arguments, **named) if len(arguments) != 1 else class_of(arguments[0])
        return self if found is builtins.type else found

    def __getattr__(self, name: str) -> Any:
        return getattr(builtins.type, name)

    def __mro_entries__(self, _bases: tuple[Any, ...]) -> tuple[Any, ...]:
        return (builtins.type,)

    def __instancecheck__(self, value: object) -> bool:
        return is_class(value)

    def __subclasscheck__(self, kind: type) -> bool:
        return issubclass(kind, builtins.type)

    def __eq__(self, other: object) -> bool:
        return other is self or other is builtins.type

    def __hash__(self) -> int:
        return hash(builtins.type)


KINDS: Mapping[str, type] = {
    "class": type,
    "function": types.FunctionType,
    "method": types.MethodType,
    "generator": types.GeneratorType,
    "coroutine": types.CoroutineType,
    "property": property,
}


class Mirrors:
    """Make the classes that proxies claim to have: with the learner's name, derived from shared classes."""

    def __init__(self) -> None:
        self._made: dict[tuple[str, tuple[type, ...]], type] = {}

    def mirror(self, title: str, shared: tuple[type, ...], learners: Callable[[], Any]) -> type:
        """Return the class for a name and the classes of both sides that come before it; called, it makes an object of the learner's."""
        if (title, shared) not in self._made:
            bases = tuple(
                one for one in shared if not any(one is not other and issubclass(other, one) for other in shared)
            )
            self._made[title, shared] = self._make(title, bases, learners)
        return self._made[title, shared]

    @staticmethod
    def _make(title: str, bases: tuple[type, ...], learners: Callable[[], Any]) -> type:
        space = {"__module__": "__main__", "_learners_class": learners}
        for parts, named in ((bases, {"metaclass": _MirrorType}), (bases, {}), ((), {"metaclass": _MirrorType})):
            try:
                return types.new_class(title, parts, named, lambda made: made.update(space))
            except Exception:  # noqa: BLE001, S112 - one that nobody may come after, or two that do not go together
                continue
        return object


class _MirrorType(type):
    """The metaclass of mirrored classes."""

    def __call__(cls, *arguments: Any, **named: Any) -> Any:
        return vars(cls)["_learners_class"]()(*arguments, **named)
