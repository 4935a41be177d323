"""Fork commands from a process in which what they import is loaded already.

A command of ours or of nbgrader needs about a second of processor time before it does anything, and the tests start more than
a hundred. A process that was forked here differs from a new one in this: its modules are loaded, the kernels, the forkservers
and the commands that it starts are forked as well (``kernel_server``; ``forkserver_main.serve_engines``, as with the warm server;
``EngineExporter``, ``nbgrader quickstart``), and nbgrader need not ask Alembic for the version of each new gradebook. The tests ask for one through
``command_client``, and processes that were forked here through ``stand_in``.
"""

from __future__ import annotations

import atexit
import contextlib
import importlib
import json
import os
import runpy
import selectors
import shutil
import signal
import socket
import stat
import subprocess
import sys
import tempfile
import threading
import traceback
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NoReturn

import stand_in  # beside this file, which runs as a program

LOADED = (
    "IPython.core.inputtransformer2",
    "IPython.core.logger",
    "PIL.features",
    "alembic.command",
    "matplotlib.backends.backend_agg",
    "matplotlib.pyplot",
    "nbclient",
    "nbconvert.exporters",
    "newspace.checks",
    "newspace.content.readings",
    "newspace.figures.shared.description",
    "newspace.models.ispace.descent",
    "newspace.views.shared.exercise.grader_plugin",
    "newspace.views.shared.exercise.hint",
    "nbgrader.api",
    "nbgrader.apps",
    "nbgrader.converters",
    "nbgrader.plugins",
    "nbgrader.preprocessors",
    "newspace_grading.cli.commands.autograde",
    "newspace_grading.cli.commands.doctor",
    "newspace_grading.cli.commands.feedback",
    "newspace_grading.cli.commands.merge",
    "newspace_grading.cli.commands.mine",
    "newspace_grading.cli.commands.report",
    "newspace_grading.course.nbgrader.autograde_exporter",
    "newspace_grading.engine.launch.preload",
    "newspace_grading.pages.teacher.charts",
    "sqlalchemy.dialects.sqlite",
)


NEW_GRADEBOOKS = Path(__file__).parents[1] / "plugins" / "new_gradebooks.py"


def main(handle: int) -> None:
    """Serve until the other end of the socket is closed: first say how to connect, and hand the way to the origin of forkservers over."""
    for name in LOADED:
        importlib.import_module(name)
    _set_up_what_each_command_would()
    import kernel_server

    kernels = kernel_server.start()
    folder = tempfile.mkdtemp(prefix="newspace-forkservers-")
    try:
        with (
            socket.socket(fileno=handle) as lifeline,
            socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as listener,
            _origin_of_forkservers(folder) as forkservers,
        ):
            name = f"newspace-commands-{os.getpid()}"
            listener.bind(f"\0{name}")
            listener.listen()
            _fork_forkservers_from(forkservers)
            programs = _programs(name, Path(folder))
            _fork_what_commands_run(programs)
            said = {"name": name, "programs": str(programs)}
            socket.send_fds(lifeline, [json.dumps(said).encode()], [forkservers.fileno()])
            _Server(lifeline, listener, kernels).serve()
    finally:
        shutil.rmtree(kernels)
        shutil.rmtree(folder, ignore_errors=True)


ORIGIN = """
import os, socket, sys
os.umask(0o022)  # learners' processes, which have another user's rights, read what forkservers write
from newspace_grading.engine.launch import forkserver_main
forkserver_main.serve_engines(socket.socket(fileno=int(sys.argv[1])))
"""


def _origin_of_forkservers(folder: str) -> socket.socket:
    """Start the process from which forkservers are forked, with the environment that they have; return the connection to it."""
    from newspace_grading.engine.launch.forkserver import clean_environment

    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with theirs:
        for fonts in Path(matplotlib_cache()).glob("fontlist-*.json"):
            shutil.copy(fonts, folder)
        subprocess.Popen(
            [sys.executable, "-I", "-B", "-c", ORIGIN, str(theirs.fileno())],
            pass_fds=[theirs.fileno()],
            env=clean_environment(folder),
            cwd=folder,
            stdin=subprocess.DEVNULL,
        )
    return ours


def matplotlib_cache() -> str:
    """Return the folder in which matplotlib keeps its list of fonts."""
    import matplotlib as mpl

    return str(mpl.get_cachedir())


def _fork_forkservers_from(origin: socket.socket) -> None:
    """Have every engine of this process, and of those that are forked from it, ask there for its forkserver."""
    from newspace_grading.engine.launch.forkserver import ForkserverManager, WarmStart

    plain = ForkserverManager.__init__

    def from_origin(self: ForkserverManager, wanted: str, warm: WarmStart | None = None) -> None:
        plain(self, wanted, warm or WarmStart(origin))

    ForkserverManager.__init__ = from_origin  # type: ignore[method-assign]


def _programs(name: str, folder: Path) -> Path:
    """Write programs whose processes are forked from this one: what a script or another command finds under their names."""
    programs = folder / "programs"
    programs.mkdir()
    for program, module in (("python", ""), ("newspace-grade", "-m newspace_grading.cli.main ")):
        line = f'exec "{sys.executable}" -I -S "{stand_in.__file__}" {name} {module}"$@"'
        path = programs / program
        path.write_text(f"#!/bin/sh\n{line}\n", encoding="utf-8")
        path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return programs


def _fork_what_commands_run(programs: Path) -> None:
    """Have ``nbgrader quickstart`` and `EngineExporter`, which run commands as processes of their own, start them with that Python."""
    from nbgrader.apps import quickstartapp

    from newspace_grading.course.nbgrader import autograde_exporter

    for module in (quickstartapp, autograde_exporter):
        module.sys = SimpleNamespace(executable=str(programs / "python"))  # type: ignore[attr-defined]


