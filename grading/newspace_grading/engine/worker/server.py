"""The learner's side: answers the judge's requests with plain data. Nothing here is trusted by the judge."""

from __future__ import annotations

import builtins
import contextlib
import operator
import os
import sys
import traceback
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from newspace_grading.engine.protocol import file_transfer, rng_sync
from newspace_grading.engine.protocol.argument_sync import can_change
from newspace_grading.engine.protocol.codec.codec import Decoder, Encoder, NotSerializableError
from newspace_grading.engine.protocol.codec.shared_classes import NONE, SharedClasses, name
from newspace_grading.engine.protocol.framing import Message, Wire, WireError
from newspace_grading.engine.worker import inprocess_test, ipython_shell
from newspace_grading.engine.worker.conversions import CONVERSIONS


class Server:
    """Runs cells and answers questions about what they left behind.

    Parameters
    ----------
    wire : Wire
        The channel to the judge.
    output_chars : int
        How much of what is printed is kept.
    """

    def __init__(self, wire: Wire, output_chars: int) -> None:
        self._wire = wire
        self._output = output_chars
        self._handles: list[object] = []
        self._numbers: dict[int, int] = {}
        self._known = NONE
        self._readers = {
            "handle": self._handed_back,
            "callback": self._callback,
            "iterator": self._iterator,
            "module": _from_module,
        }

    def serve(self) -> None:
        """Answer until the channel closes."""
        while True:
            self._send(self._reply(self._wire.receive()))

    def _send(self, reply: Message) -> None:
        try:
            self._wire.send(reply)
        except WireError as error:
            self._wire.send({"n": reply.get("n"), "cannot": f"the value is too large: {error}"})

    def _reply(self, request: Message) -> Message:
        reply: Message = {"n": request.get("n")}
        out, err = ipython_shell.Kept(self._output), ipython_shell.Kept(self._output)
        try:
            if request.get("fresh"):
                ipython_shell.close_figures()
            with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
                reply |= self._answer(request)
        except BaseException as error:  # noqa: BLE001 - whatever the learner's code raises is an answer
            reply = {"n": request.get("n"), "error": self._error(error)}
        return reply | {"out": out.taken()}

    def _answer(self, request: Message) -> Message:
        op = request["op"]
        if op == "known":
            self._known = SharedClasses(frozenset(request["own"]), frozenset(request["roots"]), _own)
            return {}
        if op == "cell":
            error = ipython_shell.run(request["source"], request["skipped"])
            return {"failed": None if error is None else self._error(error)}
        if op == "test":
            return inprocess_test.run(request["source"], request["secret"], self._error)
        if op == "get" and request["name"] not in ipython_shell.warm().user_ns:
            return {"missing": True}
        if op == "take":
            return {"b": file_transfer.read(file_transfer.within(request["name"], os.getcwd()))}
        if op == "call":
            return self._call(request) | {"still": self._unchanged(request["asked"])}
        try:
            return {"value": self._encode(self._look(op, request))}
        except NotSerializableError as error:
            return {"cannot": str(error)}

    def _look(self, op: str, request: Message) -> object:
        if op == "get":
            return ipython_shell.warm().user_ns[request["name"]]
        target = self._handles[request["id"]]
        if op == "attr":
            return getattr(target, request["name"])
        if op in ("item", "set", "operator", "turned"):
            return self._operate(op, target, request)
        return CONVERSIONS[op](target)

    def _operate(self, op: str, target: Any, request: Message) -> object:
        """Operations with values of the judge's; an error is an answer too."""
        if op == "item":
            return target[self._decode(request["key"])]
        if op == "set":
            setattr(target, request["name"], self._decode(request["value"]))
            return None
        others = self._decode(request["others"])
        return getattr(operator, request["name"])(*((target, *others) if op == "operator" else (*others, target)))

    def _call(self, request: Message) -> Message:
        target: Any = self._handles[request["id"]]
        decoder = Decoder(self._readers, self._known)
        arguments, pairs = decoder.decode(request["args"])
        sent = decoder.objects
        names = [name for name, _value in pairs]
        given = [*arguments, *(value for _name, value in pairs)]
        files = file_transfer.materialize_files(given, request.get("files"))
        if "chance" in request:
            rng_sync.restore_state(request["chance"])
        before = [self._snapshot(value, sent) for value in given], [self._fields(one, sent) for one in sent]
        reply: Message = {}
        try:
            result = target(*given[: len(arguments)], **dict(zip(names, given[len(arguments) :], strict=True)))
            same = [place for place, value in enumerate(given) if value is result and can_change(value)]
            reply = {"same": same[0]} if same else {"value": self._encode(result, sent)}
        except NotSerializableError as error:
            reply = {"cannot": str(error)}
        except BaseException as error:  # noqa: BLE001 - whatever the learner's code raises is an answer
            reply = {"error": self._error(error)}
        after = [self._snapshot(value, sent) for value in given], [self._fields(one, sent) for one in sent]
        for word, old, new in zip(("changed", "fields"), before, after, strict=True):
            found = [[n, b] for n, (a, b) in enumerate(zip(old, new, strict=True)) if b is not None and a != b]
            reply |= {word: found} if found else {}
        written = [
            [number, file_transfer.read(place)] for number, place, raw in files if file_transfer.read(place) != raw
        ]
        return reply | ({"files": written} if written else {})

    def _unchanged(self, asked: dict[str, int]) -> list[str]:
        """Which of these names still stand for what the judge has a handle on, so that it need not ask again."""
        space = ipython_shell.warm().user_ns
        return [name for name, number in asked.items() if space.get(name, self) is self._handles[number]]

    def _encode(self, value: object, sent: Iterable[object] = ()) -> Any:
        return Encoder(self._hand_out, self._known).encode(value, sent)

    def _decode(self, raw: object) -> Any:
        return Decoder(self._readers, self._known).decode(raw)

    def _snapshot(self, value: object, sent: list[object]) -> Any:
        """A value that could be changed in place, as data; None for others."""
        with contextlib.suppress(NotSerializableError):
            if can_change(value):
                return self._encode(value, sent)
        return None

    def _fields(self, value: object, sent: list[object]) -> Any:
        """The fields of an object of a class that both sides have."""
        encoder = Encoder(self._hand_out, self._known)
        with contextlib.suppress(NotSerializableError):
            encoder.encode(None, sent)
            return encoder.fields(value)
        return None

    def _hand_out(self, value: object) -> dict[str, Any]:
        """A handle on something that stays here; the same for the same thing."""
        if isinstance(value, type(sys)):
            return {"t": "module", "m": value.__name__}
        if id(value) not in self._numbers:
            self._numbers[id(value)] = len(self._handles)
            self._handles.append(value)
        kind = type(value)
        envelope: dict[str, Any] = {
            "t": "handle",
            "id": self._numbers[id(value)],
            "type": str(kind.__name__)[:200],
            "callable": callable(value),
            "iterable": hasattr(kind, "__iter__") or hasattr(kind, "__getitem__"),
            "sized": hasattr(kind, "__len__"),
            "name": "",
        }
        if isinstance(value, type) and issubclass(value, BaseException):
            envelope |= self._family(value)
        parameters = getattr(kind, "__dataclass_params__", None)
        envelope["compares"] = bool(parameters is not None and parameters.eq)
        with contextlib.suppress(Exception):
            envelope["name"] = str(getattr(value, "__name__", ""))[:200]
            envelope["doc"] = str(getattr(value, "__doc__", None) or "")[:5000]
        return envelope

    def _handed_back(self, raw: dict[str, Any]) -> object:
        return self._handles[raw["id"]]

    def _ask_judge(self, raw: dict[str, Any], arguments: list[object], named: dict[str, object]) -> object:
        """Have a function of the judge's called; until it is done, questions may come."""
        pairs = [[key, value] for key, value in named.items()]
        out, shown = "", sys.stdout
        if isinstance(shown, ipython_shell.Kept):
            out = shown.let_go()
        message = {"callback": raw["id"], "args": self._encode(arguments), "kwargs": self._encode(pairs), "out": out}
        self._wire.send(message)
        while "op" in (answer := self._wire.receive()):
            self._send(self._reply(answer))
        if "error" in answer:
            raise _builtin_error(answer["error"])
        return self._decode(answer["value"])

    def _callback(self, raw: dict[str, Any]) -> Callable[..., object]:
        """A function of the judge's, to be called from here."""

        def judges(*arguments: object, **named: object) -> object:
            return self._ask_judge(raw, list(arguments), named)

        judges.__name__ = judges.__qualname__ = str(raw.get("name") or "function")
        return judges

    def _iterator(self, raw: dict[str, Any]) -> Iterator[object]:
        """An iterator of the judge's, to be looped over from here."""

        def items() -> Iterator[object]:
            while True:
                try:
                    item = self._ask_judge(raw, [], {})
                except StopIteration:
                    return
                yield item

        return items()

    def _family(self, kind: type[BaseException]) -> dict[str, Any]:
        """The classes of an error: those that only this side has, by handle, then those of both sides, by name."""
        own: list[list[Any]] = []
        names: list[Any] = []
        for base in kind.__mro__:
            if not issubclass(base, BaseException):
                continue
            if base.__module__ == "builtins" or self._known.has(base):
                names.append(name(base))
            elif not names:
                if id(base) not in self._numbers:
                    self._numbers[id(base)] = len(self._handles)
                    self._handles.append(base)
                own.append([self._numbers[id(base)], base.__name__[:200]])
        return {"bases": names[:10], **({"own": own} if own else {})}

    def _error(self, error: BaseException) -> dict[str, Any]:
        line = text = ""
        with contextlib.suppress(Exception):
            for frame in reversed(traceback.extract_tb(error.__traceback__)):
                if frame.filename.startswith("<ipython-input") or "ipykernel" in frame.filename:
                    line = frame.line or ""
                    break
        with contextlib.suppress(Exception):
            text = str(error)[:2000].encode("utf-8", "replace").decode()
        found = self._family(type(error)) | {
            "type": type(error).__name__[:200],
            "text": text,
            "line": line[:500],
            "name": str(getattr(error, "name", "") or "")[:200],
        }
        with contextlib.suppress(Exception):
            found["args"] = Encoder().encode(list(error.args))
        with contextlib.suppress(Exception):
            found["f"] = [[key, Encoder().encode(value)] for key, value in vars(error).items()]
        return found


def _own(title: str) -> object:
    return ipython_shell.warm().user_ns[title]


def _from_module(raw: dict[str, Any]) -> object:
    """A function that the judge named by its module: both sides have the same."""
    found: object = sys.modules.get(raw["m"]) or __import__(raw["m"], fromlist=["*"])
    return operator.attrgetter(raw["n"])(found) if raw["n"] else found


def _builtin_error(raw: dict[str, Any]) -> BaseException:
    kind = getattr(builtins, raw["type"], RuntimeError)
    return (
        kind(raw["text"]) if isinstance(kind, type) and issubclass(kind, BaseException) else RuntimeError(raw["text"])
    )
