"""No function is above the limit of cyclomatic complexity, counted as radon counts it; see CONTRIBUTING."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest
from repository import ROOT

MOST_COMPLEX = 15
CODE_ROOTS = ("grading", "widgets", "tools", "benchmarks")
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def decisions(node: ast.AST) -> int:
    """Count the decisions that a node itself makes."""
    match node:
        case ast.If() | ast.IfExp() | ast.Assert():
            return 1
        case ast.For() | ast.AsyncFor() | ast.While():
            return 1 + bool(node.orelse)
        case ast.Try():
            return len(node.handlers) + bool(node.orelse)
        case ast.BoolOp():
            return len(node.values) - 1
        case ast.comprehension():
            return 1 + len(node.ifs)
        case ast.Match():
            others = any(isinstance(case.pattern, ast.MatchAs) and case.pattern.pattern is None for case in node.cases)
            return len(node.cases) - others
    return 0


def within(function: ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[ast.AST]:
    """Yield the nodes of a function's body; what functions and classes inside it do counts for those."""
    waiting: list[ast.AST] = list(function.body)
    while waiting:
        node = waiting.pop()
        if isinstance(node, (*FUNCTIONS, ast.ClassDef)):
            continue
        yield node
        if not isinstance(node, ast.Assert):
            waiting.extend(ast.iter_child_nodes(node))


def complexities(text: str) -> Iterator[tuple[str, int]]:
    """Yield the functions and methods of a module, each with its cyclomatic complexity."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, FUNCTIONS):
            yield node.name, 1 + sum(map(decisions, within(node)))


@pytest.mark.parametrize("root", CODE_ROOTS)
def test_no_function_is_above_the_limit(root: str) -> None:
    found = [
        f"{path.relative_to(ROOT)}: {name} has {complexity}"
        for path in sorted((ROOT / root).rglob("*.py"))
        if "node_modules" not in path.parts
        for name, complexity in complexities(path.read_text(encoding="utf-8"))
        if complexity > MOST_COMPLEX
    ]
    assert not found, f"split each of these by subject: {found}"


#: One line of Python and the decisions that it adds.
LINES = {
    "x = 1": 0,
    "if a: pass": 1,
    "if a: pass\nelif b: pass\nelse: pass": 2,
    "x = a if b else c": 1,
    "for a in b: pass": 1,
    "for a in b: pass\nelse: pass": 2,
    "while a: pass": 1,
    "try: pass\nexcept A: pass\nexcept B: pass\nfinally: pass": 2,
    "try: pass\nexcept A: pass\nelse: pass": 2,
    "with a: pass": 0,
    "x = a and b and c or d": 3,
    "x = [a for a in b for c in a if c if b]": 4,
    "assert a and b": 1,
    "match a:\n case 1: pass\n case 2 | 3: pass\n case _: pass": 2,
    "match a:\n case 1: pass\n case 2: pass": 2,
    "x = lambda: a if b else c": 1,
    "def inner():\n if a: pass": 0,
}


@pytest.mark.parametrize("line", LINES)
def test_decisions_are_counted_as_radon_does(line: str) -> None:
    body = "".join(f" {part}\n" for part in line.splitlines())
    assert dict(complexities(f"def outer():\n{body}"))["outer"] == 1 + LINES[line]


def test_functions_are_found_wherever_they_stand() -> None:
    text = "class A:\n def one(self):\n  def two(): pass\nasync def three(): pass\n"
    assert sorted(complexities(text)) == [("one", 1), ("three", 1), ("two", 1)]
