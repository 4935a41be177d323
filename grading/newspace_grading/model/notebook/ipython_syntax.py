"""Transform a cell's magics and shell lines to calls, as IPython does."""

from __future__ import annotations

import functools
from typing import Any


@functools.lru_cache(maxsize=1)
def _manager() -> Any:
    from IPython.core.inputtransformer2 import TransformerManager

    return TransformerManager()  # type: ignore[no-untyped-call]  # IPython leaves it untyped


@functools.lru_cache(maxsize=1024)
def python(source: str) -> str:
    """Transform a cell's IPython syntax to Python; plain Python stays as it is."""
    if not any(mark in source for mark in "%!?"):
        return source
    first, line, rest = source.partition("\n")
    if first.split()[:1] == ["%%capture"]:  # it only keeps what is printed, and it would swallow what fails in the cell
        source = line + rest
    try:
        return str(_manager().transform_cell(source))
    except SyntaxError:
        return source
