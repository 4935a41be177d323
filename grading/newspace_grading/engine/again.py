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

from newspace_grading.engine import doubt, together
from newspace_grading.engine.lab import GraderError, Lab
from newspace_grading.engine.link import Channel, LostError
from newspace_grading.engine.plan import Plan, Step
from newspace_grading.engine.remote import Remote
from newspace_grading.engine.source import python
from newspace_grading.engine.space import Space


@dataclass
class Again:
    """A test that was passed.

    Attributes
    ----------
    step : Step
        The test.
    before : Space
        The judge's names as they were before it.
    score : float
        What it came to.
    lab : Lab
        The learner's side.
    seconds : float
        How long a test may take.
    run : callable
        What a text of the test comes to among other names.
    reference : callable
        The plan of the reference's own cells.
    """

    step: Step
    before: Space
    score: float
    lab: Lab
    seconds: float
    run: Callable[[str, Step, Space], float]
    reference: Callable[[], Plan]

    def with_others(self) -> bool:
        """Whether it is passed with another expected value too, and the reference is not."""
        return any(
            self._in(self.lab.aside(), other, kept=True)[0] >= self.score
            and self._in(self._references(), other)[0] < self.step.points
            for other in together.altered(self.step.source)
        )

    def _references(self) -> Lab:
        """A lab for the reference's own answers."""
        cells: list[str] = []
        for one in self.reference().steps:
            if one.kind == "test" and one.task == self.step.task:
                break
            cells += [one.source] if one.kind not in ("test", "manual") else []
        return self.lab.other(cells, Path(os.getcwd()))

    def tells_nothing_apart(self) -> bool:
        """Whether an operator says the same whatever is compared, and the reference's does not."""
        seed, source = secrets.randbits(64), python(self.step.source)
        for makes in (True, False):  # a class may have its reasons not to make more objects than the test does
            right, ours = self._in(self._references(), source, seed, makes=makes)
            if right != self.step.points:
                return False  # it cannot be run twice: there is nothing to compare with
            score, theirs = self._in(self.lab.aside(), source, seed, makes=makes)
            if score >= self.score:
                return doubt.blind(theirs, ours)
        # With more questions than its own it is not passed.
        return self._in(self.lab.aside(), source)[0] >= self.score

    def _in(
        self, lab: Lab, source: str, seed: int | None = None, *, makes: bool = False, kept: bool = False
    ) -> tuple[float, list[doubt.Answer]]:
        """What a text comes to in a lab of its own. With a seed it is asked more than it asks: the answers to that."""
        try:
            lab.kind = Channel if seed is None else doubt.Doubting
            channel = lab.channel(self.seconds)
            space = self.before.again(functools.partial(look, channel))
            for name in [name for name, value in space.items() if isinstance(value, Remote) and not kept]:
                del space[name]  # of another process
            if not isinstance(channel, doubt.Doubting):
                return self.run(source, self.step, space), []
            channel.dice, channel.makes = random.Random(seed), makes  # noqa: S311 - the seed is a secret
            return self.run(source, self.step, space), channel.answers
        except (LostError, GraderError):
            return 0.0, []
        finally:
            lab.close()


def look(channel: Channel, name: str) -> Any:
    """A name of the learner's notebook.

    Raises
    ------
    KeyError
        If it has none like it.
    """
    return channel.ask(op="get", name=name)
