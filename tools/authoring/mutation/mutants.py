"""Small faults put into a right answer, one at a time: good tests notice nearly all of them.

Each operator looks at one node of the syntax tree and offers other nodes in its place.
"""

from __future__ import annotations

import ast
import copy
import difflib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

Operator = Callable[[ast.AST], Iterator[ast.AST]]


@dataclass(frozen=True)
class Mutant:
    """A faulty answer: its source, which kind of fault it has, and the changed lines before and after.

    ``change`` names the mutant: it stays the same as long as these lines do.
    """

    kind: str
    change: str
    source: str


def mutants(source: str) -> list[Mutant]:
    """All mutants of an answer, each once, in the order of its lines.

    Raises
    ------
    SyntaxError
        If the answer is not Python.
    """
    tree = ast.parse(source)
    plain = ast.unparse(tree)
    found: dict[str, Mutant] = {}
    for kind, changed in _changed_trees(tree):
        text = ast.unparse(ast.fix_missing_locations(changed))
        if text != plain and text not in found:
            found[text] = Mutant(kind, _difference(plain, text), text)
    return list(found.values())


def _changed_trees(tree: ast.Module) -> Iterator[tuple[str, ast.Module]]:
    for index, node in enumerate(ast.walk(tree)):
        for kind, operator in _OPERATORS:
            if _is_docstring(tree, node):
                continue
            for other in operator(node):
                yield kind, _with(tree, index, other)
    yield from (("name", _with(tree, index, other)) for index, other in _other_names(tree))
    yield from (("statement removed", changed) for changed in _without_statements(tree))


def _with(tree: ast.Module, index: int, other: ast.AST) -> ast.Module:
    """Copy the tree with the node at that place of the walk replaced."""
    changed = copy.deepcopy(tree)
    target = list(ast.walk(changed))[index]
    for parent in ast.walk(changed):
        for name, value in ast.iter_fields(parent):
            if value is target:
                setattr(parent, name, other)
                return changed
            if isinstance(value, list) and any(item is target for item in value):
                value[next(place for place, item in enumerate(value) if item is target)] = other
                return changed
    return changed


def _constants(node: ast.AST) -> Iterator[ast.AST]:
    if not isinstance(node, ast.Constant):
        return
    value = node.value
    if isinstance(value, bool):
        yield ast.Constant(not value)
    elif isinstance(value, int):
        yield ast.Constant(value + 1)
        yield ast.Constant(value - 1)
    elif isinstance(value, float):
        yield ast.Constant(value * 1.1 + 0.1)
        yield ast.Constant(-value - 0.1)
    elif isinstance(value, str) and value:
        yield ast.Constant("")


_SWAPS: dict[type[ast.operator], tuple[type[ast.operator], ...]] = {
    ast.Add: (ast.Sub,),
    ast.Sub: (ast.Add,),
    ast.Mult: (ast.Div, ast.Add),
    ast.Div: (ast.Mult, ast.Sub),
    ast.Pow: (ast.Mult,),
    ast.FloorDiv: (ast.Div, ast.Mult),
    ast.Mod: (ast.FloorDiv,),
}


def _arithmetic(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, ast.BinOp):
        for other in _SWAPS.get(type(node.op), ()):
            yield ast.BinOp(node.left, other(), node.right)


def _operands(node: ast.AST) -> Iterator[ast.AST]:
    if not isinstance(node, ast.BinOp):
        return
    if isinstance(node.op, ast.Sub | ast.Div | ast.Pow):
        yield ast.BinOp(node.right, node.op, node.left)
    yield node.left
    yield node.right


_COMPARISONS: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}


def _comparison(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, ast.Compare) and len(node.ops) == 1:
        for other in _COMPARISONS.get(type(node.ops[0]), ()):
            yield ast.Compare(node.left, [other()], node.comparators)


def _boolean(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, ast.BoolOp):
        yield ast.BoolOp(ast.Or() if isinstance(node.op, ast.And) else ast.And(), node.values)
        yield from node.values
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield node.operand
    elif isinstance(node, ast.If):
        yield ast.If(ast.UnaryOp(ast.Not(), node.test), node.body, node.orelse)


