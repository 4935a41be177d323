"""Show a progress bar with the time that is left; without a terminal, nothing."""

from __future__ import annotations

import sys
import time
from typing import TextIO

_WIDTH = 30


class Progress:
    """The progress bar of a run.

    Parameters
    ----------
    total : int
        The number of submissions.
    shown : bool
        False to show nothing in any case.
    stream : text stream
        The stream to draw on.
    """

    def __init__(self, total: int, *, shown: bool = True, stream: TextIO | None = None) -> None:
        self._stream = sys.stderr if stream is None else stream
        self._shown = shown and total > 0 and self._stream.isatty()
        self._total = total
        self._done = self._fresh = 0
        self._begun = time.monotonic()
        self._draw()

    def step(self, *, fresh: bool) -> None:
        """Advance by one submission; the time left is estimated from those that were graded in this run."""
        self._done += 1
        self._fresh += fresh
        self._draw()

    def clear(self) -> None:
        """Erase the bar to make room for a line of text; the next step draws it again."""
        if self._shown:
            self._stream.write("\r\x1b[K")
            self._stream.flush()

    def _draw(self) -> None:
        if not self._shown:
            return
        full = _WIDTH * self._done // self._total
        left = self._total - self._done
        text = f"[{'#' * full}{'.' * (_WIDTH - full)}] {self._done}/{self._total}"
        if self._fresh and left:
            text += f", {spoken((time.monotonic() - self._begun) / self._fresh * left)} left"
        self._stream.write(f"\r\x1b[K{text}" + ("" if left else "\n"))
        self._stream.flush()


def spoken(seconds: float) -> str:
    """Format a duration."""
    if seconds < 60:
        return f"{max(1, round(seconds))} s"
    if seconds < 3600:
        return f"{round(seconds / 60)} min"
    return f"{int(seconds // 3600)} h {round(seconds % 3600 / 60)} min"
