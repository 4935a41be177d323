"""What the learner's code sees of the test's own objects and classes: public attributes, and the special methods that the judge lists."""

from __future__ import annotations

import contextlib
import dataclasses
import inspect
import types
from collections.abc import Callable, Iterable, Mapping
from typing import Any, NoReturn, Protocol

from newspace_grading.engine.protocol.codec.shared_classes import make_builtin_exception
from newspace_grading.engine.protocol.messages import MakeClass, MemberKind


class AsksJudge(Protocol):
    """Ask the judge for something."""

    def __call__(self, number: int, given: list[object], named: dict[str, object], /) -> Any:
        """Have it call one of its functions."""

    def report(self, error: BaseException, /) -> str:
        """Describe an error."""


class TestsClass(type):
    """Class of the classes that stand for the test's own: the judge makes the objects."""

    _ask: AsksJudge
    _number: int

    def __call__(cls, *arguments: object, **named: object) -> Any:
        """Make an object on the judge's side."""
        return cls._ask(cls._number, ["__call__", *arguments], named)

    def __getattr__(cls, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        return cls._ask(cls._number, ["get", name], {})

    def __setattr__(cls, name: str, value: object) -> None:
        if name.startswith("__") and name.endswith("__"):
            type.__setattr__(cls, name, value)  # an abstract base class or `dataclasses` keeps something here
            return
        cls._ask(cls._number, ["set", name, value], {})

    def __copy__(cls) -> TestsClass:
        return cls

    def __deepcopy__(cls, _memo: object) -> TestsClass:
        return cls


class TestsObject:
    """Stand for an object that stays in the judge.

    Parameters
    ----------
    ask : AsksJudge
        Has the judge call one of its functions.
    number : int
        The judge's function by which the object is used.
    """

    def __init__(self, ask: AsksJudge, number: int) -> None:
        object.__setattr__(self, "_ask", ask)
        object.__setattr__(self, "_number", number)

    _ask: AsksJudge
    _number: int

    @property
    def __dict__(self) -> dict[str, Any]:  # type: ignore[override]  # its own is for itself
        """The public fields of the object, for ``vars``."""
        found: dict[str, Any] = _asked(self, "vars")
        return found

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        return _asked(self, "get", name)

    def __setattr__(self, name: str, value: object) -> None:
        _asked(self, "set", name, value)

    def __copy__(self) -> Any:
        return _asked(self, "copy")

    def __deepcopy__(self, _memo: object) -> Any:
        return _asked(self, "deepcopy")

    def __reduce_ex__(self, _protocol: object) -> NoReturn:
        raise TypeError(f"cannot pickle {type(self).__name__!r} object")


def _asked(value: TestsObject, what: str, *arguments: object) -> Any:
    """Have the judge use the object in some way."""
    ask: AsksJudge = object.__getattribute__(value, "_ask")
    return ask(number_of(value), [what, *arguments], {})


def number_of(value: object) -> int:
    """Return the number by which the judge knows an object or a class."""
    if issubclass(type(value), TestsClass):
        return int(type.__getattribute__(value, "_number"))
    return int(object.__getattribute__(value, "_number"))


def _forwarder(name: str) -> Callable[..., Any]:
    """Make a special method that the judge's object answers."""

    def forward(self: Any, *arguments: object, **named: object) -> Any:
        look_up: Any = type.__getattribute__ if issubclass(type(self), type) else object.__getattribute__
        ask: AsksJudge = look_up(self, "_ask")
        if name == "__exit__":
            error = arguments[1] if len(arguments) > 1 else None
            arguments = (ask.report(error),) if isinstance(error, BaseException) else ()
        found = ask(number_of(self), [name, *arguments], named)
        if name == "__call__":
            return found
        return found[0] if found else NotImplemented

    forward.__name__ = forward.__qualname__ = name
    return forward


def _hashed_by_identity(self: Any) -> int:
    return object.__hash__(self)


def _methods(special: Iterable[str], *, has_hash: bool) -> dict[str, Any]:
    """Make the namespace of a class with exactly these special methods."""
    space: dict[str, Any] = {name: _forwarder(name) for name in special}
    if not has_hash:
        space["__hash__"] = None
    elif "__hash__" not in space:
        space["__hash__"] = _hashed_by_identity
    return space


_MEMBERS: Mapping[MemberKind, Callable[..., Any]] = {
    MemberKind.VALUE: lambda value: value,
    MemberKind.PROPERTY: property,
    MemberKind.CLASS_METHOD: classmethod,
    MemberKind.STATIC_METHOD: staticmethod,
}


class StandIns:
    """The objects, classes, functions and errors that stand for the test's own, each the same as long as the worker lives.

    Parameters
    ----------
    ask : AsksJudge
        Has the judge call one of its functions.
    decode : callable
        Decodes a value.
    """

    def __init__(self, ask: AsksJudge, decode: Callable[[object], Any]) -> None:
        self._ask = ask
        self._decode = decode
        self._made: dict[int, Any] = {}
        self._functions: dict[int, tuple[int, Callable[..., Any], dict[str, Any]]] = {}
        self._errors: dict[int, tuple[BaseException, int]] = {}
        self._plain: dict[tuple[str, tuple[str, ...]], type[TestsObject]] = {}

    def clear_errors(self) -> None:
        """Forget the errors, for a new test."""
        self._errors.clear()

    def number_of_error(self, error: BaseException) -> int | None:
        """Return the number of an error of the judge's; None if it is none."""
        known = self._errors.get(id(error))
        return None if known is None else known[1]

    def number_of_own(self, value: object) -> int | None:
        """Return the number of what stands for something of the judge's; None for anything else, and for a function with new attributes."""
        if issubclass(type(value), TestsObject | TestsClass):
            return number_of(value)
        number, known, fields = self._functions.get(id(value), (0, None, {}))
        return number if known is not None and vars(known) == fields else None

    def object(self, raw: dict[str, Any]) -> Any:
        """Return what stands for an object of the judge's."""
        number = int(raw["id"])
        if number not in self._made:
            kind = self.tests_class(raw["class"]) if "class" in raw else self._plain_class(raw)
            made = object.__new__(kind)
            TestsObject.__init__(made, self._ask, number)
            self._made[number] = made
        return self._made[number]

    def _plain_class(self, raw: dict[str, Any]) -> type[TestsObject]:
        """Return the class of what stands for mocks and the like."""
        key = (str(raw["name"]), tuple(raw["special"]))
        if key not in self._plain:
            self._plain[key] = type(key[0], (TestsObject,), _methods(key[1], has_hash=raw["hash"]))
        return self._plain[key]

    def tests_class(self, raw: dict[str, Any]) -> Any:
        """Return what stands for a class of the judge's."""
        number = int(raw["id"])
        if number not in self._made:
            self._made[number] = self._new_class(raw, number)
        return self._made[number]

    def _new_class(self, raw: dict[str, Any], number: int) -> Any:
        bases = [base for one in raw["bases"] if isinstance(base := self._decode(one), type)]
        space = self._space_of_class(raw, number)
        of_class = {name: _forwarder(name) for name in raw["of class"]}
        meta: Any = type("type", (TestsClass,), of_class | {"__hash__": type.__hash__}) if of_class else TestsClass
        if raw.get("error") is True:
            for name in (*raw["special"], "__hash__"):
                space.pop(name, None)
            return _with_bases(meta, raw["name"], bases or [Exception], space | {"__str__": _text_of_error})
        own = tuple(base for base in bases if isinstance(base, TestsClass))
        foreign = tuple(base for base in bases if not isinstance(base, TestsClass))
        if foreign:
            with contextlib.suppress(Exception):  # whatever such classes say to being combined
                space["__class__"] = _claimed(raw["name"], foreign, lambda: self._made[number])
        return _with_bases(meta, raw["name"], own or (TestsObject,), space)

    def _space_of_class(self, raw: dict[str, Any], number: int) -> dict[str, Any]:
        """Make the namespace of a class that stands for one of the judge's."""
        space: dict[str, Any] = {
            **_methods(raw["special"], has_hash=raw["hash"]),
            "__module__": "__main__",
            "__doc__": raw["doc"] or None,
            "_ask": self._ask,
            "_number": number,
            "__annotations__": {name: self._decode(hint) for name, hint in raw["hints"]},
        }
        signature = signature_from(raw["signature"], self._decode)
        if signature is not None:
            space["__signature__"] = signature
        if "fields" in raw:
            space["__dataclass_fields__"] = _dataclass_fields(raw["fields"], self._decode)
        return space

    def subclass(self, wanted: MakeClass) -> type:
        """Make a class of the test's that comes after one of the learner's: its methods are functions of the judge's."""
        members = [(name, _MEMBERS[kind](*self._decode(values))) for name, kind, values in wanted.members]

        def fill(space: dict[str, Any]) -> None:
            for name, value in members:  # an enum takes note of each
                space[name] = value  # noqa: PERF403 - `update` would leave its own method out

        made = types.new_class(
            wanted.name, tuple(self._decode(wanted.bases)), dict(self._decode(wanted.keywords)), fill
        )
        made.__module__ = "__main__"
        return made

    def error(self, raw: dict[str, Any]) -> BaseException:
        """Return what stands for an error of the judge's."""
        kind = next(kind for one in raw["classes"] if (kind := self._class_of_error(one)) is not None)
        arguments = [self._decode(one) for one in raw["args"]]
        made = _made_error(kind, arguments, str(raw["text"]))
        with contextlib.suppress(Exception):
            vars(made).update((name, self._decode(value)) for name, value in raw["fields"])
        if isinstance(kind, TestsClass):
            vars(made)["_text"] = str(raw["text"])
        self._errors[id(made)] = (made, int(raw["n"]))
        return made

    def _class_of_error(self, raw: Any) -> type[BaseException] | None:
        """Decode a class of errors; None if this side has none like it."""
        with contextlib.suppress(Exception):
            kind = self._decode(raw)
            return kind if isinstance(kind, type) and issubclass(kind, BaseException) else None
        return None

    def function(self, raw: dict[str, Any]) -> Callable[..., Any]:
        """Return a function that calls one of the judge's."""
        number = int(raw["id"])
        if number not in self._made:
            self._made[number] = made = self._new_function(raw, number)
            self._functions[id(made)] = (number, made, dict(vars(made)))
        found: Callable[..., Any] = self._made[number]
        return found

    def _new_function(self, raw: dict[str, Any], number: int) -> Callable[..., Any]:
        def judges(*arguments: object, **named: object) -> object:
            return self._ask(number, list(arguments), named)

        signature = signature_from(raw["signature"], self._decode)
        made = judges if signature is None else _with_parameters(judges, signature)
        made.__name__ = made.__qualname__ = str(raw.get("name") or "function")
        made.__doc__ = str(raw["doc"]) if raw.get("doc") else None
        made.__module__ = "__main__"
        made.__annotations__ = {name: self._decode(hint) for name, hint in raw["hints"]}
        vars(made).update((name, self._decode(value)) for name, value in raw["fields"])
        if signature is not None:
            vars(made)["__signature__"] = signature
        return made


def _with_parameters(function: Callable[..., Any], signature: inspect.Signature) -> Any:
    """Make a function whose code has the same parameters, where they are plain ones: who curries a function counts these."""
    parameters = signature.parameters.values()
    if any(one.kind is not one.POSITIONAL_OR_KEYWORD or one.default is not one.empty for one in parameters):
        return function
    listed = ", ".join(one.name for one in parameters)
    return eval(f"lambda {listed}: function({listed})", {"function": function})  # noqa: S307 - names of parameters


def signature_from(raw: list[Any] | None, decode: Callable[[object], Any]) -> inspect.Signature | None:
    """Make a signature from the description of its parameters; None if there is none."""
    if raw is None:
        return None
    with contextlib.suppress(ValueError, TypeError):
        return inspect.Signature(
            [
                inspect.Parameter(
                    name,
                    inspect._ParameterKind(kind),
                    default=decode(default[0]) if default else inspect.Parameter.empty,
                    annotation=decode(hint[0]) if hint else inspect.Parameter.empty,
                )
                for name, kind, default, hint in raw
            ]
        )
    return None


def _with_bases(meta: Any, name: str, bases: Iterable[type], space: dict[str, Any]) -> Any:
    """Make a class after these bases, or after the first alone where they do not go together."""
    bases = tuple(bases)
    with contextlib.suppress(TypeError):
        return meta(name, bases, dict(space))
    return meta(name, bases[:1], dict(space))


def _claimed(name: str, foreign: tuple[type, ...], made: Callable[[], Any]) -> property:
    """Make the attribute by which an object is also one of classes that both sides have."""
    claimed: Any = type(name, foreign, {"__new__": lambda _cls, *given, **named: made()(*given, **named)})
    return property(lambda _self: claimed)


def _dataclass_fields(raw: list[Any], decode: Callable[[object], Any]) -> Any:
    """Make what `dataclasses` reads of a dataclass."""
    made: Any = dataclasses.make_dataclass(
        "Fields", [(name, decode(hint), dataclasses.field(init=init, default=None)) for name, init, hint in raw]
    )
    return made.__dataclass_fields__


def _text_of_error(self: BaseException) -> str:
    text = vars(self).get("_text")
    return text if isinstance(text, str) else BaseException.__str__(self)


def _made_error(kind: type[BaseException], arguments: list[Any], text: str) -> BaseException:
    """Make an error: by its constructor if it is one of Python's own, else without running any."""
    if kind.__module__ == "builtins":
        return make_builtin_exception(kind, arguments, text)
    try:
        made = kind.__new__(kind, *arguments)
    except TypeError:
        made = kind.__new__(kind)
    made.args = tuple(arguments)
    return made