def _sign(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        yield node.operand
    elif isinstance(node, ast.Return) and node.value is not None:
        if isinstance(node.value, ast.Tuple):
            for place, part in enumerate(node.value.elts):
                parts = [*node.value.elts[:place], ast.UnaryOp(ast.USub(), part), *node.value.elts[place + 1 :]]
                yield ast.Return(ast.Tuple(parts, ast.Load()))
        elif not isinstance(node.value, ast.Constant):
            yield ast.Return(ast.UnaryOp(ast.USub(), node.value))


def _returned(node: ast.AST) -> Iterator[ast.AST]:
    if not isinstance(node, ast.Return) or node.value is None:
        return
    if not (isinstance(node.value, ast.Constant) and node.value.value is None):
        yield ast.Return(None)
    if isinstance(node.value, ast.Tuple):
        yield ast.Return(ast.Tuple(list(reversed(node.value.elts)), ast.Load()))
        yield ast.Return(node.value.elts[0])
        yield ast.Return(ast.Tuple([*node.value.elts[1:], node.value.elts[0]], ast.Load()))


def _called(node: ast.AST) -> Iterator[ast.AST]:
    if not isinstance(node, ast.Call):
        return
    if len(node.args) >= 2:
        yield ast.Call(node.func, [node.args[1], node.args[0], *node.args[2:]], node.keywords)
    if len(node.args) == 1 and not node.keywords:
        yield node.args[0]


def _loop(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, ast.For):
        yield ast.For(node.target, node.iter, [*node.body, ast.Break()], node.orelse)
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "range":
        for step in (1, -1):
            last = ast.BinOp(node.args[-1], ast.Add(), ast.Constant(step))
            yield ast.Call(node.func, [*node.args[:-1], last], [])


_OPERATORS: tuple[tuple[str, Operator], ...] = (
    ("constant", _constants),
    ("arithmetic", _arithmetic),
    ("operand", _operands),
    ("comparison", _comparison),
    ("boolean", _boolean),
    ("sign", _sign),
    ("return", _returned),
    ("call", _called),
    ("loop, off by one", _loop),
)


def _other_names(tree: ast.Module) -> Iterator[tuple[int, ast.AST]]:
    """Each use of a parameter or local variable, with the next one of the same function in its place."""
    places = {id(node): index for index, node in enumerate(ast.walk(tree))}
    for function in ast.walk(tree):
        if not isinstance(function, ast.FunctionDef):
            continue
        names = [argument.arg for argument in function.args.args]
        names += [
            node.id for node in ast.walk(function) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
        ]
        names = list(dict.fromkeys(names))
        for node in ast.walk(function):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id in names and len(names) > 1:
                yield places[id(node)], ast.Name(names[(names.index(node.id) + 1) % len(names)], ast.Load())


def _without_statements(tree: ast.Module) -> Iterator[ast.Module]:
    for index, node in enumerate(ast.walk(tree)):
        if (
            isinstance(node, ast.stmt)
            and not isinstance(node, ast.FunctionDef | ast.Pass)
            and not _is_docstring(tree, node)
        ):
            yield _with(tree, index, ast.Pass())


def _is_docstring(tree: ast.Module, node: ast.AST) -> bool:
    for owner in ast.walk(tree):
        if isinstance(owner, ast.FunctionDef | ast.Module) and owner.body and isinstance(owner.body[0], ast.Expr):
            first = owner.body[0]
            if (
                isinstance(first.value, ast.Constant)
                and isinstance(first.value.value, str)
                and node in (first, first.value)
            ):
                return True
    return False


def _difference(before: str, after: str) -> str:
    """Write the changed lines as “before → after”; a line that is gone has nothing after the arrow."""
    lines = list(difflib.ndiff(before.splitlines(), after.splitlines()))
    gone = " / ".join(line[2:].strip() for line in lines if line.startswith("- "))
    come = " / ".join(line[2:].strip() for line in lines if line.startswith("+ "))
    return f"{gone} → {come}"
