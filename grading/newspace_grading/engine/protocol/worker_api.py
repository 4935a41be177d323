"""The interface through which the judge starts and ends workers, whatever launches them."""

from __future__ import annotations

import socket
from typing import Protocol

from newspace_grading.engine.protocol.messages import StartWorker, WorkerExit


class WorkerProcess(Protocol):
    """A worker that was started."""

    @property
    def connection(self) -> socket.socket:
        """The judge's end of the connection."""

    def end(self, *, wait: bool) -> WorkerExit | None:
        """End it with all that it started.

        Parameters
        ----------
        wait : bool
            Whether it has ended by itself: then wait for its watcher's report.

        Returns
        -------
        WorkerExit or None
            How it ended; None if the watcher reported nothing.
        """


class WorkerLauncher(Protocol):
    """Start workers."""

    def start(self, request: StartWorker) -> WorkerProcess:
        """Start one.

        Raises
        ------
        GraderError
            If it cannot be started.
        """
