"""Serve commands: a warm interpreter that forks a process for each, so that it begins without loading anything.

It listens on a Unix socket in a folder that only its user may enter, and runs a command for whoever says the word in a file there. It
ends when it was not needed for a while. It never reads an assignment or what a learner handed in: the processes that it forks do.
Learners' processes come from a second process, which was forked before this one had a word to keep
(`newspace_grading.engine.launch.forkserver_main.serve_engines`).
"""

from __future__ import annotations

import contextlib
import fcntl
import hmac
import io
import json
import os
import secrets
import select
import shutil
import signal
import socket
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NoReturn

from newspace_grading.cli.process import command_line
from newspace_grading.cli.process.warm_address import ServerAddress
from newspace_grading.cli.process.warm_client import FORWARDED
from newspace_grading.cli.process.zygotes import Zygotes, modules_noted, note_of, words_without_learner
from newspace_grading.course.nbgrader.configuration.config_files import without_server_extensions
from newspace_grading.engine.launch import forkserver_main, preload
from newspace_grading.engine.launch.forkserver import WarmStart
from newspace_grading.sandbox import levels, linux_syscalls

_OFTEN = ("pandas",)
_FOR_COMMANDS = (
    "nbgrader.coursedir",
    "nbgrader.api",
    "sqlalchemy.dialects.sqlite",
    "jupyter_core.application",
    "newspace_grading.pages.learner.self_study",
)
_FORKS = 1000
_USUAL_MASK = 0o022
_WAIT_S = 10.0
_END_S = 5.0
_DESCRIPTORS = 4
_CHUNK = 2**16
_SHORT_S = 30.0  # of a command that takes longer, loading is a small part
_MAX_REQUEST_BYTES = 16 * 2**20


@dataclass
class _Server:
    """What the processes that are forked from the server know of it."""

    listener: socket.socket
    key: str
    forkservers: socket.socket
    notes: socket.socket
    zygotes: Zygotes


def main(arguments: list[str]) -> int:
    """Serve until nobody has come for a while; the arguments are the folder, and how many seconds that is."""
    address, idle = ServerAddress(arguments[0]), float(arguments[1])
    os.umask(_USUAL_MASK)  # learners' processes, which have another user's rights, read what forkservers write
    preload.preload_modules()
    preload.import_modules(_OFTEN)
    forkservers = _fork_origin_of_forkservers()
    _load_for_commands()
    with contextlib.suppress(FileNotFoundError):
        os.unlink(address.socket)
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(address.socket)
    listener.listen()
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
    server = _Server(listener, secrets.token_hex(32), forkservers, theirs, Zygotes(forkservers, _run_and_report))
    with open(os.open(address.key, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="ascii") as file:
        file.write(server.key)
    preload.HeapForForks(_FORKS).freeze()
    os.write(1, b"!")
    null = os.open(os.devnull, os.O_RDWR)
    os.dup2(null, 1)
    os.close(null)
    _serve(server, ours, address, idle)
    return 0


def _fork_origin_of_forkservers() -> socket.socket:
    """Fork the process from which forkservers are forked; return the connection to it."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    parent = os.getpid()
    if os.fork() == 0:
        ours.close()
        os.dup2(2, 1)  # the first descriptor is awaited by whoever started the server
        linux_syscalls.end_with_parent(parent)
        forkserver_main.serve_engines(theirs)
        os._exit(0)
    theirs.close()
    return ours


def _load_for_commands() -> None:
    """Load what commands use besides; what is missing is reported by the command that needs it."""
    with contextlib.suppress(ImportError), without_server_extensions():
        import nbgrader  # noqa: F401
    preload.import_modules(_FOR_COMMANDS)
    with contextlib.suppress(ImportError):
        from sqlalchemy.orm import configure_mappers

        configure_mappers()


def _serve(server: _Server, notes: socket.socket, address: ServerAddress, idle: float) -> None:
    """Fork a process for each connection, until there was none for so many seconds, and none is open.

    ``notes`` is where those processes say what an assignment has loaded.
    """
    running: set[int] = set()

    def reap(_signal: int, _frame: object) -> None:
        with contextlib.suppress(ChildProcessError):
            while True:
                pid, _status = os.waitpid(-1, os.WNOHANG)
                if not pid:
                    return
                running.discard(pid)

    signal.signal(signal.SIGCHLD, reap)
    while True:
        ready = select.select([server.listener, notes], [], [], idle)[0]
        if notes in ready:
            with contextlib.suppress(OSError):  # no process can be made
                server.zygotes.keep(notes.recv(_CHUNK), (server.listener, server.notes, notes))
        elif ready:
            connection, _address = server.listener.accept()
            # Where no process can be made, the connection is closed: then the command runs in the process that asked.
            with connection, contextlib.suppress(OSError):
                signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGCHLD])
                try:
                    pid = os.fork()
                    if pid == 0:
                        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
                        signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGCHLD])
                        server.listener.close()
                        notes.close()
                        _never_return(_attend, connection, server)
                    running.add(pid)
                finally:
                    signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGCHLD])
        elif not running and _closed(server, address):
            return


def _closed(server: _Server, address: ServerAddress) -> bool:
    """Close the server, unless a command is about to connect; tell whether it is closed."""
    with open(address.lock, "w", encoding="ascii") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        if select.select([server.listener], [], [], 0)[0]:
            return False
        shutil.rmtree(address.folder, ignore_errors=True)
        return True


def _never_return(work: Callable[..., None], *arguments: Any) -> NoReturn:
    """Do a forked process's work, and end it."""
    try:
        work(*arguments)
    except BaseException:  # noqa: BLE001 - nothing of a forked process may go on where its parent was
        traceback.print_exc()
    finally:
        os._exit(1)


def _attend(connection: socket.socket, server: _Server) -> None:
    """Have the command of a connection run; say what its assignment has loaded, where that took a while and may be wanted again."""
    request, descriptors = _receive(connection, server.key)
    connection.sendall(b"{}\n")
    place = words_without_learner(request, os.readlink(f"/proc/self/fd/{descriptors[3]}"))
    if server.zygotes.hand_on(place, connection, request, descriptors):
        os._exit(0)
    server.zygotes.close()  # no process of a command's is to hold a connection to one
    read, write = os.pipe()
    os.set_blocking(read, False)
    os.set_blocking(write, False)
    begun = time.monotonic()
    _run_and_report(connection, request, descriptors, WarmStart(server.forkservers, write))
    modules = modules_noted(_what_was_noted(read))
    if modules is not None and time.monotonic() - begun < _SHORT_S:
        with contextlib.suppress(OSError):
            server.notes.send(note_of(place, modules))
    os._exit(0)


def _what_was_noted(pipe: int) -> bytes:
    """Return what lies in a pipe."""
    found = b""
    with contextlib.suppress(OSError):
        while part := os.read(pipe, _CHUNK):
            found += part
    return found


def _run_and_report(
    connection: socket.socket, request: dict[str, Any], descriptors: list[int], warm: WarmStart
) -> None:
    """Run a command in a process of its own, pass on signals to it, and report how it ended."""
    child = os.fork()
    if child == 0:
        connection.close()
        _never_return(_run, request, descriptors, warm)
    for number in descriptors:
        os.close(number)
    ended = os.pidfd_open(child)
    waiting: list[Any] = [connection, ended]
    patience: float | None = None
    while True:
        ready = select.select(waiting, [], [], patience)[0]
        if ended in ready:
            break
        said = connection.recv(_CHUNK) if ready else b""
        for number in said:
            os.kill(child, number)
        if not ready:
            os.kill(child, signal.SIGKILL)
        elif not said:  # whoever asked for it has ended
            os.kill(child, signal.SIGTERM)
            waiting, patience = [ended], _END_S
    _pid, status = os.waitpid(child, 0)
    code = os.waitstatus_to_exitcode(status)
    report = {"code": code} if code >= 0 else {"signal": -code}
    with contextlib.suppress(OSError):
        connection.sendall(json.dumps(report).encode() + b"\n")


def _receive(connection: socket.socket, key: str) -> tuple[dict[str, Any], list[int]]:
    """Receive a request of this user's, with the word that only this user can read.

    Raises
    ------
    PermissionError
        If it is somebody else's.
    """
    connection.settimeout(_WAIT_S)
    credentials = connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12)
    if int.from_bytes(credentials[4:8], sys.byteorder) != os.getuid():
        raise PermissionError("another user has connected")
    head, descriptors, _flags, _address = socket.recv_fds(connection, 8, _DESCRIPTORS)
    size = int.from_bytes(head, "big")
    if len(head) != 8 or len(descriptors) != _DESCRIPTORS or size > _MAX_REQUEST_BYTES:
        raise PermissionError("it is no request")
    with connection.makefile("rb") as stream:
        request: dict[str, Any] = json.loads(stream.read(size))
    if not hmac.compare_digest(str(request.get("key")), key):
        raise PermissionError("the word is wrong")
    connection.settimeout(None)
    return request, descriptors


