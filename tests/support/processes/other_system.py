"""Runs a module of the project as if on another system: ``python elsewhere.py win32 -m newspace_grading.cli.main doctor``.

What that system lacks is not there for any module of ``newspace_grading``, nor in the interpreters that these start;
other packages see this machine as it is. It shows what the project itself would do without these calls, and nothing
about that system's own behaviour.
"""

from __future__ import annotations

import builtins
import fcntl
import importlib
import importlib.abc
import importlib.machinery
import itertools
import json
import os
import posixpath
import select
import signal
import socket
import stat
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

THEN = "--then"
"""Stands between the arguments of one run and those of the next."""

_LINUX = {
    "os": {"sched_getaffinity", "sched_setaffinity", "setresuid", "setresgid", "memfd_create", "O_PATH", "O_TMPFILE"},
    "signal": {"sigtimedwait"},
    "socket": {"SOCK_SEQPACKET", "SO_PEERCRED"},
    "select": {"poll", "epoll"},
}
_UNIX = {
    "os": {
        *(
            "fork",
            "forkpty",
            "register_at_fork",
            "setsid",
            "setpgid",
            "getpgid",
            "killpg",
            "getuid",
            "geteuid",
            "getgid",
        ),
        *("getegid", "setgroups", "WNOHANG", "WIFSIGNALED", "WTERMSIG", "WIFEXITED", "WEXITSTATUS", "wait", "waitid"),
        *(
            "statvfs",
            "sysconf",
            "setpriority",
            "getpriority",
            "PRIO_PROCESS",
            "mkfifo",
            "uname",
            "getloadavg",
            "posix_spawn",
        ),
    },
    "signal": {
        "SIGKILL",
        "SIGALRM",
        "SIGCHLD",
        "SIGSTOP",
        "SIGCONT",
        "SIGXCPU",
        "SIGHUP",
        "setitimer",
        "ITIMER_REAL",
        "alarm",
        "pthread_sigmask",
    },
    "socket": {"AF_UNIX", "send_fds", "recv_fds", "MSG_DONTWAIT", "SCM_RIGHTS"},
    "select": set(),
}
_LACKS: dict[str, dict[str, set[str]]] = {
    "linux": {name: set() for name in _LINUX},
    "darwin": _LINUX,
    "win32": {name: _LINUX[name] | _UNIX[name] for name in _LINUX},
}
_NO_MODULE: dict[str, set[str]] = {
    "linux": set(),
    "darwin": set(),
    "win32": {"fcntl", "resource", "pwd", "grp", "termios", "syslog"},
}


def executable(system: str, folder: Path) -> Path:
    """A program that stands for Python on that system."""
    path = folder / f"python-{system}"
    path.write_text(
        f'#!/bin/sh\nexec "{sys.executable}" -I "{Path(__file__).resolve()}" {system} "$@"\n', encoding="utf-8"
    )
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


def _view(real: ModuleType, lacks: set[str], **instead: Any) -> ModuleType:
    """A module without some names, and with others instead."""
    view = ModuleType(real.__name__)

    def look(name: str) -> Any:
        if name in lacks:
            raise AttributeError(f"module {real.__name__!r} has no attribute {name!r}")
        return getattr(real, name)

    view.__dict__.update(instead, __getattr__=look)
    return view


def _absent(path: object) -> bool:
    return str(path).startswith(("/proc", "/sys/"))


def _hides(function: Callable[..., Any]) -> Callable[..., Any]:
    """The same function, for which there is no /proc."""

    def guarded(path: object = ".", *more: Any, **named: Any) -> Any:
        if _absent(path):
            raise FileNotFoundError(2, "No such file or directory", str(path))
        return function(path, *more, **named)

    return guarded


def _sockets_only(read: Sequence[Any], write: Sequence[Any], other: Sequence[Any], *timeout: float) -> Any:
    """Windows can wait for sockets, and for nothing else."""
    if not all(isinstance(one, socket.socket) for one in (*read, *write, *other)):
        raise OSError(10038, "An operation was attempted on something that is not a socket")
    return select.select(read, write, other, *timeout)


