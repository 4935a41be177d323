"""Outline of a lesson's notebook: its title, and the section in which each question is asked."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

_NUMBERED = re.compile(r"^## (\d+)\. (.+?) *$", re.MULTILINE)


def title(notebook: Path) -> str:
    """Return the title of a lesson: its first heading; empty if there is none, or no lesson."""
    lines = (line for kind, source in _cells(notebook) if kind == "markdown" for line in source.splitlines())
    return next((line.removeprefix("# ").strip() for line in lines if line.startswith("# ")), "")


def sections(notebook: Path) -> dict[str, str]:
    """Map the id of each question to the heading under which it is asked."""
    found: dict[str, str] = {}
    heading = ""
    for kind, source in _cells(notebook):
        if kind == "markdown":
            headings = [line.removeprefix("## ").strip() for line in source.splitlines() if line.startswith("## ")]
            heading = headings[-1] if headings else heading
        elif heading and "quiz(" in source:
            found.update(dict.fromkeys(_asked(source), heading))
    return found


def numbered(notebook: Path) -> list[tuple[str, str]]:
    """Return number and name of each numbered section, such as ``("3", "How to come down")``, in their order."""
    text = "\n".join(source for kind, source in _cells(notebook) if kind == "markdown")
    return _NUMBERED.findall(text)


def section_link(notebook: str, heading: str) -> str:
    """Return the link to a section, with the exact anchor that JupyterLab gives its heading."""
    return f"{notebook}#{heading.replace(' ', '-')}" if notebook and heading else notebook


def _asked(source: str) -> Iterator[str]:
    """Yield the question ids in the calls of ``quiz(unit, id, …)``."""
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return
    for call in ast.walk(tree):
        if isinstance(call, ast.Call) and ast.unparse(call.func).split(".")[-1] == "quiz":
            given = [one.value for one in call.args[1:] if isinstance(one, ast.Constant)]
            yield from (one for one in given if isinstance(one, str))


def _cells(notebook: Path) -> list[tuple[str, str]]:
    """Read type and source of every cell; none if the notebook cannot be read."""
    try:
        cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
        return [(cell["cell_type"], "".join(cell["source"])) for cell in cells]
    except (OSError, ValueError, KeyError, TypeError):
        return []
