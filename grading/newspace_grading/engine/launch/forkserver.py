"""Start, warm and stop the forkserver."""

from __future__ import annotations

import contextlib
import dataclasses
import hashlib
import json
import os
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from pathlib import Path

from newspace_grading.engine.judge.process import JudgeJob
from newspace_grading.engine.launch import preload, spawn
from newspace_grading.engine.launch.control_channel import FOR_ENGINES, send_line
from newspace_grading.engine.launch.forkserver_client import ForkserverClient
from newspace_grading.engine.launch.judge_process import ForkedJudge, JudgeProcess
from newspace_grading.engine.protocol.messages import (
    ForkserverReady,
    LoadModules,
    ModulesLoaded,
    ServeEngines,
    StartForkserver,
    encode,
)
from newspace_grading.engine.protocol.sync import file_transfer
from newspace_grading.model.errors import GraderError
from newspace_grading.sandbox import levels, process_tree

_START_S = 300.0  # a busy machine takes its time to import all that is needed; one that ends is noticed at once
_STOP_S = 10
_INHERITED = ("PATH", "LANG", "LC_ALL", "SYSTEMROOT")


@dataclass(frozen=True)
class WarmStart:
    """What a command finds that a warm server runs.

    Attributes
    ----------
    forkservers : socket.socket
        The connection to a process that forks forkservers (`forkserver_main.serve_engines`), and that has loaded what this process had
        when it was started.
    notes : int or None
        The pipe in which the server is told what an assignment loads besides, so that it can be ready next time; None where nobody asks.
    """

    forkservers: socket.socket
    notes: int | None = None

    def note_modules(self, folder: Path, workers: Set[str], judges: Set[str]) -> None:
        """Tell the server which modules the workers and judges of the assignment in a folder find loaded."""
        if self.notes is None:
            return
        note = ModulesLoaded(str(folder), state_of_files(folder), tuple(sorted(workers)), tuple(sorted(judges)))
        with contextlib.suppress(OSError):  # the pipe is full, or closed: then it does without
            os.write(self.notes, json.dumps(encode(note)).encode() + b"\n")


def state_of_files(folder: Path) -> str:
    """Return a text that changes with the names and the states of the files in a folder; "" if it cannot be read."""
    try:
        found = sorted((entry.name, file_transfer.state_of_file(entry.path)) for entry in os.scandir(folder))
    except OSError:
        return ""
    return hashlib.sha256(repr(found).encode("utf-8", "surrogateescape")).hexdigest()


class ForkserverManager:
    """Own the forkserver and the engine's temporary folder.

    Where processes cannot be forked, there is no forkserver: judges and workers are new interpreters.

    Parameters
    ----------
    wanted : str
        The level of isolation of its workers; "" for the strongest that this machine allows.
    warm : WarmStart or None
        Where it is forked; None to start a new interpreter.

    Attributes
    ----------
    folder : str
        The folder; `clear` removes it.
    level : str
        The level of isolation, as soon as it was started.
    """

    def __init__(self, wanted: str, warm: WarmStart | None = None) -> None:
        self._wanted = wanted
        self._warm = warm
        self._process: subprocess.Popen[bytes] | _ForkedForkserver | None = None
        self._control: socket.socket | None = None
        self._client: ForkserverClient | None = None
        self._spawned_judge: spawn.SpawnedJudge | None = None
        self._loaded: set[str] = set()
        self._loaded_here: set[str] = set()
        self._heap = preload.HeapForForks()
        self.folder = tempfile.mkdtemp(prefix="newspace-grade-")
        self.level = ""

    @property
    def client(self) -> ForkserverClient:
        """The client of the forkserver.

        Raises
        ------
        GraderError
            If it was not started.
        """
        if self._client is None:
            raise GraderError("the engine was not started")
        return self._client

    def start_judge(self, job: JudgeJob) -> JudgeProcess:
        """Start a judge's process."""
        if levels.can_fork():
            self._heap.count_fork()
            return ForkedJudge(job, self.client)
        self._spawned_judge = spawn.SpawnedJudge(job)
        return self._spawned_judge

    def start(self) -> None:
        """Start it; what a judge needs is loaded here too, since judges are forked from this process."""
        if sys.platform != "linux" or not levels.can_fork():
            process_tree.psutil_module()  # without psutil no process could be watched
        preload.preload_modules()
        if self._warm is None:
            _copy_font_cache(self.folder)
        self._heap.freeze()
        if not levels.can_fork():  # there is nothing to start: each process is a new one
            self.level = "none" if self._wanted == "none" else levels.strongest()
            return
        ours, theirs = socket.socketpair()
        if self._warm is None:
            arguments = [str(theirs.fileno()), self._wanted, self.folder]
            self._process = _new_interpreter(arguments, theirs, self._environment(), self.folder)
        else:
            socket.send_fds(self._warm.forkservers, [b"!"], [theirs.fileno()])
            send_line(ours, StartForkserver(self._wanted, self.folder, _purpose()))
        theirs.close()
        self._control, self._client = ours, ForkserverClient(ours)
        ready = self._client.receive("did not start within five minutes", _START_S)
        if not isinstance(ready, ForkserverReady):
            raise GraderError(f"the forkserver began with {type(ready).__name__}")
        if hasattr(
            os, "sched_setaffinity"
        ):  # its workers take turns with judges of this process: they stay on the same processors
            with contextlib.suppress(OSError):
                os.sched_setaffinity(ready.pid, os.sched_getaffinity(0))
        if self._process is None:
            self._process = _ForkedForkserver(ready.pid)
        self.level = ready.level
        self._loaded.clear()

    def _environment(self) -> dict[str, str]:
        """Return the environment variables of the forkserver: none of the grading user's."""
        return clean_environment(self.folder) | {"NBGRADER_EXECUTION": _purpose()}

    def warm(self, workers: Set[str], judges: Set[str] = frozenset()) -> None:
        """Load modules once, instead of for every submission: some in the forkserver, and these and others here, where judges are forked."""
        if not levels.can_fork():
            return
        here = sorted((workers | judges) - self._loaded_here)
        self._loaded_here.update(here)
        if preload.import_modules(here):
            self._heap.freeze()
        there = sorted(workers - self._loaded)
        self._loaded.update(there)
        if there:
            self.client.ask(LoadModules(tuple(there)))

    def stop(self) -> None:
        """Stop it, and every process that it started."""
        if self._spawned_judge is not None:  # nothing else ends a working judge after Ctrl-C
            self._spawned_judge.kill()
            self._spawned_judge.wait()
            self._spawned_judge = None
        if self._control is not None:
            self._control.close()
        if self._process is not None:
            try:
                self._process.wait(timeout=_STOP_S)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
        self._process = self._control = self._client = None

    def clear(self) -> None:
        """Remove its folder."""
        shutil.rmtree(self.folder, ignore_errors=True)


