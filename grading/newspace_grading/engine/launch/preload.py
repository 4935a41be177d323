"""What a process loads before others are forked from it, and how its memory is laid out so that forking it costs little."""

from __future__ import annotations

import contextlib
import gc
import importlib
import sys
from collections.abc import Iterable

from newspace_grading.engine.protocol.codec import matplotlib_axes
from newspace_grading.model import course_plugin
from newspace_grading.sandbox import levels, linux_syscalls

PRELOADED = (
    "numpy",
    "matplotlib.figure",
    "matplotlib.pyplot",
    "matplotlib.backends.backend_agg",
    "IPython.core.inputtransformer2",
    "IPython.core.logger",
    "PIL.features",
    "bdb",
    "encodings.ascii",
    "resource",
)
_SELDOM = (50_000, 20, 20)
_USUAL = gc.get_threshold()


def preload() -> None:
    """Load what every course may use and what the courses' plug-ins name, and have matplotlib draw once."""
    load(PRELOADED)
    load(course_plugin.installed().preload)
    with contextlib.suppress(ImportError):
        matplotlib_axes.warm()


def load(names: Iterable[str]) -> None:
    """Load modules; what is not installed, or breaks, is left out."""
    for name in names:
        with contextlib.suppress(Exception):
            importlib.import_module(name)


def freeze_heap_before_fork() -> None:
    """Lay out what is loaded so that it stays shared with the processes that are forked from this one."""
    levels.ready()
    gc.collect()
    gc.freeze()
    if sys.platform == "linux":
        linux_syscalls.huge_pages()


def short_lived() -> None:
    """Look for garbage seldom: the process will not live long."""
    gc.set_threshold(*_SELDOM)


def as_usual() -> None:
    """Look for garbage as Python does by itself: a learner's program may need the memory."""
    gc.set_threshold(*_USUAL)