def _locks() -> ModuleType:
    """Windows' own module for locks, as far as it is used."""
    locks = ModuleType("msvcrt")
    locks.__dict__.update(
        LK_NBLCK=2, locking=lambda file, _mode, _bytes: fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    )
    return locks


def _modules(system: str, program: str) -> dict[str, ModuleType]:
    lacks = _LACKS[system]
    places = _view(posixpath, set(), isdir=lambda path: not _absent(path) and posixpath.isdir(path))
    given: dict[str, dict[str, Any]] = {
        "os": {"path": places, "listdir": _hides(os.listdir), "name": "nt" if system == "win32" else "posix"},
        "select": {"select": _sockets_only} if system == "win32" else {},
    }
    views = {name: _view(importlib.import_module(name), lacks[name], **given.get(name, {})) for name in lacks}
    views["sys"] = _view(sys, set(), platform=system, executable=program)
    views["subprocess"] = _view(subprocess, set(), Popen=_no_descriptors if system == "win32" else subprocess.Popen)
    found = {"msvcrt": _locks()} if system == "win32" else {}
    views["importlib"] = _view(
        importlib, set(), import_module=lambda name: found.get(name) or importlib.import_module(name)
    )
    return views


def _no_descriptors(*given: Any, **named: Any) -> Any:
    if named.get("pass_fds"):
        raise ValueError("pass_fds not supported on Windows.")
    return subprocess.Popen(*given, **named)


class _Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Gives each module of the project built-in functions by which it sees the other system."""

    def __init__(self, system: str, program: str) -> None:
        views, gone = _modules(system, program), _NO_MODULE[system]

        def find(name: str, *given: Any, **named: Any) -> Any:
            if name.partition(".")[0] in gone:
                raise ModuleNotFoundError(f"No module named {name!r}", name=name)
            real = builtins.__import__(name, *given, **named)
            return views.get(name, real)

        self._own = {**vars(builtins), "__import__": find, "open": _hides(open)}

    def find_spec(self, name: str, path: Any, target: Any = None) -> Any:
        """Of the project's modules, the usual one, begun in another way."""
        if name.partition(".")[0] != "newspace_grading":
            return None
        spec = importlib.machinery.PathFinder.find_spec(name, path, target)
        if spec is None:
            for finder in sys.meta_path:  # an editable install has a finder of its own
                if finder is not self and spec is None:
                    spec = finder.find_spec(name, path, target)
        if spec is not None and spec.loader is not None:
            run = spec.loader.exec_module

            def begin(module: ModuleType) -> None:
                module.__dict__["__builtins__"] = self._own
                run(module)

            spec.loader.exec_module = begin  # type: ignore[method-assign]
        return spec


def main(arguments: list[str]) -> int:
    """Run a module's ``main`` with the arguments that follow it; with ``THEN`` between them, several times in one process.

    What the runs print, and how they end, is then printed as JSON: a list of ``[code, output, errors]``.
    """
    system, module, *rest = arguments[0], arguments[arguments.index("-m") + 1], *arguments[arguments.index("-m") + 2 :]
    with tempfile.TemporaryDirectory(prefix="newspace-elsewhere-") as folder:
        program = str(executable(system, Path(folder)))
        if system != "linux":  # which is this machine as it is
            sys.meta_path.insert(0, _Finder(system, program))
        if system == "win32":
            del os.fork
        signal.signal(signal.SIGINT, signal.default_int_handler)
        run = importlib.import_module(module).main
        if THEN not in rest:
            code: int = run(rest)
            return code
        told = [_told(run, list(line)) for is_line, line in itertools.groupby(rest, THEN.__ne__) if is_line]
    print(json.dumps(told))
    return 0


def _told(run: Callable[[list[str]], int], arguments: list[str]) -> tuple[int, str, str]:
    """Run a command; return its code and all that came out of this process and its children meanwhile."""
    kept = [os.dup(number) for number in (1, 2)]
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as errors:
        for number, file in enumerate((out, errors), 1):
            os.dup2(file.fileno(), number)
        try:
            code = run(arguments)
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            for number, before in enumerate(kept, 1):
                os.dup2(before, number)
                os.close(before)
        texts = []
        for file in (out, errors):
            file.seek(0)
            texts.append(file.read().decode())
    return code, texts[0], texts[1]


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
