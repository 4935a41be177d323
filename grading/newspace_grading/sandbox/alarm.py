"""Interrupt a block of code with the system's timer signal, SIGALRM."""

from __future__ import annotations

import contextlib
import signal
from collections.abc import Callable, Iterator
from types import FrameType

Ring = Callable[[int, FrameType | None], None]


def able() -> bool:
    """Tell whether this system has the timer signal. Only the main thread receives it."""
    return hasattr(signal, "setitimer")


@contextlib.contextmanager
def after(seconds: float, ring: Ring) -> Iterator[None]:
    """Call ``ring`` after so many seconds of wall time, unless the block has ended."""
    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
