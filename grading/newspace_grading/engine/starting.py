"""How a learner's process is begun and ended, as a lab sees it; and the way to the process that forks them.

Requests and answers are lines of JSON on a stream socket, since not every Unix system has one that keeps messages apart.
"""

from __future__ import annotations

import contextlib
import json
import os
import select
import socket
from collections.abc import Sequence
from typing import Any, Protocol

_ANSWER_S = 30.0
_LINE = 2**16


class GraderError(Exception):
    """The grader itself could not do its work; never the learner's fault."""


class Running(Protocol):
    """A learner's process."""

    @property
    def wire(self) -> socket.socket:
        """The way to it."""

    def end(self, *, wait: bool) -> str:
        """End it with all that it started.

        With ``wait``, it has ended by itself, and its last word is waited for: ``exit 0``, ``signal 11``, ``memory``, ``time``, or
        what went wrong in the grader, after the word ``grader``.
        """


class Starter(Protocol):
    """What begins learners' processes."""

    def start(self, request: dict[str, Any]) -> Running:
        """Begin one; the request says what it may use, and where it works.

        Raises
        ------
        GraderError
            If it cannot be begun.
        """


class Zygote:
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
    def __init__(self, zygote: Zygote, pid: int, wire: socket.socket, last_word: int) -> None:
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


def send(control: socket.socket, message: dict[str, Any], descriptors: Sequence[int] = ()) -> None:
    """Send a line, with descriptors."""
    line = json.dumps(message).encode() + b"\n"
    sent = socket.send_fds(control, [line], descriptors) if descriptors else 0
    if sent < len(line):
        control.sendall(line[sent:])


def received(control: socket.socket) -> tuple[dict[str, Any] | None, list[int]]:
    """The next line and what came with it; None if there is no other end any more."""
    line = b""
    descriptors: list[int] = []
    while not line.endswith(b"\n"):
        part, found, _flags, _address = socket.recv_fds(control, _LINE, 2)
        if not part:
            return None, descriptors
        line += part
        descriptors += found
    message: dict[str, Any] = json.loads(line)
    return message, descriptors
