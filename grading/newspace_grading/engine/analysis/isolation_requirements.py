"""Find the test cells that must run in the learner's own process: by reading the source, never a submission."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from newspace_grading.engine.analysis import replacements
from newspace_grading.engine.analysis.name_ownership import NameOwnership
from newspace_grading.model.notebook.ipython_syntax import python

_SHELL = re.compile(r"get_ipython|In|Out|_ih|_oh|_i+|_i\d+")
_INSPECTS = ("getsourcefile", "getfile")
_INNER = ("__globals__",)
_MODULES = ("builtins", "__builtins__", "sys", "os", "time", "random")
_ENVIRONMENT_SETTERS = ("setenv", "delenv", "chdir")  # pytest's
_THREADS = ("Thread", "ThreadPoolExecutor", "ThreadPool")
_PATCHES = ("patch", "monkeypatch", "MonkeyPatch")


@dataclass(frozen=True)
class Need:
    """Why a test cell cannot run isolated.

    Attributes
    ----------
    line : int
        The line of the test cell.
    why : str
        What it does there.
    remedy : str
        What an author can write instead.
    """

    line: int
    why: str
    remedy: str


def requirements_of(test: str, names: NameOwnership) -> list[Need]:
    """Find in a test cell's source why it cannot run isolated.

    Parameters
    ----------
    test : str
        Its source.
    names : NameOwnership
        What the reference says about names.
    """
    try:
        tree = ast.parse(python(test))
    except (SyntaxError, ValueError):
        return []
    found = dict.fromkeys([*_notebook_uses(tree), *_threads(tree), *_inspected(tree, names), *_patched(tree, names)])
    lines: dict[tuple[int, str], Need] = {}
    for need in found:
        lines.setdefault((need.line, need.why), need)
    return sorted(lines.values(), key=lambda need: need.line)


def _notebook_uses(tree: ast.Module) -> Iterator[Need]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and _SHELL.fullmatch(node.id):
            yield Need(
                node.lineno, f"it uses the notebook's shell ({node.id})", "Look at a value or a returned result."
            )
        elif isinstance(node, ast.AsyncFor | ast.AsyncWith):
            yield Need(node.lineno, "it awaits what the learner's function gives", "Test a function that is not async.")
        elif isinstance(node, ast.Import) and any(alias.name == "__main__" for alias in node.names):
            yield Need(node.lineno, "it imports the notebook itself (__main__)", "Use the names as they are.")


def _threads(tree: ast.Module) -> Iterator[Need]:
    """Find calls from threads: proxies answer one after another, so a race, and what calls wait for together, would not be seen."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _function_name(node) in _THREADS:
            yield Need(node.lineno, "it calls the learner's functions from threads", "Call them one after another.")


def _inspected(tree: ast.Module, names: NameOwnership) -> Iterator[Need]:
    """Find reads of a function's internals."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield from _kind_questions(node, names)
        elif (
            isinstance(node, ast.Attribute)
            and node.attr in _INNER
            and isinstance(node.value, ast.Name)
            and node.value.id in names.answered
        ):
            yield Need(node.lineno, f"it looks into {node.value.id}.{node.attr}", "Test what the function returns.")


def _kind_questions(call: ast.Call, names: NameOwnership) -> Iterator[Need]:
    """Find calls that inspect the learner's source code."""
    called = _function_name(call)
    if called in _INSPECTS and call.args and any(name in names.answered for name in _names_in(call.args[0])):
        yield Need(call.lineno, f"it reads the learner's code ({called})", "Test what the function returns.")


def _patched(tree: ast.Module, names: NameOwnership) -> Iterator[Need]:
    """Find names that the learner's functions read and that the test sets where a call cannot transfer them."""
    honoured = replacements.replacements_in(ast.unparse(tree))
    inner = {part for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) for part in ast.walk(node)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Name | ast.Attribute | ast.Subscript):
            what = "" if isinstance(node.ctx, ast.Load) else _set_by(node, tree, names, inner=node in inner)
        elif isinstance(node, ast.Call):
            is_seen = honoured or _function_name(node) in names.answered or _patches_learners_class(node, names)
            what = "" if is_seen else _patches(node)
        else:
            continue
        if what:
            yield Need(node.lineno, what, "Hand the value over as an argument.")


def _set_by(
    target: ast.Name | ast.Attribute | ast.Subscript, tree: ast.Module, names: NameOwnership, *, inner: bool
) -> str:
    """Describe a target that is set or deleted without the learner's functions seeing it; "" if they see it."""
    if isinstance(target, ast.Name):
        is_seen = target.id in names.answered and not inner
        unseen = target.id in names.read and (
            (isinstance(target.ctx, ast.Del) and not is_seen) or (inner and _is_global(target.id, tree))
        )
        return f"it sets {target.id}, which the learner's functions read" if unseen else ""
    if isinstance(target, ast.Subscript):
        return "it sets names of the notebook (globals)" if _name_called(target.value) == "globals" else ""
    owner = target.value.id if isinstance(target.value, ast.Name) else ""
    replaces = owner in _MODULES and target.attr not in ("stdout", "stderr", "path")
    seen = replacements.target_of(target, tree) in replacements.replacements_in(ast.unparse(tree))
    return f"it replaces {owner}.{target.attr}" if replaces and not seen else ""


def _is_global(name: str, tree: ast.Module) -> bool:
    return any(isinstance(node, ast.Global) and name in node.names for node in ast.walk(tree))


def _patches(call: ast.Call) -> str:
    """Describe a call that patches a name; "" if it is none, or only captures output, which crosses as text."""
    value = call.func.value if isinstance(call.func, ast.Attribute) else None
    owner = value.attr if isinstance(value, ast.Attribute) else getattr(value, "id", "")
    if _function_name(call) != "patch" and owner not in _PATCHES:
        return ""
    if _function_name(call) in _ENVIRONMENT_SETTERS or _patches_environment(call):
        return ""
    texts = [arg.value for arg in call.args if isinstance(arg, ast.Constant)]
    told = texts[:1] in (["sys.stdout"], ["sys.stderr"])
    return "" if told else "it patches something while the learner's function runs"


def _patches_learners_class(call: ast.Call, names: NameOwnership) -> bool:
    """Tell whether a call replaces an attribute of one of the learner's classes, which is set there and set back."""
    is_object = ast.unparse(call.func).endswith(("patch.object", "onkeypatch.setattr"))
    first = call.args[0] if is_object and call.args else None
    return isinstance(first, ast.Name) and first.id in names.classes


def _patches_environment(call: ast.Call) -> bool:
    """Tell whether a call is ``patch.dict`` for the environment, whose variables cross with each call."""
    first = ast.unparse(call.args[0]).strip("'\"") if call.args else ""
    return _function_name(call) == "dict" and first == "os.environ"


def _function_name(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def _name_called(node: ast.expr) -> str:
    return node.func.id if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) else ""


def _names_in(node: ast.expr) -> Iterable[str]:
    return [part.id for part in ast.walk(node) if isinstance(part, ast.Name)]
