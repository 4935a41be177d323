"""From a fresh clone to a JupyterLab that answers: the first time, and the second (nothing to install)."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import tempfile
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_S = 600


def free_port() -> int:
    """Find a port that is free."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start_lab(clone: Path) -> float:
    """Measure the seconds from ``make lab`` to the first page of JupyterLab."""
    port = free_port()
    arguments = f"--no-browser --ServerApp.port={port} --IdentityProvider.token=bench"
    env = {name: value for name, value in os.environ.items() if name != "VIRTUAL_ENV"}
    start = time.perf_counter()
    process = subprocess.Popen(
        ["make", "lab", f"ARGS={arguments}"],
        cwd=clone,
        env=env,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    address = f"http://127.0.0.1:{port}/lab/tree/lessons/00_start_here.ipynb?token=bench"
    try:
        while time.perf_counter() - start < PATIENCE_S and process.poll() is None:
            try:
                with urllib.request.urlopen(address, timeout=5):
                    return time.perf_counter() - start
            except OSError:
                time.sleep(0.1)
        raise RuntimeError("JupyterLab did not answer")
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(timeout=30)


def main() -> int:
    """Clone the repository, start JupyterLab twice, and print how long each took."""
    with tempfile.TemporaryDirectory() as folder:
        clone = Path(folder) / "clone"
        begin = time.perf_counter()
        subprocess.run(["git", "clone", "--quiet", "--no-hardlinks", str(ROOT), str(clone)], check=True)
        cloning = time.perf_counter() - begin
        first = start_lab(clone)
        second = start_lab(clone)
    print(f"git clone:                         {cloning:6.1f} s")
    print(f"make lab to JupyterLab, first:     {first:6.1f} s (aim: clone and this under 30)")
    print(f"make lab to JupyterLab, again:     {second:6.1f} s")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
