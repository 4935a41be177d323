"""Ask the worker: send requests, check replies, and raise errors as the learner's function raised them."""

from __future__ import annotations

import contextlib
import functools
import importlib
import json
import sys
import threading
import types
import warnings
from collections.abc import Callable, Hashable, Set
from enum import StrEnum
from numbers import Number
from typing import Any

from newspace_grading.engine.protocol import messages
from newspace_grading.engine.protocol.codec.codec import Decoder, Encoder, Marks, NotSerializableError
from newspace_grading.engine.protocol.codec.figures import open_figures
from newspace_grading.engine.protocol.codec.figures.registry import FigureRegistry, readers
from newspace_grading.engine.protocol.codec.shared_classes import NO_SHARED_CLASSES, SharedClasses
from newspace_grading.engine.protocol.framing import FrameChannel, FrameError, FrameTimeoutError, PeerClosedError
from newspace_grading.engine.protocol.messages import Conversion, MalformedMessageError, Message
from newspace_grading.engine.protocol.sync import argument_sync, rng_sync
from newspace_grading.engine.protocol.sync.kept_values import KeptValues, is_quickly_compared
from newspace_grading.engine.protocol.sync.mutable_parts import mutable_parts, position_of
from newspace_grading.engine.proxies import functions, previews
from newspace_grading.engine.proxies.arguments.copied_objects import CopiedObjects
from newspace_grading.engine.proxies.arguments.descriptions import describe_error
from newspace_grading.engine.proxies.arguments.handed_over import HandedOver
from newspace_grading.engine.proxies.arguments.handed_places import HandedPlaces
from newspace_grading.engine.proxies.arguments.lent_databases import LentDatabases
from newspace_grading.engine.proxies.arguments.references import encode_reference
from newspace_grading.engine.proxies.arguments.subclasses import Subclasses, subclass_request
from newspace_grading.engine.proxies.classes import KINDS, Mirrors, RemoteClass
from newspace_grading.engine.proxies.exceptions import ExceptionFactory, raise_from_line
from newspace_grading.engine.proxies.objects import Remote, RemoteCallable, proxy, turn_into_proxy
from newspace_grading.engine.proxies.replacements import LogListeners, Replacements, log_again
from newspace_grading.model.results.failure import RaisedError

_MAX_OUTPUT_CHARS = 100_000  # in a test
_MAX_SHARED = 50
_MAX_LOGGED = 100  # in a call
_UNCACHEABLE = (Conversion.ITER, Conversion.NEXT, Conversion.AWAIT, Conversion.COPY, Conversion.DEEPCOPY)


_ENDS_LOOPS = (StopIteration, StopAsyncIteration, GeneratorExit)
STAYS = "the file that stays: "
"""So begins what `WorkerClient.evidence` says of a file that was changed and cannot cross."""
_TEST_RUNNERS = ("unittest", "pytest", "_pytest")


def _is_of_a_test_runner(error: BaseException) -> bool:
    """Tell whether an error is a signal to a test runner: that a test is skipped, or over."""
    return any(base.__module__.partition(".")[0] in _TEST_RUNNERS for base in type(error).__mro__)


def _shares_files(body: messages.WorkerRequest) -> bool:
    """Tell whether a request belongs to a test that is run by the judge, so that files are kept equal with it."""
    return not isinstance(body, messages.RunCell | messages.RunTest | messages.ShareClasses | messages.ReadFile)


def _callee(body: messages.WorkerRequest) -> str:
    """Return the name of the function that a request calls; "" if it has none in the notebook."""
    if not isinstance(body, messages.Call):
        return ""
    return next((name for name, handle in body.kept_names.items() if handle == body.handle), "")


class NotCarriedError(NotSerializableError):
    """The worker says that a value of the learner's cannot cross."""


class LostReason(StrEnum):
    """Why a worker was lost."""

    TIMEOUT = "timeout"
    EXITED = "exited"
    PROTOCOL = "protocol"


class WorkerLost(BaseException):
    """The worker did not answer in time, has exited, or broke the protocol.

    It is no `Exception`, so that no test and no check can take it for an error of the learner's function.

    Parameters
    ----------
    reason : LostReason
        Which of these three.
    detail : str
        What exactly, for a developer.
    """

    def __init__(self, reason: LostReason, detail: str = "") -> None:
        super().__init__(reason, detail)
        self.reason = reason
        self.detail = detail


def _empty_like(value: Any) -> Any:
    """Return an empty container of a value's type, to be filled; None for what is decoded as a whole."""
    return type(value)() if type(value) in (list, dict, set) else None


