"""Ask the forkserver to fork and to end worker processes."""

from __future__ import annotations

import contextlib
import os
import select
import socket
from typing import Any

from newspace_grading.engine.protocol.control_channel import received, send
from newspace_grading.engine.protocol.worker_api import Running
from newspace_grading.model.errors import GraderError

_ANSWER_S = 30.0


class ForkserverClient:
    """The process that forks a warmed interpreter, from outside.

    Parameters
    ----------
    control : socket.socket
        The way to it. One request is under way at a time.
    """

    def __init__(self, control: socket.socket) -> None:
        self._control = control

    def start(self, request: dict[str, Any]) -> Running:
        """Have a process forked."""
        ours, theirs = socket.socketpair()
        read, write = os.pipe()
        try:
            send(self._control, {"op": "start", **request}, (theirs.fileno(), write))
            pid = int(self.answer()["pid"])
        finally:
            theirs.close()
            os.close(write)
        return _Forked(self, pid, ours, read)

    def ask(self, request: dict[str, Any]) -> dict[str, Any]:
        """Have something else done."""
        send(self._control, request)
        return self.answer()

    def answer(self, trouble: str = "does not answer", seconds: float = _ANSWER_S) -> dict[str, Any]:
        """What it answers.

        Raises
        ------
        GraderError
            If it does not.
        """
        if not select.select([self._control], [], [], seconds)[0]:
            raise GraderError(f"the process that starts learners' processes {trouble}")
        found, _descriptors = received(self._control)
        if found is None:
            raise GraderError("the process that starts learners' processes has ended")
        return found


class _Forked:
    def __init__(self, zygote: ForkserverClient, pid: int, wire: socket.socket, last_word: int) -> None:
        self._zygote = zygote
        self._pid = pid
        self._last_word = last_word
        self.wire = wire

    def end(self, *, wait: bool) -> str:
        word = ""
        if wait and select.select([self._last_word], [], [], _ANSWER_S)[0]:  # on a busy machine the word takes a while
            word = os.read(self._last_word, 500).decode("utf-8", "replace")
        with contextlib.suppress(OSError):
            self._zygote.ask({"op": "kill", "pid": self._pid})
        self.wire.close()
        os.close(self._last_word)
        return word
