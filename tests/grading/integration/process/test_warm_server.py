"""The warm server runs a command as a process of its own would, for its user alone, and ends with whoever asked."""

from __future__ import annotations

import contextlib
import errno
import functools
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest
from courses import classroom
from processes.commands import command, environment

from newspace_grading.cli.process import warm_server
from newspace_grading.cli.process.warm_address import VARIABLE, ServerAddress
from newspace_grading.cli.process.zygotes import Zygotes

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="there is a server on Linux only")

OWN = "a-word-that-only-the-teacher-knows"
ENDLESS = "while True: pass"


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A class of two, of whom one hands in a loop without an end."""
    work = {"ada": classroom.GOOD, "bob": ENDLESS}
    return classroom.make(tmp_path_factory.mktemp("warm").resolve() / "course", work)


@pytest.fixture(scope="module")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The folder in which servers are found; they are ended afterwards."""
    folder = tmp_path_factory.mktemp("run")
    yield folder
    for server in served(folder):
        with contextlib.suppress(psutil.NoSuchProcess):
            server.kill()


def served(folder: Path) -> list[psutil.Process]:
    """The processes that wait for commands: the server, and the one from which forkservers come."""
    found = []
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error):
            if "newspace_grading.cli.process.warm_server" in process.cmdline() and str(folder) in " ".join(
                process.cmdline()
            ):
                found.append(process)
    return found


def settings(course: Path, servers: Path) -> dict[str, str]:
    # With settings for Python itself a command runs in a process of its own.
    plain = {name: value for name, value in environment(course.parent).items() if not name.startswith("PYTHON")}
    return plain | {VARIABLE: "yes", "XDG_RUNTIME_DIR": str(servers), "TOKEN": OWN}


