"""The learner's processes as the judge sees them: started when needed, ended when lost, brought back to where they were."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
import time
from pathlib import Path
from typing import Any

from newspace_grading.engine.analysis.name_ownership import Names
from newspace_grading.engine.protocol.codec.shared_classes import NONE, SharedClasses
from newspace_grading.engine.protocol.framing import Wire
from newspace_grading.engine.protocol.worker_api import Running, Starter
from newspace_grading.engine.proxies.client import WorkerClient, WorkerLost
from newspace_grading.engine.proxies.exceptions import at_a_limit
from newspace_grading.model.errors import GraderError
from newspace_grading.model.results.verdict import Verdict
from newspace_grading.sandbox.limits import Limits

__all__ = ["GraderError", "WorkerSession", "clear_away"]
_START_S = 30.0


def clear_away(folder: str) -> None:
    """Delete a folder of the engine's, if there is anything in it: empty ones go with the engine, since each would wait for the disk."""
    with contextlib.suppress(OSError), os.scandir(folder) as found:
        if next(found, None) is not None:
            shutil.rmtree(folder, ignore_errors=True)


class WorkerSession:
    """Runs the learner's cells, one process after another if need be.

    Parameters
    ----------
    starter : Starter
        Begins the processes.
    limits : Limits
        What the notebook may use.
    names : Names
        What the reference says about names.
    readable : list of str
        Further folders that the learner's code may read.
    files : Path or None
        The files that lie beside the notebook.
    home : str
        A folder of the engine's, for working folders; it is cleared away with the engine.
    known : SharedClasses
        The classes that the learner's side and the judge's both have.
    withheld : frozenset of str
        Names of files that only tests read.
    """

    def __init__(
        self,
        starter: Starter,
        limits: Limits,
        names: Names,
        readable: list[str],
        files: Path | None,
        home: str,
        known: SharedClasses = NONE,
        withheld: frozenset[str] = frozenset(),
    ) -> None:
        self._starter = starter
        self._limits = limits
        self._names = names
        self._readable = readable
        self._files = files
        self._home = home
        self._known = known
        self._withheld = sorted(withheld)
        self._history: list[str] = []
        self._channel: WorkerClient | None = None
        self._running: Running | None = None
        self._stages: list[str] = []
        self._until = time.monotonic() + limits.notebook_seconds
        self.incidents: list[WorkerLost] = []
        self.kind: type[WorkerClient] = WorkerClient

    def channel(self, seconds: float) -> WorkerClient:
        """The channel to a process in which every cell so far has been run, with so many seconds to use it.

        Raises
        ------
        WorkerLost
            If no time is left for the notebook, or the process cannot be brought back.
        """
        if self._channel is None:
            self._start()
            for number, source in enumerate(self._history):
                if source:
                    self._limit(self._limits.cell_seconds).cell(source, _skipped(self._history[:number]))
        return self._limit(seconds)

    def clone(self) -> WorkerSession:
        """Another session, in which the same cells are run when it is first asked; this one stays as it is."""
        other = WorkerSession(
            self._starter,
            self._limits,
            self._names,
            self._readable,
            self._files,
            self._home,
            self._known,
            frozenset(self._withheld),
        )
        other._history = list(self._history)
        other._until = self._until
        return other

    def fresh(self) -> WorkerSession:
        """Another session, in which no cell has been run yet."""
        session = self.clone()
        session._history = []
        return session

    def with_history(self, history: list[str], files: Path) -> WorkerSession:
        """Another session, in which other cells are run than here."""
        session = self.clone()
        session._history, session._files = history, files
        return session

    def _limit(self, seconds: float) -> WorkerClient:
        if self._channel is None:
            raise GraderError("there is no process to ask")
        now = time.monotonic()
        if now >= self._until:
            raise WorkerLost("late", "the whole notebook took too long")
        self._channel.until = min(now + seconds, self._until)
        return self._channel

    def run(self, source: str) -> tuple[Verdict | None, str]:
        """Run one cell; the word for what went wrong with the process, if anything, and the error as its last line tells it.

        A cell that ends the process is left out when the others are run again; an empty one is never run.
        """
        if not source.strip():
            return None, ""
        try:
            reply = self.channel(self._limits.cell_seconds).cell(source, _skipped(self._history))
        except WorkerLost as lost:
            return self.lost(lost), ""
        self._history.append(source)
        failed = reply.get("failed")
        bases = failed.get("bases") if isinstance(failed, dict) else None
        if isinstance(bases, list) and ["builtins", "MemoryError"] in bases:
            return Verdict.OVER_LIMIT, "MemoryError"
        if isinstance(failed, dict) and at_a_limit(str(failed.get("text", ""))):
            return Verdict.OVER_LIMIT, _last_line(failed)
        return None, _last_line(failed) if isinstance(failed, dict) else ""

    def count_skipped_cell(self) -> None:
        """Count a cell that is run elsewhere: a test. What a learner sees of In, Out and their numbers is the notebook's."""
        self._history.append("")

    def lost(self, error: WorkerLost) -> Verdict:
        """End the process, and say in a verdict's word what became of it."""
        self.incidents.append(error)
        word = self._end(wait=error.how == "gone")
        if error.how == "late":
            return Verdict.TIMED_OUT
        if error.how == "nonsense":
            return Verdict.TAMPERED
        if (
            word.startswith("grader") or not word
        ):  # without a word the process that watches was ended, too: not by a learner
            raise GraderError(word or "the process that watches a learner's was ended from outside")
        return Verdict.OVER_LIMIT if word in ("memory", "time", "disk", "signal 24", "signal 25") else Verdict.CRASHED

    def close(self) -> None:
        """End the process and clear away its folder."""
        self._end(wait=False)
        for stage in self._stages:
            clear_away(stage)

    def _start(self) -> None:
        stage = tempfile.mkdtemp(prefix="notebook-", dir=self._home)
        self._stages.append(stage)
        request = {
            "limits": self._limits.plain(),
            "readable": self._readable,
            "files": "" if self._files is None else str(self._files),
            "withheld": self._withheld,
            "stage": stage,
        }
        self._running = self._starter.start(request)
        self._channel = self.kind(Wire(self._running.wire), self._names.allows, self._names.modules, self._known)
        self._limit(_START_S).begin()

    def _end(self, *, wait: bool) -> str:
        running, self._running, self._channel = self._running, None, None
        return "" if running is None else running.end(wait=wait)


def _last_line(failed: dict[str, Any]) -> str:
    """What stands under a traceback; it comes from the learner's side, so it is only ever shown."""
    kind, text = str(failed.get("type", ""))[:200], str(failed.get("text", ""))[:500]
    return f"{kind}: {text}" if text else kind


def _skipped(history: list[str]) -> int:
    """How many cells were passed over since the last that was run."""
    return next((number for number, source in enumerate(reversed(history)) if source), len(history))
