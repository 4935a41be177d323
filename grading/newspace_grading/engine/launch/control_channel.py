"""Exchange lines of JSON with the forkserver, some of them with descriptors.

They go over a stream socket, since not every Unix system has a kind that keeps messages apart.
"""

from __future__ import annotations

import json
import socket
from collections.abc import Sequence
from typing import Any

from newspace_grading.engine.protocol.messages import Message, encode

FOR_ENGINES = "--for-engines"
"""The first argument of an interpreter that forks the forkservers of several engines."""
_CHUNK = 2**16
_MAX_DESCRIPTORS = 2


def send_line(control: socket.socket, message: Message, descriptors: Sequence[int] = ()) -> None:
    """Send a message as one line, with descriptors."""
    line = json.dumps(encode(message)).encode() + b"\n"
    sent = socket.send_fds(control, [line], descriptors) if descriptors else 0
    if sent < len(line):
        control.sendall(line[sent:])


def receive_line(control: socket.socket) -> tuple[Any, list[int]]:
    """Receive the next line and the descriptors that came with it; None in place of a line if the other end was closed."""
    line = b""
    descriptors: list[int] = []
    while not line.endswith(b"\n"):
        part, found, _flags, _address = socket.recv_fds(control, _CHUNK, _MAX_DESCRIPTORS)
        if not part:
            return None, descriptors
        line += part
        descriptors += found
    return json.loads(line), descriptors
