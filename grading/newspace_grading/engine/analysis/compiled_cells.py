"""The assignment's own cells, compiled: once for all submissions, since judges are forked from the process in which that was done."""

from __future__ import annotations

import ast
import contextlib
import functools
from collections.abc import Iterable
from dataclasses import dataclass
from types import CodeType
from typing import Any

from newspace_grading.engine.analysis import file_references
from newspace_grading.model.execution_plan import Step
from newspace_grading.model.notebook.ipython_syntax import python

FULL_POINTS = object()


@dataclass(frozen=True)
class CompiledTest:
    """A test cell.

    Attributes
    ----------
    body : CodeType
        All of it, without the expression at its end.
    last : CodeType or None
        The expression at its end, whose value counts, if there is one.
    ends_with_call : bool
        Whether the cell ends with a call.
    """

    body: CodeType
    last: CodeType | None
    ends_with_call: bool

    def run(self, space: dict[str, Any]) -> object:
        """Run it; what it comes to, or `FULL_POINTS`."""
        exec(self.body, space)  # noqa: S102 - running test cells is what this is for
        result = None if self.last is None else eval(self.last, space)  # noqa: S307 - the same
        return FULL_POINTS if result is None else result


@functools.lru_cache(maxsize=1024)
def compiled_test(source: str, task: str) -> CompiledTest:
    """Compile a test cell.

    Raises
    ------
    SyntaxError, ValueError
        If it is no Python.
    """
    tree = ast.parse(source)
    last = tree.body[-1] if tree.body else None
    called = isinstance(last, ast.Expr) and isinstance(last.value, ast.Call)
    shown: ast.Expression | None = None
    if isinstance(last, ast.Expr) and not source.rstrip().endswith(";"):
        shown = ast.Expression(last.value)
        tree.body.pop()
    name = f"test {task}"
    return CompiledTest(compile(tree, name, "exec"), None if shown is None else compile(shown, name, "eval"), called)


@functools.lru_cache(maxsize=1024)
def compiled_setup(source: str, task: str) -> CodeType:
    """Compile a set-up cell.

    Raises
    ------
    SyntaxError, ValueError
        If it is no Python.
    """
    return compile(python(source), f"set-up {task}", "exec")


def compile_ahead(steps: Iterable[Step]) -> None:
    """Compile what a judge will need. What is no Python is for the judge to say."""
    for step in steps:
        with contextlib.suppress(SyntaxError, ValueError, RecursionError, MemoryError):
            if step.kind == "setup":
                compiled_setup(step.source, step.task)
            elif step.kind == "test":
                source = python(step.source)
                file_references.data_files_named(source)
                compiled_test(source, step.task)