def run(course: Path, servers: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a command as a script's background does, with Ctrl-C ignored: a server that it starts must not ignore it for others."""
    return subprocess.run(
        command(*arguments),
        cwd=course,
        env=settings(course, servers),
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
        preexec_fn=functools.partial(signal.signal, signal.SIGINT, signal.SIG_IGN),
    )


def without_times(text: str) -> list[dict[str, object]]:
    return [json.loads(line) | {"seconds": 0} for line in text.splitlines()]


def test_a_command_ends_as_in_a_process_of_its_own(course: Path, servers: Path) -> None:
    asked = ("autograde", classroom.NAME, "--force", "--json", "--student", "ada")
    alone = subprocess.run(
        command(*asked), cwd=course, env=environment(course.parent), capture_output=True, text=True, check=False
    )
    scores = classroom.scores(course)
    for _time in range(2):
        warm = run(course, servers, *asked)
        assert (warm.returncode, warm.stderr) == (alone.returncode, alone.stderr)
        assert without_times(warm.stdout) == without_times(alone.stdout)
        assert classroom.scores(course) == scores
    assert len(served(servers)) == 2, "the second command uses the first one's server"


def test_an_assignment_that_is_slow_to_load_is_loaded_once_for_all_further_commands(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    course = classroom.make(tmp_path.resolve() / "course", {"ada": f"import networkx\n    {classroom.GOOD}"})
    source = course / "source" / classroom.NAME / f"{classroom.NAME}.ipynb"
    table = json.loads(source.read_text(encoding="utf-8"))
    table["cells"][0]["source"] = f"import networkx\n{table['cells'][0]['source']}"
    source.write_text(json.dumps(table), encoding="utf-8")
    folder = tmp_path_factory.mktemp("run")  # the name of a socket is short
    asked = ("autograde", classroom.NAME, "--force", "--json", "--student", "ada")
    try:
        first = run(course, folder, *asked)
        assert first.returncode == 0, first.stderr
        until(lambda: len(served(folder)) == 4, "an interpreter is kept, and one from which its forkservers come")
        kept = {process.pid for process in served(folder)}
        again = run(course, folder, *asked)
        assert without_times(again.stdout) == without_times(first.stdout)
        until(lambda: {process.pid for process in served(folder)} == kept, "nothing is left of the command")
    finally:
        for process in served(folder):
            process.kill()


def test_what_went_wrong_is_told_as_by_a_process_of_its_own(course: Path, servers: Path) -> None:
    done = run(course, servers, "autograde", "no-such-assignment")
    assert done.returncode == 2
    assert "There is no assignment “no-such-assignment”." in done.stderr
    assert run(course, servers, "autograde", "--no-such-option").returncode == 2


def test_the_server_has_one_thread_and_nothing_of_the_users_environment(course: Path, servers: Path) -> None:
    run(course, servers, "autograde", classroom.NAME, "--json", "--student", "ada")
    found = served(servers)
    assert found
    for process in found:
        assert process.num_threads() == 1
        assert OWN not in str(process.environ())


def test_who_does_not_know_the_word_gets_nothing(course: Path, servers: Path) -> None:
    run(course, servers, "autograde", classroom.NAME, "--json", "--student", "ada")
    address = ServerAddress(next(str(one) for one in (servers / "newspace-grade").iterdir() if one.is_dir()))
    assert oct(os.stat(address.folder).st_mode & 0o777) == "0o700"
    request = json.dumps({"key": "0" * 64, "arguments": ["--version"]}).encode()
    with socket.socket(socket.AF_UNIX) as connection, open(os.devnull, "rb") as null:
        connection.connect(address.socket)
        socket.send_fds(connection, [len(request).to_bytes(8, "big")], [null.fileno()] * 4)
        connection.sendall(request)
        assert connection.recv(100) == b""


def test_where_no_process_can_be_made_the_command_is_handed_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused() -> int:
        raise BlockingIOError(errno.EAGAIN, "Resource temporarily unavailable")

    address = ServerAddress(str(tmp_path / "server"))
    os.mkdir(address.folder)
    handler = signal.getsignal(signal.SIGCHLD)
    with socket.socket(socket.AF_UNIX) as listener, socket.socket(socket.AF_UNIX) as asking:
        listener.bind(address.socket)
        listener.listen()
        asking.connect(address.socket)
        monkeypatch.setattr(os, "fork", refused)
        try:
            notes, others = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
            with notes, others:
                kept = Zygotes(listener, warm_server._run_and_report)
                server = warm_server._Server(listener, "", listener, others, kept)
                warm_server._serve(server, notes, address, 0.1)
        finally:
            signal.signal(signal.SIGCHLD, handler)
        assert asking.recv(1) == b"", "whoever asked runs it in a process of its own"
    assert signal.SIGCHLD not in signal.pthread_sigmask(signal.SIG_BLOCK, [])


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGINT, 1), (signal.SIGTERM, 1), (signal.SIGKILL, -signal.SIGKILL)]
)
def test_a_command_ends_with_the_process_that_asked_for_it(
    course: Path, servers: Path, number: signal.Signals, code: int
) -> None:
    long = ("--cell-seconds=300", "--notebook-seconds=300")  # it must not be over before the signal comes
    asked = command("autograde", classroom.NAME, "--force", "--json", "--student", "bob", *long)
    run(course, servers, "autograde", classroom.NAME, "--json", "--student", "ada")
    until(lambda: len(served(servers)) == 2, "the first command's processes have ended")
    idle = {process.pid for process in served(servers)}
    client = subprocess.Popen(
        asked,
        cwd=course,
        env=settings(course, servers),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        preexec_fn=functools.partial(signal.signal, signal.SIGINT, signal.SIG_DFL),  # the tests may run in a background
    )
    # The command, who waits for it, its grading process and that one's forkserver: a signal that comes before the grading ends it unheard.
    until(lambda: len({process.pid for process in served(servers)} - idle) >= 4, "the grading has begun")
    client.send_signal(number)
    _out, told = client.communicate(timeout=120)
    assert client.returncode == code
    assert b"Stopped: 0 of 1 done." in told, "the command is asked to end, and what it has done is kept"
    until(lambda: {process.pid for process in served(servers)} <= idle, "everything of the command has ended")
    assert run(course, servers, "autograde", classroom.NAME, "--json", "--student", "ada").returncode == 0


def test_a_server_ends_when_nobody_needs_it(tmp_path: Path) -> None:
    folder = tmp_path / "server"
    folder.mkdir(mode=0o700)
    line = [sys.executable, "-I", "-m", "newspace_grading.cli.process.warm_server", str(folder), "0.5"]
    done = subprocess.run(line, stdout=subprocess.PIPE, timeout=300, check=True)
    assert done.stdout == b"!"
    assert not folder.exists()
    assert not served(folder)


def until(holds: Callable[[], bool], what: str) -> None:
    """Wait until something holds."""
    end = time.monotonic() + 120
    while not holds():
        assert time.monotonic() < end, f"not within two minutes: {what}"
        time.sleep(0.1)
