"""The judge's process: runs set-up and test cells from the source, and sees the learner's work through proxies only."""

from __future__ import annotations

import contextlib
import os
import secrets
import time
from collections.abc import Callable, Iterator
from typing import Any

from newspace_grading.disclosure import messages, withholding
from newspace_grading.engine.analysis import compiled_cells, file_references
from newspace_grading.engine.analysis.name_ownership import Names
from newspace_grading.engine.judge import time_limit
from newspace_grading.engine.judge.namespace import TestNamespace
from newspace_grading.engine.judge.points import partial
from newspace_grading.engine.judge.probes import inprocess_trust
from newspace_grading.engine.judge.probes.rerun import ForgeryProbe, fetch_name
from newspace_grading.engine.judge.worker_session import WorkerSession
from newspace_grading.engine.protocol import file_transfer
from newspace_grading.engine.protocol.codec.codec import NotSerializableError
from newspace_grading.engine.protocol.messages import progress_proof
from newspace_grading.engine.proxies.client import WorkerClient, WorkerLost
from newspace_grading.engine.proxies.exceptions import at_a_limit
from newspace_grading.model.errors import GraderError
from newspace_grading.model.execution_plan import Plan, Step
from newspace_grading.model.notebook.ipython_syntax import python
from newspace_grading.model.results.outcome import Outcome
from newspace_grading.model.results.record import Record
from newspace_grading.model.results.verdict import Verdict
from newspace_grading.sandbox.limits import Limits


