"""Made classes: honest learners with answers of the course's answer bank, each in a style of their own, and known copies among them.

The bank has about a dozen answers to each task, so in a class of a hundred many learners have the same one. Real learners do not
write the same text: each honest answer is rewritten in ways that keep what it does (a result in a variable of its own, a turned
comparison, a square written as a product, a guard with an else, another order of a sum). Whoever copies does what copiers do:
other names and comments, statements moved, and no new structure.
"""

from __future__ import annotations

import ast
import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from repository import ROOT

from newspace_grading.pages.likeness.passages import cut_code
from newspace_grading.pages.likeness.scores import Answers

BANK = ROOT / "tests" / "exercises" / "answers"
RIGHT_SHARE = 0.7
"""The share of a class's answers that are right ones of the bank."""
STYLE = 0.4
"""With which probability a place that could be written in another way is."""
NAMES = (
    "a",
    "b",
    "value",
    "x",
    "result",
    "total",
    "tmp",
    "n",
    "items",
    "out",
    "data",
    "k",
    "number",
    "res",
    "s",
    "first",
)


def units() -> list[str]:
    """The exercises that have answers in the bank."""
    return sorted(path.name for path in BANK.iterdir())


@functools.cache
def bank(unit: str) -> Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    """Task → its right and its wrong answers; those that are no Python cannot be rewritten and are left out."""
    return {
        folder.name: (_answers(folder, "right"), _answers(folder, "wrong"))
        for folder in sorted((BANK / unit).iterdir())
    }


def _answers(folder: Path, kind: str) -> tuple[str, ...]:
    texts = (path.read_text(encoding="utf-8") for path in sorted(folder.glob(f"{kind}_*.py")))
    return tuple(text for text in texts if _is_python(text))


def _is_python(text: str) -> bool:
    try:
        ast.parse(text)
    except SyntaxError:
        return False
    return True


@dataclass
class MadeClass:
    """A class: task → learner → program; and who copied from whom, in which tasks."""

    work: dict[str, dict[str, str]]
    copies: dict[tuple[str, str], frozenset[str]] = field(default_factory=dict)

    def cut(self) -> Answers:
        """The answers as the comparison takes them."""
        return {task: {name: cut_code(text) for name, text in found.items()} for task, found in self.work.items()}


def honest(unit: str, learners: int, rng: np.random.Generator) -> MadeClass:
    """A class in which nobody has copied."""
    work: dict[str, dict[str, str]] = {}
    for task, (right, wrong) in bank(unit).items():
        work[task] = {}
        for number in range(learners):
            pool = right if rng.random() < RIGHT_SHARE or not wrong else wrong
            work[task][f"learner-{number:03}"] = restyled(pool[int(rng.integers(len(pool)))], rng)
    return MadeClass(work)


def copied(
    made: MadeClass,
    way: Callable[[str, np.random.Generator], str],
    pairs: int,
    rng: np.random.Generator,
    *,
    tasks: int = 0,
) -> MadeClass:
    """Let some learners copy from others: all tasks, or so many of the longest."""
    names = sorted(next(iter(made.work.values())))
    chosen = [str(name) for name in rng.permutation(names)[: 2 * pairs]]
    work = {task: dict(found) for task, found in made.work.items()}
    copies = {}
    for source, copier in zip(chosen[:pairs], chosen[pairs:], strict=True):
        programs = [task for task in work if "def " in made.work[task][source]]
        by_length = sorted(programs or work, key=lambda task: (-len(made.work[task][source]), task))
        taken = by_length[:tasks] if tasks else sorted(work)
        for task in taken:
            work[task][copier] = way(made.work[task][source], rng)
        first, second = sorted((source, copier))
        copies[first, second] = frozenset(taken)
    return MadeClass(work, copies)


def restyled(source: str, rng: np.random.Generator) -> str:
    """Write a program in another way that does the same."""
    tree = _Restyle(rng).visit(ast.parse(source))
    return renamed(ast.unparse(ast.fix_missing_locations(tree)), rng)


