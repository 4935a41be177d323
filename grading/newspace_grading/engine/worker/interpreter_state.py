"""Record what decides a test in the learner's own process, and find what the learner's code has changed of it.

It detects tricks that learners copy from one another: a replaced function of Python's, of `unittest` or of
`numpy.testing`, a trace function, an import hook. Code that is written against this module can evade it.
"""

from __future__ import annotations

import functools
import os
import sys
import threading
from collections.abc import Iterator
from types import CodeType, ModuleType
from typing import Any

from newspace_grading.model import course_plugin

_DECIDING = (
    *("builtins", "math", "operator", "unittest", "pytest", "_pytest.python_api", "_pytest.raises", "pandas.testing"),
    *("pandas._testing.asserters", "numpy", "numpy._core.numeric", "numpy.core.numeric", "numpy.testing"),
)
_DECIDING_WITHIN = (  # of these, the code of functions and the methods of classes as well
    *(
        "unittest.case",
        "unittest.suite",
        "unittest.runner",
        "unittest.result",
        "numpy.testing._private.utils",
        "checks",
    ),
    *("newspace_grading.engine.worker.inprocess_test", "newspace_grading.engine.worker.server"),
    *("newspace_grading.engine.protocol.messages", "newspace_grading.engine.protocol.framing"),
)
# Of numpy, what tests compare with: to look at more would copy much memory that processes share.
_NUMPY = ("numpy", "numpy._core.numeric", "numpy.core.numeric")
_OF_NUMPY = frozenset(
    [
        "abs",
        "absolute",
        "all",
        "allclose",
        "any",
        "array",
        "array_equal",
        "array_equiv",
        "asarray",
        "isclose",
        "isfinite",
        "isnan",
        "max",
        "mean",
        "min",
        "shape",
        "sort",
        "sum",
    ]
)
_HOOKS = ("meta_path", "path_hooks")
_MAX_NAMED = 20


@functools.cache
def remembered() -> dict[str, dict[str, tuple[object, ...]]]:
    """Record the functions of the deciding modules at the first call; forked processes inherit the record."""
    hooks = {name: tuple(getattr(sys, name)) for name in _HOOKS}
    return {module: dict(_functions(module)) for module in _deciding_modules()} | {"": dict(hooks)}


def remember_again() -> None:
    """Record them again, after modules were loaded."""
    remembered.cache_clear()
    remembered()


def changes() -> list[str]:
    """List what differs from the record, by dotted names."""
    before = remembered()
    found = list(_hooks_changed(before[""]))
    for module in _deciding_modules():
        known = before.get(module)
        now = dict(_functions(module))
        if known is None:
            # Loaded since: nothing in it can be the notebook's, and no file beside the notebook stands in for it.
            found += [module] if _lies_here(sys.modules[module]) else []
            found += [f"{module}.{name}" for name, parts in now.items() if _is_of_the_notebook(parts[0])]
            continue
        found += [f"{module}.{name}" for name, parts in known.items() if not _same(parts, now.get(name, ()))]
        found += [f"{module}.{name}" for name in now.keys() - known.keys() if _is_of_the_notebook(now[name][0])]
    return found[:_MAX_NAMED]


def _deciding_modules() -> list[str]:
    """List the deciding modules that are loaded."""
    courses = course_plugin.installed().deciding
    theirs = [name for name in sys.modules if any(f"{name}.".startswith(f"{package}.") for package in courses)]
    return [name for name in (*_DECIDING, *_DECIDING_WITHIN, *theirs) if type(sys.modules.get(name)) is ModuleType]


def _functions(module: str) -> Iterator[tuple[str, tuple[object, ...]]]:
    """Yield the functions of a module, and of its deciding classes, each with what determines its behaviour."""
    is_within = module not in _DECIDING
    for name, value in list(vars(sys.modules[module]).items()):
        if not callable(value) or (module in _NUMPY and name not in _OF_NUMPY):
            continue
        yield name, _parts(value) if is_within else (value,)
        if is_within and isinstance(value, type) and value.__module__ == module:
            for inner, member in list(vars(value).items()):
                if callable(member) or isinstance(member, property | staticmethod | classmethod):
                    yield f"{name}.{inner}", _parts(member)


def _parts(value: Any) -> tuple[object, ...]:
    code = getattr(value, "__code__", None)
    return (value, code, getattr(value, "__defaults__", None)) if isinstance(code, CodeType) else (value,)


def _same(before: tuple[object, ...], now: tuple[object, ...]) -> bool:
    return len(before) == len(now) and all(one is other for one, other in zip(before, now, strict=True))


def _is_of_the_notebook(value: object) -> bool:
    return getattr(value, "__module__", None) == "__main__"


def _hooks_changed(before: dict[str, tuple[object, ...]]) -> Iterator[str]:
    """Yield the hooks of the interpreter that were added or removed."""
    monitored = getattr(sys, "monitoring", None)
    if monitored is not None and any(monitored.get_tool(number) for number in range(6)):
        yield "sys.monitoring"
    if sys.gettrace() is not None or threading.gettrace() is not None:
        yield "sys.settrace"
    if sys.getprofile() is not None or threading.getprofile() is not None:
        yield "sys.setprofile"
    for name in _HOOKS:
        now = list(getattr(sys, name))
        kept = [hook for hook in now if any(hook is one for one in before[name])]
        # A library may add a finder of its own behind or before the others.
        if len(kept) != len(before[name]) or any(_is_of_the_notebook(_kind(hook)) for hook in now):
            yield f"sys.{name}"


def _lies_here(module: ModuleType) -> bool:
    """Tell whether a module was read from the working folder."""
    return str(getattr(module, "__file__", None) or "").startswith(os.getcwd() + os.sep)


def _kind(hook: object) -> object:
    return hook if hasattr(hook, "__module__") and callable(hook) else type(hook)
