"""Enforce the rules of unit tests: they start no process, open no socket and import no nbgrader.

An audit hook of the interpreter sees each of these, whichever function leads to it. While a unit test is collected or runs,
nbgrader's modules are hidden, so that a test does not pass only because another one has imported them before.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType

import pytest
from repository import TESTS

FORBIDDEN = {
    "os.exec": "replaces the process",
    "os.fork": "forks",
    "os.forkpty": "forks",
    "os.posix_spawn": "starts a process",
    "os.spawn": "starts a process",
    "os.startfile": "starts a process",
    "os.system": "starts a process",
    "pty.spawn": "starts a process",
    "socket.__new__": "opens a socket",
    "subprocess.Popen": "starts a process",
}
REFUSED_MODULE = "nbgrader"
REMEDY = "a unit test must not: move it to integration/"


class UnitGuard:
    """The audit hook, and what it has seen since a unit test began; without one that has begun it lets everything pass."""

    def __init__(self) -> None:
        self._watching = False
        self._seen: list[str] = []
        self._refused: list[str] = []
        self._known = -1
        sys.addaudithook(self._audit)

    def _audit(self, event: str, arguments: tuple[object, ...]) -> None:
        if not self._watching:
            if event == "import" and _is_refused(str(arguments[0])):
                self._known = -1
            return
        if event in FORBIDDEN:
            self._refuse(f"it {FORBIDDEN[event]} ({event})")
        elif event == "import" and _is_refused(str(arguments[0])):
            self._refuse(f"it imports {arguments[0]}")

    def _refuse(self, what: str) -> None:
        self._seen.append(what)
        pytest.fail(f"{what}: {REMEDY}")

    @contextmanager
    def watch(self) -> Iterator[None]:
        """Refuse what a unit test must not do; fail at the end, too, if the refusal was caught on the way."""
        hidden = self._hide()
        self._seen = []
        self._watching = True
        try:
            yield
        finally:
            self._watching = False
            sys.modules.update(hidden)
        if self._seen:
            pytest.fail(f"{'; '.join(self._seen)}: {REMEDY}")

    def _hide(self) -> dict[str, ModuleType]:
        """Take nbgrader's modules out; look which they are only after an import, because this is asked for thousands of tests."""
        if len(sys.modules) != self._known:
            self._refused = [name for name in sys.modules if name.startswith(REFUSED_MODULE) and _is_refused(name)]
            self._known = len(sys.modules)
        return {name: sys.modules.pop(name) for name in self._refused if name in sys.modules}


def _is_refused(module: str) -> bool:
    return module == REFUSED_MODULE or module.startswith(f"{REFUSED_MODULE}.")


GUARD = pytest.StashKey[UnitGuard]()


def pytest_configure(config: pytest.Config) -> None:
    """Set the guard up, once for each process."""
    import matplotlib.font_manager  # noqa: F401 - where no cache of fonts is, it asks a program for them

    config.stash[GUARD] = UnitGuard()


def _is_unit(node: pytest.Item | pytest.Collector) -> bool:
    return node.path.is_relative_to(TESTS) and "unit" in node.path.relative_to(TESTS).parts


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector: pytest.Collector) -> Iterator[None]:
    """A module of unit tests is imported under guard."""
    if not (isinstance(collector, pytest.Module) and _is_unit(collector)):
        return (yield)
    with collector.config.stash[GUARD].watch():
        return (yield)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> Iterator[None]:
    """Fixtures of a unit test are made under guard."""
    return (yield from _guarded(item))


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    """A unit test runs under guard."""
    return (yield from _guarded(item))


def _guarded(item: pytest.Item) -> Iterator[None]:
    if not _is_unit(item):
        return (yield)
    with item.config.stash[GUARD].watch():
        return (yield)
