"""Which names of a test cell come from the learner, and which from the assignment itself: read off the reference, never off a submission."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from newspace_grading.engine.source import python


@dataclass
class Names:
    """What the reference says about names.

    Attributes
    ----------
    answered : set of str
        Bound or changed by the answer cells: the learner's, whatever else they are.
    imports : dict
        Name → the statement that imports it, anywhere in the reference.
    helpers : dict
        Name → the definition in an ordinary cell of the reference that no answer touches.
    modules : set of str
        Modules that the reference imports.
    methods : dict
        Class of an answer → the special methods that it defines.
    """

    answered: set[str] = field(default_factory=set)
    imports: dict[str, str] = field(default_factory=dict)
    helpers: dict[str, str] = field(default_factory=dict)
    modules: set[str] = field(default_factory=set)
    methods: dict[str, set[str]] = field(default_factory=dict)

    def allows(self, type_name: str, method: str) -> bool:
        """Whether the reference's class of that name defines a special method."""
        return method in self.methods.get(type_name, ())

    def learners(self, name: str) -> bool:
        """Whether a name is the learner's even though Python has one like it."""
        return name in self.answered or not hasattr(builtins, name)


def of(answers: Iterable[str], others: Iterable[str]) -> Names:
    """Read the reference's answer cells, and its other cells."""
    names = Names()
    for source in answers:
        tree = _tree(source)
        names.answered |= set(_bound(tree)) | set(_changed(tree))
        _imports(tree, names)
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef):
                own = {part.name for part in node.body if isinstance(part, ast.FunctionDef)}
                names.methods.setdefault(node.name, set()).update(own)
    for source in others:
        tree = _tree(source)
        _imports(tree, names)
        for node in tree.body:
            if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.AsyncFunctionDef):
                names.helpers[node.name] = ast.unparse(node)
            elif isinstance(node, ast.Assign) and _literal(node.value):
                for target in node.targets:
                    if isinstance(target, ast.Name):
                        names.helpers[target.id] = ast.unparse(node)
    names.answered -= set(names.imports)
    names.helpers = {name: text for name, text in names.helpers.items() if name not in names.answered}
    return names


def used(source: str) -> set[str]:
    """The names that a cell reads."""
    return {
        node.id for node in ast.walk(_tree(source)) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)
    }


def _tree(source: str) -> ast.Module:
    try:
        return ast.parse(python(source))
    except (SyntaxError, ValueError):
        return ast.Module(body=[], type_ignores=[])


def _bound(tree: ast.Module) -> Iterator[str]:
    """Names that a cell binds at its top level."""
    for node in _top(tree):
        if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.AsyncFunctionDef):
            yield node.name
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id


def _changed(tree: ast.Module) -> Iterator[str]:
    """Names whose value a cell changes in place: ``x[…] = …``, ``x.y = …``, ``x.append(…)``."""
    for node in _top(tree):
        target: ast.expr | None = None
        if isinstance(node, ast.Subscript | ast.Attribute) and isinstance(node.ctx, ast.Store):
            target = node.value
        elif (
            isinstance(node, ast.Expr)
            and isinstance(node.value, ast.Call)
            and isinstance(node.value.func, ast.Attribute)
        ):
            target = node.value.func.value
        while isinstance(target, ast.Subscript | ast.Attribute):
            target = target.value
        if isinstance(target, ast.Name):
            yield target.id


def _top(tree: ast.AST) -> Iterator[ast.AST]:
    """The nodes of a cell that run when it runs: not the bodies of functions and classes."""
    for node in ast.iter_child_nodes(tree):
        yield node
        if not isinstance(node, ast.FunctionDef | ast.ClassDef | ast.AsyncFunctionDef | ast.Lambda):
            yield from _top(node)


def _imports(tree: ast.Module, names: Names) -> None:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                names.modules.add(alias.name)
                one = ast.Import([alias])
                names.imports[alias.asname or alias.name.split(".")[0]] = ast.unparse(one)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.modules.add(node.module)
            for alias in node.names:
                names.imports[alias.asname or alias.name] = ast.unparse(ast.ImportFrom(node.module, [alias], 0))


def _literal(node: ast.expr) -> bool:
    try:
        ast.literal_eval(node)
    except (ValueError, SyntaxError, TypeError):
        return False
    return True
