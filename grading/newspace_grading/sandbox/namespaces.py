"""Run a process in Linux namespaces: a root that holds only Python and the working folder, no network, processes of its own."""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
from collections.abc import Sequence
from pathlib import Path

from newspace_grading.sandbox import linux_syscalls
from newspace_grading.sandbox.limits import MAX_FILES, Limits

_HIGH = 2**31
WORK = "/home/learner/notebook"
_SYSTEM = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/etc/ld.so.cache", "/etc/fonts", "/etc/localtime")
_DEVICES = ("/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom")


def fork() -> int:
    """Fork; the child is the first process in namespaces of its own, and must call `furnish_root` and `enter_root`.

    Raises
    ------
    OSError
        If the kernel does not allow it.
    """
    spaces = (
        linux_syscalls.NEWNS
        | linux_syscalls.NEWPID
        | linux_syscalls.NEWNET
        | linux_syscalls.NEWIPC
        | linux_syscalls.NEWUTS
    )
    user, group = os.getuid(), os.getgid()
    child = linux_syscalls.fork_into(spaces if user == 0 else spaces | linux_syscalls.NEWUSER)
    if child == 0 and user != 0:
        with contextlib.suppress(OSError):  # the child finds out when it mounts something
            Path("/proc/self/setgroups").write_text("deny", encoding="ascii")
            Path("/proc/self/uid_map").write_text(f"{user} {user} 1", encoding="ascii")
            Path("/proc/self/gid_map").write_text(f"{group} {group} 1", encoding="ascii")
    return child


def furnish_root(limits: Limits, readable: Sequence[str], files: str, stage: str, withheld: Sequence[str] = ()) -> None:
    """Mount and fill the new root.

    Parameters
    ----------
    limits : Limits
        Of these, the size of all files.
    readable : sequence of str
        Folders that can be read, beside the system's own.
    files : str
        The folder whose files are copied into the working folder; "" for none.
    stage : str
        An empty folder on which it is put together.
    withheld : sequence of str
        Names of files that are left out.

    Raises
    ------
    OSError
        If the kernel does not allow it.
    """
    linux_syscalls.mount("none", "/", None, linux_syscalls.REC | linux_syscalls.PRIVATE)
    quiet = linux_syscalls.NOSUID | linux_syscalls.NODEV
    linux_syscalls.mount("tmpfs", stage, "tmpfs", quiet, f"size={limits.disk_mb}m,nr_inodes={MAX_FILES},mode=755")
    for path in dict.fromkeys((*_SYSTEM, *readable)):
        _show(stage, path)
    for path in _DEVICES:
        _show(stage, path, device=True)
    for path in ("/proc", "/tmp", "/dev/shm", WORK):  # noqa: S108 - these are inside the new root
        os.makedirs(stage + path, exist_ok=True)
    os.makedirs(stage + "/dev", exist_ok=True)
    if files:
        copy_into_worker(files, stage + WORK, withheld)
    for folder, folders, names in os.walk(stage + "/home/learner"):
        for name in (*folders, *names):
            path = os.path.join(folder, name)
            if not os.path.islink(path):  # the target of a link is outside
                os.chmod(path, 0o777)  # noqa: S103 - inside lives one user, whose number differs
    os.chmod(stage + "/home/learner", 0o777)  # noqa: S103 - the same
    for path in ("/tmp", "/dev/shm"):  # noqa: S108 - the same
        os.chmod(stage + path, 0o1777)  # noqa: S103 - as they are everywhere


def copy_into_worker(files: str, work: str, withheld: Sequence[str]) -> None:
    """Copy what lies beside a notebook into its working folder, but for these names."""
    left_out = shutil.ignore_patterns("*.ipynb", *withheld)
    shutil.copytree(files, work, dirs_exist_ok=True, symlinks=True, ignore=left_out)


def enter_root(stage: str) -> None:
    """Make the furnished folder the root.

    Its own view of the processes is mounted first: without root's rights that needs the outer one still in sight.
    """
    linux_syscalls.mount(
        "proc", stage + "/proc", "proc", linux_syscalls.NOSUID | linux_syscalls.NODEV | linux_syscalls.NOEXEC
    )
    linux_syscalls.pivot(stage)


def _show(root: str, path: str, *, device: bool = False) -> None:
    """Make a folder or file of the outside visible, for reading only."""
    if os.path.islink(path):
        os.makedirs(os.path.dirname(root + path), exist_ok=True)
        if not os.path.lexists(root + path):
            os.symlink(os.readlink(path), root + path)
        return
    if not os.path.exists(path) or (os.path.exists(root + path) and path not in _SYSTEM and not device):
        return
    if os.path.isdir(path):
        os.makedirs(root + path, exist_ok=True)
    else:
        os.makedirs(os.path.dirname(root + path), exist_ok=True)
        Path(root + path).touch()
    linux_syscalls.mount(path, root + path, None, linux_syscalls.BIND | linux_syscalls.REC)
    # Devices, too: a process with write access could set their times, which other processes could read.
    kept = os.statvfs(root + path).f_flag & (linux_syscalls.NOEXEC | 0x400 | 0x800 | 0x1000)
    times = (1 << 10 if kept & 0x400 else 0) | (1 << 11 if kept & 0x800 else 0) | (1 << 21 if kept & 0x1000 else 0)
    flags = (
        linux_syscalls.BIND
        | linux_syscalls.REMOUNT
        | linux_syscalls.RDONLY
        | linux_syscalls.NOSUID
        | (0 if device else linux_syscalls.NODEV)
    )
    linux_syscalls.mount(path, root + path, None, flags | (kept & linux_syscalls.NOEXEC) | times)


def become_nobody() -> None:
    """Become an unprivileged user, if this is root; without user namespaces an ordinary user has nothing to give up.

    Each new user has an id of its own, since the kernel counts processes by user.
    """
    if os.getuid() == 0:
        group, user = (
            free_number(Path(f"/proc/self/{table}").read_text(encoding="ascii")) for table in ("gid_map", "uid_map")
        )
        os.setgroups([])
        os.setresgid(group, group, group)
        os.setresuid(user, user, user)


def free_number(table: str) -> int:
    """Choose an id for a user or group at random from the upper half of those that a table like ``/proc/self/uid_map`` allows."""
    ranges = []
    for line in table.splitlines():
        first, _outside, count = map(int, line.split())
        ranges.append((count, first))
    count, first = max(ranges)
    lowest = max(first + count // 2, _HIGH if first + count > 2 * _HIGH - 2 else 1)
    return lowest + secrets.randbelow(max(1, min(first + count, 2 * _HIGH - 2**16) - lowest))
