"""What other systems lack is taken away here: the grader goes on without it, says what that means, and comes to the same scores."""

from __future__ import annotations

import argparse
import io
import secrets
import select
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import psutil
import pytest

sys.path.insert(0, str(Path(__file__).parent))

import classroom
import elsewhere
from commands import environment

from newspace_grading.cli.output import isolation_notice
from newspace_grading.engine.judge import time_limit
from newspace_grading.engine.launch import spawn
from newspace_grading.engine.protocol import framing
from newspace_grading.engine.proxies.client import WorkerLost

WORK: dict[str, str | bytes] = {
    "good": classroom.GOOD,
    "wrong": classroom.WRONG,
    "other": "return number + number",
    "crash": "import os; os._exit(3)",
    "much": "return [bytearray(2**26) for _ in range(10_000)]",
    "lost": classroom.LOST,
}
LEFT = "import time; time.sleep({seconds})"
LOOP = "import subprocess, sys; subprocess.Popen([sys.executable, '-c', {left!r}])\n    while True: pass"
SECONDS = {"linux": 4321, "darwin": 4322, "win32": 4323}
LEVEL = {"darwin": "limits", "win32": "none"}


def command(course: Path, system: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a command of ours as if on another system. Six seconds are enough for a test that only calls a small function."""
    return subprocess.run(
        [sys.executable, elsewhere.__file__, system, "-m", "newspace_grading.cli.main", *arguments],
        cwd=course,
        env=environment(course.parent) | {"ELSEWHERE_TEST_S": "6"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )


def graded(course: Path, system: str) -> subprocess.CompletedProcess[str]:
    """A class is graded; nothing that it started goes on."""
    left = LEFT.format(seconds=SECONDS[system])
    classroom.make(course, WORK | {"loop": LOOP.format(left=left)})
    done = command(course, system, "autograde", classroom.NAME)
    assert done.returncode == 1, done.stderr  # one file cannot be read
    assert not [one for one in psutil.process_iter() if left in _words(one)]
    return done


def _words(process: psutil.Process) -> list[str]:
    try:
        return list(process.cmdline())
    except psutil.Error:
        return []


def verdicts(course: Path) -> dict[str, tuple[str, str]]:
    """What the journal says of each learner's function: verdict and level."""
    found = {}
    for entry in classroom.entries(course / ".newspace-grade" / f"{classroom.NAME}.jsonl"):
        record = next(one for one in entry["notebooks"][classroom.NAME] if one["task"] == "test-double")
        found[entry["student"]] = (record["verdict"], record["level"])
    return found


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The class, graded on this machine as it is."""
    course = tmp_path_factory.mktemp("here") / "course"
    graded(course, "linux")
    return course


@pytest.mark.parametrize("system", ["darwin", "win32"])
def test_the_same_scores_without_what_a_system_lacks(system: str, here: Path, tmp_path: Path) -> None:
    course = tmp_path / "course"
    done = graded(course, system)
    assert classroom.scores(course) == classroom.scores(here)
    found, expected = verdicts(course), verdicts(here)
    assert {who: verdict for who, (verdict, _level) in found.items()} == {
        who: verdict for who, (verdict, _level) in expected.items()
    }
    assert {verdict for verdict, _level in expected.values()} >= {"passed", "crashed", "timed out", "over a limit"}
    assert {level for _verdict, level in found.values()} == {LEVEL[system]}
    assert done.stderr.startswith(f"Isolation: {LEVEL[system]}. ")  # before anything else
    assert f"Isolation: {LEVEL[system]}." in done.stdout
    told = command(course, system, "doctor").stdout
    assert f"{LEVEL[system]}: " in told
    assert ("WSL" if system == "win32" else "NEWSPACE_GRADE_FORK=no") in told


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        """It is one."""
        return True


@pytest.mark.parametrize(
    ("system", "says", "yes", "goes_on"),
    [
        ("win32", "n\n", False, False),
        ("win32", "", False, False),
        ("win32", "y\n", False, True),
        ("win32", "n\n", True, True),
        ("darwin", "n\n", False, True),
        ("linux", "n\n", False, True),
    ],
)
def test_a_person_is_asked_where_there_are_no_walls(
    system: str, says: str, yes: bool, goes_on: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = _Terminal()
    for name, value in {"platform": system, "stdin": _Terminal(says), "stderr": shown}.items():
        monkeypatch.setattr(sys, name, value)
    assert isolation_notice.given(argparse.Namespace(yes=yes)) is goes_on
    assert ("Isolation: " in shown.getvalue()) is (system != "linux")
    assert ("[y/N]" in shown.getvalue()) is (system == "win32" and not yes)


def test_what_loops_is_ended_without_an_alarm_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(signal, "setitimer")
    before = signal.getsignal(signal.SIGINT)
    with pytest.raises(WorkerLost), time_limit.alarm(0.05):
        _loop()
    assert signal.getsignal(signal.SIGINT) is before


def _loop() -> None:
    while True:
        pass


def test_much_crosses_without_poll_and_nobody_waits_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(select, "poll")
    monkeypatch.setattr(framing, "_DONTWAIT", 0)
    ours, theirs = socket.socketpair()
    with ours, theirs:
        found: list[Any] = []
        reader = threading.Thread(target=lambda: found.append(framing.Wire(theirs).receive(time.monotonic() + 300)))
        reader.start()
        framing.Wire(ours).send({"text": "x" * 2**22}, time.monotonic() + 300)
        reader.join()
        assert len(found[0]["text"]) == 2**22
        with pytest.raises(framing.LateError):
            framing.Wire(ours).receive(time.monotonic() + 0.05)
        with pytest.raises(framing.LateError):
            framing.Wire(ours).send({"text": "x" * 2**24}, time.monotonic() + 0.2)
        assert ours.getblocking()


def test_who_does_not_know_the_secret_is_sent_away() -> None:
    token = secrets.token_bytes(32)
    made: Any = SimpleNamespace(process=SimpleNamespace(poll=lambda: None))
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        socket.create_connection(server.getsockname()) as stranger,
        socket.create_connection(server.getsockname()) as silent,
        socket.create_connection(server.getsockname()) as own,
    ):
        stranger.sendall(secrets.token_bytes(32))
        silent.shutdown(socket.SHUT_WR)
        own.sendall(token)
        with spawn._connected(server, token, made) as wired:
            assert wired.getpeername() == own.getsockname()
        assert stranger.recv(1) == silent.recv(1) == b""
