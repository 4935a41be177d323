"""Start new interpreters in place of forked processes, for Windows and wherever a fork does not work. Simple rather than fast.

A judge gets its job, which the grader made, through its standard input, and reports through its standard output. A worker gets its
request in the same way; it takes requests and replies over a local connection, which it opens with a secret token.
Both end when their parent ends, with all processes that they have started.
"""

from __future__ import annotations

import contextlib
import hmac
import json
import os
import pickle
import queue
import secrets
import select
import socket
import subprocess
import sys
import tempfile
import threading
import time
from typing import IO

from newspace_grading.engine.judge.process import JudgeJob
from newspace_grading.engine.protocol import messages
from newspace_grading.engine.protocol.messages import ExitCause, StartWorker, WorkerExit
from newspace_grading.engine.protocol.worker_api import WorkerProcess
from newspace_grading.model.errors import GraderError
from newspace_grading.sandbox.limits import MB, DiskWatch, Limits
from newspace_grading.sandbox.process_tree import ProcessTree

_START_S = 120.0
_TOKEN_BYTES = 32
_WATCH_S = 0.5
_EXIT_S = 10.0
_CHUNK = 2**16
_INHERITED = (
    *("PATH", "LANG", "LC_ALL", "SYSTEMROOT", "WINDIR", "COMSPEC", "PATHEXT", "SYSTEMDRIVE", "NUMBER_OF_PROCESSORS"),
)


def _environment(folder: str) -> dict[str, str]:
    """Return the environment variables of a new interpreter: none of the grading user's."""
    kept = {key: value for key, value in os.environ.items() if key.upper() in _INHERITED}
    homes = ("IPYTHONDIR", "HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA", "TEMP", "TMP", "TMPDIR", "MPLCONFIGDIR")
    kept |= dict.fromkeys(homes, folder) | {"MPLBACKEND": "agg"}
    kept["NBGRADER_EXECUTION"] = os.environ.get("NBGRADER_EXECUTION", "autograde")
    return kept | dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")


