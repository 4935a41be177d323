"""The names that a test cell sees: its own, the assignment's, and the learner's through proxies."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import Any

from newspace_grading.engine.analysis.name_ownership import Names


class TestNamespace(dict[str, Any]):
    """The names of the judge. A name that is not there is the assignment's own, or is looked up on the learner's side.

    Parameters
    ----------
    names : Names
        What the reference says about names.
    fetch_name : callable
        Asks the learner's side for a name; KeyError if it has none.
    """

    def __init__(self, names: Names, fetch_name: Callable[[str], Any]) -> None:
        super().__init__(__name__="__main__")
        self._names = self.names = names
        self._fetch_name = fetch_name
        self._trying: set[str] = set()

    def __missing__(self, name: str) -> Any:
        if name in self._names.answered:
            return self._fetch_name(name)
        text = self._names.helpers.get(name) or self._names.imports.get(name)
        if text is not None and name not in self._trying:
            self._trying.add(name)
            try:
                exec(compile(text, "assignment", "exec"), self)  # noqa: S102 - the assignment's own cells
                return dict.__getitem__(self, name)
            finally:
                self._trying.discard(name)
        for module in self._names.stars:
            found = vars(importlib.import_module(module))
            if name in found.get("__all__", [key for key in found if not key.startswith("_")]):
                return found[name]
        # What the assignment's own cells and tests bind is never the learner's to say.
        if name in self._names.own | self._names.tested or name.startswith("__") or not self._names.learners(name):
            raise KeyError(name)
        return self._fetch_name(name)

    def __contains__(self, name: object) -> bool:
        """Whether a test that asks ``"x" in globals()`` is right."""
        if super().__contains__(name):
            return True
        return isinstance(name, str) and self.get(name, _NOTHING) is not _NOTHING

    def get(self, name: str, default: Any = None) -> Any:
        """As a dict does, the learner's names among them."""
        try:
            return self[name]
        except KeyError:
            return default

    def drop_learner_bindings(self) -> None:
        """Forget what set-up or tests bound under a name that is the learner's to bind."""
        for name in self._names.answered & set(self):
            del self[name]

    def own_class(self, name: str) -> Any:
        """A class of the assignment's own cells.

        Raises
        ------
        KeyError
            If there is none of this name.
        """
        if name in self._names.answered or (name not in self._names.own):
            raise KeyError(name)
        return self[name] if super().__contains__(name) or name in self._names.helpers else None

    def again(self, fetch_name: Callable[[str], Any]) -> TestNamespace:
        """The same names, with another side to ask."""
        other = TestNamespace(self._names, fetch_name)
        other.update(self)
        return other


_NOTHING = object()
