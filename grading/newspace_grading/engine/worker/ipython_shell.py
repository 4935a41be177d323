"""The learner's IPython: run cells as a notebook does, keep what they print within bounds, and show nothing."""

from __future__ import annotations

import ast
import functools
import io
import os
import re
import subprocess
import sys
import types
from typing import Any


class BoundedOutput(io.TextIOBase):
    """A text stream that keeps the first characters and forgets the rest.

    Parameters
    ----------
    max_chars : int
        How many characters are kept.
    """

    def __init__(self, max_chars: int) -> None:
        self._parts: list[str] = []
        self._room = max_chars

    def writable(self) -> bool:
        """Tell that the stream is writable."""
        return True

    def write(self, text: str) -> int:
        """Keep as much of a text as there is room for."""
        if self._room > 0:
            self._parts.append(text[: self._room])
            self._room -= len(text)
        return len(text)

    def take(self) -> str:
        """Return what was kept so far, and clear it."""
        text = "".join(self._parts)
        self._parts.clear()
        return text

    def text(self) -> str:
        """Return what was kept."""
        return "".join(self._parts)


_INLINE = "InlineBackend"
_REPEATS = 2
# Where a line may hold IPython's own syntax: a sign at its beginning or after an assignment, or a question mark.
_IPYTHON_SIGN = re.compile(r"\s*[%!?,;/]|.*(?:=\s*[%!]|\?)", re.DOTALL)
# A call of pip about packages by their names: nothing that the shell expands or redirects, no file, no folder.
_NAMED = r"""(?:[\w.\-\[\]=~!,]+|"[\w.\-\[\]=~!,<>]+"|'[\w.\-\[\]=~!,<>]+')"""
_PYTHON = r"""(?:[\w./+-]*python[\d.]*|'[\w./+ -]*python[\d.]*'|"[\w:.\\/+ -]*python[\d.]*(?:\.exe)?")"""
_PIP = re.compile(
    rf"(?:{_PYTHON}[ ]+-m[ ]+pip|pip[\d.]*)[ ]+(?:install|uninstall|list|show|freeze|check|--version|-V)"
    rf"((?:[ ]+{_NAMED})*)"
)
_PIP_USES_FILES = re.compile(
    r"\s-(?:[ecrtfi]\b|-(?!version|quiet|upgrade|user|pre|yes|no-cache-dir))|\s\.|\.(?:whl|zip|gz|txt)\b"
)
_IN_A_LOOP = ("create_task", "ensure_future", "get_running_loop")


def is_pip_alone(command: str) -> bool:
    """Tell whether a shell line does nothing but ask pip for packages by name: without a network it can only say that they are there or are not."""
    found = _PIP.fullmatch(command.strip())
    return found is not None and _PIP_USES_FILES.search(found.group(1)) is None


def run_shell_line(line: str) -> int:
    """Run a shell line, print what it prints, and return its exit code.

    pip is not run unless the cell keeps what it says: nothing can be installed here, and to start it takes longer than most notebooks.
    """
    if isinstance(sys.stdout, BoundedOutput) and is_pip_alone(line):
        return 0
    try:
        done = subprocess.run(  # noqa: S602 - the learner's own line, in the learner's own process
            line,
            shell=True,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
        )
    except OSError as error:
        print(error)
        return 1
    print(done.stdout, done.stderr, sep="", end="")
    return done.returncode


def starts_tasks(source: str) -> bool:
    """Tell whether a cell itself calls what can be called within a running event loop only: not from a function of its own."""
    if not any(word in source for word in _IN_A_LOOP):
        return False
    try:
        waiting: list[ast.AST] = list(ast.parse(source).body)
    except (SyntaxError, ValueError):
        return False
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            continue
        if (
            isinstance(node, ast.Call)
            and (getattr(node.func, "attr", "") or getattr(node.func, "id", "")) in _IN_A_LOOP
        ):
            return True
        waiting += ast.iter_child_nodes(node)
    return False


def quick_transformer_manager() -> Any:
    """Make IPython's transformer of cells; cells without IPython's syntax are not taken apart into tokens."""
    from IPython.core.inputtransformer2 import TransformerManager

    class QuickTransformerManager(TransformerManager):
        """Transform IPython's syntax as always, wherever there may be some."""

        def do_token_transforms(self, lines: list[str]) -> list[str]:
            """Transform magics, shell lines and requests for help."""
            if self.token_transformers == usual and not any(map(_IPYTHON_SIGN.match, lines)):
                return lines
            return list(super().do_token_transforms(lines))  # type: ignore[no-untyped-call]  # IPython leaves it untyped

    made = QuickTransformerManager()  # type: ignore[no-untyped-call]  # the same
    usual = list(made.token_transformers)
    return made


