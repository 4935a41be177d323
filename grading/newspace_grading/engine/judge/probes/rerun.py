"""Run a test that an operator of the learner's decided again, in workers of its own, before it earns points."""

from __future__ import annotations

import os
import random
from collections.abc import Callable, Set
from dataclasses import dataclass
from pathlib import Path

from newspace_grading.engine.analysis.compiled_cells import Span
from newspace_grading.engine.judge.namespace import TestNamespace
from newspace_grading.engine.judge.probes import comparison_probe, expected_values
from newspace_grading.engine.judge.worker_session import WorkerSession
from newspace_grading.engine.proxies.client import WorkerClient, WorkerLost
from newspace_grading.engine.proxies.objects import Remote
from newspace_grading.model.errors import GraderError
from newspace_grading.model.execution_plan import Plan, Step
from newspace_grading.model.notebook.ipython_syntax import python


@dataclass(kw_only=True)
class ForgeryProbe:
    """Detect a test that passes with any expected value.

    Attributes
    ----------
    step : Step
        The test.
    before : TestNamespace
        The judge's names as they were before it.
    score : float
        The points that it gave.
    session : WorkerSession
        The learner's side.
    seconds : float
        How long a test may take.
    run : callable
        Returns the points of a variant of the test in a namespace.
    reference : callable
        Returns the plan of the reference's own cells.
    was_true : bool
        Whether a comparison of the learner's came to true in the test.
    spans : set of (line, last line, column, last column) or None
        The expressions of the test that compared with the learner's operators; None if that is not known.
    comparisons : ReferenceComparisons
        How the reference compares in this test, if that is known already, and what chooses the decoys.
    made_files : set of str
        Files that are here only because tests have had the learner's program write them: no probe of the learner's finds them.
    """

    step: Step
    before: TestNamespace
    score: float
    session: WorkerSession
    seconds: float
    run: Callable[[WorkerClient, str, Step, TestNamespace], float]
    reference: Callable[[], Plan]
    was_true: bool
    spans: Set[Span] | None
    comparisons: comparison_probe.ReferenceComparisons
    made_files: Set[str]

    def is_forged(self) -> bool:
        """Tell whether any answer would have passed."""
        return (self.was_true and self.passes_with_altered_expectations()) or self.compares_indiscriminately()

    def passes_with_altered_expectations(self) -> bool:
        """Tell whether it passes with another expected value too, and the reference does not."""
        return any(
            self._score(self.session.clone(), other, keep_proxies=True) >= self.score
            and self._score(self._reference_session(), other) < self.step.points
            for other in expected_values.altered_tests(self.step.source, self.spans)
        )

    def compares_indiscriminately(self) -> bool:
        """Tell whether an operator gives the same answer whatever is compared, and the reference's does not."""
        for makes in (True, False):  # a class may have its reasons not to make more objects than the test does
            right, ours = self.reference_answers(makes=makes)
            if right != self.step.points:
                # It cannot be run twice: there is nothing to compare with. But a learner's cells could also use up the time for it.
                return self.session.clone().is_out_of_time
            score, theirs = self._score_and_answers(self.session.clone(), makes=makes)
            if score >= self.score:
                return comparison_probe.answers_are_constant(theirs, ours)
        # It does not pass with decoys among its comparisons, or not without the tests before it: the reference does.
        return True

    def reference_answers(self, *, makes: bool) -> comparison_probe.ScoredAnswers:
        """Return the points of the reference, and its answers among the decoys; ``makes`` says whether further objects are made."""
        if makes and self.step.task in self.comparisons.answers:
            return self.comparisons.answers[self.step.task]
        return self._score_and_answers(self._reference_session(), makes=makes)

    def _reference_session(self) -> WorkerSession:
        """Make a session for the reference's own answers."""
        cells: list[str] = []
        for step in self.reference().steps:
            if step.kind == "test" and step.task == self.step.task:
                break
            cells += [step.source] if step.kind not in ("test", "manual") else []
        return self.session.with_history(cells, Path(os.getcwd()), self.made_files)

    def _score(self, session: WorkerSession, source: str, *, keep_proxies: bool = False) -> float:
        """Run a variant of the test in a session that is used for nothing else, and return the points."""
        try:
            client = session.client(self.seconds)
            return self.run(client, source, self.step, self._namespace(client, keep_proxies=keep_proxies))
        except (WorkerLost, GraderError):
            return 0.0
        finally:
            session.end_worker_and_wait()  # the next is not to learn from it what was asked
            session.close()

    def _score_and_answers(self, session: WorkerSession, *, makes: bool) -> comparison_probe.ScoredAnswers:
        """Run it with more comparisons than it makes; return the points and the answers."""
        try:
            session.client_class = comparison_probe.ProbingClient
            client = session.client(self.seconds)
            if not isinstance(client, comparison_probe.ProbingClient):
                return 0.0, ()
            client.dice = random.Random(self.comparisons.seed)  # noqa: S311 - the seed is a secret
            client.makes = makes
            score = self.run(client, python(self.step.source), self.step, self._namespace(client))
            return score, tuple(client.answers)
        except (WorkerLost, GraderError):
            return 0.0, ()
        finally:
            session.end_worker_and_wait()  # the next is not to learn from it what was asked
            session.close()

    def _namespace(self, client: WorkerClient, *, keep_proxies: bool = False) -> TestNamespace:
        """Copy the names from before the test; proxies are left out, since they belong to another worker."""
        space = self.before.copy_with(client.name)
        for name in [name for name, value in space.items() if isinstance(value, Remote) and not keep_proxies]:
            del space[name]
        return space
