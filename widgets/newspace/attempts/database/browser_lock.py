"""The lock on the progress file in the browser edition, where SQLite's own does nothing between two tabs.

There the file is read whole and written whole, so the last of two tabs would win. The page's service worker keeps a lock, which
whoever writes holds from the reading on; the kernel's start puts it into the worker as ``newspaceLock``.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol, cast

from newspace.attempts.database.errors import browser_full, busy

_LOCKED = 423
_FULL = 507


class PageLock(Protocol):
    """The lock as the page offers it: each call returns a status of HTTP; one that is no such lock's means that there is none."""

    def acquire(self) -> int:
        """Wait for the lock; 423 if another tab has kept it for too long."""

    def release(self) -> int:
        """Give the lock back; 507 if the browser refused to keep what was written meanwhile."""


@contextmanager
def alone() -> Iterator[None]:
    """Hold the lock; outside a browser, do nothing.

    Raises
    ------
    Trouble
        If another tab has kept the lock for too long, or the browser did not keep what was written.
    """
    lock = _page_lock()
    if lock is None:
        yield
        return
    if lock.acquire() == _LOCKED:
        raise busy()
    status, failed = 0, None
    try:
        yield
    except OSError as error:  # a file that the browser refuses to keep is an invalid argument to the file system
        failed = error
    finally:
        status = lock.release()
    if status == _FULL:
        raise browser_full() from failed
    if failed is not None:
        raise failed


def in_browser() -> bool:
    """Return whether this Python runs in a browser."""
    return sys.platform == "emscripten"


def _page_lock() -> PageLock | None:
    if not in_browser():
        return None
    names = importlib.import_module("js")  # those of the page's worker
    return cast("PageLock | None", getattr(names, "newspaceLock", None))
