"""The judge's end of the channel: requests, answers, and errors that are raised as the learner's function raised them."""

from __future__ import annotations

import builtins
import contextlib
import functools
import importlib
import sys
import types
from collections.abc import Callable
from typing import Any

from newspace_grading.engine.protocol import argument_sync, file_transfer, rng_sync
from newspace_grading.engine.protocol.codec import matplotlib_axes
from newspace_grading.engine.protocol.codec.codec import Decoder, Encoder, NotSerializableError
from newspace_grading.engine.protocol.codec.shared_classes import NONE, SharedClasses
from newspace_grading.engine.protocol.framing import GoneError, LateError, Message, Wire, WireError
from newspace_grading.engine.proxies import exceptions, previews
from newspace_grading.engine.proxies.objects import Remote, RemoteCallable, proxy
from newspace_grading.engine.proxies.references import encode_reference

_MOST_PRINTED = 100_000  # characters in a test
_CACHEABLE_OPS = {
    *("get", "attr", "item", "len", "bool", "float", "int"),
    *("index", "complex", "str", "repr", "hash", "dir", "fields"),
}


class WorkerLost(BaseException):
    """The learner's process is of no use any more: it is late, gone, or talks nonsense.

    It is no `Exception`, so that no test and no check can take it for an error of the learner's function.
    """

    def __init__(self, how: str, detail: str = "") -> None:
        super().__init__(how, detail)
        self.how = how
        self.detail = detail


