"""How the judge starts and ends worker processes, whatever launches them."""

from __future__ import annotations

import socket
from typing import Any, Protocol


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
