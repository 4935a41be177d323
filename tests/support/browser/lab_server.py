"""A server of ours on a port of its own, waited for until it answers; and the learner's JupyterLab."""

from __future__ import annotations

import os
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
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


@dataclass(frozen=True)
class LabServer:
    """A running JupyterLab."""

    url: str
    token: str
    work: Path
    progress: Path

    def address(self, path: str) -> str:
        return f"{self.url}/lab/tree/{path}?token={self.token}&reset"


@contextmanager
def running_lab(home: Path) -> Iterator[LabServer]:
    """Start the learner's command (``newspace lab``) with folders of its own below ``home``, and end it."""
    token = secrets.token_hex(8)
    env = dict(os.environ) | {
        "HOME": str(home),
        "NEWSPACE_WORK": str(home / "work"),
        "NEWSPACE_PROGRESS": str(home / "progress.sqlite"),
        "JUPYTER_RUNTIME_DIR": str(home / "runtime"),
        "JUPYTER_CONFIG_DIR": str(home / "config"),
        "JUPYTER_DATA_DIR": str(home / "data"),
        "JUPYTERLAB_WORKSPACES_DIR": str(home / "workspaces"),
        "IPYTHONDIR": str(home / "ipython"),
        "MPLCONFIGDIR": str(home / "matplotlib"),
    }
    command = [sys.executable, "-m", "newspace", "lab", "--no-browser", "--expose-app-in-browser"]
    log = home / "lab.log"
    with log.open("wb") as out, kept_port() as kept:
        port = kept.getsockname()[1]
        command += [f"--ServerApp.port={port}", "--ServerApp.port_retries=0", f"--IdentityProvider.token={token}"]
        process = subprocess.Popen(command, env=env, stdout=out, stderr=subprocess.STDOUT, start_new_session=True)
        url = f"http://127.0.0.1:{port}"
        try:
            wait_until_up(f"{url}/api/status?token={token}", process, log)
            yield LabServer(url, token, home / "work", home / "progress.sqlite")
        finally:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait(timeout=START_S)
