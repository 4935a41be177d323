"""Detect from source alone that a test must fail: a name that it certainly uses is missing, or is still a stub."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from newspace_grading.model.notebook.ipython_syntax import python

_SIMPLE = (ast.Assert, ast.Expr, ast.Assign, ast.AnnAssign, ast.AugAssign)
_MAY_BE_PASSED_OVER = (ast.Lambda, ast.IfExp, ast.GeneratorExp, ast.ListComp, ast.SetComp, ast.DictComp)


def names_certainly_read(test: str) -> dict[str, int]:
    """Return the names that a test reads unless it fails before, each with its first line."""
    tree = _parsed(test)
    bound = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load)}
    found: dict[str, int] = {}
    for node in _certain_nodes(tree):
        if isinstance(node, ast.Name) and node.id not in bound:
            found.setdefault(node.id, node.lineno)
    return found


def stubs_certainly_called(test: str, cells: Iterable[str]) -> dict[str, int]:
    """Return the functions that a test calls and that still raise NotImplementedError, each with its first line.

    Parameters
    ----------
    test : str
        The test cell.
    cells : iterable of str
        The cells before it.
    """
    if "NotImplementedError" in test:
        return {}
    stubs = _stubs(cells)
    calls = (node for node in _certain_nodes(_parsed(test)) if isinstance(node, ast.Call))
    found: dict[str, int] = {}
    for call in calls:
        if isinstance(call.func, ast.Name) and call.func.id in stubs:
            found.setdefault(call.func.id, call.lineno)
    return found


def _certain_nodes(tree: ast.Module) -> Iterator[ast.AST]:
    """Yield what is evaluated in any case, in order: no branches, function bodies, or ``try`` and ``with`` blocks."""
    waiting: list[ast.AST] = [node for node in tree.body if isinstance(node, _SIMPLE)]
    while waiting:
        node = waiting.pop(0)
        yield node
        parts: list[ast.AST] = [node.test] if isinstance(node, ast.Assert) else list(ast.iter_child_nodes(node))
        parts = [_begun_by(part) for part in parts]
        waiting[:0] = [part for part in parts if not isinstance(part, _MAY_BE_PASSED_OVER)]


def _begun_by(node: ast.AST) -> ast.AST:
    """Return the part of ``a and b`` that is evaluated in any case; other nodes as they are."""
    while isinstance(node, ast.BoolOp):
        node = node.values[0]
    return node


def _stubs(cells: Iterable[str]) -> set[str]:
    """Return the functions that are bound once in all cells, by a definition that only raises NotImplementedError."""
    times: dict[str, int] = {}
    stubs: set[str] = set()
    for cell in cells:
        tree = _parsed(cell)
        for node in ast.walk(tree):
            for name in _bound_by(node):
                times[name] = times.get(name, 0) + 1
        stubs |= {node.name for node in tree.body if isinstance(node, ast.FunctionDef) and _is_stub(node)}
    return {name for name in stubs if times[name] == 1}


def _bound_by(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        yield node.name
    elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
        yield node.id
    elif isinstance(node, ast.Import | ast.ImportFrom):
        yield from ((one.asname or one.name).partition(".")[0] for one in node.names)


def _is_stub(function: ast.FunctionDef) -> bool:
    if function.decorator_list:
        return False
    body = function.body[1:] if ast.get_docstring(function) is not None else function.body
    first = body[0] if body else None
    if not isinstance(first, ast.Raise):
        return False
    raised = first.exc.func if isinstance(first.exc, ast.Call) else first.exc
    return isinstance(raised, ast.Name) and raised.id == "NotImplementedError"


def _parsed(source: str) -> ast.Module:
    """Parse a cell; treat one that is no valid Python as empty."""
    try:
        return ast.parse(python(source))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ast.Module([], [])
