"""The learner's side: answers the judge's requests with plain data. Nothing here is trusted by the judge."""

from __future__ import annotations

import builtins
import contextlib
import operator
import sys
import traceback
from collections.abc import Callable, Iterator
from typing import Any

from newspace_grading.engine import shell
from newspace_grading.engine.codec import CannotCrossError, Decoder, Encoder
from newspace_grading.engine.wire import Message, Wire

_MUTABLE = (list, dict, set, bytearray)


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
        self._encoder = Encoder(self._hand_out)
        readers = {"handle": self._handed_back, "callback": self._callback, "module": _from_module}
        self._decoder = Decoder(readers)

    def serve(self) -> None:
        """Answer until the channel closes."""
        while True:
            request = self._wire.receive()
            reply: Message = {"n": request.get("n")}
            out, err = shell.Kept(self._output), shell.Kept(self._output)
            try:
                with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
                    reply |= self._answer(request)
            except BaseException as error:  # noqa: BLE001 - whatever the learner's code raises is an answer
                reply |= {"error": self._error(error)}
            reply["out"] = out.taken()
            try:
                self._wire.send(reply)
            except CannotCrossError as error:
                self._wire.send({"n": request.get("n"), "cannot": str(error)})

    def _answer(self, request: Message) -> Message:
        op = request["op"]
        if op == "cell":
            error = shell.run(request["source"])
            return {"failed": None if error is None else self._error(error)}
        if op == "names":
            space = shell.warm().user_ns
            return {"have": [name for name in request["names"] if name in space]}
        if op == "call":
            return self._call(request)
        try:
            return {"value": self._encoder.encode(self._look(op, request))}
        except CannotCrossError as error:
            return {"cannot": str(error)}

    def _look(self, op: str, request: Message) -> object:
        if op == "get":
            return shell.warm().user_ns[request["name"]]
        target = self._handles[request["id"]]
        if op == "attr":
            return getattr(target, request["name"])
        if op == "set":
            setattr(target, request["name"], self._decoder.decode(request["value"]))
            return None
        if op == "item":
            return target[self._decoder.decode(request["key"])]  # type: ignore[index]  # a TypeError is an answer too
        if op == "iter":
            return _Stream(iter(target))  # type: ignore[call-overload]  # the same
        if op == "next":
            return next(target)  # type: ignore[call-overload]  # the same
        if op == "operator":
            return getattr(operator, request["name"])(target, *self._decoder.decode(request["others"]))
        return _CONVERSIONS[op](target)

    def _call(self, request: Message) -> Message:
        target: Any = self._handles[request["id"]]
        arguments = self._decoder.decode(request["args"])
        named = dict(self._decoder.decode(request["kwargs"]))
        given = [*arguments, *named.values()]
        before = [self._snapshot(value) for value in given]
        reply: Message = {}
        try:
            result = target(*arguments, **named)
            same = [place for place, value in enumerate(given) if value is result and isinstance(value, _MUTABLE)]
            reply = {"same": same[0]} if same else {"value": self._encoder.encode(result)}
        except CannotCrossError as error:
            reply = {"cannot": str(error)}
        except BaseException as error:  # noqa: BLE001 - whatever the learner's code raises is an answer
            reply = {"error": self._error(error)}
        changed = []
        for place, value in enumerate(given):
            with contextlib.suppress(CannotCrossError):
                after = self._snapshot(value)
                if after is not None and after != before[place]:
                    changed.append([place, after])
        return reply | ({"changed": changed} if changed else {})

    def _snapshot(self, value: object) -> Any:
        """A value that could be changed in place, as data; None for others."""
        numpy = sys.modules.get("numpy")
        if isinstance(value, _MUTABLE) or (numpy is not None and isinstance(value, numpy.ndarray)):
            return Encoder(self._hand_out).encode(value)
        return None

    def _hand_out(self, value: object) -> dict[str, Any]:
        """A handle on something that stays here."""
        if isinstance(value, type(sys)):
            return {"t": "module", "m": value.__name__}
        self._handles.append(value)
        kind = type(value)
        envelope: dict[str, Any] = {
            "t": "handle",
            "id": len(self._handles) - 1,
            "type": str(kind.__name__)[:200],
            "callable": callable(value),
            "iterable": hasattr(kind, "__iter__"),
            "class": isinstance(value, type),
            "name": "",
        }
        with contextlib.suppress(Exception):
            envelope["name"] = str(getattr(value, "__name__", ""))[:200]
            envelope["doc"] = str(getattr(value, "__doc__", None) or "")[:5000]
        return envelope

    def _handed_back(self, raw: dict[str, Any]) -> object:
        return self._handles[raw["id"]]

    def _callback(self, raw: dict[str, Any]) -> Callable[..., object]:
        """A function of the judge's, to be called from here."""

        def judges(*arguments: object, **named: object) -> object:
            encoder = Encoder(self._hand_out)
            pairs = encoder.encode([[key, value] for key, value in named.items()])
            self._wire.send({"callback": raw["id"], "args": encoder.encode(list(arguments)), "kwargs": pairs})
            answer = self._wire.receive()
            if "error" in answer:
                raise _builtin_error(answer["error"])
            return self._decoder.decode(answer["value"])

        judges.__name__ = judges.__qualname__ = str(raw.get("name") or "function")
        return judges

    def _error(self, error: BaseException) -> dict[str, Any]:
        names = [kind.__name__ for kind in type(error).__mro__ if vars(builtins).get(kind.__name__) is kind]
        line = ""
        with contextlib.suppress(Exception):
            for frame in reversed(traceback.extract_tb(error.__traceback__)):
                if frame.filename.startswith("<ipython-input") or "ipykernel" in frame.filename:
                    line = frame.line or ""
                    break
        text = ""
        with contextlib.suppress(Exception):
            text = str(error)[:2000].encode("utf-8", "replace").decode()
        return {
            "type": type(error).__name__[:200],
            "bases": names[:10],
            "text": text,
            "line": line[:500],
            "name": str(getattr(error, "name", "") or "")[:200],
        }


class _Stream:
    """An iterator of the learner's, which stays here even if it could be listed."""

    def __init__(self, iterator: Iterator[object]) -> None:
        self._iterator = iterator

    def __iter__(self) -> Iterator[object]:
        return self

    def __next__(self) -> object:
        return next(self._iterator)


_CONVERSIONS: dict[str, Callable[[Any], object]] = {
    "float": float,
    "int": int,
    "index": operator.index,
    "complex": complex,
    "str": lambda value: str(value)[:100_000],
    "repr": lambda value: repr(value)[:100_000],
    "len": len,
    "bool": bool,
    "hash": hash,
    "dir": dir,
    "round": round,
}


def _from_module(raw: dict[str, Any]) -> object:
    """A function that the judge named by its module: both sides have the same."""
    return getattr(sys.modules.get(raw["m"]) or __import__(raw["m"], fromlist=["*"]), raw["n"])


def _builtin_error(raw: dict[str, Any]) -> BaseException:
    kind = getattr(builtins, raw["type"], RuntimeError)
    return (
        kind(raw["text"]) if isinstance(kind, type) and issubclass(kind, BaseException) else RuntimeError(raw["text"])
    )
