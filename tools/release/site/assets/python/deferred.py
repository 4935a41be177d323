"""Import what a terminal, completion of names, and ``%pip`` need when it is first used. Run in a worker before IPython is imported.

They are a third of the modules that a start imports; a learner may never need them.
"""

from __future__ import annotations

import importlib
import shutil
import sys
from collections.abc import Callable
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

_TERMINAL = "IPython.terminal.embed"
_JEDI = ("jedi", "jedi.api", "jedi.api.classes", "jedi.api.helpers")
"""What IPython's completion imports of jedi, and its parents."""
_PIPLITE = ("piplite", "piplite.piplite")
"""What JupyterLite's kernel imports to set how ``%pip`` works, and its parent."""


def leave_libraries_to_imports() -> Callable[[], None]:
    """Have Pyodide, as it unpacks wheels, not load the shared libraries in them; return what has it load them again.

    Only the thread of a page has to load them before they are imported.
    """
    loader: Any = importlib.import_module("pyodide._package_loader")
    plain = loader.get_dynlibs
    loader.get_dynlibs = lambda *_: []
    return lambda: setattr(loader, "get_dynlibs", plain)


class _DeferredModule(ModuleType):
    """A module that is imported when something of it is used that it was not given."""

    def __init__(self, name: str, load: Callable[[str], ModuleType], *, package: bool) -> None:
        super().__init__(name)
        self.__spec__ = ModuleSpec(name, None)  # newer versions of IPython ask for it alone
        vars(self).update(_load=load, _package=package)

    def __getattr__(self, name: str) -> Any:
        # Who only looks through all modules asks for __file__ and the like; for __path__, who imports from a module, too.
        if name.startswith("__") and not (name == "__path__" and self._package):
            raise AttributeError(name)
        return getattr(self._load(self.__name__), name)


def _put(names: tuple[str, ...], load: Callable[[str], ModuleType]) -> None:
    for name in names:
        package = any(other.startswith(f"{name}.") for other in names)
        sys.modules[name] = _DeferredModule(name, load, package=package)


def _leave_to_importlib(names: tuple[str, ...]) -> None:
    for name in names:
        if isinstance(sys.modules.get(name), _DeferredModule):
            del sys.modules[name]


def defer_terminal() -> None:
    """Have ``import IPython`` leave out its terminal, which it imports for ``IPython.embed`` alone."""

    def load(name: str) -> ModuleType:
        _leave_to_importlib((_TERMINAL,))
        return importlib.import_module(name)

    def embed(*given: Any, **named: Any) -> Any:
        """Start IPython in a terminal at this place of a program."""
        return load(_TERMINAL).embed(*given, **named)

    _put((_TERMINAL,), load)
    vars(sys.modules[_TERMINAL])["embed"] = embed


def defer_jedi(packed: str = "") -> None:
    """Have IPython's completion import jedi when it first completes a name; what it sets in ``jedi.settings`` is set then.

    Parameters
    ----------
    packed : str, optional
        A folder with the wheels of jedi and of what it needs, to be unpacked then: two thousand files. Without it they are there.
    """
    settings = SimpleNamespace()

    def load(name: str) -> ModuleType:
        _leave_to_importlib(_JEDI)
        if packed and packed not in sys.path:
            for wheel in sorted(Path(packed).glob("*.whl")):
                shutil.unpack_archive(wheel, packed, "zip")
                wheel.unlink()
            sys.path.append(packed)
            importlib.invalidate_caches()
        jedi, *_ = [importlib.import_module(one) for one in _JEDI]
        for setting, value in vars(settings).items():
            setattr(jedi.settings, setting, value)
        vars(settings).clear()
        return sys.modules[name]

    _put(_JEDI, load)
    vars(sys.modules[_JEDI[0]])["settings"] = settings


def defer_piplite() -> None:
    """Have JupyterLite's kernel import piplite, and micropip with it, at the first ``%pip``; what it sets before is set then."""

    def load(name: str) -> ModuleType:
        _leave_to_importlib(_PIPLITE)
        piplite = importlib.import_module(module.__name__)
        for setting in vars(module).keys() - own:
            setattr(piplite, setting, vars(module).pop(setting))
        return sys.modules[name]

    _put(_PIPLITE, load)
    package, module = (sys.modules[name] for name in _PIPLITE)
    own = {*vars(module)}
    vars(package)["piplite"] = module
