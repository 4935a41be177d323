"""A test that the word of a learner's own operator decided is run again, in processes of its own, before it is paid."""

from __future__ import annotations

import functools
import os
import random
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from newspace_grading.engine.judge.namespace import TestNamespace
from newspace_grading.engine.judge.probes import comparison_probe, expected_values
from newspace_grading.engine.judge.worker_session import WorkerSession
from newspace_grading.engine.proxies.client import WorkerClient, WorkerLost
from newspace_grading.engine.proxies.objects import Remote
from newspace_grading.model.errors import GraderError
from newspace_grading.model.execution_plan import Plan, Step
from newspace_grading.model.notebook.ipython_syntax import python


@dataclass
class ForgeryProbe:
    """A test that was passed.

    Attributes
    ----------
    step : Step
        The test.
    before : TestNamespace
        The judge's names as they were before it.
    score : float
        What it came to.
    session : WorkerSession
        The learner's side.
    seconds : float
        How long a test may take.
    run : callable
        What a text of the test comes to among other names.
    reference : callable
        The plan of the reference's own cells.
    """

    step: Step
    before: TestNamespace
    score: float
    session: WorkerSession
    seconds: float
    run: Callable[[str, Step, TestNamespace], float]
    reference: Callable[[], Plan]

    def passes_with_altered_expectations(self) -> bool:
        """Whether it is passed with another expected value too, and the reference is not."""
        return any(
            self._in(self.session.clone(), other, kept=True)[0] >= self.score
            and self._in(self._references(), other)[0] < self.step.points
            for other in expected_values.altered(self.step.source)
        )

    def _references(self) -> WorkerSession:
        """A session for the reference's own answers."""
        cells: list[str] = []
        for one in self.reference().steps:
            if one.kind == "test" and one.task == self.step.task:
                break
            cells += [one.source] if one.kind not in ("test", "manual") else []
        return self.session.with_history(cells, Path(os.getcwd()))

    def compares_indiscriminately(self) -> bool:
        """Whether an operator says the same whatever is compared, and the reference's does not."""
        seed, source = secrets.randbits(64), python(self.step.source)
        for makes in (True, False):  # a class may have its reasons not to make more objects than the test does
            right, ours = self._in(self._references(), source, seed, makes=makes)
            if right != self.step.points:
                return False  # it cannot be run twice: there is nothing to compare with
            score, theirs = self._in(self.session.clone(), source, seed, makes=makes)
            if score >= self.score:
                return comparison_probe.answers_are_constant(theirs, ours)
        # With more questions than its own it is not passed.
        return self._in(self.session.clone(), source)[0] >= self.score

    def _in(
        self, session: WorkerSession, source: str, seed: int | None = None, *, makes: bool = False, kept: bool = False
    ) -> tuple[float, list[comparison_probe.Answer]]:
        """What a text comes to in a session of its own. With a seed it is asked more than it asks: the answers to that."""
        try:
            session.kind = WorkerClient if seed is None else comparison_probe.ProbingClient
            channel = session.channel(self.seconds)
            space = self.before.again(functools.partial(fetch_name, channel))
            for name in [name for name, value in space.items() if isinstance(value, Remote) and not kept]:
                del space[name]  # of another process
            if not isinstance(channel, comparison_probe.ProbingClient):
                return self.run(source, self.step, space), []
            channel.dice, channel.makes = random.Random(seed), makes  # noqa: S311 - the seed is a secret
            return self.run(source, self.step, space), channel.answers
        except (WorkerLost, GraderError):
            return 0.0, []
        finally:
            session.close()


def fetch_name(channel: WorkerClient, name: str) -> Any:
    """A name of the learner's notebook.

    Raises
    ------
    KeyError
        If it has none like it.
    """
    return channel.ask(op="get", name=name)
