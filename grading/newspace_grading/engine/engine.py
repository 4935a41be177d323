"""Grade one submission: read it, plan, judge, and gather the records. Neither submitted code nor tests run here."""

from __future__ import annotations

import dataclasses
import secrets
import weakref
from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any

from newspace_grading.disclosure import messages
from newspace_grading.engine.analysis import compiled_cells
from newspace_grading.engine.analysis.isolation_requirements import Need
from newspace_grading.engine.analysis.reference import Source
from newspace_grading.engine.judge.probes import second_look
from newspace_grading.engine.judge.probes.comparison_probe import ReferenceComparisons
from newspace_grading.engine.judge.process import JudgeTask
from newspace_grading.engine.judge_supervisor import JudgedTests, JudgeSupervisor, Supervisor
from newspace_grading.engine.launch import preload
from newspace_grading.engine.launch.forkserver import WarmStart
from newspace_grading.engine.proxies.client import STAYS
from newspace_grading.engine.proxies.previews import SecondLook
from newspace_grading.model.execution_plan import Plan, merge_cells, normalised_source
from newspace_grading.model.frozen_map import FrozenMap
from newspace_grading.model.notebook import submission
from newspace_grading.model.results.record import Record
from newspace_grading.model.results.verdict import SCORED_FAILURES, Reason, Verdict
from newspace_grading.sandbox.limits import Limits

_REMEDY = "Let the test look at plain data that the function returns."
_LESS = "Hand over less data, or let the function return less."
_NOT_LASTING = (Verdict.TIMED_OUT, Verdict.CRASHED, Verdict.OVER_LIMIT, Verdict.GRADER_ERROR)


def _may_be_the_tests_fault(record: Record) -> bool:
    """Tell whether the reference might get the same."""
    return record.verdict in SCORED_FAILURES or record.reason is Reason.CANNOT_CROSS


@dataclass
class ReferenceFindings:
    """Findings from running an assignment's reference; an engine keeps them as long as the assignment exists.

    Attributes
    ----------
    needs : dict
        Test → why it cannot run isolated: from its source, and from running it.
    tried : set of str
        Tests that were tried with the reference's own answers.
    failures : dict
        Test that the reference itself does not pass → its record.
    proxied : JudgedTests or None
        Results of the reference behind proxies; None before that was tried.
    seed : int
        Chooses the decoys among comparisons: secret, and the same for all submissions, so that the reference is asked once.
    """

    needs: dict[str, tuple[Need, ...]]
    tried: set[str] = field(default_factory=set)
    failures: dict[str, Record] = field(default_factory=dict)
    proxied: JudgedTests | None = None
    seed: int = field(default_factory=lambda: secrets.randbits(64))

    @property
    def comparisons(self) -> ReferenceComparisons:
        """How the reference compares, as far as that is known."""
        known = {} if self.proxied is None else self.proxied.comparisons
        return ReferenceComparisons(self.seed, FrozenMap(known))

    def lasting(self) -> dict[str, Any] | None:
        """Return what running the reference behind proxies showed, as plain data to be kept; None if it was not run.

        Nor is anything kept of a run that a busy or broken machine may have spoilt: another may end otherwise.
        """
        if self.proxied is None or any(one.verdict in _NOT_LASTING for one in self.proxied.records.values()):
            return None
        return {"seed": self.seed, "proxied": self.proxied.plain()}

    def recall(self, kept: dict[str, Any]) -> None:
        """Take over what an earlier run of the same reference showed, from data that `lasting` returned.

        Raises
        ------
        ValueError, KeyError, TypeError, AttributeError
            If that is none.
        """
        seed, proxied = int(kept["seed"]), JudgedTests.from_plain(kept["proxied"])
        self.seed, self.proxied = seed, proxied


