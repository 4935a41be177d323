"""Find the folder of the warm server that can run a command as this process would.

There is a server for each combination of what decides how a process starts: interpreter, installed code, user, limits, language.
So an update, or another environment, is another server. It loads nothing of the grader, since it is looked for by every command.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import stat
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass

VARIABLE = "NEWSPACE_GRADE_SERVER"
"""The environment variable: with the value ``no`` every command runs in its own process."""

_ENVIRONMENT = ("LANG", "LANGUAGE", "TZ", "PATH")
_ENVIRONMENT_BEGINNINGS = ("LC_", "NEWSPACE_", "LD_", "SQLALCHEMY_", "JUPYTER_ALLOW_")
_HARMLESS = ("PYTHONUNBUFFERED", "PYTHONDONTWRITEBYTECODE", "PYTHONIOENCODING", "PYTHONUTF8", "PYTHONHASHSEED")
_NOT_OURS = 0o077
_THIS = "newspace_grading.cli"


@dataclass(frozen=True)
class ServerAddress:
    """Where a server is found.

    Attributes
    ----------
    folder : str
        Its folder, which nobody else may enter.
    """

    folder: str

    @property
    def socket(self) -> str:
        """The Unix socket on which it listens."""
        return os.path.join(self.folder, "socket")

    @property
    def key(self) -> str:
        """The file with the word that a command must say: a learner's process may reach the socket, and cannot read this."""
        return os.path.join(self.folder, "key")

    @property
    def log(self) -> str:
        """The file for what goes wrong in it."""
        return os.path.join(self.folder, "log")

    @property
    def lock(self) -> str:
        """The file that is locked while a server starts or ends."""
        return f"{self.folder}.lock"


def server_address() -> ServerAddress | None:
    """Return the address of the server for this process's commands; None if they must be run in this process."""
    if not _can_be_served():
        return None
    home = _private_folder()
    if home is None:
        return None
    digest = hashlib.sha256("\0".join(_circumstances()).encode("utf-8", "surrogateescape")).hexdigest()
    return ServerAddress(os.path.join(home, digest[:16]))


def make_own_folder(folder: str) -> bool:
    """Make a folder that only this user may enter; return False if there is one that others may enter, too."""
    try:
        with contextlib.suppress(FileExistsError):
            os.mkdir(folder, 0o700)
        found = os.lstat(folder)
    except OSError:
        return False
    return stat.S_ISDIR(found.st_mode) and found.st_uid == os.getuid() and not found.st_mode & _NOT_OURS


def _can_be_served() -> bool:
    """Tell whether another process can do what this one would: one that starts without special options and settings."""
    if sys.platform != "linux" or not hasattr(os, "pidfd_open"):
        return False
    if "no" in (os.environ.get(VARIABLE), os.environ.get("NEWSPACE_GRADE_FORK")):
        return False
    settings = {name for name in os.environ if name.startswith("PYTHON")} - set(_HARMLESS)
    return not settings and not _has_plot_settings() and _is_plain_process()


def _is_plain_process() -> bool:
    """Tell whether this process runs the command and nothing else; a program that has loaded the grader may have changed it."""
    flags = sys.flags
    if flags.optimize or flags.dev_mode or flags.inspect or flags.no_site or sys.warnoptions:
        return False
    loaded = [name for name in sys.modules if name.startswith("newspace_grading.") and not name.startswith(_THIS)]
    return not loaded and sys.gettrace() is None and sys.getprofile() is None


def _has_plot_settings() -> bool:
    """Tell whether the user has settings for matplotlib: it reads them when it is loaded."""
    home = os.environ.get("XDG_CONFIG_HOME") or os.path.expanduser("~/.config")
    folders = [".", os.environ.get("MPLCONFIGDIR", ""), os.path.join(home, "matplotlib")]
    return "MATPLOTLIBRC" in os.environ or any(
        os.path.exists(os.path.join(folder, "matplotlibrc")) for folder in folders if folder
    )


def _private_folder() -> str | None:
    """Return this user's folder for servers; None if there can be none."""
    runtime = os.environ.get("XDG_RUNTIME_DIR", "")
    if runtime and os.path.isdir(runtime) and make_own_folder(os.path.join(runtime, "newspace-grade")):
        return os.path.join(runtime, "newspace-grade")
    folder = os.path.join(tempfile.gettempdir(), f"newspace-grade-servers-{os.getuid()}")
    return folder if make_own_folder(folder) else None


def _circumstances() -> Iterator[str]:
    """List what decides how a process starts, and what it may."""
    import resource

    yield from (sys.executable, sys.prefix, sys.version, sys.getfilesystemencoding(), str(sys.flags.utf8_mode))
    yield from sorted(
        f"{name}={value}"
        for name, value in os.environ.items()
        if name in _ENVIRONMENT or name.startswith(_ENVIRONMENT_BEGINNINGS)
    )
    yield from (str(os.getresuid()), str(os.getresgid()), str(sorted(os.getgroups())), str(os.nice(0)))
    yield str(sorted(os.sched_getaffinity(0)))
    for name in sorted(name for name in dir(resource) if name.startswith("RLIMIT_")):
        yield f"{name}={resource.getrlimit(getattr(resource, name))}"
    with contextlib.suppress(OSError), open("/proc/self/cgroup", encoding="utf-8") as file:
        yield file.read()
    yield from _installed_code()


def _installed_code() -> Iterator[str]:
    """List the folders from which modules are loaded, with the time of their latest change."""
    own = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    folders = sys.path[0 if sys.flags.safe_path else 1 :]  # without the folder of the script, or the working folder
    for folder in dict.fromkeys([*folders, own]):
        if not os.path.isdir(folder) or os.path.basename(folder) in (
            "lib-dynload",
            os.path.basename(_standard_library()),
        ):
            continue
        yield f"{folder} {os.stat(folder).st_mtime_ns}"  # an installer adds and removes files here
        if os.path.basename(folder) not in ("site-packages", "dist-packages"):
            yield str(_latest_change(folder))  # code that is being worked on


def _standard_library() -> str:
    return os.path.dirname(os.__file__)


def _latest_change(folder: str) -> tuple[int, int]:
    """Return the number of modules in the packages of a folder, and the time of their latest change in nanoseconds."""
    number, latest = 0, 0
    waiting = [entry.path for entry in os.scandir(folder) if os.path.isfile(os.path.join(entry.path, "__init__.py"))]
    while waiting:
        for entry in os.scandir(waiting.pop()):
            if entry.name.endswith(".py"):
                number, latest = number + 1, max(latest, entry.stat().st_mtime_ns)
            elif entry.is_dir(follow_symlinks=False) and not entry.name.startswith((".", "__")):
                waiting.append(entry.path)
    return number, latest
