"""A test cell in the learner's own process, for tests that cannot do with two; and what of it can be believed.

Here student code could forge anything. What is easy to see is seen: the test must say how far it got with a word that only this
request held, an error put at its end must be told, and other expected values must not do as well.
"""

from __future__ import annotations

import ast
import asyncio
import inspect
import traceback
import types
from collections.abc import Callable
from typing import Any

from newspace_grading.engine.protocol.messages import progress_proof
from newspace_grading.engine.worker import ipython_shell
from newspace_grading.model.notebook.ipython_syntax import python

NAME = "<test cell>"
_AWAITS = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
_compile, _eval = compile, eval  # as they were before any of the learner's code ran


def run(source: str, secret: str, tell: Callable[[BaseException], dict[str, Any]]) -> dict[str, Any]:
    """Run a test cell among the learner's names; how far it got, and what it came to."""
    tree = ast.parse(python(source))
    space = ipython_shell.warm().user_ns
    steps, value = 0, None
    try:
        for node in tree.body:
            last = node is tree.body[-1] and isinstance(node, ast.Expr) and not source.rstrip().endswith(";")
            if last:
                value = _done(_compile(ast.Expression(node.value), NAME, "eval", flags=_AWAITS), space)  # type: ignore[attr-defined]  # just looked at
            else:
                _done(_compile(ast.Module([node], []), NAME, "exec", flags=_AWAITS), space)
            steps += 1
    except BaseException as error:  # noqa: BLE001 - whatever ends the test is what is told
        lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == NAME]
        return {
            "steps": steps,
            "proof": progress_proof(secret, steps),
            "failed": tell(error),
            "line": lines[0] if lines else 0,
        }
    score = float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None
    return {"steps": steps, "proof": progress_proof(secret, steps), "score": score}


def _done(code: types.CodeType, space: dict[str, Any]) -> Any:
    """What the code comes to, awaited if it awaits something."""
    if code.co_flags & inspect.CO_COROUTINE:
        return asyncio.run(_eval(code, space))
    return _eval(code, space)
