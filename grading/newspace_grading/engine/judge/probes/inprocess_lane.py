"""Run tests in the learner's own process, and detect forged results.

Two workers that share nothing run the cells, each once. A test is run in a copy of one of them, and twins of it, which
must fail, in copies of the other. Which worker gets the test, and whether it or a twin is run first, is drawn for each
test: code that forges answers cannot know whether to pass or to fail. The other twins are run only for a test that passed.
"""

from __future__ import annotations

import ast
import builtins
import contextlib
import os
import secrets
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from newspace_grading.disclosure.failure_reader import failure_there
from newspace_grading.engine.analysis.name_ownership import NameOwnership
from newspace_grading.engine.judge.points import outcome_of_value
from newspace_grading.engine.judge.probes import expected_values
from newspace_grading.engine.judge.worker_session import WorkerSession
from newspace_grading.engine.protocol.codec.codec import Decoder, NotSerializableError
from newspace_grading.engine.protocol.messages import ErrorReport, RunTest, TestFinished, progress_proof
from newspace_grading.engine.proxies.client import LostReason, WorkerLost
from newspace_grading.model.errors import GraderError
from newspace_grading.model.execution_plan import Plan, Step
from newspace_grading.model.notebook.ipython_syntax import python
from newspace_grading.model.results.outcome import Outcome, failed
from newspace_grading.model.results.verdict import Reason, Verdict

_NOT_BELIEVED = {
    reason: Outcome(Verdict.TAMPERED, None, reason)
    for reason in (Reason.STOPPED_EARLY, Reason.ERRORS_LOST, Reason.ACCEPTS_ANYTHING, Reason.INTERPRETER_CHANGED)
}


@dataclass
class _Place:
    """A session, and how many of the cells were run in it."""

    session: WorkerSession
    done: int = 0


@dataclass(frozen=True)
class _Twin:
    """A twin of a test and its result; None if its process ended, for want of time or otherwise. ``secret`` is the text of an error put at its end."""

    source: str
    secret: str = ""
    finished: TestFinished | None = None
    out_of_time: bool = False


