"""Load what processes need before they are forked, and lay out memory so that forking costs little."""

from __future__ import annotations

import contextlib
import gc
import importlib
import sys
from collections.abc import Iterable

from newspace_grading.engine.protocol import messages
from newspace_grading.engine.protocol.codec.figures import drawing
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
_RARE_COLLECTION = (50_000, 20, 20)
_USUAL_COLLECTION = gc.get_threshold()


def preload_modules() -> None:
    """Import what every course may use and what the courses' plug-ins name, and do once what each process would do again."""
    import_modules(PRELOADED)
    import_modules(course_plugin.installed().preload)
    course_plugin.installed().prepare()
    messages.read_forms()
    with contextlib.suppress(ImportError):
        drawing.draw_once()


def import_modules(names: Iterable[str]) -> None:
    """Import modules; what is not installed, or breaks, is left out."""
    for name in names:
        with contextlib.suppress(Exception):
            importlib.import_module(name)


def freeze_heap_before_fork() -> None:
    """Lay out what is loaded so that it stays shared with the processes that are forked from this one."""
    levels.look_up_before_fork()
    gc.collect()
    gc.freeze()
    if sys.platform == "linux":
        linux_syscalls.use_huge_pages()


def collect_garbage_rarely() -> None:
    """Make the garbage collector run seldom, in a process that does not live long."""
    gc.set_threshold(*_RARE_COLLECTION)


def collect_garbage_as_usual() -> None:
    """Make the garbage collector run as Python does by itself: a learner's program may need the memory."""
    gc.set_threshold(*_USUAL_COLLECTION)
