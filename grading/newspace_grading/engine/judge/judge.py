"""Judge a submission: run set-up and test cells from the source, and see the learner's work through proxies only."""

from __future__ import annotations

import ast
import contextlib
import dataclasses
import functools
import itertools
import os
import secrets
import time
import types
from collections.abc import Callable, Iterator, Mapping, Set
from pathlib import Path
from typing import Any, NoReturn

from newspace_grading.disclosure import withholding
from newspace_grading.disclosure.failure_reader import checks_failure, failure_at, failure_here
from newspace_grading.engine.analysis import certain_failures, compiled_cells, file_references, name_ownership
from newspace_grading.engine.analysis.name_ownership import NameOwnership
from newspace_grading.engine.analysis.replacements import changes_values, replacements_in, sets_environment
from newspace_grading.engine.judge import time_limit
from newspace_grading.engine.judge.namespace import TestNamespace, as_main_module
from newspace_grading.engine.judge.points import is_number_of_points, is_read_as_points, outcome_of_value
from newspace_grading.engine.judge.probes import second_look
from newspace_grading.engine.judge.probes.comparison_probe import ReferenceComparisons
from newspace_grading.engine.judge.probes.inprocess_lane import InprocessLane, names_used
from newspace_grading.engine.judge.probes.rerun import ForgeryProbe
from newspace_grading.engine.judge.worker_session import WorkerSession
from newspace_grading.engine.protocol import messages
from newspace_grading.engine.protocol.codec.codec import NotSerializableError
from newspace_grading.engine.protocol.codec.figures import open_figures
from newspace_grading.engine.protocol.sync.file_transfer import file_to_text, path_within, text_to_file
from newspace_grading.engine.protocol.sync.shared_places import FolderState
from newspace_grading.engine.proxies.client import LostReason, NotCarriedError, WorkerClient, WorkerLost
from newspace_grading.engine.proxies.exceptions import is_limit_error
from newspace_grading.engine.proxies.objects import NotPlainError, Remote
from newspace_grading.engine.proxies.previews import NO_EVIDENCE, Evidence, SecondLook
from newspace_grading.engine.proxies.replacements import Replacements
from newspace_grading.model.errors import GraderError
from newspace_grading.model.execution_plan import Plan, Step
from newspace_grading.model.frozen_map import FrozenMap
from newspace_grading.model.notebook import hidden_regions
from newspace_grading.model.notebook.ipython_syntax import python
from newspace_grading.model.results.failure import RaisedError
from newspace_grading.model.results.message import Text
from newspace_grading.model.results.outcome import Outcome, failed
from newspace_grading.model.results.record import Record
from newspace_grading.model.results.verdict import Reason, Verdict
from newspace_grading.model.text import as_json
from newspace_grading.sandbox.limits import Limits

_REASON_ON_LOSS = {
    LostReason.TIMEOUT: Reason.TIMEOUT,
    LostReason.EXITED: Reason.EXITED,
    LostReason.PROTOCOL: Reason.PROTOCOL,
}
_KEEPS_FIGURES = "InlineBackend.close_figures"
_MOST_COMPARED = 200_000  # items of an array or a frame
_ENDS_ITS_PROCESS = (Verdict.TIMED_OUT, Verdict.CRASHED, Verdict.OVER_LIMIT)