class _Interpreter:
    """A new interpreter: it loads what it needs, and waits for its job.

    Parameters
    ----------
    role : str
        What it is to be: ``worker`` or ``judge``.
    folder : str
        A folder of the engine's.
    reports : bool
        Whether its standard output is read.
    """

    def __init__(self, role: str, folder: str, *, reports: bool) -> None:
        self._errors = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115 - for as long as the process lives
        # -X utf8: what learners read and write is the same text here as on a machine that forks.
        command = [sys.executable, "-I", "-B", "-X", "utf8", "-m", "newspace_grading.engine.launch.spawn_main", role]
        try:
            self.process = subprocess.Popen(  # noqa: S603 - our own interpreter
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE if reports else subprocess.DEVNULL,
                stderr=self._errors,
                env=_environment(folder),
                cwd=folder,
                start_new_session=True,
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
            self.tree = ProcessTree(self.process.pid)
        except OSError as error:
            raise GraderError(f"a new Python could not be started: {error.strerror or error}") from None

    def write(self, data: bytes) -> None:
        """Write to its standard input, which stays open: closing it tells the process to end."""
        pipe: IO[bytes] = self.process.stdin  # type: ignore[assignment]  # it was asked for
        try:
            pipe.write(data)
            pipe.flush()
        except OSError:
            raise GraderError(self.trouble()) from None

    def write_message(self, message: messages.Message) -> None:
        """Write a message as one line."""
        self.write(json.dumps(messages.encode(message)).encode() + b"\n")

    def trouble(self) -> str:
        """End it, and return why it did not begin its work."""
        self.tree.kill()
        self.process.wait()
        self._errors.seek(0)
        lines = self._errors.read().decode("utf-8", "replace").split("\n")
        said = next((line for line in reversed(lines) if line.strip()), "it said nothing")
        return f"a new Python did not begin its work: {said.strip()[:300]}"

    def end(self) -> None:
        """End it, with all that it started."""
        self.tree.kill()
        with contextlib.suppress(OSError):
            self.process.stdin.close()  # type: ignore[union-attr]  # it was asked for
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(timeout=_EXIT_S)
        self._errors.close()


class SpawnLauncher:
    """Start a new interpreter for each worker; it is a `WorkerLauncher`.

    Parameters
    ----------
    level : str
        Its isolation level.
    folder : str
        A folder of the engine's.
    """

    def __init__(self, level: str, folder: str) -> None:
        self._level = level
        self._folder = folder

    def start(self, request: StartWorker) -> WorkerProcess:
        """Start one."""
        token = secrets.token_bytes(_TOKEN_BYTES)
        with socket.create_server(("127.0.0.1", 0)) as server:
            interpreter = _Interpreter("worker", self._folder, reports=False)
            try:
                interpreter.write_message(messages.ConnectBack(server.getsockname()[1], token.hex()))
                interpreter.write_message(messages.SpawnWorker(self._level, request))
                connection = _connection(server, token, interpreter)
            except GraderError:
                interpreter.end()
                raise
        return _SpawnedWorker(interpreter, connection, request.limits, DiskWatch(request.stage, request.limits))


def _connection(server: socket.socket, token: bytes, interpreter: _Interpreter) -> socket.socket:
    """Accept the connection of a worker; refuse other connections."""
    until = time.monotonic() + _START_S
    while time.monotonic() < until and interpreter.process.poll() is None:
        if not select.select([server], [], [], _WATCH_S)[0]:
            continue
        connection, _address = server.accept()
        with contextlib.suppress(OSError):
            connection.settimeout(_EXIT_S)
            said = b""
            while len(said) < len(token) and (part := connection.recv(len(token) - len(said))):
                said += part
            if hmac.compare_digest(said, token):
                connection.settimeout(None)
                connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                return connection
        connection.close()
    raise GraderError(interpreter.trouble())


class _SpawnedWorker:
    """A worker, and a thread that watches what it uses."""

    def __init__(self, interpreter: _Interpreter, connection: socket.socket, allowed: Limits, disk: DiskWatch) -> None:
        self.connection = connection
        self._interpreter = interpreter
        self._limit_reached: ExitCause | None = None
        self._is_over = threading.Event()
        threading.Thread(target=self._watch, args=(allowed, disk), daemon=True).start()

    def _watch(self, allowed: Limits, disk: DiskWatch) -> None:
        base, _seconds = self._interpreter.tree.usage()
        while not self._is_over.is_set() and self._interpreter.process.poll() is None:
            begun = time.monotonic()
            memory, seconds = self._interpreter.tree.usage()
            reached = {
                ExitCause.MEMORY: memory - base > allowed.memory_mb * MB,
                ExitCause.TIME: seconds > allowed.cpu_seconds,
                ExitCause.DISK: disk.is_full(),
            }
            self._limit_reached = next((cause for cause, is_reached in reached.items() if is_reached), None)
            if self._limit_reached is not None:
                self._interpreter.tree.kill()
                return
            self._is_over.wait(max(_WATCH_S, 10 * (time.monotonic() - begun)))

    def end(self, *, wait: bool) -> WorkerExit | None:
        """End it with all that it started."""
        if wait:
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._interpreter.process.wait(timeout=_EXIT_S)
        code = self._interpreter.process.poll()
        self._is_over.set()
        self.connection.close()
        self._interpreter.end()
        if self._limit_reached is not None:
            return WorkerExit(self._limit_reached)
        if code is None:
            return None
        return WorkerExit(ExitCause.SIGNALLED, -code) if code < 0 else WorkerExit(ExitCause.EXITED, code)


class SpawnedJudge:
    """Start a judge's process as a new interpreter.

    Parameters
    ----------
    job : JudgeJob
        Its work; it goes over as bytes that only the grader makes, to a process that only the grader starts.
    """

    def __init__(self, job: JudgeJob) -> None:
        self._interpreter = _Interpreter("judge", job.home, reports=True)
        body = pickle.dumps(job)
        self._interpreter.write(len(body).to_bytes(8, "big") + body)
        self._reported: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        pipe = self._interpreter.process.stdout
        with contextlib.suppress(OSError, ValueError):
            while pipe is not None and (part := os.read(pipe.fileno(), _CHUNK)):
                self._reported.put(part)
        self._reported.put(b"")

    def read(self, seconds: float) -> bytes | None:
        """Read what it has reported since. Ctrl-C is handled meanwhile, even where a wait cannot be interrupted."""
        until = time.monotonic() + seconds
        while True:
            with contextlib.suppress(queue.Empty):
                return self._reported.get(timeout=max(0.0, min(_WATCH_S, until - time.monotonic())))
            if time.monotonic() >= until:
                return None

    def kill(self) -> None:
        """Kill it, and the workers that it started."""
        self._interpreter.tree.kill()

    def wait(self) -> bool:
        """Wait for its end, and tell whether it ended well."""
        code = None
        with contextlib.suppress(subprocess.TimeoutExpired):
            code = self._interpreter.process.wait(timeout=_EXIT_S)
        self._interpreter.end()
        with contextlib.suppress(OSError):
            self._interpreter.process.stdout.close()  # type: ignore[union-attr]  # it was asked for
        return code == 0
