"""The judge's end of the channel: requests, answers, and errors that are raised as the learner's function raised them."""

from __future__ import annotations

import builtins
import contextlib
import importlib
import itertools
import linecache
import sys
import types
from collections.abc import Callable
from typing import Any

from newspace_grading.engine import drawings
from newspace_grading.engine.codec import CannotCrossError, Decoder, Encoder
from newspace_grading.engine.remote import Remote, proxy
from newspace_grading.engine.wire import GoneError, LateError, Message, Wire, WireError

_files = itertools.count()
_LAST_CHARS = 400


class LostError(BaseException):
    """The learner's process is of no use any more: it is late, gone, or talks nonsense.

    It is no `Exception`, so that no test and no check can take it for an error of the learner's function.
    """

    def __init__(self, how: str, detail: str = "") -> None:
        super().__init__(how, detail)
        self.how = how
        self.detail = detail


class Channel:
    """Requests to one process of the learner's.

    Parameters
    ----------
    wire : Wire
        The channel.
    allows : callable
        Whether the reference's class of a name defines a method.
    importable : set of str
        The modules that the reference itself imports.
    """

    def __init__(self, wire: Wire, allows: Callable[[str, str], bool], importable: set[str]) -> None:
        self._wire = wire
        self._number = 0
        self._importable = importable
        self._callbacks: list[Callable[..., Any]] = []
        self._decoder = Decoder({"handle": lambda raw: proxy(self, raw), "axes": self._axes, "module": self._module})
        self.allows = allows
        self.until = 0.0
        self.lost: LostError | None = None
        self.called = ""
        self.came_back = ""

    def close(self) -> None:
        """Close this end."""
        self._wire.close()

    def cell(self, source: str) -> Message:
        """Run one of the learner's cells; what went wrong in it, if anything."""
        return self._exchange({"op": "cell", "source": source})

    def ask(self, **request: Any) -> Any:
        """The value of an answer, or the error that was raised there."""
        for key in ("key", "value", "others"):
            if key in request:
                request[key] = self._encode(request[key])
        return self._value(self._exchange(request))

    def have(self, name: str) -> bool:
        """Whether the learner's notebook has a name."""
        return self._exchange({"op": "names", "names": [name]}).get("have") == [name]

    def call(self, number: int, arguments: tuple[Any, ...], named: dict[str, Any]) -> Any:
        """Call what is behind a handle; arguments that were changed in place are changed here too."""
        request = {
            "op": "call",
            "id": number,
            "args": self._encode(list(arguments)),
            "kwargs": self._encode([[key, value] for key, value in named.items()]),
        }
        shown = ", ".join([*(_short(item) for item in arguments), *(f"{k}={_short(v)}" for k, v in named.items())])
        self.called, self.came_back = f"({shown})", ""
        given = [*arguments, *named.values()]
        reply = self._exchange(request)
        for place, raw in _pairs(reply.get("changed")):
            if 0 <= place < len(given):
                with contextlib.suppress(TypeError, ValueError):
                    _copy_back(given[place], self._decode(raw))
        if type(reply.get("same")) is int and 0 <= reply["same"] < len(given):
            self.came_back = _short(given[reply["same"]])
            return given[reply["same"]]
        value = self._value(reply)
        self.came_back = _short(value) if not isinstance(value, Remote) else f"an object of type {value._type}"
        return value

    def _exchange(self, request: Message) -> Message:
        """One request and its answer. What was lost once stays lost, even if a test catches the error."""
        if self.lost is None:
            try:
                return self._exchanged(request)
            except LostError as error:
                self.lost = error
        raise self.lost

    def _exchanged(self, request: Message) -> Message:
        self._number += 1
        try:
            self._wire.send({**request, "n": self._number}, self.until)
            while True:
                reply = self._wire.receive(self.until)
                if "callback" not in reply:
                    break
                self._wire.send(self._serve(reply), self.until)
        except LateError:
            raise LostError("late") from None
        except GoneError:
            raise LostError("gone") from None
        except WireError as error:
            raise LostError("nonsense", str(error)) from None
        if reply.get("n") != self._number:
            raise LostError("nonsense", "an answer came to a question that was not asked")
        out = reply.get("out")
        if isinstance(out, str) and out and request["op"] != "cell":
            sys.stdout.write(out)
        return reply

    def _serve(self, reply: Message) -> Message:
        """A function of the judge's was called from the other side, with plain data."""
        number = reply["callback"]
        if type(number) is not int or not 0 <= number < len(self._callbacks):
            raise LostError("nonsense", "a function was called that was never given")
        arguments, named = self._decode(reply.get("args")), self._decode(reply.get("kwargs"))
        if not isinstance(arguments, list) or not isinstance(named, list):
            raise LostError("nonsense", "a call arrived broken")
        try:
            return {"value": self._encode(self._callbacks[number](*arguments, **dict(named)))}
        except Exception as error:  # noqa: BLE001 - it goes back to where the call came from
            kind = next(base.__name__ for base in type(error).__mro__ if vars(builtins).get(base.__name__) is base)
            return {"error": {"type": kind, "text": str(error)[:500]}}

    def _value(self, reply: Message) -> Any:
        if "error" in reply:
            error = _error(reply["error"])
            self.came_back = f"{type(error).__name__}: {str(error)[:_LAST_CHARS]}"
            _raise(error, reply["error"])
        if "cannot" in reply:
            raise CannotCrossError(str(reply["cannot"])[:500])
        return self._decode(reply.get("value"))

    def _encode(self, value: object) -> Any:
        return Encoder(self._outward).encode(value)

    def _decode(self, raw: object) -> Any:
        return self._decoder.decode(raw)

    def _outward(self, value: object) -> dict[str, Any] | None:
        if isinstance(value, Remote):
            return {"t": "handle", "id": value._id}
        if callable(value):
            module, name = (
                getattr(value, "__module__", None),
                getattr(value, "__qualname__", getattr(value, "__name__", "")),
            )
            if module in sys.modules and module != "__main__" and getattr(sys.modules[module], name, None) is value:
                return {"t": "module", "m": module, "n": name}
            self._callbacks.append(value)
            return {"t": "callback", "id": len(self._callbacks) - 1, "name": str(name)}
        return None

    def _axes(self, raw: dict[str, Any]) -> object:
        return drawings.drawn(self._decode(raw["v"]))

    def _module(self, raw: dict[str, Any]) -> types.ModuleType:
        name = raw.get("m")
        if not isinstance(name, str) or name not in self._importable:
            raise CannotCrossError("a module cannot cross")
        return importlib.import_module(name)


