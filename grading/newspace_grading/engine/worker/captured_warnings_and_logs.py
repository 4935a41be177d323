"""Capture the warnings and log records that a learner's function gives, for a test that looks for them."""

from __future__ import annotations

import contextlib
import logging
import warnings
from collections.abc import Iterable, Iterator
from typing import Any

_MOST = 100


@contextlib.contextmanager
def captured_warnings() -> Iterator[list[Warning]]:
    """Collect the warnings that are given inside the block, whatever filters would ignore them."""
    found: list[Warning] = []

    def note(message: Warning | str, category: type[Warning], *_given: Any, **_named: Any) -> None:
        if len(found) < _MOST:
            found.append(message if isinstance(message, Warning) else category(message))

    with warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.showwarning = note
        yield found


class _CapturingHandler(logging.Handler):
    """Keeps the records that it is given, each once."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        if len(self.found) < _MOST and not any(record is one for one in self.found):
            self.found.append(record)


@contextlib.contextmanager
def captured_log_records(levels: Iterable[tuple[str, int]]) -> Iterator[list[logging.LogRecord]]:
    """Collect what is logged inside the block.

    Parameters
    ----------
    levels : iterable of (str, int)
        The loggers that the test listens to, and the levels that it has set; 0 where it has set none.
    """
    handler = _CapturingHandler()
    with contextlib.ExitStack() as stack:
        for name, level in levels:
            stack.enter_context(_heard(logging.getLogger(name), handler, level))
        yield handler.found


@contextlib.contextmanager
def _heard(logger: logging.Logger, handler: logging.Handler, level: int) -> Iterator[None]:
    before = logger.level
    logger.addHandler(handler)
    if level:
        logger.setLevel(level)
    try:
        yield
    finally:
        logger.removeHandler(handler)
        if level and logger.level == level:
            logger.setLevel(before)
