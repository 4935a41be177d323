"""Running an assignment with some answers replaced, fast, in this process, and telling task by task what passed.

This is for the author's own answers: for proofs, banks of answers and tests. It protects nothing from the code that it runs,
so learners' submissions never come here.
"""

from __future__ import annotations

import ast
import contextlib
import io
import threading
import time
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import CodeType, FrameType
from typing import Any

from authoring.assignment import AuthoredAssignment, AuthoredCell, AuthoredTask
from newspace.checks.failure import PartialPoints
from newspace_grading.sandbox import alarm

Namespace = dict[str, Any]


@dataclass(frozen=True)
class TaskOutcome:
    """How the tests of one task went: passed, else the message that a learner would read."""

    task: str
    passed: bool
    message: str
    seconds: float


class OutOfTimeError(Exception):
    """The code ran longer than it may."""


@contextlib.contextmanager
def deadline(seconds: float) -> Iterator[None]:
    """Stop the block with `OutOfTimeError` after so many seconds, where the system and the thread allow it; else never."""
    if not alarm.able() or threading.current_thread() is not threading.main_thread():
        yield
        return

    def ring(_number: int, _frame: FrameType | None) -> None:
        raise OutOfTimeError(f"longer than {seconds:g} s")

    with alarm.after(seconds, ring):
        yield


class Bench:
    """An assignment whose reference has been run once up to each task, so that a single task can be run again and again.

    Parameters
    ----------
    assignment : AuthoredAssignment
        The source notebook. Its free cells (hints, readings) are left out: they show things, and no answer needs them.
    limit_s : float
        How long one task's answer and tests may take together.
    """

    def __init__(self, assignment: AuthoredAssignment, limit_s: float = 10.0) -> None:
        self.assignment = assignment
        self._limit_s = limit_s
        self._codes: dict[str, tuple[CodeType, CodeType | None]] = {}
        self._before: dict[str, Namespace] = {}
        space = _fresh()
        for cell in assignment.cells:
            if cell.role == "locked" and cell.code:
                self._run(cell.source, f"locked cell {cell.grade_id}", space)
            for task in assignment.tasks:
                if not task.manual and task.answers[0] is cell:
                    self._before[task.name] = dict(space)
            if cell.role == "answer":
                self._run(cell.source, f"answer {cell.grade_id}", space)

    def judge(self, name: str, answer: str | None = None) -> TaskOutcome:
        """Run one task's tests on ``answer`` (the reference's own if it is None), after the reference's answers to the tasks before it."""
        task = self.assignment.task(name)
        source = answer if answer is not None else "\n\n".join(cell.source for cell in task.answers)
        return self._judge(task, source, dict(self._before[name]))

    def _judge(self, task: AuthoredTask, source: str, space: Namespace) -> TaskOutcome:
        # A function of an answer looks its helpers up in the namespace where it was made: the copy, with the answers before it.
        started = time.perf_counter()
        message = ""
        try:
            with deadline(self._limit_s):
                self._attempt(task, source, space)
        except (Exception, SystemExit) as error:  # noqa: BLE001 - whatever an answer raises, the task has failed
            message = f"{type(error).__name__}: {error}"
        finally:
            _close_figures()
        return TaskOutcome(task.name, not message, message, time.perf_counter() - started)

    def _attempt(self, task: AuthoredTask, source: str, space: Namespace) -> None:
        with (
            contextlib.redirect_stdout(io.StringIO()),
            contextlib.redirect_stderr(io.StringIO()),
            warnings.catch_warnings(),
        ):
            warnings.simplefilter("ignore")
            # As in a notebook, an answer that stops with an error leaves the tests to find out what is missing.
            with contextlib.suppress(Exception):
                exec(compile(source, f"answer {task.name}", "exec"), space)  # noqa: S102 - running notebooks is what this is for
            for cell in task.tests:
                body, last = self._compiled(cell)
                exec(body, space)  # noqa: S102 - the same
                told = None if last is None else eval(last, space)  # noqa: S307 - the same
                if isinstance(told, PartialPoints):
                    raise told.error

    def _compiled(self, cell: AuthoredCell) -> tuple[CodeType, CodeType | None]:
        """Compile a test cell: all but the expression with which it ends, if it ends with one, and that expression."""
        if cell.grade_id not in self._codes:
            name, tree = f"test {cell.grade_id}", ast.parse(cell.source)
            last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
            shown = compile(ast.Expression(last.value), name, "eval") if isinstance(last, ast.Expr) else None
            self._codes[cell.grade_id] = compile(tree, name, "exec"), shown
        return self._codes[cell.grade_id]

    @staticmethod
    def _run(source: str, name: str, space: Namespace) -> None:
        with contextlib.redirect_stdout(io.StringIO()):
            exec(compile(source, name, "exec"), space)  # noqa: S102 - the same


def run_assignment(
    assignment: AuthoredAssignment, answers: Mapping[str, str] | None = None, limit_s: float = 10.0
) -> dict[str, TaskOutcome]:
    """Run a whole assignment from top to bottom, with the answers of some tasks replaced, and judge every task.

    Unlike `Bench.judge`, a wrong answer is there for the tasks after it too, as it is in a learner's notebook.
    """
    given = dict(answers or {})
    bench = Bench(assignment, limit_s)
    space = _fresh()
    outcomes: dict[str, TaskOutcome] = {}
    for cell in assignment.cells:
        if cell.role == "locked" and cell.code:
            Bench._run(cell.source, f"locked cell {cell.grade_id}", space)
        for task in assignment.tasks:
            if not task.manual and task.answers[0] is cell:
                source = given.get(task.name, "\n\n".join(part.source for part in task.answers))
                outcomes[task.name] = bench._judge(task, source, space)
    return outcomes


def _fresh() -> Namespace:
    return {"__name__": "__main__", "__builtins__": __builtins__}


def _close_figures() -> None:
    import sys

    pyplot = sys.modules.get("matplotlib.pyplot")
    if pyplot is not None:
        pyplot.close("all")
