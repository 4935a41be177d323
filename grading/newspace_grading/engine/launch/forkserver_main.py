"""Run the forkserver: a warm interpreter that forks a sandboxed worker for each notebook. It has read no assignment.

It reads requests from one socket: see `newspace_grading.engine.protocol.messages`. Each worker gets a watcher, which is its parent:
it looks after memory, processor time and disk, and writes a `WorkerExit` into a pipe when the worker has ended.
"""

from __future__ import annotations

import contextlib
import dataclasses
import json
import os
import signal
import socket
import sys
import tempfile
import time
from collections.abc import Iterable
from typing import NoReturn

from newspace_grading.engine.launch import preload
from newspace_grading.engine.launch.control_channel import FOR_ENGINES, receive_line, send_line
from newspace_grading.engine.protocol import messages
from newspace_grading.engine.protocol.framing import FrameChannel, FrameError, PeerClosedError
from newspace_grading.engine.protocol.messages import ExitCause, StartWorker, WorkerExit
from newspace_grading.engine.worker import interpreter_state, ipython_shell
from newspace_grading.engine.worker.server import Server
from newspace_grading.model import course_modules
from newspace_grading.sandbox import levels, limits, linux_syscalls, namespaces
from newspace_grading.sandbox.process_tree import ProcessTree, memory_of_this_process, psutil_module

_WATCH_S, _MAX_WATCH_S, _FEW_PROCESSES = 0.02, 0.1, 4
_WATCH_WITHOUT_PROC_S = 0.5
_MAX_DETAIL_CHARS = 500
_CHANNEL = 3  # the worker's only descriptor beside the standard streams
_SET_UP = 100  # and, until the learner's code runs, the pipe over which it says why it cannot begin


def main(arguments: list[str]) -> int:
    """Serve until the socket closes; the arguments are its number, the wanted level, and a folder of the engine's."""
    control = socket.socket(fileno=int(arguments[0]))
    return _serve(control, arguments[1], arguments[2], _warm())


def serve_engines(requests: socket.socket, forks: int = 1000, modules: Iterable[str] = ()) -> None:
    """Fork a forkserver for each engine that asks, until the socket closes: this process has loaded what each would load.

    Parameters
    ----------
    requests : socket.socket
        Each message is one byte with a descriptor: the forkserver's socket, over which a `StartForkserver` comes, or a `ServeEngines`
        that asks for a process like this one with more modules. Nothing that an engine says is read in this process, so that no
        forkserver has in its memory what another engine said.
    forks : int
        How many workers will be forked at least, as far as it is known.
    modules : iterable of str
        Modules that all their workers use.
    """
    _fork_forkservers(requests, _warm(forks, modules))


def _fork_forkservers(requests: socket.socket, heap: preload.HeapForForks) -> None:
    """Fork a process for each descriptor that comes, until the socket closes."""
    signal.signal(signal.SIGCHLD, _reap_all)
    while True:
        said, descriptors, _flags, _address = socket.recv_fds(requests, 1, 1)
        if not said:
            return
        for number in descriptors:
            if os.fork() == 0:
                signal.signal(signal.SIGCHLD, signal.SIG_DFL)
                requests.close()
                os._exit(_serve_asked(socket.socket(fileno=number), heap))
            os.close(number)


def _reap_all(_signal: int, _frame: object) -> None:
    """Reap the forkservers that have ended."""
    with contextlib.suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def _serve_asked(control: socket.socket, heap: preload.HeapForForks) -> int:
    """Become the forkserver of the engine at the other end, or the parent of several."""
    folder = ""
    try:
        line, _descriptors = receive_line(control)
        if line is None:
            return 0
        asked = messages.forkserver_start(line)
        if isinstance(asked, messages.ServeEngines):
            _load(asked.names, heap)
            heap.expect_forks(asked.workers)
            _fork_forkservers(control, heap)
            return 0
        folder = asked.folder
        os.chdir(folder)
        os.environ["NBGRADER_EXECUTION"] = asked.purpose
        return _serve(control, asked.level, folder, heap)
    except OSError:
        return int(os.path.isdir(folder))


