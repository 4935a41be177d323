"""New interpreters in the place of forked processes, for Windows and wherever a fork does not work. Simple rather than fast.

A judge gets its job, which the grader made, through its standard input, and tells its records through its standard output.
A learner's process gets its request in the same way; it is asked and answers over a connection within this machine, which it
opens with a secret that nobody else knows. Both end when whoever started them ends, and with them all that they have started.
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
from typing import IO, Any

from newspace_grading.engine.judge.process import JudgeJob
from newspace_grading.engine.protocol.worker_api import Running
from newspace_grading.model.errors import GraderError
from newspace_grading.sandbox.limits import MB, Disk, Limits
from newspace_grading.sandbox.process_tree import Tree

START_S = 120.0
_TOKEN_BYTES = 32
_WATCH_S = 0.5
_WORD_S = 10.0
_KEPT = ("PATH", "LANG", "LC_ALL", "SYSTEMROOT", "WINDIR", "COMSPEC", "PATHEXT", "SYSTEMDRIVE", "NUMBER_OF_PROCESSORS")


def environment(folder: str) -> dict[str, str]:
    """What a process of the grader's is told of this machine: nothing of whoever grades."""
    kept = {key: value for key, value in os.environ.items() if key.upper() in _KEPT}
    homes = ("IPYTHONDIR", "HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA", "TEMP", "TMP", "TMPDIR", "MPLCONFIGDIR")
    kept |= dict.fromkeys(homes, folder) | {"MPLBACKEND": "agg"}
    return kept | dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")


class _Interpreter:
    """One of them; it loads what it needs, and waits for its job.

    Parameters
    ----------
    part : str
        What it is to be: ``learner`` or ``judge``.
    folder : str
        A folder of the engine's.
    head : dict
        What it must know before it has a job.
    """

    def __init__(self, part: str, folder: str, head: dict[str, Any], *, told: bool) -> None:
        self._errors = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115 - for as long as the process lives
        # -X utf8: what learners read and write is the same text here as on a machine that forks.
        command = [sys.executable, "-I", "-B", "-X", "utf8", "-m", "newspace_grading.engine.launch.spawn_main", part]
        try:
            self.process = subprocess.Popen(  # noqa: S603 - our own interpreter
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE if told else subprocess.DEVNULL,
                stderr=self._errors,
                env=environment(folder),
                cwd=folder,
                start_new_session=True,
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
            self.tree = Tree(self.process.pid)
        except OSError as error:
            raise GraderError(f"a new Python could not be started: {error.strerror or error}") from None
        self.give(json.dumps(head).encode() + b"\n")

    def give(self, data: bytes) -> None:
        """Write to its standard input, which stays open: its end is the sign to end."""
        pipe: IO[bytes] = self.process.stdin  # type: ignore[assignment]  # it was asked for
        try:
            pipe.write(data)
            pipe.flush()
        except OSError:
            raise GraderError(self.trouble()) from None

    def trouble(self) -> str:
        """Why it is not at work."""
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
            self.process.wait(timeout=_WORD_S)
        self._errors.close()


class SpawnLauncher:
    """Begins a new interpreter for each learner's process.

    Parameters
    ----------
    level : str
        The walls around it.
    folder : str
        A folder of the engine's.
    """

    def __init__(self, level: str, folder: str) -> None:
        self._level = level
        self._folder = folder

    def start(self, request: dict[str, Any]) -> Running:
        """Begin one."""
        token = secrets.token_bytes(_TOKEN_BYTES)
        with socket.create_server(("127.0.0.1", 0)) as server:
            head = {"port": server.getsockname()[1], "token": token.hex()}
            made = _Interpreter("learner", self._folder, head, told=False)
            try:
                made.give(json.dumps({**request, "level": self._level}).encode() + b"\n")
                wire = _connected(server, token, made)
            except GraderError:
                made.end()
                raise
        allowed = Limits.from_plain(request["limits"])
        return _Learner(made, wire, allowed, Disk(request["stage"], allowed))


def _connected(server: socket.socket, token: bytes, made: _Interpreter) -> socket.socket:
    """Its connection; others that come are sent away."""
    until = time.monotonic() + START_S
    while time.monotonic() < until and made.process.poll() is None:
        if not select.select([server], [], [], _WATCH_S)[0]:
            continue
        wire, _address = server.accept()
        with contextlib.suppress(OSError):
            wire.settimeout(_WORD_S)
            said = b""
            while len(said) < len(token) and (part := wire.recv(len(token) - len(said))):
                said += part
            if hmac.compare_digest(said, token):
                wire.settimeout(None)
                wire.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                return wire
        wire.close()
    raise GraderError(made.trouble())


class _Learner:
    """A learner's process, and a thread that looks after what it uses."""

    def __init__(self, made: _Interpreter, wire: socket.socket, allowed: Limits, disk: Disk) -> None:
        self.wire = wire
        self._made = made
        self._word = ""
        self._over = threading.Event()
        threading.Thread(target=self._watch, args=(allowed, disk), daemon=True).start()

    def _watch(self, allowed: Limits, disk: Disk) -> None:
        base, _seconds = self._made.tree.used()
        while not self._over.is_set() and self._made.process.poll() is None:
            begun = time.monotonic()
            memory, seconds = self._made.tree.used()
            over = {
                "memory": memory - base > allowed.memory_mb * MB,
                "time": seconds > allowed.cpu_seconds,
                "disk": disk.full(),
            }
            self._word = next((word for word, reached in over.items() if reached), "")
            if self._word:
                self._made.tree.kill()
                return
            self._over.wait(max(_WATCH_S, 10 * (time.monotonic() - begun)))

    def end(self, *, wait: bool) -> str:
        """End it with all that it started."""
        if wait:
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._made.process.wait(timeout=_WORD_S)
        code = self._made.process.poll()
        self._over.set()
        self.wire.close()
        self._made.end()
        if code is None or self._word:
            return self._word
        return f"signal {-code}" if code < 0 else f"exit {code}"


class SpawnedJudge:
    """A judge's process that was begun anew.

    Parameters
    ----------
    job : JudgeJob
        Its work; it goes over as bytes that only the grader makes, to a process that only the grader starts.
    """

    def __init__(self, job: JudgeJob) -> None:
        self._made = _Interpreter("judge", job.home, {}, told=True)
        body = pickle.dumps(job)
        self._made.give(len(body).to_bytes(8, "big") + body)
        self._told: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        pipe = self._made.process.stdout
        with contextlib.suppress(OSError, ValueError):
            while pipe is not None and (part := os.read(pipe.fileno(), 2**16)):
                self._told.put(part)
        self._told.put(b"")

    def read(self, seconds: float) -> bytes | None:
        """What it has told since. Ctrl-C is heard meanwhile, also where a wait cannot be broken off."""
        until = time.monotonic() + seconds
        while True:
            with contextlib.suppress(queue.Empty):
                return self._told.get(timeout=max(0.0, min(_WATCH_S, until - time.monotonic())))
            if time.monotonic() >= until:
                return None

    def kill(self) -> None:
        """End it, and the learners' processes that it started."""
        self._made.tree.kill()

    def ended(self) -> bool:
        """Wait for its end."""
        code = None
        with contextlib.suppress(subprocess.TimeoutExpired):
            code = self._made.process.wait(timeout=_WORD_S)
        self._made.end()
        with contextlib.suppress(OSError):
            self._made.process.stdout.close()  # type: ignore[union-attr]  # it was asked for
        return code == 0
