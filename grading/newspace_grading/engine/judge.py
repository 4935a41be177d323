"""The judge's process: runs set-up and test cells from the source, and sees the learner's work through proxies only."""

from __future__ import annotations

import ast
import contextlib
import io
import numbers
import os
import re
import signal
import time
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import FrameType
from typing import Any

from newspace_grading.engine.codec import CannotCrossError
from newspace_grading.engine.lab import GraderError, Lab
from newspace_grading.engine.link import LostError
from newspace_grading.engine.names import Names
from newspace_grading.engine.plan import Plan, Step
from newspace_grading.engine.records import Record, Verdict
from newspace_grading.engine.source import python
from newspace_grading.sandbox.limits import Limits

_REGION = re.compile(r"BEGIN HIDDEN TESTS.*?END HIDDEN TESTS", re.DOTALL)
_FULL = object()


class Space(dict[str, Any]):
    """The names of the judge. A name that is not there is the assignment's own, or is looked up on the learner's side.

    Parameters
    ----------
    names : Names
        What the reference says about names.
    look : callable
        Asks the learner's side for a name; KeyError if it has none.
    """

    def __init__(self, names: Names, look: Callable[[str], Any]) -> None:
        super().__init__(__name__="__main__")
        self._names = names
        self._look = look

    def __missing__(self, name: str) -> Any:
        if name in self._names.answered:
            return self._look(name)
        text = self._names.helpers.get(name) or self._names.imports.get(name)
        if text is not None:
            exec(compile(text, "assignment", "exec"), self)  # noqa: S102 - the assignment's own cells
            return self[name]
        if name.startswith("__") or not self._names.learners(name):
            raise KeyError(name)
        return self._look(name)

    def learners_turn(self) -> None:
        """Forget what set-up or tests bound under a name that is the learner's to bind."""
        for name in self._names.answered & set(self):
            del self[name]


@dataclass
class Outcome:
    """What a test cell came to."""

    verdict: Verdict
    score: float | None
    message: str = ""


class Judge:
    """Works through a plan and gives a record for each graded cell."""

    def __init__(self, plan: Plan, names: Names, lab: Lab, limits: Limits, level: str) -> None:
        self._plan = plan
        self._lab = lab
        self._limits = limits
        self._level = level
        self._space = Space(names, self._look)
        self._incidents: dict[str, Verdict] = {}

    def work(self, done: set[str]) -> Iterator[Record]:
        """The records, one by one; tests in ``done`` are not run again."""
        left = sum(step.kind == "test" for step in self._plan.steps)
        for step in self._plan.steps:
            if not left:
                return  # no test will look at what the cells after the last one leave behind
            left -= step.kind == "test"
            if step.kind == "test":
                if step.task not in done:
                    yield self._record(step)
            elif step.kind != "manual":
                self._prepare(step)

    def _look(self, name: str) -> Any:
        channel = self._lab.channel(self._limits.test_s)
        if not channel.have(name):
            raise KeyError(name)
        return channel.ask(op="get", name=name)

    def _prepare(self, step: Step) -> None:
        word, error = self._lab.run(step.source)
        if word is None and error == "SyntaxError" and step.kind == "setup":
            raise GraderError(f"the set-up cell {step.task} is no Python")
        if step.kind == "setup":
            with self._quiet(), contextlib.suppress(Exception, LostError), self._alarm(self._limits.test_s):
                exec(compile(python(step.source), f"set-up {step.task}", "exec"), self._space)  # noqa: S102 - the teacher's
        elif word is not None:
            self._incidents[step.task] = word
        self._space.learners_turn()

    def _record(self, step: Step) -> Record:
        started = time.monotonic()
        called = back = ""
        printed = io.StringIO()
        try:
            channel = self._lab.channel(self._limits.test_s)
            channel.called = channel.came_back = ""
            with (
                contextlib.redirect_stdout(printed),
                contextlib.redirect_stderr(io.StringIO()),
                self._alarm(self._limits.test_s + 1),
            ):
                outcome = self._test(step)
            called, back = channel.called, channel.came_back
            if channel.lost is not None:
                outcome = Outcome(self._lab.lost(channel.lost), 0.0, _LOST[channel.lost.how])
        except LostError as lost:
            outcome = Outcome(self._lab.lost(lost), 0.0, _LOST[lost.how])
        except GraderError as error:
            outcome = Outcome("grader error", None, str(error))
        if outcome.verdict in ("failed", "partial") or (outcome.verdict == "crashed" and not called):
            word = next((self._incidents[name] for name in step.answers if name in self._incidents), None)
            if word is not None and outcome.verdict != "partial":
                outcome = Outcome(word, 0.0, f"The cell of this task did not end well: {word}.")
        if outcome.verdict in ("tampered", "grader error"):
            outcome.score = None
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
            True,
            tuple(dict.fromkeys(repairs)),
        )

    def _test(self, step: Step) -> Outcome:
        """Run a test cell. Only one that ran to its end here is evidence."""
        source = python(step.source)
        try:
            result = self._run(source, step)
        except LostError:
            raise
        except MemoryError:
            return Outcome("over a limit", 0.0, "It took more memory than is allowed.")
        except CannotCrossError as error:
            return Outcome("failed", 0.0, f"A value could not be looked at: {error}.")
        except SyntaxError as error:
            return Outcome("grader error", None, f"the test cell is no Python: {error.msg}")
        except BaseException as error:  # noqa: BLE001 - whatever ends a test early, it did not reach its end
            return Outcome("failed", 0.0, _message(error, step))
        if result is _FULL:
            return Outcome("passed", step.points)
        return _partial(result, step.points)

    def _run(self, source: str, step: Step) -> object:
        tree = ast.parse(source)
        last: ast.Expression | None = None
        if tree.body and isinstance(tree.body[-1], ast.Expr) and not source.rstrip().endswith(";"):
            last = ast.Expression(tree.body.pop().value)  # type: ignore[attr-defined]  # it was looked at
        name = f"test {step.task}"
        exec(compile(tree, name, "exec"), self._space)  # noqa: S102 - running test cells is what this is for
        result = None if last is None else eval(compile(last, name, "eval"), self._space)  # noqa: S307 - the same
        return _FULL if result is None else result

    def _quiet(self) -> contextlib.ExitStack:
        stack = contextlib.ExitStack()
        stack.enter_context(contextlib.redirect_stdout(io.StringIO()))
        stack.enter_context(contextlib.redirect_stderr(io.StringIO()))
        return stack

    @contextlib.contextmanager
    def _alarm(self, seconds: float) -> Iterator[None]:
        """End a test that loops on the judge's own side."""

        def ring(_number: int, _frame: FrameType | None) -> None:
            raise LostError("late", "the test took too long")

        before = signal.signal(signal.SIGALRM, ring)
        signal.setitimer(signal.ITIMER_REAL, seconds)
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, before)