def _warm(forks: int = 0, modules: Iterable[str] = ()) -> preload.HeapForForks:
    """Load what workers need, and these modules; at least so many processes will be forked."""
    os.environ["MPLBACKEND"] = "agg"
    preload.preload_modules()
    preload.import_modules(modules)
    ipython_shell.shell()
    if sys.platform != "linux":
        psutil_module()
    interpreter_state.remembered()
    heap = preload.HeapForForks(forks)
    heap.freeze()
    preload.collect_garbage_rarely()
    return heap


def _serve(control: socket.socket, wanted: str, folder: str, heap: preload.HeapForForks) -> int:
    """Serve an engine until the socket closes."""
    named = [name for name in levels.LEVELS if name == wanted]
    level = named[0] if named else levels.strongest()
    # All new roots are put together on one folder, each in a namespace of its own: to delete it after each would take a while.
    root = os.path.join(folder, "root")
    os.makedirs(root, exist_ok=True)
    send_line(control, messages.ForkserverReady(level, os.getpid()))
    running: set[int] = set()
    while True:
        line, descriptors = receive_line(control)
        if line is None:
            break
        request = messages.forkserver_request(line)
        _reap(running)
        if isinstance(request, StartWorker):
            heap.count_fork()
            if level == "namespaces":
                request = dataclasses.replace(request, stage=root)
            send_line(control, messages.WorkerStarted(_fork_watcher(request, descriptors, level, control, running)))
            for number in descriptors:
                os.close(number)
            continue
        if isinstance(request, messages.LoadModules):
            _load(request.names, heap)
        elif request.pid in running:
            _kill(request.pid, level)
        send_line(control, messages.Done())
    for pid in running:
        _kill(pid, level)
    return 0


def _load(names: Iterable[str], heap: preload.HeapForForks) -> None:
    """Load modules that many workers use."""
    if preload.import_modules(names):
        interpreter_state.remember_again()
        heap.freeze()


def _fork_watcher(
    request: StartWorker, descriptors: list[int], level: levels.Level, control: socket.socket, running: set[int]
) -> int:
    """Fork the process that will start and watch a worker; return its id, or 0 if there is none."""
    parent = 0 if level == "namespaces" else os.getpid()
    try:
        child = namespaces.fork() if level == "namespaces" else os.fork()
    except OSError as error:
        _report_exit(descriptors[1], WorkerExit(ExitCause.GRADER, detail=f"{type(error).__name__}: {error}"))
        return 0
    if child == 0:
        control.close()
        _watcher(request, descriptors, level, parent)
    running.add(child)
    return child


def _report_exit(pipe: int, ended: WorkerExit) -> None:
    short = dataclasses.replace(ended, detail=ended.detail[:_MAX_DETAIL_CHARS])
    with contextlib.suppress(OSError):
        os.write(pipe, json.dumps(messages.encode(short)).encode())


def _kill(pid: int, level: levels.Level) -> None:
    """Kill a watcher, and with it its worker."""
    with contextlib.suppress(ProcessLookupError):
        if level != "namespaces":
            # Without a namespace of its own, at least everything that stayed in the session ends with it.
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(pid, signal.SIGKILL)
        os.kill(pid, signal.SIGKILL)


def _reap(running: set[int]) -> None:
    """Reap the watchers that have ended."""
    while running:
        pid, _status = os.waitpid(-1, os.WNOHANG)
        if pid == 0:
            return
        running.discard(pid)


