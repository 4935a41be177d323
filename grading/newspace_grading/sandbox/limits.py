"""How much a learner's code may use, and the limits that every Unix system can set."""

from __future__ import annotations

import os
import sys
from dataclasses import asdict, dataclass, fields
from typing import Any

MB = 2**20


@dataclass(frozen=True)
class Limits:
    """What one notebook may use.

    Parameters
    ----------
    cell_s, test_s : float
        Wall time of one of the learner's cells, and of one test cell, in seconds.
    notebook_s : float
        Wall time of the whole notebook.
    cpu_s : int
        Processor time of one process.
    memory_mb : int
        Memory beyond what the warmed interpreter holds, of all processes together.
    file_mb, disk_mb : int
        The largest file, and all files together.
    processes : int
        Processes and threads.
    output_chars : int
        Printed characters that are kept.
    """

    cell_s: float = 60.0
    test_s: float = 60.0
    notebook_s: float = 600.0
    cpu_s: int = 600
    memory_mb: int = 1024
    file_mb: int = 64
    disk_mb: int = 128
    processes: int = 64
    output_chars: int = 100_000

    def plain(self) -> dict[str, Any]:
        """As plain data."""
        return asdict(self)

    @classmethod
    def from_plain(cls, data: dict[str, Any]) -> Limits:
        """From plain data."""
        return cls(**{field.name: data[field.name] for field in fields(cls)})


def apply(limits: Limits) -> None:
    """Set the limits on this process and its children; nothing on a system that has none."""
    if sys.platform == "win32":
        return
    import resource

    wanted = {
        "RLIMIT_CPU": limits.cpu_s,
        "RLIMIT_FSIZE": limits.file_mb * MB,
        "RLIMIT_NPROC": limits.processes,
        "RLIMIT_NOFILE": 256,
        "RLIMIT_CORE": 0,
        # Address space is not memory: libraries reserve more than they use, so the limit counts from what is there now.
        "RLIMIT_AS": address_space() + limits.memory_mb * MB,
    }
    for name, value in wanted.items():
        which = getattr(resource, name, None)
        if which is None or (sys.platform == "darwin" and name == "RLIMIT_AS"):
            continue
        _soft, hard = resource.getrlimit(which)
        top = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(which, (top, top))


def bound(memory_mb: int, file_mb: int) -> None:
    """Limit this process's own memory and files, beyond what it holds now."""
    if sys.platform in ("win32", "darwin"):
        return
    import resource

    for which, value in (
        (resource.RLIMIT_AS, address_space() + memory_mb * MB),
        (resource.RLIMIT_FSIZE, file_mb * MB),
        (resource.RLIMIT_CORE, 0),
    ):
        _soft, hard = resource.getrlimit(which)
        top = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(which, (top, top))


def address_space() -> int:
    """Bytes of address space of this process; a generous guess where the system does not tell."""
    try:
        with open("/proc/self/statm", encoding="ascii") as file:
            return int(file.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 4096 * MB


def resident(pid: str = "self") -> int:
    """Bytes of memory that a process holds alone, or 0 if it is gone."""
    try:
        with open(f"/proc/{pid}/statm", encoding="ascii") as file:
            _size, held, shared = map(int, file.read().split()[:3])
    except (OSError, ValueError):
        return 0
    return (held - shared) * os.sysconf("SC_PAGE_SIZE")
