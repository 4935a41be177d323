"""Limit what a learner's code may use, with what every Unix system has, and measure what it uses."""

from __future__ import annotations

import contextlib
import errno
import os
import platform
import re
import sys
import threading
import time
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

MB = 2**20
_SOCKET_BYTES = 212_992  # the most that the kernel buffers for one socket
_MANY = 4096
_DISK_S = 0.5
MAX_FILES = 20_000
_AT_FULL_SPEED = 4
EXHAUSTED = frozenset({errno.EAGAIN, errno.EMFILE, errno.EFBIG, errno.ENOSPC})
"""The system's error numbers for limits: of processes, open files, the size of a file, and disk space."""
_LARGEST_ERRNO = 4095


@dataclass(frozen=True)
class Limits:
    """The limits of one notebook.

    Parameters
    ----------
    cell_seconds, test_seconds : float
        Wall time of one of the learner's cells, and of one test cell, in seconds.
    notebook_seconds : float
        Wall time of the whole notebook.
    cpu_seconds : int
        Processor time of all processes together.
    memory_mb : int
        Memory beyond what the warmed interpreter holds, of all processes together.
    file_mb, disk_mb : int
        The largest file, and all files together.
    processes : int
        Processes and threads.
    output_chars : int
        Printed characters that are kept.
    """

    cell_seconds: float = 60.0
    test_seconds: float = 60.0
    notebook_seconds: float = 600.0
    cpu_seconds: int = 600
    memory_mb: int = 1024
    file_mb: int = 64
    disk_mb: int = 128
    processes: int = 64
    output_chars: int = 100_000

    def plain(self) -> dict[str, Any]:
        """Return the limits as plain data."""
        return asdict(self)

    def fingerprint_text(self) -> str:
        """Return the text that stands for these limits in a journal's keys; changing it grades every submission again.

        It keeps the spelling of earlier journals, in which a limit of time was called ``cell_s``.
        """
        told = (f"{field.name.replace('_seconds', '_s')}={getattr(self, field.name)!r}" for field in fields(self))
        return f"Limits({', '.join(told)})"

    @classmethod
    def from_plain(cls, data: dict[str, Any]) -> Limits:
        """Read limits from plain data."""
        return cls(**{field.name: data[field.name] for field in fields(cls)})


def error_number(error: BaseException) -> int | None:
    """Return the system's number of an error; None if it has none."""
    number = error.errno if isinstance(error, OSError) else None
    return number if type(number) is int and 0 < number <= _LARGEST_ERRNO else None


def could_start_no_thread(error: BaseException) -> bool:
    """Tell whether an error is Python's own for a thread that the system refused.

    It has neither a class nor a number of its own: besides its text only the place where it was raised tells.
    """
    if type(error) is not RuntimeError or error.args != ("can't start new thread",):
        return False
    place = error.__traceback__
    while place is not None and place.tb_next is not None:
        place = place.tb_next
    return place is not None and place.tb_frame.f_code is threading.Thread.start.__code__


