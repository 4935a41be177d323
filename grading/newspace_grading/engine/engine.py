"""Grading one submission: reads it, plans the work, forks a judge and gathers the records. No code of anybody runs here."""

from __future__ import annotations

import dataclasses
import json
import tempfile
import time
from pathlib import Path
from types import TracebackType

from newspace_grading.disclosure import messages
from newspace_grading.engine.analysis import compiled_cells
from newspace_grading.engine.analysis.isolation_requirements import Need
from newspace_grading.engine.analysis.reference import Source
from newspace_grading.engine.judge.process import JudgeJob
from newspace_grading.engine.judge.worker_session import remove_folder
from newspace_grading.engine.launch.forkserver import ForkserverManager
from newspace_grading.engine.launch.judge_process import JudgeProcess
from newspace_grading.engine.protocol.messages import (
    ClockRestarted,
    JudgeFailed,
    RecordRefined,
    TestBegan,
    TestGraded,
    judge_report,
)
from newspace_grading.model.execution_plan import Plan, make, normalised_source
from newspace_grading.model.notebook import submission
from newspace_grading.model.results.record import Record, grader_failed, replace_record
from newspace_grading.model.results.verdict import SCORED_FAILURES, Reason, Verdict
from newspace_grading.sandbox.limits import Limits

