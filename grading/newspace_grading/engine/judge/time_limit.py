"""Silence a test in the judge's process, and limit its time."""

from __future__ import annotations

import _thread
import contextlib
import io
import signal
import sys
import threading
from collections.abc import Iterator
from types import FrameType

from newspace_grading.engine.proxies.client import LostReason, WorkerLost
from newspace_grading.sandbox.alarm import Ring, able, after


def silenced() -> contextlib.ExitStack:
    """Discard what is printed in a block."""
    stack = contextlib.ExitStack()
    stack.enter_context(contextlib.redirect_stdout(io.StringIO()))
    stack.enter_context(contextlib.redirect_stderr(io.StringIO()))
    return stack


@contextlib.contextmanager
def alarm(seconds: float) -> Iterator[None]:
    """End a test that loops on the judge's own side: raise `WorkerLost` in the block after so many seconds.

    A browser has neither an alarm nor a thread for that; there the page ends what takes too long.
    """
    if sys.platform == "emscripten":
        yield
        return

    def ring(_number: int, _frame: FrameType | None) -> None:
        raise WorkerLost(LostReason.TIMEOUT, "the test took too long")

    with after(seconds, ring) if able() else _interrupted(seconds, ring):
        yield


@contextlib.contextmanager
def _interrupted(seconds: float, ring: Ring) -> Iterator[None]:
    """Enforce the limit without SIGALRM (Windows): a thread waits, and interrupts the block as Ctrl-C does."""
    before = signal.signal(signal.SIGINT, ring)
    timer = threading.Timer(seconds, _thread.interrupt_main)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        signal.signal(signal.SIGINT, before)