@functools.cache  # IPython itself allows one shell a process
def shell() -> Any:
    """Make the shell of this process on the first call; return it on every call."""
    from IPython.core.displayhook import DisplayHook
    from IPython.core.interactiveshell import InteractiveShell
    from traitlets.config import Config

    class QuietDisplayHook(DisplayHook):
        """Show no result; `_` and `Out` work as always."""

        def write_output_prompt(self) -> None:
            """Write nothing."""

        def compute_format_data(self, result: Any) -> Any:
            """Make no rich representation, since nobody sees it; but call a learner's own `__repr__`."""
            own = type(result).__module__ in ("__main__", "builtins")
            return super().compute_format_data(result) if own else ({}, {})  # type: ignore[no-untyped-call]

        def write_format_data(self, *_given: Any, **_named: Any) -> None:
            """Write nothing."""

    class NotebookShell(InteractiveShell):
        """A shell without a terminal, a window or a user."""

        displayhook_class = QuietDisplayHook

        def should_run_async(self, raw_cell: str, **given: Any) -> bool:
            """Run a cell within the event loop as a notebook does, if it awaits something or starts a task."""
            cell = given.get("transformed_cell") or raw_cell
            awaits = ("await" in cell or "async" in cell) and super().should_run_async(raw_cell, **given)
            return awaits or starts_tasks(cell)

        def enable_gui(self, gui: Any = None) -> None:
            """Do nothing: there are no windows."""

        def enable_matplotlib(self, gui: Any = None) -> tuple[str, str]:
            """Draw in memory, whatever backend is requested."""
            return str(gui), "agg"

        def system(self, cmd: str) -> None:
            """Run a shell line (``!ls``, ``%pip``) without a terminal; what it prints is printed, and it stops no cell."""
            self.user_ns["_exit_code"] = run_shell_line(self.var_expand(cmd, depth=1))  # type: ignore[no-untyped-call]

        def showtraceback(self, *_given: Any, **_named: Any) -> None:
            """Show nothing: `run_cell` returns the error."""

        showsyntaxerror = showtraceback

    config = Config()
    config.HistoryManager.enabled = False
    config.InteractiveShell.colors = "nocolor"
    config.InteractiveShell.xmode = "Minimal"
    made: Any = NotebookShell.instance(config=config)
    made.input_transformer_manager = quick_transformer_manager()
    made.display_pub.publish = lambda *_given, **_named: None
    made.user_ns["__name__"] = "__main__"
    _measure_briefly(made)
    made.configurables.append(_inline_settings(made))
    made.kernel = types.SimpleNamespace(shell=made, user_ns=made.user_ns, do_shutdown=lambda *_given, **_named: None)
    made.run_cell("pass", store_history=False, silent=True)  # what IPython puts off until a first cell is done here
    return made


def _inline_settings(made: Any) -> Any:
    """Make the settings that ``%config InlineBackend…`` finds, as far as they decide something here."""
    from traitlets import Bool
    from traitlets.config import Configurable

    class InlineBackend(Configurable):
        """What a notebook says of the backend that draws in it."""

        close_figures = Bool(True).tag(config=True)

    return InlineBackend(parent=made)


def _measure_briefly(made: Any) -> None:
    """Let ``%timeit`` and ``%%timeit`` repeat a measurement less often than they do by themselves: seven times take up to 14 s, in each process that runs the cell."""
    measure = made.find_line_magic("timeit")

    def timeit(line: str, cell: str | None = None, local_ns: dict[str, Any] | None = None) -> Any:
        chosen = any(word.startswith("-") and "r" in word for word in line.split())
        return measure(line if chosen else f"-r {_REPEATS} {line}", cell, local_ns)

    timeit.needs_local_scope = True  # type: ignore[attr-defined]
    made.register_magic_function(timeit, "line_cell")


def run_cell(source: str, skipped: int = 0) -> BaseException | None:
    """Run one cell, after so many that only count; return the error with which it stopped, or None."""
    ipython = shell()
    for _ in range(skipped):
        ipython.history_manager.store_inputs(ipython.execution_count, "")
        ipython.execution_count += 1
    result = ipython.run_cell(source, store_history=True)
    close_figures()
    error = result.error_before_exec or result.error_in_exec
    return error if isinstance(error, BaseException) else None


def inputs_before() -> dict[str, str]:
    """Return what the next cell finds in ``_i``, ``_ii`` and ``_iii``: the inputs of the cells before it."""
    history = shell().history_manager
    return {"_i": history._i00, "_ii": history._i, "_iii": history._ii}


def close_figures() -> None:
    """Close all figures, as a notebook does after each cell: the next begins with none. References stay valid.

    Nothing is closed where the notebook has switched that off (``%config InlineBackend.close_figures = False``).
    """
    settings = [one for one in shell().configurables if type(one).__name__ == _INLINE]
    if settings and not settings[0].close_figures:
        return
    pyplot = sys.modules.get("matplotlib.pyplot")
    if pyplot is not None and pyplot.get_fignums():
        pyplot.close("all")


def disconnect_streams() -> None:
    """Connect the standard streams to nothing."""
    null = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1, 2):
        os.dup2(null, number)
    if null > 2:
        os.close(null)
    # Of the descriptor 0: multiprocessing closes this one in each child, and another number may be somebody's pipe by then.
    sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115 - for as long as the process lives
