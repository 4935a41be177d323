"""A judge's process as the engine sees it, and the one that is forked from the engine's own."""

from __future__ import annotations

import contextlib
import os
import select
import signal
from typing import Protocol

from newspace_grading.engine.judge.process import JudgeJob, work
from newspace_grading.engine.launch import preload
from newspace_grading.engine.protocol.worker_api import Starter


class JudgeProcess(Protocol):
    """A judge's process, whatever launched it."""

    def read(self, seconds: float) -> bytes | None:
        """What it has told since; nothing when it has ended, None if it told nothing for so long."""

    def kill(self) -> None:
        """End it."""

    def ended(self) -> bool:
        """Wait for its end; whether that was a good one."""


class ForkedJudge:
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
            preload.short_lived()
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
