"""Entry point of a spawned interpreter: load modules, read a job from standard input, and run as a judge or a worker.

`newspace_grading.engine.launch.spawn` starts it. It ends with its parent: when its standard input ends.
"""

from __future__ import annotations

import contextlib
import json
import os
import pickle
import socket
import sys
import tempfile
import threading
from typing import BinaryIO, NoReturn

from newspace_grading.engine.launch import preload
from newspace_grading.engine.protocol import messages
from newspace_grading.engine.protocol.framing import FrameChannel, FrameError, PeerClosedError
from newspace_grading.engine.worker import interpreter_state, ipython_shell
from newspace_grading.engine.worker.server import Server
from newspace_grading.model import course_modules
from newspace_grading.sandbox import levels, limits, namespaces

_FOLDERS = ("HOME", "USERPROFILE", "MPLCONFIGDIR", "TEMP", "TMP", "TMPDIR")


def main(arguments: list[str]) -> int:
    """Run the role that the first argument names."""
    # On a descriptor of its own: code that runs here later sees an empty standard input.
    given = os.fdopen(os.dup(0), "rb")
    os.environ["MPLBACKEND"] = "agg"
    if arguments[0] == "judge":
        _judge(given)
    preload.preload_modules()
    ipython_shell.shell()
    interpreter_state.remembered()
    return _worker(given)


def _end_with(given: BinaryIO) -> None:
    """End this process when its standard input ends."""

    def watch() -> None:
        given.read(1)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def _judge(given: BinaryIO) -> NoReturn:
    from newspace_grading.engine.judge import process
    from newspace_grading.engine.launch.spawn import SpawnLauncher

    preload.preload_modules()
    preload.collect_garbage_rarely()
    job: process.JudgeJob = pickle.loads(given.read(int.from_bytes(given.read(8), "big")))  # noqa: S301 - the grader made it, and wrote it into this process's own input
    report = os.dup(1)
    ipython_shell.disconnect_streams()
    _end_with(given)
    process.run_job(job, SpawnLauncher(job.level, job.home), report)


def _worker(given: BinaryIO) -> int:
    back = messages.connect_back(json.loads(given.readline()))
    request = messages.spawn_worker(json.loads(given.readline()))
    level = next(name for name in levels.LEVELS if name == request.level)
    start, allowed = request.start, request.start.limits
    connection = socket.create_connection(("127.0.0.1", back.port))
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    connection.sendall(bytes.fromhex(back.token))
    ipython_shell.disconnect_streams()
    _end_with(given)
    work = start.stage
    if start.files:
        namespaces.copy_into_worker(start.files, work, start.withheld)
    os.environ.update(dict.fromkeys(_FOLDERS, work))
    if sys.platform != "win32":
        os.environ.update(PATH="/usr/local/bin:/usr/bin:/bin", LANG="C.UTF-8", USER="learner")
    tempfile.tempdir = None
    readable = [*levels.python_folders(), *start.readable]
    if level != "none":
        allowed = limits.with_processes_of_others(allowed)
    levels.restrict_worker(level, allowed, readable, work)
    course_modules.prefer_modules_of(work)
    with contextlib.suppress(PeerClosedError, FrameError):
        Server(FrameChannel(connection), allowed.output_chars).serve()
    return 0


if __name__ == "__main__":
    os._exit(main(sys.argv[1:]))
