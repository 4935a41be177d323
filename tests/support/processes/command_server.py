"""Run commands in processes that are forked from one in which what they import is loaded already.

A command of ours or of nbgrader needs about a second of processor time before it does anything, and the tests start more than
a hundred. A process that was forked here differs from a new one in this: its modules are loaded, and the kernels and the forkservers
that it starts are forked as well (``kernel_server``; ``forkserver_main.serve_engines``, as with the warm server). What is about processes
themselves (signals, a terminal, another Python) starts new ones all the same, and so does every test where
``NEWSPACE_TESTS_NEW_PROCESSES`` is set.
"""

from __future__ import annotations

import array
import atexit
import contextlib
import functools
import importlib
import json
import os
import runpy
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import traceback
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

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
MESSAGE_BYTES = 1 << 20


def usable() -> bool:
    """Whether commands can be forked here, and nobody has asked for new processes."""
    return hasattr(os, "fork") and sys.platform == "linux" and "NEWSPACE_TESTS_NEW_PROCESSES" not in os.environ


class CommandServer:
    """The process in which everything is loaded, as the tests see it."""

    def __init__(self, env: Mapping[str, str]) -> None:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            os.set_inheritable(theirs.fileno(), True)
            self._process = subprocess.Popen(
                [sys.executable, __file__, str(theirs.fileno())], env=env, pass_fds=[theirs.fileno()]
            )
        self._channel, self._one_at_a_time = ours, threading.Lock()

    def run(
        self, arguments: Sequence[str], cwd: Path, env: Mapping[str, str], timeout: float, errors: str = "strict"
    ) -> subprocess.CompletedProcess[str]:
        """Do what ``subprocess.run`` does with this Python and these arguments (``-m module …`` or ``-c code …``)."""
        line = [sys.executable, *arguments]
        with self._one_at_a_time, tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
            request = json.dumps({"arguments": list(arguments), "cwd": str(cwd), "env": dict(env)}).encode()
            handles = array.array("i", [out.fileno(), err.fileno()])
            self._channel.settimeout(60)
            self._channel.sendmsg([request], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, handles)])
            pid = int(self._channel.recv(MESSAGE_BYTES))
            self._channel.settimeout(timeout)
            try:
                code = int(self._channel.recv(MESSAGE_BYTES))
            except TimeoutError:
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(pid, 9)
                self._channel.settimeout(60)
                self._channel.recv(MESSAGE_BYTES)
                raise subprocess.TimeoutExpired(line, timeout) from None
            texts = [_read(file.fileno(), errors) for file in (out, err)]
        return subprocess.CompletedProcess(line, code, *texts)

    def stop(self) -> None:
        """End the process."""
        self._channel.close()
        self._process.wait()


def _read(handle: int, errors: str) -> str:
    with os.fdopen(os.dup(handle), encoding="utf-8", errors=errors) as file:
        file.seek(0)
        return file.read()


@functools.cache
def server() -> CommandServer:
    """Return the one server of this process of the tests, started when it is first needed."""
    made = CommandServer({**os.environ, "MPLBACKEND": "agg"})
    atexit.register(made.stop)
    return made


def main(handle: int) -> None:
    """Serve until the tests are over: fork for each request, say the child's number, and how it ended."""
    for name in LOADED:
        importlib.import_module(name)
    _set_up_what_each_command_would()
    import kernel_server  # beside this file, which runs as a program here

    kernels = kernel_server.start()
    folder = tempfile.mkdtemp(prefix="newspace-forkservers-")
    try:
        with socket.socket(fileno=handle) as channel, _origin_of_forkservers(folder) as forkservers:
            _fork_forkservers_from(forkservers)
            _serve(channel, kernels)
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
    from newspace_grading.engine.launch.forkserver import ForkserverManager

    plain = ForkserverManager.__init__

    def from_origin(self: ForkserverManager, wanted: str, warm: socket.socket | None = None) -> None:
        plain(self, wanted, warm or origin)

    ForkserverManager.__init__ = from_origin  # type: ignore[method-assign]


def _set_up_what_each_command_would() -> None:
    """Have SQLAlchemy connect nbgrader's tables, and matplotlib draw a figure; neither depends on a course."""
    from sqlalchemy.orm import configure_mappers

    from newspace_grading.engine.protocol.codec.figures import drawing

    configure_mappers()
    drawing.draw_once()


def _serve(channel: socket.socket, kernels: str) -> None:
    while True:
        request, ancillary, _flags, _address = channel.recvmsg(MESSAGE_BYTES, socket.CMSG_SPACE(8))
        if not request:
            return
        handles = array.array("i", ancillary[0][2])
        pid = os.fork()
        if pid == 0:
            channel.close()
            _become(json.loads(request), kernels, *handles)
        for one in handles:
            os.close(one)
        channel.send(str(pid).encode())
        _pid, status = os.waitpid(pid, 0)
        channel.send(str(os.waitstatus_to_exitcode(status)).encode())


def _become(request: dict[str, Any], kernels: str, out: int, err: int) -> None:
    """Go on as the command that was asked for; never come back."""
    os.setpgid(0, 0)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(out, 1)
    os.dup2(err, 2)
    os.environ.clear()
    os.environ.update(request["env"])
    os.environ["JUPYTER_PATH"] = os.pathsep.join(filter(None, (kernels, os.environ.get("JUPYTER_PATH"))))
    os.chdir(request["cwd"])
    code = 1
    try:
        code = _run(*request["arguments"])
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