@dataclass
class InprocessLane:
    """Run the tests of one notebook that cannot run isolated.

    Attributes
    ----------
    session : WorkerSession
        The learner's side; the lane takes sessions of its own like it.
    names : NameOwnership
        The ownership of names, from the reference.
    seconds, notebook_seconds : float
        How long a test, and all cells together, may take.
    reference : callable
        Returns the plan of the reference's own cells.
    probes : bool
        Whether twins are run.
    restart_clock : callable
        Called with a number of seconds whenever something begins that has this time limit of its own.
    """

    session: WorkerSession
    names: NameOwnership
    seconds: float
    notebook_seconds: float
    reference: Callable[[], Plan]
    probes: bool
    restart_clock: Callable[[float], object]
    _cells: list[str] = field(default_factory=list)
    _places: list[_Place] = field(default_factory=list)
    _changed_by_tests: set[str] = field(default_factory=set)

    def add_cell(self, source: str) -> None:
        """Note a cell that comes before the next test: one of the learner's or the assignment's, or an earlier test."""
        self._cells.append(source)

    def cells(self) -> list[str]:
        """List the cells so far."""
        return list(self._cells)

    def close(self) -> None:
        """End the workers."""
        for place in self._places:
            place.session.close()
        self._places.clear()

    def outcome(self, step: Step) -> Outcome:
        """Run a test and its twins, and return the outcome.

        Raises
        ------
        WorkerLost
            If the process was lost with the test.
        """
        try:
            steps = expected_values.count_steps(step.source)
        except (SyntaxError, ValueError) as error:
            return Outcome(Verdict.GRADER_ERROR, None, Reason.BROKEN_TEST, arguments={"error": str(error)})
        ours, theirs = self._drawn_places()
        texts = _twins_of(step) if self.probes else []
        twin_first = bool(texts) and secrets.choice((True, False))
        twins = [self._run_twin(theirs, step, *texts.pop(0))] if twin_first else []
        first = self._run(ours, python(step.source), step)
        if first is None:
            raise WorkerLost(LostReason.EXITED)
        if first.error is not None:
            claim = _claimed(first.error)
            return failed(failure_there(first.error.type, first.error.text, first.line, step, claim))
        outcome = Outcome(Verdict.PASSED, step.points)
        if first.score is not None:
            outcome = outcome_of_value(first.score, step.points)
        if not outcome.score or not self.probes:
            return outcome
        if first.steps != steps:
            return _NOT_BELIEVED[Reason.STOPPED_EARLY]
        for number, (text, secret) in enumerate(texts, start=len(twins)):
            twins.append(self._run_twin(theirs, step, text, secret, looks=number == 0))
        doubt = self._doubt(step, first, twins)
        return outcome if doubt is None else _NOT_BELIEVED[doubt]

    def verdict_on_loss(self, lost: WorkerLost) -> Verdict:
        """End the workers with which a test was lost, and return the verdict on that."""
        if lost.reason is LostReason.EXITED:
            ended = [place.session for place in self._places if place.session.is_lost]
            return ended[0].verdict_on_loss(lost) if ended else Verdict.CRASHED
        for place in self._places:
            if place.session.is_lost:
                place.session.verdict_on_loss(lost)
        return Verdict.TIMED_OUT if lost.reason is LostReason.TIMEOUT else Verdict.TAMPERED

    def _drawn_places(self) -> tuple[_Place, _Place]:
        """Draw in which session the test is run, and in which its twins."""
        while len(self._places) < 1 + self.probes:
            self._places.append(_Place(self.session.fresh()))
        drawn = secrets.SystemRandom().sample(self._places, len(self._places))
        return drawn[0], drawn[-1]

    def _run(self, place: _Place, source: str, step: Step, *, looks: bool = True) -> TestFinished | None:
        """Run a variant of a test after all cells before it, in a copy of the process; None if that ended by itself.

        ``looks`` says whether it is looked for changes of the interpreter: the first time that a test is run in a place.
        """
        self.restart_clock(self.notebook_seconds)  # each cell has its own limit
        for cell in self._cells[place.done :]:
            place.session.run(cell)
            place.done += 1
        return self._run_in(place.session, source, step, looks=looks)

    def _run_in(self, session: WorkerSession, source: str, step: Step, *, looks: bool = True) -> TestFinished | None:
        secret = secrets.token_hex(16)
        request = RunTest(source, secret, tuple(self._prelude(step)), tuple(self._builtins_used(step)), looks)
        session.client(self.seconds)  # a lost worker is replaced
        self.restart_clock(self.seconds)
        finished = session.client(self.seconds).run_test(request)
        if finished is not None and finished.proof != progress_proof(secret, finished.steps):
            raise WorkerLost(LostReason.PROTOCOL, "the proof of progress was wrong")
        if finished is not None and finished.in_place:
            session.end_worker()  # the next test needs a process in which this one was not run
        return finished

    def _run_twin(self, place: _Place, step: Step, text: str, secret: str = "", *, looks: bool = True) -> _Twin:
        try:
            return _Twin(text, secret, self._run(place, text, step, looks=looks))
        except WorkerLost as lost:
            self.verdict_on_loss(lost)
            return _Twin(text, secret, out_of_time=place.session.is_out_of_time)

    def _doubt(self, step: Step, first: TestFinished, twins: list[_Twin]) -> Reason | None:
        """Return why a passed test may be forged; None if nothing shows that."""
        if not set(first.changed) <= self._changed_by_tests:
            self._changed_by_tests.update(self._reference_changes(step))
            if not set(first.changed) <= self._changed_by_tests:
                return Reason.INTERPRETER_CHANGED
        if any(twin.out_of_time for twin in twins):
            return Reason.ERRORS_LOST  # a learner's cells could use up the time for what would find them out
        if twins[0].secret:
            return _doubt_of_error(twins[0], first)
        passing = [twin for twin in twins if _passes(twin, first)]
        if not passing:
            return None
        if first.score is not None and first.score < step.points:
            # The altered place may have no effect on the points.
            return Reason.ACCEPTS_ANYTHING if len(passing) == len(twins) else None
        if any(not self._reference_passes(step, twin) for twin in passing):
            return Reason.ACCEPTS_ANYTHING
        if len(passing) < len(twins):
            return None
        # The reference passes all twins, too: the altered places decide nothing.
        text, secret = _with_error_at_its_end(step)
        return _doubt_of_error(self._run_twin(self._drawn_places()[0], step, text, secret), first)

    def _reference_passes(self, step: Step, twin: _Twin) -> bool:
        """Tell whether the reference passes a twin as well."""
        finished = self._run_reference(step, twin.source)
        return finished is not None and finished.error is None and finished.score in (None, step.points)

    def _reference_changes(self, step: Step) -> tuple[str, ...]:
        """Return the parts of Python that earlier tests have changed themselves."""
        finished = self._run_reference(step, python(step.source))
        return () if finished is None else finished.changed

    def _run_reference(self, step: Step, source: str) -> TestFinished | None:
        """Run a variant of a test after the reference's own cells; None if its process was lost."""
        session = self.session.with_history(list(_cells_before(self.reference(), step)), Path(os.getcwd()))
        try:
            return self._run_in(session, source, step)
        except (WorkerLost, GraderError):
            return None
        finally:
            session.close()

    def _prelude(self, step: Step) -> Iterator[str]:
        """Yield the assignment's imports and helper functions that a test uses: a learner may have replaced them.

        What only an answer imports is the learner's to import.
        """
        wanted, seen = names_used(python(step.source)), set[str]()
        while wanted:
            name = wanted.pop()
            if name in seen or name in self.names.answered | self.names.tested:
                continue
            seen.add(name)
            helper = self.names.helpers.get(name, "")
            if helper.startswith(("def ", "async def ")):
                wanted |= names_used(helper)
                yield helper
            elif name in self.names.imports and name not in self.names.answers_imports:
                yield self.names.imports[name]

    def _builtins_used(self, step: Step) -> Iterator[str]:
        """Yield the built-in names that a test uses and that the learner may not define."""
        for name in sorted(names_used(python(step.source))):
            others = self.names.answered | self.names.tested | self.names.own | self.names.imports.keys()
            if hasattr(builtins, name) and name not in others:
                yield name


