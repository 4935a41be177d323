"""While the judge runs a test: nothing is printed, and not for ever."""

from __future__ import annotations

import _thread
import contextlib
import io
import signal
import threading
from collections.abc import Iterator
from types import FrameType

from newspace_grading.engine.proxies.client import WorkerLost
from newspace_grading.sandbox.alarm import Ring, able, after


def quiet() -> contextlib.ExitStack:
    """Let nothing be printed."""
    stack = contextlib.ExitStack()
    stack.enter_context(contextlib.redirect_stdout(io.StringIO()))
    stack.enter_context(contextlib.redirect_stderr(io.StringIO()))
    return stack


@contextlib.contextmanager
def alarm(seconds: float) -> Iterator[None]:
    """End a test that loops on the judge's own side."""

    def ring(_number: int, _frame: FrameType | None) -> None:
        raise WorkerLost("late", "the test took too long")

    with after(seconds, ring) if able() else _interrupted(seconds, ring):
        yield


@contextlib.contextmanager
def _interrupted(seconds: float, ring: Ring) -> Iterator[None]:
    """The same where there is no such alarm (Windows): a thread waits, and does what Ctrl-C would do."""
    before = signal.signal(signal.SIGINT, ring)
    timer = threading.Timer(seconds, _thread.interrupt_main)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        signal.signal(signal.SIGINT, before)
