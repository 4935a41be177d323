"""Answer the judge's requests about what the learner's cells left behind. The judge trusts no reply."""

from __future__ import annotations

import builtins
import contextlib
import linecache
import logging
import operator
import os
import sys
import threading
import traceback
import types
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from newspace_grading.engine.protocol import messages
from newspace_grading.engine.protocol.codec.codec import Decoder, Encoder, NotSerializableError
from newspace_grading.engine.protocol.codec.figures import open_figures
from newspace_grading.engine.protocol.codec.figures.registry import FigureRegistry, readers
from newspace_grading.engine.protocol.codec.shared_classes import NO_SHARED_CLASSES, SharedClasses, class_name
from newspace_grading.engine.protocol.framing import FrameChannel, FrameError
from newspace_grading.engine.protocol.sync import file_transfer, rng_sync
from newspace_grading.engine.protocol.sync.argument_sync import can_change, copy_back
from newspace_grading.engine.protocol.sync.shared_places import FolderState, MovedPlaces
from newspace_grading.engine.worker import inprocess_test, interpreter_state, ipython_shell
from newspace_grading.engine.worker.captured_warnings_and_logs import captured_log_records, captured_warnings
from newspace_grading.engine.worker.conversions import CONVERSIONS
from newspace_grading.engine.worker.lent_values import DatabaseCopies, ObjectCopies
from newspace_grading.engine.worker.tests_object import CallableTestsObject, TestsObject, number_of
from newspace_grading.sandbox import limits

_MAX_NAME_CHARS = 200
_MAX_CAUSES = 5
_KINDS: dict[type, str] = {
    type: "class",
    types.FunctionType: "function",
    types.MethodType: "method",
    types.GeneratorType: "generator",
    types.CoroutineType: "coroutine",
    property: "property",
}