class WorkerClient:
    """Requests to one process of the learner's.

    Parameters
    ----------
    wire : Wire
        The channel.
    allows : callable
        Whether the reference's class of a name defines a method.
    importable : set of str
        The modules that the reference itself imports.
    known : SharedClasses
        The classes that both sides have.
    """

    def __init__(
        self, wire: Wire, allows: Callable[[str, str], bool], importable: set[str], known: SharedClasses = NONE
    ) -> None:
        self._wire = wire
        self._number = 0
        self._importable = importable
        self._callbacks: list[Callable[..., Any]] = []
        self._outward = functools.partial(encode_reference, callbacks=self._callbacks, importable=importable)
        self._known = known
        self._proxies: dict[int, Remote] = {}
        self._steps: set[int] = set()  # methods that give the next item of an iterator
        self._readers = {
            "handle": self._handle,
            "axes": lambda raw: matplotlib_axes.drawn(self._decode(raw["v"])),
            "module": self._module,
        }
        self._errors = exceptions.Errors(known, self._decode)
        self._chance = rng_sync.Chance()
        self.allows = allows
        self.until = 0.0
        self.lost: WorkerLost | None = None
        self._seen: dict[Any, Any] = {}
        self._empty: set[int] = set()
        self.items: dict[int, list[Any]] = {}
        self.begin_test()

    def close(self) -> None:
        """Close this end."""
        self._wire.close()

    def begin(self) -> None:
        """Say which classes both sides have."""
        self._exchange({"op": "known", "own": sorted(self._known.own), "roots": sorted(self._known.roots)})

    def cell(self, source: str, skipped: int = 0) -> Message:
        """Run one of the learner's cells, after so many that were passed over; what went wrong in it, if anything."""
        self._invalidate_caches()
        return self._exchange({"op": "cell", "source": source, "skipped": skipped})

    def test(self, source: str, secret: str) -> Message:
        """Run a test in the learner's own process: the answer says how far it got."""
        return self._exchange({"op": "test", "source": source, "secret": secret})

    def begin_test(self) -> None:
        """Forget what an earlier test saw."""
        self.called = self.came_back = ""
        self.true_comparisons = self.compared = (
            0  # how often an object of the learner's said that a comparison holds; or answered at all
        )
        self.empty_values = self._printed = (
            0  # how often something without content came; how many characters were printed
        )
        self._fresh = True  # said with the first question of a test
        self._seen.clear()
        self._empty.clear()

    def _invalidate_caches(self) -> None:
        self._seen.clear()
        self.items.clear()

    def empty(self, number: int) -> None:
        """Note that there is nothing in an object, which counts once."""
        self.empty_values += number not in self._empty
        self._empty.add(number)

    def ask(self, **request: Any) -> Any:
        """The value of an answer, or the error that was raised there; KeyError for a name that the notebook does not have.

        Until something is called or set, a question gets the answer that it got before: a value that changes whenever it
        is looked at would suit every comparison.
        """
        still = request["op"] in _CACHEABLE_OPS
        place = (request["op"], request.get("id"), request.get("name", previews.Key(request.get("key"))))
        if still and place in self._seen:
            return self._seen[place]
        for key in ("key", "value", "others"):
            if key in request:
                request[key] = self._encode(request[key])
        if not still:
            self._seen.clear()
        if request["op"] == "set":
            self._invalidate_caches()
        reply = self._exchange(request)
        if request["op"] == "get" and reply.get("missing") is True:
            raise KeyError(request["name"])
        value = self._value(reply, ends=request["op"] == "next")
        if still:
            self._seen[place] = value
        if request["op"] in ("attr", "item", "get", "next"):
            self.empty_values += previews.count_empty_values(value)
        if request["op"] == "operator" and isinstance(value, bool):
            self.compared += 1
            self.true_comparisons += value
        return value

    def file(self, name: str) -> str | None:
        """The bytes of a data file in the learner's folder, as text; None if there is none."""
        found = self._exchange({"op": "take", "name": name}).get("b")
        return found if isinstance(found, str) else None

    def call(self, number: int, arguments: tuple[Any, ...], named: dict[str, Any]) -> Any:
        """Call what is behind a handle; arguments that were changed in place are changed here too."""
        self.called, self.came_back = previews.call(arguments, named), ""
        # A function that was got stays the same; what has contents may have changed.
        functions = {key: one for key, one in self._seen.items() if key[0] == "get" and type(one) is RemoteCallable}
        self._invalidate_caches()
        given = [*arguments, *named.values()]
        encoder = Encoder(self._outward, self._known)
        packed = encoder.encode([list(arguments), [[key, value] for key, value in named.items()]])
        sent = encoder.objects
        request = {"op": "call", "id": number, "args": packed, **self._chance.changed_state()}
        request["asked"] = {key[2]: one._id for key, one in functions.items()}
        files = file_transfer.collect_files(given)
        reply = self._exchange({**request, "files": files} if files else request)
        still = reply.get("still")
        self._seen.update({key: one for key, one in functions.items() if isinstance(still, list) and key[2] in still})
        self._change(reply, given, sent)
        if type(reply.get("same")) is int and 0 <= reply["same"] < len(given):
            self.came_back = previews.preview(given[reply["same"]])
            self.empty_values += previews.count_empty_values(given[reply["same"]])
            return given[reply["same"]]
        value = self._value(reply, sent, ends=number in self._steps)
        self.empty_values += previews.count_empty_values(value)
        self.came_back = (
            previews.preview(value) if not isinstance(value, Remote) else f"an object of type {value._type}"
        )
        return value

    def _change(self, reply: Message, given: list[Any], sent: list[object]) -> None:
        """Change here what the call has changed there."""
        for place, raw in previews.pairs(reply.get("changed")):
            if 0 <= place < len(given):
                with contextlib.suppress(TypeError, ValueError):
                    argument_sync.copy_back(given[place], self._decode(raw, sent))
        for place, raw in previews.pairs(reply.get("fields")):
            if 0 <= place < len(sent):
                with contextlib.suppress(TypeError, ValueError):
                    Decoder(self._readers, self._known).fill(sent[place], raw)
        with contextlib.suppress(OSError, ValueError, TypeError):
            file_transfer.write_back_files(given, reply.get("files"))

    def _exchange(self, request: Message) -> Message:
        """One request and its answer. What was lost once stays lost, even if a test catches the error."""
        if self.lost is None:
            try:
                return self._exchanged(request)
            except WorkerLost as error:
                self.lost = error
        raise self.lost

    def _exchanged(self, request: Message) -> Message:
        self._number += 1
        number = self._number
        try:
            self._wire.send({**request, "fresh": self._fresh, "n": number}, self.until)
            self._fresh = False
            while True:
                reply = self._wire.receive(self.until)
                if "callback" not in reply:
                    break
                self._print(reply)
                self._wire.send(self._serve(reply), self.until)
        except LateError:
            raise WorkerLost("late") from None
        except GoneError:
            raise WorkerLost("gone") from None
        except WireError as error:
            raise WorkerLost("nonsense", str(error)) from None
        if reply.get("n") != number:
            raise WorkerLost("nonsense", "an answer came to a question that was not asked")
        if request["op"] != "cell":
            self._print(reply)
        return reply

    def _print(self, reply: Message) -> None:
        out = reply.get("out")
        if isinstance(out, str) and out and self._printed < _MOST_PRINTED:
            self._printed += len(out)
            sys.stdout.write(out[:_MOST_PRINTED])

    def _serve(self, reply: Message) -> Message:
        """A function of the judge's was called from the other side, with plain data."""
        self._invalidate_caches()
        number = reply["callback"]
        if type(number) is not int or not 0 <= number < len(self._callbacks):
            raise WorkerLost("nonsense", "a function was called that was never given")
        arguments, named = self._decode(reply.get("args")), self._decode(reply.get("kwargs"))
        if not isinstance(arguments, list) or not isinstance(named, list):
            raise WorkerLost("nonsense", "a call arrived broken")
        try:
            return {"value": self._encode(self._callbacks[number](*arguments, **dict(named)))}
        except Exception as error:  # noqa: BLE001 - it goes back to where the call came from
            kind = next(base.__name__ for base in type(error).__mro__ if vars(builtins).get(base.__name__) is base)
            return {"error": {"type": kind, "text": str(error)[:500]}}

    def _value(self, reply: Message, sent: list[object] | None = None, *, ends: bool = False) -> Any:
        if "error" in reply:
            raw = reply["error"]
            error = self._errors.error(raw)
            if isinstance(error, StopIteration | StopAsyncIteration | GeneratorExit) and not ends:
                # It would end a loop of the test's own without a word.
                error = RuntimeError(f"{type(error).__name__} was raised: {error}")
            self.came_back = f"{type(error).__name__}: {str(error)[: previews.LONGEST]}"
            exceptions.throw(error, raw["line"] if isinstance(raw.get("line"), str) else "")
        if "cannot" in reply:
            raise NotSerializableError(str(reply["cannot"])[:500])
        return self._decode(reply.get("value"), sent or ())

    def _encode(self, value: object) -> Any:
        return Encoder(self._outward, self._known).encode(value)

    def _decode(self, raw: object, objects: Any = ()) -> Any:
        return Decoder(self._readers, self._known).decode(raw, objects)

    def _handle(self, raw: dict[str, Any]) -> object:
        if "own" in raw:
            return self._errors.kind(raw)
        number = raw["id"]
        if type(number) is not int:
            raise NotSerializableError("a handle arrived broken")
        if number not in self._proxies:
            self._proxies[number] = proxy(self, raw)
            if raw.get("name") == "__next__":
                self._steps.add(number)
        found = self._proxies[number]
        if "plain" in raw:
            object.__setattr__(found, "_plain", raw["plain"])
        return found

    def _module(self, raw: dict[str, Any]) -> types.ModuleType:
        name = raw.get("m")
        if not isinstance(name, str) or name not in self._importable:
            raise NotSerializableError("a module cannot cross")
        return importlib.import_module(name)
