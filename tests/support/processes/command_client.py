"""Commands as processes that are forked from ``command_server``, where this system can and nobody has asked for new processes.

What is about processes themselves (a terminal, another Python) starts new ones all the same, and so does every test where
``NEWSPACE_TESTS_NEW_PROCESSES`` is set.
"""

from __future__ import annotations

import atexit
import contextlib
import ctypes
import functools
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from processes import stand_in

SERVER = Path(__file__).with_name("command_server.py")
START_S = 60
SET_CHILD_SUBREAPER = 36  # the option of prctl (linux/prctl.h)


def usable() -> bool:
    """Whether commands can be forked here, and nobody has asked for new processes."""
    return hasattr(os, "fork") and sys.platform == "linux" and "NEWSPACE_TESTS_NEW_PROCESSES" not in os.environ


class CommandServer:
    """The process in which everything is loaded, as the tests see it.

    Attributes
    ----------
    forkservers : socket.socket
        The connection to the process from which forkservers are forked (`forkserver_main.serve_engines`).
    programs : Path
        A folder with ``python`` and ``newspace-grade``, whose processes are forked from the server.
    """

    def __init__(self, env: Mapping[str, str]) -> None:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            os.set_inheritable(theirs.fileno(), True)
            self._process = subprocess.Popen(
                [sys.executable, str(SERVER), str(theirs.fileno())],
                env=env,
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
            )
        self._lifeline = ours
        said, (forkservers,), _flags, _address = socket.recv_fds(ours, stand_in.MESSAGE_BYTES, 1)
        told = json.loads(said)
        self.forkservers = socket.socket(fileno=forkservers)
        self.programs = Path(told["programs"])
        self._address = f"\0{told['name']}"

    @contextlib.contextmanager
    def _asked(self, request: Mapping[str, Any], *streams: int) -> Iterator[socket.socket]:
        with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as channel:
            channel.settimeout(START_S)
            channel.connect(self._address)
            socket.send_fds(channel, [json.dumps(request).encode()], streams)
            yield channel

    def run(
        self, arguments: Sequence[str], cwd: Path, env: Mapping[str, str], timeout: float, errors: str = "strict"
    ) -> subprocess.CompletedProcess[str]:
        """Do what ``subprocess.run`` does with this Python and these arguments (``-m module …`` or ``-c code …``)."""
        line = [sys.executable, *arguments]
        request = {"arguments": list(arguments), "cwd": str(cwd), "env": dict(env)}
        with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err, open(os.devnull, "rb") as null:
            with self._asked(request, null.fileno(), out.fileno(), err.fileno()) as channel:
                pid = _said(channel)["pid"]
                channel.settimeout(timeout)
                try:
                    code = _said(channel)["code"]
                except TimeoutError:
                    with contextlib.suppress(ProcessLookupError):
                        os.killpg(pid, signal.SIGKILL)
                    channel.settimeout(START_S)
                    _said(channel)
                    raise subprocess.TimeoutExpired(line, timeout) from None
            texts = [_read(file.fileno(), errors) for file in (out, err)]
        return subprocess.CompletedProcess(line, code, *texts)

    def start(self, arguments: Sequence[str], cwd: Path, env: Mapping[str, str], *streams: int) -> int:
        """Start this Python with these arguments as a child of this process; its number."""
        request = {"arguments": list(arguments), "cwd": str(cwd), "env": dict(env), "orphan": True}
        with adopting(), self._asked(request, *streams) as channel:
            # The process between the two ends, and the command says its number, in whichever order.
            return {**_said(channel), **_said(channel)}["pid"]

    def stop(self) -> None:
        """End the process."""
        self._lifeline.close()
        self.forkservers.close()
        self._process.wait()


def _said(channel: socket.socket) -> dict[str, int]:
    """Receive what the server says of a command: its ``pid``, or the ``code`` with which it has ended."""
    word, _space, number = channel.recv(stand_in.MESSAGE_BYTES).decode().partition(" ")
    return {word: int(number)}


def _read(handle: int, errors: str) -> str:
    with os.fdopen(os.dup(handle), encoding="utf-8", errors=errors) as file:
        file.seek(0)
        return file.read()


_ADOPTING = threading.Lock()


@contextlib.contextmanager
def adopting() -> Iterator[None]:
    """Become the parent of each process that loses its own meanwhile, if it comes from this one."""
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    with _ADOPTING:
        prctl(SET_CHILD_SUBREAPER, 1, 0, 0, 0)
        try:
            yield
        finally:
            prctl(SET_CHILD_SUBREAPER, 0, 0, 0, 0)


class ForkedProcess(subprocess.Popen[str]):
    """A `subprocess.Popen` of this Python whose process was forked from the server, and is a child of this one all the same."""

    def _execute_child(self, args: list[str], _program: str, _preexec: None, _close: bool, _pass: tuple[int, ...],
                       cwd: Path, env: Mapping[str, str], *rest: Any) -> None:  # fmt: skip
        pipes = rest[3:9]
        try:
            with open(os.devnull, "rb") as null:
                streams = (null.fileno(), pipes[3], pipes[5])
                self.pid = server().start(args[1:], cwd, env, *streams)
                self._child_created = True
        finally:
            self._close_pipe_fds(*pipes)


@functools.cache
def server() -> CommandServer:
    """Return the one server of this process of the tests, started when it is first needed."""
    made = CommandServer({**os.environ, "MPLBACKEND": "agg"})
    atexit.register(made.stop)
    return made
