"""Load what processes need before they are forked, and lay out memory so that forking costs little."""

from __future__ import annotations

import contextlib
import gc
import importlib
import sys
from collections.abc import Container, Iterable

from newspace_grading.engine.protocol import messages
from newspace_grading.engine.protocol.codec.figures import drawing
from newspace_grading.model import course_plugin
from newspace_grading.sandbox import levels, linux_syscalls

PRELOADED = (
    "numpy",
    "numpy.testing",
    "matplotlib.figure",
    "matplotlib.pyplot",
    "matplotlib.backends.backend_agg",
    "IPython.core.inputtransformer2",
    "IPython.core.logger",
    "IPython.core.magics.osm",
    "pygments.formatters.terminal256",
    "contourpy",
    "PIL.features",
    *("PIL.BmpImagePlugin", "PIL.GifImagePlugin", "PIL.JpegImagePlugin", "PIL.PngImagePlugin", "PIL.PpmImagePlugin"),
    "bdb",
    "encodings.ascii",
    "resource",
)
# Packages that are slow to load and safe to fork.
_PACKAGES = frozenset(
    [
        *("numpy", "matplotlib", "PIL", "pandas", "scipy", "sympy", "sklearn", "seaborn", "networkx", "statsmodels"),
        *("pytest", "IPython", "dateutil", "pytz"),
    ]
)
# What a package loads only when it is used: else every process that is forked would load it for itself.
_LOADED_LATE = {
    "pandas": (
        *("pandas.plotting._matplotlib", "pandas.core.reshape.reshape", "pandas.core.methods.to_dict"),
        *("pandas.io.formats.csvs", "pandas.io.formats.string"),
    ),
    "sympy": (
        *("sympy.assumptions.wrapper", "sympy.codegen.ast", "sympy.combinatorics", "sympy.tensor.tensor"),
        *(
            "sympy.integrals.heurisch",
            "sympy.integrals.manualintegrate",
            "sympy.integrals.risch",
            "sympy.physics.units",
        ),
        # lambdify imports all of numpy
        *("numpy.char", "numpy.ctypeslib", "numpy.f2py", "numpy.polynomial", "numpy.rec"),
    ),
}
_EFFECTS = frozenset(
    ["antigravity", "this", "idlelib", "turtledemo"]
)  # of Python's own, what does something when it is loaded
_MANY_FORKS = 12
_RARE_COLLECTION = (50_000, 20, 20)
_USUAL_COLLECTION = gc.get_threshold()


def preload_modules() -> None:
    """Import what courses may use and what their plug-ins name, and do the set-up that each process would repeat."""
    import_modules(PRELOADED)
    import_modules(course_plugin.installed().preload)
    course_plugin.installed().prepare()
    messages.read_forms()
    with contextlib.suppress(ImportError):
        drawing.draw_once()


def import_modules(names: Iterable[str]) -> bool:
    """Import modules; skip those that are not installed or fail. Return whether any was not loaded yet."""
    missing = [name for name in names if name not in sys.modules]
    missing += [part for name in missing for part in _LOADED_LATE.get(name, ())]
    for name in missing:
        with contextlib.suppress(Exception):
            importlib.import_module(name)
    return any(name in sys.modules for name in missing)


def is_slow_to_load(names: Iterable[str]) -> bool:
    """Tell whether any of these modules is of a package that is slow to load, and not loaded yet."""
    return any(name not in sys.modules and name.partition(".")[0] in _PACKAGES for name in names)


def may_be_preloaded(module: str, own: Container[str]) -> bool:
    """Tell whether a module that an assignment imports may be loaded before processes are forked.

    Parameters
    ----------
    module : str
        Its dotted name.
    own : container of str
        The assignment's own modules: they come before what is installed under the same name.
    """
    root = module.partition(".")[0]
    return root not in own and (root in _PACKAGES or (root in sys.stdlib_module_names and root not in _EFFECTS))


class HeapForForks:
    """Lay out what is loaded so that it stays shared with the processes that are forked from this one.

    To move it into large pages takes as long as some ten forks from them save, so it is done where there are more of them.

    Parameters
    ----------
    forks : int
        How many processes will be forked at least, as far as it is known.
    """

    def __init__(self, forks: int = 0) -> None:
        self._forks = forks
        self._laid_out = False

    def freeze(self) -> None:
        """Take note that modules were loaded: the garbage collector need not look at them in any process."""
        levels.look_up_before_fork()
        self._laid_out = False
        gc.freeze()
        self._lay_out_if_many()

    def count_fork(self) -> None:
        """Take note that a process is about to be forked."""
        self.expect_forks(1)

    def expect_forks(self, number: int) -> None:
        """Take note that so many more processes will be forked."""
        self._forks += number
        self._lay_out_if_many()

    def _lay_out_if_many(self) -> None:
        if self._laid_out or self._forks < _MANY_FORKS:
            return
        self._laid_out = True
        gc.collect()
        gc.freeze()
        if sys.platform == "linux":
            linux_syscalls.use_huge_pages()


def collect_garbage_rarely() -> None:
    """Make the garbage collector run seldom, in a process that does not live long."""
    gc.set_threshold(*_RARE_COLLECTION)


def collect_garbage_as_usual() -> None:
    """Make the garbage collector run as Python does by itself, in a forked process: a learner's program may need the memory.

    What was there before it was forked is not looked at: each look would copy what the processes share.
    """
    gc.freeze()
    gc.set_threshold(*_USUAL_COLLECTION)
