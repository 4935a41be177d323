"""The workers of one notebook: started when needed, ended when lost, and restarted by replaying the cells."""

from __future__ import annotations

import contextlib
import dataclasses
import os
import shutil
import tempfile
import time
from collections.abc import Set
from dataclasses import dataclass
from pathlib import Path

from newspace_grading.engine.analysis.name_ownership import NameOwnership
from newspace_grading.engine.protocol.codec.shared_classes import NO_SHARED_CLASSES, SharedClasses
from newspace_grading.engine.protocol.framing import FrameChannel
from newspace_grading.engine.protocol.messages import ErrorReport, ExitCause, StartWorker, WorkerExit
from newspace_grading.engine.protocol.worker_api import WorkerLauncher, WorkerProcess
from newspace_grading.engine.proxies.client import LostReason, WorkerClient, WorkerLost
from newspace_grading.engine.proxies.exceptions import is_limit_report
from newspace_grading.model.errors import GraderError
from newspace_grading.model.results.failure import RaisedError
from newspace_grading.model.results.verdict import Verdict
from newspace_grading.sandbox.limits import Limits

_START_S = 120.0
_LEAST_CELL_S = 1.0
_END_S = 2.0
_CHUNK = 2**16
_LIMIT_SIGNALS = (24, 25)  # SIGXCPU, SIGXFSZ
_LIMIT_CAUSES = (ExitCause.MEMORY, ExitCause.TIME, ExitCause.DISK)
TIMES_OF_A_NOTEBOOK = 3
"""How many times as long as a notebook may take all that is judged of it may take: two further workers run its cells, too."""


def remove_folder(folder: str) -> None:
    """Delete a folder of the engine's unless it is empty: to delete each empty one would wait for the disk."""
    with contextlib.suppress(OSError), os.scandir(folder) as found:
        if next(found, None) is not None:
            shutil.rmtree(folder, ignore_errors=True)


@dataclass(frozen=True, kw_only=True)
class WorkerSettings:
    """The settings with which all workers of a session are started.

    Attributes
    ----------
    launcher : WorkerLauncher
        Starts them.
    limits : Limits
        What the notebook may use.
    names : NameOwnership
        The ownership of names, from the reference.
    readable : tuple of str
        Further folders that the learner's code may read.
    files : Path or None
        The files that lie beside the notebook.
    home : str
        A folder of the engine's, for working folders; it is removed with the engine.
    known : SharedClasses
        The classes that the worker and the judge both have.
    withheld : frozenset of str
        Names of files that only tests read.
    watched : tuple of str
        Files beside the notebook that tests name: it is asked later whether they have changed.
    """

    launcher: WorkerLauncher
    limits: Limits
    names: NameOwnership
    home: str
    readable: tuple[str, ...] = ()
    files: Path | None = None
    known: SharedClasses = NO_SHARED_CLASSES
    withheld: frozenset[str] = frozenset()
    watched: tuple[str, ...] = ()


