"""Measure and cut text by columns of a terminal: Korean, Chinese and Japanese letters take two, combining marks none."""

from __future__ import annotations

import shutil
import sys
import unicodedata

_NARROWEST = 40


def terminal_columns() -> int | None:
    """Return the columns of the terminal; None without a terminal, where nothing needs to be cut."""
    return max(_NARROWEST, shutil.get_terminal_size().columns) if sys.stdout.isatty() else None


def width(text: str) -> int:
    """Count the columns that a text takes."""
    return sum(map(_places, text))


def padded(text: str, places: int) -> str:
    """Pad a text with blanks to at least so many columns."""
    return text + " " * (places - width(text))


def cut(text: str, places: int | None) -> str:
    """Cut a text to at most so many columns; “…” marks the cut."""
    if places is None or width(text) <= places:
        return text
    return f"{_first(text, places - 1).rstrip()}…"


def wrapped(text: str, places: int | None) -> list[str]:
    """Wrap a text into lines of at most so many columns, between words where possible; return at least one line."""
    if places is None or width(text) <= places:
        return [text]
    lines: list[str] = []
    rest = text
    while width(rest) > places:
        part = _first(rest, places)
        if rest[len(part)] != " " and not part.endswith(" ") and " " in part.strip():
            part = part[: part.rstrip().rindex(" ")]
        lines.append(part.rstrip())
        rest = rest[len(part) :].lstrip()
    return [*lines, rest] if rest else lines


def _first(text: str, places: int) -> str:
    """Return as much of the beginning as fits, at least one character."""
    used = 0
    for place, char in enumerate(text):
        used += _places(char)
        if used > places:
            return text[: max(1, place)]
    return text


def _places(char: str) -> int:
    if unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in ("W", "F") else 1
