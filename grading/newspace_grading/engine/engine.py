"""Grading one submission: reads it, plans the work, forks a judge and gathers the records. No code of anybody runs here."""

from __future__ import annotations

import contextlib
import gc
import hashlib
import importlib
import json
import os
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

from newspace_grading.engine import drawings, names, submission
from newspace_grading.engine.judge import Judge, run
from newspace_grading.engine.lab import GraderError, Lab
from newspace_grading.engine.plan import Part, Plan, make, plain
from newspace_grading.engine.records import Record, Verdict
from newspace_grading.sandbox.limits import Limits

_SLACK_S = 10.0
_TRIES = 3
_SELDOM = (50_000, 20, 20)  # a short-lived process need not look for garbage often
_PRELOADED = (
    "numpy",
    "matplotlib.figure",
    "matplotlib.pyplot",
    "newspace.checks",
    "newspace.models.descent",
    "IPython.core.inputtransformer2",
)


@dataclass(frozen=True)
class Source:
    """An assignment as its author wrote it.

    Attributes
    ----------
    name : str
        The notebook's name, without ending.
    parts : list of Part
        The cells that nbgrader marks, in order.
    names : Names
        Who defines which name.
    released : dict
        grade_id → what a learner gets in an answer that a person grades.
    others : frozenset of str
        The assignment's other notebooks.
    """

    name: str
    parts: list[Part]
    names: names.Names
    released: dict[str, str]
    others: frozenset[str] = frozenset()


def read_source(path: Path, release: Path | None = None) -> Source:
    """Read a source notebook; with the released one, cells left as they were are known.

    Raises
    ------
    GraderError
        If it is no notebook with graded cells.
    """
    try:
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise GraderError(f"{path}: this source notebook cannot be read: {error}") from None
    parts: list[Part] = []
    answers: list[str] = []
    others: list[str] = []
    tasks: set[str] = set()
    for cell in cells:
        text = cell["source"] if isinstance(cell["source"], str) else "".join(cell["source"])
        marks = cell.get("metadata", {}).get("nbgrader", {})
        code = cell["cell_type"] == "code"
        part = _part(marks, text, code)
        if marks.get("task"):
            tasks.add(str(marks.get("grade_id", "")))
        if part is not None:
            parts.append(part)
        if code and (part is None or part.kind == "setup"):
            others.append(text)
        elif code and part is not None and part.kind in ("answer", "manual"):
            answers.append(text)
    if not any(part.kind in ("test", "manual") for part in parts):
        raise GraderError(f"{path}: it has no graded cell")
    released = {}
    if release is not None and release.exists():
        # What was left as it was gets 0, except in a task cell: its answer stands in other cells, so a person looks.
        own = {part.grade_id for part in parts if part.kind == "manual"} - tasks
        released = {
            one.grade_id: plain(one.source) for one in submission.read_file(release).cells if one.grade_id in own
        }
    beside = frozenset(other.stem for other in path.parent.glob("*.ipynb")) - {path.stem}
    return Source(path.stem, parts, names.of(answers, others), released, beside)


def _part(marks: dict[str, Any], text: str, code: bool) -> Part | None:
    grade_id, points = marks.get("grade_id", ""), float(marks.get("points") or 0)
    if (marks.get("grade") and marks.get("solution")) or marks.get("task"):
        return Part(grade_id, "manual", text, points, code)
    if marks.get("grade"):
        return Part(grade_id, "test" if code else "manual", text, points, code)
    if marks.get("solution"):
        return Part(grade_id, "answer", text, 0.0, code)
    return Part(grade_id, "setup", text, 0.0, code) if marks.get("locked") else None


