"""Read a notebook's file; what is in it is counted before it is parsed, since that happens in the grader's own process."""

from __future__ import annotations

import mmap
from pathlib import Path

from newspace_grading.model.results.message import Sentence, message

LARGEST_FILE = 200 * 2**20
LARGEST = 50 * 2**20
"""Bytes that a notebook may have without its pictures."""
MOST_VALUES = 4_000_000
_SMALL = 4 * 2**20  # bytes that can be parsed, whatever they hold
_BLOCK = 2**15
_BASE64 = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=\\"  # line breaks are written as \\n


class TooMuchError(Exception):
    """A file holds more than a notebook that somebody has written.

    Parameters
    ----------
    problem : Sentence
        What of it is too much.
    """

    def __init__(self, problem: Sentence) -> None:
        super().__init__(str(problem))
        self.problem = problem


def read_notebook_bytes(path: Path) -> bytes:
    """Read a notebook's file; the pictures of a large one are left out.

    Raises
    ------
    OSError
        If it cannot be read.
    TooMuchError
        If it is larger, or holds more values, than can be parsed in a moderate time and memory.
    """
    size = path.stat().st_size
    if size <= _SMALL:
        return path.read_bytes()
    if size > LARGEST_FILE:
        raise TooMuchError(message("larger than {most} MB", most=LARGEST_FILE // 2**20))
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        data = _without_pictures(content)
    if len(data) > LARGEST:
        raise TooMuchError(message("larger than {most} MB without its pictures", most=LARGEST // 2**20))
    if _count_values(data) > MOST_VALUES:
        raise TooMuchError(message("it holds more than {most} values", most=f"{MOST_VALUES:,}"))
    return data


def _without_pictures(content: mmap.mmap) -> bytes:
    """Replace each base64 text of two blocks or more by an empty one; the time for that grows with the size alone."""
    kept: list[bytes] = []
    done = at = 0  # what is kept already, and the block that is looked at
    while at < len(content):
        behind = at
        while _is_base64(content, behind):
            behind += _BLOCK
        start = content.rfind(b'"', max(done, at - _BLOCK), at) + 1
        end = content.find(b'"', behind, behind + _BLOCK)
        if behind > at and _is_text(content, start, at, behind, end):
            kept.append(content[done:start])
            done = at = end
        else:
            at = behind + _BLOCK
    return b"".join([*kept, content[done:]])


def _is_base64(content: mmap.mmap, start: int) -> bool:
    """Tell whether a whole block is base64."""
    block = content[start : start + _BLOCK]
    return len(block) == _BLOCK and not block.translate(None, _BASE64)


def _is_text(content: mmap.mmap, start: int, at: int, behind: int, end: int) -> bool:
    """Tell whether blocks ``at`` to ``behind`` are the middle of a text, ``start`` to ``end``, that is all base64."""
    if start == 0 or end < 0 or b"\\" in (content[start - 2 : start - 1], content[end - 1 : end]):
        return False
    return not (content[start:at] + content[behind:end]).translate(None, _BASE64)


def _count_values(data: bytes) -> int:
    """Count the objects that parsing makes: lists, tables, items, escapes in texts. Commas in texts count, too."""
    return sum(map(data.count, (b",", b"[", b"{", b"\\")))
