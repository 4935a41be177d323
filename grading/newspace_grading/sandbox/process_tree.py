"""Watch and end a process and all that it started, on systems without namespaces and without ``/proc``."""

from __future__ import annotations

import contextlib
import importlib
import os
import time
from typing import Any

_END_S = 10.0


class ProcessTree:
    """Find, measure and end a process and its descendants.

    Parameters
    ----------
    pid : int
        The first of them. What it starts is found when it is looked for, and known from then on.
    base : int
        Bytes that each of them holds from the start, and that count for none.

    Raises
    ------
    OSError
        If psutil is not installed.
    """

    def __init__(self, pid: int, base: int = 0) -> None:
        self._psutil = psutil_module()
        self._base = base
        self._seen: dict[int, Any] = {}
        with contextlib.suppress(self._psutil.Error):
            self._seen[pid] = self._psutil.Process(pid)

    def usage(self) -> tuple[int, float]:
        """Return the bytes of memory that they hold, and the seconds of processor time that they have used so far."""
        held, seconds = 0, 0.0
        for process in self._members():
            with contextlib.suppress(self._psutil.Error):
                held += max(0, int(process.memory_info().rss) - self._base)
                times = process.cpu_times()
                seconds += times.user + times.system
        return held, seconds

    def kill(self) -> None:
        """Kill them, also those that one of them starts meanwhile."""
        until = time.monotonic() + _END_S
        while time.monotonic() < until and (alive := [one for one in self._members() if self._alive(one)]):
            for process in alive:
                with contextlib.suppress(self._psutil.Error, OSError):
                    process.kill()
            self._psutil.wait_procs(alive, timeout=0.2)

    def _members(self) -> list[Any]:
        """Return the known processes and those that they have started. One that has ended may have left children."""
        for process in list(self._seen.values()):
            with contextlib.suppress(self._psutil.Error):
                self._seen.update({one.pid: one for one in process.children(recursive=True)})
        return list(self._seen.values())

    def _alive(self, process: Any) -> bool:
        with contextlib.suppress(self._psutil.Error):
            return bool(process.is_running() and process.status() != self._psutil.STATUS_ZOMBIE)
        return False


def psutil_module() -> Any:
    """Import psutil, which comes with IPython.

    Raises
    ------
    OSError
        If it is not there; says what to do.
    """
    try:
        return importlib.import_module("psutil")
    except ImportError:
        raise OSError(0, "psutil is needed here to end processes (pip install psutil)", "psutil") from None


def memory_of_this_process() -> int:
    """Return the bytes of memory that this process holds."""
    return int(psutil_module().Process(os.getpid()).memory_info().rss)
