"""Lesson 2 from top to bottom in a fresh kernel: the time, and the most memory that the kernel held."""

from __future__ import annotations

import os
import tempfile
import threading
import time
from pathlib import Path

import nbformat
import psutil
from nbclient import NotebookClient

LESSON = Path(__file__).resolve().parents[1] / "lessons" / "02_ispace_missions.ipynb"


def watch(client: NotebookClient, peak: list[int], done: threading.Event) -> None:
    """Keep the largest resident memory of the kernel and what it started."""
    while not done.wait(0.05):
        manager = client.km
        if manager is None or getattr(manager, "provisioner", None) is None:
            continue
        pid = getattr(manager.provisioner, "pid", None)
        if pid and psutil.pid_exists(pid):
            peak[0] = max(peak[0], psutil.Process(pid).memory_info().rss)


def run() -> tuple[float, int]:
    notebook = nbformat.read(LESSON, as_version=4)
    with tempfile.TemporaryDirectory() as folder:
        env = dict(os.environ) | {"NEWSPACE_PROGRESS": f"{folder}/progress.sqlite"}
        client = NotebookClient(notebook, timeout=300, resources={"metadata": {"path": str(LESSON.parent)}})
        peak, done = [0], threading.Event()
        watcher = threading.Thread(target=watch, args=(client, peak, done), daemon=True)
        watcher.start()
        start = time.perf_counter()
        client.execute(env=env)
        seconds = time.perf_counter() - start
        done.set()
        watcher.join()
    return seconds, peak[0]


def main() -> int:
    runs = sorted(run() for _ in range(3))
    print(f"lesson 2, every cell, kernel start included: {runs[1][0]:6.1f} s, median of 3 (aim: under 10)")
    print(
        f"kernel's peak memory:                        {max(peak for _, peak in runs) / 1e6:6.0f} MB (aim: under 300)"
    )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
