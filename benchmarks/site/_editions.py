"""The two editions of the course, each served on this computer: in a tab, built anew, and on the desktop, in a folder of its own."""

from __future__ import annotations

import functools
import http.server
import os
import secrets
import signal
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools"))

from release.site import serve  # noqa: E402

START_S = 180


@dataclass
class ServedEdition:
    """One edition, running.

    Attributes
    ----------
    name : str
        As the table calls it.
    address : callable
        From a lesson's path to the address of its notebook.
    stop : callable
        Ends the server.
    sent : list of int
        The bytes of each file that was sent; empty where nobody counts.
    """

    name: str
    address: Callable[[str], str]
    stop: Callable[[], None]
    sent: list[int] = field(default_factory=list)


def run_make_site(target: Path) -> Path:
    """Build the site as people do, with Pyodide in it where ``NEWSPACE_PYODIDE`` names its files.

    Raises
    ------
    RuntimeError
        If it cannot be built: with what the command says.
    """
    command = [sys.executable, "tools/bootstrap.py", "site", "--to", str(target)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise RuntimeError(f"the site was not built:\n{done.stdout}{done.stderr}")
    return target


@contextmanager
def in_a_tab(folder: Path) -> Iterator[ServedEdition]:
    """Serve a built site, and count what is sent."""
    sent: list[int] = []

    class Counting(serve.SiteRequestHandler):
        def copyfile(self, source: Any, outputfile: Any) -> None:
            sent.append(os.fstat(source.fileno()).st_size)
            super().copyfile(source, outputfile)

    running = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Counting, directory=str(folder)))
    threading.Thread(target=running.serve_forever, daemon=True).start()
    stopped = threading.Event()

    def stop() -> None:
        if not stopped.is_set():
            stopped.set()
            running.shutdown()
            running.server_close()

    root = f"http://127.0.0.1:{running.server_address[1]}"
    try:
        yield ServedEdition("tab", lambda path: f"{root}/lab/index.html?path={path}", stop, sent)
    finally:
        stop()


@contextmanager
def on_the_desktop(home: Path) -> Iterator[ServedEdition]:
    """Start the learner's command (``newspace lab``) with folders of its own."""
    token = secrets.token_hex(8)
    port = _free_port()
    places = {
        "NEWSPACE_WORK": "work",
        "NEWSPACE_PROGRESS": "progress.sqlite",
        "JUPYTER_RUNTIME_DIR": "runtime",
        "JUPYTER_CONFIG_DIR": "config",
        "JUPYTER_DATA_DIR": "data",
        "JUPYTERLAB_WORKSPACES_DIR": "workspaces",
        "IPYTHONDIR": "ipython",
        "MPLCONFIGDIR": "matplotlib",
    }
    env = dict(os.environ) | {name: str(home / place) for name, place in places.items()} | {"HOME": str(home)}
    command = [sys.executable, "-m", "newspace", "lab", "--no-browser", "--expose-app-in-browser"]
    command += [f"--ServerApp.port={port}", "--ServerApp.port_retries=0", f"--IdentityProvider.token={token}"]
    with (home / "lab.log").open("wb") as log:
        process = subprocess.Popen(command, env=env, stdout=log, stderr=subprocess.STDOUT, start_new_session=True)

        def stop() -> None:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGTERM)
                process.wait(timeout=START_S)

        root = f"http://127.0.0.1:{port}"
        try:
            _wait_until_up(f"{root}/api/status?token={token}", process, home / "lab.log")
            yield ServedEdition("desktop", lambda path: f"{root}/lab/tree/{path}?token={token}&reset", stop)
        finally:
            stop()


def _free_port() -> int:
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until_up(status: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_S
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(status, timeout=START_S):  # noqa: S310 - our own server
                return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError(f"JupyterLab did not start:\n{log.read_text(encoding='utf-8')[-3000:]}")