def renamed(source: str, rng: np.random.Generator) -> str:
    """Give every name of the program's own another one, and add a comment."""
    tree = ast.parse(source)
    own = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    own |= {node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)}
    pool = [str(name) for name in rng.permutation(NAMES)]
    names = {
        name: f"{pool[place % len(pool)]}{place if place >= len(pool) else ''}"
        for place, name in enumerate(sorted(own))
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node.id in names:
            node.id = names[node.id]
        elif isinstance(node, ast.arg):
            node.arg = names[node.arg]
    return f"# {pool[-1]}\n{ast.unparse(tree)}\n"


def reordered(source: str, rng: np.random.Generator) -> str:
    """Rename, and move a statement wherever two neighbours in a body assign one name each."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(body, list):
            for place in range(len(body) - 1):
                if isinstance(body[place], ast.Assign) and isinstance(body[place + 1], ast.Assign):
                    body[place], body[place + 1] = body[place + 1], body[place]
            own = [one for one in body if isinstance(one, ast.FunctionDef)]
            if len(own) > 1:  # helpers above or below the function: their order is free
                rest = [one for one in body if not isinstance(one, ast.FunctionDef)]
                node.body = [*reversed(own), *rest]  # type: ignore[attr-defined]
    return renamed(ast.unparse(tree), rng)


class _Restyle(ast.NodeTransformer):
    """Rewrites places of a program at random."""

    def __init__(self, rng: np.random.Generator) -> None:
        self._rng = rng
        self._count = 0

    def _now(self) -> bool:
        return bool(self._rng.random() < STYLE)

    def _name(self) -> str:
        self._count += 1
        return f"own{self._count}"

    def visit_Compare(self, node: ast.Compare) -> ast.AST:
        self.generic_visit(node)
        turned = {
            ast.Lt: ast.Gt,
            ast.Gt: ast.Lt,
            ast.LtE: ast.GtE,
            ast.GtE: ast.LtE,
            ast.Eq: ast.Eq,
            ast.NotEq: ast.NotEq,
        }
        kind = turned.get(type(node.ops[0])) if len(node.ops) == 1 else None
        if kind is None or not self._now():
            return node
        return ast.Compare(node.comparators[0], [kind()], [node.left])

    def visit_BinOp(self, node: ast.BinOp) -> ast.AST:
        self.generic_visit(node)
        if isinstance(node.op, ast.Add | ast.Mult) and self._now():
            return ast.BinOp(node.right, node.op, node.left)
        squared = isinstance(node.op, ast.Pow) and isinstance(node.right, ast.Constant) and node.right.value == 2
        if squared and isinstance(node.left, ast.Name) and self._now():
            return ast.BinOp(node.left, ast.Mult(), node.left)
        return node

    def visit_AugAssign(self, node: ast.AugAssign) -> ast.AST:
        self.generic_visit(node)
        if not isinstance(node.target, ast.Name) or not self._now():
            return node
        return ast.Assign([node.target], ast.BinOp(ast.Name(node.target.id, ast.Load()), node.op, node.value))

    def visit_Return(self, node: ast.Return) -> ast.AST | list[ast.stmt]:
        return self._with_named_parts(node, node.value)

    def visit_Assign(self, node: ast.Assign) -> ast.AST | list[ast.stmt]:
        return self._with_named_parts(node, node.value)

    def visit_Expr(self, node: ast.Expr) -> ast.AST | list[ast.stmt]:
        return self._with_named_parts(node, node.value)

    def _with_named_parts(
        self, node: ast.Return | ast.Assign | ast.Expr, value: ast.expr | None
    ) -> ast.AST | list[ast.stmt]:
        """Give some parts of an expression names of their own, as people do who write one step a line."""
        self.generic_visit(node)
        if value is None or node.value is None:
            return node
        parts = _Parts(self)
        changed = parts.visit(node.value)
        if isinstance(node, ast.Return) and not isinstance(changed, ast.Name | ast.Constant) and self._now():
            changed = parts.named(changed)
        node.value = changed
        return [*parts.before, node]

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        self.generic_visit(node)
        for place, statement in enumerate(node.body[:-1]):
            ends = (
                isinstance(statement, ast.If)
                and not statement.orelse
                and isinstance(statement.body[-1], ast.Return | ast.Raise)
            )
            if ends and self._now():
                statement.orelse = node.body[place + 1 :]  # type: ignore[attr-defined]
                node.body = node.body[: place + 1]
                break
        return node


class _Parts(ast.NodeTransformer):
    """Takes parts out of an expression; not out of what is run later or again and again."""

    def __init__(self, style: _Restyle) -> None:
        self.style = style
        self.before: list[ast.stmt] = []

    def named(self, part: ast.expr) -> ast.expr:
        name = self.style._name()
        self.before.append(ast.Assign([ast.Name(name, ast.Store())], part))
        return ast.Name(name, ast.Load())

    def visit(self, node: ast.AST) -> ast.AST:
        if isinstance(
            node, ast.Lambda | ast.ListComp | ast.GeneratorExp | ast.DictComp | ast.SetComp | ast.IfExp | ast.BoolOp
        ):
            return node
        for field_name, value in ast.iter_fields(node):
            if isinstance(value, ast.expr):
                setattr(node, field_name, self._part(value))
            elif isinstance(value, list):
                setattr(
                    node,
                    field_name,
                    [self._part(one) if isinstance(one, ast.expr) else self.visit(one) for one in value],
                )
        return node

    def _part(self, part: ast.expr) -> ast.expr:
        changed = self.visit(part)
        assert isinstance(changed, ast.expr)
        takes = isinstance(changed, ast.Call | ast.BinOp | ast.Subscript) and isinstance(
            getattr(changed, "ctx", ast.Load()), ast.Load
        )
        return self.named(changed) if takes and self.style._now() else changed
