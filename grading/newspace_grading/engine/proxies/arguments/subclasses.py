"""Classes of the test's that come after a learner's: the worker makes them, and their methods are called back here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from newspace_grading.engine.protocol.messages import MakeClass, MemberKind
from newspace_grading.engine.proxies.arguments.descriptions import Pack, is_tests_own
from newspace_grading.engine.proxies.classes import RemoteClass
from newspace_grading.engine.proxies.objects import NotPlainError, Remote, WorkerLink

_OF_THIS_SIDE = ("__module__", "__qualname__", "__dict__", "__weakref__", "__firstlineno__", "__static_attributes__")

_OF_CLASSES = (
    *_OF_THIS_SIDE,
    *("__class__", "__new__", "__abstractmethods__", "__doc__", "__slots__", "__annotations__"),
    *("__init_subclass__", "__subclasshook__", "__class_getitem__", "__set_name__"),
)
"""What Python itself reads of a class while it makes it."""


def subclass_request(
    name: str, bases: tuple[Any, ...], space: dict[str, Any], keywords: dict[str, Any], pack: Pack
) -> MakeClass:
    """Describe a class after a learner's: its bases, and what stands in its body.

    Raises
    ------
    NotPlainError
        If it also comes after another class of the test's, whose methods the worker does not have.
    NotSerializableError
        If something that stands in its body cannot go over.
    """
    if any(issubclass(type(one), type) and is_tests_own(one) for one in bases):
        raise NotPlainError(f"{name} comes after a class of the test's, too")
    members = tuple((key, *_member(value, pack)) for key, value in space.items() if key not in _OF_THIS_SIDE)
    return MakeClass(name, pack(list(bases)), members, pack(list(keywords.items())))


def _member(value: Any, pack: Pack) -> tuple[MemberKind, Any]:
    """Describe what stands in the body of a class."""
    if type(value) is property:
        return MemberKind.PROPERTY, pack([value.fget, value.fset, value.fdel])
    if type(value) in (classmethod, staticmethod):
        return MemberKind(type(value).__name__), pack([value.__func__])
    return MemberKind.VALUE, pack([value])


@dataclass(frozen=True)
class _Known:
    """A class that the worker has made."""

    members: frozenset[str]
    bases: tuple[str, ...]
    seen_by_super: type


class Subclasses:
    """The classes of a test that come after a learner's, by name.

    Parameters
    ----------
    link : WorkerLink
        The connection to the worker.
    allows : callable
        Whether the reference's class of a name defines a method.
    """

    def __init__(self, link: WorkerLink, allows: Callable[[str, str], bool]) -> None:
        self._link = link
        self._allows = allows
        self._known: dict[str, _Known] = {}

    def clear(self) -> None:
        """Forget them, for a new test."""
        self._known.clear()

    def add(self, name: str, bases: tuple[Any, ...], space: dict[str, Any], made: RemoteClass) -> type:
        """Note a class; return the one that ``super()`` finds in its methods."""
        titles = tuple(str(one.__name__) for one in bases if issubclass(type(one), Remote))
        parents = (self.seen_by_super(one) for one in titles)
        seen = _class_for_super(self._link, name, made, tuple(one for one in parents if one is not None))
        self._known[name] = _Known(frozenset(space), titles, seen)
        return seen

    def seen_by_super(self, title: str) -> type | None:
        """Return the class that ``super()`` finds in the methods of a class of that name; None if there is none like it."""
        known = self._known.get(title)
        return None if known is None else known.seen_by_super

    def allows(self, type_name: str, method: str) -> bool:
        """Tell whether the test's class of a name defines a method, or the reference's class of that name does."""
        known = self._known.get(type_name)
        if known is None:
            return self._allows(type_name, method)
        return method in known.members or any(self.allows(one, method) for one in known.bases)


class _NextInOrder:
    """An attribute as ``super()`` finds it: that of the classes in the worker that come after the test's.

    Parameters
    ----------
    link : WorkerLink
        The connection to the worker.
    name : str
        The attribute.
    after : int
        The handle of the test's class.
    """

    def __init__(self, link: WorkerLink, name: str, after: int) -> None:
        self._link = link
        self._name = name
        self._after = after

    def __get__(self, owner: Any, _kind: type | None = None) -> Any:
        if not isinstance(owner, Remote):
            raise NotPlainError("super() is used without an object")
        return self._link.attribute(owner._remote_id, self._name, self._after)


class _SeenBySuper(type):
    """The metaclass of what stands for a class in the worker; it is asked for what is not here."""

    def __call__(cls, *arguments: Any, **named: Any) -> Any:
        return vars(cls)["_made"](*arguments, **named)

    def __getattr__(cls, name: str) -> Any:
        return getattr(vars(cls)["_made"], name)


def _class_for_super(link: WorkerLink, name: str, made: RemoteClass, parents: tuple[type, ...]) -> type:
    """Make the class that stands for one in the worker where Python needs a class: in ``super()``; it comes after those of its bases."""
    inherited = {one: _NextInOrder(link, one, made._remote_id) for one in dir(made) if one not in _OF_CLASSES}
    after = type(name, (), inherited)
    return _SeenBySuper(name, (after, *parents), {"__module__": "__main__", "_made": made})