def _cells_before(plan: Plan, step: Step) -> Iterator[str]:
    """Yield the cells and tests before a test."""
    for one in plan.steps:
        if one.kind == "test" and one.task == step.task:
            return
        if one.kind != "manual":
            yield one.source


def _twins_of(step: Step) -> list[tuple[str, str]]:
    """Make the twins of a test, which must fail: the source of each, and the text of an error put at its end, if there is one."""
    return [(text, "") for text in expected_values.twins(step.source)] or [_with_error_at_its_end(step)]


def _with_error_at_its_end(step: Step) -> tuple[str, str]:
    """Append an error to a test; return the source and the error's text."""
    secret = secrets.token_hex(16)
    return f"{python(step.source)}\nraise AssertionError({secret!r})", secret


def _doubt_of_error(twin: _Twin, first: TestFinished) -> Reason | None:
    """Return the reason for doubt if the error at the end of a test was lost."""
    error = None if twin.finished is None else twin.finished.error
    is_told = error is not None and error.text == twin.secret
    return None if is_told and twin.finished is not None and twin.finished.steps == first.steps else Reason.ERRORS_LOST


def _passes(twin: _Twin, first: TestFinished) -> bool:
    """Tell whether a twin got as many points as the test itself."""
    finished = twin.finished
    if finished is None or finished.error is not None:
        return False
    return first.score is None or (finished.score is not None and finished.score >= first.score)


def names_used(source: str) -> set[str]:
    """Return the names that a source text reads."""
    nodes: Iterable[ast.AST] = ()
    with contextlib.suppress(SyntaxError, ValueError):
        nodes = ast.walk(ast.parse(source))
    return {node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)}


def _claimed(report: ErrorReport) -> object:
    """Return what an error says of itself in its attribute ``failure``, as plain data that may be anything; None if it says nothing."""
    for name, raw in report.fields:
        if name == "failure":
            with contextlib.suppress(NotSerializableError):
                return Decoder().decode(raw)
    return None
