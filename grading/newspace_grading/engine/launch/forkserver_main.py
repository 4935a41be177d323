"""A warmed interpreter that forks a walled-in process for each notebook. It knows nothing of any assignment.

It reads requests from one socket: ``start`` comes with two descriptors, the learner's end of the channel and a pipe for the
last word (``exit 0``, ``signal 11``, ``memory``); ``kill`` ends one that was started; ``load`` imports modules.
"""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import sys
import tempfile
import time
from typing import Any

from newspace_grading.engine.launch import preload
from newspace_grading.engine.protocol.control_channel import received, send
from newspace_grading.engine.protocol.framing import GoneError, Wire, WireError
from newspace_grading.engine.worker import ipython_shell
from newspace_grading.engine.worker.server import Server
from newspace_grading.sandbox import levels, limits, linux_syscalls, namespaces
from newspace_grading.sandbox.process_tree import Tree, held, library

_WATCH_S, _LONGEST_WATCH_S, _FEW = 0.02, 0.1, 4
_ELSEWHERE_S = 0.5


def main(arguments: list[str]) -> int:
    """Serve on the socket with the given number until it closes."""
    control = socket.socket(fileno=int(arguments[0]))
    wanted = arguments[1] if len(arguments) > 1 else ""
    named = [name for name in levels.LEVELS if name == wanted]
    level = named[0] if named else levels.strongest()
    os.environ["MPLBACKEND"] = "agg"
    preload.preload()
    ipython_shell.warm()
    if sys.platform != "linux":
        library()
    preload.freeze_heap_before_fork()
    preload.short_lived()
    # All new roots are put together on one folder, each in a space of its own: to delete it after each would take a while.
    root = os.path.join(arguments[2], "root")
    os.makedirs(root, exist_ok=True)
    send(control, {"level": level, "pid": os.getpid()})
    running: set[int] = set()
    while True:
        request, descriptors = received(control)
        if request is None:
            break
        request |= {"stage": root} if level == "namespaces" else {}
        _reap(running)
        if request["op"] != "start":
            _serve(request, running, level)
            send(control, {})
            continue
        send(control, {"pid": _start(request, descriptors, level, control, running)})
        for number in descriptors:
            os.close(number)
    for pid in running:
        _end(pid, level)
    return 0


def _start(
    request: dict[str, Any], descriptors: list[int], level: levels.Level, control: socket.socket, running: set[int]
) -> int:
    """The number of the new process; 0 if there is none, and its last word says why."""
    try:
        child = namespaces.fork() if level == "namespaces" else os.fork()
    except OSError as error:
        os.write(descriptors[1], f"grader {type(error).__name__}: {error}".encode()[:500])
        return 0
    if child == 0:
        _first(request, descriptors, level, control)
    running.add(child)
    return child


def _serve(request: dict[str, Any], running: set[int], level: levels.Level) -> None:
    """End a process, or load modules once for all that will be started."""
    if request["op"] == "kill" and request["pid"] in running:
        _end(request["pid"], level)
    if request["op"] == "load":
        preload.load(request["names"])
        preload.freeze_heap_before_fork()


def _end(pid: int, level: levels.Level) -> None:
    with contextlib.suppress(ProcessLookupError):
        if level != "namespaces":
            # Without a space of its own, at least everything that stayed in the session ends with it.
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(pid, signal.SIGKILL)
        os.kill(pid, signal.SIGKILL)


def _reap(running: set[int]) -> None:
    while running:
        pid, _status = os.waitpid(-1, os.WNOHANG)
        if pid == 0:
            return
        running.discard(pid)


def _first(request: dict[str, Any], descriptors: list[int], level: levels.Level, control: socket.socket) -> None:
    """Never returns: starts the learner's process behind walls, watches its memory, and tells how it ended."""
    word = "grader unknown"
    channel, last_word = descriptors
    try:
        control.close()
        if sys.platform == "linux":
            linux_syscalls.die_with_parent()
        os.setsid()
        allowed = limits.Limits.from_plain(request["limits"])
        if level != "namespaces" or (os.getuid() != 0 and not limits.counted_apart()):
            allowed = limits.beside_others(allowed)
        readable = [*levels.python_folders(), *request["readable"]]
        work = request["stage"]
        if level == "namespaces":
            namespaces.furnish(allowed, readable, request["files"], request["stage"], request["withheld"])
            namespaces.enter(request["stage"])
            work = namespaces.WORK
        elif request["files"]:
            namespaces.copy(request["files"], work, request["withheld"])
        # Python's own handler would let a learner's reach this process.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        child = os.fork()
        if child == 0:
            os.close(last_word)
            _learner(allowed, level, readable, work, channel)
        os.close(channel)
        if sys.platform == "linux":
            linux_syscalls.hide_memory()
            word = _watch(child, allowed, work if level != "namespaces" else "")
        else:
            word = _watch_elsewhere(child, allowed, work)
    except BaseException as error:  # noqa: BLE001 - this process must end here, whatever happens
        word = f"grader {type(error).__name__}: {error}"
    finally:
        with contextlib.suppress(OSError):
            os.write(last_word, word.encode()[:500])
        os._exit(0)