_SLACK_S = 10.0
_TRIES = 3
_TOO_LONG = "the judge's process took too long"
_REMEDY = "Let the test look at plain data that the function returns."


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
    together : bool
        Whether a test that cannot do with two processes is run in the learner's own, and marked as not isolated.
        Otherwise it is left to a person.
    """

    def __init__(
        self,
        limits: Limits | None = None,
        level: str = "",
        readable: tuple[Path, ...] = (),
        *,
        together: bool = False,
    ) -> None:
        self.limits = limits or Limits()
        self._readable = tuple(str(path.resolve()) for path in readable)
        self.together = together
        self._house = ForkserverManager(level)

    @property
    def level(self) -> str:
        """The walls around learners' code."""
        return self._house.level

    def __enter__(self) -> Engine:
        self._house.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._house.stop()
        self._house.clear()

    def grade(self, source: Source, folder: Path, files: Path | None = None) -> list[Record]:
        """Grade the submission in a folder: one record for each graded cell of the source, in the source's order.

        Parameters
        ----------
        source : Source
            The assignment.
        folder : Path
            What was handed in.
        files : Path or None
            The files that lie beside the notebook (data, modules), for the learner's side.
        """
        graded = [part for part in source.parts if part.kind in ("test", "manual")]
        try:
            given = source.handed_in(folder)
        except submission.UnreadableError as error:
            return [
                Record(
                    part.grade_id,
                    Verdict.UNREADABLE,
                    None,
                    part.points,
                    Reason.UNREADABLE,
                    arguments={"problem": error.problem},
                    level=self.level,
                )
                for part in graded
            ]
        plan = make(source.parts, given.cells)
        plan.repairs.setdefault("", []).extend(given.repairs)
        self._house.warm(source.names.roots)
        compiled_cells.compile_ahead(plan.steps)
        thin: dict[str, int] = {}
        found = {record.task: record for record in self._judged(source, plan, files, thin)}
        doubtful = {
            task for task, record in found.items() if record.isolated and record.verdict in SCORED_FAILURES
        } - source.tried
        if doubtful and self.probe_reference(source, doubtful):
            # The reference itself does not pass these behind proxies: whoever was found wrong there was not.
            again = set(found) - doubtful | (doubtful - set(source.needs))
            kept = [record for task, record in found.items() if task in again]
            found = {record.task: record for record in self._judged(source, plan, files, thin, kept)}
        for task, reference in source.wrong.items():
            if {reference.reason, found[task].reason} == {Reason.TOO_MANY_POINTS}:  # that is the test's own fault
                found[task] = dataclasses.replace(
                    found[task], verdict=Verdict.GRADER_ERROR, score=None, failure=None, arguments=reference.arguments
                )
        for task, times in thin.items():
            if found[task].score and times > self._usual(source, task):
                found[task] = dataclasses.replace(
                    found[task], verdict=Verdict.TAMPERED, score=None, reason=Reason.EMPTY_VALUES
                )
        for step in plan.steps:
            if step.kind == "manual":
                left = step.task in source.released and normalised_source(step.source) == source.released[step.task]
                verdict = Verdict.FAILED if left else Verdict.MANUAL
                score = 0.0 if left else None
                reason = Reason.LEFT_EMPTY if left else Reason.MANUAL_TASK
                repairs = (*plan.repairs.get("", ()), *plan.repairs.get(step.task, ()))
                found[step.task] = Record(
                    step.task, verdict, score, step.points, reason, level=self.level, repaired=repairs
                )
        return [found[part.grade_id] for part in graded]

    def _usual(self, source: Source, task: str) -> int:
        """How often something without content comes back in a test when the reference is tried."""
        self._behind(source)
        return source.baseline_empty_counts[task]

    def _behind(self, source: Source) -> dict[str, Record]:
        """Grade the reference's own answers behind proxies, once, and return the records."""
        if not source.proxied_results:
            thin: dict[str, int] = {}
            records = self._judged(source, make(source.parts, source.given), source.folder, thin)
            source.proxied_results.update({record.task: record for record in records})
            source.baseline_empty_counts.update({part.grade_id: thin.get(part.grade_id, 0) for part in source.parts})
        return source.proxied_results

    def probe_reference(self, source: Source, tasks: set[str] | None = None) -> set[str]:
        """Try tests with the reference's own answers, and note those that are passed in one process only.

        Parameters
        ----------
        source : Source
            The assignment; what is found is added to its needs.
        tasks : set of str or None
            The tests to try; all, if None.

        Returns
        -------
        set of str
            Those that turned out to need the learner's own process.
        """
        self._house.warm(source.names.roots)
        tests = {part.grade_id for part in source.parts if part.kind == "test"}
        tried = (tests if tasks is None else tasks) - source.tried - set(source.needs)
        source.tried.update(tried)
        if not tried:
            return set()
        behind = self._behind(source)
        wrong = {task for task in tried if behind[task].verdict != Verdict.PASSED}
        source.wrong.update({task: behind[task] for task in wrong})
        if not wrong:
            return set()
        plan = make(source.parts, source.given)
        skipped = [Record(task, Verdict.NEEDS_PROCESS, None, 0.0) for task in tests - wrong]
        inside = {record.task: record for record in self._judged(source, plan, source.folder, {}, skipped, one=wrong)}
        found = {task for task in wrong if inside[task].verdict == Verdict.PASSED}
        for task in found:
            said = " ".join(messages.record_text(behind[task]).split())[:300]
            del source.wrong[task]
            source.needs[task] = [Need(0, f"the reference passes it in one process only ({said})", _REMEDY)]
        return found

    def _judged(
        self,
        source: Source,
        plan: Plan,
        files: Path | None,
        thin: dict[str, int],
        records: list[Record] | None = None,
        one: set[str] | None = None,
    ) -> list[Record]:
        """Return the records of all tests; those that are there already are kept. The tests in ``one`` are run in one process.

        What came back without content is counted in ``thin``.
        """
        records = [] if records is None else records
        tests = [step for step in plan.steps if step.kind == "test"]
        reason, begun = "", ""
        stuck: set[str] = set()
        for _attempt in range(_TRIES + len(tests)):
            done = {record.task for record in records}
            if len(done) == len(tests):
                break
            reason, begun = self._attempt(source, plan, files, thin, records, one)
            if not reason:
                continue
            self._house.stop()
            self._house.start()
            self._house.warm(source.names.roots)
            if begun and (begun in stuck or reason == _TOO_LONG):  # the others are graded without it
                step = next(step for step in tests if step.task == begun)
                records.append(
                    Record(begun, Verdict.TIMED_OUT, 0.0, step.points, Reason.TIMEOUT, level=self.level)
                    if reason == _TOO_LONG
                    else grader_failed(begun, step.points, reason, self.level)
                )
            stuck.add(begun)
        done = {record.task for record in records}
        records += [
            grader_failed(step.task, step.points, reason, self.level) for step in tests if step.task not in done
        ]
        return records

    def _attempt(
        self,
        source: Source,
        plan: Plan,
        files: Path | None,
        thin: dict[str, int],
        records: list[Record],
        one: set[str] | None,
    ) -> tuple[str, str]:
        """Let one judge's process work; why it did not get to the end, or "", and the test that it had begun."""
        room = tempfile.mkdtemp(prefix="judge-", dir=self._house.folder)
        job = JudgeJob(
            source=source,
            plan=plan,
            limits=self.limits,
            level=self.level,
            needs=set(source.needs) if one is None else one,
            together=self.together or one is not None,
            readable=self._readable,
            files=files,
            home=self._house.folder,
            room=room,
            done={record.task for record in records},
        )
        judging = self._house.start_judge(job)
        reason, begun = self._gather(judging, records, thin)
        if reason:
            judging.kill()
        good = judging.wait()
        remove_folder(room)
        return reason or ("" if good else "the judge's process ended early"), begun

    def _gather(self, judging: JudgeProcess, records: list[Record], thin: dict[str, int]) -> tuple[str, str]:
        """Read reports until the judge is done; why it is not, if so, and the test that it had begun."""
        until = end = time.monotonic() + self.limits.notebook_seconds + _SLACK_S
        rest, begun = b"", ""
        while True:
            part = judging.read(until - time.monotonic())
            if part is None:
                return _TOO_LONG, begun
            if not part:
                return "", begun
            *lines, rest = (rest + part).split(b"\n")
            for line in lines:
                match judge_report(json.loads(line)):
                    case JudgeFailed(reason):
                        return reason, begun
                    case TestBegan(task):
                        begun = task
                    case ClockRestarted():
                        # A test that runs on in C on the judge's own side rings no alarm.
                        until = min(end, time.monotonic() + self.limits.test_seconds + _SLACK_S / 2)
                    case TestGraded() | RecordRefined() as told:
                        _keep(told, records, thin)
                        begun, until = "", end


def _keep(told: TestGraded | RecordRefined, records: list[Record], thin: dict[str, int]) -> None:
    """Keep a record that the judge reports."""
    if told.record is None:
        return
    record = Record.from_plain(told.record)
    if isinstance(told, RecordRefined):
        replace_record(records, record)
        return
    records.append(record)
    if told.empty_values:
        thin[record.task] = told.empty_values