@contextlib.contextmanager
def shared_origin(modules: Sequence[str], forks: int, warm: WarmStart | None = None) -> Iterator[WarmStart | None]:
    """Start a process that forks the forkservers of several engines: what workers use is loaded once, not for each engine.

    It is a new interpreter, or forked from one that is warm. It reads nothing that an engine says
    (`forkserver_main.serve_engines`), and ends when all have closed the connection.

    Parameters
    ----------
    modules : iterable of str
        Modules that all workers use.
    forks : int
        How many workers will be forked at least, as far as it is known.
    warm : WarmStart or None
        What a warm server gives to the command.

    Yields
    ------
    WarmStart or None
        For `ForkserverManager`; None where each engine starts its own forkserver.
    """
    if sys.platform != "linux" or not levels.can_fork():
        yield None
        return
    if warm is not None and all(name in sys.modules for name in modules):
        yield warm
        return
    if warm is not None:
        with loaded_origin(warm.forkservers, modules, forks) as forkservers:
            yield dataclasses.replace(warm, forkservers=forkservers)
        return
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with tempfile.TemporaryDirectory(prefix="newspace-grade-", ignore_cleanup_errors=True) as folder:
        os.chmod(folder, 0o711)  # noqa: S103 - a worker without privileges must reach what libraries keep there
        _copy_font_cache(folder)
        numbers = [FOR_ENGINES, str(theirs.fileno()), str(forks)]
        process = _new_interpreter([*numbers, *modules], theirs, clean_environment(folder), folder)
        theirs.close()
        try:
            yield WarmStart(ours)
        finally:
            ours.close()
            process.kill()  # its forkservers end by themselves, and it may still be loading
            process.wait()


def loaded_origin(origin: socket.socket, modules: Sequence[str], forks: int) -> socket.socket:
    """Have a process that forks forkservers fork another, which loads these modules first; return the connection to it."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with theirs:
        socket.send_fds(origin, [b"!"], [theirs.fileno()])
    send_line(ours, ServeEngines(tuple(modules), forks))
    return ours


def _new_interpreter(
    arguments: Iterable[str], inherited: socket.socket, environment: dict[str, str], folder: str
) -> subprocess.Popen[bytes]:
    """Start a forkserver in a new interpreter; it has a socket of this process, and works in the folder."""
    # -B: a full disk would truncate the bytecode that it writes.
    command = [sys.executable, "-I", "-B", "-m", "newspace_grading.engine.launch.forkserver_main", *arguments]
    return subprocess.Popen(  # noqa: S603 - our own interpreter
        command, pass_fds=[inherited.fileno()], env=environment, cwd=folder, stdin=subprocess.DEVNULL
    )


def _copy_font_cache(folder: str) -> None:
    """Copy matplotlib's font cache for a forkserver: building it takes seconds."""
    with contextlib.suppress(ImportError, OSError):
        import matplotlib as mpl

        for path in Path(mpl.get_cachedir()).glob("fontlist-*.json"):
            shutil.copy(path, folder)


class _ForkedForkserver:
    """A forkserver that another process has forked."""

    def __init__(self, pid: int) -> None:
        self._descriptor = os.pidfd_open(pid)

    def wait(self, timeout: float | None = None) -> None:
        if not select.select([self._descriptor], [], [], timeout)[0]:
            raise subprocess.TimeoutExpired("forkserver", timeout or 0.0)
        os.close(self._descriptor)

    def kill(self) -> None:
        signal.pidfd_send_signal(self._descriptor, signal.SIGKILL)


def clean_environment(folder: str) -> dict[str, str]:
    """Return the environment variables of a process from which learners' processes are forked: none of the grading user's.

    Parameters
    ----------
    folder : str
        The folder in which libraries look for settings and keep caches.
    """
    environment = {key: value for key, value in os.environ.items() if key in _INHERITED}
    environment |= dict.fromkeys(("IPYTHONDIR", "HOME", "MPLCONFIGDIR"), folder) | {"MPLBACKEND": "agg"}
    environment |= {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
    # macOS: its libraries start threads of their own, and would end a process that is forked beside them.
    environment |= {"OBJC_DISABLE_INITIALIZE_FORK_SAFETY": "YES", "VECLIB_MAXIMUM_THREADS": "1"}
    environment["MALLOC_ARENA_MAX"] = "2"  # else each thread reserves 64 MB that it does not use, and they count
    return environment


def _purpose() -> str:
    """Return what nbgrader calls the kind of run."""
    return os.environ.get("NBGRADER_EXECUTION", "autograde")
