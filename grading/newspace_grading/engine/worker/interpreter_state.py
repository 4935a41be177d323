"""Record what decides a test in the learner's own process, and find what the learner's code has changed of it.

It detects tricks that learners copy from one another: a replaced function of Python's, of `unittest` or of
`numpy.testing`, a trace function, an import hook. Code that is written against this module can evade it.
"""

from __future__ import annotations

import functools
import os
import sys
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
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
_NOTHING = object()


@dataclass(frozen=True)
class _Place:
    """A deciding module, or a class within it, as it was: what stood in it, and which names it had.

    Attributes
    ----------
    within : str
        Where it is in its module, with a dot at the end; "" for the module itself.
    owner : type or None
        The class; None for the module.
    known : mapping
        Name → what determines the behaviour of the function there.
    names : frozenset of str
        All names that it had.
    """

    within: str
    owner: type | None
    known: Mapping[str, tuple[object, ...]]
    names: frozenset[str]


@dataclass(frozen=True)
class _Record:
    """What decides a test, as it was before any of the learner's code ran: the hooks, and the places of each module."""

    hooks: Mapping[str, tuple[object, ...]]
    places: Mapping[str, tuple[_Place, ...]]


@functools.cache
def remembered() -> _Record:
    """Record the functions of the deciding modules at the first call; forked processes inherit the record."""
    hooks = {name: tuple(getattr(sys, name)) for name in _HOOKS}
    return _Record(hooks, {module: tuple(_places(module)) for module in _deciding_modules()})


def remember_again() -> None:
    """Record them again, after modules were loaded."""
    remembered.cache_clear()
    remembered()


def changes() -> list[str]:
    """List what differs from the record, by dotted names."""
    before = remembered()
    found = list(_hooks_changed(before.hooks))
    for module in _deciding_modules():
        places = before.places.get(module)
        if places is None:
            # Loaded since: nothing in it can be the notebook's, and no file beside the notebook stands in for it.
            found += [module] if _lies_here(sys.modules[module]) else []
            added = [
                (place.within + name, parts[0]) for place in _places(module) for name, parts in place.known.items()
            ]
            found += [f"{module}.{name}" for name, value in added if _is_of_the_notebook(value)]
            continue
        found += [f"{module}.{name}" for place in places for name in _changed_in(place, sys.modules[module])]
    return found[:_MAX_NAMED]


def _deciding_modules() -> list[str]:
    """List the deciding modules that are loaded."""
    within = tuple(f"{package}." for package in course_plugin.installed().deciding)
    theirs = [name for name in sys.modules if f"{name}.".startswith(within)] if within else []
    return [name for name in (*_DECIDING, *_DECIDING_WITHIN, *theirs) if type(sys.modules.get(name)) is ModuleType]


def _places(module: str) -> Iterator[_Place]:
    """Yield what decides in a module as it is now: its functions, and the methods of its deciding classes."""
    is_within, space = module not in _DECIDING, vars(sys.modules[module])
    wanted = _OF_NUMPY & space.keys() if module in _NUMPY else list(space)
    known = {name: _parts(space[name], deeply=is_within) for name in wanted if callable(space[name])}
    yield _Place("", None, known, frozenset(space))
    for name, (value, *_rest) in known.items() if is_within else ():
        if isinstance(value, type) and value.__module__ == module:
            members = {inner: _parts(one) for inner, one in list(vars(value).items()) if _is_member(one)}
            yield _Place(f"{name}.", value, members, frozenset(vars(value)))


def _changed_in(place: _Place, module: ModuleType) -> Iterator[str]:
    """Yield what differs now in a place. Only what is in the record is looked at: what a look touches, a process has to copy."""
    space = vars(module if place.owner is None else place.owner)
    for name, parts in place.known.items():
        value: Any = space.get(name, _NOTHING)
        is_kept = value is parts[0]
        if is_kept and len(parts) > 1:
            is_kept = value.__code__ is parts[1] and value.__defaults__ is parts[2]
        if not is_kept:
            yield place.within + name
    added = space.keys() - place.names
    for name in added & _OF_NUMPY if module.__name__ in _NUMPY else added:
        if _is_member(space[name]) and _is_of_the_notebook(space[name]):
            yield place.within + name


def _is_member(value: object) -> bool:
    return callable(value) or isinstance(value, property | staticmethod | classmethod)


def _parts(value: Any, *, deeply: bool = True) -> tuple[object, ...]:
    code = getattr(value, "__code__", None) if deeply else None
    return (value, code, getattr(value, "__defaults__", None)) if isinstance(code, CodeType) else (value,)


def _is_of_the_notebook(value: object) -> bool:
    return getattr(value, "__module__", None) == "__main__"


def _hooks_changed(before: Mapping[str, tuple[object, ...]]) -> Iterator[str]:
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
