"""The namespace of test cells: their own names, the assignment's, and the learner's through proxies."""

from __future__ import annotations

import builtins
import contextlib
import importlib
import sys
import types
from collections.abc import Callable, Iterator, KeysView
from typing import Any

from newspace_grading.engine.analysis.name_ownership import NameOwnership
from newspace_grading.engine.analysis.ordinary_cells import OrdinaryStatement
from newspace_grading.engine.proxies.classes import SeenType, is_subclass
from newspace_grading.engine.proxies.objects import NotPlainError


class TestNamespace(dict[str, Any]):
    """Hold the judge's names; a name that is not there is the assignment's own, or is fetched from the worker.

    Parameters
    ----------
    names : NameOwnership
        The ownership of names, from the reference.
    fetch_name : callable
        Fetches a name of the learner's notebook; KeyError if there is none.
    """

    def __init__(self, names: NameOwnership, fetch_name: Callable[[str], Any]) -> None:
        super().__init__(__name__="__main__", type=SeenType(), issubclass=is_subclass)
        self.names = names
        self._fetch_name = fetch_name
        self._trying: set[str] = set()
        self.deleted: set[str] = set()  # by the test, of the learner's names
        self._left = list(names.ordinary.statements)  # that were not run here yet
        self._failed: frozenset[str] = frozenset()  # names that such statements could not make here
        self["__builtins__"] = _Builtins(self)

    def __delitem__(self, name: str) -> None:
        """Delete a name; one of the learner's is gone for their functions, too."""
        if name in self.names.answered:
            self[name]  # KeyError if there is none
            self.deleted.add(name)
        if super().__contains__(name) or name not in self.deleted:
            super().__delitem__(name)

    def __missing__(self, name: str) -> Any:
        if (patched := _patched(name)) is not _NOTHING:
            return patched
        if name in self.names.answered:
            if name in self.deleted:
                raise KeyError(name)
            return self._fetch_name(name)
        if name in self._failed:
            raise NotPlainError(f"{name} comes from a cell that cannot be run here")
        text = self.names.helpers.get(name) or self.names.imports.get(name)
        if text is not None and name not in self._trying:
            return self._defined(name, text)
        for module in self.names.stars:
            found = vars(importlib.import_module(module))
            if name in found.get("__all__", [key for key in found if not key.startswith("_")]):
                return found[name]
        # Names that the assignment's own cells and tests bind are never taken from the learner.
        if name in self.names.own | self.names.tested or name.startswith("__") or not self.names.is_learners(name):
            raise KeyError(name)
        return self._fetch_name(name)

    def _defined(self, name: str, text: str) -> Any:
        """Define a name as the assignment does; what only an answer imports has to be there on the learner's side, and is theirs if it differs."""
        theirs = self._fetch_name(name) if name in self.names.answers_imports else None
        self._trying.add(name)
        try:
            exec(compile(text, "assignment", "exec", dont_inherit=True), self)  # noqa: S102 - the assignment's own cells
            ours = dict.__getitem__(self, name)
        finally:
            self._trying.discard(name)
        if theirs is None or _is_alike(theirs, ours):
            return ours
        dict.__delitem__(self, name)
        return theirs

    def keys(self) -> KeysView[str]:  # type: ignore[override]
        """Return the names that are there, the learner's among them, for tests that ask ``"x" in dir()``."""
        answered = [name for name in self.names.answered | self.names.answers_imports if name in self]
        return dict.fromkeys((*self, *answered)).keys()

    def __contains__(self, name: object) -> bool:
        """Tell whether there is a name, for tests that ask ``"x" in globals()``."""
        if super().__contains__(name):
            return True
        return isinstance(name, str) and self.get(name, _NOTHING) is not _NOTHING

    def get(self, name: str, default: Any = None) -> Any:
        """Get a value as a dict does; the learner's names are among them."""
        try:
            return self[name]
        except KeyError:
            return default

    def drop_learner_bindings(self) -> None:
        """Forget what set-up or tests bound or deleted under a name that is the learner's to bind."""
        self.deleted.clear()
        for name in self.names.answered & set(self):
            dict.__delitem__(self, name)

    def take_ordinary_statements(self, task: str) -> list[OrdinaryStatement]:
        """Return the statements of ordinary cells above a set-up or test cell that were not run in this namespace yet."""
        place = self.names.ordinary.places.get(task, 0)
        taken = [one for one in self._left if one.place < place]
        self._left = [one for one in self._left if one.place >= place]
        return taken

    def note_failed(self, statement: OrdinaryStatement) -> None:
        """Forget what a statement of an ordinary cell was to make or change, since it failed here: a test that needs it is not to go on."""
        self._failed |= statement.touched
        for name in statement.touched & set(self):
            dict.__delitem__(self, name)

    def own_class(self, name: str) -> Any:
        """Return a class of the assignment's own cells.

        Raises
        ------
        KeyError
            If there is none of this name.
        """
        if name in self.names.answered or (name not in self.names.own):
            raise KeyError(name)
        return self[name] if super().__contains__(name) or name in self.names.helpers else None

    def copy_with(self, fetch_name: Callable[[str], Any]) -> TestNamespace:
        """Copy the namespace; names that are not in it are fetched from elsewhere."""
        other = TestNamespace(self.names, fetch_name)
        other.update((name, value) for name, value in self.items() if name != "__builtins__")
        other._left, other._failed = self._left, self._failed
        return other


class _Builtins(dict[str, Any]):
    """Python's own names, and after them the learner's: the body of a class looks for a name nowhere else but in the dict itself."""

    def __init__(self, space: TestNamespace) -> None:
        super().__init__(vars(builtins))  # for Python's own statements, which look here past every method
        self._space = space

    def __getitem__(self, name: str) -> Any:
        try:
            return vars(builtins)[name]
        except KeyError:
            return self._space[name]


_NOTHING = object()


def _patched(name: str) -> Any:
    """Return what `unittest.mock` has set in the module ``__main__``, as long as it stands there."""
    notebook = sys.modules["__main__"]
    is_name = isinstance(notebook, _NotebookModule) and not name.startswith("__") and name != "_space"
    return vars(notebook).get(name, _NOTHING) if is_name else _NOTHING


def _is_alike(theirs: object, ours: object) -> bool:
    """Tell whether the learner has imported the same: a module, function or class of that name, or an equal value."""
    try:
        if not hasattr(ours, "__name__"):
            return bool(theirs == ours)
        return bool(getattr(theirs, "__name__", "") == ours.__name__)
    except Exception:  # noqa: BLE001 - what cannot be looked at from here
        return True


class _NotebookModule(types.ModuleType):
    """The module ``__main__`` as a test sees it: `unittest.main` looks there for its test cases."""

    def __init__(self, space: TestNamespace) -> None:
        super().__init__("__main__")
        self.__dict__["_space"] = space

    def __dir__(self) -> list[str]:
        return list(self.__dict__["_space"])

    def __getattr__(self, name: str) -> Any:
        try:
            return self.__dict__["_space"][name]
        except KeyError:
            raise AttributeError(name) from None


@contextlib.contextmanager
def as_main_module(space: TestNamespace) -> Iterator[None]:
    """Use a namespace as that of the module ``__main__`` in a block, as a notebook does."""
    before = sys.modules["__main__"]
    sys.modules["__main__"] = _NotebookModule(space)
    try:
        yield
    finally:
        sys.modules["__main__"] = before