class Judge:
    """Execute a plan, and make a record for each test.

    Parameters
    ----------
    plan : Plan
        What to do.
    names : NameOwnership
        The ownership of names, from the reference.
    limits : Limits
        What the notebook may use.
    level : str
        The isolation level of the learner's code.
    needs : set of str
        The tests that cannot run isolated.
    reference : callable
        Returns the plan of the reference's own cells.
    together : bool
        Whether these tests may be run in the learner's own process.
    probes : bool
        Whether a passed test may be run again to detect forged answers.
    looks : mapping
        Test → what counts in it, where this is a second look at it.
    comparisons : ReferenceComparisons or None
        What the probes know of the reference.
    learns : bool
        Whether these are the reference's own answers: it is reported how they compare among decoys, and they are not probed.
    """

    def __init__(
        self,
        *,
        plan: Plan,
        names: NameOwnership,
        limits: Limits,
        level: str,
        needs: set[str],
        reference: Callable[[], Plan],
        together: bool = False,
        probes: bool = True,
        looks: Mapping[str, SecondLook] = FrozenMap[str, SecondLook](),
        comparisons: ReferenceComparisons | None = None,
        learns: bool = False,
    ) -> None:
        self._plan = plan
        self._reference = reference
        self._limits = limits
        self._level = level
        self._needs = needs
        self._together = together
        self._probes = probes
        self._looks = looks
        self._comparisons = comparisons or ReferenceComparisons(secrets.randbits(64))
        self._learns = learns
        self._restart_clock: Callable[[float], object] = bool
        self._session: WorkerSession
        self._lane: InprocessLane
        self._client: WorkerClient | None = None
        self.space = TestNamespace(names, lambda name: self._session.client(limits.test_seconds).name(name))
        self._incidents: dict[str, Verdict] = {}
        self._cell_errors: dict[str, RaisedError] = {}
        self._late_errors: set[str] = set()
        self._fetched_files: dict[str, str | None] = {}  # with what was there before
        self._touched: set[str] = set()  # names that answers have mentioned since a test has looked at them
        self._is_stateless: bool | None = None
        self._open_probes: dict[str, ForgeryProbe] = {}
        self._at_border: dict[str, list[str]] = {}
        self.disclosure = withholding.DisclosureTracker()

    def reports(
        self, session: WorkerSession, done: set[str], restart_clock: Callable[[float], object]
    ) -> Iterator[messages.JudgeReport]:
        """Execute the plan, and report each test when it begins and when it is graded.

        Parameters
        ----------
        session : WorkerSession
            The learner's side.
        done : set of str
            Tests that are not run again.
        restart_clock : callable
            Called with a number of seconds whenever something begins that has this time limit of its own.
        """
        folder = FolderState(Path(os.getcwd()))
        held: list[tuple[Step, Record, messages.TestGraded]] = []
        stopped: list[tuple[Step, Record]] = []
        for step, record in self.records(session, done, restart_clock):
            if record is None:
                yield messages.TestBegan(step.task)
                continue
            told = self.disclosure.without_learner_text(record) if self._withholds(record, step) else record
            seen = NO_EVIDENCE if self._client is None else self._client.evidence
            report = messages.TestGraded(told.plain(), seen.empty_values, tuple(sorted(seen.changes)))
            if step.task in self._open_probes:
                held.append((step, record, report))
                continue
            if step.task in self._at_border:
                stopped.append((step, record))
            yield report
        if held or stopped or self.disclosure.withheld:
            # A process that hidden tests called is ended before other learner code begins: it could leak values.
            session.end_worker_and_wait()
        for step, record, report in held:
            yield messages.TestBegan(step.task)
            if self._learns:
                yield report
                score, answers = self._open_probes.pop(step.task).reference_answers(makes=True)
                yield messages.ReferenceCompared(step.task, score, answers)
            else:
                yield self._probed(step, record, report)
        # What is in the folder may come from a process in which hidden tests had been run.
        if self.disclosure.withheld and folder.restore():
            yield from self._refinements()
        for step, record in stopped:
            yield from self._looked_at_within(step, record)

    def records(
        self, session: WorkerSession, done: set[str], restart_clock: Callable[[float], object]
    ) -> Iterator[tuple[Step, Record | None]]:
        """Execute the plan; yield each test when it begins, and again with its record."""
        self._session, self._restart_clock = session, restart_clock
        self._lane = self._make_lane(session)
        left = sum(step.kind == "test" for step in self._plan.steps)
        try:
            for step in self._plan.steps:
                if not left:
                    return  # no test will look at what the cells after the last one leave behind
                left -= step.kind == "test"
                if step.kind == "test":
                    yield from self._test_records(step, done)
                elif step.kind != "manual":
                    self._prepare(step)
        finally:
            self._lane.close()

    def _probed(self, step: Step, record: Record, report: messages.TestGraded) -> messages.TestGraded:
        """Report a test that an operator of the learner's decided, after the probes."""
        if not self._open_probes.pop(step.task).is_forged():
            return report
        forged = dataclasses.replace(record, verdict=Verdict.TAMPERED, score=None, reason=Reason.ACCEPTS_ANYTHING)
        return dataclasses.replace(report, record=forged.plain())

    def _looked_at_within(self, step: Step, record: Record) -> Iterator[messages.JudgeReport]:
        """Leave to a person a test that failed only because a value could not cross: in-process it passes.

        It is not paid: whoever returns what cannot cross would choose the process in which tests are run.
        """
        lane = self._make_lane(self._session.fresh())
        for cell in self._at_border.pop(step.task):
            lane.add_cell(cell)
        try:
            outcome = lane.outcome(step)
        except (WorkerLost, GraderError):
            return  # it does not pass there either
        finally:
            lane.close()
        if outcome.verdict in (Verdict.PASSED, Verdict.PARTIAL):
            outcome = Outcome(Verdict.NEEDS_PROCESS, None, Reason.CANNOT_CROSS)
        if outcome.score is None:
            left = dataclasses.replace(
                record, verdict=outcome.verdict, score=None, reason=outcome.reason, failure=None, arguments={}
            )
            yield messages.RecordRefined(left.plain())

    def _make_lane(self, session: WorkerSession) -> InprocessLane:
        """Make the lane that runs tests in the learner's own process."""
        return InprocessLane(
            session=session,
            names=self.space.names,
            seconds=self._limits.test_seconds,
            notebook_seconds=self._limits.notebook_seconds,
            reference=self._reference,
            probes=self._probes,
            restart_clock=self._restart_clock,
        )

    def _test_records(self, step: Step, done: set[str]) -> Iterator[tuple[Step, Record | None]]:
        """Yield a test when it begins, and again with its record."""
        verdict = None
        if step.task not in done:
            yield step, None
            record = self._record(step)
            verdict = record.verdict
            yield step, record
            if step.task in self._needs:
                self._bind_for_later_tests(step)
        self._hand_on(step)
        if verdict not in _ENDS_ITS_PROCESS:
            self._lane.add_cell(step.source)

    def _bind_for_later_tests(self, step: Step) -> None:
        """Run here, for the names that it makes, a test that is not run here for its points: others must not wait for a person as well."""
        made, bound_by = name_ownership.bound_by(step.source), name_ownership.bound_by
        later = itertools.dropwhile(lambda one: one is not step, self._plan.steps)
        tests = [one.source for one in later if one is not step and one.kind == "test"]
        if not any(made & (names_used(source) - bound_by(source)) for source in tests if made):
            return
        with contextlib.suppress(BaseException):  # whatever it does not get to is missing to the others
            client = self._session.client(self._limits.test_seconds)
            client.begin_test()
            self._run_ordinary_statements(step.task, self.space)
            self._watch(client, step.source, self.space)
            client.files.watch(file_references.uses_of_files(python(step.source)), self._session.withheld)
            with time_limit.silenced(), time_limit.alarm(self._limits.test_seconds + 1), as_main_module(self.space):
                compiled_cells.run_as_far_as_possible(step.source, step.task, self.space)
        if self._session.is_lost:
            self._session.end_worker()

    def _hand_on(self, step: Step) -> None:
        """Count a test as a cell of the learner's notebook; bind there what it binds for later answers."""
        wanted, imports = self.space.names.handed_on, name_ownership.visibly_imported(step.source)
        names = wanted & name_ownership.visibly_bound(step.source)
        texts = [imports[name] for name in sorted(wanted & set(imports))]
        texts += [f"{name} = {self.space[name]!r}" for name in sorted(names) if _is_literal(dict.get(self.space, name))]
        if texts:
            self._session.run("\n".join(texts))
        else:
            self._session.count_skipped_cell()

    def cell_error(self, step: Step) -> RaisedError | None:
        """Return the error with which a cell of a test's task stopped; None if it did not."""
        return next((self._cell_errors[name] for name in step.answers if name in self._cell_errors), None)

    def _withholds(self, record: Record, step: Step) -> bool:
        """Tell whether the learner's text in a record is withheld, since hidden tests may have put values into it."""
        late = any(name in self._late_errors for name in step.answers)
        hidden = hidden_regions.BEGIN in step.source
        if not self.disclosure.doubts(record, hidden_tests=hidden, stopped_late=late):
            return False
        if self._is_stateless is None:
            self._is_stateless = withholding.program_is_stateless(self._plan, self._reference())
        if self._is_stateless:
            del self.disclosure.withheld[record.task]
        return not self._is_stateless

    def _refinements(self) -> Iterator[messages.RecordRefined]:
        """Report withheld records again, with texts from a process in which only visible tests are run."""
        other = Judge(
            plan=self.disclosure.visible(self._plan, self._reference()),
            names=self.space.names,
            limits=self._limits,
            level=self._level,
            needs=self._needs,
            reference=self._reference,
            together=self._together,
            probes=False,
        )
        session = self._session.fresh()
        try:
            skipped = self._needs - set(self.disclosure.withheld)
            for step, record in other.records(session, skipped, self._restart_clock):
                more = self.disclosure.told(record, other.cell_error(step)) if record is not None else None
                yield messages.RecordRefined(None if more is None else more.plain())
        except (GraderError, WorkerLost):
            pass  # withheld texts stay withheld
        finally:
            session.close()

    def _prepare(self, step: Step) -> None:
        """Run a cell that is no test: on the learner's side, and here as well if it is one of the assignment's."""
        verdict, error = self._session.run(step.source)
        if step.kind == "learner" and step.task:  # an answer
            self._touched |= name_ownership.names_at_top(step.source)
        if self._session.has_run(step.source):
            self._lane.add_cell(step.source)
        if error is not None:
            if step.task not in self._cell_errors and self.disclosure.hidden_test_ran:
                self._late_errors.add(step.task)
            self._cell_errors.setdefault(step.task, error)
        if step.kind == "setup":
            self._run_ordinary_statements(step.task, self.space)
            # Names that it fails to bind here stay missing: they are never requested from the learner's side. One that is no Python
            # binds none, and the notebook goes on below it, as in Jupyter.
            with time_limit.silenced(), contextlib.suppress(BaseException), time_limit.alarm(self._limits.test_seconds):
                compiled_cells.run_setup(step.source, step.task, self.space)
        elif verdict is not None:
            self._incidents[step.task] = verdict
        self.space.drop_learner_bindings()

    def _run_ordinary_statements(self, task: str, space: TestNamespace) -> None:
        """Run here what ordinary cells above a cell make for the tests; figures that they open are closed, as by Jupyter."""
        statements = space.take_ordinary_statements(task)
        with time_limit.silenced(), open_figures.kept_apart() if statements else contextlib.nullcontext():
            for one in statements:
                self._restart_clock(self._limits.test_seconds)
                try:
                    with time_limit.alarm(self._limits.test_seconds):
                        compiled_cells.run_ordinary(one.text, space)
                except BaseException:  # noqa: BLE001 - whatever the assignment's own cells raise here
                    space.note_failed(one)

    def _record(self, step: Step) -> Record:
        started = time.monotonic()
        self._client = None
        isolated = step.task not in self._needs
        outcome = self._outcome(step, isolated=isolated)
        self.disclosure.ran(step, outcome)
        client = self._client if outcome.verdict is not Verdict.PASSED or self._may_be_doubted() else None
        called = "" if client is None else client.called
        outcome = self._blame_cell(step, outcome, called)
        no_evidence = outcome.verdict in (Verdict.TAMPERED, Verdict.GRADER_ERROR)
        return Record(
            task=step.task,
            verdict=outcome.verdict,
            score=None if no_evidence else outcome.score,
            points=step.points,
            reason=outcome.reason,
            failure=outcome.failure,
            arguments=outcome.arguments,
            called=called[:1000],
            returned="" if client is None else client.returned[:1000],
            raised=None if client is None else client.raised,
            seconds=round(time.monotonic() - started, 4),
            level=self._level,
            isolated=isolated or not self._together,
            repaired=self._repairs(step),
            cell_error=self.cell_error(step) if outcome.verdict in (Verdict.FAILED, Verdict.PARTIAL) else None,
        )

    def _may_be_doubted(self) -> bool:
        """Tell whether a test that was passed may be reported as another thing yet: then it is told what it has called."""
        client = self._client
        return client is not None and bool(client.compared or client.evidence.empty_values or client.evidence.changes)

    def _outcome(self, step: Step, *, isolated: bool) -> Outcome:
        """Run a test, isolated or in the learner's process, as it requires."""
        try:
            if isolated:
                return self._run_isolated(step)
            if self._together:
                return self._lane.outcome(step)
            return self._certain_failure(step) or Outcome(Verdict.NEEDS_PROCESS, None, Reason.NEEDS_PROCESS)
        except WorkerLost as lost:
            verdict = (self._session if isolated else self._lane).verdict_on_loss(lost)
            return Outcome(verdict, 0.0, _REASON_ON_LOSS[lost.reason])
        except GraderError as error:
            return Outcome(Verdict.GRADER_ERROR, None, Reason.GRADER_FAILED, arguments={"detail": str(error)})

    def _certain_failure(self, step: Step) -> Outcome | None:
        """Return the outcome of a test that is not run, if it is certain: a name that it reads is missing, or a function was left as it was."""
        stopped = self.cell_error(step)
        for name, line in certain_failures.names_certainly_read(step.source).items():
            # A cell may have stopped for lack of a name that an earlier test binds: not the learner's fault.
            if name in self.space.names.answered and (stopped is None or stopped.kind != "NameError"):
                try:
                    self._session.client(self._limits.test_seconds).name(name)
                except KeyError:
                    return failed(failure_at("NameError", f"name '{name}' is not defined", line, step))
                except Exception:  # noqa: BLE001, S112 - what cannot be looked at from here is there
                    continue
        before = itertools.takewhile(lambda one: one is not step, self._plan.steps)
        cells = [one.source for one in before if one.kind in ("learner", "setup")]
        for line in certain_failures.stubs_certainly_called(step.source, cells).values():
            return failed(failure_at("NotImplementedError", "", line, step))
        return None

    def _blame_cell(self, step: Step, outcome: Outcome, called: str) -> Outcome:
        """Replace the outcome by the verdict on a cell of the task that ended the worker, where the test failed for that reason."""
        failed = outcome.verdict is Verdict.FAILED or (outcome.verdict is Verdict.CRASHED and not called)
        verdict = next((self._incidents[name] for name in step.answers if name in self._incidents), None)
        if not failed or verdict is None:
            return outcome
        return Outcome(verdict, 0.0, Reason.CELL_ENDED, arguments={"verdict": verdict.value})

    def _repairs(self, step: Step) -> tuple[Text, ...]:
        """List what was repaired in the file, in this test and in the answers that it is about."""
        places = ("", step.task, *step.answers)
        return tuple(dict.fromkeys(remark for place in places for remark in self._plan.repairs.get(place, ())))

    def _run_isolated(self, step: Step) -> Outcome:
        """Run a test here, with the learner's work behind proxies."""
        client = self._client = self._session.client(self._limits.test_seconds)
        client.keeps_figures = any(_KEEPS_FIGURES in one.source for one in self._plan.steps)
        client.begin_test(self._looks.get(step.task))
        before = self.space.copy_with(lambda _name: None)
        self._run_ordinary_statements(step.task, self.space)
        source = python(step.source)
        folder = FolderState(Path(os.getcwd())) if file_references.uses_of_files(source).any else None
        self._watch(client, source, self.space)
        before.update(self._take_changed_names(client, source))
        running = compiled_cells.RunningExpressions(step.task)
        client.compares = running.note
        self._fetch_files(client, source)
        client.files.watch(file_references.uses_of_files(source), self._session.withheld)
        self._restart_clock(self._limits.test_seconds)
        with time_limit.silenced(), time_limit.alarm(self._limits.test_seconds + 1):
            outcome = self._run_test(source, step, self.space)
        with contextlib.suppress(WorkerLost):
            client.hand_back_files()
        if client.lost is not None:
            return Outcome(self._session.verdict_on_loss(client.lost), 0.0, _REASON_ON_LOSS[client.lost.reason])
        if self._probes and outcome.at_border:
            if not self._together:
                return Outcome(Verdict.NEEDS_PROCESS, None, Reason.CANNOT_CROSS)
            self._at_border[step.task] = self._lane.cells()
        if not (outcome.score and client.compared and self._probes):
            return outcome
        probe = self._forgery_probe(step, before, outcome.score, client, running.spans(), folder)
        if self._learns or not any(isinstance(value, Remote) and name in source for name, value in before.items()):
            self._open_probes[step.task] = probe  # for later: other tests may want this process as it is
        elif probe.is_forged():
            return Outcome(Verdict.TAMPERED, None, Reason.ACCEPTS_ANYTHING)
        return outcome

    def _take_changed_names(self, client: WorkerClient, source: str) -> dict[str, Any]:
        """Bind names of the assignment's own cells to the data that answers have made of it, as far as a test reads them."""
        taken: dict[str, Any] = {}
        for name in sorted(self._touched & self.space.names.own & names_used(source)):
            self._touched.discard(name)
            own = self.space.get(name)
            if _is_data(own) and (value := client.value_of_own_name(name, own)) is not own:
                taken[name] = value
        self.space.update(taken)
        return taken

    def _watch(self, client: WorkerClient, source: str, space: TestNamespace) -> None:
        """Make a client track what the test sets and replaces."""
        names = space.names
        client.replacements = Replacements(
            space, names.read, names.answered, replacements_in(source), environment=sets_environment(source)
        )
        client.takes_random_state = names.draws
        client.lends = changes_values(source)
        client.share_names({name: dict.get(space, name) for name in names.used if name in source})

    def _fetch_files(self, client: WorkerClient, source: str) -> None:
        """Copy the data files here that a test names and that the learner's program has written.

        One that lies beside the source already is left as it is, unless the program has changed it, and taken away if the program did so.
        """
        crossing = file_references.data_files_named(source)
        for name in file_references.files_named(source):
            is_here = os.path.exists(name)
            if name not in crossing:
                if is_here:
                    client.note_changed_file(name)
                continue
            counts, content = client.read_changed_file(name) if is_here else (True, client.read_file(name))
            place = path_within(name, os.getcwd())
            if not counts or place is None or (content is None and not is_here):
                continue
            self._fetched_files.setdefault(name, file_to_text(place))
            with contextlib.suppress(OSError, ValueError):
                if content is None:
                    place.unlink()
                else:
                    text_to_file(place, content)

    def _forgery_probe(
        self,
        step: Step,
        before: TestNamespace,
        score: float,
        client: WorkerClient,
        spans: Set[compiled_cells.Span] | None,
        folder: FolderState | None,
    ) -> ForgeryProbe:
        """Make the probe that detects whether any answer would pass a test decided by an operator of the learner's."""
        return ForgeryProbe(
            step=step,
            before=before,
            score=score,
            session=self._session.clone(),
            seconds=self._limits.test_seconds,
            run=functools.partial(self._score_again, folder),
            reference=self._reference,
            was_true=bool(client.true_comparisons),
            spans=spans,
            comparisons=self._comparisons,
            made_files={
                *(name for name, before in self._fetched_files.items() if before is None),
                *(folder.made_since() if folder is not None else ()),
            },
        )

    def _score_again(
        self, folder: FolderState | None, client: WorkerClient, source: str, step: Step, space: TestNamespace
    ) -> float:
        """Run a test once more, for a probe, in a folder as it was before the test, and return its points."""
        after = None if folder is None else FolderState(Path(os.getcwd()))
        if folder is not None:
            folder.restore()
        self._run_ordinary_statements(step.task, space)
        client.files.watch(file_references.uses_of_files(source), self._session.withheld)
        self._restart_clock(self._limits.test_seconds)
        try:
            with time_limit.silenced(), time_limit.alarm(self._limits.test_seconds + 1):
                return self._run_test(source, step, space, again=True).score or 0.0
        finally:
            if after is not None:
                after.restore()

    def _run_test(self, source: str, step: Step, space: TestNamespace, *, again: bool = False) -> Outcome:
        """Run a test cell, or a variant of it once more. Only a test that ran to its end here is evidence."""
        try:
            cell = compiled_cells.compiled_test(source, step.task)
        except (SyntaxError, ValueError) as error:
            return Outcome(Verdict.GRADER_ERROR, None, Reason.BROKEN_TEST, arguments={"error": str(error)})
        try:
            with as_main_module(space):
                result = cell.run(space)
        except WorkerLost:
            raise
        except MemoryError:
            return Outcome(Verdict.OVER_LIMIT, 0.0, Reason.MEMORY)
        except NotSerializableError as error:
            return Outcome(
                Verdict.FAILED,
                0.0,
                Reason.NOT_PLAIN_DATA,
                arguments={"error": str(error)[:4000]},
                at_border=isinstance(error, NotCarriedError),
            )
        except BaseException as error:  # noqa: BLE001 - whatever ends a test early, it did not reach its end
            verdict = Verdict.OVER_LIMIT if is_limit_error(error) else Verdict.FAILED
            stays = isinstance(error, NotPlainError) and not self._looks
            return Outcome(verdict, 0.0, Reason.CHECK_FAILED, failure_here(error, step), at_border=stays)
        if result is compiled_cells.FULL_POINTS:
            return Outcome(Verdict.PASSED, step.points)
        if cell.ends_with_display or self._client is None or again:
            return _outcome_with_failure(result, step.points)
        return _outcome_as_shown(result, step.points, self._client.evidence)


