"""Several processes that grade at once: each has an engine of its own, and tells what it found; none of them writes anything."""

from __future__ import annotations

import contextlib
import json
import os
import select
import shutil
import signal
import socket
import sys
import tempfile
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from newspace_grading.course.grading.submission_grader import GradingResult
from newspace_grading.engine.launch import preload
from newspace_grading.model.errors import GraderError
from newspace_grading.sandbox import linux_syscalls

_AHEAD = 2  # a process is never idle while its result is written down, and no more than this is lost with it
_TRIES = 2
_QUOTA = Path("/sys/fs/cgroup/cpu.max")
Ask = Callable[[str], GradingResult]
Open = Callable[[], Any]


def cores() -> int:
    """How many processors this process may use; a container's share of them counts."""
    number = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    try:
        share, period = _QUOTA.read_text(encoding="ascii").split()
        return max(1, min(number, -(-int(share) // int(period))))
    except (OSError, ValueError):
        return number


@dataclass
class _Worker:
    pid: int
    wire: socket.socket
    asked: deque[str] = field(default_factory=deque)
    rest: bytearray = field(default_factory=bytearray)


class Pool:
    """The processes. Use it in a ``with`` block.

    Parameters
    ----------
    jobs : int
        How many.
    prepare : callable
        Called once in each new process: gives a context whose value grades one student.
    failed : callable
        The result for a student with whom a process ended, again and again, and the reason.
    """

    def __init__(self, jobs: int, prepare: Open, failed: Callable[[str, str], GradingResult]) -> None:
        self._jobs = jobs
        self._prepare = prepare
        self._failed = failed
        self._workers: list[_Worker] = []
        self._home = ""

    def __enter__(self) -> Pool:
        self._home = tempfile.mkdtemp(prefix="newspace-grade-")
        os.chmod(self._home, 0o711)  # noqa: S103 - a judge that has given up its rights must get through to its own folder
        for _number in range(self._jobs):
            self._workers.append(self._start())
        return self

    def __exit__(self, *_error: object) -> None:
        for worker in self._workers:
            worker.wire.close()
            os.kill(worker.pid, signal.SIGKILL)
            os.waitpid(worker.pid, 0)
        shutil.rmtree(self._home, ignore_errors=True)

    def results(self, students: Iterable[str]) -> Iterator[GradingResult]:
        """The results, each as soon as it is there.

        Raises
        ------
        GraderError
            If a process cannot even begin.
        """
        waiting = deque(students)
        lost: dict[str, int] = {}
        for worker in self._workers * _AHEAD:
            self._give(worker, waiting)
        while any(worker.asked for worker in self._workers):
            for worker in self._ready():
                told = self._told(worker)
                if told is None:
                    yield from self._buried(worker, waiting, lost)
                    continue
                for text in told:
                    worker.asked.popleft()
                    self._give(worker, waiting)
                    yield GradingResult.from_plain(json.loads(text))

    def _start(self) -> _Worker:
        ours, theirs = socket.socketpair()
        parent = os.getpid()
        sys.stdout.flush()
        pid = os.fork()
        if pid == 0:
            try:
                ours.close()
                for worker in self._workers:
                    worker.wire.close()
                _serve(theirs, self._prepare, self._home, parent)
            finally:
                os._exit(0)
        theirs.close()
        return _Worker(pid, ours)

    def _give(self, worker: _Worker, waiting: deque[str]) -> None:
        if waiting:
            student = waiting.popleft()
            worker.asked.append(student)
            with contextlib.suppress(OSError):  # one that has ended shows it when it is read from
                worker.wire.sendall(json.dumps(student).encode() + b"\n")

    def _ready(self) -> list[_Worker]:
        by_wire = {worker.wire: worker for worker in self._workers}
        return [by_wire[wire] for wire in select.select(list(by_wire), [], [])[0]]

    def _told(self, worker: _Worker) -> list[bytes] | None:
        """The answers that are complete, or None if the process has ended."""
        try:
            part = worker.wire.recv(2**20)
        except OSError:
            part = b""
        if not part:
            return None
        worker.rest += part
        *lines, rest = bytes(worker.rest).split(b"\n")
        worker.rest = bytearray(rest)
        if lines and lines[0].startswith(b"!"):
            raise GraderError(json.loads(lines[0][1:]))
        return lines

    def _buried(self, worker: _Worker, waiting: deque[str], lost: dict[str, int]) -> Iterator[GradingResult]:
        """A process has ended by itself: another takes its place. The student it was at is tried once more, last of all."""
        worker.wire.close()
        _pid, status = os.waitpid(worker.pid, 0)
        self._workers.remove(worker)
        if worker.asked:
            student = worker.asked.popleft()
            lost[student] = lost.get(student, 0) + 1
            waiting.extendleft(reversed(worker.asked))
            if lost[student] < _TRIES:
                waiting.append(student)
            else:
                yield self._failed(student, f"the grader's process ended ({_how(status)})")
        if waiting:
            self._workers.append(self._start())
            for _number in range(_AHEAD):
                self._give(self._workers[-1], waiting)


def _how(status: int) -> str:
    return f"signal {os.WTERMSIG(status)}" if os.WIFSIGNALED(status) else f"exit {os.WEXITSTATUS(status)}"


def _serve(wire: socket.socket, prepare: Open, home: str, parent: int) -> None:
    """In the new process: answer until nobody asks any more."""
    os.setpgid(0, 0)  # Ctrl-C is for the process that writes; it ends the others
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)
    if sys.platform == "linux":
        linux_syscalls.die_with_parent()
        if os.getppid() != parent:
            return
    tempfile.tempdir = home
    try:
        opened = prepare()
        with opened as ask, wire.makefile("rb") as lines:
            preload.freeze_heap_before_fork()  # judges are forked from this process
            for line in lines:
                wire.sendall(json.dumps(ask(json.loads(line)).plain(), ensure_ascii=False).encode() + b"\n")
    except GraderError as error:
        wire.sendall(b"!" + json.dumps(str(error)).encode() + b"\n")
    except BrokenPipeError:
        return
