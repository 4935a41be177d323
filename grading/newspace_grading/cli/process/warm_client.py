"""Have a command run by a warm server, which is started if there is none. This process passes on its streams and signals."""

from __future__ import annotations

import contextlib
import glob
import json
import os
import shutil
import signal
import socket
import sys
from collections.abc import Iterator, Sequence
from typing import Any

from newspace_grading.cli.process.warm_address import ServerAddress, make_own_folder, server_address

COMMANDS = ("autograde", "mine")
"""The commands that grade: others take longer than a start, or are over before one."""

IDLE_S = 600
_START_S = 60.0
FORWARDED = ("SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT")
"""The signals that a command's process passes on to the one that runs it."""

_CHUNK = 2**16


def run_served(arguments: Sequence[str]) -> int | None:
    """Have a command run by a server; return its exit code, or None if it must be run in this process."""
    if not set(COMMANDS) & set(arguments) or {"-h", "--help", "--version"} & set(arguments):
        return None
    address = server_address()
    if address is None:
        return None
    try:
        connection = _connect(address) or _connect_to_new(address)
        if connection is None:
            return None
        with connection, _descriptors() as descriptors:
            key = _read(address.key)
            request = json.dumps(_request(arguments, key), ensure_ascii=True).encode() + b"\n"
            socket.send_fds(connection, [len(request).to_bytes(8, "big")], descriptors)
            connection.sendall(request)
            lines = connection.makefile("rb")
            if not lines.readline():
                return None  # it was not begun
            return _wait(connection, lines)
    except OSError:
        return None


def _read(path: str) -> str:
    with open(path, encoding="ascii") as file:
        return file.read()


def _request(arguments: Sequence[str], key: str) -> dict[str, Any]:
    """Return what decides how a command runs: the server's child becomes like this process."""
    mask = os.umask(0o077)
    os.umask(mask)
    streams = [(stream.encoding, stream.errors, stream.line_buffering, stream.write_through) for stream in _streams()]
    return {
        "key": key,
        "arguments": list(arguments),
        "name": sys.argv[0],
        "environment": dict(os.environ),
        "path": [os.path.abspath(one) for one in sys.path],
        "umask": mask,
        "streams": streams,
    }


def _streams() -> list[Any]:
    return [sys.stdin, sys.stdout, sys.stderr]


@contextlib.contextmanager
def _descriptors() -> Iterator[list[int]]:
    """Give the descriptors of the standard streams and of the working folder; a stream that is closed is not passed on.

    Raises
    ------
    OSError
        If one is closed, or the folder cannot be opened: then the command runs in this process.
    """
    if any(getattr(stream, "fileno", None) is None or not hasattr(stream, "write_through") for stream in _streams()):
        raise OSError("a standard stream is closed or replaced")
    for stream in _streams()[1:]:
        stream.flush()
    folder = os.open(".", os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield [*(stream.fileno() for stream in _streams()), folder]
    finally:
        os.close(folder)


def _connect(address: ServerAddress) -> socket.socket | None:
    """Connect to a server; return None if there is none."""
    connection = socket.socket(socket.AF_UNIX)
    try:
        connection.connect(address.socket)
    except OSError:
        connection.close()
        return None
    return connection


def _connect_to_new(address: ServerAddress) -> socket.socket | None:
    """Start a server, unless another command has just started it, and connect."""
    import fcntl

    with open(address.lock, "w", encoding="ascii") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        connection = _connect(address)
        if connection is None and make_own_folder(address.folder) and _start(address):
            connection = _connect(address)
    return connection


def _start(address: ServerAddress) -> bool:
    """Start a server, and wait until it listens."""
    import select
    import subprocess

    from newspace_grading.engine.launch.forkserver import clean_environment

    cached = _font_caches(_cache_folder())
    for path in cached:
        shutil.copy(path, address.folder)
    command = [sys.executable, "-I", "-B", "-X", f"utf8={sys.flags.utf8_mode}"]
    command += ["-m", "newspace_grading.cli.process.warm_server", address.folder, str(IDLE_S)]
    with open(address.log, "w", encoding="utf-8") as log:
        server = subprocess.Popen(  # noqa: S603 - our own interpreter
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=log,
            env=clean_environment(address.folder),
            cwd=address.folder,
            start_new_session=True,
        )
    listens = False
    if server.stdout is not None:
        with server.stdout as ready:
            listens = bool(select.select([ready], [], [], _START_S)[0]) and bool(ready.read(1))
    if not listens:
        server.kill()
    elif not cached:
        _keep_font_cache(address.folder)
    server.returncode = 0  # it goes on without this process
    return listens


def _cache_folder() -> str:
    """Return the folder in which matplotlib keeps what it found out about the fonts; to find it out takes seconds."""
    home = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    return os.environ.get("MPLCONFIGDIR") or os.path.join(home, "matplotlib")


def _font_caches(folder: str) -> list[str]:
    return glob.glob(os.path.join(glob.escape(folder), "fontlist-*.json"))


def _keep_font_cache(folder: str) -> None:
    with contextlib.suppress(OSError):
        os.makedirs(_cache_folder(), exist_ok=True)
        for path in _font_caches(folder):
            shutil.copy(path, _cache_folder())


def _wait(connection: socket.socket, lines: Any) -> int:
    """Pass on signals until the command has ended; return its exit code, or end by the signal that has ended it."""

    def forward(number: int, _frame: object) -> None:
        with contextlib.suppress(OSError):
            connection.sendall(bytes([number]))

    # What is ignored here (nohup, a script's background) is not passed on, as a command of its own would ignore it.
    heard = [number for name in FORWARDED if signal.getsignal(number := getattr(signal, name)) is not signal.SIG_IGN]
    before = {number: signal.signal(number, forward) for number in heard}
    line = lines.readline()
    for number, handler in before.items():
        signal.signal(number, handler)
    if not line:
        print(
            "newspace-grade: the process that ran this command has ended. Run it again: nothing is lost.",
            file=sys.stderr,
        )
        return 2
    ended = json.loads(line)
    if "signal" in ended:
        signal.signal(ended["signal"], signal.SIG_DFL)
        os.kill(os.getpid(), ended["signal"])
    return int(ended["code"])
