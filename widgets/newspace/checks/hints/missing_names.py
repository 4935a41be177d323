"""Say why a name of the learner's is not there: its cell was not run, stopped with an error, or spells it otherwise."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence

from newspace.core.i18n import Quoted, Text, message


def missing_name(name: str) -> Text:
    """Say why there is no such name, from what the kernel was given to run."""
    cell = _last_to_define(name, _cells_run())
    if cell is None:
        return message(
            "There is no “{name}” yet. Run the cell of this task (and those above it), and check the spelling of the name.",
            name=Quoted(name),
        )
    try:
        compile(cell, "cell", "exec")
    except SyntaxError as error:
        return message(
            "There is no “{name}” yet: its cell stopped with an error, {error}. Python could not read line {line}. Put it right, and run that cell again.",
            name=Quoted(name),
            error=Quoted(type(error).__name__),
            line=error.lineno or 1,
        )
    return message(
        "There is no “{name}” yet: its cell stopped with an error before it came to this name. Read the last line below that cell, put it right, and run it again.",
        name=Quoted(name),
    )


def _cells_run() -> Sequence[str]:
    """Return the cells that the kernel was given, oldest first: IPython's ``In``; none where there is no such kernel."""
    cells = vars(sys.modules["__main__"]).get("In")
    return [cell for cell in cells if isinstance(cell, str)] if isinstance(cells, list) else []


def _last_to_define(name: str, cells: Sequence[str]) -> str | None:
    """Return the last cell that was meant to define a name; None if there is none."""
    defines = re.compile(
        rf"^[ \t]*(?:(?:async[ \t]+)?def|class)[ \t]+{re.escape(name)}\b|^{re.escape(name)}[ \t]*=", re.MULTILINE
    )
    return next((cell for cell in reversed(cells) if defines.search(cell)), None)
