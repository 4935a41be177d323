"""A lesson's or an exercise's notebook, as the checks read it: its cells, its prose without code, its calls of ``ns``."""

from __future__ import annotations

import ast
import functools
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import nbformat

#: A link: its text, which may hold one pair of brackets, its target and its title.
LINK = re.compile(r'(?<!!)\[((?:\[[^\[\]]*\]|[^\[\]])+)\]\(([^)\s]+)(?:\s+"([^"]*)")?\)')
_FENCE = re.compile(r"```.*?```", re.DOTALL)
_ASIDE = re.compile(r"\$\$.*?\$\$|\$[^$\n]+\$|`[^`\n]+`", re.DOTALL)
_ROW = re.compile(r"^\| *([^|]+?) *\| *(.*?) *\|$", re.MULTILINE)


def _parsed(source: str) -> ast.Module:
    try:
        return ast.parse(source)
    except SyntaxError:
        return ast.parse("")


@functools.lru_cache(maxsize=4096)  # every check walks through every cell
def _nodes_of(source: str) -> tuple[ast.AST, ...]:
    return tuple(ast.walk(_parsed(source)))


@dataclass(frozen=True)
class NotebookCell:
    """One cell: its id, whether it is code, its source, and the course's own metadata."""

    id: str
    code: bool
    source: str
    own: dict[str, Any]
    has_output: bool

    @property
    def place(self) -> str:
        """The cell as a message names it."""
        return f"cell {self.id}"

    @cached_property
    def prose(self) -> str:
        """Markdown without fenced code; empty for a cell of code."""
        return "" if self.code else _FENCE.sub("", self.source)

    @cached_property
    def words(self) -> str:
        """Prose without formulas and code, as words that are read."""
        return _ASIDE.sub(" ", self.prose)

    @cached_property
    def tree(self) -> ast.Module:
        """The syntax of a cell of code; empty for Markdown and for what is no Python."""
        return _parsed(self.source if self.code else "")

    @property
    def nodes(self) -> tuple[ast.AST, ...]:
        """Every node of the syntax of a cell of code, to be read only; none for Markdown and for what is no Python."""
        return _nodes_of(self.source) if self.code else ()

    def calls(self, name: str = "") -> list[ast.Call]:
        """Find the calls of ``ns.name(…)`` in this cell; of any ``ns.…`` if no name is given."""
        return [
            node
            for node in self.nodes
            if isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and (node.func.attr == name if name else ast.unparse(node.func).startswith("ns."))
        ]


@dataclass(frozen=True)
class Page:
    """A notebook of the course."""

    path: Path
    file: str
    cells: tuple[NotebookCell, ...]

    @property
    def name(self) -> str:
        """The notebook's name, without ending."""
        return self.path.stem

    @property
    def is_start(self) -> bool:
        """Whether it is the start page."""
        return self.name.startswith("00")

    @property
    def is_unit(self) -> bool:
        """Whether it is a numbered lesson, the start page included."""
        return self.name[:2].isdigit()

    @cached_property
    def prose(self) -> str:
        """The Markdown of all cells, without fenced code."""
        return "\n\n".join(cell.prose for cell in self.cells if not cell.code)

    def calls(self, name: str) -> Iterator[tuple[NotebookCell, ast.Call]]:
        """Find the calls of ``ns.name(…)`` in all cells, each with its cell."""
        for cell in self.cells:
            for call in cell.calls(name):
                yield cell, call

    @cached_property
    def header(self) -> tuple[NotebookCell | None, dict[str, str]]:
        """The cell with the header table, and the table's rows (label → text) in order; None if there is none."""
        for cell in self.cells:
            if re.search(r"^\| *Time needed *\|", cell.prose, re.MULTILINE):
                rows = _ROW.findall(cell.prose)
                return cell, {label: text for label, text in rows if text and not set(label) <= set("-: ")}
        return None, {}


def outside_fences(source: str, change: Callable[[str], str]) -> str:
    """Change the prose of a Markdown text and leave its fenced code as it is."""
    kept = _FENCE.findall(source)
    changed = [change(prose) for prose in _FENCE.split(source)]
    return "".join(prose + code for prose, code in zip(changed, [*kept, ""], strict=True))


def literals(call: ast.Call) -> list[Any]:
    """Return the arguments of a call that are literals; others are left out."""
    found = []
    for argument in call.args:
        try:
            found.append(ast.literal_eval(argument))
        except ValueError:
            continue
    return found


def keyword(call: ast.Call, name: str) -> Any:
    """Return a keyword argument that is a literal; None if it is absent or computed."""
    for one in call.keywords:
        if one.arg == name:
            try:
                return ast.literal_eval(one.value)
            except ValueError:
                return None
    return None


def rewrite(page: Page, sources: Mapping[str, str]) -> bool:
    """Write new sources, by the ids of their cells, into the notebook's file; return whether anything changed."""
    notebook: Any = nbformat.read(page.path, as_version=4)  # type: ignore[no-untyped-call]  # nbformat has types for some of its calls
    changed = [cell for cell in notebook.cells if sources.get(cell.get("id"), cell.source) != cell.source]
    for cell in changed:
        cell.source = sources[cell["id"]]
    if changed:
        page.path.write_text(nbformat.writes(notebook).rstrip("\n") + "\n", encoding="utf-8")  # type: ignore[no-untyped-call]
    return bool(changed)


def read_notebook(path: Path, root: Path) -> Page:
    """Read a notebook.

    Raises
    ------
    ValueError, OSError
        If it is no notebook.
    """
    notebook: Any = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]  # nbformat has types for some of its calls
    cells = tuple(
        NotebookCell(
            cell.get("id", f"number {number}"),
            cell.cell_type == "code",
            cell.source,
            dict(cell.metadata.get("newspace", {})),
            bool(cell.get("outputs")) or cell.get("execution_count") is not None,
        )
        for number, cell in enumerate(notebook.cells, start=1)
    )
    return Page(path, path.relative_to(root).as_posix(), cells)
