"""Answer what a test may ask about a learner's function (signature, source, kind) or dataclass (fields).

The source counts only if a submitted cell contains it literally.
"""

from __future__ import annotations

import ast
import dataclasses
import inspect
import itertools
import linecache
import textwrap
import types
from collections.abc import Iterable, Iterator
from typing import Any

from newspace_grading.engine.proxies.objects import NotPlainError
from newspace_grading.model.notebook.ipython_syntax import python

_numbers = itertools.count()
_FLAGS = inspect.CO_GENERATOR | inspect.CO_COROUTINE | inspect.CO_ASYNC_GENERATOR
_MAX_PARAMETERS = 200
_FIELD_KINDS = {
    kind.name: kind
    for kind in (dataclasses._FIELD, dataclasses._FIELD_CLASSVAR, dataclasses._FIELD_INITVAR)  # type: ignore[attr-defined]
}


def signature_of(described: Any) -> inspect.Signature:
    """Make the signature that a worker has described."""
    try:
        parameters = [
            inspect.Parameter(
                name,
                inspect._ParameterKind(kind),
                default=default[0] if default else inspect.Parameter.empty,
                annotation=annotation[0] if annotation else inspect.Parameter.empty,
            )
            for name, kind, default, annotation in described["parameters"][:_MAX_PARAMETERS]
        ]
        returns = described["returns"]
        return inspect.Signature(parameters, return_annotation=returns[0] if returns else inspect.Signature.empty)
    except (KeyError, TypeError, ValueError, IndexError):
        raise NotPlainError("the signature of a function arrived broken") from None


def dataclass_fields_of(described: Any) -> dict[str, dataclasses.Field[Any]]:
    """Make the fields of a dataclass that a worker has described."""
    found: dict[str, dataclasses.Field[Any]] = {}
    try:
        for name, hint, default, factory, flags, kind in described[:_MAX_PARAMETERS]:
            init, shown, compare, hashed, keyword = flags
            field: Any = dataclasses.field(
                **({"default": default[0]} if default else {}),
                **({"default_factory": factory[0]} if factory and not default else {}),
                init=init is True,
                repr=shown is True,
                compare=compare is True,
                hash=hashed if isinstance(hashed, bool) else None,
                kw_only=keyword is True,
            )
            field.name, field.type, field._field_type = str(name), hint, _FIELD_KINDS[kind]
            found[field.name] = field
    except (KeyError, TypeError, ValueError, IndexError):
        raise NotPlainError("the fields of a dataclass arrived broken") from None
    return found


def signature_code(described: Any, name: str, cells: Iterable[str]) -> types.CodeType:
    """Make a code object with parameters and flags of the learner's function, whose source can be read.

    Where a submitted cell contains that source, the object is compiled from it, so that its names and constants can be looked at.
    Nothing of it is ever run.
    """
    signature = signature_of(described).replace(return_annotation=inspect.Signature.empty)
    plain = [one.replace(default=one.empty, annotation=one.empty) for one in signature.parameters.values()]
    title = name if name.isidentifier() else "function"
    file = f"<ipython-input-function-{next(_numbers)}>"
    stub = compile(f"def {title}{inspect.Signature(plain)}: pass", file, "exec")
    code = next(one for one in stub.co_consts if isinstance(one, types.CodeType))
    source, flags = described.get("source"), described.get("flags")
    if isinstance(source, str) and source and _stands_in(source, name, cells):
        lines = source.splitlines(keepends=True)
        linecache.cache[file] = (len(source), None, lines, file)
        code = _compiled(source, file, title) or code
    return code.replace(
        co_flags=code.co_flags | (flags & _FLAGS if type(flags) is int else 0),
        co_freevars=_names_from_outside(described, code),
    )


def _names_from_outside(described: Any, code: types.CodeType) -> tuple[str, ...]:
    """Return the names that a function has from the one around it."""
    given = described.get("free")
    names = given[:_MAX_PARAMETERS] if isinstance(given, list) else []
    known = {*code.co_varnames, *code.co_cellvars}
    return tuple(one for one in names if isinstance(one, str) and one.isidentifier() and one not in known)


def _compiled(source: str, file: str, title: str) -> types.CodeType | None:
    """Compile a function from its source, and return its code object; None if there is not exactly one of that name."""
    try:
        whole = compile(textwrap.dedent(source), file, "exec", dont_inherit=True)
    except (SyntaxError, ValueError, RecursionError, MemoryError, OverflowError):
        return None
    found = [one for one in whole.co_consts if isinstance(one, types.CodeType) and one.co_name == title]
    return found[0] if len(found) == 1 else None


def _stands_in(source: str, title: str, cells: Iterable[str]) -> bool:
    """Tell whether a source is that of a function of this name, or of a line with a lambda, in one of the cells."""
    wanted = textwrap.dedent(_without_last_comments(source))
    return any(wanted == text for cell in cells for text in _functions_of(cell, title))


def _without_last_comments(source: str) -> str:
    """Leave out comments behind the last statement: `inspect` counts them to a function, the syntax tree does not."""
    lines = source.strip("\n").splitlines()
    while lines and (not lines[-1].strip() or lines[-1].lstrip().startswith("#")):
        lines.pop()
    return "\n".join(lines)


def _functions_of(cell: str, title: str) -> Iterator[str]:
    """Return the sources of the functions of a name in a cell, and of its statements that hold a lambda."""
    text = python(cell)
    lines = text.splitlines(keepends=True)
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError):
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name == title:
            first = min([node.lineno, *(one.lineno for one in node.decorator_list)])
        elif isinstance(node, ast.Assign) and any(isinstance(part, ast.Lambda) for part in ast.walk(node)):
            first = node.lineno
        else:
            continue
        yield textwrap.dedent(_without_last_comments("".join(lines[first - 1 : node.end_lineno])))
