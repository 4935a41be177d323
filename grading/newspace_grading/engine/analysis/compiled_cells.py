"""Compile the assignment's own cells once for all submissions: judges are forked from the process that does so."""

from __future__ import annotations

import ast
import asyncio
import contextlib
import functools
import inspect
from collections.abc import Iterable
from dataclasses import dataclass
from types import CodeType
from typing import Any

from newspace_grading.engine.analysis import file_references, name_ownership, replacements
from newspace_grading.model.execution_plan import Step, file_name_of_test
from newspace_grading.model.notebook.ipython_syntax import python

FULL_POINTS = object()
_DISPLAYS = (ast.Tuple, ast.List, ast.Dict, ast.Set, ast.ListComp, ast.DictComp, ast.SetComp, ast.Lambda)


@dataclass(frozen=True)
class CompiledTest:
    """A test cell.

    Attributes
    ----------
    body : CodeType
        All of it, without the expression at its end.
    last : CodeType or None
        The expression at its end, whose value counts, if there is one.
    ends_with_display : bool
        Whether the cell ends with a tuple, list, dict or similar display: never a number of points.
    """

    body: CodeType
    last: CodeType | None
    ends_with_display: bool

    def run(self, space: dict[str, Any]) -> object:
        """Run the test; return the value of its last expression, or `FULL_POINTS`."""
        _evaluated(self.body, space)
        result = None if self.last is None else _evaluated(self.last, space)
        return FULL_POINTS if result is None else result


def _evaluated(code: CodeType, space: dict[str, Any]) -> object:
    """Run compiled code; await it, as a notebook does, if it awaits something."""
    result = eval(code, space)  # noqa: S307 - running test cells is what this is for
    return asyncio.run(result) if code.co_flags & inspect.CO_COROUTINE else result


def run_as_far_as_possible(source: str, task: str, space: dict[str, Any]) -> None:
    """Run each statement of a test cell, also after one that fails."""
    with contextlib.suppress(SyntaxError, ValueError):
        for node in ast.parse(python(source)).body:
            with contextlib.suppress(Exception):
                _evaluated(
                    compile(
                        ast.Module([node], []), file_name_of_test(task), "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
                    ),
                    space,
                )


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
    displayed = isinstance(last, ast.Expr) and isinstance(last.value, _DISPLAYS)
    shown: ast.Expression | None = None
    if isinstance(last, ast.Expr) and not source.rstrip().endswith(";"):
        shown = ast.Expression(last.value)
        tree.body.pop()
    name = file_name_of_test(task)
    flags = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
    last_code = None if shown is None else compile(shown, name, "eval", flags=flags)
    return CompiledTest(compile(tree, name, "exec", flags=flags), last_code, displayed)


def running_lines(task: str) -> set[int]:
    """Return the lines of a test that are at work when this is called, in functions of its own too; none where it is in another thread."""
    name, frame = file_name_of_test(task), inspect.currentframe()
    found: set[int] = set()
    while frame is not None:
        if frame.f_code.co_filename == name:
            found.add(frame.f_lineno)
        frame = frame.f_back
    return found


@functools.lru_cache(maxsize=1024)
def compiled_setup(source: str, task: str) -> CodeType:
    """Compile a set-up cell.

    Raises
    ------
    SyntaxError, ValueError
        If it is no Python.
    """
    code: CodeType = compile(python(source), f"set-up {task}", "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
    return code


def run_setup(source: str, task: str, space: dict[str, Any]) -> None:
    """Run a set-up cell; await it, as a notebook does, if it awaits something.

    Raises
    ------
    SyntaxError, ValueError
        If it is no Python.
    """
    _evaluated(compiled_setup(source, task), space)


def compile_ahead(steps: Iterable[Step]) -> None:
    """Compile and analyse ahead what a judge will need. The judge reports cells that are no valid Python."""
    for step in steps:
        with contextlib.suppress(SyntaxError, ValueError, RecursionError, MemoryError):
            if step.kind == "setup":
                compiled_setup(step.source, step.task)
            elif step.kind == "test":
                source = python(step.source)
                file_references.data_files_named(source)
                compiled_test(source, step.task)
                replacements.replacements_in(source)
                replacements.changes_values(source)
                name_ownership.visibly_bound(step.source)
                name_ownership.visibly_imported(step.source)
