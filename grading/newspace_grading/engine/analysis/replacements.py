"""Find what a test cell replaces while the learner's functions run: ``input``, a function of a module.

Besides, whether it changes something in place that could be the learner's.
"""

from __future__ import annotations

import ast
import functools
import importlib
import sys
from collections.abc import Iterator

Target = tuple[str, str]  # a module, and a name defined in it
_CHANGES = frozenset(
    [
        *("append", "extend", "insert", "remove", "pop", "clear", "sort", "reverse", "add", "discard", "update"),
        *("setdefault", "popitem", "appendleft", "popleft", "fill", "rotate"),
    ]
)
_OWN = (ast.List, ast.Dict, ast.Set, ast.ListComp, ast.DictComp, ast.SetComp)


@functools.lru_cache(maxsize=1024)
def replacements_in(source: str) -> tuple[Target, ...]:
    """Find the names of modules that a test cell replaces, as far as its text says which."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError):
        return ()
    modules = dict(_imported(tree))
    found = [target for node in ast.walk(tree) for target in _replaced_by(node, modules)]
    return tuple(dict.fromkeys(target for target in found if _exists(*target)))


def target_of(node: ast.Attribute, source: ast.Module) -> Target | None:
    """Return the target of an assignment to an attribute, if it is one of a module."""
    module = dict(_imported(source)).get(ast.unparse(node.value))
    return None if module is None else (module, node.attr)


def _imported(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """Map the names that a test gives to modules to the modules' own names."""
    yield from (("builtins", "builtins"), ("__builtins__", "builtins"), ("np", "numpy"), ("pd", "pandas"))
    yield from ((name, name) for name in ("random", "math", "time", "os", "sys", "datetime", "numpy", "requests"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.asname or alias.name, alias.name) for alias in node.names)


def _replaced_by(node: ast.AST, modules: dict[str, str]) -> Iterator[Target]:
    if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
        module = modules.get(ast.unparse(node.value))
        if module is not None:
            yield module, node.attr
    elif isinstance(node, ast.Call) and _is_patch(node) and node.args:
        first, *others = node.args
        texts = [one.value for one in (first, *others) if isinstance(one, ast.Constant) and isinstance(one.value, str)]
        if texts and texts[0] == getattr(first, "value", None):
            module, _, name = texts[0].rpartition(".")
            yield module, name
        elif texts and ast.unparse(first) in modules:
            yield modules[ast.unparse(first)], texts[0]


def _is_patch(node: ast.Call) -> bool:
    """Tell whether a call is ``patch(…)`` or ``patch.object(…)`` of `unittest.mock`, or pytest's ``setattr``."""
    text = ast.unparse(node.func)
    return text in ("patch", "mock.patch", "unittest.mock.patch") or text.endswith(
        ("patch.object", "onkeypatch.setattr")
    )


def _exists(module: str, name: str) -> bool:
    """Tell whether such a module is loaded here and defines such a name; the notebook's own names are not known yet."""
    if module == "__main__":
        return name.isidentifier() and not name.startswith("__")
    if module == "sys" or not module:
        return module == "sys" and name in ("argv", "stdin")
    found = sys.modules.get(module)
    if found is None:
        try:
            found = importlib.import_module(module)
        except Exception:  # noqa: BLE001 - whatever it is, it cannot be replaced here
            return False
    return hasattr(found, name)


def sets_environment(source: str) -> bool:
    """Tell whether a test cell may set variables of the environment."""
    return any(name in source for name in ("environ", "putenv", "setenv", "delenv"))


@functools.lru_cache(maxsize=1024)
def changes_values(source: str) -> bool:
    """Tell whether a test cell changes a value in place that it has not made itself: ``x.items.append(1)``, ``f(2)[0] = 3``."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError):
        return False
    assigned = [node for node in ast.walk(tree) if isinstance(node, ast.Assign)]
    own = {
        target.id
        for node in assigned
        for target in node.targets
        if isinstance(target, ast.Name) and isinstance(node.value, _OWN)
    }
    changed = (_changed_by(node) for node in ast.walk(tree))
    return any(one is not None and not (isinstance(one, ast.Name) and one.id in own) for one in changed)


def _changed_by(node: ast.AST) -> ast.expr | None:
    """Return the expression whose value a node changes in place."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _CHANGES:
        return node.func.value
    if isinstance(node, ast.Subscript) and not isinstance(node.ctx, ast.Load):
        return node.value
    return node.target if isinstance(node, ast.AugAssign) and not isinstance(node.target, ast.Name) else None
