"""All messages that the engine's processes send to each other; `CONVERSATIONS` says who sends which to whom.

Fields annotated ``Json`` hold a value as `newspace_grading.engine.protocol.codec` encodes it: it is checked when it is decoded.
Everything else is checked here, on arrival, by type. That a frame from a worker is not too large is checked before:
see ``MAX_FRAME_BYTES`` in `newspace_grading.engine.protocol.framing`.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import KW_ONLY, dataclass
from enum import StrEnum
from typing import Any, TypeAlias, cast, get_args

from newspace_grading.engine.protocol.typed_message import (
    MalformedMessageError,
    Message,
    decode,
    encode,
    fields_of,
    nested_messages,
)
from newspace_grading.sandbox.limits import Limits

__all__ = ["MalformedMessageError", "Message", "encode"]

Json: TypeAlias = Any


# --- Requests to the worker ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ShareClasses(Message):
    """Say which classes the assignment itself defines (``own``), and which packages it imports (``roots``).

    ``watched`` are files of which it is asked later whether they have changed.
    """

    own: tuple[str, ...]
    roots: tuple[str, ...]
    watched: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RunCell(Message):
    """Run one of the learner's cells, after ``skipped`` cells that only count in IPython's numbering."""

    source: str
    skipped: int = 0


@dataclass(frozen=True, slots=True)
class RunTest(Message):
    """Run a test cell in a copy of the learner's own process.

    ``secret`` is needed for the proof of how far it got. The statements in ``prelude`` (imports and helper functions of the assignment)
    are run before it, and the names in ``unbound`` are Python's own again. ``looks`` says whether it is looked at before what is no
    longer as Python and its libraries have it; otherwise what was found last is told again.
    """

    source: str
    secret: str
    prelude: tuple[str, ...] = ()
    unbound: tuple[str, ...] = ()
    looks: bool = True


@dataclass(frozen=True, slots=True)
class ReadFile(Message):
    """Read a file in the learner's working folder; one that is ``watched``, only if it has changed. ``content`` says whether it is wanted."""

    name: str
    watched: bool = False
    content: bool = True


@dataclass(frozen=True, slots=True)
class TakeFiles(Message):
    """Take what the test has changed in files, and do nothing else."""


@dataclass(frozen=True, slots=True)
class GetFigures(Message):
    """Get pyplot's open figures, the current one last: ``[[number, figure], …]``."""


@dataclass(frozen=True, slots=True)
class GetName(Message):
    """Get the value of a global name of the notebook."""

    name: str


@dataclass(frozen=True, slots=True)
class GetAttribute(Message):
    """Get an attribute of an object; if a class is given that it comes ``after``, as ``super()`` finds it."""

    handle: int
    name: str
    after: int | None = None


@dataclass(frozen=True, slots=True)
class SetAttribute(Message):
    """Set an attribute of an object."""

    handle: int
    name: str
    value: Json


class MemberKind(StrEnum):
    """What stands in the body of a class."""

    VALUE = "value"
    PROPERTY = "property"
    CLASS_METHOD = "classmethod"
    STATIC_METHOD = "staticmethod"


@dataclass(frozen=True, slots=True)
class MakeClass(Message):
    """Make a class of the test's that comes after one of the learner's.

    ``bases`` and ``keywords`` are encoded as arguments are. ``members`` are what stands in its body: ``[name, kind, [value, …]]``, the values of a property
    being its three functions.
    """

    name: str
    bases: Json
    members: tuple[tuple[str, MemberKind, Json], ...]
    keywords: Json


@dataclass(frozen=True, slots=True)
class ChangeValue(Message):
    """Change a value that both sides hold in place, as the test has changed its copy."""

    handle: int
    value: Json


@dataclass(frozen=True, slots=True)
class GetItem(Message):
    """Get an item of an object by its key."""

    handle: int
    key: Json


@dataclass(frozen=True, slots=True)
class Operate(Message):
    """Apply a function of the module ``operator`` to an object and other operands, which come first if ``reflected``."""

    handle: int
    operator: str
    operands: Json
    reflected: bool = False


