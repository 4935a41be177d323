"""Request the forkserver to fork and end workers."""

from __future__ import annotations

import contextlib
import json
import os
import select
import socket

from newspace_grading.engine.launch.control_channel import receive_line, send_line
from newspace_grading.engine.protocol import messages
from newspace_grading.engine.protocol.worker_api import WorkerProcess
from newspace_grading.model.errors import GraderError

_ANSWER_S = 120.0
_EXIT_BYTES = 4096


class ForkserverClient:
    """Send requests to the forkserver; it is a `WorkerLauncher`.

    Parameters
    ----------
    control : socket.socket
        The connection to it. One request is under way at a time.
    """

    def __init__(self, control: socket.socket) -> None:
        self._control = control

    def start(self, request: messages.StartWorker) -> WorkerProcess:
        """Request a new worker."""
        ours, theirs = socket.socketpair()
        read, write = os.pipe()
        try:
            send_line(self._control, request, (theirs.fileno(), write))
            reply = self.receive()
        finally:
            theirs.close()
            os.close(write)
        if not isinstance(reply, messages.WorkerStarted):
            raise GraderError(f"the forkserver answered with {type(reply).__name__}")
        return _ForkedWorker(self, reply.pid, ours, read)

    def ask(self, request: messages.KillWorker | messages.LoadModules) -> None:
        """Send any other request, and wait until it is done."""
        send_line(self._control, request)
        self.receive()

    def receive(self, trouble: str = "does not answer", seconds: float = _ANSWER_S) -> messages.ForkserverReply:
        """Receive a reply.

        Raises
        ------
        GraderError
            If none comes.
        """
        if not select.select([self._control], [], [], seconds)[0]:
            raise GraderError(f"the process that starts learners' processes {trouble}")
        line, _descriptors = receive_line(self._control)
        if line is None:
            raise GraderError("the process that starts learners' processes has ended")
        return messages.forkserver_reply(line)


class _ForkedWorker:
    def __init__(self, forkserver: ForkserverClient, pid: int, connection: socket.socket, exit_pipe: int) -> None:
        self._forkserver = forkserver
        self._pid = pid
        self._exit_pipe = exit_pipe
        self.connection = connection

    def end(self, *, wait: bool) -> messages.WorkerExit | None:
        line = b""
        if wait and select.select([self._exit_pipe], [], [], _ANSWER_S)[0]:  # on a busy machine that takes a while
            line = os.read(self._exit_pipe, _EXIT_BYTES)
        with contextlib.suppress(OSError):
            self._forkserver.ask(messages.KillWorker(self._pid))
        self.connection.close()
        os.close(self._exit_pipe)
        return messages.worker_exit(json.loads(line)) if line else None
