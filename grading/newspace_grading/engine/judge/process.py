"""The judge's process: what it is given to do, and how the engine begins it, hears of it and ends it.

Where a process can be forked, it has everything it needs; `interpreters` has the way for other machines.
"""

from __future__ import annotations

import contextlib
import functools
import os
import select
import signal
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn, Protocol

from newspace_grading.engine.analysis.reference import Source
from newspace_grading.engine.judge import workspace
from newspace_grading.engine.judge.judge import Judge, run
from newspace_grading.engine.judge.worker_session import WorkerSession
from newspace_grading.engine.protocol.codec.shared_classes import SharedClasses
from newspace_grading.engine.protocol.worker_api import Starter
from newspace_grading.engine.worker import preload
from newspace_grading.model.execution_plan import Plan, make
from newspace_grading.sandbox import levels
from newspace_grading.sandbox.limits import Limits


@dataclass(frozen=True)
class JudgeJob:
    """One judge's work.

    Attributes
    ----------
    source : Source
        The assignment.
    plan : Plan
        What to do with what was handed in.
    limits : Limits
        What the notebook may use.
    level : str
        The walls around the learner's code.
    needs : set of str
        The tests that cannot do with two processes.
    together : bool
        Whether these may be run in the learner's own process.
    readable : list of str
        Further folders that the learner's code may read.
    files : Path or None
        The files that lie beside the notebook.
    home, room : str
        The engine's folder, and in it the one in which tests run.
    done : set of str
        The tests that are not run again.
    """

    source: Source
    plan: Plan
    limits: Limits
    level: str
    needs: set[str]
    together: bool
    readable: list[str]
    files: Path | None
    home: str
    room: str
    done: set[str]


class JudgeProcess(Protocol):
    """A judge's process."""

    def read(self, seconds: float) -> bytes | None:
        """What it has told since; nothing when it has ended, None if it told nothing for so long."""

    def kill(self) -> None:
        """End it."""

    def ended(self) -> bool:
        """Wait for its end; whether that was a good one."""


def work(job: JudgeJob, starter: Starter, report: int) -> NoReturn:
    """Be the judge's process: all that is said goes into a pipe."""
    try:
        preload.short_lived()
        workspace.furnish(job.room, job.source.folder)
        levels.restrict_judge(job.level, job.limits, job.readable, job.home)
        names = job.source.names
        model = functools.partial(make, job.source.parts, job.source.given)
        judge = Judge(job.plan, names, job.limits, job.level, job.needs, model, together=job.together)
        known = SharedClasses(
            frozenset(names.own), frozenset(names.roots), judge.space.own_class, frozenset(names.constants)
        )
        session = WorkerSession(starter, job.limits, names, job.readable, job.files, job.home, known)
        run(judge, session, job.done, report)
    except BaseException as error:  # noqa: BLE001 - the judge's process must end here, whatever happens
        os.write(report, f"!{type(error).__name__}: {error}".replace("\n", " ").encode() + b"\n")
    finally:
        os._exit(1)


class Forked:
    """A judge's process, forked from this one.

    Parameters
    ----------
    job : JudgeJob
        Its work.
    starter : Starter
        Begins learners' processes.
    """

    def __init__(self, job: JudgeJob, starter: Starter) -> None:
        self._pipe, write = os.pipe()
        self._child = os.fork()
        if self._child == 0:
            os.close(self._pipe)
            work(job, starter, write)
        os.close(write)

    def read(self, seconds: float) -> bytes | None:
        """What it has told since."""
        ready = select.select([self._pipe], [], [], max(0.0, seconds))[0]
        return os.read(self._pipe, 2**16) if ready else None

    def kill(self) -> None:
        """End it."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(self._child, signal.SIGKILL)

    def ended(self) -> bool:
        """Wait for its end."""
        os.close(self._pipe)
        _pid, status = os.waitpid(self._child, 0)
        return status == 0