def apply_limits(limits: Limits) -> None:
    """Set the limits on this process and its children; do nothing on a system that has none."""
    if sys.platform == "win32":
        return
    import resource

    wanted = {
        "RLIMIT_CPU": limits.cpu_seconds,
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
        # Systems other than Linux have their own largest numbers: one that is refused leaves the limit as it is.
        with contextlib.nullcontext() if sys.platform == "linux" else contextlib.suppress(OSError, ValueError):
            resource.setrlimit(which, (top, top))


def with_processes_of_others(limits: Limits) -> Limits:
    """Raise the limit of processes by those that this user has already, where the kernel counts them together."""
    return replace(limits, processes=limits.processes + _tasks())


def are_namespaces_counted_apart() -> bool:
    """Tell whether the kernel counts the processes of each user namespace by themselves (Linux 5.14 and later)."""
    release = re.match(r"(\d+)\.(\d+)", platform.release())
    return release is not None and tuple(map(int, release.groups())) >= (5, 14)


def _tasks() -> int:
    """Count the processes and threads of this user; a generous guess where the system does not tell."""
    if not os.path.isdir("/proc/self/task"):
        return _MANY
    user, found = os.getuid(), 0
    for name in os.listdir("/proc"):
        if name.isdigit():
            with contextlib.suppress(OSError):
                about = os.stat(f"/proc/{name}/task")
                found += about.st_nlink - 2 if about.st_uid == user else 0
    return found


def limit_judge(memory_mb: int, file_mb: int) -> None:
    """Limit the memory that this process takes beyond what it holds now, and the size of its files."""
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
    """Return the bytes of address space of this process; a generous guess where the system does not tell."""
    try:
        with open("/proc/self/statm", encoding="ascii") as file:
            return int(file.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 4096 * MB


class DiskWatch:
    """Watch what a learner stores in a folder, where no file system of its own bounds it.

    Parameters
    ----------
    folder : str
        The working folder; "" where there is nothing to look after.
    limits : Limits
        Of these, the size of all files.
    """

    def __init__(self, folder: str, limits: Limits) -> None:
        self._folder = folder
        self._most = limits.disk_mb * MB
        self._next = time.monotonic() + _DISK_S

    def is_full(self) -> bool:
        """Tell whether the limit is exceeded. The folder is measured seldom, since that costs time."""
        if not self._folder or time.monotonic() < self._next:
            return False
        self._next = time.monotonic() + _DISK_S
        count = size = 0
        for place, folders, names in os.walk(self._folder):
            count += len(folders) + len(names)
            for name in names:
                with contextlib.suppress(OSError):
                    size += os.lstat(os.path.join(place, name)).st_size
            if size > self._most or count > MAX_FILES:
                return True
        return False


def resident_bytes(pid: int | str = "self") -> int:
    """Return the resident set size (RSS) of a process in bytes, without mapped files; 0 if it is gone."""
    return _kilobytes(f"/proc/{pid}/status", (b"RssAnon:", b"RssShmem:", b"VmSwap:"))


def proportional_bytes(pid: int | str = "self") -> int:
    """Return the proportional set size (PSS) in bytes, or `resident_bytes` without it; PSS is slower to find."""
    return _kilobytes(f"/proc/{pid}/smaps_rollup", (b"Pss_Anon:", b"Pss_Shmem:", b"SwapPss:")) or resident_bytes(pid)


def processor_seconds(pids: Iterable[int]) -> float:
    """Return the seconds of processor time that processes and their ended children have used so far."""
    import resource

    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    ticks = 0
    for pid in pids:
        with (
            contextlib.suppress(OSError, ValueError),
            open(f"/proc/{pid}/stat", "rb") as file,
        ):
            ticks += sum(map(int, file.read().rpartition(b")")[2].split()[11:15]))
    return ticks / os.sysconf("SC_CLK_TCK") + ended.ru_utime + ended.ru_stime


def slow_down(pids: Iterable[int], done: set[int]) -> None:
    """Give all but a learner's first few processes and threads the lowest priority, to spare other submissions."""
    tasks: list[int] = []
    for pid in pids:
        with contextlib.suppress(OSError):
            tasks += map(int, os.listdir(f"/proc/{pid}/task"))
    for task in tasks[_AT_FULL_SPEED:]:
        if task not in done:
            done.add(task)
            with contextlib.suppress(OSError):
                os.setpriority(os.PRIO_PROCESS, task, 19)


def socket_bytes() -> int:
    """Return the bytes that the sockets of this network namespace can hold at most: they count for no process."""
    try:
        with open("/proc/net/unix", "rb") as file:
            return _SOCKET_BYTES * (file.read().count(b"\n") - 1)
    except OSError:
        return 0


def _kilobytes(path: str, names: tuple[bytes, ...]) -> int:
    try:
        with open(path, "rb") as file:
            return sum(int(line.split()[1]) * 1024 for line in file if line.startswith(names))
    except (OSError, ValueError):
        return 0
