"""Every lesson and every solution from top to bottom in a fresh kernel: the time, and the most memory that was held.

The time counts from the start of the kernel to the end of the last cell; the memory is that of the kernel and its children, looked
at twenty times a second. A notebook that misses an aim runs again, as the machine may have been busy: its best run counts.
"""

from __future__ import annotations

import contextlib
import math
import os
import tempfile
import threading
import time
from pathlib import Path

import nbformat
import psutil
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("lessons/*.ipynb", "solutions/*/*.ipynb")
RUNS, AIM_S, AIM_MB = 3, 10.0, 300.0
QUIET = "--log-level=ERROR"  # a kernel warns that others on this computer could listen


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


def run_notebook(path: Path) -> tuple[float, float]:
    """Seconds and megabytes of one run."""
    notebook = nbformat.read(path, as_version=4)
    with tempfile.TemporaryDirectory() as folder:
        env = dict(os.environ) | {"NEWSPACE_PROGRESS": f"{folder}/progress.sqlite"}
        place = {"metadata": {"path": str(path.parent)}}
        client = NotebookClient(notebook, timeout=300, resources=place, extra_arguments=[QUIET])
        peak, done = [0], threading.Event()
        watcher = threading.Thread(target=watch, args=(client, peak, done), daemon=True)
        watcher.start()
        start = time.perf_counter()
        try:
            client.execute(env=env)
            return time.perf_counter() - start, peak[0] / 1e6
        finally:
            done.set()
            watcher.join()


def notebook_keeps_aims(path: Path) -> bool:
    """Run a notebook, again if need be, and print its row; whether it keeps both aims."""
    best = (math.inf, math.inf)
    name = path.relative_to(ROOT).as_posix()
    try:
        for _run in range(RUNS):
            best = min(best, run_notebook(path))
            if best[0] < AIM_S:
                break
    except CellExecutionError as error:
        print(f"{name}: does not run\n{error}", flush=True)
        return False
    seconds, megabytes = best
    kept = seconds < AIM_S and megabytes < AIM_MB
    print(f"{name:<64}{seconds:6.1f} s{megabytes:7.0f} MB" + ("" if kept else "   MISSED"), flush=True)
    return kept


def main() -> int:
    """0 when every notebook keeps both aims, and there is one in each room."""
    print(f"every cell, kernel start included (aims: under {AIM_S:.0f} s and {AIM_MB:.0f} MB)")
    missed = []
    for room in ROOMS:
        paths = sorted(ROOT.glob(room))
        missed += (
            [path.relative_to(ROOT).as_posix() for path in paths if not notebook_keeps_aims(path)]
            if paths
            else [f"{room} (no notebook)"]
        )
    if missed:
        print(f"An aim is missed by: {', '.join(missed)}")
    return 1 if missed else 0


if __name__ == "__main__":
    raise SystemExit(main())
