"""Track what a test replaces of what the learner's functions use, and where it listens to what they log; it is sent with each call."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Iterable
from typing import Any

from newspace_grading.engine.protocol.sync.argument_sync import can_change

_NOTHING = object()


class Replacements:
    """Compare the current values with those at the beginning of the test.

    Parameters
    ----------
    space : dict
        The names of the test.
    names : iterable of str
        Names of the notebook that the learner's functions read.
    owned : frozenset of str
        Of these, the names that are the learner's: what a test sets is theirs from then on.
    targets : iterable of (str, str)
        Modules and names in them that the test may replace.
    environment : bool
        Whether the test may set variables of the environment.
    """

    def __init__(
        self,
        space: dict[str, Any],
        names: Iterable[str] = (),
        owned: frozenset[str] = frozenset(),
        targets: Iterable[tuple[str, str]] = (),
        *,
        environment: bool = False,
    ) -> None:
        self._space = space
        self._environment = dict(os.environ) if environment else None
        self._owned = owned
        self._names = {name: dict.get(space, name, _NOTHING) for name in names}
        self._targets = {target: _current(*target) for target in targets}

    def take_names(self) -> list[tuple[str, Any]]:
        """Return the names that were set since the last call, with their values."""
        found = [
            (name, now) for name, old in self._names.items() if (now := dict.get(self._space, name, old)) is not old
        ]
        self._names.update(found)
        deleted: set[str] = getattr(self._space, "deleted", set())
        deleted.difference_update(name for name, _now in found)
        return found

    def take_deleted(self) -> tuple[str, ...]:
        """Return the names that were deleted and not set again."""
        found: set[str] = getattr(self._space, "deleted", set())
        return tuple(sorted(name for name in found if name not in dict.keys(self._space)))

    def take_environment(self) -> tuple[tuple[str, str | None], ...]:
        """Return the variables of the environment that were set or deleted since the last call; None for one that is gone."""
        before = self._environment
        if before is None:
            return ()
        now = self._environment = dict(os.environ)
        gone = ((name, None) for name in before.keys() - now.keys())
        return (*gone, *((name, value) for name, value in now.items() if before.get(name) != value))

    def sent(self, name: str) -> None:
        """Note that the learner's side has a name: if it is the learner's, it is asked for there from now on."""
        if name in self._owned and not can_change(dict.get(self._space, name)):
            self._space.pop(name, None)
            self._names[name] = _NOTHING

    def attributes(self) -> list[tuple[str, str, Any]]:
        """Return the current replacements of names of modules."""
        found = [(*target, _current(*target), old) for target, old in self._targets.items()]
        return [(module, name, now) for module, name, now, old in found if now is not old and now is not _NOTHING]


def _current(module: str, name: str) -> Any:
    """Return what a module has under a name; of the notebook, only what was set there by `unittest.mock`."""
    if module == "__main__":
        return vars(sys.modules[module]).get(name, _NOTHING)
    return getattr(sys.modules.get(module), name, _NOTHING)


class LogListeners:
    """The loggers that a test listens to: it has made a handler, and put it there."""

    def __init__(self) -> None:
        self._handlers = _handlers()
        self._root_level = logging.root.level

    def wanted(self) -> tuple[tuple[str, int], ...]:
        """Return their names, and the levels that are set there; 0 where there is none, or the root's usual one."""
        if _handlers() == self._handlers:  # each call asks, so this has to cost next to nothing
            return ()
        known = logging.root.manager.loggerDict
        others = [(name, one) for name, one in known.items() if isinstance(one, logging.Logger) and one.handlers]
        found = [(name, one.level) for name, one in others]
        root = logging.root
        if root.handlers:
            found.append((root.name, 0 if root.level == self._root_level else root.level))
        return tuple(found)


def log_again(logger: str, level: int, text: str, function: str) -> None:
    """Log here what was logged on the learner's side: for that logger, or the nearest above it that is known here."""
    name, known = logger, logging.root.manager.loggerDict
    while name and not isinstance(known.get(name), logging.Logger):
        name = name.rpartition(".")[0]
    fields = {
        "name": logger,
        "levelno": level,
        "levelname": logging.getLevelName(level),
        "msg": text,
        "funcName": function,
    }
    logging.getLogger(name).handle(logging.makeLogRecord(fields))


def _handlers() -> list[object]:
    """Return weak references to the handlers of this process."""
    return list(getattr(logging, "_handlerList", ()))
