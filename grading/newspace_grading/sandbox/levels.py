"""Choose the strongest level of isolation that this machine allows, and apply it to a process."""

from __future__ import annotations

import contextlib
import functools
import os
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Literal, get_args

from newspace_grading.sandbox import landlock, limits, linux_syscalls, namespaces, seccomp

Level = Literal["namespaces", "landlock", "limits", "none"]
LEVELS: tuple[Level, ...] = get_args(Level)
FORK_VARIABLE = "NEWSPACE_GRADE_FORK"
_QUOTAS = ("cpu.max", "cpu/cpu.cfs_quota_us", "cpu/cpu.cfs_period_us")
"""Files of a control group that say how many processors it may use: joblib, and scikit-learn with it, reads the one that exists."""
_ABOUT_ITSELF = ("maps", "stat", "statm", "status")
"""What a process may read in /proc of itself, and of no other: threadpoolctl, and scikit-learn with it, looks there for its libraries."""
_NO_LANDLOCK = "this kernel has no Landlock, or keeps it switched off"


@functools.lru_cache(maxsize=1)
def python_folders() -> tuple[str, ...]:
    """List the folders from which this interpreter loads modules; looked up once."""
    found = {str(Path(path).resolve()) for path in (sys.prefix, sys.base_prefix, sys.exec_prefix)}
    found |= {str(Path(path).resolve()) for path in sys.path if path and os.path.isdir(path)}
    found |= {sys.prefix, sys.base_prefix, *(path for path in sys.path if path and os.path.isdir(path))}
    return tuple(sorted(found - {"/", "/tmp", "/dev/shm", "/home", "/proc"}))  # noqa: S108 - these are never shown as a whole


def look_up_before_fork() -> None:
    """Look up what does not change, ahead of the processes that will need it."""
    python_folders()
    _settings()
    if seccomp.is_available():
        seccomp.filter_program()


def strongest() -> Level:
    """Return the strongest level that works here, found by trying."""
    return find_strongest()[0]


def can_fork() -> bool:
    """Tell whether processes are forked here: not on Windows; NEWSPACE_GRADE_FORK=no is for systems where it fails."""
    return hasattr(os, "fork") and os.environ.get(FORK_VARIABLE) != "no"


def find_strongest() -> tuple[Level, dict[Level, str]]:
    """Return the strongest level that works here, and why each stronger one does not."""
    why: dict[Level, str] = {}
    if sys.platform == "win32":
        return "none", dict.fromkeys(("namespaces", "landlock", "limits"), "Windows has none of it")
    if sys.platform != "linux" or not can_fork():
        return "limits", dict.fromkeys(("namespaces", "landlock"), "only Linux has it, and it needs a fork")
    with tempfile.TemporaryDirectory(prefix="newspace-grade-") as stage:
        why["namespaces"] = _trial(lambda: _try_namespaces(stage))
    if not why["namespaces"]:
        return "namespaces", {}
    why["landlock"] = _trial(_try_landlock) if landlock.interface_version() else _NO_LANDLOCK
    return ("limits", why) if why["landlock"] else ("landlock", {"namespaces": why["namespaces"]})


def refusal(level: Level) -> str:
    """Return why this machine does not support a level; "" if it does."""
    strongest_level, why = find_strongest()
    if level == "landlock" and strongest_level == "namespaces" and not landlock.interface_version():
        return _NO_LANDLOCK
    return why.get(level, "")


def _trial(trial: Callable[[], bool]) -> str:
    """Return why a trial in a process of its own fails; "" if it succeeds."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        reason = "it ends early"
        try:
            reason = "" if trial() else "it was set up, and does not hold"
        except Exception as error:  # noqa: BLE001 - whatever goes wrong, this level does not work here
            reason = str(error) or type(error).__name__
        finally:
            os.write(write, b"." + reason.encode("utf-8", "replace")[:500])
            os._exit(0)
    os.close(write)
    said = os.read(read, 1000).decode("utf-8", "replace")
    os.close(read)
    os.waitpid(child, 0)
    return said[1:] if said else "it ends early"


def _try_namespaces(stage: str) -> bool:
    child = namespaces.fork()
    if child == 0:
        good = False
        try:
            namespaces.furnish_root(limits.Limits(), python_folders(), "", stage)
            namespaces.enter_root(stage)
            restrict_worker("namespaces", limits.Limits(), [], namespaces.WORK)
            # The interpreter itself must be readable inside the sandbox, also for an unprivileged user.
            good = os.access(os.__file__, os.R_OK) and os.getpid() == 1
        finally:
            os._exit(0 if good else 1)
    return os.waitpid(child, 0)[1] == 0


def _quotas() -> list[str]:
    return [f"/sys/fs/cgroup/{name}" for name in _QUOTAS]


def _try_landlock() -> bool:
    restrict_worker("landlock", limits.Limits(), python_folders(), tempfile.gettempdir())
    return not os.access("/etc/hostname", os.R_OK) or not _opens("/etc/hostname")


def _opens(path: str) -> bool:
    try:
        with open(path, "rb"):
            return True
    except OSError:
        return False


def restrict_worker(level: Level, allowed: limits.Limits, readable: Sequence[str], work: str) -> None:
    """Apply the last restrictions of the level to this process, before any of a learner's code runs in it.

    Raises
    ------
    OSError
        If the kernel does not allow it.
    """
    if level == "namespaces":
        namespaces.become_nobody()
        linux_syscalls.drop_capabilities()
        linux_syscalls.no_new_privileges()
    os.chdir(work)
    limits.apply_limits(allowed)
    if level == "landlock":
        system = ["/usr", "/bin", "/lib", "/lib64", "/etc/ld.so.cache", "/etc/fonts", "/etc/localtime"]
        system += [f"/proc/self/{name}" for name in _ABOUT_ITSELF]
        devices = ["/dev/null", "/dev/zero", "/dev/random", "/dev/urandom"]
        # Python's own multiprocessing keeps its semaphores in /dev/shm.
        landlock.restrict_to([*system, *_quotas(), *readable, *devices], [work, "/dev/null", "/dev/shm"])  # noqa: S108 - the same
    if level in ("namespaces", "landlock") and seccomp.is_available():
        seccomp.install_filter()


def restrict_judge(level: str, allowed: limits.Limits, readable: Sequence[str], home: str) -> None:
    """Restrict this process, in which tests run on data from learners' processes: no network, files only in its folder.

    Unavailable restrictions are left out: the judge runs none of the learner's code.
    """
    limits.limit_judge(2 * allowed.memory_mb + 2048, file_mb=256)
    if level not in ("namespaces", "landlock"):
        return
    system = ["/usr", "/bin", "/lib", "/lib64", "/etc", "/proc", "/sys/devices/system/cpu", "/dev/null", "/dev/urandom"]
    with contextlib.suppress(OSError):
        landlock.restrict_to([*system, *_quotas(), *readable, *python_folders(), *_settings()], [home, "/dev/null"])
    if seccomp.is_available():
        with contextlib.suppress(OSError):
            seccomp.install_filter()


def _settings() -> list[str]:
    """Return the folders of matplotlib's font cache and settings."""
    found = sys.modules.get("matplotlib")
    return [] if found is None else [str(found.get_cachedir()), str(found.get_configdir())]
