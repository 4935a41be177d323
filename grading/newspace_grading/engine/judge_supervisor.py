"""Run judges until every test of a submission has a record: a judge that hangs or ends early is replaced by another."""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Iterable, Set
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from newspace_grading.engine.judge.probes.comparison_probe import ScoredAnswers
from newspace_grading.engine.judge.process import JudgeJob, JudgeTask
from newspace_grading.engine.judge.worker_session import TIMES_OF_A_NOTEBOOK, remove_folder
from newspace_grading.engine.launch.forkserver import ForkserverManager, WarmStart
from newspace_grading.engine.launch.judge_process import JudgeProcess
from newspace_grading.engine.protocol.messages import (
    ClockRestarted,
    JudgeFailed,
    RecordRefined,
    ReferenceCompared,
    TestBegan,
    TestGraded,
    judge_report,
)
from newspace_grading.model.results.record import Record, grader_failed
from newspace_grading.model.results.verdict import Reason, Verdict
from newspace_grading.sandbox.limits import Limits

_SLACK_S = 10.0
_TRIES = 3


@dataclass
class JudgedTests:
    """The reports of judges.

    Attributes
    ----------
    records : dict
        Test → its record.
    empty_values : dict
        Test → how often something without content came back in it, if ever, by the place where it came from.
    changes : dict
        Test → what was changed of what it handed over, if anything.
    comparisons : dict
        Test → how the reference compares in it among decoys, where that was to be found out.
    """

    records: dict[str, Record] = field(default_factory=dict)
    empty_values: dict[str, dict[str, int]] = field(default_factory=dict)
    changes: dict[str, frozenset[str]] = field(default_factory=dict)
    comparisons: dict[str, ScoredAnswers] = field(default_factory=dict)

    def keep(self, told: TestGraded | RecordRefined) -> None:
        """Store a record; a more complete one replaces the first."""
        if told.record is None:
            return
        record = Record.from_plain(told.record)
        if isinstance(told, TestGraded):
            self.records[record.task] = record
            if told.empty_values:
                self.empty_values[record.task] = told.empty_values
            if told.changes:
                self.changes[record.task] = frozenset(told.changes)
        elif record.task in self.records:
            self.records[record.task] = record

    def plain(self) -> dict[str, Any]:
        """Return them as plain data."""
        return {
            "records": [record.plain() for record in self.records.values()],
            "empty_values": self.empty_values,
            "changes": {task: sorted(found) for task, found in self.changes.items()},
            "comparisons": {
                task: [score, [list(answer) for answer in answers]]
                for task, (score, answers) in self.comparisons.items()
            },
        }

    @classmethod
    def from_plain(cls, data: dict[str, Any]) -> JudgedTests:
        """Read them from plain data, also as JSON gives it back.

        Raises
        ------
        ValueError, KeyError, TypeError, AttributeError
            If that is none.
        """
        records = [Record.from_plain(record) for record in data["records"]]
        return cls(
            {record.task: record for record in records},
            {task: dict(places) for task, places in data["empty_values"].items()},
            {task: frozenset(found) for task, found in data["changes"].items()},
            {
                task: (score, tuple((operator, answer) for operator, answer in answers))
                for task, (score, answers) in data["comparisons"].items()
            },
        )


@dataclass(frozen=True)
class _JudgeEnd:
    """How a judge ended.

    Attributes
    ----------
    test : str
        The test that it had begun and not ended, or "".
    problem : str
        Why it did not get through its tests, for a person; "" if it did.
    timed_out : bool
        Whether it took too long.
    """

    test: str = ""
    problem: str = ""
    timed_out: bool = False


class Supervisor(Protocol):
    """The interface for judging the tests of a submission."""

    @property
    def level(self) -> str:
        """The isolation level of learners' code."""

    def start(self) -> None:
        """Prepare what all submissions share."""

    def stop(self) -> None:
        """End and remove it."""

    def warm(self, workers: Set[str], judges: Set[str] = frozenset()) -> None:
        """Load modules once, instead of for every submission: what workers find loaded, and what judges find besides."""

    def judge(self, task: JudgeTask, done: Iterable[Record] = ()) -> JudgedTests:
        """Return the records of all tests; those that are there already are kept."""