class Server:
    """Run cells and answer requests, one after another.

    Parameters
    ----------
    channel : FrameChannel
        The connection to the judge.
    output_chars : int
        How much of what is printed is kept.
    """

    def __init__(self, channel: FrameChannel, output_chars: int) -> None:
        self._channel = channel
        self._turn = threading.RLock()
        self._output_chars = output_chars
        self._handles: list[object] = []
        self._handle_of: dict[int, int] = {}  # id of an object → its handle
        self._kept: int | None = None  # the handle of the last result, where that is wanted
        self._known = NO_SHARED_CLASSES
        self._figures = FigureRegistry("w")
        self._watched: dict[str, tuple[int, ...]] = {}
        self._changed: tuple[str, ...] = ()  # in this process, as it was found last
        self._databases = DatabaseCopies()
        self._copies = ObjectCopies()
        self._files = MovedPlaces()
        self._readers = {
            **readers(self._figures, self._decode),
            "handle": self._object_of,
            "callback": self._callback,
            "iterator": self._iterator,
            "tests object": self._tests_object,
            "module": _from_module,
            "database": self._databases.open,
            "copied": self._copies.open,
        }

    def serve(self) -> None:
        """Answer until the channel closes."""
        while True:
            request = messages.message_to_worker(self._channel.receive())
            if not isinstance(request, messages.Request):
                continue
            if isinstance(request.body, messages.RunTest) and inprocess_test.can_copy_this_process():
                self._reply_from_a_copy(request, looks=request.body.looks)
            else:
                self._send(self.reply(request))

    def _reply_from_a_copy(self, request: messages.Request, *, looks: bool) -> None:
        """Answer from a copy of this process; this one stays unchanged for the next test."""
        if looks:  # before the fork: what it looks at would be copied for each test
            self._changed = tuple(interpreter_state.changes())
        folder = FolderState(Path(os.getcwd()))  # the next one is to find it as this one does
        answered = inprocess_test.run_in_a_copy(lambda: self._send(self.reply(request, self._changed)))
        folder.restore()
        if answered is None:
            self._send(self.reply(request))
        elif not answered:
            self._send(messages.Reply(request.number, messages.TestLost()))

    def _send(self, reply: messages.Reply) -> None:
        try:
            self._channel.send(messages.encode(reply))
        except FrameError as error:
            body = messages.NotSerializable(f"the value is too large: {error}")
            self._channel.send(messages.encode(messages.Reply(reply.number, body)))

    def reply(self, request: messages.Request, changed: tuple[str, ...] | None = None) -> messages.Reply:
        """Answer a request; a copy of this process is told what has ``changed``."""
        out, err = ipython_shell.BoundedOutput(self._output_chars), ipython_shell.BoundedOutput(self._output_chars)
        body: messages.WorkerReply
        try:
            if request.new_test:
                ipython_shell.close_figures()
                self._figures.clear()
                self._databases.clear()
                self._copies.clear()
                self._files.clear()
            self._files.receive(request.new_places, request.changed_files)
            with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
                if isinstance(request.body, messages.RunTest):
                    found = tuple(interpreter_state.changes()) if changed is None else changed
                    body = inprocess_test.run_inprocess_test(
                        request.body, self._report, found, in_place=changed is None
                    )
                else:
                    body = self._answer(request.body)
        except BaseException as error:  # noqa: BLE001 - whatever the learner's code raises is an answer
            body = messages.Raised(self._report(error))
        errors = "" if isinstance(request.body, messages.RunCell | messages.RunTest) else err.text()
        files: tuple[tuple[int, str, str | None], ...] = ()
        with contextlib.suppress(OSError, MemoryError):
            files = self._files.shared.take_changes()
        return messages.Reply(request.number, body, out.text(), errors, files)

    def _answer(self, request: messages.WorkerRequest) -> messages.WorkerReply:
        match request:
            case messages.GetName(name) if name not in ipython_shell.shell().user_ns:
                return messages.NameMissing()
            case messages.Call():
                return self._call(request)
            case messages.RunCell(source, skipped):
                error = ipython_shell.run_cell(source, skipped)
                return messages.CellFinished(None if error is None else self._report(error))
            case messages.ShareClasses(own, roots, watched):
                self._watched = {name: file_transfer.state_of_file(name) for name in watched}
                self._known = SharedClasses(frozenset(own), frozenset(roots), _notebooks_class)
                return messages.Done()
            case messages.GetFigures():
                found = open_figures.opened_here(self._figures, self._encode, all_open=True)
                return messages.Value([list(one) for one in found])
            case messages.ChangeValue():
                return self._change_value(request)
            case messages.TakeFiles():
                return messages.Done()
            case messages.ReadFile():
                return self._read_file(request)
        try:
            return messages.Value(self._encode(self._look_up(request)))
        except NotSerializableError as error:
            return messages.NotSerializable(str(error))

    def _change_value(self, request: messages.ChangeValue) -> messages.Done:
        """Change an object, or what stands under a name or in an attribute of it, to the value that the judge has."""
        target: Any = ipython_shell.shell().user_ns if request.handle is None else self._handles[request.handle]
        if request.name is not None:
            target = target[request.name] if request.handle is None else getattr(target, request.name)
        copy_back(target, self._decode(request.value))
        return messages.Done()

    def _read_file(self, request: messages.ReadFile) -> messages.FileContent:
        """Give the content of a file in the learner's folder; of one that is watched only if it has changed."""
        name = request.name
        changed = not request.watched or file_transfer.state_of_file(name) != self._watched.get(name)
        place = file_transfer.path_within(name, os.getcwd()) if changed and request.content else None
        gone = place is not None and not place.exists()
        return messages.FileContent(file_transfer.file_to_text(place), changed, gone)

    def _look_up(self, request: messages.WorkerRequest) -> object:
        """Look up the object that a request asks for; an error raised meanwhile is a reply, too."""
        match request:
            case messages.GetName(name):
                return ipython_shell.shell().user_ns[name]
            case messages.GetAttribute(handle, name):
                return getattr(self._handles[handle], name)
            case messages.Convert(handle, conversion):
                return CONVERSIONS[conversion](self._handles[handle])
            case messages.GetItem(handle, key):
                target: Any = self._handles[handle]
                return target[self._decode(key)]
            case messages.SetAttribute(handle, name, value):
                setattr(self._handles[handle], name, self._decode(value))
                return None
            case messages.Operate(handle, name, operands, reflected):
                target, others = self._handles[handle], self._decode(operands)
                return getattr(operator, name)(*((*others, target) if reflected else (target, *others)))
        raise TypeError(f"{type(request).__name__} is no request for an object")

    def _call(self, request: messages.Call) -> messages.CallFinished:
        self._figures.named.clear()
        decoder = Decoder(self._readers, self._known)
        for raw in request.refreshed_copies:
            decoder.decode(raw)
        positional, pairs = decoder.decode(request.arguments)
        sent = decoder.objects
        given = self._files.arguments([*positional, *(value for _name, value in pairs)])
        if request.random_state is not None:
            rng_sync.restore_random_state(request.random_state)
        _set_environment(request.environment)
        rng_sync.set_numpy(request.numpy_settings)
        space = ipython_shell.shell().user_ns
        space.update((name, self._decode(value)) for name, value in request.set_names)
        chance = rng_sync.RandomStateTracker() if request.wants_random_state else None
        arguments, fields = self._snapshots(given, sent), self._field_snapshots(sent)
        if request.figures is not None:
            open_figures.open_here([(number, self._decode(raw)) for number, raw in request.figures])
        names = [name for name, _value in pairs]
        with contextlib.ExitStack() as stack:
            stack.enter_context(_without(space, request.deleted_names))
            for module, name, value in request.replaced:
                stack.enter_context(_replaced(module, name, self._decode(value)))
            warned = stack.enter_context(captured_warnings()) if request.wants_warnings else []
            logged = stack.enter_context(captured_log_records(request.wants_logs))
            target = self._handles[request.handle]
            result = self._call_result(target, given, names, sent, keeps=request.keeps_result)
        databases: tuple[tuple[int, Any], ...] = ()
        try:
            databases = tuple(self._databases.take_changed())
        except NotSerializableError as error:
            result = messages.NotSerializable(str(error))
        return messages.CallFinished(
            result,
            changed_arguments=_changes(arguments, self._snapshots(given, sent)),
            changed_fields=_changes(fields, self._field_snapshots(sent)),
            unchanged_names=self._unchanged(request.kept_names),
            random_state=None if chance is None else chance.take_changes(),
            figures=self._figures_after(all_open=request.figures is not None),
            warnings=tuple(map(self._report, warned)),
            logs=tuple(map(_log_report, logged)),
            kept_result=self._kept if request.keeps_result else None,
            changed_copies=tuple((number, self._handle_envelope(one)) for number, one in self._copies.take_changed()),
            changed_databases=databases,
        )

    def _figures_after(self, *, all_open: bool) -> open_figures.Crossing | None:
        """Encode the figures that were handed over with a call, and all that are open."""
        if not all_open and not self._figures.named:
            return None
        return open_figures.opened_here(self._figures, self._encode, all_open=all_open)

    def _call_result(
        self, target: Any, given: list[Any], names: list[str], sent: list[object], *, keeps: bool
    ) -> messages.Value | messages.SameArgument | messages.NotSerializable | messages.Raised:
        """Call an object; the last arguments are those with names."""
        split = len(given) - len(names)
        self._kept = None
        try:
            result = target(*given[:split], **dict(zip(names, given[split:], strict=True)))
            same = [position for position, value in enumerate(given) if value is result and can_change(value)]
            if keeps and can_change(result) and not same:
                self._kept = self._handle(result)
            return messages.SameArgument(same[0]) if same else messages.Value(self._encode(result, sent))
        except NotSerializableError as error:
            return messages.NotSerializable(str(error))
        except BaseException as error:  # noqa: BLE001 - whatever the learner's code raises is an answer
            return messages.Raised(self._report(error))

    def _unchanged(self, kept_names: dict[str, int]) -> tuple[str, ...]:
        """Return the names that still refer to the object of the judge's handle, so that it need not ask again."""
        space = ipython_shell.shell().user_ns
        return tuple(name for name, handle in kept_names.items() if space.get(name, self) is self._handles[handle])

    def _encode(self, value: object, sent: Iterable[object] = ()) -> Any:
        try:
            encoder = Encoder(self._handle_envelope, self._known, figures=self._figures, keeps_subclasses=True)
            return encoder.encode(value, sent)
        except NotSerializableError:
            raise
        except Exception as error:
            raise NotSerializableError(f"a value of type {type(value).__name__} cannot cross ({error})") from error

    def _decode(self, raw: object) -> Any:
        return Decoder(self._readers, self._known).decode(raw)

    def _snapshots(self, values: list[Any], sent: list[object]) -> list[Any]:
        """Encode the values that could be changed in place; None in place of others."""
        return [self._snapshot(value, sent) if can_change(value) else None for value in values]

    def _snapshot(self, value: object, sent: list[object]) -> Any:
        with contextlib.suppress(NotSerializableError):
            return self._encode(value, sent)
        return None

    def _field_snapshots(self, sent: list[object]) -> list[Any]:
        """Return the fields of objects of classes that both sides have."""
        return [self._field_snapshot(one, sent) for one in sent]

    def _field_snapshot(self, value: object, sent: list[object]) -> Any:
        encoder = Encoder(self._handle_envelope, self._known)
        with contextlib.suppress(NotSerializableError):
            encoder.encode(None, sent)
            return encoder.encode_fields(value)
        return None

    def _handle(self, value: object) -> int:
        """Return the handle of an object that stays here; the same for the same object."""
        if id(value) not in self._handle_of:
            self._handle_of[id(value)] = len(self._handles)
            self._handles.append(value)
        return self._handle_of[id(value)]

    def _handle_envelope(self, value: object) -> dict[str, Any]:
        """Envelop an object that stays here: its handle, and what a proxy must know of it."""
        if isinstance(value, type(sys)):
            return {"t": "module", "m": value.__name__}
        kind = type(value)
        if isinstance(value, TestsObject):
            return {"t": "own", "id": number_of(value)}
        number = self._copies.number_of(value)
        if number is not None:
            return {"t": "copied", "n": number}
        number = self._databases.number_of(value)
        if number is not None:
            return {"t": "database", "n": number}
        envelope: dict[str, Any] = {
            "t": "handle",
            "id": self._handle(value),
            "type": str(kind.__name__)[:_MAX_NAME_CHARS],
            "callable": callable(value),
            "iterable": hasattr(kind, "__iter__") or hasattr(kind, "__getitem__"),
            "sized": hasattr(kind, "__len__"),
            "itself": kind.__eq__ in (object.__eq__, type.__eq__),
            "kind": next((name for made, name in _KINDS.items() if isinstance(value, made)), ""),
            "shared": [class_name(base) for base in kind.__mro__ if self._is_shared_base(base)],
            "name": "",
        }
        if isinstance(value, type) and issubclass(value, BaseException):
            family = self._family(value)
            envelope |= {"family": messages.encode(family)} if family.own else {}
        parameters = getattr(kind, "__dataclass_params__", None)
        envelope["dataclass"] = parameters is not None
        envelope["compares"] = bool(parameters is not None and parameters.eq)
        with contextlib.suppress(Exception):
            envelope["name"] = str(getattr(value, "__name__", ""))[:_MAX_NAME_CHARS]
            envelope["doc"] = str(getattr(value, "__doc__", None) or "")[:5000]
        return envelope

    def _is_shared_base(self, kind: type) -> bool:
        """Tell whether both sides have a class, and it is no base of every class."""
        return kind is not object and self._known.has(kind)

    def _object_of(self, raw: dict[str, Any]) -> object:
        return self._handles[raw["id"]]

    def _call_back(self, callback: int, arguments: list[object], named: dict[str, object]) -> object:
        """Request the judge to call a function of its own; until it is done, requests may come.

        Of several threads one at a time asks.
        """
        with self._turn:
            return self._call_back_now(callback, arguments, named)

    def _call_back_now(self, callback: int, arguments: list[object], named: dict[str, object]) -> object:
        output, errors = (
            stream.take() if isinstance(stream, ipython_shell.BoundedOutput) else ""
            for stream in (sys.stdout, sys.stderr)
        )
        keywords = self._encode([[key, value] for key, value in named.items()])
        request = messages.CallbackRequest(callback, self._encode(arguments), keywords, output, errors)
        self._channel.send(messages.encode(request))
        while True:
            answer = messages.message_to_worker(self._channel.receive())
            match answer:
                case messages.Request():
                    self._send(self.reply(answer))
                case messages.CallbackRaised(kind, text):
                    raise _builtin_error(kind, text)
                case messages.CallbackReturned(value):
                    return self._decode(value)

    def _callback(self, raw: dict[str, Any]) -> Callable[..., object]:
        """Make a function that calls one of the judge's."""

        def judges(*arguments: object, **named: object) -> object:
            return self._call_back(raw["id"], list(arguments), named)

        judges.__name__ = judges.__qualname__ = str(raw.get("name") or "function")
        judges.__doc__ = str(raw["doc"]) if raw.get("doc") else None
        return judges

    def _tests_object(self, raw: dict[str, Any]) -> TestsObject:
        """Make what stands for an object of the judge's; of a mock, which can be called, the judge keeps the function behind these."""

        def ask(number: int, given: list[object]) -> object:
            return self._call_back(number, given, {})

        if raw.get("call") is not True:
            return TestsObject(ask, raw["id"])
        return CallableTestsObject(ask, raw["id"], lambda given, named: self._call_back(raw["id"] + 2, given, named))

    def _iterator(self, raw: dict[str, Any]) -> Iterator[object]:
        """Loop over an iterator of the judge's."""
        while True:
            try:
                item = self._call_back(raw["id"], [], {})
            except StopIteration:
                return
            yield item

    def _family(self, kind: type[BaseException]) -> messages.ErrorFamily:
        """Name the classes of an error: those that only this side has, then those of both sides."""
        own: list[tuple[int, str]] = []
        shared: list[tuple[str, str]] = []
        places: dict[type, int] = {}
        for base in kind.__mro__:
            if not issubclass(base, BaseException):
                continue
            if base.__module__ == "builtins" or self._known.has(base):
                shared.append(class_name(base))
                places[base] = -len(shared)
            else:
                places[base] = len(own)
                own.append((self._handle(base), base.__name__[:_MAX_NAME_CHARS]))
        learners = [base for base, place in places.items() if place >= 0]
        parents = tuple(tuple(places[base] for base in one.__bases__ if base in places) for one in learners)
        return messages.ErrorFamily(tuple(shared), tuple(own), parents)

    def _report(self, error: BaseException, depth: int = 0) -> messages.ErrorReport:
        """Describe an error, as far as it lets itself be described; ``depth`` counts the errors that were raised from it."""
        line = text = name = ""
        arguments: Any = None
        fields: tuple[tuple[str, Any], ...] = ()
        with contextlib.suppress(Exception):
            line = _line_of_the_notebook(error.__traceback__)
        with contextlib.suppress(Exception):
            text = str(error)[:2000].encode("utf-8", "replace").decode()
        with contextlib.suppress(Exception):
            name = str(getattr(error, "name", "") or "")[:_MAX_NAME_CHARS]
        with contextlib.suppress(Exception):
            arguments = Encoder().encode(list(error.args))
        number, no_thread = None, False
        with contextlib.suppress(Exception):
            number, no_thread = limits.error_number(error), limits.could_start_no_thread(error)
        with contextlib.suppress(Exception):
            fields = tuple((str(key), Encoder().encode(value)) for key, value in vars(error).items())
        cause = None
        with contextlib.suppress(Exception):
            if error.__cause__ is not None and depth < _MAX_CAUSES:
                cause = messages.encode(self._report(error.__cause__, depth + 1))
        kind = type(error)
        title = kind.__name__[:_MAX_NAME_CHARS]
        return messages.ErrorReport(
            title,
            self._family(kind),
            text,
            line[:500],
            name,
            arguments,
            fields=fields,
            errno=number,
            no_thread=no_thread,
            cause=cause,
        )


