"""The process that starts learners' processes, as the engine holds it: begun, kept warm, ended."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

from newspace_grading.engine.judge.process import JudgeJob
from newspace_grading.engine.launch import preload, spawn
from newspace_grading.engine.launch.forkserver_client import ForkserverClient
from newspace_grading.engine.launch.judge_process import ForkedJudge, JudgeProcess
from newspace_grading.model.errors import GraderError
from newspace_grading.sandbox import levels, process_tree

_START_S = 60.0
_WARM = {"pandas", "scipy", "sympy", "sklearn", "seaborn", "networkx", "statsmodels"}  # slow to load, safe to fork


class ForkserverManager:
    """The process, and a folder for all that is needed for a while.

    Parameters
    ----------
    wanted : str
        The walls that it puts up; "" for the strongest that this machine allows.
    """

    def __init__(self, wanted: str) -> None:
        self._wanted = wanted
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None
        self._zygote: ForkserverClient | None = None
        self._new: spawn.SpawnedJudge | None = None
        self._loaded: set[str] = set()
        self.folder = tempfile.mkdtemp(prefix="newspace-grade-")
        self.level = ""

    @property
    def control(self) -> ForkserverClient:
        """The way to it.

        Raises
        ------
        GraderError
            If it was not begun.
        """
        if self._zygote is None:
            raise GraderError("the engine was not started")
        return self._zygote

    def judge(self, job: JudgeJob) -> JudgeProcess:
        """A judge's process, at work."""
        if levels.forks():
            return ForkedJudge(job, self.control)
        self._new = spawn.SpawnedJudge(job)
        return self._new

    def start(self) -> None:
        """Begin it; what a judge needs is loaded here too, since judges are forked from this process."""
        if sys.platform != "linux" or not levels.forks():
            process_tree.library()  # without it no process could be watched
        preload.preload()
        self._hand_fonts_on()
        if not levels.forks():  # there is nothing to begin: each process is a new one
            self.level = "none" if self._wanted == "none" else levels.strongest()
            return
        ours, theirs = socket.socketpair()
        environment = {
            key: value for key, value in os.environ.items() if key in ("PATH", "LANG", "LC_ALL", "SYSTEMROOT")
        }
        environment |= dict.fromkeys(("IPYTHONDIR", "HOME", "MPLCONFIGDIR"), self.folder) | {"MPLBACKEND": "agg"}
        environment |= {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
        # macOS: its libraries start threads of their own, and would end a process that is forked beside them.
        environment |= {"OBJC_DISABLE_INITIALIZE_FORK_SAFETY": "YES", "VECLIB_MAXIMUM_THREADS": "1"}
        environment["MALLOC_ARENA_MAX"] = "2"  # else each thread reserves 64 MB that it does not use, and they count
        # -B: what it compiles would be cut off where a disk is full.
        command = [sys.executable, "-I", "-B", "-m", "newspace_grading.engine.launch.forkserver_main"]
        command += [str(theirs.fileno()), self._wanted, self.folder]
        self._process = subprocess.Popen(  # noqa: S603 - our own interpreter
            command, pass_fds=[theirs.fileno()], env=environment, cwd=self.folder, stdin=subprocess.DEVNULL
        )
        theirs.close()
        self._control, self._zygote = ours, ForkserverClient(ours)
        self.level = self._zygote.answer("did not start within a minute", _START_S)["level"]
        self._loaded.clear()

    def _hand_fonts_on(self) -> None:
        """Give it what matplotlib knows of this machine's fonts: finding that out takes seconds."""
        found = sys.modules.get("matplotlib")
        with contextlib.suppress(OSError):
            for path in Path(found.get_cachedir()).glob("fontlist-*.json") if found is not None else ():
                shutil.copy(path, self.folder)

    def warm(self, names: set[str]) -> None:
        """Load what an assignment uses once, on both sides, instead of for every submission."""
        wanted = (names & _WARM) - self._loaded
        if not wanted or not levels.forks():
            return
        self._loaded |= wanted
        preload.load(wanted)
        self.control.ask({"op": "load", "names": sorted(wanted)})

    def stop(self) -> None:
        """End it, and every process that it started."""
        if self._new is not None:  # one that is at work ends nowhere else if Ctrl-C came in between
            self._new.kill()
            self._new.ended()
            self._new = None
        if self._control is not None:
            self._control.close()
        if self._process is not None:
            try:
                self._process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
        self._process = self._control = self._zygote = None

    def clear(self) -> None:
        """Clear its folder away."""
        shutil.rmtree(self.folder, ignore_errors=True)
