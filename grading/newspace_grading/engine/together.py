"""A test cell in the learner's own process, for tests that cannot do with two; and what of it can be believed.

Here student code could forge anything. What is easy to see is seen: the test must say how far it got with a word that only this
request held, an error put at its end must be told, and other expected values must not do as well.
"""

from __future__ import annotations

import ast
import asyncio
import hashlib
import hmac
import inspect
import secrets
import traceback
import types
from collections.abc import Callable
from typing import Any

from newspace_grading.engine import hidden, shell
from newspace_grading.engine.source import python

NAME = "<test cell>"
_CLOSE = {"isclose", "allclose", "assert_allclose", "approx", "assertAlmostEqual", "assertEqual", "assert_equal"}
_SOME = 4
_AWAITS = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
_compile, _eval = compile, eval  # as they were before any of the learner's code ran


def proof(secret: str, steps: int) -> str:
    """The word for having got so far."""
    return hmac.new(secret.encode(), str(steps).encode(), hashlib.sha256).hexdigest()


def run(source: str, secret: str, tell: Callable[[BaseException], dict[str, Any]]) -> dict[str, Any]:
    """Run a test cell among the learner's names; how far it got, and what it came to."""
    tree = ast.parse(python(source))
    space = shell.warm().user_ns
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
        return {"steps": steps, "proof": proof(secret, steps), "failed": tell(error), "line": lines[0] if lines else 0}
    score = float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None
    return {"steps": steps, "proof": proof(secret, steps), "score": score}


def _done(code: types.CodeType, space: dict[str, Any]) -> Any:
    """What the code comes to, awaited if it awaits something."""
    if code.co_flags & inspect.CO_COROUTINE:
        return asyncio.run(_eval(code, space))
    return _eval(code, space)


def count(source: str) -> int:
    """The steps of a test cell."""
    return len(ast.parse(python(source)).body)


def altered(source: str) -> list[str]:
    """The test with one expected constant changed, at random, for some of its constants: it must then fail.

    Constants of hidden tests come first: a visible one is known to whoever would answer to please.
    """
    text = python(source)
    found = _expected(ast.parse(text))
    secret = hidden.lines(text)
    order = sorted(range(len(found)), key=lambda n: (found[n].lineno not in secret, secrets.randbits(30)))
    made = []
    for number in order[:_SOME]:
        tree = ast.parse(text)
        _change(_expected(tree)[number])
        made.append(ast.unparse(ast.fix_missing_locations(tree)))
    return made


def _expected(tree: ast.Module) -> list[ast.Constant]:
    """The constants that results are compared with, and none that goes into a call of the learner's."""
    sides: list[ast.expr] = []
    denied = {
        part
        for node in ast.walk(tree)
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not)
        for part in ast.walk(node)
    }
    for node in ast.walk(tree):
        if node in denied:
            continue  # what must not hold does not hold with another value either
        if isinstance(node, ast.Compare) and all(isinstance(op, ast.Eq) for op in node.ops):
            both = [node.left, *node.comparators]
            if not all(_literal(side) for side in both):
                plain = [side for side in both if _literal(side)]
                sides += plain or [side for side in both[1:] if _made_of_literals(side)]
        elif isinstance(node, ast.Call):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if called in _CLOSE:
                sides += [one for one in node.args[:2] if _literal(one)]
    constants = [part for side in sides for part in ast.walk(side) if isinstance(part, ast.Constant)]
    return [one for one in constants if isinstance(one.value, bool | int | float | complex | str)]


def _change(node: ast.Constant) -> None:
    """Another value of the same sort."""
    value, chance = node.value, secrets.randbelow(89) + 11
    if isinstance(value, bool):
        node.value = not value
    elif isinstance(value, str):
        place = secrets.randbelow(len(value) + 1)
        node.value = value[:place] + chr(97 + chance % 26) + value[place:]
    elif isinstance(value, int):
        node.value = value + secrets.choice((-1, 1))
    elif isinstance(value, float | complex):
        node.value = value * 1.5 + 1


def _made_of_literals(node: ast.expr) -> bool:
    return isinstance(node, ast.Call) and bool(node.args) and all(_literal(one) for one in node.args)


def _literal(node: ast.expr) -> bool:
    try:
        ast.literal_eval(node)
    except (ValueError, SyntaxError, TypeError, MemoryError):
        return False
    return True
