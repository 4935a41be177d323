"""Grade submissions in several forked processes, each with an engine of its own; the parent alone writes results."""

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
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from newspace_grading.course.grading.submission_grader import GradingResult
from newspace_grading.engine.launch import preload
from newspace_grading.engine.protocol import messages
from newspace_grading.model.errors import GraderError
from newspace_grading.sandbox import linux_syscalls

_AHEAD = 2  # requests sent to a worker in advance: it is not idle while the parent writes, and few are lost with it
_TRIES = 2
_SILENCE_S = 5.0  # interval of checks whether a process was stopped from outside
_STOPS = (signal.SIGINT, signal.SIGTERM)  # what ends a command early
_QUOTA = Path("/sys/fs/cgroup/cpu.max")
GradeStudent = Callable[[str], GradingResult]
OpenGrader = Callable[[], Any]


def cores() -> int:
    """Return how many processors this process may use, within a container's quota."""
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
    place: int
    asked: deque[str] = field(default_factory=deque)
    rest: bytearray = field(default_factory=bytearray)


class Pool:
    """A pool of forked processes that grade; a context manager.

    Parameters
    ----------
    jobs : int
        The number of processes.
    prepare : callable
        Called once in each process: returns a context manager whose value grades one student.
    failed : callable
        Makes the result for a student whose grading ended the process twice, from the student and the reason.
    modules : collection of str
        What each process would load.
    submissions : int
        How many submissions there are, as far as it is known.
    """

    def __init__(
        self,
        jobs: int,
        prepare: OpenGrader,
        failed: Callable[[str, str], GradingResult],
        modules: Collection[str] = (),
        submissions: int = 0,
    ) -> None:
        self._jobs = jobs
        self._submissions = submissions
        self._modules = modules
        self._prepare = prepare
        self._failed = failed
        self._workers: list[_Worker] = []
        self._home = ""

    def __enter__(self) -> Pool:
        self._home = tempfile.mkdtemp(prefix="newspace-grade-")
        os.chmod(self._home, 0o711)  # noqa: S103 - a judge without privileges must reach its own folder inside
        preload.preload_modules()  # once, instead of in each process
        preload.import_modules(self._modules)
        preload.HeapForForks(self._submissions).freeze()  # as many judges will be forked from its processes
        try:
            for place in range(self._jobs):
                self._add_worker(place)
        except BaseException:  # Ctrl-C between two starts: nothing of the pool stays behind
            self.__exit__()
            raise
        return self

    def __exit__(self, *_error: object) -> None:
        for worker in self._workers:
            worker.wire.close()
            os.kill(worker.pid, signal.SIGKILL)
            os.waitpid(worker.pid, 0)
        shutil.rmtree(self._home, ignore_errors=True)

    def results(self, students: Iterable[str]) -> Iterator[GradingResult]:
        """Yield the results in the order in which they are ready.

        Raises
        ------
        GraderError
            If a process cannot start its engine.
        """
        waiting = deque(students)
        lost: dict[str, int] = {}
        for worker in self._workers * _AHEAD:
            self._send(worker, waiting)
        while any(worker.asked for worker in self._workers):
            for worker in self._ready():
                told = self._receive(worker)
                if told is None:
                    yield from self._replace(worker, waiting, lost)
                    continue
                for report in told:
                    if isinstance(report, messages.EngineFailed):
                        raise GraderError(report.reason)
                    worker.asked.popleft()
                    self._send(worker, waiting)
                    yield GradingResult.from_plain(report.result)

    def _add_worker(self, place: int) -> None:
        ours, theirs = socket.socketpair()
        parent = os.getpid()
        sys.stdout.flush()
        # What a signal handler raises inside a callback of os.fork (the lock of logging) is printed and lost.
        signal.pthread_sigmask(signal.SIG_BLOCK, _STOPS)
        try:
            pid = os.fork()
            if pid == 0:
                try:
                    ours.close()
                    for worker in self._workers:
                        worker.wire.close()
                    _stay_on_one_processor(place, self._jobs)
                    _serve(theirs, self._prepare, self._home, parent)
                finally:
                    os._exit(0)
            theirs.close()
            self._workers.append(_Worker(pid, ours, place))
        finally:  # also where no process can be made any more
            signal.pthread_sigmask(signal.SIG_UNBLOCK, _STOPS)

    def _send(self, worker: _Worker, waiting: deque[str]) -> None:
        if waiting:
            student = waiting.popleft()
            worker.asked.append(student)
            with contextlib.suppress(OSError):  # a read from the process detects its end
                worker.wire.sendall(_line(messages.GradeSubmission(student)))

    def _ready(self) -> list[_Worker]:
        by_wire = {worker.wire: worker for worker in self._workers}
        while True:
            ready = select.select(list(by_wire), [], [], _SILENCE_S)[0]
            if ready:
                return [by_wire[wire] for wire in ready]
            for worker in self._workers:
                _resume_if_stopped(worker.pid)

    def _receive(self, worker: _Worker) -> list[messages.GradingReport] | None:
        """Return the complete reports that have arrived; None if the process has ended."""
        try:
            part = worker.wire.recv(2**20)
        except OSError:
            part = b""
        if not part:
            return None
        worker.rest += part
        *lines, rest = bytes(worker.rest).split(b"\n")
        worker.rest = bytearray(rest)
        return [messages.grading_report(json.loads(line)) for line in lines]

    def _replace(self, worker: _Worker, waiting: deque[str], lost: dict[str, int]) -> Iterator[GradingResult]:
        """Start a process in place of one that has ended; try the student it was grading once more, after all others."""
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
                yield self._failed(student, f"the grader's process ended ({_exit_reason(status)})")
        if waiting:
            self._add_worker(worker.place)
            for _number in range(_AHEAD):
                self._send(self._workers[-1], waiting)