class WorkerSession:
    """Run the learner's cells, in one worker after another if need be.

    Parameters
    ----------
    settings : WorkerSettings
        What its workers are started with.

    Attributes
    ----------
    incidents : list of WorkerLost
        How its workers were lost.
    client_class : type
        The class of the clients that send requests to its workers.
    """

    def __init__(self, settings: WorkerSettings) -> None:
        self._settings = settings
        self._limits = settings.limits
        self._history: list[str] = []
        self._client: WorkerClient | None = None
        self._process: WorkerProcess | None = None
        self._stages: list[str] = []
        self._until = time.monotonic() + settings.limits.notebook_seconds
        self._others_until = time.monotonic() + TIMES_OF_A_NOTEBOOK * settings.limits.notebook_seconds
        self._cell_seconds = settings.limits.cell_seconds
        self.incidents: list[WorkerLost] = []
        self.client_class: type[WorkerClient] = WorkerClient

    def client(self, seconds: float) -> WorkerClient:
        """Return the client of a worker in which every cell so far has been run, with so many seconds to use it.

        Raises
        ------
        WorkerLost
            If no time is left for the notebook, or the worker cannot be restarted.
        """
        if self._client is None:
            self._start()
            for number, source in enumerate(self._history):
                if source:
                    self._limited(self._limits.cell_seconds).run_cell(source, _skipped(self._history[:number]))
        return self._limited(seconds)

    def clone(self) -> WorkerSession:
        """Make another session, in which the same cells are run when it is first asked; this one stays as it is."""
        return self._other(self._settings, self._history)

    def fresh(self) -> WorkerSession:
        """Make another session, in which no cell has been run yet."""
        return self._other(self._settings, [])

    def with_history(self, history: list[str], files: Path, withheld: Set[str] = frozenset()) -> WorkerSession:
        """Make another session, in which other cells are run than here, beside other files, without those that are ``withheld`` as well."""
        settings = dataclasses.replace(self._settings, files=files, withheld=self._settings.withheld | withheld)
        return self._other(settings, history)

    def _other(self, settings: WorkerSettings, history: list[str]) -> WorkerSession:
        session = WorkerSession(settings)
        session._history = list(history)
        session._until = session._others_until = self._others_until
        return session

    @property
    def withheld(self) -> frozenset[str]:
        """The files that lie beside the source and that the learner's side does not get."""
        return self._settings.withheld

    @property
    def is_out_of_time(self) -> bool:
        """Whether no more may be run here."""
        return time.monotonic() >= self._until

    def _limited(self, seconds: float) -> WorkerClient:
        if self._client is None:
            raise GraderError("there is no process to ask")
        if self.is_out_of_time:
            raise WorkerLost(LostReason.TIMEOUT, "the whole notebook took too long")
        self._client.until = min(time.monotonic() + seconds, self._until)
        return self._client

    def run(self, source: str) -> tuple[Verdict | None, RaisedError | None]:
        """Run one cell; return the verdict if the worker was lost, and the error with which the cell stopped.

        A cell that ends the worker is left out when the others are run again; an empty one is never run.
        """
        if not source.strip():
            return None, None
        try:
            error = self.client(self._cell_seconds).run_cell(source, _skipped(self._history))
        except WorkerLost as lost:
            if (
                lost.reason is LostReason.TIMEOUT
            ):  # the next has less: endless cells must not use up the notebook's time
                self._cell_seconds = min(self._cell_seconds, max(_LEAST_CELL_S, self._cell_seconds / 2))
            return self.verdict_on_loss(lost), None
        self._history.append(source)
        if error is None:
            return None, None
        if ("builtins", "MemoryError") in error.family.shared:
            return Verdict.OVER_LIMIT, RaisedError("MemoryError")
        return Verdict.OVER_LIMIT if is_limit_report(error) else None, _raised(error)

    def has_run(self, source: str) -> bool:
        """Tell whether this was the last cell, and did not end its worker."""
        return bool(source.strip()) and self._history[-1:] == [source]

    def count_skipped_cell(self) -> None:
        """Count a cell that is run elsewhere: a test. In, Out and their numbers must be those of the notebook."""
        self._history.append("")

    def verdict_on_loss(self, lost: WorkerLost) -> Verdict:
        """End a worker that was lost, and return the verdict on that.

        Raises
        ------
        GraderError
            If it was the grader's own fault, or its watcher was ended from outside.
        """
        self.incidents.append(lost)
        ended = self._end(wait=lost.reason is LostReason.EXITED)
        if lost.reason is LostReason.TIMEOUT:
            return Verdict.TIMED_OUT
        if lost.reason is LostReason.PROTOCOL:
            return Verdict.TAMPERED
        if ended is None:  # the watcher was ended, too: not by a learner
            raise GraderError("the process that watches a learner's was ended from outside")
        if ended.cause is ExitCause.GRADER:
            raise GraderError(f"grader {ended.detail}")
        if ended.cause is ExitCause.SIGNALLED and ended.number in _LIMIT_SIGNALS:
            return Verdict.OVER_LIMIT
        return Verdict.OVER_LIMIT if ended.cause in _LIMIT_CAUSES else Verdict.CRASHED

    @property
    def is_lost(self) -> bool:
        """Tell whether its worker was lost and the loss is not handled yet."""
        return self._client is not None and self._client.lost is not None

    def end_worker(self) -> None:
        """End the worker; the next has every cell so far run in it."""
        self._end(wait=False)

    def end_worker_and_wait(self) -> None:
        """End the worker, and wait until it and all that it started are gone: they hold one end of its connection."""
        if self._process is None:
            return
        with contextlib.suppress(OSError), self._process.connection.dup() as connection:
            self.end_worker()
            connection.settimeout(_END_S)
            while connection.recv(_CHUNK):
                pass

    def close(self) -> None:
        """End the worker, and remove the working folders."""
        self._end(wait=False)
        for stage in self._stages:
            remove_folder(stage)

    def _start(self) -> None:
        settings = self._settings
        stage = tempfile.mkdtemp(prefix="notebook-", dir=settings.home)
        self._stages.append(stage)
        request = StartWorker(
            limits=settings.limits,
            readable=settings.readable,
            files="" if settings.files is None else str(settings.files),
            withheld=tuple(sorted(settings.withheld)),
            stage=stage,
        )
        self._process = settings.launcher.start(request)
        channel = FrameChannel(self._process.connection)
        self._client = self.client_class(channel, settings.names.allows, settings.names.modules, settings.known)
        self._limited(_START_S).share_classes(settings.watched)

    def _end(self, *, wait: bool) -> WorkerExit | None:
        process, self._process, self._client = self._process, None, None
        return None if process is None else process.end(wait=wait)


def _raised(error: ErrorReport) -> RaisedError:
    """Return the error of a cell; it comes from the learner's side, so it is only ever shown."""
    return RaisedError(error.type[:200], error.text[:500])


def _skipped(history: list[str]) -> int:
    """Count the cells that were skipped since the last that was run."""
    return next((number for number, source in enumerate(reversed(history)) if source), len(history))