def _watch(child: int, allowed: limits.Limits, work: str) -> str:
    """The last word; ``work`` is the working folder, or "" where the process has a space of its own."""
    base, whole, disk = limits.resident(), not work, limits.Disk(work, allowed)
    slowed: set[int] = set()
    pause = _WATCH_S
    while True:
        pid, status = os.waitpid(-1 if whole else child, os.WNOHANG)
        if pid == child:
            return _ended(status)
        if pid:
            continue
        begun = time.monotonic()
        members = (
            sorted(int(name) for name in os.listdir("/proc") if name.isdigit() and name != "1") if whole else [child]
        )
        word = "memory" if _too_much(members, base + allowed.memory_mb * limits.MB, whole=whole) else ""
        word = word or ("disk" if disk.full() else "")
        if word or limits.processor_s(members) > allowed.cpu_seconds:
            os.kill(-1 if whole else child, signal.SIGKILL)
            return word or "time"
        limits.slow_down(members, slowed)
        time.sleep(max(pause, 4 * (time.monotonic() - begun)))
        # Many processes can fill much memory between two looks.
        pause = min(1.5 * pause, _LONGEST_WATCH_S) if len(members) <= _FEW else _WATCH_S


def _watch_elsewhere(child: int, allowed: limits.Limits, work: str) -> str:
    """The same on a system without /proc: processes are asked less often, since that costs more."""
    tree, disk = Tree(child, base=held()), limits.Disk(work, allowed)
    pause, asked = _WATCH_S, time.monotonic()
    while True:
        pid, status = os.waitpid(child, os.WNOHANG)
        if pid:
            return _ended(status)
        if time.monotonic() - asked > _ELSEWHERE_S:
            memory, seconds = tree.used()
            asked = time.monotonic()
            if memory > allowed.memory_mb * limits.MB or seconds > allowed.cpu_seconds:
                tree.kill()
                return "memory" if memory > allowed.memory_mb * limits.MB else "time"
        if disk.full():
            tree.kill()
            return "disk"
        time.sleep(pause)
        pause = min(1.5 * pause, _LONGEST_WATCH_S)


def _ended(status: int) -> str:
    return f"signal {os.WTERMSIG(status)}" if os.WIFSIGNALED(status) else f"exit {os.WEXITSTATUS(status)}"


def _too_much(members: list[int], most: int, *, whole: bool) -> bool:
    """Whether a learner's processes hold more than that together. What they have from the warmed interpreter counts once."""
    room = most - (limits.in_sockets() if whole else 0)
    return sum(map(limits.resident, members)) > room and sum(map(limits.share, members)) > room


def _learner(allowed: limits.Limits, level: levels.Level, readable: list[str], work: str, channel: int) -> None:
    """Never returns: the process in which the learner's code runs."""
    try:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        preload.as_usual()
        ipython_shell.quiet_streams()
        wire = os.dup2(channel, 3)
        os.closerange(4, 4096)
        home = os.path.dirname(work) if level == "namespaces" else work
        os.environ.clear()
        os.environ.update(
            HOME=home, PATH="/usr/local/bin:/usr/bin:/bin", LANG="C.UTF-8", MPLBACKEND="agg", USER="learner"
        )
        os.environ.update(OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1", MPLCONFIGDIR=home)
        if level != "namespaces":
            os.environ["TMPDIR"] = work
        tempfile.tempdir = None
        levels.restrict_worker(level, allowed, readable, work)
        sys.path[:] = [*(path for path in sys.path if path), work]
        with contextlib.suppress(GoneError, WireError):
            Server(Wire(socket.socket(fileno=wire)), allowed.output_chars).serve()
    finally:
        os._exit(0)


if __name__ == "__main__":
    os._exit(main(sys.argv[1:]))  # IPython would look for its folder on the way out; it may be gone
