"""Judge a submission in this one process, where no other can be started: in a browser's tab.

The judge, the proxies and the learner's side are those of every other grading; they talk to each other in memory. Nothing stands
between the learner's code and the tests, so the result is for the learner's own use. What loops without an end is ended by whoever
started this process, who then starts another one and says what it was.
"""

from __future__ import annotations

import contextlib
import json
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Set
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from newspace_grading.course.grading.file_copy import copy_files
from newspace_grading.engine.judge.process import JudgeTask, classes_of_both_sides, make_judge
from newspace_grading.engine.judge.worker_session import WorkerSession, WorkerSettings
from newspace_grading.engine.judge_supervisor import JudgedTests
from newspace_grading.engine.protocol import messages
from newspace_grading.engine.protocol.messages import StartWorker
from newspace_grading.engine.protocol.worker_api import WorkerProcess
from newspace_grading.engine.proxies.client import WorkerClient
from newspace_grading.engine.worker.server import Server
from newspace_grading.model.errors import GraderError
from newspace_grading.model.results.failure import RaisedError
from newspace_grading.model.results.record import Record
from newspace_grading.model.results.verdict import Reason, Verdict
from newspace_grading.model.text import as_json

LEVEL = "browser"
"""The level of isolation in the records: there is none, and they are for the learner's own use."""


class Watcher(Protocol):
    """The caller that started this process, and ends it when something takes too long."""

    def cell_began(self, cell: str, seconds: float) -> None:
        """Receive the start of a cell that may take so many seconds; ``cell`` names it."""

    def test_began(self, task: str, seconds: float) -> None:
        """Receive the start of a test that may take so many seconds."""

    def graded(self, record: Record) -> None:
        """Receive the record of a test."""


@dataclass(frozen=True)
class EarlierAttempts:
    """The progress of earlier processes with the same submission.

    Attributes
    ----------
    records : tuple of Record
        The tests that they have graded.
    ended_cells, ended_tests : frozenset of str
        What took too long: these are not run again.
    """

    records: tuple[Record, ...] = ()
    ended_cells: frozenset[str] = frozenset()
    ended_tests: frozenset[str] = frozenset()


@dataclass
class SingleProcessSupervisor:
    """Judge the tests of one submission in this process.

    Attributes
    ----------
    watcher : Watcher
        Hears what begins.
    earlier : EarlierAttempts
        What need not be run.
    """

    watcher: Watcher
    earlier: EarlierAttempts = field(default_factory=EarlierAttempts)
    level: str = LEVEL

    def start(self) -> None:
        """Do nothing: there is nothing to share."""

    def stop(self) -> None:
        """Do nothing."""

    def warm(self, workers: Set[str], judges: Set[str] = frozenset()) -> None:
        """Do nothing: what a cell imports is loaded when it is run."""

    def judge(self, task: JudgeTask, done: Iterable[Record] = ()) -> JudgedTests:
        """Return the records of all tests; those that are there already are kept."""
        judged = JudgedTests({record.task: record for record in (*self.earlier.records, *done)})
        for step in task.tests:
            if step.task in self.earlier.ended_tests:
                judged.records[step.task] = Record(
                    step.task, Verdict.TIMED_OUT, 0.0, step.points, Reason.TIMEOUT, level=LEVEL
                )
        with _in_a_folder_with(task.files, task.source.folder):
            judge = make_judge(task, LEVEL, probes=False)  # a result that is forged here deceives only the learner
            settings = WorkerSettings(
                launcher=_NoLauncher(),
                limits=task.limits,
                names=task.source.names,
                home="",
                known=classes_of_both_sides(judge),
            )
            session = _Session(settings, self.watcher, self.earlier.ended_cells)
            for step, record in judge.records(session, set(judged.records), _ignore):
                if record is None:
                    self.watcher.test_began(step.task, task.limits.test_seconds)
                else:
                    judged.records[step.task] = record
                    self.watcher.graded(record)
        return judged


