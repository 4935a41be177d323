"""Every lesson from top to bottom in a fresh kernel: the time, and the most memory that the kernel and its children held."""

from __future__ import annotations

import contextlib
import os
import tempfile
import threading
import time
from pathlib import Path

import nbformat
import psutil
from nbclient import NotebookClient

LESSONS = sorted((Path(__file__).resolve().parents[1] / "lessons").glob("*.ipynb"))
RUNS, AIM_S, AIM_MB = 3, 10.0, 300.0


def watch(client: NotebookClient, peak: list[int], done: threading.Event) -> None:
    """Keep the largest resident memory of the kernel and what it started."""
    while not done.wait(0.05):
        manager = client.km
        if manager is None or getattr(manager, "provisioner", None) is None:
            continue
        pid = getattr(manager.provisioner, "pid", None)
        if pid and psutil.pid_exists(pid):
            peak[0] = max(peak[0], held(pid))


def held(pid: int) -> int:
    """Resident memory of a process and its children in bytes; of those that are still there."""
    total = 0
    with contextlib.suppress(psutil.NoSuchProcess):
        kernel = psutil.Process(pid)
        for process in (kernel, *kernel.children(recursive=True)):
            with contextlib.suppress(psutil.NoSuchProcess):
                total += process.memory_info().rss
    return total


def run(lesson: Path) -> tuple[float, int]:
    notebook = nbformat.read(lesson, as_version=4)
    with tempfile.TemporaryDirectory() as folder:
        env = dict(os.environ) | {"NEWSPACE_PROGRESS": f"{folder}/progress.sqlite"}
        client = NotebookClient(notebook, timeout=300, resources={"metadata": {"path": str(lesson.parent)}})
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
    """0 when every lesson keeps both aims."""
    missed = []
    print(f"every cell, kernel start included, median of {RUNS} (aims: under {AIM_S:.0f} s and {AIM_MB:.0f} MB)")
    for lesson in LESSONS:
        runs = sorted(run(lesson) for _ in range(RUNS))
        seconds, peak_mb = runs[RUNS // 2][0], max(peak for _, peak in runs) / 1e6
        print(f"{lesson.stem:<28}{seconds:6.1f} s{peak_mb:8.0f} MB")
        if seconds >= AIM_S or peak_mb >= AIM_MB:
            missed.append(lesson.stem)
    if missed:
        print(f"An aim is missed by: {', '.join(missed)}")
    return 1 if missed or not LESSONS else 0


if __name__ == "__main__":
    raise SystemExit(main())
