"""Alter the values that a test cell expects: a test that still passes proves nothing."""

from __future__ import annotations

import ast
import secrets
from collections.abc import Set
from typing import Any

from newspace_grading.engine.analysis.compiled_cells import Span
from newspace_grading.model.notebook import hidden_regions
from newspace_grading.model.notebook.ipython_syntax import python

_CLOSE = {"isclose", "allclose", "assert_allclose", "approx", "assertAlmostEqual", "assertEqual", "assert_equal"}
_MAX_ALTERED = 4
_MAX_TWINS = 3


def count_steps(source: str) -> int:
    """Count the statements of a test cell."""
    return len(ast.parse(python(source)).body)


def altered_tests(source: str, spans: Set[Span] | None = None) -> list[str]:
    """Change one expected constant of a test, at random, for some of its constants: each must then fail.

    Constants of hidden tests come first: a forged answer may know the visible ones.

    Parameters
    ----------
    source : str
        The test.
    spans : set of (line, last line, column, last column) or None
        Only constants of comparisons that stand there are changed: what else is expected is compared here, with plain values, and any
        change of it is noticed; None for all.
    """
    text = python(source)
    tree = ast.parse(text)
    found = _expected(tree, spans)
    secret = hidden_regions.lines(text)
    order = sorted(
        range(len(found)),
        key=lambda n: (found[n].lineno not in secret, secrets.randbits(30)),
    )
    made = []
    for number in order[:_MAX_ALTERED]:
        tree = ast.parse(text)
        _change(_expected(tree, spans)[number])
        made.append(ast.unparse(ast.fix_missing_locations(tree)))
    return made


def twins(source: str) -> list[str]:
    """Make twins of a test that must fail, each different from it in one place only.

    Only expected values of hidden tests are changed, if there are any: a change in a released test could be detected.
    Where there is no constant to change, an ``assert`` is negated.
    """
    text = python(source)
    tree = ast.parse(text)
    secret = hidden_regions.lines(text)
    places: list[tuple[ast.expr, str]] = [(node, _written(_other_value(node.value))) for node in _expected(tree)]
    if not places:
        asserted = [node.test for node in ast.walk(tree) if isinstance(node, ast.Assert)]
        places = [(node, f"not ({_text_of(text, node)})") for node in asserted]
    hidden = [place for place in places if place[0].lineno in secret]
    chosen = hidden or places
    secrets.SystemRandom().shuffle(chosen)
    return [_with_replaced(text, node, other) for node, other in chosen[:_MAX_TWINS]]


def _stands_at(node: ast.AST, spans: Set[Span] | None) -> bool:
    """Tell whether an expression is one of those. Python says of a method's call that it begins with the name of the method."""
    if spans is None or not isinstance(node, ast.expr):
        return spans is None
    end = (node.end_lineno, node.end_col_offset)
    return any(
        (end_line, end_column) == end and (line, column) >= (node.lineno, node.col_offset)
        for line, end_line, column, end_column in spans
    )


def _written(value: object) -> str:
    text = repr(value)
    return f"({text})" if text.startswith("-") else text


def _span(text: str, node: ast.expr) -> tuple[int, int]:
    """Return where an expression begins and ends in the bytes of a text."""
    lines = text.encode().splitlines(keepends=True)
    begin = sum(map(len, lines[: node.lineno - 1])) + node.col_offset
    end = sum(map(len, lines[: (node.end_lineno or node.lineno) - 1])) + (node.end_col_offset or node.col_offset)
    return begin, end


def _text_of(text: str, node: ast.expr) -> str:
    begin, end = _span(text, node)
    return text.encode()[begin:end].decode()


def _with_replaced(text: str, node: ast.expr, other: str) -> str:
    """Replace the text of an expression; later text stays on its line."""
    begin, end = _span(text, node)
    data = text.encode()
    missing = data[begin:end].count(b"\n") - other.count("\n")
    filled = f"({other}{chr(10) * missing})" if missing > 0 else other
    return (data[:begin] + filled.encode() + data[end:]).decode()


def _expected(tree: ast.Module, spans: Set[Span] | None = None) -> list[ast.Constant]:
    """Find the constants that results are compared with, in comparisons that stand there, except arguments of the learner's functions."""
    # A negated comparison would still pass with another value.
    negated = [node for node in ast.walk(tree) if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not)]
    passed_over = {part for node in negated for part in ast.walk(node)}
    sides = [side for node in ast.walk(tree) if node not in passed_over for side in _expected_sides(node, spans)]
    constants = [part for side in sides for part in ast.walk(side) if isinstance(part, ast.Constant)]
    return [one for one in constants if isinstance(one.value, bool | int | float | complex | str)]


def _expected_sides(node: ast.AST, spans: Set[Span] | None) -> list[ast.expr]:
    """Return the parts of a comparison, or of a call that compares, that say what is expected; nothing of other nodes, or that stand elsewhere."""
    if not _stands_at(node, spans):
        return []
    if isinstance(node, ast.Compare):
        return _expected_of_comparison(node)
    if isinstance(node, ast.Call) and _called(node) in _CLOSE:
        return [one for one in node.args[:2] if _is_literal(one)]
    return []


def _expected_of_comparison(node: ast.Compare) -> list[ast.expr]:
    sides = [node.left, *node.comparators]
    literal = [side for side in sides if _is_literal(side)]
    if len(literal) == len(sides) or not all(isinstance(op, ast.Eq) for op in node.ops):
        return []
    return literal or [side for side in node.comparators if _is_made_of_literals(side)]


def _called(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def _change(node: ast.Constant) -> None:
    """Replace its value by another of the same type."""
    node.value = _other_value(node.value)


def _other_value(value: object) -> Any:
    """Return another value of the same type."""
    chance = secrets.randbelow(89) + 11
    if isinstance(value, bool):
        return not value
    if isinstance(value, str):
        place = secrets.randbelow(len(value) + 1)
        return value[:place] + chr(97 + chance % 26) + value[place:]
    if isinstance(value, int):
        return value + secrets.choice((-1, 1)) * max(1, abs(value) // 3)
    if isinstance(value, float | complex):
        return value * 1.5 + 1
    return value


def _is_made_of_literals(node: ast.expr) -> bool:
    return isinstance(node, ast.Call) and bool(node.args) and all(_is_literal(one) for one in node.args)


def _is_literal(node: ast.expr) -> bool:
    try:
        ast.literal_eval(node)
    except (ValueError, SyntaxError, TypeError, MemoryError):
        return False
    return True