def _run(request: dict[str, Any], descriptors: list[int], warm: WarmStart) -> None:
    """Become like the process that asked, and run its command."""
    os.setpgid(0, 0)
    for name in FORWARDED:  # whoever started the server may have ignored them (nohup, a script's background)
        signal.signal(getattr(signal, name), signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.fchdir(descriptors[3])
    for number, descriptor in enumerate(descriptors[:3]):
        os.dup2(descriptor, number)
    for descriptor in descriptors:
        os.close(descriptor)
    os.umask(request["umask"])
    os.environ.clear()
    os.environ.update(request["environment"])
    time.tzset()
    tempfile.tempdir = None
    sys.path[:] = request["path"]
    sys.argv = [request["name"], *request["arguments"]]
    levels.python_folders.cache_clear()  # the folders of this process's own path
    sys.stdin, sys.stdout, sys.stderr = map(_stream, range(3), request["streams"])
    sys.__stdin__, sys.__stdout__, sys.__stderr__ = sys.stdin, sys.stdout, sys.stderr  # type: ignore[misc]
    try:
        code = command_line.run_here(request["arguments"], warm)
    except SystemExit as ended:
        code = _code_of(ended)
    except KeyboardInterrupt:
        traceback.print_exc()
        _flush()
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        os.kill(os.getpid(), signal.SIGINT)
        raise
    except BaseException:  # noqa: BLE001 - as the interpreter reports what nobody has caught
        traceback.print_exc()
        code = 1
    _flush()
    os._exit(code)


def _stream(number: int, how: tuple[str, str, bool, bool]) -> Any:
    """Open a standard stream as the other process has it."""
    encoding, errors, line_buffering, write_through = how
    return io.TextIOWrapper(
        io.BufferedReader(io.FileIO(number, closefd=False))
        if number == 0
        else io.BufferedWriter(io.FileIO(number, "w", closefd=False)),
        encoding=encoding,
        errors=errors,
        line_buffering=line_buffering,
        write_through=write_through,
    )


def _code_of(ended: SystemExit) -> int:
    """Return the exit code of a process that ends so."""
    if ended.code is None or isinstance(ended.code, int):
        return (ended.code or 0) & 0xFF
    print(ended.code, file=sys.stderr)
    return 1


def _flush() -> None:
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError):
            stream.flush()


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
