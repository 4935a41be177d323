"""Run a lesson's cells and look at what they show: every picture has a caption and words, and no letter is missing in it."""

from __future__ import annotations

import ast
import os
import re
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any

from authoring.content.notebook_model import NotebookCell, Page
from authoring.content.problems import Problem

SHORTEST_WORDS = 40
_GLYPH = re.compile(r"Glyph (\d+)")


def executed_pictures(page: Page) -> Iterator[Problem]:
    """Run every cell, and judge each figure (it has ``figure``, ``caption``, ``words``) and each simulator (it has ``explore``)."""
    names: dict[str, Any] = {"__name__": "__main__"}
    with _apart(page.path.parent):
        for cell in page.cells:
            if not cell.code:
                continue
            with warnings.catch_warnings(record=True) as caught:
                warnings.simplefilter("always")
                try:
                    found = list(_judged(_value(cell, names, page.file)))
                except Exception as error:  # noqa: BLE001 - a lesson's cell can fail in any way, and the check goes on
                    yield Problem(
                        page.file,
                        cell.place,
                        f"The cell fails: {type(error).__name__}: {error}",
                        "Run the lesson from the top and mend it.",
                    )
                    return  # later cells build on this one
            missing = dict.fromkeys(chr(int(match[1])) for one in caught if (match := _GLYPH.search(str(one.message))))
            if missing:
                found.append(
                    (
                        "The fonts have no glyph for: " + " ".join(missing),
                        "Use other letters, or add them in tools/package_data/fonts.py and run it.",
                    )
                )
            for what, remedy in found:
                yield Problem(page.file, cell.place, what, remedy)


def _value(cell: NotebookCell, names: dict[str, Any], file: str) -> Any:
    """Run a cell; the value of its last line, if that is an expression."""
    body = list(cell.tree.body)
    last = body.pop() if body and isinstance(body[-1], ast.Expr) else None
    with redirect_stdout(StringIO()):
        exec(compile(ast.Module(body, []), file, "exec"), names)  # noqa: S102 - the course's own lesson
        return eval(compile(ast.Expression(last.value), file, "eval"), names) if isinstance(last, ast.Expr) else None  # noqa: S307 - the same


def _judged(value: Any) -> Iterator[tuple[str, str]]:
    if hasattr(value, "figure") and hasattr(value, "words"):
        value.png()  # draws, and so warns of a missing letter
        if not value.caption.strip():
            yield "The figure has no caption.", "Say in it what the figure shows, and where its numbers come from."
        if len(value.words.strip()) < SHORTEST_WORDS:
            yield (
                "The figure is not told in words.",
                "Give Drawing(words=…): the result, with its numbers, for those who cannot see it.",
            )
    elif hasattr(value, "explore") and hasattr(value, "state"):
        value.explore(value.start)
        if value.state.get("error"):
            yield (
                f"The simulator fails at its first values: {value.state['error']}",
                "Mend the model, the picture or the values.",
            )
        if len(str(value.state.get("words", "")).strip()) < SHORTEST_WORDS:
            yield "The simulator's picture is not told in words.", "Give the run its words: what the picture shows."
        if not str(value.state.get("sentence", "")).strip():
            yield "The simulator says no sentence.", "Give the run its sentence, with numbers."
    elif hasattr(value, "savefig") or hasattr(value, "get_figure"):
        yield "A bare figure is shown, without words.", "Return newspace.figures.Drawing(figure, caption=…, words=…)."


@contextmanager
def _apart(folder: Path) -> Iterator[None]:
    """In the lesson's folder, with a progress file of its own."""
    before, kept = Path.cwd(), os.environ.get("NEWSPACE_PROGRESS")
    with tempfile.TemporaryDirectory(prefix="newspace-check-") as scratch:
        os.environ["NEWSPACE_PROGRESS"] = str(Path(scratch) / "progress.sqlite")
        os.chdir(folder)
        try:
            yield
        finally:
            os.chdir(before)
            if kept is None:
                del os.environ["NEWSPACE_PROGRESS"]
            else:
                os.environ["NEWSPACE_PROGRESS"] = kept
