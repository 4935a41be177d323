"""Remove characters that a page or a terminal does not show as text from texts that learners chose.

A file's name, an error's message or the name of a folder can hold signs that move a terminal's cursor, set its title or the
clipboard, turn the direction of writing round, or cannot be written in UTF-8 at all.
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import Any

_BREAKS = {"\n", "\t"}
_NO_TEXT = ("Cc", "Cf", "Cs", "Co", "Cn")
_COLOURS = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
_FILE_NAME = re.compile(r"[^\0\n\r:*?\"<>|]{1,200}\.[A-Za-z][A-Za-z0-9]{0,7}")
STAND_IN = "\ufffd"


def plain_text(text: str) -> str:
    """Remove characters that cannot be shown or that change the text's direction; line breaks stay."""
    return "".join(
        char if char in _BREAKS or unicodedata.category(char) not in _NO_TEXT else STAND_IN
        for char in _COLOURS.sub("", text)
    )


def one_line(text: object) -> str:
    """Write it on one line, so that no name can look like a line about somebody else."""
    return "".join(
        STAND_IN if char in _BREAKS or unicodedata.category(char) in ("Zl", "Zp") else char
        for char in plain_text(str(text))
    )


def is_file_name(value: object) -> bool:
    """Tell whether a value could be the name of a file."""
    return isinstance(value, Path) or (type(value) is str and _FILE_NAME.fullmatch(value) is not None)


def source_of(cell: Mapping[str, Any]) -> str:
    """Return the source of a notebook's cell, which a file holds as one string or as lines."""
    return "".join(cell.get("source", ""))


def as_json(data: object) -> str:
    """Write data as a line of JSON in visible ASCII only; reading it gives the same data.

    Only lone surrogates, which no file can hold, become question marks.
    """
    whole = json.loads(json.dumps(data, ensure_ascii=False).encode("utf-8", "replace"))
    return json.dumps(whole, ensure_ascii=True, sort_keys=True).replace("\x7f", "\\u007f")


def no_formula(value: object) -> object:
    """Quote a value for a table, so that no text becomes a formula in the teacher's spreadsheet."""
    return f"'{value}" if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r")) else value


def with_noun(count: float, one: str, many: str = "") -> str:
    """Write a number with its noun: 1 task, 2 tasks, 1.5 points."""
    return f"{count if isinstance(count, int) else format(count, 'g')} {one if count == 1 else many or one + 's'}"


def say(text: object, *, wrong: bool = False) -> None:
    """Print a line for people and flush it; problems (``wrong``) go to stderr."""
    print(one_line(text), file=sys.stderr if wrong else sys.stdout, flush=True)


def fingerprint(*parts: bytes) -> str:
    """Hash what was graded, and what it was graded with."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(len(part).to_bytes(8, "big") + part)
    return digest.hexdigest()