_LOST = {
    "late": "It took too long. Is there a loop without an end?",
    "gone": "The program ended in the middle of this test.",
    "nonsense": "What came back was not an answer to what was asked. A person will look at it.",
}


def _partial(result: object, points: float) -> Outcome:
    """Points from a number that the test cell ends with; checked, since it comes close to what the learner returned."""
    if (
        isinstance(result, bool)
        or not isinstance(result, numbers.Real)
        or type(result).__module__ not in ("builtins", "numpy", "fractions")
    ):
        return Outcome("passed", points)
    score = float(result)
    if not 0 <= score <= points:
        return Outcome("grader error", None, f"the test cell gave {score:g} of {points:g} points")
    if score == points:
        return Outcome("passed", points)
    return Outcome("partial" if score else "failed", score)


def _message(error: BaseException, step: Step) -> str:
    """What a learner may read of a failed test: a check's own message, or where it is visible, the error."""
    if hasattr(error, "rows") and hasattr(error, "message"):
        return str(error)
    lines = [
        frame.lineno or 0
        for frame in traceback.extract_tb(error.__traceback__)
        if frame.filename == f"test {step.task}"
    ]
    line = lines[0] if lines else 0
    for region in _REGION.finditer(step.source):
        first = step.source.count("\n", 0, region.start()) + 1
        if first <= line <= first + region[0].count("\n"):
            return "A hidden test did not pass."
    text = str(error)
    return f"{type(error).__name__}: {text}" if text else type(error).__name__


def run(judge: Judge, done: set[str], report: int) -> None:
    """Work through the plan and write each record into a pipe; never returns."""
    code = 1
    try:
        for record in judge.work(done):
            os.write(report, (record.line() + "\n").encode())
        code = 0
    except GraderError as error:
        os.write(report, ("!" + str(error).replace("\n", " ") + "\n").encode())
    except BaseException as error:  # noqa: BLE001 - the judge's process must end here, whatever happens
        os.write(report, f"!{type(error).__name__}: {error}\n".replace("\n", " ").encode() + b"\n")
    finally:
        with contextlib.suppress(Exception):
            judge._lab.close()
        os._exit(code)
