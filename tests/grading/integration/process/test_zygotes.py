"""Interpreters that the warm server keeps: each has loaded one assignment's modules and no other's, and runs its commands."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from newspace_grading.cli.process import zygotes
from newspace_grading.engine.launch.forkserver import WarmStart, state_of_files
from newspace_grading.engine.protocol.messages import ModulesLoaded, encode

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="there is a server on Linux only")

SLOW, OTHER = "networkx", "sympy"


def attend(connection: socket.socket, request: dict[str, Any], descriptors: list[int], _warm: WarmStart) -> None:
    """Say, in the place of a command, from which process this one was forked, what is loaded, and what it was given."""
    loaded = sorted({SLOW, OTHER} & set(sys.modules))
    given = [os.fstat(number).st_ino for number in descriptors]
    connection.sendall(json.dumps([os.getppid(), loaded, request["arguments"], given]).encode())
    os._exit(0)


class Server:
    """A warm server's interpreters, with a course of one assignment."""

    def __init__(self, course: Path) -> None:
        self.course = course
        self.source = course / "source" / "ps1"
        self.source.mkdir(parents=True)
        self.origin, self.others = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self.zygotes = zygotes.Zygotes(self.origin, attend)

    def keep(self, name: str = "ps1", workers: tuple[str, ...] = (SLOW,), judges: tuple[str, ...] = (SLOW,)) -> None:
        """Ask for an interpreter with these modules, as after a command."""
        modules = ModulesLoaded(str(self.source), state_of_files(self.source), workers, judges)
        self.zygotes.keep(zygotes.note_of((str(self.course), "autograde", name, "--json"), modules), (self.others,))

    def run(self, name: str = "ps1") -> Any:
        """Have a command run; return what it says, or None if no interpreter is kept for it."""
        ours, theirs = socket.socketpair()
        folder = os.open(self.course, os.O_RDONLY)
        words = ["autograde", name, "--json"]
        request = {"arguments": words}
        streams = [theirs.fileno()] * 3
        with ours, theirs:
            try:
                is_run = self.zygotes.hand_on((str(self.course), *words), theirs, request, [*streams, folder])
            finally:
                os.close(folder)
            theirs.close()
            return json.loads(ours.recv(10_000)) if is_run else None

    def kept(self) -> list[socket.socket]:
        return list(self.zygotes._kept.values())

    def close(self) -> None:
        self.zygotes.close()
        for one in (self.origin, self.others):
            one.close()


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    for name in [name for name in sys.modules if name.partition(".")[0] in (SLOW, OTHER)]:
        monkeypatch.delitem(sys.modules, name)  # another test of this process has loaded it
    made = Server(tmp_path.resolve())
    handler = signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for what is forked here
    yield made
    made.close()
    signal.signal(signal.SIGCHLD, handler)


def test_the_next_command_of_an_assignment_finds_its_modules_loaded_and_no_others(server: Server) -> None:
    assert SLOW not in sys.modules
    assert server.run() is None, "nothing is kept yet"
    server.keep()
    zygote, loaded, arguments, given = server.run()
    assert zygote != os.getpid()
    assert (loaded, arguments) == ([SLOW], ["autograde", "ps1", "--json"])
    assert given[3] == server.course.stat().st_ino
    assert server.run()[0] == zygote, "one interpreter runs all of them"
    assert server.run("ps2") is None, "another assignment may use less"
    assert SLOW not in sys.modules


def test_assignments_that_use_the_same_modules_have_one_interpreter(server: Server) -> None:
    server.keep()
    server.keep("ps2")
    assert server.run("ps1")[0] == server.run("ps2")[0]
    server.keep("ps3", judges=(SLOW, "os"))
    assert server.run("ps3")[0] != server.run("ps1")[0], "the set of modules is another"


def test_an_assignment_that_was_changed_is_looked_at_anew(server: Server) -> None:
    server.keep()
    (server.source / "ps1.ipynb").write_text("{}", encoding="utf-8")
    assert server.run() is None
    server.keep()
    assert server.run() is not None


def test_few_are_kept_and_the_one_that_was_asked_for_first_goes(server: Server) -> None:
    for number in range(zygotes.MOST + 1):
        server.keep(f"ps{number}", judges=(SLOW, ("os", "sys", "json", "csv")[number]))
    assert len(server.kept()) == zygotes.MOST
    assert server.run("ps0") is None
    assert server.run(f"ps{zygotes.MOST}") is not None


@pytest.mark.parametrize("modules", [("os", "json"), (SLOW, "antigravity"), (SLOW, "module_of_the_course")])
def test_none_is_kept_where_nothing_is_slow_to_load_or_a_module_may_not_be_loaded_ahead(
    server: Server, modules: tuple[str, ...]
) -> None:
    server.keep(judges=modules)
    assert not server.kept()
    assert server.run() is None


def test_a_broken_note_is_passed_over(server: Server) -> None:
    for raw in (b"", b"{}", b"[", json.dumps(encode(ModulesLoaded("a", "b", (), ()))).encode()):
        server.zygotes.keep(raw, ())
    assert not server.kept()


def test_the_command_is_run_without_an_interpreter_that_has_ended(server: Server) -> None:
    server.keep()
    zygote = server.run()[0]
    os.kill(zygote, signal.SIGKILL)
    with contextlib.suppress(ChildProcessError):
        os.waitpid(zygote, 0)
    assert server.run() is None
    server.keep()
    assert server.run()[0] != zygote, "another takes its place"
    assert len(server.kept()) == 1


@pytest.mark.parametrize(
    ("arguments", "kept"),
    [
        (["autograde", "ps1", "--student=ada", "--json"], ["autograde", "ps1", "--json"]),
        (["autograde", "--student", "ada", "ps1"], ["autograde", "ps1"]),
        (["--course", "c", "--settings", "s.json", "autograde", "ps1"], ["--course", "c", "autograde", "ps1"]),
        (["mine", "ps1", "--notebook", "p1.ipynb"], ["mine", "ps1", "--notebook", "p1.ipynb"]),
        (["autograde", "ps1", "--student"], ["autograde", "ps1"]),
    ],
)
def test_what_a_command_loads_is_known_by_all_its_words_but_the_learner(arguments: list[str], kept: list[str]) -> None:
    assert zygotes.words_without_learner({"arguments": arguments}, "/work") == ("/work", *kept)


def test_what_a_commands_processes_have_noted_is_put_together() -> None:
    def line(folder: str, workers: tuple[str, ...], judges: tuple[str, ...]) -> bytes:
        return json.dumps(encode(ModulesLoaded(folder, "1", workers, judges))).encode() + b"\n"

    found = zygotes.modules_noted(line("a", ("numpy",), ("pytest",)) + line("a", ("scipy",), ()) + b'{"op": "Modu')
    assert found == ModulesLoaded("a", "1", ("numpy", "scipy"), ("numpy", "pytest", "scipy"))
    assert zygotes.modules_noted(line("a", (), ()) + line("b", (), ())) is None, "it graded several assignments"
    assert zygotes.modules_noted(b"") is None
