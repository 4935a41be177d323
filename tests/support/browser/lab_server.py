"""A server of ours on a port of its own, waited for until it answers."""

from __future__ import annotations

import socket
import subprocess
import time
import urllib.request
from pathlib import Path

START_S = 180


def kept_port() -> socket.socket:
    """A free port that nobody else is given as long as this socket is open; a server that is told its number can listen there all the same."""
    kept = socket.socket()
    kept.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    kept.bind(("127.0.0.1", 0))
    return kept


def wait_until_up(status: str, process: subprocess.Popen[bytes], log: Path) -> None:
    """Until the server answers at this address; its log is told if it does not."""
    deadline = time.monotonic() + START_S
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(status, timeout=START_S):  # noqa: S310 - our own server
                return
        except OSError:
            time.sleep(0.2)
    raise AssertionError(f"the server did not start:\n{log.read_text(encoding='utf-8')[-3000:]}")