def _line_of_the_notebook(trace: types.TracebackType | None) -> str:
    """Return the innermost line of a cell in a traceback; "" if there is none. No other file is read for it."""
    for frame, number in reversed(list(traceback.walk_tb(trace))):
        name = frame.f_code.co_filename
        if name.startswith("<ipython-input") or "ipykernel" in name:
            return linecache.getline(name, number, frame.f_globals).strip()
    return ""


def _changes(before: list[Any], after: list[Any]) -> tuple[tuple[int, Any], ...]:
    """Return position and new data of what changed."""
    pairs = enumerate(zip(before, after, strict=True))
    return tuple((position, new) for position, (old, new) in pairs if new is not None and old != new)


def _log_report(record: logging.LogRecord) -> messages.LogReport:
    """Describe a log record; one whose text does not fit its arguments has the text alone."""
    try:
        text = record.getMessage()
    except Exception:  # noqa: BLE001 - the learner's arguments
        text = str(record.msg)
    return messages.LogReport(str(record.name), int(record.levelno), text, str(record.funcName))


def _set_environment(changes: Iterable[tuple[str, str | None]]) -> None:
    """Set and delete variables of the environment, as the test has done on its side."""
    for name, value in changes:
        if value is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = value


@contextlib.contextmanager
def _without(space: dict[str, Any], names: Iterable[str]) -> Iterator[None]:
    """Take names away; those that are not bound anew inside the block come back."""
    deleted = {name: space.pop(name) for name in names if name in space}
    try:
        yield
    finally:
        space.update((name, value) for name, value in deleted.items() if name not in space)


@contextlib.contextmanager
def _replaced(module: str, name: str, value: object) -> Iterator[None]:
    """Replace a name of a module by a value of the test's in a block."""
    owner = sys.modules.get(module) or __import__(module, fromlist=["*"])
    before = getattr(owner, name)
    setattr(owner, name, value)
    try:
        yield
    finally:
        setattr(owner, name, before)


def _notebooks_class(title: str) -> object:
    return ipython_shell.shell().user_ns[title]


def _from_module(raw: dict[str, Any]) -> object:
    """Import a module, or a function that the judge named by its module: both sides have the same."""
    found: object = sys.modules.get(raw["m"]) or __import__(raw["m"], fromlist=["*"])
    return operator.attrgetter(raw["n"])(found) if raw["n"] else found


def _builtin_error(name: str, text: str) -> BaseException:
    kind = getattr(builtins, name, RuntimeError)
    return kind(text) if isinstance(kind, type) and issubclass(kind, BaseException) else RuntimeError(text)
