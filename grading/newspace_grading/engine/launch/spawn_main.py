"""What a new interpreter does first: it loads what is needed, takes its job from standard input, and becomes a judge or a learner's process.

`interpreters` starts it. When its standard input ends, whoever started it has ended, and so does it.
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
from typing import BinaryIO

from newspace_grading.engine.launch import preload
from newspace_grading.engine.protocol.framing import GoneError, Wire, WireError
from newspace_grading.engine.worker import ipython_shell
from newspace_grading.engine.worker.server import Server
from newspace_grading.sandbox import levels, limits, namespaces

_FOLDERS = ("HOME", "USERPROFILE", "MPLCONFIGDIR", "TEMP", "TMP", "TMPDIR")


def main(arguments: list[str]) -> int:
    """Be what the first argument says."""
    # Of its own descriptor: what runs here later sees a standard input that is empty.
    given = os.fdopen(os.dup(0), "rb")
    head = json.loads(given.readline())
    os.environ["MPLBACKEND"] = "agg"
    if arguments[0] == "judge":
        return _judge(given)
    preload.preload()
    ipython_shell.warm()
    return _learner(given, head["port"], bytes.fromhex(head["token"]))


def _ends_with(given: BinaryIO) -> None:
    """End this process when its standard input ends."""

    def watch() -> None:
        given.read(1)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def _judge(given: BinaryIO) -> int:
    from newspace_grading.engine.judge import process
    from newspace_grading.engine.launch.spawn import SpawnLauncher

    preload.preload()
    preload.short_lived()
    job: process.JudgeJob = pickle.loads(given.read(int.from_bytes(given.read(8), "big")))  # noqa: S301 - the grader made it, and wrote it into this process's own input
    report = os.dup(1)
    ipython_shell.quiet_streams()
    _ends_with(given)
    process.work(job, SpawnLauncher(job.level, job.home), report)


def _learner(given: BinaryIO, port: int, token: bytes) -> int:
    request = json.loads(given.readline())
    allowed = limits.Limits.from_plain(request["limits"])
    level = next(name for name in levels.LEVELS if name == request["level"])
    wire = socket.create_connection(("127.0.0.1", port))
    wire.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    wire.sendall(token)
    ipython_shell.quiet_streams()
    _ends_with(given)
    work = request["stage"]
    if request["files"]:
        namespaces.copy(request["files"], work, request["withheld"])
    os.environ.update(dict.fromkeys(_FOLDERS, work))
    if sys.platform != "win32":
        os.environ.update(PATH="/usr/local/bin:/usr/bin:/bin", LANG="C.UTF-8", USER="learner")
    tempfile.tempdir = None
    readable = [*levels.python_folders(), *request["readable"]]
    levels.restrict_worker(level, allowed if level == "none" else limits.beside_others(allowed), readable, work)
    sys.path[:] = [*(path for path in sys.path if path), work]
    with contextlib.suppress(GoneError, WireError):
        Server(Wire(wire), allowed.output_chars).serve()
    return 0


if __name__ == "__main__":
    os._exit(main(sys.argv[1:]))