def _pairs(raw: object) -> list[tuple[int, Any]]:
    if not isinstance(raw, list):
        return []
    return [(pair[0], pair[1]) for pair in raw if isinstance(pair, list) and len(pair) == 2 and type(pair[0]) is int]


def _copy_back(old: Any, new: Any) -> None:
    """Give an argument the contents that it has on the other side."""
    if type(old) is not type(new):
        return
    if isinstance(old, list):
        if len(old) == len(new) and all(
            type(a) is type(b) and isinstance(a, list | dict) for a, b in zip(old, new, strict=True)
        ):
            for one, other in zip(old, new, strict=True):
                _copy_back(one, other)
        else:
            old[:] = new
    elif isinstance(old, dict | set):
        old.clear()
        old.update(new)
    elif isinstance(old, bytearray):
        old[:] = new
    elif old.shape == new.shape:
        old[...] = new


def _short(value: object) -> str:
    text = value.__name__ if callable(value) and hasattr(value, "__name__") else repr(value)
    return text if len(text) <= _LAST_CHARS else text[:_LAST_CHARS] + "…"


def _error(raw: Any) -> BaseException:
    """The error that a function raised, as one of Python's own kinds."""
    if not isinstance(raw, dict):
        raise LostError("nonsense", "an error arrived broken")
    text = raw.get("text") if isinstance(raw.get("text"), str) else ""
    for name in raw.get("bases") or ():
        kind = getattr(builtins, name, None) if isinstance(name, str) else None
        if isinstance(kind, type) and issubclass(kind, BaseException):
            try:
                error = kind(text)
            except TypeError:
                continue
            if raw.get("type") != name and isinstance(raw.get("type"), str):
                error.args = (f"{raw['type']}: {text}",)
            if isinstance(error, NameError) and isinstance(raw.get("name"), str) and raw["name"]:
                error.name = raw["name"]
            return error
    return RuntimeError(text)


def _raise(error: BaseException, raw: dict[str, Any]) -> None:
    """Raise it from a frame that shows the learner's own line, as it would in one process."""
    line = raw.get("line") if isinstance(raw.get("line"), str) else ""
    if not line:
        raise error
    name = f"<ipython-input-learner-{next(_files)}>"
    linecache.cache[name] = (len(line), None, [line + "\n"], name)
    space: dict[str, Any] = {}
    exec(compile("def learners_line(error): raise error", name, "exec"), space)  # noqa: S102 - a fixed text
    space["learners_line"](error)
