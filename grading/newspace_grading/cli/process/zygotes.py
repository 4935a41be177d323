"""Keep interpreters that have loaded an assignment's modules: its next command is forked from one, and loads nothing.

Each is forked from the warm server, which itself loads no more than most assignments use. There is one for exactly the modules that an
assignment uses, never one with all: a test or an answer that uses `scipy.stats` without importing it must fail as it does elsewhere.
It reads no assignment, and nothing that was handed in.
"""

from __future__ import annotations

import contextlib
import json
import os
import select
import signal
import socket
import traceback
from collections import OrderedDict
from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import Any, NoReturn

from newspace_grading.engine.launch import preload
from newspace_grading.engine.launch.forkserver import WarmStart, loaded_origin, state_of_files
from newspace_grading.engine.protocol.messages import KeepLoaded, ModulesLoaded, encode, keep_loaded, modules_loaded
from newspace_grading.engine.protocol.typed_message import MalformedMessageError

MOST = 3
"""How many interpreters are kept at most, beside the server: each holds memory."""

_FORKS = 1000
_MOST_BYTES = 150_000  # of a message on a socket that keeps messages apart
_JOB_DESCRIPTORS = 6
_CHANGING = ("--student", "--settings")  # of these, the second is a file of another name each time
Attend = Callable[[socket.socket, dict[str, Any], list[int], WarmStart], None]
"""Runs the command of a request, whose streams and folder are descriptors, and reports how it ended on the connection."""


def words_without_learner(request: dict[str, Any], folder: str) -> tuple[str, ...]:
    """Return the folder and the words of a command, without those that change with each learner: who repeats these loads the same.

    Some notebooks of an assignment may use less than all of them, so the words that choose them are left in.
    """
    words = iter(request["arguments"])
    found = [folder]
    for word in words:
        if word in _CHANGING:
            next(words, None)
        elif not word.startswith(tuple(f"{one}=" for one in _CHANGING)):
            found.append(word)
    return tuple(found)


def modules_noted(notes: bytes) -> ModulesLoaded | None:
    """Return what a command's grading processes have noted of its assignment; None if they have noted nothing, or several."""
    found: list[ModulesLoaded] = []
    for line in notes.splitlines():
        with contextlib.suppress(ValueError, MalformedMessageError):
            found.append(modules_loaded(json.loads(line)))
    if len({(note.folder, note.state) for note in found}) != 1:
        return None
    workers = {name for note in found for name in note.workers}
    judges = {name for note in found for name in note.judges} | workers
    return ModulesLoaded(found[0].folder, found[0].state, tuple(sorted(workers)), tuple(sorted(judges)))


class Zygotes:
    """The interpreters that are kept, and for which assignments.

    Parameters
    ----------
    forkservers : socket.socket
        The connection to the process from which forkservers come.
    attend : callable
        Runs a command in a process that was forked for it.
    """

    def __init__(self, forkservers: socket.socket, attend: Attend) -> None:
        self._forkservers = forkservers
        self._attend = attend
        self._known: dict[tuple[str, ...], ModulesLoaded] = {}
        self._kept: OrderedDict[tuple[tuple[str, ...], tuple[str, ...]], socket.socket] = OrderedDict()

    def keep(self, raw: bytes, closes: Collection[socket.socket]) -> None:
        """Keep an interpreter for an assignment, as a `KeepLoaded` says, in place of the one that was asked for first if there are too many.

        ``closes`` is what only the server uses.
        """
        try:
            note = keep_loaded(json.loads(raw))
        except (ValueError, MalformedMessageError):
            return
        modules = note.modules
        wanted = (modules.workers, modules.judges)
        if any(not preload.may_be_preloaded(name, ()) for name in modules.judges):
            return
        self._known[note.place] = modules
        if wanted in self._kept and _is_closed_by_other_side(self._kept[wanted]):
            self._kept.pop(wanted).close()
        if wanted in self._kept:
            self._kept.move_to_end(wanted)
        elif preload.is_slow_to_load(modules.judges):
            self._kept[wanted] = self._fork(modules, closes)
        while len(self._kept) > MOST:
            self._kept.popitem(last=False)[1].close()

    def hand_on(
        self, place: tuple[str, ...], connection: socket.socket, request: dict[str, Any], descriptors: Sequence[int]
    ) -> bool:
        """Have a command run from the interpreter that is kept for such words, if there is one; return when it has ended."""
        known = self._known.get(place)
        if known is None or known.state != state_of_files(Path(known.folder)):
            return False
        jobs = self._kept.get((known.workers, known.judges))
        data = json.dumps(request).encode()
        if jobs is None or len(data) > _MOST_BYTES:
            return False
        ended, ends = os.pipe()
        with open(ended, "rb") as ending:
            try:
                socket.send_fds(jobs, [data], [connection.fileno(), *descriptors, ends])
            except OSError:
                return False
            finally:
                os.close(ends)
            ending.read()  # it is held open by who runs the command, and by whom it starts
        return True

    def close(self) -> None:
        """Close the connections to all of them, in this process."""
        for jobs in self._kept.values():
            jobs.close()

    def _fork(self, modules: ModulesLoaded, closes: Collection[socket.socket]) -> socket.socket:
        """Fork an interpreter that loads these modules; return the connection over which it gets its jobs."""
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            if os.fork() == 0:
                try:
                    self.close()
                    for one in (ours, *closes):
                        one.close()
                    self._serve(theirs, modules)
                except BaseException:  # noqa: BLE001 - it is the process's end, and the server's log says why
                    traceback.print_exc()
                finally:
                    os._exit(0)
        return ours

    def _serve(self, jobs: socket.socket, modules: ModulesLoaded) -> None:
        """Load the modules, and fork a process for each command, until the server has ended or keeps this interpreter no longer."""
        forkservers = loaded_origin(self._forkservers, modules.workers, _FORKS)
        preload.import_modules(modules.judges)
        preload.HeapForForks(_FORKS).freeze()
        signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for them
        while True:
            data, descriptors, _flags, _address = socket.recv_fds(jobs, _MOST_BYTES, _JOB_DESCRIPTORS)
            if not data:
                return
            with contextlib.suppress(OSError):  # where no process can be made, the connection is closed
                if os.fork() == 0:
                    jobs.close()
                    self._run(json.loads(data), descriptors, WarmStart(forkservers))
            for number in descriptors:
                os.close(number)

    def _run(self, request: dict[str, Any], descriptors: list[int], warm: WarmStart) -> NoReturn:
        try:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            connection = socket.socket(fileno=descriptors[0])
            self._attend(connection, request, descriptors[1:5], warm)
        finally:
            os._exit(1)


def note_of(place: tuple[str, ...], modules: ModulesLoaded) -> bytes:
    """Return the message with which the server is asked to keep an interpreter."""
    return json.dumps(encode(KeepLoaded(place, modules))).encode()


def _is_closed_by_other_side(connection: socket.socket) -> bool:
    watch = select.poll()
    watch.register(connection, 0)
    return bool(watch.poll(0))