class WorkerClient:
    """Send requests to one worker.

    Parameters
    ----------
    channel : FrameChannel
        The connection to it.
    allows : callable
        Whether the reference's class of a name defines a method.
    importable : set of str
        The modules that the reference itself imports.
    known : SharedClasses
        The classes that both sides have.

    Attributes
    ----------
    until : float
        The deadline of requests, as a time of `time.monotonic`.
    lost : WorkerLost or None
        Why the worker was lost.
    raised : RaisedError or None
        The error that it raised in place of a result.
    true_comparisons, compared : int
        How many comparisons an object of the learner's has answered in this test with true, and at all.
    compares : callable
        Called with each such comparison; `begin_test` forgets it.
    files : HandedPlaces
        The files and folders that the test hands over or names.
    evidence : Evidence
        What came back empty in this test, and which arguments were changed.
    items : dict
        Handle → all items of a sequence, until something is called or set.
    replacements : Replacements
        What the test has set or replaced that the learner's functions use.
    lends : bool
        Whether the test may change in place what it gets: then what it gets is changed on the learner's side as well.
    keeps_figures : bool
        Whether the notebook keeps its figures open, so that a test finds them.
    takes_random_state : bool
        Whether a call's changes to generators are applied here: only where the reference's answers use them.
    """

    def __init__(
        self,
        channel: FrameChannel,
        allows: Callable[[str, str], bool],
        importable: Set[str],
        known: SharedClasses = NO_SHARED_CLASSES,
    ) -> None:
        self._channel = channel
        self._turn = threading.RLock()  # a test may call from threads; a callback leads to requests inside a request
        self._number = 0
        self._importable = importable
        self._handed = HandedOver()
        self._handed.read_error = self._error_of_block
        self._copied = CopiedObjects()
        self._databases = LentDatabases()
        self.files = HandedPlaces()
        self._encode_reference = functools.partial(
            encode_reference,
            handed=self._handed,
            importable=importable,
            copied=self._copied,
            databases=self._databases,
            pack=self._encode,
        )
        self._known = known
        self._proxies: dict[int, Remote] = {}
        self._next_methods: set[int] = (
            set()
        )  # handles of `__next__` methods: a StopIteration of theirs ends a loop rightly
        self._figures = FigureRegistry("j")
        self._kept = KeptValues(self._encode_content)
        self._kept_arguments: dict[int, str] = {}  # of these the test's own, with the place that they have as evidence
        # The content of names of both sides when it was equal last, also in an earlier test.
        self._shared_before: dict[str, Any] = {}
        self._open_figures: open_figures.OpenFigures | None = None
        self._readers: dict[str, Callable[[dict[str, Any]], object]] = {
            "handle": self._proxy_of,
            **readers(self._figures, self._decode),
            "module": self._module,
            "kept": self._kept_value,
            "own": self._handed.value,
            "own error": lambda raw: self._handed.error(raw.get("n")),
            "copied": lambda raw: self._copied.get(raw.get("n")),
            "database": lambda raw: self._databases.get(raw.get("n")),
        }
        self._called: Callable[[], str] = str
        self._returned: Callable[[], str] = str
        self._exceptions = ExceptionFactory(known, self._decode, self._handed.error)
        self._random_state = rng_sync.RandomStateTracker()
        self._numpy_settings = rng_sync.NumpySettingsTracker()
        self._subclasses = Subclasses(self, allows)
        self.allows = self._subclasses.allows
        self.until = 0.0
        self.lost: WorkerLost | None = None
        self._names: dict[str, Any] = {}
        self._answers: dict[Hashable, Any] = {}
        self._computed: dict[messages.GetAttribute, Any] = {}  # of properties: kept although answers are dropped
        self._empty_handles: set[int] = set()
        self._gave: set[int] = set()  # handles of iterators that have given something in this test
        self.items: dict[int, list[Any]] = {}
        self._mirrors = Mirrors()
        self._cells: list[str] = []
        self.replacements = Replacements({})
        self._listeners = LogListeners()
        self.takes_random_state = self.keeps_figures = False
        self.begin_test()

    @property
    def called(self) -> str:
        """The last call of the test, as a person may see it; "" if there was none."""
        return self._called()

    @property
    def returned(self) -> str:
        """The result of that call, as a person may see it; "" if there is none."""
        return self._returned()

    def close(self) -> None:
        """Close the connection."""
        self._channel.close()

    def share_classes(self, watched: tuple[str, ...] = ()) -> None:
        """Tell the worker which classes both sides have, and which files to watch; this comes before anything else."""
        own, roots = sorted(self._known.own), sorted(self._known.roots)
        reply = self._exchange(messages.ShareClasses(tuple(own), tuple(roots), watched))
        if not isinstance(reply, messages.Done):
            raise self._unexpected(reply)

    def run_cell(self, source: str, skipped: int = 0) -> messages.ErrorReport | None:
        """Run one of the learner's cells, after so many that only count; return the error with which it stopped."""
        self._invalidate_caches()
        self._cells.append(source)
        reply = self._exchange(messages.RunCell(source, skipped))
        if isinstance(reply, messages.CellFinished | messages.Raised):
            return reply.error
        if isinstance(reply, messages.NotSerializable):
            return None  # its report of an error was too large
        raise self._unexpected(reply)

    def run_test(self, request: messages.RunTest) -> messages.TestFinished | None:
        """Run a test cell in a copy of the learner's own process; return None if that ended without an answer."""
        reply = self._exchange(request)
        if isinstance(reply, messages.TestLost):
            return None
        if not isinstance(reply, messages.TestFinished):
            raise self._unexpected(reply)
        return reply

    def begin_test(self, look: previews.SecondLook | None = None) -> None:
        """Reset caches and counts for a new test; ``look`` says what counts if this is a second look."""
        self._called = self._returned = str
        self.raised: RaisedError | None = None
        self.true_comparisons = self.compared = self._printed = 0
        self.compares: Callable[[], object] = bool
        self.evidence = previews.Evidence(look)
        self._gave.clear()
        self._new_test = True
        self.lends = False
        self._note_shared_names()
        self._kept.clear()
        self._kept_arguments.clear()
        self._copied.clear()
        self._databases.clear()
        self._subclasses.clear()
        self._handed.clear_errors()
        self.files.clear()
        self._usual_filters = warnings.filters  # another list inside catch_warnings
        self._listeners = LogListeners()
        self._figures.clear()
        self._open_figures = open_figures.put_in_place(self._fetch_figures)
        if self._open_figures is not None:
            self._open_figures.stale = self.keeps_figures
        self._names.clear()
        self._answers.clear()
        self._computed.clear()
        self._empty_handles.clear()

    def _invalidate_caches(self) -> None:
        """Drop cached answers: contents may have changed."""
        self._names.clear()
        self._answers.clear()
        self.items.clear()

    def count_empty(self, handle: int) -> None:
        """Note that an object holds nothing; each counts once in a test."""
        if handle not in self._empty_handles:
            self.evidence.empty(f"a {self._proxies[handle]._remote_type}")
            self._empty_handles.add(handle)

    # Until something is called or set, answers are cached: a value that changed at every access could satisfy any
    # comparison.

    def name(self, name: str) -> Any:
        """Get a global name of the learner's notebook.

        Raises
        ------
        KeyError
            If there is none like it.
        """
        self._hand_back()
        if name in self._names:
            return self._names[name]
        value = self.evidence.value(self._value(messages.GetName(name)), name)
        self._names[name] = value
        return value

    def attribute(self, handle: int, name: str, after: int | None = None) -> Any:
        """Get an attribute of an object; with the handle of a class, that of the classes after it."""
        self._hand_back()
        request = messages.GetAttribute(handle, name, after)
        is_computed = self.allows(self._proxies[handle]._remote_type, name)
        if request in self._answers and not is_computed:
            return self._answers[request]
        value = self.evidence.value(self._value(request), f".{name}")
        if is_computed and not isinstance(value, RemoteCallable):
            value = self._computed_again(request, value)
        self._answers[request] = value
        return value

    def _computed_again(self, request: messages.GetAttribute, value: Any) -> Any:
        """Note the value of a property of the reference's class: it has run code of the learner's, and does so each time.

        A value that can be changed in place stays the same object as long as it is equal.
        """
        before = self._computed.get(request)
        self._invalidate_caches()
        if type(before) is type(value) and argument_sync.can_change(value):
            with contextlib.suppress(NotSerializableError):
                value = before if self._encode(before) == self._encode(value) else value
        self._computed[request] = value
        return value

    def item(self, handle: int, key: object) -> Any:
        """Get an item of an object by its key."""
        self._hand_back()
        place = (handle, previews.Key(key))
        if place in self._answers:
            return self._answers[place]
        value = self.evidence.value(self._value(messages.GetItem(handle, self._encode(key))), "[]")
        self._answers[place] = value
        return value

    def set_attribute(self, handle: int, name: str, value: object) -> None:
        """Set an attribute of an object."""
        request = messages.SetAttribute(handle, name, self._encode(value))
        self._invalidate_caches()
        self._value(request)

    def operate(self, handle: int, operator: str, operands: list[Any], *, reflected: bool = False) -> Any:
        """Apply an operator of the learner's class."""
        self._hand_back()
        request = messages.Operate(handle, operator, self._encode(operands), reflected)
        self._names.clear()
        self._answers.clear()
        value = self._value(request)
        if type(value).__module__ == "numpy" and type(value).__name__ in ("bool", "bool_"):
            value = bool(value)  # what a comparison of arrays gives is as true as Python's own
        if isinstance(value, bool) and not reflected:
            self.compared += 1
            self.compares()
            self.true_comparisons += value
        return value

    def convert(self, handle: int, conversion: Conversion) -> Any:
        """Convert an object to something else."""
        self._hand_back()
        request = messages.Convert(handle, conversion)
        if conversion in _UNCACHEABLE:
            self._names.clear()
            self._answers.clear()
            if conversion is Conversion.NEXT:
                return self._next(request)
            value = self._value(request)
            return value if conversion is Conversion.ITER else self.evidence.value(value, conversion.value)
        if request in self._answers:
            return self._answers[request]
        value = self._answers[request] = self._value(request)
        return value

    def _next(self, request: messages.Convert) -> Any:
        """Take the next item of an iterator; one that ends before it gave any is empty."""
        try:
            value = self._value(request, ends=True)
        except StopIteration:
            if request.handle not in self._gave:
                self.count_empty(request.handle)
            raise
        self._gave.add(request.handle)
        return self.evidence.value(value, "next")

    def read_file(self, name: str) -> str | None:
        """Read a data file in the learner's folder; its bytes as text, or None if there is none."""
        reply = self._exchange(messages.ReadFile(name))
        return reply.content if isinstance(reply, messages.FileContent) else None

    def read_changed_file(self, name: str) -> tuple[bool, str | None]:
        """Tell whether the learner's program has changed a file and that counts, and what is in it now; None where it is gone.

        One that is too large to cross is noted as such, and does not count.
        """
        reply = self._exchange(messages.ReadFile(name, watched=True))
        if not isinstance(reply, messages.FileContent) or not reply.changed:
            return False, None
        if reply.content is None and not reply.gone:
            self.evidence.may_change(STAYS + name)
            return False, None
        return self.evidence.may_change(f"the file {name}"), reply.content

    def hand_back_files(self) -> None:
        """Do on the learner's side what the test has changed in files since its last request."""
        if self.files.has_changes():
            self._exchange(messages.TakeFiles())

    def note_changed_file(self, name: str) -> None:
        """Note whether the learner's program has made or changed a file that cannot cross."""
        reply = self._exchange(messages.ReadFile(name, watched=True, content=False))
        if isinstance(reply, messages.FileContent) and reply.changed:
            self.evidence.may_change(STAYS + name)

    def call(self, handle: int, arguments: tuple[Any, ...], named: dict[str, Any]) -> Any:
        """Call an object; arguments that were changed in place there are changed here too."""
        self._called, self._returned = previews.later_preview_of_call(arguments, named), str
        self.raised = None
        self._hand_back()
        # Cached functions stay valid; contents may have changed.
        functions = {name: one for name, one in self._names.items() if type(one) is RemoteCallable}
        self._invalidate_caches()
        given = [*arguments, *named.values()]
        parts = mutable_parts(given)
        self.files.hand_over(given)
        refreshed = (*self._copied.refreshed(), *self._databases.refreshed())
        encoder = self._encoder()
        named_values = [[key, value] for key, value in named.items()]
        packed = encoder.encode([list(arguments), named_values], marks=self._marks())
        sent = encoder.objects
        set_names, replaced = self._replacements_now()
        request = messages.Call(
            handle,
            packed,
            {name: one._remote_id for name, one in functions.items()},
            random_state=self._random_state.take_changes(),
            set_names=set_names,
            replaced=replaced,
            wants_random_state=self.takes_random_state,
            figures=self._figures_to_hand_over(),
            wants_warnings=warnings.filters is not self._usual_filters,
            wants_logs=self._listeners.wanted(),
            deleted_names=self.replacements.take_deleted(),
            environment=self.replacements.take_environment(),
            numpy_settings=self._numpy_settings.take_changes(),
            refreshed_copies=refreshed,
        )
        reply = self._exchange(request)
        if isinstance(reply, messages.Value):
            raise self._unexpected(reply)
        if not isinstance(reply, messages.CallFinished):
            return self._result(reply)
        self._names.update({name: functions[name] for name in reply.unchanged_names if name in functions})
        callee = _callee(request)
        part_at = self._apply_changes(reply, parts, sent, callee)
        self._warn_again(reply.warnings)
        for one in reply.logs[:_MAX_LOGGED]:
            log_again(one.logger, one.level, one.text, one.function)
        value = self._result(reply.result, sent, part_at, ends=handle in self._next_methods)
        if isinstance(value, Remote):
            self._returned = functools.partial(str, f"an object of type {value._remote_type}")
            return value
        self._returned = previews.later_preview(value)
        return self.evidence.value(value, callee)

    def _hand_back(self) -> None:
        """Apply on the learner's side what the test has changed in place here: its own that is held there, too, and what it got from there."""
        if self._kept:
            for handle, raw in self._kept.take_changed(lambda one: self.lends or one in self._kept_arguments):
                self._invalidate_caches()
                self._exchange(messages.ChangeValue(handle, raw))

    def share_names(self, values: dict[str, Any]) -> None:
        """Keep values of the assignment's own cells, by their names, that this test and the learner's functions may both change.

        Of one that has changed on one side since both were equal, also in an earlier test, the change counts.
        """
        for name, own in values.items():
            if self._kept.can_keep(own) and (self.lends or is_quickly_compared(own)):
                with contextlib.suppress(NotSerializableError):
                    self._share_name(name, own)

    def value_of_own_name(self, name: str, own: Any) -> Any:
        """Return what a name of the assignment's own cells stands for on the learner's side, if it is other data and that counts; else the own value."""
        try:
            value = self._value(messages.GetName(name))
            same = isinstance(value, Remote) or self._encode_content(value) == self._encode_content(own)
        except (KeyError, NotSerializableError):
            return own  # it cannot be looked at from here, or is gone
        if not same and self.evidence.may_change(f"name {name}"):
            return value
        handle = self._kept.handle_of(value)
        if handle is not None and value is not own:
            self._kept.drop(handle)
        return own

    def _share_name(self, name: str, own: Any) -> None:
        reply = self._exchange(messages.GetName(name))
        raw = reply.value if isinstance(reply, messages.Value) else None
        if not isinstance(raw, dict) or raw.get("t") != "kept" or type(raw.get("id")) is not int:
            return
        content = self._decode(raw.get("plain"))
        ours, theirs = self._encode_content(own), self._encode(content)
        before = self._shared_before.get(name, ours)  # no test has changed it yet, but answers may have
        if self._kept.get(raw["id"]) is not None or before not in (ours, theirs):
            return
        self._kept.add(raw["id"], own)
        self._kept_arguments[raw["id"]] = f"name {name}"
        self._shared_before[name] = theirs
        if ours != before:
            self._exchange(messages.ChangeValue(raw["id"], ours))
        elif theirs != before:
            self._take_content(raw["id"], own, content)

    def _note_shared_names(self) -> None:
        """Record what names of both sides stand for at the end of a test."""
        for handle, place in self._kept_arguments.items():
            kind, _, name = place.partition(" ")
            if kind == "name":
                self._shared_before[name] = self._kept.content(handle)

    def _kept_value(self, raw: dict[str, Any]) -> object:
        """Return the value that the learner's program holds and that this side has, too, as it is now; the same one each time."""
        handle, content = raw["id"], raw.get("plain")
        own = self._kept.get(handle) if type(handle) is int else None
        if own is None:
            if "plain" not in raw:
                raise NotSerializableError("a value arrived without its content")
            if type(handle) is int and self._kept.can_keep(content):
                self._kept.add(handle, content)
            return content
        return own if "plain" not in raw or self._take_content(handle, own, content) else content

    def _take_content(self, handle: int, own: Any, content: Any) -> bool:
        """Give a value here the content that it has on the learner's side; return whether that counts in this test."""
        if type(own) is not type(content):
            self._kept.drop(handle)
            return False
        place = self._kept_arguments.get(handle)
        is_new = place is not None and self._encode_content(own) != self._encode_content(content)
        if is_new and not self.evidence.may_change(str(place)):
            self._kept.drop(handle)
            return False
        argument_sync.copy_back(own, content, self._kept.handles())
        self._kept.set_equal(handle)
        return True

    def _apply_changes(
        self,
        reply: messages.CallFinished,
        parts: dict[str, Any],
        sent: list[object],
        callee: str,
    ) -> Callable[[object], object]:
        """Apply here what the call has changed there: figures, arguments, fields of objects.

        Returns
        -------
        callable
            Returns the part of the arguments that stands at a path, as it is on the other side.
        """
        self._take_figures(reply.figures)
        part_at = self._apply_changes_of_arguments(reply, parts, sent, callee)
        for position, raw in reply.changed_fields:
            if 0 <= position < len(sent) and self.evidence.may_change(f"{callee} fields {position}"):
                with contextlib.suppress(TypeError, ValueError):
                    Decoder(self._readers, self._known).fill_fields(sent[position], raw, sent)
        self._apply_changes_of_copies(reply, callee)
        if self.takes_random_state and reply.random_state:
            with contextlib.suppress(ValueError, TypeError, LookupError, OverflowError):
                self._random_state.accept(reply.random_state)
        return part_at

    def _apply_changes_of_arguments(
        self, reply: messages.CallFinished, parts: dict[str, Any], sent: list[object], callee: str
    ) -> Callable[[object], object]:
        """Give the parts of arguments, and other values that both sides hold, the content that they have there."""
        places = {path: f"{callee} {position_of(path)}" for path, _raw in reply.changed_arguments if path in parts}
        counts = {path: self.evidence.may_change(place) for path, place in places.items()}
        # Of what stays as it is here, a copy takes part in the result: that is the learner's answer.
        copies = {path: _empty_like(parts[path]) for path, applied in counts.items() if not applied}

        def part_at(path: object) -> object:
            if path not in parts:
                raise NotSerializableError("a part of an argument arrived that there is not")
            return copies.get(path, parts[path])

        for path, raw in reply.changed_arguments:
            if path in counts:
                with contextlib.suppress(TypeError, ValueError):
                    content = Decoder(self._readers, self._known).decode(raw, sent, part_at)
                    if path in copies and copies[path] is None:
                        copies[path] = content
                    else:
                        argument_sync.refill(part_at(path), content)
        self._apply_changes_of_kept_values(reply, parts, callee)
        for path in counts:
            handle_of_part = self._kept.handle_of(parts[path])
            if handle_of_part is not None:
                self._kept.set_equal(handle_of_part)
        return part_at

    def _apply_changes_of_kept_values(self, reply: messages.CallFinished, parts: dict[str, Any], callee: str) -> None:
        """Keep the arguments that the learner's program holds from now on, and update what both sides hold."""
        for path, handle in reply.kept_arguments:
            if path in parts and self._kept.get(handle) is None and self._kept.can_keep(parts[path]):
                self._kept.add(handle, parts[path])
                self._kept_arguments[handle] = f"{callee} {position_of(path)}"
        for handle, raw in reply.changed_values:
            own = self._kept.get(handle)
            if own is not None:
                with contextlib.suppress(TypeError, ValueError):
                    self._take_content(handle, own, self._decode(raw))

    def _apply_changes_of_copies(self, reply: messages.CallFinished, callee: str) -> None:
        """Apply here what the call has changed in objects of libraries and in databases."""
        for number, raw in reply.changed_copies:
            self._leave_to_worker(number, raw, callee)
        for number, raw in reply.changed_databases:
            if self.evidence.may_change(f"{callee} database {number}"):
                self._databases.take(number, raw)
            else:
                self._databases.leave(number)

    def _leave_to_worker(self, number: int, raw: Any, callee: str) -> None:
        """Turn an object of which the worker has changed its copy into a proxy of that.

        Raises
        ------
        NotCarriedError
            If that is impossible.
        """
        value = self._copied.get(number)
        self._copied.send_again(number)
        if not self.evidence.may_change(f"{callee} object {number}") or issubclass(type(value), Remote):
            return
        if type(raw) is not dict or type(raw.get("id")) is not int:
            raise NotSerializableError("a handle arrived broken")
        if not turn_into_proxy(value, self, raw):
            raise NotCarriedError(f"an object of type {type(value).__name__} that the test hands over is changed")
        self._proxies.setdefault(raw["id"], value)

    def _warn_again(self, reports: tuple[messages.ErrorReport, ...]) -> None:
        """Repeat here the warnings that the learner's function has given there."""
        for report in reports:
            made = self._exceptions.make(report)
            if isinstance(made, Warning):
                warnings.warn_explicit(made, type(made), "<learner>", 1, registry={})

    def _figures_to_hand_over(self) -> open_figures.Crossing | None:
        """Encode pyplot's open figures, if the test has looked for one."""
        table = self._open_figures
        if table is None:  # pyplot may have been loaded by the test itself
            table = self._open_figures = open_figures.put_in_place(self._fetch_figures, keep=True)
        if table is None:
            return None
        found = open_figures.to_hand_over(table, self._figures, self._encode) if table.used else None
        table.stale = True
        return found

    def _take_figures(self, found: open_figures.Crossing | None) -> None:
        """Update the figures here to those there, and keep the same figures open."""
        table = self._open_figures
        if found is None:
            return
        with contextlib.suppress(NotSerializableError):
            figures = [(number, self._decode(raw)) for number, raw in found]
            if table is not None and table.used:
                table.stale = False
                table.take([(number, figure) for number, figure in figures if number], self._figures)

    def _fetch_figures(self) -> None:
        """Ask for the learner's open figures."""
        found = self._value(messages.GetFigures())
        if self._open_figures is not None:
            self._open_figures.take([(number, figure) for number, figure in found], self._figures)

    def _replacements_now(self) -> tuple[tuple[tuple[str, Any], ...], tuple[tuple[str, str, Any], ...]]:
        """Encode what the test has set or replaced; what cannot go over stays here."""
        names: list[tuple[str, Any]] = []
        for name, value in self.replacements.take_names():
            with contextlib.suppress(NotSerializableError):
                names.append((name, self._encode(value)))
                self.replacements.sent(name)
        replaced: list[tuple[str, str, Any]] = []
        for module, name, value in self.replacements.attributes():
            with contextlib.suppress(NotSerializableError):
                replaced.append((module, name, self._encode(value)))
        return tuple(names), tuple(replaced)

    def _exchange(self, body: messages.WorkerRequest) -> messages.WorkerReply:
        """Send a request and receive its reply.

        Raises
        ------
        WorkerLost
            If there is none. What was lost once stays lost, even if a test catches the error.
        """
        with self._turn:
            if self.lost is None:
                try:
                    reply = self._send_and_receive(body)
                except WorkerLost as error:
                    self.lost = error
                else:
                    if not isinstance(body, messages.RunCell):
                        self._print(reply.output, reply.errors)
                    return reply.body
            raise self.lost

    def _unexpected(self, reply: Message) -> WorkerLost:
        """Make the error for a reply that does not belong to its request; the worker is lost with it."""
        self.lost = WorkerLost(LostReason.PROTOCOL, f"{type(reply).__name__} is no reply to what was asked")
        return self.lost

    def _send_and_receive(self, body: messages.WorkerRequest) -> messages.Reply:
        self._number += 1
        number = self._number  # a callback can lead to other requests before the reply comes
        try:
            places, files = self.files.take_outgoing() if _shares_files(body) else ((), ())
            request = messages.Request(number, body, self._new_test, places, files)
            try:
                self._channel.send(messages.encode(request), self.until)
            except FrameError as error:  # nothing was sent: it is the test's to hand over less
                raise NotSerializableError(f"it is too large to be handed over: {error}") from None
            self._new_test = False
            while True:
                reply = messages.message_from_worker(self._channel.receive(self.until))
                if isinstance(reply, messages.Reply):
                    break
                self._print(reply.output, reply.errors)
                self._channel.send(messages.encode(self.run_callback(reply)), self.until)
        except FrameTimeoutError:
            raise WorkerLost(LostReason.TIMEOUT) from None
        except PeerClosedError:
            raise WorkerLost(LostReason.EXITED) from None
        except (FrameError, MalformedMessageError) as error:
            raise WorkerLost(LostReason.PROTOCOL, str(error)) from None
        if reply.number != number:
            raise WorkerLost(LostReason.PROTOCOL, "an answer came to a question that was not asked")
        if _shares_files(body):
            self.files.take(reply.changed_files, _callee(body), self.evidence.may_change)
        return reply

    def _print(self, output: str, errors: str) -> None:
        """Print here what was printed there: a test may catch it."""
        for stream, text in ((sys.stdout, output), (sys.stderr, errors)):
            if text and self._printed < _MAX_OUTPUT_CHARS:
                self._printed += len(text)
                stream.write(text[:_MAX_OUTPUT_CHARS])

    def run_callback(self, request: messages.CallbackRequest) -> Message:
        """Call a function of the judge's for the worker."""
        self._invalidate_caches()
        function = self._handed.function(request.callback)
        if function is None:
            raise WorkerLost(LostReason.PROTOCOL, "a function was called that was never handed over")
        arguments, named = self._decode(request.arguments), self._decode(request.keywords)
        if not isinstance(arguments, list) or not isinstance(named, list):
            raise WorkerLost(LostReason.PROTOCOL, "a callback arrived without a list of arguments")
        try:
            return messages.CallbackReturned(self._encode(function(*arguments, **dict(named))))
        except (Exception, KeyboardInterrupt, SystemExit) as error:  # noqa: BLE001 - it goes back to where the call came from
            return messages.CallbackRaised(describe_error(error, self._handed, self._encode))
        finally:
            self._invalidate_caches()  # what was read meanwhile: the learner's function goes on now

    def _error_of_block(self, report: str) -> BaseException:
        """Make the error that has ended a block of the learner's (``with``) from its report.

        Raises
        ------
        NotSerializableError
            If that is broken.
        """
        try:
            return self._exceptions.make(messages.error_report(json.loads(report)))
        except (ValueError, MalformedMessageError):
            raise NotSerializableError("the report of an error arrived broken") from None

    def _value(self, body: messages.WorkerRequest, *, ends: bool = False) -> Any:
        """Send a request and return the value that it gives; raise KeyError if there is no such name."""
        reply = self._exchange(body)
        if isinstance(reply, messages.NameMissing) and isinstance(body, messages.GetName):
            raise KeyError(body.name)
        return self._result(reply, ends=ends)

    def _result(
        self,
        result: Message,
        sent: list[object] | None = None,
        part_at: Callable[[object], object] | None = None,
        *,
        ends: bool = False,
    ) -> Any:
        """Decode a value, or raise the error that came in its place; ``ends`` says whether a StopIteration is one that ends a loop."""
        match result:
            case messages.Value(raw):
                return Decoder(self._readers, self._known).decode(raw, sent or (), part_at)
            case messages.Raised(report):
                error = self._exceptions.make(report)
                if not ends and (isinstance(error, _ENDS_LOOPS) or _is_of_a_test_runner(error)):
                    # Without this it would silently end a loop of the test's own, or end the test as skipped.
                    error = RuntimeError(f"{type(error).__name__} was raised: {error}")
                self._returned = str
                self.raised = RaisedError(type(error).__name__, str(error)[: previews.MAX_PREVIEW_CHARS])
                raise_from_line(error, report.line)
            case messages.NotSerializable(reason):
                raise NotCarriedError(reason[:500])
        raise self._unexpected(result)

    def _encoder(self) -> Encoder:
        return Encoder(self._encode_reference, self._known, (Remote,), self._figures)

    def _encode(self, value: object) -> Any:
        return self._encoder().encode(value, marks=self._marks())

    def _encode_content(self, value: object) -> Any:
        return self._encoder().encode(value, marks=self._marks(), opened=True)

    def _marks(self) -> Marks:
        """Return the handles that stand for values which the learner's program holds, too."""
        return Marks({one: {"t": "handle", "id": handle} for one, handle in self._kept.handles().items()})

    def _decode(self, raw: object, objects: Any = ()) -> Any:
        return Decoder(self._readers, self._known).decode(raw, objects)

    def _proxy_of(self, raw: dict[str, Any]) -> object:
        """Return the proxy of an object in the worker, the same for the same handle; for a class of errors, the class that stands for it."""
        if "family" in raw:
            return self._exceptions.class_of(messages.error_family(raw["family"]))
        handle = raw["id"]
        if type(handle) is not int:
            raise NotSerializableError("a handle arrived broken")
        if isinstance(raw.get("plain"), Number | str | bytes) and not self.allows(str(raw.get("type")), "__class__"):
            # No class of the reference has this name: what the value is underneath is all that counts.
            return raw["plain"]
        if handle not in self._proxies:
            self._proxies[handle] = RemoteClass(self, raw) if raw.get("kind") == "class" else proxy(self, raw)
            if raw.get("name") == "__next__":
                self._next_methods.add(handle)
        found = self._proxies[handle]
        if "plain" in raw and not isinstance(getattr(found, "_remote_given", None), Number):
            object.__setattr__(found, "_remote_given", raw["plain"])
        return found

    def claimed_class(self, handle: int, kind: str, title: str, shared: object) -> type:
        """Return the class that a proxy claims to have: Python's own, or one of its name after those that both sides have."""
        if kind in KINDS:
            return KINDS[kind]
        if (made := self._subclasses.seen_by_super(title)) is not None:
            return made
        found: list[type] = []
        for name in shared[:_MAX_SHARED] if isinstance(shared, list) else ():
            with contextlib.suppress(NotSerializableError):
                found.append(self._known.find(name))
        return self._mirrors.mirror(title, tuple(dict.fromkeys(found)), lambda: self.convert(handle, Conversion.CLASS))

    def make_class(
        self, name: str, bases: tuple[Any, ...], space: dict[str, Any], keywords: dict[str, Any]
    ) -> tuple[Any, type]:
        """Make a class of the test's that comes after one of the learner's; return it, and the class that ``super()`` finds in its methods."""
        self._hand_back()
        request = subclass_request(name, bases, space, keywords, self._encode)
        self._invalidate_caches()
        made = self._value(request)
        if not isinstance(made, RemoteClass):
            raise NotSerializableError("a class arrived broken")
        return made, self._subclasses.add(name, bases, space, made)

    def inner_of_function(self, handle: int, name: str) -> Any:
        """Return a function's ``__signature__`` or ``__code__``, or the fields of a dataclass."""
        if name == "__dataclass_fields__":
            return functions.dataclass_fields_of(self.convert(handle, Conversion.DATACLASS))
        described = self.convert(handle, Conversion.FUNCTION)
        if name == "__signature__":
            return functions.signature_of(described)
        return functions.signature_code(described, self._proxies[handle].__name__, self._cells)

    def _module(self, raw: dict[str, Any]) -> types.ModuleType:
        name = raw.get("m")
        if not isinstance(name, str) or name not in self._importable:
            raise NotSerializableError("a module cannot cross")
        return importlib.import_module(name)
