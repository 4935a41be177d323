"""The citations of a written text: whether each holds, and which passages they quote."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from newspace.content import readings
from newspace.core.errors import CourseError
from newspace.core.i18n import Quoted, Text, joined, message

MARK = re.compile(r"\[[^\[\]]*¶[^\[\]]*\]")
_BRACKETS = re.compile(r"\[[^\[\]]*\]")
_WIDE = re.compile(r"[［【][^］】]*¶[^］】]*[］】]")
"""A citation in the wide brackets of an East Asian keyboard."""
_QUOTATION = re.compile(r'\[([a-z]+) ¶([0-9]+) "([^"]+)"\]')
_STRAIGHT = str.maketrans("’‘“”", "''\"\"")


@dataclass(frozen=True)
class Cited:
    """One citation as it is written: the citation if it holds, else what is wrong and how to mend it."""

    written: str
    citation: readings.Citation | None
    trouble: Text = ""


def cited(text: str) -> tuple[Cited, ...]:
    """Return every citation of a text in its order, and whatever in brackets was meant as one."""
    flat = _BRACKETS.sub(_on_one_line, text)
    marks = sorted((*_BRACKETS.finditer(flat), *_WIDE.finditer(flat)), key=lambda mark: mark.start())
    return tuple(one for mark in marks for one in _cited(mark.group()))


def apart(citations: Iterable[readings.Citation], fewest_words: int) -> tuple[readings.Citation, ...]:
    """Choose the most quotations of so many words that do not overlap: of two that share words of a paragraph one counts."""
    chosen: list[readings.Citation] = []
    ends: dict[tuple[str, int], int] = {}
    for one in sorted(citations, key=lambda one: one.end):
        place = (one.reading, one.paragraph)
        if len(one.quote.split()) >= fewest_words and one.start >= ends.get(place, 0):
            chosen.append(one)
            ends[place] = one.end
    return tuple(chosen)


def _on_one_line(mark: re.Match[str]) -> str:
    """Remove the line breaks of a citation: they are layout and not part of the quotation."""
    return re.sub(r"\s*\n\s*", " ", mark.group())


def _cited(mark: str) -> list[Cited]:
    if _WIDE.fullmatch(mark):
        wide = message("{citation} stands in wide brackets. Write it in the brackets [ and ].", citation=Quoted(mark))
        return [Cited(mark, None, wide)]
    try:
        return [Cited(mark, one) for one in readings.citations_in(mark)]
    except CourseError as error:
        what = error.what.removeprefix(f"In the citation {mark}: ")
        told = what if mark in what else f"{mark}: {what}"
        return [Cited(mark, None, joined(told, _signs_only(mark) or error.remedy, between=" "))]


def _signs_only(mark: str) -> Text:
    """Advise on a quotation that differs from the reading in apostrophes or quotation marks only."""
    match = _QUOTATION.fullmatch(mark)
    if match is None or match[1] not in readings.names():
        return ""
    paragraphs = readings.load(match[1]).paragraphs
    quote, number = match[3], int(match[2])
    if not 1 <= number <= len(paragraphs) or quote.translate(_STRAIGHT) not in paragraphs[number - 1].translate(
        _STRAIGHT
    ):
        return ""
    return message(
        "The words are right. Only the signs differ: the reading has curly ones, such as ’, where you have straight ones, or the other way round. Copy the quotation from the reading."
    )