def _watcher(request: StartWorker, descriptors: list[int], level: levels.Level, parent: int) -> NoReturn:
    """Start the worker in its sandbox, watch it, and report how it ended."""
    ended = WorkerExit(ExitCause.GRADER, detail="unknown")
    channel, exit_pipe = descriptors
    try:
        linux_syscalls.end_with_parent(parent)
        os.setsid()
        allowed = request.limits
        if level != "namespaces" or (os.getuid() != 0 and not limits.are_namespaces_counted_apart()):
            allowed = limits.with_processes_of_others(allowed)
        readable = [*levels.python_folders(), *request.readable]
        work = request.stage
        if level == "namespaces":
            namespaces.furnish_root(allowed, readable, request.files, request.stage, request.withheld)
            namespaces.enter_root(request.stage)
            work = namespaces.WORK
        elif request.files:
            namespaces.copy_into_worker(request.files, work, request.withheld)
        # With Python's own handler a signal from the learner's process could end this one.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        failure, set_up = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(exit_pipe)
            _worker(allowed, level, readable, work, channel, set_up)
        os.close(channel)
        os.close(set_up)
        if sys.platform == "linux":
            linux_syscalls.hide_memory()
            ended = _watch(child, allowed, work if level != "namespaces" else "")
        else:
            ended = _watch_without_proc(child, allowed, work)
        why = os.read(failure, _MAX_DETAIL_CHARS)
        if why:
            ended = WorkerExit(ExitCause.GRADER, detail=why.decode(errors="replace"))
    except BaseException as error:  # noqa: BLE001 - this process must end here, whatever happens
        ended = WorkerExit(ExitCause.GRADER, detail=f"{type(error).__name__}: {error}")
    finally:
        _report_exit(exit_pipe, ended)
        os._exit(0)


def _watch(child: int, allowed: limits.Limits, work: str) -> WorkerExit:
    """Watch a worker until it ends; ``work`` is its working folder, or "" where it has namespaces of its own."""
    base, is_alone, disk = limits.resident_bytes(), not work, limits.DiskWatch(work, allowed)
    slowed: set[int] = set()
    pause = _WATCH_S
    while True:
        pid, status = os.waitpid(-1 if is_alone else child, os.WNOHANG)
        if pid == child:
            return _exit_of(status)
        if pid:
            continue
        begun = time.monotonic()
        members = _processes_of_this_namespace() if is_alone else [child]
        cause = _limit_reached(members, base, allowed, disk, is_alone=is_alone)
        if cause is not None:
            os.kill(-1 if is_alone else child, signal.SIGKILL)
            return WorkerExit(cause)
        limits.slow_down(members, slowed)
        time.sleep(max(pause, 4 * (time.monotonic() - begun)))
        # Many processes can fill much memory between two looks.
        pause = min(1.5 * pause, _MAX_WATCH_S) if len(members) <= _FEW_PROCESSES else _WATCH_S


def _processes_of_this_namespace() -> list[int]:
    return sorted(int(name) for name in os.listdir("/proc") if name.isdigit() and name != "1")


def _limit_reached(
    members: list[int], base: int, allowed: limits.Limits, disk: limits.DiskWatch, *, is_alone: bool
) -> ExitCause | None:
    """Return the limit that a worker's processes have reached, if any."""
    if _holds_more(members, base + allowed.memory_mb * limits.MB, is_alone=is_alone):
        return ExitCause.MEMORY
    if disk.is_full():
        return ExitCause.DISK
    return ExitCause.TIME if limits.processor_seconds(members) > allowed.cpu_seconds else None


def _holds_more(members: list[int], most: int, *, is_alone: bool) -> bool:
    """Tell whether a worker's processes together hold more memory. Pages of the warm interpreter count once."""
    room = most - (limits.socket_bytes() if is_alone else 0)
    return sum(map(limits.resident_bytes, members)) > room and sum(map(limits.proportional_bytes, members)) > room