def _stay_on_one_processor(place: int, jobs: int) -> None:
    """Keep this process, with its judges and workers, on one processor, where each has one of its own to stay on.

    Judge and worker take turns: on one processor they do so in about three quarters of the time, since neither has to wake another one.
    """
    if not hasattr(os, "sched_setaffinity"):
        return
    processors = sorted(os.sched_getaffinity(0))
    if jobs >= len(processors):
        with contextlib.suppress(OSError):  # a container may forbid it
            os.sched_setaffinity(0, {processors[place % len(processors)]})


def _line(message: messages.Message) -> bytes:
    """Write a message as a line of JSON; the name of a learner's folder may be invalid UTF-8."""
    return json.dumps(messages.encode(message), ensure_ascii=False).encode("utf-8", "surrogatepass") + b"\n"


def _resume_if_stopped(pid: int) -> None:
    """Resume a process that was stopped from outside (SIGSTOP), with its group: nothing else would."""
    if sys.platform != "win32" and hasattr(os, "waitid"):
        with contextlib.suppress(ChildProcessError, ProcessLookupError):
            if os.waitid(os.P_PID, pid, os.WSTOPPED | os.WNOHANG) is not None:
                os.killpg(pid, signal.SIGCONT)


def _exit_reason(status: int) -> str:
    return f"signal {os.WTERMSIG(status)}" if os.WIFSIGNALED(status) else f"exit {os.WEXITSTATUS(status)}"


def _serve(wire: socket.socket, prepare: OpenGrader, home: str, parent: int) -> None:
    """Answer requests in a forked process until the parent closes the connection."""
    os.setpgid(0, 0)  # Ctrl-C reaches the parent alone, which ends the others
    for number in _STOPS:
        signal.signal(number, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, _STOPS)
    linux_syscalls.end_with_parent(parent)
    tempfile.tempdir = home
    try:
        opened = prepare()
        with opened as ask, wire.makefile("rb") as lines:
            for line in lines:
                student = messages.grading_request(json.loads(line)).student
                wire.sendall(_line(messages.SubmissionGraded(ask(student).plain())))
    except GraderError as error:
        wire.sendall(_line(messages.EngineFailed(str(error))))
    except BrokenPipeError:
        return