def _outcome_as_shown(result: object, points: float, evidence: Evidence) -> Outcome:
    """Convert a test's final value to points as nbgrader does, which pays in full for what it cannot read as points.

    It earns points only if it is so for the reference, too. Otherwise a number counts as what it is.
    """
    outcome = _outcome_with_failure(result, points)
    is_number = is_number_of_points(result)
    if is_number and (outcome.verdict is Verdict.PASSED or is_read_as_points(result)):
        return outcome
    try:
        evidence.empty(second_look.place_of(result, is_number=is_number))
    except NotPlainError:
        return outcome if is_number else Outcome(Verdict.FAILED, 0.0, Reason.NO_NUMBER)
    return Outcome(Verdict.PASSED, points)


def _outcome_with_failure(result: object, points: float) -> Outcome:
    """Convert a test's final value to points, with what it says of the parts that earned none."""
    outcome = outcome_of_value(result, points, shown=True)
    missed: Any = getattr(result, "error", None) if issubclass(type(result), float) else None
    if outcome.verdict is Verdict.PARTIAL and issubclass(type(missed), Exception):
        return dataclasses.replace(outcome, failure=checks_failure(missed))
    return outcome


def _is_data(value: object) -> bool:
    """Tell whether a value is data that can be compared in a moment: no function, class, module or proxy."""
    size = getattr(value, "size", 0)
    is_small = type(size) is not int or size <= _MOST_COMPARED
    return is_small and not callable(value) and not isinstance(value, types.ModuleType | Remote)


def _is_literal(value: object) -> bool:
    """Tell whether a value can be written as a Python literal."""
    try:
        return value is not None and ast.literal_eval(repr(value)) == value
    except Exception:  # noqa: BLE001 - whatever it is, it is no literal
        return False


def run_judge(judge: Judge, session: WorkerSession, done: set[str], report: int) -> NoReturn:
    """Execute the plan, and write each report into a pipe as a line; the process ends with it."""

    def send(message: messages.JudgeReport) -> None:
        os.write(report, (as_json(messages.encode(message)) + "\n").encode())

    code = 1
    try:
        for message in judge.reports(session, done, lambda seconds: send(messages.ClockRestarted(seconds))):
            send(message)
        code = 0
    except GraderError as error:
        send(messages.JudgeFailed(str(error).replace("\n", " ")))
    except BaseException as error:  # noqa: BLE001 - the judge's process must end here, whatever happens
        send(messages.JudgeFailed(f"{type(error).__name__}: {error}".replace("\n", " ")))
    finally:
        with contextlib.suppress(Exception):
            session.close()
        os._exit(code)