class _Session(WorkerSession):
    """The learner's side, in this process."""

    def __init__(self, settings: WorkerSettings, watcher: Watcher, ended: frozenset[str]) -> None:
        super().__init__(settings)
        self._watcher = watcher
        self._ended = ended
        self._times: Counter[str] = Counter()

    def run(self, source: str) -> tuple[Verdict | None, RaisedError | None]:
        """Run one cell, unless it took too long in an earlier process."""
        if not source.strip():
            return None, None
        self._times[source] += 1
        name = f"{self._times[source]}:{source}"
        if name in self._ended:
            return Verdict.TIMED_OUT, None
        self._watcher.cell_began(name, self._limits.cell_seconds)
        return super().run(source)

    def fresh(self) -> WorkerSession:
        """Return a view of this session for an in-process test: the cells before it were run already."""
        return _View(self._settings, self.client)

    def _start(self) -> None:
        self._client = _Loopback.client(self._settings)
        self._limited(self._limits.cell_seconds).share_classes()


class _View(WorkerSession):
    """A session in which every cell was run."""

    def __init__(self, settings: WorkerSettings, client: Callable[[float], WorkerClient]) -> None:
        super().__init__(settings)
        self._client_of = client

    def client(self, seconds: float) -> WorkerClient:
        """Return the client of the underlying session."""
        return self._client_of(seconds)

    def run(self, source: str) -> tuple[Verdict | None, RaisedError | None]:
        """Do nothing: the cell was run already."""
        del source
        return None, None

    def end_worker(self) -> None:
        """Do nothing: there is no worker to end."""


class _NoLauncher:
    """Start no process."""

    def start(self, request: StartWorker) -> WorkerProcess:
        """Refuse: no process can be started."""
        raise GraderError(f"no process can be started here for {type(request).__name__}")


class _Loopback:
    """The client's end of a connection within a process: requests are answered at once."""

    def __init__(self, output_chars: int) -> None:
        self._server = Server(_FarEnd(self._call_back), output_chars)  # type: ignore[arg-type]  # all that it asks of a channel
        self._answers: list[dict[str, Any]] = []
        self._client: WorkerClient | None = None

    @classmethod
    def client(cls, settings: WorkerSettings) -> WorkerClient:
        """Make a client with a server behind it."""
        channel = cls(settings.limits.output_chars)
        names = settings.names
        channel._client = WorkerClient(channel, names.allows, names.modules, settings.known)  # type: ignore[arg-type]  # all that it asks of one
        return channel._client

    def send(self, frame: dict[str, Any], until: float | None = None) -> None:
        """Take a request, and answer it."""
        del until
        request = messages.message_to_worker(_crossed(frame))
        if not isinstance(request, messages.Request):
            raise GraderError(f"{type(request).__name__} is no request")
        self._answers.append(_crossed(messages.encode(self._server.reply(request, ()))))

    def receive(self, until: float | None = None) -> dict[str, Any]:
        """Return the answer to the last request that has none yet."""
        del until
        return self._answers.pop()

    def close(self) -> None:
        """Do nothing: there is nothing to close."""

    def _call_back(self, frame: dict[str, Any]) -> dict[str, Any]:
        """Request the client to call a function of the judge's."""
        request = messages.message_from_worker(frame)
        if self._client is None or not isinstance(request, messages.CallbackRequest):
            raise GraderError(f"{type(request).__name__} is no callback")
        return messages.encode(self._client.run_callback(request))


class _FarEnd:
    """The server's end: it sends callbacks only."""

    def __init__(self, call: Callable[[dict[str, Any]], dict[str, Any]]) -> None:
        self._call = call
        self._answers: list[dict[str, Any]] = []

    def send(self, frame: dict[str, Any]) -> None:
        """Take a callback, and request its answer."""
        self._answers.append(_crossed(self._call(_crossed(frame))))

    def receive(self) -> dict[str, Any]:
        """Return the answer."""
        return self._answers.pop()


def _crossed(frame: dict[str, Any]) -> dict[str, Any]:
    """Copy a frame as if it had crossed to another process: otherwise both sides would share objects in memory."""
    crossed: dict[str, Any] = json.loads(as_json(frame))
    return crossed


@contextlib.contextmanager
def _in_a_folder_with(*origins: Path | None) -> Iterator[None]:
    """Work in a folder with copies of these folders' files, in which the cells and tests may write."""
    with tempfile.TemporaryDirectory(prefix="newspace-grade-") as room:
        for origin in origins:
            if origin is not None:
                copy_files(origin, Path(room))
        with contextlib.chdir(room):
            yield


def _ignore(_seconds: float) -> None:
    """Do nothing: the caller measures the time."""
