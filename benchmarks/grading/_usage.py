"""Measure what commands use: processor seconds of every process that they start, and time on the clock.

The kernel adds a child's processor seconds to its parent's only where the parent waits for it. A worker that is ended with its
namespace is waited for by nobody, and so is what outlives a command, such as a warm server: of the grader, half would be missing.
A control group counts them all. It takes Linux and a group that may be made; elsewhere what was waited for is all that can be told.
"""

from __future__ import annotations

import contextlib
import os
import resource
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

_GROUPS = Path("/sys/fs/cgroup")
_V1 = _GROUPS / "cpuacct"
_NS, _US = 1e-9, 1e-6
_SETTLED_S, _PAUSE_S, _MOST_S = 0.02, 0.2, 10.0


@dataclass(frozen=True)
class Usage:
    """What a command used: ``processor_s`` of all its processes, and ``clock_s`` until it ended."""

    processor_s: float
    clock_s: float


class Meter:
    """Measure commands one after the other; make it with `metering`.

    Parameters
    ----------
    group : Path or None
        The folder of a control group of its own; None where there can be none.
    """

    def __init__(self, group: Path | None) -> None:
        self._group = group

    @property
    def counts_all(self) -> bool:
        """Tell whether processes count that nobody waited for."""
        return self._group is not None

    def run(self, command: Sequence[str], folder: Path, environment: Mapping[str, str]) -> Usage:
        """Run a command that ends with 0 or 1 (some work is left to a person), and return what it used."""
        before, began = self._seconds(), time.perf_counter()
        done = subprocess.run(
            command,
            cwd=folder,
            env=dict(environment),
            capture_output=True,
            text=True,
            check=False,
            preexec_fn=self._enter,
        )
        clock_s = time.perf_counter() - began
        if done.returncode not in (0, 1):
            said = f"{done.stdout[-2000:]}{done.stderr[-2000:]}"
            raise RuntimeError(f"{' '.join(command)} ended with {done.returncode}:\n{said}")
        return Usage(self._settled() - before, clock_s)

    def _enter(self) -> None:
        if self._group is not None:
            (self._group / "cgroup.procs").write_text(str(os.getpid()), encoding="ascii")

    def _settled(self) -> float:
        """Return the seconds once a warm server's processes have nothing more to do after the command's end."""
        now, end = self._seconds(), time.monotonic() + _MOST_S
        while self._group is not None and time.monotonic() < end:
            before = now
            time.sleep(_PAUSE_S)
            now = self._seconds()
            if now - before < _SETTLED_S:
                break
        return now

    def _seconds(self) -> float:
        if self._group is None:
            used = resource.getrusage(resource.RUSAGE_CHILDREN)
            return used.ru_utime + used.ru_stime
        if self._group.parent == _V1:
            return int((self._group / "cpuacct.usage").read_text(encoding="ascii")) * _NS
        lines = (self._group / "cpu.stat").read_text(encoding="ascii").splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("usage_usec ")) * _US


@contextlib.contextmanager
def metering() -> Iterator[Meter]:
    """Make a control group for the commands that are measured, and remove it at the end."""
    root = _V1 if _V1.is_dir() else _GROUPS
    group = root / f"newspace-bench-{os.getpid()}"
    try:
        group.mkdir()
    except OSError:
        yield Meter(None)
        return
    try:
        yield Meter(group)
    finally:
        with contextlib.suppress(OSError):  # what still runs in it keeps it
            group.rmdir()