class JudgeSupervisor:
    """Run judges, one after another if need be, each in a process of its own.

    Parameters
    ----------
    forkserver : ForkserverManager
        Starts them, and their workers.
    """

    def __init__(self, forkserver: ForkserverManager) -> None:
        self._forkserver = forkserver

    @classmethod
    def at(cls, level: str, warm: WarmStart | None = None) -> JudgeSupervisor:
        """Make a supervisor whose workers have an isolation level; "" for the strongest that this machine allows.

        ``warm`` is what a warm server gives; without it a new interpreter is started.
        """
        return cls(ForkserverManager(level, warm))

    @property
    def level(self) -> str:
        """The isolation level of learners' code."""
        return self._forkserver.level

    def start(self) -> None:
        """Start the forkserver."""
        self._forkserver.start()

    def stop(self) -> None:
        """Stop the forkserver, and remove its folder."""
        self._forkserver.stop()
        self._forkserver.clear()

    def warm(self, workers: Set[str], judges: Set[str] = frozenset()) -> None:
        """Load modules once, here and in the forkserver."""
        self._forkserver.warm(workers, judges)

    def judge(self, task: JudgeTask, done: Iterable[Record] = ()) -> JudgedTests:
        """Return the records of all tests; those that are there already are kept."""
        judged = JudgedTests({record.task: record for record in done})
        tests = task.tests
        end = _JudgeEnd()
        stuck: set[str] = set()
        for _attempt in range(_TRIES + len(tests)):
            if all(step.task in judged.records for step in tests):
                break
            end = self._attempt(task, judged)
            if not end.problem:
                continue
            self._restart(task)
            if end.test and (end.test in stuck or end.timed_out):  # the others are graded without it
                points = next(step.points for step in tests if step.task == end.test)
                judged.records[end.test] = self._given_up(end, points)
            stuck.add(end.test)
        for step in tests:
            if step.task not in judged.records:
                judged.records[step.task] = grader_failed(step.task, step.points, end.problem, self._forkserver.level)
        return judged

    def _restart(self, task: JudgeTask) -> None:
        self._forkserver.stop()
        self._forkserver.start()
        self._forkserver.warm(task.preloaded)

    def _given_up(self, end: _JudgeEnd, points: float) -> Record:
        """Make the record of a test that no judge completes."""
        level = self._forkserver.level
        if end.timed_out:
            return Record(end.test, Verdict.TIMED_OUT, 0.0, points, Reason.TIMEOUT, level=level)
        return grader_failed(end.test, points, end.problem, level)

    def _attempt(self, task: JudgeTask, judged: JudgedTests) -> _JudgeEnd:
        """Run one judge; return how it ended."""
        room = tempfile.mkdtemp(prefix="judge-", dir=self._forkserver.folder)
        job = JudgeJob(
            task=task,
            level=self._forkserver.level,
            home=self._forkserver.folder,
            room=room,
            done=set(judged.records),
        )
        process = self._forkserver.start_judge(job)
        end = _gather(process, task.limits, judged)
        if end.problem:
            process.kill()
        ended_well = process.wait()
        remove_folder(room)
        return end if end.problem or ended_well else replace(end, problem="the judge's process ended early")


def _gather(process: JudgeProcess, limits: Limits, judged: JudgedTests) -> _JudgeEnd:
    """Read reports until the judge is done, fails, or takes too long; return how it ended."""
    until = end = time.monotonic() + TIMES_OF_A_NOTEBOOK * limits.notebook_seconds + _SLACK_S
    rest, begun = b"", ""
    while True:
        part = process.read(until - time.monotonic())
        if part is None:
            return _JudgeEnd(begun, "the judge's process took too long", timed_out=True)
        if not part:
            return _JudgeEnd(begun)
        *lines, rest = (rest + part).split(b"\n")
        for line in lines:
            match judge_report(json.loads(line)):
                case JudgeFailed(reason):
                    return _JudgeEnd(begun, reason)
                case TestBegan(test):
                    begun = test
                case ClockRestarted(seconds):
                    # A test that stays in C code on the judge's own side never handles the alarm.
                    until = min(end, time.monotonic() + seconds + _SLACK_S / 2)
                case ReferenceCompared(test, score, answers):
                    judged.comparisons[test] = (score, answers)
                    begun, until = "", end
                case TestGraded() | RecordRefined() as told:
                    judged.keep(told)
                    begun, until = "", end
