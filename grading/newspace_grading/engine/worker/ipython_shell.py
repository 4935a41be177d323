"""The learner's IPython: runs cells as a notebook does, keeps what they print within bounds, and shows nothing."""

from __future__ import annotations

import io
import os
import sys
from typing import Any

_shell: Any = None


class Kept(io.TextIOBase):
    """A text stream that keeps the first characters and forgets the rest.

    Parameters
    ----------
    most : int
        How many characters are kept.
    """

    def __init__(self, most: int) -> None:
        self._parts: list[str] = []
        self._room = most

    def writable(self) -> bool:
        """Always."""
        return True

    def write(self, text: str) -> int:
        """Keep what there is room for."""
        if self._room > 0:
            self._parts.append(text[: self._room])
            self._room -= len(text)
        return len(text)

    def let_go(self) -> str:
        """What was kept so far; it is not kept any longer."""
        text = "".join(self._parts)
        self._parts.clear()
        return text

    def taken(self) -> str:
        """What was kept."""
        return "".join(self._parts)


def warm() -> Any:
    """The one shell of this process, made on the first call."""
    global _shell  # IPython itself allows one shell a process
    if _shell is None:
        from IPython.core.displayhook import DisplayHook
        from IPython.core.interactiveshell import InteractiveShell
        from traitlets.config import Config

        class Quiet(DisplayHook):
            """Shows no result; `_` and `Out` work as always."""

            def write_output_prompt(self) -> None:
                """Write nothing."""

            def compute_format_data(self, result: Any) -> Any:
                """Make no picture and no page of a result that nobody sees; but a learner's own `__repr__` is called."""
                own = type(result).__module__ in ("__main__", "builtins")
                return super().compute_format_data(result) if own else ({}, {})  # type: ignore[no-untyped-call]

            def write_format_data(self, *_given: Any, **_named: Any) -> None:
                """Write nothing."""

        class Notebook(InteractiveShell):
            """A shell without a terminal, a window or a person."""

            displayhook_class = Quiet

            def enable_gui(self, gui: Any = None) -> None:
                """There are no windows."""

            def enable_matplotlib(self, gui: Any = None) -> tuple[str, str]:
                """Drawings are made in memory, whatever was asked for."""
                return str(gui), "agg"

            def showtraceback(self, *_given: Any, **_named: Any) -> None:
                """Errors are told by `run_cell`'s result."""

            def showsyntaxerror(self, *_given: Any, **_named: Any) -> None:
                """The same."""

        config = Config()
        config.HistoryManager.enabled = False
        config.InteractiveShell.colors = "nocolor"
        config.InteractiveShell.xmode = "Minimal"
        _shell = Notebook.instance(config=config)
        _shell.display_pub.publish = lambda *_given, **_named: None
        _shell.user_ns["__name__"] = "__main__"
        _shell.run_cell(
            "pass", store_history=False, silent=True
        )  # what IPython puts off until a first cell is done here
    return _shell


def run(source: str, skipped: int = 0) -> BaseException | None:
    """Run one cell, after so many that only count; the error with which it stopped, or None."""
    shell = warm()
    for _ in range(skipped):
        shell.history_manager.store_inputs(shell.execution_count, "")
        shell.execution_count += 1
    result = shell.run_cell(source, store_history=True)
    close_figures()
    error = result.error_before_exec or result.error_in_exec
    return error if isinstance(error, BaseException) else None


def close_figures() -> None:
    """Close what was drawn, as a notebook does after each cell: the next one begins with no figure. Whoever holds one keeps it."""
    pyplot = sys.modules.get("matplotlib.pyplot")
    if pyplot is not None and pyplot.get_fignums():
        pyplot.close("all")


def quiet_streams() -> None:
    """Connect the standard streams to nothing."""
    null = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1, 2):
        os.dup2(null, number)
    if null > 2:
        os.close(null)
    # Of the descriptor 0: multiprocessing closes this one in each child, and another number may be somebody's pipe by then.
    sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115 - for as long as the process lives
