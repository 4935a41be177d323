"""Modules beside a notebook: they take precedence over installed ones of the same names, as in Jupyter."""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path

# What every process of the grader has loaded, and works with.
_KEPT = frozenset({"newspace_grading", "numpy", "matplotlib", "IPython", "PIL", *sys.stdlib_module_names})


def modules_in(folder: str | Path) -> frozenset[str]:
    """Name the modules and packages that lie in a folder."""
    with contextlib.suppress(OSError), os.scandir(folder) as found:
        return frozenset(
            one.name.removesuffix(".py")
            for one in found
            if one.name.endswith(".py") or os.path.isfile(os.path.join(one.path, "__init__.py"))
        )
    return frozenset()


def prefer_modules_of(folder: str) -> None:
    """Make this process import from a folder first, even modules already loaded from elsewhere."""
    # To look through all that is loaded would copy the memory that its names share with other processes.
    own = (modules_in(folder) - _KEPT) & sys.modules.keys()
    if own:
        for name in [name for name in sys.modules if name.partition(".")[0] in own]:
            del sys.modules[name]
    sys.path[:] = [folder, *(path for path in sys.path if path and path != folder)]
