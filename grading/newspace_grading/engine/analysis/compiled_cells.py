"""Compile the assignment's own cells once for all submissions: judges are forked from the process that does so."""

from __future__ import annotations

import ast
import asyncio
import contextlib
import functools
import inspect
import itertools
from collections.abc import Iterable
from dataclasses import dataclass
from types import CodeType
from typing import Any

from newspace_grading.engine.analysis import file_references, name_ownership, replacements
from newspace_grading.model.execution_plan import Step, file_name_of_test
from newspace_grading.model.notebook.ipython_syntax import python

FULL_POINTS = object()
Span = tuple[int, int, int, int]
"""Where an expression stands: its first and last line, and its first column and the one after its end, in bytes."""
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


def run_ordinary(text: str, space: dict[str, Any]) -> None:
    """Run a statement of an ordinary cell."""
    exec(_compiled_ordinary(text), space)  # noqa: S102 - the assignment's own cells


@functools.lru_cache(maxsize=1024)
def _compiled_ordinary(text: str) -> CodeType:
    return compile(text, "assignment", "exec", dont_inherit=True)


def run_as_far_as_possible(source: str, task: str, space: dict[str, Any]) -> None:
    """Run each statement of a test cell, also after one that fails."""
    with contextlib.suppress(SyntaxError, ValueError):
        for node in ast.parse(python(source)).body:
            with contextlib.suppress(Exception):
                _evaluated(
                    compile(
                        ast.Module([node], []),
                        file_name_of_test(task),
                        "exec",
                        flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT,
                        dont_inherit=True,
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
    last_code = None if shown is None else compile(shown, name, "eval", flags=flags, dont_inherit=True)
    return CompiledTest(compile(tree, name, "exec", flags=flags, dont_inherit=True), last_code, displayed)


class RunningExpressions:
    """Collect which expressions of a test are at work at certain moments, in functions of its own too.

    Parameters
    ----------
    task : str
        The test.
    """

    def __init__(self, task: str) -> None:
        self._name = file_name_of_test(task)
        self._at: dict[tuple[int, int], CodeType] = {}  # id of a code object, offset of the instruction → the code
        self._is_known = True

    def note(self) -> None:
        """Add those that are at work now."""
        frame, is_found = inspect.currentframe(), False
        while frame is not None:
            if frame.f_code.co_filename == self._name:
                self._at[id(frame.f_code), frame.f_lasti] = frame.f_code
                is_found = True
            frame = frame.f_back
        self._is_known = self._is_known and is_found

    def spans(self) -> frozenset[Span] | None:
        """Return where they stand; None if that is not known: the test compared in another thread, or Python keeps no columns."""
        found: set[Span] = set()
        for (_id, offset), code in self._at.items():
            line, end_line, column, end_column = next(
                itertools.islice(code.co_positions(), offset // 2, None), (None,) * 4
            )
            if line is None or end_line is None or column is None or end_column is None:
                return None
            found.add((line, end_line, column, end_column))
        return frozenset(found) if self._is_known else None


@functools.lru_cache(maxsize=1024)
def compiled_setup(source: str, task: str) -> CodeType:
    """Compile a set-up cell.

    Raises
    ------
    SyntaxError, ValueError
        If it is no Python.
    """
    code: CodeType = compile(
        python(source), f"set-up {task}", "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True
    )
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