def _watch_without_proc(child: int, allowed: limits.Limits, work: str) -> WorkerExit:
    """Watch a worker on a system without /proc: processes are asked less often, since that costs more."""
    tree, disk = ProcessTree(child, base=memory_of_this_process()), limits.DiskWatch(work, allowed)
    pause, asked = _WATCH_S, time.monotonic()
    while True:
        pid, status = os.waitpid(child, os.WNOHANG)
        if pid:
            return _exit_of(status)
        if time.monotonic() - asked > _WATCH_WITHOUT_PROC_S:
            memory, seconds = tree.usage()
            asked = time.monotonic()
            if memory > allowed.memory_mb * limits.MB or seconds > allowed.cpu_seconds:
                tree.kill()
                return WorkerExit(ExitCause.MEMORY if memory > allowed.memory_mb * limits.MB else ExitCause.TIME)
        if disk.is_full():
            tree.kill()
            return WorkerExit(ExitCause.DISK)
        time.sleep(pause)
        pause = min(1.5 * pause, _MAX_WATCH_S)


def _exit_of(status: int) -> WorkerExit:
    if os.WIFSIGNALED(status):
        return WorkerExit(ExitCause.SIGNALLED, os.WTERMSIG(status))
    return WorkerExit(ExitCause.EXITED, os.WEXITSTATUS(status))


def _worker(
    allowed: limits.Limits, level: levels.Level, readable: list[str], work: str, channel: int, set_up: int
) -> NoReturn:
    """Run the worker's process, in which the learner's code runs; ``set_up`` is told why it cannot begin, and closed before it does."""
    try:
        _prepare_worker(allowed, level, readable, work, channel, set_up)
    except BaseException as error:  # noqa: BLE001 - what goes wrong here is no fault of the learner's, and costs no points
        with contextlib.suppress(OSError):
            os.write(_SET_UP, f"{type(error).__name__}: {error}".encode(errors="replace")[:_MAX_DETAIL_CHARS])
        os._exit(1)
    try:
        os.close(_SET_UP)
        with contextlib.suppress(PeerClosedError, FrameError):
            Server(FrameChannel(socket.socket(fileno=_CHANNEL)), allowed.output_chars).serve()
    finally:
        os._exit(0)


def _prepare_worker(
    allowed: limits.Limits, level: levels.Level, readable: list[str], work: str, channel: int, set_up: int
) -> None:
    """Leave the forkserver's streams, descriptors and environment behind, and put up the walls."""
    os.dup2(set_up, _SET_UP)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    preload.collect_garbage_as_usual()
    ipython_shell.disconnect_streams()
    os.dup2(channel, _CHANNEL)
    os.closerange(_CHANNEL + 1, _SET_UP)
    os.closerange(_SET_UP + 1, 4096)
    home = os.path.dirname(work) if level == "namespaces" else work
    purpose = os.environ.get("NBGRADER_EXECUTION", "autograde")
    os.environ.clear()
    os.environ.update(HOME=home, PATH="/usr/local/bin:/usr/bin:/bin", LANG="C.UTF-8", MPLBACKEND="agg", USER="learner")
    os.environ["NBGRADER_EXECUTION"] = purpose
    os.environ.update(OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1", MPLCONFIGDIR=home)
    if level != "namespaces":
        os.environ["TMPDIR"] = work
    tempfile.tempdir = None
    levels.restrict_worker(level, allowed, readable, work)
    course_modules.prefer_modules_of(work)


def serve_until_engine_ends(arguments: list[str]) -> int:
    """Serve; end quietly where the engine has ended before this process was ready, and has deleted its folder.

    With `control_channel.FOR_ENGINES` before the number of the socket forkservers are forked for several; then come how many workers there will be,
    and modules.
    """
    if arguments[0] == FOR_ENGINES:
        serve_engines(socket.socket(fileno=int(arguments[1])), int(arguments[2]), arguments[3:])
        return 0
    try:
        return main(arguments)
    except (BrokenPipeError, ConnectionResetError):
        return 0
    except OSError:
        if os.path.isdir(arguments[2]):
            raise
        return 0


if __name__ == "__main__":
    os._exit(serve_until_engine_ends(sys.argv[1:]))  # at exit IPython would look for its folder, which may be deleted