class Conversion(StrEnum):
    """What can be asked of an object that needs nothing but the object."""

    FLOAT = "float"
    INT = "int"
    INDEX = "index"
    COMPLEX = "complex"
    STR = "str"
    REPR = "repr"
    LEN = "len"
    BOOL = "bool"
    HASH = "hash"
    DIR = "dir"
    ITER = "iter"
    NEXT = "next"
    FIELDS = "fields"
    VARS = "vars"
    CLASS = "class"
    MRO = "mro"
    BASES = "bases"
    FUNCTION = "function"
    DATACLASS = "dataclass"
    AWAIT = "await"
    SELF = "self"
    COPY = "copy"
    DEEPCOPY = "deepcopy"


@dataclass(frozen=True, slots=True)
class Convert(Message):
    """Convert an object: to a number, a text, its length, an iterator, its next item, its fields."""

    handle: int
    conversion: Conversion


@dataclass(frozen=True, slots=True)
class Call(Message):
    """Call an object.

    ``arguments`` are encoded together, so that one object in two places stays one: ``[positional, [[keyword, value], …]]``.
    ``kept_names`` are names whose handles the judge holds. ``random_state`` has the generators that changed since the last
    call. ``set_names`` are names of the notebook that the test has set, ``replaced`` what stands in the place of names of modules during
    this call: ``[module, name, value]``. With ``wants_random_state`` the generators that the call changes come back. ``figures`` are
    pyplot's open figures, the current one last, if the test has looked for one: ``[number, figure]``. With ``wants_warnings`` the
    warnings that the call gives come back, and what it logs for the loggers of ``wants_logs``: ``[logger, level that the test has set]``,
    0 for none. ``deleted_names`` are names of the notebook that the test has deleted. ``environment`` has the variables of the environment that it has
    set since the last call, ``null`` for one that it has deleted; ``numpy_settings`` how numpy treats floating-point errors and how it
    prints, if that has changed: ``[setting, value]``. ``refreshed_copies`` are the objects of libraries and the databases of which the worker has
    copies and which the test has changed since.
    """

    handle: int
    arguments: Json
    kept_names: dict[str, int]
    _: KW_ONLY
    random_state: dict[str, Json] | None = None
    set_names: tuple[tuple[str, Json], ...] = ()
    replaced: tuple[tuple[str, str, Json], ...] = ()
    wants_random_state: bool = False
    figures: tuple[tuple[int, Json], ...] | None = None
    wants_warnings: bool = False
    wants_logs: tuple[tuple[str, int], ...] = ()
    deleted_names: tuple[str, ...] = ()
    environment: tuple[tuple[str, str | None], ...] = ()
    numpy_settings: tuple[tuple[str, Json], ...] = ()
    refreshed_copies: tuple[Json, ...] = ()


WorkerRequest: TypeAlias = (
    ShareClasses
    | RunCell
    | RunTest
    | ReadFile
    | TakeFiles
    | GetFigures
    | GetName
    | GetAttribute
    | SetAttribute
    | MakeClass
    | ChangeValue
    | GetItem
    | Operate
    | Convert
    | Call
)


@dataclass(frozen=True, slots=True)
class Request(Message):
    """Ask the worker for something. ``number`` comes back in the reply; ``new_test`` is set in a test's first request.

    ``new_places`` are files and folders that the test hands over or names, numbered from the first of the test on:
    ``[name, whether it lies in a folder that the test has made]``. ``changed_files`` is what has changed in any of them on the judge's side since both were equal: ``[place, name in it, content]``. The name is empty for
    a file, and ends with a slash for a folder; the content is ``null`` for what is gone, and "=" for what the worker has already.
    """

    number: int
    body: WorkerRequest
    new_test: bool = False
    new_places: tuple[tuple[str, bool], ...] = ()
    changed_files: tuple[tuple[int, str, str | None], ...] = ()


# --- Replies of the worker ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Done(Message):
    """Say that it is done, where there is nothing else to say."""


@dataclass(frozen=True, slots=True)
class Value(Message):
    """Give a value, or a handle on an object that stays in the worker."""

    value: Json = None


