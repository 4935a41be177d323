"""Run a test cell in the learner's own process, for tests that cannot do with two.

Here the learner's code could forge anything. What is easy to see is seen: the answer must prove how far the test got with a secret
that only this request held, an error put at its end must be reported, and other expected values must not do as well.
The judge's part of that is in `newspace_grading.engine.judge.probes.inprocess_trust`.
"""

from __future__ import annotations

import ast
import asyncio
import inspect
import traceback
import types
from collections.abc import Callable
from typing import Any

from newspace_grading.engine.protocol.messages import ErrorReport, TestFinished, progress_proof
from newspace_grading.engine.worker import ipython_shell
from newspace_grading.model.notebook.ipython_syntax import python

_FILE_NAME = "<test cell>"
_ALLOW_AWAIT = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
_compile, _eval = compile, eval  # as they were before any of the learner's code ran


def run_inprocess_test(source: str, secret: str, report: Callable[[BaseException], ErrorReport]) -> TestFinished:
    """Run a test cell among the learner's names; tell how far it got, and what it ended with."""
    tree = ast.parse(python(source))
    space = ipython_shell.shell().user_ns
    steps, value = 0, None
    try:
        for node in tree.body:
            is_last = node is tree.body[-1] and isinstance(node, ast.Expr) and not source.rstrip().endswith(";")
            if is_last:
                value = _evaluate(_compile(ast.Expression(node.value), _FILE_NAME, "eval", flags=_ALLOW_AWAIT), space)  # type: ignore[attr-defined]  # just looked at
            else:
                _evaluate(_compile(ast.Module([node], []), _FILE_NAME, "exec", flags=_ALLOW_AWAIT), space)
            steps += 1
    except BaseException as error:  # noqa: BLE001 - whatever ends the test is what is told
        lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == _FILE_NAME]
        line = (lines[0] if lines else 0) or 0
        return TestFinished(steps, progress_proof(secret, steps), error=report(error), line=line)
    score = float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None
    return TestFinished(steps, progress_proof(secret, steps), score)


def _evaluate(code: types.CodeType, space: dict[str, Any]) -> Any:
    """Run compiled code; await what it gives if it awaits something."""
    if code.co_flags & inspect.CO_COROUTINE:
        return asyncio.run(_eval(code, space))
    return _eval(code, space)
