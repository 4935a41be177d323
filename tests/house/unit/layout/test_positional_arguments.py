"""No call passes more than seven arguments by position."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest
from repository import ROOT

MOST_POSITIONAL = 7
CODE_ROOTS = ("grading", "widgets", "tools", "benchmarks")


def long_calls(text: str) -> Iterator[str]:
    """Yield each call of a module that passes more arguments by position, with its line."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call) and len(node.args) > MOST_POSITIONAL:
            yield f"line {node.lineno}: {ast.unparse(node.func)} with {len(node.args)}"


@pytest.mark.parametrize("root", CODE_ROOTS)
def test_no_call_passes_more_than_seven_arguments_by_position(root: str) -> None:
    found = {
        path.relative_to(ROOT).as_posix(): calls
        for path in sorted((ROOT / root).rglob("*.py"))
        if "node_modules" not in path.parts and (calls := list(long_calls(path.read_text(encoding="utf-8"))))
    }
    assert not found, f"name the arguments: {found}"


def test_a_long_call_is_found() -> None:
    assert list(long_calls("a.b(1, 2, 3, 4, 5, 6, 7, x=8)\n")) == []
    assert list(long_calls("\na.b(1, 2, 3, 4, 5, 6, 7, 8)\n")) == ["line 2: a.b with 8"]
