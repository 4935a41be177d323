"""Make the few Linux system calls that Python does not offer, through the C library."""

from __future__ import annotations

import contextlib
import ctypes
import functools
import os
import platform
import signal
import sys
from pathlib import Path
from typing import Any

NEWNS, NEWUTS, NEWIPC, NEWUSER, NEWPID, NEWNET = 0x00020000, 0x04000000, 0x08000000, 0x10000000, 0x20000000, 0x40000000
RDONLY, NOSUID, NODEV, NOEXEC, REMOUNT, BIND, REC, PRIVATE = 1, 2, 4, 8, 32, 4096, 16384, 1 << 18
_DETACH = 2
_COLLAPSE, _HUGE = 25, 2**21
_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE, _PR_SET_NO_NEW_PRIVS, PR_SET_SECCOMP = 1, 4, 38, 22


@functools.cache
def libc() -> Any:
    """Load the C library once; raise OSError where there is none that fits."""
    return ctypes.CDLL(None, use_errno=True)


def checked_result(result: int, what: str) -> int:
    """Return the result of a call, or raise the error that it left."""
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")
    return result


def fork_into(flags: int) -> int:
    """Fork into new namespaces (clone(2)); return 0 in the child, which is the first process there, and its id in the parent.

    Python's state is updated as after os.fork. Callbacks of os.register_at_fork are not called.
    """
    number = {"x86_64": 56, "aarch64": 220}[platform.machine()]
    call = ctypes.PyDLL(None, use_errno=True).syscall
    ctypes.pythonapi.PyOS_BeforeFork()
    pid: int = call(number, ctypes.c_ulong(flags | signal.SIGCHLD), None, None, None, None)
    if pid == 0:
        ctypes.pythonapi.PyOS_AfterFork_Child()
        return 0
    ctypes.pythonapi.PyOS_AfterFork_Parent()
    return checked_result(pid, "clone")


def mount(source: str, target: str, kind: str | None, flags: int, data: str | None = None) -> None:
    """Mount a file system (mount(2))."""
    encoded = [None if text is None else text.encode() for text in (source, target, kind, data)]
    checked_result(
        libc().mount(encoded[0], encoded[1], encoded[2], ctypes.c_ulong(flags), encoded[3]), f"mount {source} {target}"
    )


def pivot(new_root: str) -> None:
    """Make a folder the root of the file system (pivot_root(2)), and unmount the old one."""
    os.chdir(new_root)
    number = {"x86_64": 155, "aarch64": 41}[platform.machine()]
    checked_result(libc().syscall(number, b".", b"."), "pivot_root")
    checked_result(libc().umount2(b".", _DETACH), "umount")
    os.chdir("/")


def prctl(option: int, value: int, pointer: Any = 0) -> None:
    """Change a property of this process (prctl(2))."""
    checked_result(libc().prctl(option, ctypes.c_ulong(value), pointer, 0, 0), f"prctl {option}")


def end_with_parent(parent: int) -> None:
    """Have this forked process killed when its parent ends (PR_SET_PDEATHSIG), and end it now if that has happened already.

    A change of user undoes this. On other systems than Linux nothing is done.

    Parameters
    ----------
    parent : int
        The id of the process that forked this one, read before the fork; 0 where that is in another PID namespace.
    """
    if sys.platform == "linux":
        prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(1)


def hide_memory() -> None:
    """Make this process undumpable: no other process of the same user can read its memory (PR_SET_DUMPABLE)."""
    prctl(_PR_SET_DUMPABLE, 0)


def no_new_privileges() -> None:
    """Bar this process and its children from gaining privileges (PR_SET_NO_NEW_PRIVS)."""
    prctl(_PR_SET_NO_NEW_PRIVS, 1)


def drop_capabilities() -> None:
    """Drop all capabilities (capset(2))."""
    number = {"x86_64": 126, "aarch64": 91}[platform.machine()]
    head = (ctypes.c_uint32 * 2)(0x20080522, 0)
    nothing = (ctypes.c_uint32 * 6)()
    checked_result(libc().syscall(number, head, nothing), "capset")


def use_huge_pages() -> None:
    """Move this process's own memory into pages of 2 MB, so that a fork copies far fewer (madvise(2), MADV_COLLAPSE).

    It only saves time: where the kernel cannot do it (before Linux 6.1), everything stays as it is.
    """
    with contextlib.suppress(OSError, AttributeError):
        for line in Path("/proc/self/maps").read_text(encoding="utf-8").splitlines():
            fields = line.split(maxsplit=5)
            own = fields[1] == "rw-p" and (len(fields) < 6 or fields[5] == "[heap]")
            first, last = (int(number, 16) for number in fields[0].split("-"))
            begin, end = -(-first // _HUGE) * _HUGE, last // _HUGE * _HUGE
            if own and begin < end:
                libc().madvise(ctypes.c_void_p(begin), ctypes.c_size_t(end - begin), _COLLAPSE)