def _set_up_what_each_command_would() -> None:
    """Connect nbgrader's tables, draw a figure, and look the version of the tables up: none of it depends on a course."""
    import nbgrader.api
    from sqlalchemy.orm import configure_mappers

    from newspace_grading.engine.protocol.codec.figures import drawing

    configure_mappers()
    drawing.draw_once()
    version_of_tables = runpy.run_path(str(NEW_GRADEBOOKS))["version_of_tables"]
    version_of_tables()
    nbgrader.api.get_alembic_version = version_of_tables


@dataclass
class _Running:
    """A command that was forked, and the connection of who asked for it."""

    pid: int
    channel: socket.socket

    def is_told(self) -> bool:
        """Pass a signal on; kill the command when nobody waits for it any more. Whether somebody does."""
        try:
            number = self.channel.recv(1)
        except ConnectionError:
            number = b""
        with contextlib.suppress(ProcessLookupError):
            if number:
                os.kill(self.pid, number[0])
            else:
                os.killpg(self.pid, signal.SIGKILL)
        return bool(number)


class _Server:
    """Forks a process for each connection, and says over it what came of the process."""

    def __init__(self, lifeline: socket.socket, listener: socket.socket, kernels: str) -> None:
        self._lifeline, self._listener, self._kernels = lifeline, listener, kernels
        self._waiting = selectors.DefaultSelector()

    def serve(self) -> None:
        """Serve until the tests are over."""
        self._waiting.register(self._lifeline, selectors.EVENT_READ)
        self._waiting.register(self._listener, selectors.EVENT_READ)
        while True:
            for key, _events in self._waiting.select():
                if key.fileobj is self._lifeline:
                    return
                if key.fileobj is self._listener:
                    self._fork()
                elif isinstance(key.fileobj, int):
                    self._has_ended(key.fileobj, key.data)
                elif not key.data.is_told():
                    self._waiting.unregister(key.fileobj)

    def _fork(self) -> None:
        channel, _address = self._listener.accept()
        data, streams, _flags, _address = socket.recv_fds(channel, stand_in.MESSAGE_BYTES, len(stand_in.STREAMS))
        pid = os.fork() if data else -1
        if pid == 0:
            self._waiting.close()
            self._listener.close()
            self._lifeline.close()
            _become(json.loads(data), channel, self._kernels, *streams)
        for stream in streams:
            os.close(stream)
        if pid < 0:  # who asked has ended before
            channel.close()
            return
        running = _Running(pid, channel)
        self._waiting.register(os.pidfd_open(pid), selectors.EVENT_READ, running)
        self._waiting.register(channel, selectors.EVENT_READ, running)

    def _has_ended(self, handle: int, running: _Running) -> None:
        self._waiting.unregister(handle)
        os.close(handle)
        _pid, status = os.waitpid(running.pid, 0)
        with contextlib.suppress(OSError):
            running.channel.send(f"code {os.waitstatus_to_exitcode(status)}".encode())
        with contextlib.suppress(KeyError):
            self._waiting.unregister(running.channel)
        running.channel.close()


def _become(request: dict[str, Any], channel: socket.socket, kernels: str, *streams: int) -> NoReturn:
    """Go on as the command that was asked for; never come back."""
    code = 1
    try:
        if request.get("orphan") and os.fork():
            os._exit(0)  # then the process of the tests becomes its parent
        os.setsid()
        for handle, standard in zip(streams, stand_in.STREAMS, strict=True):
            os.dup2(handle, standard)
            os.close(handle)
        channel.send(f"pid {os.getpid()}".encode())
        channel.close()
        os.environ.clear()
        os.environ.update(request["env"])
        os.environ["JUPYTER_PATH"] = os.pathsep.join(filter(None, (kernels, os.environ.get("JUPYTER_PATH"))))
        os.chdir(request["cwd"])
        _find_modules_in(request["env"].get("PYTHONPATH", ""))
        arguments = request["arguments"]
        code = _run(*arguments[arguments.index("utf8") + 1 if arguments[0] == "-X" else 0 :])
    except BaseException:  # noqa: BLE001 - as the interpreter does it with what nobody caught
        traceback.print_exc()
    finally:
        with contextlib.suppress(BaseException):
            threading._shutdown()
            atexit._run_exitfuncs()
        with contextlib.suppress(OSError):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(code)


def _find_modules_in(path: str) -> None:
    """Look for modules, and for the entry points of packages, where a new interpreter with this PYTHONPATH would."""
    known = set(sys.path)
    sys.path[1:1] = [folder for folder in path.split(os.pathsep) if folder and folder not in known]
    importlib.invalidate_caches()


def _run(option: str, what: str, *arguments: str) -> int:
    try:
        if option == "-m":
            sys.argv, sys.path[0] = [what, *arguments], os.getcwd()
            runpy.run_module(what, run_name="__main__", alter_sys=True)
        elif option == "-c":
            sys.argv, sys.path[0] = ["-c", *arguments], ""
            exec(compile(what, "<string>", "exec"), {"__name__": "__main__"})  # noqa: S102 - a test's own code
        else:
            raise ValueError(f"a command begins with -m or -c, and not with {option}")
    except SystemExit as ended:
        if isinstance(ended.code, str):
            print(ended.code, file=sys.stderr)
            return 1
        return int(ended.code or 0)
    return 0


if __name__ == "__main__":
    main(int(sys.argv[1]))
