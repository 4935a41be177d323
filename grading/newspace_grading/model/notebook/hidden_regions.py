"""The regions of a test cell that learners never see: from a line with BEGIN HIDDEN TESTS to the next with END HIDDEN TESTS.

Read line by line, as nbgrader does, and in one pass: learners' texts come here as well.
"""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import dataclass

BEGIN, END = "BEGIN HIDDEN TESTS", "END HIDDEN TESTS"  # as nbgrader has them if nothing else is configured


@dataclass(frozen=True)
class Region:
    """A hidden region.

    Attributes
    ----------
    first, last : int
        The lines of its two marks, counted from 1; without an end, the cell's last line.
    title : str
        What stands behind the mark that begins it.
    body : str
        The lines between the marks.
    ended : bool
        Whether it has an end. nbgrader releases no cell with a region that has none.
    """

    first: int
    last: int
    title: str
    body: str
    ended: bool = True


def regions(source: str) -> list[Region]:
    """Find the hidden regions of a cell, in order."""
    found: list[Region] = []
    if BEGIN not in source:
        return found
    texts = source.split("\n")
    first = 0
    for number, line in enumerate(texts, 1):
        if not first and BEGIN in line:
            first = number
        elif first and END in line:
            found.append(_region(texts, first, number, ended=True))
            first = 0
    if first:
        found.append(_region(texts, first, len(texts), ended=False))
    return found


def _region(texts: list[str], first: int, last: int, *, ended: bool) -> Region:
    body = "".join(f"{line}\n" for line in texts[first : last - ended])
    return Region(first, last, texts[first - 1].rpartition(BEGIN)[2], body, ended)


def holds(source: str, line: int) -> bool:
    """Tell whether a line, counted from 1, is hidden."""
    return any(region.first <= line <= region.last for region in regions(source))


def follows(source: str, line: int) -> bool:
    """Tell whether the statement that contains a line ends before the first hidden line."""
    first = next((region.first for region in regions(source)), 0)
    try:
        statements = ast.parse(source).body
    except (SyntaxError, ValueError):
        return False
    return any(node.lineno <= line <= (node.end_lineno or first) < first for node in statements)


def lines(source: str) -> set[int]:
    """Return the numbers of all hidden lines."""
    return {number for region in regions(source) for number in range(region.first, region.last + 1)}


def without(source: str) -> str:
    """Remove the closed regions from a text; an opening mark without an end hides nothing, since anybody can write one."""
    return replaced(source, lambda _region: "", whole=True)


def replaced(source: str, stand_in: Callable[[Region], str], *, whole: bool = False) -> str:
    """Replace each region of a text, or only those that are closed."""
    found = [region for region in regions(source) if region.ended or not whole]
    if not found:
        return source
    texts, kept, done = source.split("\n"), [], 0
    for region in found:
        kept += [f"{line}\n" for line in texts[done : region.first - 1]]
        kept.append(stand_in(region))
        done = region.last
    return "".join(kept) + "\n".join(texts[done:])


def blanked(source: str) -> str:
    """Replace hidden lines by empty ones, so that the others keep their numbers."""
    gone = lines(source)
    return "\n".join("" if number in gone else line for number, line in enumerate(source.split("\n"), 1))
