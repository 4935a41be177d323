"""Run a test cell in the learner's own process, for tests that cannot run isolated.

Each is run in a copy of the process, forked for it, so that its changes end with the copy. Here the learner's code
could forge anything. Simple forgeries are detected: the reply must prove how far the test got with a secret that only
this request held, Python and the deciding modules must be unchanged, and twins of the test must fail.
The judge's part of that is in `newspace_grading.engine.judge.probes.inprocess_lane`.
"""

from __future__ import annotations

import ast
import asyncio
import builtins
import contextlib
import inspect
import os
import random
import threading
import traceback
import types
from collections.abc import Callable
from typing import Any

from newspace_grading.engine.protocol.messages import ErrorReport, RunTest, TestFinished, progress_proof
from newspace_grading.engine.worker import ipython_shell

_FILE_NAME = "<test cell>"
_ALLOW_AWAIT = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
_ANSWERED = 86  # the status of a copy that has answered
_TASKS = "/proc/self/task"
_compile, _eval, _exec = compile, eval, exec  # as they were before any of the learner's code ran
_random_state, _set_random_state = random.getstate, random.setstate  # the same


def can_copy_this_process() -> bool:
    """Tell whether a fork is safe: a copy has one thread only, and may wait for ever for what another one held."""
    if not hasattr(os, "fork") or threading.active_count() > 1:
        return False
    try:
        return len(os.listdir(_TASKS)) == 1
    except OSError:  # there is no such folder, or Landlock keeps it closed: what Python has counted must do
        return True


def run_in_a_copy(answer: Callable[[], None]) -> bool | None:
    """Answer in a copy of this process; return whether it was answered, or None if there can be no copy."""
    state = _random_state()
    try:
        child = os.fork()
    except OSError:  # the learner has as many processes as are allowed
        return None
    if child == 0:
        try:
            _set_random_state(state)  # Python seeds its generator anew in a copy, and an answer may have seeded it
            answer()
            os._exit(_ANSWERED)
        finally:
            os._exit(1)
    _pid, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status) == _ANSWERED


def run_inprocess_test(
    request: RunTest, report: Callable[[BaseException], ErrorReport], changed: tuple[str, ...], *, in_place: bool
) -> TestFinished:
    """Run a test cell among the learner's names; tell how far it got, and what it ended with.

    Parameters
    ----------
    request : RunTest
        The test, in plain Python.
    report : callable
        Describes an error.
    changed : tuple of str
        Parts of Python and its libraries that the learner's code has changed.
    in_place : bool
        Whether this process is no copy.
    """
    tree = ast.parse(request.source)
    space = ipython_shell.shell().user_ns
    steps, value = 0, None
    try:
        _restore_names(space, request)
        for node in tree.body:
            is_last = node is tree.body[-1] and isinstance(node, ast.Expr) and not request.source.rstrip().endswith(";")
            if is_last:
                value = _evaluate(_compile(ast.Expression(node.value), _FILE_NAME, "eval", flags=_ALLOW_AWAIT), space)  # type: ignore[attr-defined]  # just looked at
            else:
                _evaluate(_compile(ast.Module([node], []), _FILE_NAME, "exec", flags=_ALLOW_AWAIT), space)
            steps += 1
    except BaseException as error:  # noqa: BLE001 - whatever ends the test is what is told
        lines = (
            number for frame, number in traceback.walk_tb(error.__traceback__) if frame.f_code.co_filename == _FILE_NAME
        )
        line = next(lines, 0) or 0
        proof = progress_proof(request.secret, steps)
        return TestFinished(steps, proof, error=report(error), line=line, changed=changed, in_place=in_place)
    score = float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None
    return TestFinished(steps, progress_proof(request.secret, steps), score, changed=changed, in_place=in_place)


def _restore_names(space: dict[str, Any], request: RunTest) -> None:
    """Restore names that the learner does not own to the values of the assignment, or of Python."""
    space["__builtins__"] = builtins
    space.update(ipython_shell.inputs_before())
    for name in request.unbound:
        space.pop(name, None)
    for statement in request.prelude:
        with contextlib.suppress(Exception):
            _exec(_compile(statement, "<prelude>", "exec"), space)


def _evaluate(code: types.CodeType, space: dict[str, Any]) -> Any:
    """Run compiled code; await what it gives if it awaits something."""
    if code.co_flags & inspect.CO_COROUTINE:
        return asyncio.run(_eval(code, space))
    return _eval(code, space)
