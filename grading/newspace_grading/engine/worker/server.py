"""Answer the judge's requests about what the learner's cells left behind. The judge trusts no reply."""

from __future__ import annotations

import contextlib
import json
import linecache
import logging
import operator
import os
import sys
import threading
import traceback
import types
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from newspace_grading.engine.protocol import messages
from newspace_grading.engine.protocol.codec.codec import NO_MARKS, Decoder, Encoder, Marks, NotSerializableError
from newspace_grading.engine.protocol.codec.figures import open_figures
from newspace_grading.engine.protocol.codec.figures.registry import FigureRegistry, readers
from newspace_grading.engine.protocol.codec.numpy_values import encode_view
from newspace_grading.engine.protocol.codec.shared_classes import NO_SHARED_CLASSES, SharedClasses, class_name
from newspace_grading.engine.protocol.framing import FrameChannel, FrameError
from newspace_grading.engine.protocol.special_methods import DESCRIBING
from newspace_grading.engine.protocol.sync import file_transfer, rng_sync
from newspace_grading.engine.protocol.sync.argument_sync import copy_back
from newspace_grading.engine.protocol.sync.kept_values import (
    KeptValues,
    count_references,
    held_elsewhere,
    is_quickly_compared,
)
from newspace_grading.engine.protocol.sync.mutable_parts import NO_PARTS, count_occurrences, mutable_parts
from newspace_grading.engine.protocol.sync.shared_places import FolderState, MovedPlaces
from newspace_grading.engine.worker import inprocess_test, interpreter_state, ipython_shell
from newspace_grading.engine.worker.captured_warnings_and_logs import captured_log_records, captured_warnings
from newspace_grading.engine.worker.conversions import CONVERSIONS
from newspace_grading.engine.worker.lent_values import DatabaseCopies, ObjectCopies
from newspace_grading.engine.worker.tests_object import StandIns, TestsClass, TestsObject
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
        self._known = NO_SHARED_CLASSES
        self._figures = FigureRegistry("w")
        self._watched: dict[str, tuple[int, ...]] = {}
        self._changed: tuple[str, ...] = ()  # in this process, as it was found last
        self._databases = DatabaseCopies()
        self._copies = ObjectCopies()
        self._kept = KeptValues(self._encode_content)
        self._stand_ins = StandIns(_Asks(self), self._decode)
        self._files = MovedPlaces()
        self._readers = {
            **readers(self._figures, self._decode),
            "handle": self._object_of,
            "callback": self._stand_ins.function,
            "iterator": self._iterator,
            "tests object": self._stand_ins.object,
            "tests class": self._stand_ins.tests_class,
            "tests error": self._stand_ins.error,
            "module": _from_module,
            "logger": lambda raw: logging.getLogger(raw["name"]),
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
                self._kept.clear()
                self._stand_ins.clear_errors()
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
            return messages.Value(self._encode_found([self._look_up(request)]))
        except NotSerializableError as error:
            return messages.NotSerializable(str(error))

    def _change_value(self, request: messages.ChangeValue) -> messages.Done:
        """Give a value that both sides hold the content that it has in the judge."""
        copy_back(self._handles[request.handle], self._decode(request.value), self._kept.handles())
        if self._kept.get(request.handle) is not None:
            self._kept.set_equal(request.handle)
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
        target: Any
        match request:
            case messages.GetName(name):
                return ipython_shell.shell().user_ns[name]
            case messages.GetAttribute(handle, name, after):
                target = self._handles[handle]
                return getattr(target if after is None else super(self._handles[after], target), name)
            case messages.MakeClass():
                return self._stand_ins.subclass(request)
            case messages.Convert(handle, conversion):
                return CONVERSIONS[conversion](self._handles[handle])
            case messages.GetItem(handle, key):
                target = self._handles[handle]
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
        parts = mutable_parts(given)
        arguments, fields = self._part_snapshots(parts, sent), self._field_snapshots(sent)
        references = count_references(parts)
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
            result = self._call_result(target, given, names, sent, parts)
        databases: tuple[tuple[int, Any], ...] = ()
        try:
            databases = tuple(self._databases.take_changed())
        except NotSerializableError as error:
            result = messages.NotSerializable(str(error))
        return messages.CallFinished(
            result,
            changed_arguments=_changed_parts(arguments, self._part_snapshots(parts, sent)),
            changed_fields=_changes(fields, self._field_snapshots(sent)),
            unchanged_names=self._unchanged(request.kept_names),
            random_state=None if chance is None else chance.take_changes(),
            figures=self._figures_after(all_open=request.figures is not None),
            warnings=tuple(map(self._report, warned)),
            logs=tuple(map(_log_report, logged)),
            kept_arguments=self._newly_kept(parts, references),
            changed_values=tuple(self._kept.take_changed(lambda handle: is_quickly_compared(self._kept.get(handle)))),
            changed_copies=tuple((number, self._handle_envelope(one)) for number, one in self._copies.take_changed()),
            changed_databases=databases,
        )

    def _figures_after(self, *, all_open: bool) -> open_figures.Crossing | None:
        """Encode the figures that were handed over with a call, and all that are open."""
        if not all_open and not self._figures.named:
            return None
        return open_figures.opened_here(self._figures, self._encode, all_open=all_open)

    def _call_result(
        self, target: Any, given: list[Any], names: list[str], sent: list[object], parts: dict[str, Any]
    ) -> messages.Value | messages.NotSerializable | messages.Raised:
        """Call an object; the last arguments are those with names."""
        split = len(given) - len(names)
        try:
            found = [target(*given[:split], **dict(zip(names, given[split:], strict=True)))]
            return messages.Value(self._encode_found(found, sent, parts))
        except NotSerializableError as error:
            return messages.NotSerializable(str(error))
        except BaseException as error:  # noqa: BLE001 - whatever the learner's code raises is an answer
            return messages.Raised(self._report(error))

    def _encode_found(
        self, found: list[object], sent: Iterable[object] = (), parts: Mapping[str, Any] = NO_PARTS
    ) -> Any:
        """Encode the only item of a list, which nothing else in here refers to: what the learner's program holds as well is kept."""
        known = self._kept.handles()
        envelopes = {one: {"t": "kept", "id": handle} for one, handle in known.items()} | _paths(parts)
        with_content = {*known} - {id(part) for part in parts.values()}
        if any(type(part).__name__ == "ndarray" for part in parts.values()):
            views = ((one, encode_view(part, parts)) for one, (part, _times) in count_occurrences(found[0]).items())
            new = {one: view for one, view in views if view is not None and one not in envelopes}
            envelopes |= new
            with_content |= {*new}
        for value in held_elsewhere(found, envelopes):
            if self._kept.can_keep(value):
                handle = self._handle(value)
                self._kept.add(handle, value)
                envelopes[id(value)] = {"t": "kept", "id": handle}
                with_content.add(id(value))
        return self._encode(found[0], sent, Marks(envelopes, frozenset(with_content)))

    def _newly_kept(self, parts: dict[str, Any], before: dict[str, int]) -> tuple[tuple[str, int], ...]:
        """Return the parts of arguments that the learner's program refers to since a call, with their handles."""
        now = count_references(parts)
        found = []
        for path, count in now.items():
            value = parts[path]
            if count > before[path] and self._kept.handle_of(value) is None and self._kept.can_keep(value):
                handle = self._handle(value)
                self._kept.add(handle, value)
                found.append((path, handle))
        return tuple(found)

    def _unchanged(self, kept_names: dict[str, int]) -> tuple[str, ...]:
        """Return the names that still refer to the object of the judge's handle, so that it need not ask again."""
        space = ipython_shell.shell().user_ns
        return tuple(name for name, handle in kept_names.items() if space.get(name, self) is self._handles[handle])

    def _encode(
        self, value: object, sent: Iterable[object] = (), marks: Marks = NO_MARKS, *, opened: bool = False
    ) -> Any:
        try:
            stand_ins = (TestsObject, TestsClass)
            encoder = Encoder(self._handle_envelope, self._known, stand_ins, self._figures, keeps_subclasses=True)
            return encoder.encode(value, sent, marks, opened=opened)
        except NotSerializableError:
            raise
        except Exception as error:
            raise NotSerializableError(f"a value of type {type(value).__name__} cannot cross ({error})") from error

    def _decode(self, raw: object) -> Any:
        return Decoder(self._readers, self._known).decode(raw)

    def _encode_content(self, value: object) -> Any:
        """Encode the content of a value that both sides hold; others of them that stand in it are named."""
        envelopes = {one: {"t": "kept", "id": handle} for one, handle in self._kept.handles().items()}
        return self._encode(value, (), Marks(envelopes), opened=True)

    def _part_snapshots(self, parts: dict[str, Any], sent: list[object]) -> dict[str, Any]:
        """Encode the content of each part of the arguments; other parts that stand in it are named."""
        marks = Marks(_paths(parts))
        found = {}
        for path, part in parts.items():
            with contextlib.suppress(NotSerializableError):
                found[path] = self._encode(part, sent, marks, opened=True)
        return found

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
        known = self._known_to_judge(value)
        if known is not None:
            return known
        envelope: dict[str, Any] = {
            "t": "handle",
            "id": self._handle(value),
            "type": str(kind.__name__)[:_MAX_NAME_CHARS],
            "callable": callable(value),
            "iterable": hasattr(kind, "__iter__") or hasattr(kind, "__getitem__"),
            "sized": hasattr(kind, "__len__"),
            "copies": hasattr(kind, "__copy__"),
            "no ufunc": getattr(kind, "__array_ufunc__", kind) is None,
            "itself": kind.__eq__ in (object.__eq__, type.__eq__),
            "kind": next((name for made, name in _KINDS.items() if isinstance(value, made)), ""),
            "shared": [class_name(base) for base in kind.__mro__ if self._is_shared_base(base)],
            "binds": _descriptor_methods(kind),
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

    def _known_to_judge(self, value: object) -> dict[str, Any] | None:
        """Envelop what stands here for something of the judge's; None for anything else."""
        number = self._stand_ins.number_of_own(value)
        if number is not None:
            return {"t": "own", "id": number}
        number = self._stand_ins.number_of_error(value) if isinstance(value, BaseException) else None
        if number is not None:
            return {"t": "own error", "n": number}
        number = self._copies.number_of(value)
        if number is not None:
            return {"t": "copied", "n": number}
        number = self._databases.number_of(value)
        return None if number is None else {"t": "database", "n": number}

    def _is_shared_base(self, kind: type) -> bool:
        """Tell whether both sides have a class, and it is no base of every class."""
        return kind is not object and self._known.has(kind)

    def _object_of(self, raw: dict[str, Any]) -> object:
        return self._handles[raw["id"]]

    def call_back(self, callback: int, arguments: list[object], named: dict[str, object]) -> object:
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
                case messages.CallbackRaised(raw):
                    raise self._decode(raw)
                case messages.CallbackReturned(value):
                    return self._decode(value)

    def _iterator(self, raw: dict[str, Any]) -> Iterator[object]:
        """Loop over an iterator of the judge's."""
        while True:
            try:
                item = self.call_back(raw["id"], [], {})
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

    def _encoded_fields(self, table: Mapping[str, object]) -> Iterator[tuple[str, Any]]:
        """Encode those of an error's attributes that can cross."""
        for key, value in table.items():
            with contextlib.suppress(NotSerializableError):
                yield str(key), self._encode(value)

    def report_text(self, error: BaseException) -> str:
        """Describe an error as a text."""
        return json.dumps(messages.encode(self._report(error)))

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
            arguments = [self._encode(one) for one in error.args]
        number, no_thread = None, False
        with contextlib.suppress(Exception):
            number, no_thread = limits.error_number(error), limits.could_start_no_thread(error)
        with contextlib.suppress(Exception):
            fields = tuple(self._encoded_fields(vars(error)))
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
            judges=self._stand_ins.number_of_error(error),
        )


def _descriptor_methods(kind: type) -> list[str]:
    """List by which methods objects of a class govern the attribute in which they stand."""
    return [name for name in DESCRIBING if hasattr(kind, name)]


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


def _paths(parts: Mapping[str, Any]) -> dict[int, dict[str, Any]]:
    """Return what stands for the parts of the arguments, by their ids."""
    return {id(part): {"t": "argument", "p": path} for path, part in parts.items()}


def _changed_parts(before: dict[str, Any], after: dict[str, Any]) -> tuple[tuple[str, Any], ...]:
    """Return path and new content of what changed."""
    return tuple((path, new) for path, new in after.items() if path in before and before[path] != new)


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
    """Replace a name of a module, or of the notebook, by a value of the test's in a block."""
    if module == "__main__":
        space = ipython_shell.shell().user_ns
        known = {name: space[name]} if name in space else {}
        space[name] = value
        try:
            yield
        finally:
            space.pop(name, None)
            space.update(known)
        return
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


class _Asks:
    """Ask the judge, for what stands for its objects."""

    def __init__(self, server: Server) -> None:
        self._server = server

    def __call__(self, number: int, given: list[object], named: dict[str, object], /) -> Any:
        """Have it call one of its functions."""
        return self._server.call_back(number, given, named)

    def report(self, error: BaseException, /) -> str:
        """Describe an error."""
        return self._server.report_text(error)