class Engine:
    """Grade submissions one after another. Use it in a ``with`` block.

    Parameters
    ----------
    limits : Limits
        What a notebook may use.
    level : str
        The isolation level to apply; "" for the strongest that this machine allows.
    readable : tuple of Path
        Further folders that learners' code may read.
    together : bool
        Whether a test that cannot run isolated is run in a process of the learner's, and marked as not isolated.
        Otherwise it is left to a person.
    probes : bool
        Whether tests that were failed are tried with the reference's answers, too: they may need the learner's process.
    supervisor : Supervisor or None
        What has tests judged; None for processes of their own, started by a forkserver.
    warm : WarmStart or None
        What a warm server gives to the command; None to start a new interpreter.
    """

    def __init__(
        self,
        limits: Limits | None = None,
        level: str = "",
        readable: tuple[Path, ...] = (),
        *,
        together: bool = True,
        probes: bool = True,
        supervisor: Supervisor | None = None,
        warm: WarmStart | None = None,
    ) -> None:
        self.limits = limits or Limits()
        self.together = together
        self._probes = probes
        self._readable = tuple(str(path.resolve()) for path in readable)
        self._supervisor = JudgeSupervisor.at(level, warm) if supervisor is None else supervisor
        self._warm = warm
        self._noted: weakref.WeakSet[Source] = weakref.WeakSet()
        self._findings: weakref.WeakKeyDictionary[Source, ReferenceFindings] = weakref.WeakKeyDictionary()

    @property
    def level(self) -> str:
        """The isolation level of learners' code."""
        return self._supervisor.level

    def __enter__(self) -> Engine:
        self._supervisor.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._supervisor.stop()

    @property
    def conditions(self) -> tuple[str, ...]:
        """What a result depends on beside assignment, submission and versions: level, limits, lane, and what may be read."""
        return (self.level, self.limits.fingerprint_text(), str(self.together), str(self._probes), *self._readable)

    def findings(self, source: Source) -> ReferenceFindings:
        """Return what this engine knows of an assignment's reference so far."""
        found = self._findings.get(source)
        if found is None:
            found = self._findings[source] = ReferenceFindings(dict(source.needs))
        return found

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
        return self.grade_submission(source, source.read(folder), files)

    def grade_submission(
        self, source: Source, given: submission.Submission | submission.UnreadableError, files: Path | None = None
    ) -> list[Record]:
        """Grade a submission that was read already: one record for each graded cell of the source, in the source's order."""
        if isinstance(given, submission.UnreadableError):
            return self._unreadable(source, given)
        plan = merge_cells(source.parts, given.cells)
        plan.repairs.setdefault("", []).extend(given.repairs)
        self._load_modules(source)
        compiled_cells.compile_ahead(plan.steps)
        judged = self._judge_twice_if_need_be(source, plan, files)
        self._mark_faulty_tests(source, judged.records)
        self._look_again(source, plan, files, judged)
        records = judged.records | self._manual_records(source, plan)
        return [records[part.grade_id] for part in source.graded]

    def _load_modules(self, source: Source) -> None:
        """Load what the assignment's workers and judges use, and tell it to a warm server, once."""
        workers, judges = modules_of_workers(source), _installed(source, source.names.tests_modules)
        self._supervisor.warm(workers, judges)
        if self._warm is not None and source.folder is not None and source not in self._noted:
            self._noted.add(source)
            self._warm.note_modules(source.folder, workers, judges)

    def _unreadable(self, source: Source, error: submission.UnreadableError) -> list[Record]:
        """Make the records of a submission that cannot be read; where only this notebook was not handed in, it has no points."""
        if isinstance(error, submission.NotHandedInError):
            return [
                Record(part.grade_id, Verdict.FAILED, 0.0, part.points, Reason.LEFT_EMPTY, level=self.level)
                for part in source.graded
            ]
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
            for part in source.graded
        ]

    def _judge_twice_if_need_be(self, source: Source, plan: Plan, files: Path | None) -> JudgedTests:
        """Judge the tests; judge failed tests again in-process if the reference passes them only there."""
        findings = self.findings(source)
        if self._probes and source.names.compares:
            self._judge_reference(source)  # the probes need what it says of how the reference compares
        judged = self._judge(source, plan, files)
        records = judged.records
        failed = {task for task, one in records.items() if one.isolated and _may_be_the_tests_fault(one)}
        doubtful = failed - findings.tried if self._probes else set()
        found = self.probe_reference(source, doubtful) if doubtful else set()
        found |= self._reads_what_cannot_cross(source, judged) if self._probes else set()
        if not found:
            return judged
        doubtful |= found
        # The reference fails these tests through proxies too, so "failed" proves nothing: those verdicts are discarded.
        kept = [one for task, one in records.items() if task not in doubtful or task not in findings.needs]
        again = self._judge(source, plan, files, done=kept)
        again.empty_values = judged.empty_values | again.empty_values
        again.changes = judged.changes | again.changes
        return again

    def _reads_what_cannot_cross(self, source: Source, judged: JudgedTests) -> set[str]:
        """Note the tests that read a file that the answers make, of a kind that cannot cross, and of which an older one lies here."""
        needs = self.findings(source).needs
        changed = {
            (task, what)
            for task, found in judged.changes.items()
            for what in found
            if what.startswith(STAYS) and task not in needs
        }
        if not changed:
            return set()
        ours = self._judge_reference(source).changes
        found = {task: what.removeprefix(STAYS) for task, what in changed if what in ours.get(task, ())}
        for task, name in found.items():
            needs[task] = (
                Need(0, f"it reads {name}, which an answer writes and which could run code when it is read", _REMEDY),
            )
        return set(found)

    def _mark_faulty_tests(self, source: Source, records: dict[str, Record]) -> None:
        """Report a grader error for a test that gives too many points even to the reference."""
        for task, reference in self.findings(source).failures.items():
            if {reference.reason, records[task].reason} == {Reason.TOO_MANY_POINTS}:
                records[task] = dataclasses.replace(
                    records[task], verdict=Verdict.GRADER_ERROR, score=None, failure=None, arguments=reference.arguments
                )

    def _look_again(self, source: Source, plan: Plan, files: Path | None, judged: JudgedTests) -> None:
        """Withhold points where more came back empty, or more arguments were changed, than with the reference.

        A comparison with no items always holds, and an expected value that is computed from changed data can be forged.
        So such a test is run once more without what was empty or changed.
        """
        if not second_look.is_doubtful(judged):
            return
        looks = second_look.second_looks(judged, self._judge_reference(source))
        if not looks:
            return
        done = [one for one in judged.records.values() if not one.isolated or not one.score]
        again = self._judge(source, plan, files, done=done, looks=looks).records
        for task in looks:
            if (again[task].score or 0.0) < (judged.records[task].score or 0.0):
                if second_look.counts_again(looks[task], judged, task):
                    judged.records[task] = again[task]
                    continue
                judged.records[task] = dataclasses.replace(
                    judged.records[task],
                    verdict=Verdict.TAMPERED,
                    score=None,
                    reason=second_look.reason(looks[task], judged, task),
                )

    def _manual_records(self, source: Source, plan: Plan) -> dict[str, Record]:
        """Make the records of tasks that a person grades; what was left as it was given out gets 0."""
        found: dict[str, Record] = {}
        for step in plan.steps:
            if step.kind == "manual":
                is_left = source.released.get(step.task) == normalised_source(step.source)
                found[step.task] = Record(
                    step.task,
                    Verdict.FAILED if is_left else Verdict.MANUAL,
                    0.0 if is_left else None,
                    step.points,
                    Reason.LEFT_EMPTY if is_left else Reason.MANUAL_TASK,
                    level=self.level,
                    repaired=(*plan.repairs.get("", ()), *plan.repairs.get(step.task, ())),
                )
        return found

    def _judge(
        self,
        source: Source,
        plan: Plan,
        files: Path | None,
        *,
        done: list[Record] | None = None,
        inprocess: set[str] | None = None,
        looks: Mapping[str, SecondLook] = FrozenMap[str, SecondLook](),
        learns: bool = False,
    ) -> JudgedTests:
        """Judge the tests of a plan, but for those that are done; the tests ``inprocess`` are run in one process.

        With ``learns`` it is the reference's own plan: it is found out how it compares, and not probed.
        """
        findings = self.findings(source)
        task = JudgeTask(
            source=source,
            plan=plan,
            limits=self.limits,
            needs=frozenset(findings.needs if inprocess is None else inprocess),
            together=self.together or inprocess is not None,
            readable=self._readable,
            files=files,
            preloaded=modules_of_workers(source),
            looks=looks,
            comparisons=findings.comparisons,
            learns=learns,
        )
        return self._supervisor.judge(task, done or ())

    def _judge_reference(self, source: Source) -> JudgedTests:
        """Judge the reference's own answers behind proxies, once."""
        findings = self.findings(source)
        if findings.proxied is None:
            plan = merge_cells(source.parts, source.given)
            findings.proxied = self._judge(source, plan, source.folder, learns=True)
        return findings.proxied

    def probe_reference(self, source: Source, tasks: set[str] | None = None) -> set[str]:
        """Try tests with the reference's own answers, and record those that pass only in-process.

        Parameters
        ----------
        source : Source
            The assignment; `findings` tells what was found out about it.
        tasks : set of str or None
            The tests to try; all, if None.

        Returns
        -------
        set of str
            Those that turned out to need the learner's own process.
        """
        findings = self.findings(source)
        self._load_modules(source)
        tests = {part.grade_id for part in source.parts if part.kind == "test"}
        wanted = (tests if tasks is None else tasks) - findings.tried
        inside = wanted & set(findings.needs) if self.together else set()
        untried = wanted - set(findings.needs)
        findings.tried.update(untried | inside)
        if not untried | inside:
            return set()
        proxied = self._judge_reference(source).records
        findings.failures.update({task: proxied[task] for task in inside if proxied[task].verdict != Verdict.PASSED})
        failed = {task for task in untried if proxied[task].verdict != Verdict.PASSED}
        findings.failures.update({task: proxied[task] for task in failed})
        return self._probe_in_one_process(source, failed, tests - failed) if failed else set()

    def _probe_in_one_process(self, source: Source, failed: set[str], others: set[str]) -> set[str]:
        """Try in-process the tests that the reference fails behind proxies; record and return those that pass."""
        findings = self.findings(source)
        skipped = [Record(task, Verdict.NEEDS_PROCESS, None, 0.0) for task in others]
        plan = merge_cells(source.parts, source.given)
        alone = self._judge(source, plan, source.folder, done=skipped, inprocess=failed).records
        found = {task for task in failed if alone[task].verdict == Verdict.PASSED}
        for task in found:
            failure = findings.failures.pop(task)
            said = messages.record_summary(failure)
            is_large = failure.reason is Reason.NOT_PLAIN_DATA and "too large" in said
            why = f"the reference passes it in one process only ({said})"
            findings.needs[task] = (Need(0, why, _LESS if is_large else _REMEDY),)
        return found


def modules_of(source: Source) -> frozenset[str]:
    """Name the modules that an assignment's cells and tests import, and that may be loaded before processes are forked."""
    return _installed(source, source.names.modules | source.names.tests_modules)


def modules_of_workers(source: Source) -> frozenset[str]:
    """Name the modules that workers find loaded: those of the assignment's cells.

    Of what tests import the packages alone, and never which parts: that may be hidden.
    """
    return _installed(source, source.names.modules | source.names.roots)


def _installed(source: Source, modules: Set[str]) -> frozenset[str]:
    """Return those of the modules that may be loaded before processes are forked."""
    return frozenset(module for module in modules if preload.may_be_preloaded(module, source.modules))
