"""Stand for a process that a server of the tests forks: hand streams, arguments, folder and environment on, and end as it does.

``python -I -S stand_in.py NAME ARGUMENTS…`` starts in a few milliseconds. A signal is passed on, and when one of the two ends, the other
does.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import sys

MESSAGE_BYTES = 1 << 20
STREAMS = (0, 1, 2)


def request(arguments: list[str], **further: object) -> bytes:
    """What a server must know of a process, as its first message."""
    told = {"arguments": arguments, "cwd": os.getcwd(), "env": dict(os.environ), **further}
    return json.dumps(told).encode()


def ask(name: str, arguments: list[str]) -> int:
    """Stand for a process that the server of this name forks, until it has ended; its exit code."""
    code = 0
    with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as channel:
        channel.connect(f"\0{name}")
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda which, _frame: channel.send(bytes([which])))
        socket.send_fds(channel, [request(arguments)], list(STREAMS))
        with contextlib.suppress(ConnectionError):  # it was killed
            while said := channel.recv(MESSAGE_BYTES):
                word, _space, value = said.decode().partition(" ")
                code = int(value) if word == "code" else 1
    if code < 0:
        signal.signal(-code, signal.SIG_DFL)
        os.kill(os.getpid(), -code)
    return code


if __name__ == "__main__":
    sys.exit(ask(sys.argv[1], sys.argv[2:]))