class Engine:
    """Grades submissions one after another. Use it in a ``with`` block.

    Parameters
    ----------
    limits : Limits
        What a notebook may use.
    level : str
        The walls to put up; "" for the strongest that this machine allows.
    readable : list of Path
        Further folders that learners' code may read.
    """

    def __init__(self, limits: Limits | None = None, level: str = "", readable: tuple[Path, ...] = ()) -> None:
        self.limits = limits or Limits()
        self._wanted = level
        self._readable = [str(path.resolve()) for path in readable]
        self._home = tempfile.mkdtemp(prefix="newspace-grade-")
        self._zygote: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None
        self.level = ""

    def __enter__(self) -> Engine:
        self._start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop()
        shutil.rmtree(self._home, ignore_errors=True)

    def _start(self) -> None:
        for name in _PRELOADED:  # a judge is forked from this process: what it needs is loaded once
            with contextlib.suppress(ImportError):
                importlib.import_module(name)
        with contextlib.suppress(ImportError):
            drawings.warm()
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        environment = {
            key: value for key, value in os.environ.items() if key in ("PATH", "LANG", "LC_ALL", "SYSTEMROOT")
        }
        environment |= {"IPYTHONDIR": self._home, "HOME": self._home, "MPLCONFIGDIR": self._home, "MPLBACKEND": "agg"}
        environment |= {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
        command = [
            sys.executable,
            "-I",
            "-m",
            "newspace_grading.engine.zygote",
            str(theirs.fileno()),
            self._wanted,
            self._home,
        ]
        self._zygote = subprocess.Popen(  # noqa: S603 - our own interpreter
            command, pass_fds=[theirs.fileno()], env=environment, cwd=self._home, stdin=subprocess.DEVNULL
        )
        theirs.close()
        if not select.select([ours], [], [], 60)[0]:
            raise GraderError("the process that starts learners' processes did not start within a minute")
        body = ours.recv(2**16)
        if not body:
            raise GraderError("the process that starts learners' processes ended at once")
        self.level = json.loads(body)["level"]
        self._control = ours

    def _stop(self) -> None:
        if self._control is not None:
            self._control.close()
        if self._zygote is not None:
            try:
                self._zygote.wait(timeout=10)
            except subprocess.TimeoutExpired:
                self._zygote.kill()
                self._zygote.wait()
        self._zygote = self._control = None

    def grade(self, source: Source, folder: Path, files: Path | None = None) -> list[Record]:
        """Grade the submission in a folder: one record for each graded cell of the source, in the source's order.

        Parameters
        ----------
        source : Source
            The assignment.
        folder : Path
            What was handed in.
        files : Path or None
            The files that lie beside the notebook (data, modules), for both sides.
        """
        graded = [part for part in source.parts if part.kind in ("test", "manual")]
        try:
            given = submission.read(folder, source.name, {part.grade_id for part in source.parts}, source.others)
        except submission.UnreadableError as error:
            return [
                Record(part.grade_id, "unreadable", None, part.points, str(error), level=self.level) for part in graded
            ]
        plan = make(source.parts, given.cells)
        plan.repairs.setdefault("", []).extend(given.repairs)
        found = {record.task: record for record in self._judged(source, plan, files)}
        for step in plan.steps:
            if step.kind == "manual":
                left = step.task in source.released and plain(step.source) == source.released[step.task]
                verdict: Verdict = "failed" if left else "not graded"
                score = 0.0 if left else None
                message = "Nothing was written here." if left else "A person grades this task."
                repairs = (*plan.repairs.get("", ()), *plan.repairs.get(step.task, ()))
                found[step.task] = Record(
                    step.task, verdict, score, step.points, message, level=self.level, repaired=repairs
                )
        return [found[part.grade_id] for part in graded]

    def _judged(self, source: Source, plan: Plan, files: Path | None) -> list[Record]:
        records: list[Record] = []
        tests = [step for step in plan.steps if step.kind == "test"]
        reason = ""
        for _attempt in range(_TRIES):
            done = {record.task for record in records}
            if len(done) == len(tests):
                break
            reason = self._attempt(source, plan, files, records)
            if reason:
                self._stop()
                self._start()
        done = {record.task for record in records}
        records += [
            Record(step.task, "grader error", None, step.points, reason, level=self.level)
            for step in tests
            if step.task not in done
        ]
        return records

    def _attempt(self, source: Source, plan: Plan, files: Path | None, records: list[Record]) -> str:
        """Let one judge's process work; why it did not get to the end, or ""."""
        read, write = os.pipe()
        child = os.fork()
        if child == 0:
            try:
                os.close(read)
                gc.set_threshold(*_SELDOM)
                os.chdir(self._home)
                os.environ["MPLBACKEND"] = "agg"
                if self._control is None:
                    raise GraderError("the engine was not started")
                lab = Lab(self._control, self.limits, source.names, self._readable, files, self._home)
                judge = Judge(plan, source.names, lab, self.limits, self.level)
                run(judge, {record.task for record in records}, write)
            finally:
                os._exit(1)
        os.close(write)
        reason = self._gather(read, records)
        os.close(read)
        if reason:
            os.kill(child, signal.SIGKILL)
        _pid, status = os.waitpid(child, 0)
        return reason or ("" if status == 0 else "the judge's process ended early")

    def _gather(self, pipe: int, records: list[Record]) -> str:
        until = time.monotonic() + self.limits.notebook_s + _SLACK_S
        rest = b""
        while True:
            if not select.select([pipe], [], [], max(0.0, until - time.monotonic()))[0]:
                return "the judge's process took too long"
            part = os.read(pipe, 2**16)
            if not part:
                return ""
            *lines, rest = (rest + part).split(b"\n")
            for line in lines:
                if line.startswith(b"!"):
                    return line[1:].decode()
                records.append(Record.from_line(line.decode()))


def fingerprint(*parts: bytes) -> str:
    """A key for what was graded with what."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(len(part).to_bytes(8, "big") + part)
    return digest.hexdigest()