@dataclass(frozen=True, slots=True)
class NameMissing(Message):
    """Say that the notebook has no such name."""


@dataclass(frozen=True, slots=True)
class NotSerializable(Message):
    """Say why a value cannot cross."""

    reason: str


@dataclass(frozen=True, slots=True)
class ErrorFamily(Message):
    """Name the classes of an error: those that only the worker has, by handle, then those of both sides, by module and name.

    ``parents`` has for each class of ``own`` those that it comes after directly: by the place in ``own``, or by -1 less the place in
    ``shared``.
    """

    shared: tuple[tuple[str, str], ...] = ()
    own: tuple[tuple[int, str], ...] = ()
    parents: tuple[tuple[int, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class ErrorReport(Message):
    """Describe an error that the learner's code raised.

    ``name`` is that of a `NameError`, ``errno`` that of an `OSError`, ``fields`` are its attributes; ``no_thread`` says that Python
    could start no further thread. ``cause`` is the encoded report of the error from which it was raised (``raise … from …``).
    ``judges`` is the number of an error of the judge's that the learner's code let through.
    """

    type: str
    family: ErrorFamily
    text: str = ""
    line: str = ""
    name: str = ""
    args: Json = None
    _: KW_ONLY
    fields: tuple[tuple[str, Json], ...] = ()
    errno: int | None = None
    no_thread: bool = False
    cause: Json = None
    judges: int | None = None


@dataclass(frozen=True, slots=True)
class LogReport(Message):
    """Describe what the learner's code has logged: the logger, the level, the finished text, and the function that did it."""

    logger: str
    level: int
    text: str
    function: str = ""


@dataclass(frozen=True, slots=True)
class Raised(Message):
    """Give the error that was raised in place of a value."""

    error: ErrorReport


@dataclass(frozen=True, slots=True)
class CellFinished(Message):
    """Say that a cell was run, and with which error it stopped, if it did."""

    error: ErrorReport | None = None


@dataclass(frozen=True, slots=True)
class TestFinished(Message):
    """Say how many statements of a test were run, and what it ended with: a number, an error in a line, or neither.

    ``proof`` is `progress_proof` of the request's secret and ``steps``. ``changed`` names what was no longer as Python and its
    libraries have it. ``in_place`` says that the process could not be copied: it has run the test itself.
    """

    __test__ = False  # no test of pytest's

    steps: int
    proof: str
    score: float | None = None
    error: ErrorReport | None = None
    line: int = 0
    changed: tuple[str, ...] = ()
    in_place: bool = False


@dataclass(frozen=True, slots=True)
class TestLost(Message):
    """Say that the copy of the process in which a test was run ended without an answer."""

    __test__ = False  # no test of pytest's


@dataclass(frozen=True, slots=True)
class FileContent(Message):
    """Give the bytes of a file in base64; ``null`` if it is ``gone``, or too large. ``changed`` is told of a file that is watched."""

    content: str | None = None
    changed: bool = False
    gone: bool = False


@dataclass(frozen=True, slots=True)
class CallFinished(Message):
    """Give the result of a call, and what it changed: arguments in place, fields of objects.

    ``unchanged_names`` are those of the request's ``kept_names`` that still stand for the same object. ``random_state`` has the
    generators that the call has changed. ``figures`` are the figures that were handed over, as they are now, and where the request
    had some all that are open; the number of one that pyplot does not know is 0. ``warnings`` are the warnings that were given, ``logs`` what
    was logged. Arguments are told by the path to a part
    that can be changed. ``kept_arguments`` are parts that the learner's program holds from now on, with their handles, ``changed_values``
    are values that both sides hold and that have changed. ``changed_copies`` are the copies of the judge's objects that have changed, by number, as handles;
    ``changed_databases`` the databases, ``null`` for one that is closed.
    """

    result: Value | NotSerializable | Raised
    _: KW_ONLY
    changed_arguments: tuple[tuple[str, Json], ...] = ()
    changed_fields: tuple[tuple[int, Json], ...] = ()
    unchanged_names: tuple[str, ...] = ()
    random_state: dict[str, Json] | None = None
    figures: tuple[tuple[int, Json], ...] | None = None
    warnings: tuple[ErrorReport, ...] = ()
    logs: tuple[LogReport, ...] = ()
    kept_arguments: tuple[tuple[str, int], ...] = ()
    changed_values: tuple[tuple[int, Json], ...] = ()
    changed_copies: tuple[tuple[int, Json], ...] = ()
    changed_databases: tuple[tuple[int, Json], ...] = ()


WorkerReply: TypeAlias = (
    Done
    | Value
    | NameMissing
    | NotSerializable
    | Raised
    | CellFinished
    | TestFinished
    | TestLost
    | FileContent
    | CallFinished
)


@dataclass(frozen=True, slots=True)
class Reply(Message):
    """Answer the request of the same number. ``output`` and ``errors`` are what was printed meanwhile, to stdout and to stderr.

    ``changed_files`` is what has changed in the places of the test's, as in the request.
    """

    number: int
    body: WorkerReply
    output: str = ""
    errors: str = ""
    changed_files: tuple[tuple[int, str, str | None], ...] = ()


# --- Functions of the judge that the worker calls -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CallbackRequest(Message):
    """Call a function of the judge's that it handed over; until the judge has answered, requests may come."""

    callback: int
    arguments: Json
    keywords: Json
    output: str = ""
    errors: str = ""


@dataclass(frozen=True, slots=True)
class CallbackReturned(Message):
    """Give the result of a function of the judge's."""

    value: Json = None


@dataclass(frozen=True, slots=True)
class CallbackRaised(Message):
    """Say that a function of the judge's raised an error, and describe that."""

    error: Json


# --- The forkserver, and spawned interpreters ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class StartWorker(Message):
    """Start a worker. It works in the folder ``stage``, on a copy of the folder ``files`` without what is ``withheld``.

    To the forkserver it comes with two descriptors: the worker's end of the channel, and the pipe for its `WorkerExit`.
    """

    limits: Limits
    readable: tuple[str, ...]
    files: str
    withheld: tuple[str, ...]
    stage: str


@dataclass(frozen=True, slots=True)
class KillWorker(Message):
    """End a worker and all that it started."""

    pid: int


@dataclass(frozen=True, slots=True)
class LoadModules(Message):
    """Import modules once, for all workers that are started from now on."""

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StartForkserver(Message):
    """Become the forkserver of an engine, in its folder; ``purpose`` is what nbgrader calls the kind of run."""

    level: str
    folder: str
    purpose: str


@dataclass(frozen=True, slots=True)
class ServeEngines(Message):
    """Import modules once, and fork the forkservers of several engines; they will start at least so many workers."""

    names: tuple[str, ...]
    workers: int


@dataclass(frozen=True, slots=True)
class ForkserverReady(Message):
    """Say that the forkserver is warm, which level of isolation its workers get, and which process it is."""

    level: str
    pid: int


@dataclass(frozen=True, slots=True)
class WorkerStarted(Message):
    """Give the process id of a new worker; 0 if there is none, and its `WorkerExit` says why."""

    pid: int


@dataclass(frozen=True, slots=True)
class ConnectBack(Message):
    """Tell a new interpreter at which port of this machine it is awaited, and by which secret it is known."""

    port: int
    token: str


@dataclass(frozen=True, slots=True)
class SpawnWorker(Message):
    """Tell a new interpreter what it is to work on, and at which level of isolation."""

    level: str
    start: StartWorker


class ExitCause(StrEnum):
    """Why a worker ended."""

    EXITED = "exited"
    SIGNALLED = "signalled"
    MEMORY = "memory"
    TIME = "time"
    DISK = "disk"
    GRADER = "grader"


@dataclass(frozen=True, slots=True)
class WorkerExit(Message):
    """Say how a worker ended. ``number`` is its exit code or signal; ``detail`` says what failed in the grader itself."""

    cause: ExitCause
    number: int = 0
    detail: str = ""


# --- What the judge reports to the engine -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class TestBegan(Message):
    """Say which test is run now."""

    __test__ = False  # no test of pytest's

    task: str


@dataclass(frozen=True, slots=True)
class ClockRestarted(Message):
    """Say that something began that has so many ``seconds`` for itself."""

    seconds: float


@dataclass(frozen=True, slots=True)
class TestGraded(Message):
    """Give a test's record.

    ``empty_values`` counts what came back in it without any content, by the place where it came from; ``changes`` says what was
    changed of what was handed over.
    """

    __test__ = False  # no test of pytest's

    record: dict[str, Any]
    empty_values: dict[str, int]
    changes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RecordRefined(Message):
    """Give a record that says more than that of the same task did; ``null`` while one is looked for."""

    record: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class ReferenceCompared(Message):
    """Say how the reference's classes compare among decoys in a test: its points, and `[operator, answer]` in the order of the requests.

    ``null`` is an answer that is no boolean.
    """

    test: str
    score: float
    answers: tuple[tuple[str, bool | None], ...]


@dataclass(frozen=True, slots=True)
class JudgeFailed(Message):
    """Say why the judge cannot go on: the grader's fault, or the assignment's."""

    reason: str


JudgeReport: TypeAlias = TestBegan | ClockRestarted | TestGraded | RecordRefined | ReferenceCompared | JudgeFailed
ForkserverRequest: TypeAlias = StartWorker | KillWorker | LoadModules
ForkserverReply: TypeAlias = ForkserverReady | WorkerStarted | Done


# --- Between the main process and the grading processes -----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class GradeSubmission(Message):
    """Grade a learner's submission."""

    student: str


@dataclass(frozen=True, slots=True)
class ModulesLoaded(Message):
    """Say which modules an assignment's workers and judges find loaded; ``state`` says of the files in its ``folder`` whether they are as they were."""

    folder: str
    state: str
    workers: tuple[str, ...]
    judges: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KeepLoaded(Message):
    """Keep an interpreter for the next command of the same folder and words."""

    place: tuple[str, ...]
    modules: ModulesLoaded


@dataclass(frozen=True, slots=True)
class SubmissionGraded(Message):
    """Give the result of a submission: a `GradingResult` as plain data. The results come in the order in which they were asked for."""

    result: dict[str, Any]


@dataclass(frozen=True, slots=True)
class EngineFailed(Message):
    """Say why no submission can be graded: the engine could not be started."""

    reason: str


GradingReport: TypeAlias = SubmissionGraded | EngineFailed


# --- Who says what to whom ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Conversation:
    """The messages that go one way between two processes.

    Attributes
    ----------
    sender, receiver : str
        The processes.
    carrier : str
        What carries the messages.
    kinds : tuple of type
        The messages.
    """

    sender: str
    receiver: str
    carrier: str
    kinds: tuple[type[Message], ...]


_TO_WORKER = (Request, CallbackReturned, CallbackRaised)
_FROM_WORKER = (Reply, CallbackRequest)
_TO_FORKSERVER = get_args(ForkserverRequest)
_FROM_FORKSERVER = get_args(ForkserverReply)
_FROM_JUDGE = get_args(JudgeReport)
_FROM_GRADING_PROCESS = get_args(GradingReport)

CONVERSATIONS = (
    Conversation("main process", "grading process", "lines of JSON on a socket pair", (GradeSubmission,)),
    Conversation("grading process", "main process", "lines of JSON on a socket pair", _FROM_GRADING_PROCESS),
    Conversation("judge", "worker", "frames of JSON on a socket", _TO_WORKER),
    Conversation("worker (untrusted)", "judge", "frames of JSON on a socket", _FROM_WORKER),
    Conversation("judge", "engine", "lines of JSON in a pipe", _FROM_JUDGE),
    Conversation("engine", "forked forkserver", "one line of JSON on a Unix socket", (StartForkserver,)),
    Conversation(
        "main process", "process that forks forkservers", "one line of JSON on a Unix socket", (ServeEngines,)
    ),
    Conversation("grading process", "who waits for the command", "lines of JSON in a pipe", (ModulesLoaded,)),
    Conversation("who waits for a command", "warm server", "JSON on a socket pair", (KeepLoaded,)),
    Conversation("judge or engine", "forkserver", "lines of JSON on a Unix socket", _TO_FORKSERVER),
    Conversation("forkserver", "judge or engine", "lines of JSON on a Unix socket", _FROM_FORKSERVER),
    Conversation("the worker's watcher", "judge", "one line of JSON in a pipe", (WorkerExit,)),
    Conversation("judge", "spawned worker", "lines of JSON on standard input", (ConnectBack, SpawnWorker)),
)


def read_forms() -> None:
    """Read the declared form of every message now: a process that is forked afterwards need not."""
    waiting: list[type] = [kind for conversation in CONVERSATIONS for kind in conversation.kinds]
    while waiting:
        kind = waiting.pop()
        fields_of(kind)
        waiting += nested_messages(kind, of=object)


def message_to_worker(raw: object) -> Request | CallbackReturned | CallbackRaised:
    """Read what the judge sent."""
    return cast("Request | CallbackReturned | CallbackRaised", decode(raw, _TO_WORKER))


def message_from_worker(raw: object) -> Reply | CallbackRequest:
    """Read what a worker sent.

    Raises
    ------
    MalformedMessageError
        If it is not exactly a reply or a callback.
    """
    return cast("Reply | CallbackRequest", decode(raw, _FROM_WORKER))


def error_family(raw: object) -> ErrorFamily:
    """Read the classes of an error, as a handle on one of the worker's classes names them."""
    return cast("ErrorFamily", decode(raw, (ErrorFamily,)))


def forkserver_start(raw: object) -> StartForkserver | ServeEngines:
    """Read whose forkserver, or whose forkservers' parent, a process is to be."""
    return cast("StartForkserver | ServeEngines", decode(raw, (StartForkserver, ServeEngines)))


def error_report(raw: object) -> ErrorReport:
    """Read the report of an error from which another was raised."""
    return cast("ErrorReport", decode(raw, (ErrorReport,)))


def forkserver_request(raw: object) -> ForkserverRequest:
    """Read a request to the forkserver."""
    return cast("ForkserverRequest", decode(raw, _TO_FORKSERVER))


def forkserver_reply(raw: object) -> ForkserverReply:
    """Read a reply of the forkserver."""
    return cast("ForkserverReply", decode(raw, _FROM_FORKSERVER))


def judge_report(raw: object) -> JudgeReport:
    """Read a report of the judge's."""
    return cast("JudgeReport", decode(raw, _FROM_JUDGE))


def modules_loaded(raw: object) -> ModulesLoaded:
    """Read what an assignment has loaded."""
    return cast("ModulesLoaded", decode(raw, (ModulesLoaded,)))


def keep_loaded(raw: object) -> KeepLoaded:
    """Read for whose next command an interpreter is kept."""
    return cast("KeepLoaded", decode(raw, (KeepLoaded,)))


def grading_request(raw: object) -> GradeSubmission:
    """Read a request to a grading process."""
    return cast("GradeSubmission", decode(raw, (GradeSubmission,)))


def grading_report(raw: object) -> GradingReport:
    """Read a reply of a grading process."""
    return cast("GradingReport", decode(raw, _FROM_GRADING_PROCESS))


def worker_exit(raw: object) -> WorkerExit:
    """Read how a worker ended."""
    return cast("WorkerExit", decode(raw, (WorkerExit,)))


def connect_back(raw: object) -> ConnectBack:
    """Read where a new interpreter is awaited."""
    return cast("ConnectBack", decode(raw, (ConnectBack,)))


def spawn_worker(raw: object) -> SpawnWorker:
    """Read what a new interpreter is to work on."""
    return cast("SpawnWorker", decode(raw, (SpawnWorker,)))


def progress_proof(secret: str, steps: int) -> str:
    """Compute the code that proves how many statements of a test were run; it needs the request's secret."""
    return hmac.new(secret.encode(), str(steps).encode(), hashlib.sha256).hexdigest()