class Judge:
    """Works through a plan and gives a record for each graded cell.

    Parameters
    ----------
    plan : Plan
        What to do.
    names : Names
        What the reference says about names.
    limits : Limits
        What the notebook may use.
    level : str
        The walls around the learner's code.
    needs : set of str
        The tests that cannot do with two processes.
    reference : callable
        The plan of the reference's own cells.
    together : bool
        Whether these may be run in the learner's own process.
    """

    def __init__(
        self,
        plan: Plan,
        names: Names,
        limits: Limits,
        level: str,
        needs: set[str],
        reference: Callable[[], Plan],
        *,
        together: bool = False,
    ) -> None:
        self._plan = plan
        self._reference = reference
        self._limits = limits
        self._level = level
        self._needs = needs
        self._together = together
        self._before: list[str] = []
        self._beat: Callable[[], object] = bool
        self._session: WorkerSession
        self._asked: WorkerClient | None = None
        self.space = TestNamespace(names, lambda name: fetch_name(self._session.channel(limits.test_seconds), name))
        self._incidents: dict[str, Verdict] = {}
        self._stopped: dict[str, str] = {}
        self._late: set[str] = set()
        self._quotes = False
        self._fetched: list[str] = []
        self._is_stateless: bool | None = None
        self.disclosure = withholding.DisclosureTracker()
        self.once = False  # whether no test is run again to see whether it can be believed

    def work(self, session: WorkerSession, done: set[str], beat: Callable[[], object]) -> Iterator[str]:
        """The records' lines, each between its task's name and what was thin about it; tests in ``done`` are not run again.

        ``beat`` is called whenever something begins that has a time of its own.
        """
        for step, record in self.records(session, done, beat):
            if record is None:
                yield f">{step.task}"
                continue
            line = (self.disclosure.without_learner_text(record) if self._doubts(record, step) else record).line()
            yield line if self._asked is None else f"{line}\n?{self._asked.empty_values}"
        if self.disclosure.withheld:
            yield from self._said_again()

    def records(
        self, session: WorkerSession, done: set[str], beat: Callable[[], object]
    ) -> Iterator[tuple[Step, Record | None]]:
        """Each test, and again with its record."""
        self._session, self._beat = session, beat
        left = sum(step.kind == "test" for step in self._plan.steps)
        for step in self._plan.steps:
            if not left:
                return  # no test will look at what the cells after the last one leave behind
            left -= step.kind == "test"
            if step.kind == "test":
                if step.task not in done:
                    yield step, None
                    yield step, self._record(step)
                self._before.append(step.source)
                self._session.count_skipped_cell()
            elif step.kind != "manual":
                self._prepare(step)

    def stopped(self, step: Step) -> str:
        """The error with which a cell of a test's task ended."""
        return next((self._stopped[name] for name in step.answers if name in self._stopped), "")

    def _doubts(self, record: Record, step: Step) -> bool:
        late = any(name in self._late for name in step.answers)
        if not self.disclosure.doubts(record, step, quotes=self._quotes, stopped_late=late):
            return False
        if self._is_stateless is None:
            self._is_stateless = withholding.is_stateless(self._plan, self._reference())
        if self._is_stateless:
            del self.disclosure.withheld[record.task]
        return not self._is_stateless

    def _said_again(self) -> Iterator[str]:
        """Records with what the learner's program says in a process in which visible tests only are run."""
        plan = self.disclosure.visible(self._plan, self._reference())
        other = Judge(
            plan, self.space.names, self._limits, self._level, self._needs, self._reference, together=self._together
        )
        other.once = True
        for name in self._fetched:  # it came from a process that knew more
            with contextlib.suppress(OSError):
                os.remove(name)
        session = self._session.fresh()
        try:
            skipped = self._needs - set(self.disclosure.withheld)
            for step, record in other.records(session, skipped, self._beat):
                more = self.disclosure.told(record, other.stopped(step)) if record is not None else None
                yield "=" + (more.line() if more is not None else "")
        except (GraderError, WorkerLost):
            pass  # what was not told stays so
        finally:
            session.close()

    def _prepare(self, step: Step) -> None:
        word, error = self._session.run(step.source)
        if error:
            if step.task not in self._stopped and self.disclosure.hidden_test_ran:
                self._late.add(step.task)
            self._stopped.setdefault(step.task, error)
        if step.kind == "setup":
            try:
                code = compiled_cells.setup(step.source, step.task)
            except (SyntaxError, ValueError):
                raise GraderError(f"the set-up cell {step.task} is no Python") from None
            # What it does not get to bind here is missing here: no name of its is ever asked of the learner's side.
            with time_limit.quiet(), contextlib.suppress(BaseException), time_limit.alarm(self._limits.test_seconds):
                exec(code, self.space)  # noqa: S102 - the teacher's
        elif word is not None:
            self._incidents[step.task] = word
        self.space.drop_learner_bindings()

    def _record(self, step: Step) -> Record:
        started = time.monotonic()
        self._asked = None
        isolated = step.task not in self._needs
        try:
            if isolated:
                outcome = self._isolated(step)
            elif self._together:
                outcome = inprocess_trust.verify_inprocess_result(step, self._answer)
            else:
                outcome = Outcome(Verdict.NEEDS_PROCESS, None, messages.NEEDS_ONE)
        except WorkerLost as lost:
            outcome = Outcome(self._session.lost(lost) if isolated else _AFTER[lost.how], 0.0, messages.LOST[lost.how])
        except GraderError as error:
            outcome = Outcome(Verdict.GRADER_ERROR, None, str(error))
        self.disclosure.ran(step, outcome)
        self._quotes = outcome.quotes
        called, back = ("", "") if self._asked is None else (self._asked.called, self._asked.came_back)
        if outcome.verdict in (Verdict.FAILED, Verdict.PARTIAL) or (outcome.verdict == Verdict.CRASHED and not called):
            word = next((self._incidents[name] for name in step.answers if name in self._incidents), None)
            if word is not None and outcome.verdict != Verdict.PARTIAL:
                outcome = Outcome(word, 0.0, f"{messages.CELL_ENDED}: {word}.")
        outcome.score = None if outcome.verdict in (Verdict.TAMPERED, Verdict.GRADER_ERROR) else outcome.score
        repairs = [*self._plan.repairs.get("", ()), *self._plan.repairs.get(step.task, ())]
        for name in step.answers:
            repairs += self._plan.repairs.get(name, ())
        return Record(
            step.task,
            outcome.verdict,
            outcome.score,
            step.points,
            outcome.message[:4000],
            called[:1000],
            back[:1000],
            round(time.monotonic() - started, 4),
            self._level,
            isolated or not self._together,
            tuple(dict.fromkeys(repairs)),
            self.stopped(step) if outcome.verdict in (Verdict.FAILED, Verdict.PARTIAL) else "",
        )

    def _isolated(self, step: Step) -> Outcome:
        """Run a test here, with the learner's work behind proxies."""
        channel = self._asked = self._session.channel(self._limits.test_seconds)
        channel.begin_test()
        before = self.space.again(lambda _name: None)
        source = python(step.source)
        for name in file_references.named_in(source):
            if not os.path.exists(name) and (data := channel.file(name)) is not None:
                self._fetched.append(name)
                with contextlib.suppress(OSError, ValueError):
                    file_transfer.write(file_transfer.within(name, os.getcwd()) or _nowhere(), data)
        self._beat()
        with time_limit.quiet(), time_limit.alarm(self._limits.test_seconds + 1):
            outcome = self._test(source, step, self.space)
        if channel.lost is not None:
            outcome = Outcome(self._session.lost(channel.lost), 0.0, messages.LOST[channel.lost.how])
        elif outcome.score and channel.compared and not self.once:
            again = ForgeryProbe(
                step, before, outcome.score, self._session, self._limits.test_seconds, self._score, self._reference
            )
            if (
                channel.true_comparisons and again.passes_with_altered_expectations()
            ) or again.compares_indiscriminately():
                outcome = Outcome(Verdict.TAMPERED, None, messages.ANY_WILL_DO)
        return outcome

    def _score(self, source: str, step: Step, space: TestNamespace) -> float:
        """The points of a test that is run once more."""
        self._beat()
        with time_limit.quiet(), time_limit.alarm(self._limits.test_seconds + 1):
            return self._test(source, step, space).score or 0.0

    def _answer(self, source: str) -> dict[str, Any]:
        """What a test comes to in a process of the learner's that is used for nothing else."""
        self._beat()
        session = self._session.clone()
        try:
            for cell in self._before:
                session.run(cell)
            secret = secrets.token_hex(16)
            found = session.channel(self._limits.test_seconds).test(source, secret)
            if type(found.get("steps")) is not int or found.get("proof") != progress_proof(secret, found["steps"]):
                raise WorkerLost("nonsense", "the word for having got so far was wrong")
            return found
        finally:
            session.close()

    def _test(self, source: str, step: Step, space: TestNamespace) -> Outcome:
        """Run a test cell. Only one that ran to its end here is evidence."""
        try:
            cell = compiled_cells.test(source, step.task)
        except (SyntaxError, ValueError) as error:
            return Outcome(Verdict.GRADER_ERROR, None, f"the test cell is no Python: {error}")
        try:
            result = cell.run(space)
        except WorkerLost:
            raise
        except MemoryError:
            return Outcome(Verdict.OVER_LIMIT, 0.0, "It took more memory than is allowed.")
        except NotSerializableError as error:
            return Outcome(Verdict.FAILED, 0.0, f"A value could not be looked at: {error}.", quotes=True)
        except BaseException as error:  # noqa: BLE001 - whatever ends a test early, it did not reach its end
            word = Verdict.OVER_LIMIT if at_a_limit(str(error)) else Verdict.FAILED
            message, quotes, line = messages.failed_here(error, step)
            return Outcome(word, 0.0, message, quotes, line)
        if result is compiled_cells.FULL:
            return Outcome(Verdict.PASSED, step.points)
        if cell.called and self._asked is not None and not isinstance(result, str | bool | int | float):
            self._asked.empty_values += 1  # it pays only where the reference's ends without a number as well
        return partial(result, step.points, called=cell.called)


_AFTER: dict[str, Verdict] = {"late": Verdict.TIMED_OUT, "gone": Verdict.CRASHED, "nonsense": Verdict.TAMPERED}


def _nowhere() -> Any:
    raise ValueError("the name leads elsewhere")


def run(judge: Judge, session: WorkerSession, done: set[str], report: int) -> None:
    """Work through the plan and write each record into a pipe, after the name of its task; never returns."""

    def write(line: str) -> None:
        os.write(report, (line + "\n").encode("utf-8", "replace"))

    code = 1
    try:
        for line in judge.work(session, done, lambda: write(".")):
            write(line)
        code = 0
    except GraderError as error:
        write("!" + str(error).replace("\n", " "))
    except BaseException as error:  # noqa: BLE001 - the judge's process must end here, whatever happens
        write(f"!{type(error).__name__}: {error}".replace("\n", " "))
    finally:
        with contextlib.suppress(Exception):
            session.close()
        os._exit(code)
