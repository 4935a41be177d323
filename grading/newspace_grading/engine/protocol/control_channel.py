"""How a learner's process is begun and ended, as a lab sees it; and the way to the process that forks them.

Requests and answers are lines of JSON on a stream socket, since not every Unix system has one that keeps messages apart.
"""

from __future__ import annotations

import json
import socket
from collections.abc import Sequence
from typing import Any

_LINE = 2**16


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
