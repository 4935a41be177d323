"""A judge's process as the engine sees it, and the kind that is forked from the engine's own."""

from __future__ import annotations

import contextlib
import os
import select
import signal
from typing import Protocol

from newspace_grading.engine.judge.process import JudgeJob, run_job
from newspace_grading.engine.launch import preload
from newspace_grading.engine.protocol.worker_api import WorkerLauncher
from newspace_grading.sandbox import linux_syscalls

_CHUNK = 2**16


class JudgeProcess(Protocol):
    """A judge's process, whatever launched it."""

    def read(self, seconds: float) -> bytes | None:
        """Read what it has reported since: nothing if it has ended, None if it reported nothing for so long."""

    def kill(self) -> None:
        """Kill it."""

    def wait(self) -> bool:
        """Wait for its end, and tell whether it ended well."""


class ForkedJudge:
    """Fork a judge's process from this one.

    Parameters
    ----------
    job : JudgeJob
        Its work.
    launcher : WorkerLauncher
        Starts workers.
    """

    def __init__(self, job: JudgeJob, launcher: WorkerLauncher) -> None:
        self._pipe, write = os.pipe()
        parent = os.getpid()
        self._child = os.fork()
        if self._child == 0:
            # A grading process that is killed cannot end its judge, which would wait for a learner's loop.
            linux_syscalls.end_with_parent(parent)
            os.close(self._pipe)
            preload.collect_garbage_rarely()
            run_job(job, launcher, write)
        os.close(write)

    def read(self, seconds: float) -> bytes | None:
        """Read what it has reported since."""
        ready = select.select([self._pipe], [], [], max(0.0, seconds))[0]
        return os.read(self._pipe, _CHUNK) if ready else None

    def kill(self) -> None:
        """Kill it."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(self._child, signal.SIGKILL)

    def wait(self) -> bool:
        """Wait for its end, and tell whether it ended well."""
        os.close(self._pipe)
        _pid, status = os.waitpid(self._child, 0)
        return status == 0
