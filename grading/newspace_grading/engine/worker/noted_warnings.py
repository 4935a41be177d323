"""Record the warnings that a learner's function gives, for a test that looks for them."""

from __future__ import annotations

import contextlib
import warnings
from collections.abc import Iterator
from typing import Any

_MOST = 100


@contextlib.contextmanager
def noted_warnings() -> Iterator[list[Warning]]:
    """Collect the warnings that are given inside the block, whatever filters would ignore them."""
    found: list[Warning] = []

    def note(message: Warning | str, category: type[Warning], *_given: Any, **_named: Any) -> None:
        if len(found) < _MOST:
            found.append(message if isinstance(message, Warning) else category(message))

    with warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.showwarning = note
        yield found
