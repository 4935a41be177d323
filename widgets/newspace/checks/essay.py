"""Check the form of a written text: its length and its citations. The argument is for a person to judge."""

from __future__ import annotations

import re
from dataclasses import dataclass

from newspace.checks.failure import Wrong
from newspace.content import readings
from newspace.core.errors import CourseError
from newspace.core.i18n import Quoted, Text, joined, message

_MARK = re.compile(r"\[[^\[\]]*¶[^\[\]]*\]")
_BRACKETS = re.compile(r"\[[^\[\]]*\]")
_WIDE = re.compile(r"[［【][^］】]*¶[^］】]*[］】]")
"""A citation in the wide brackets of an East Asian keyboard."""
_QUOTATION = re.compile(r'\[([a-z]+) ¶([0-9]+) "([^"]+)"\]')
_STRAIGHT = str.maketrans("’‘“”", "''\"\"")
_FEWEST_WORDS = 3
"""A shorter quotation shows nothing."""
_LARGEST_REPEATED = 0.1
"""Of the sentences, so many may be said twice."""


@dataclass(frozen=True)
class Form:
    """Requirements on a text: its length in words, and how many distinct quotations from how many readings."""

    words: tuple[int, int]
    quotations: int
    readings: int


def count_words(text: str) -> int:
    """Count the words of a text outside citations in square brackets; a word holds at least one letter or digit."""
    return sum(any(sign.isalnum() for sign in word) for word in _MARK.sub(" ", text).split())


def check_essay(text: object, form: Form) -> None:
    """Check that a text has the right length and enough valid citations.

    Raises
    ------
    Wrong
        For the first fault found.
    """
    if not isinstance(text, str):
        raise Wrong(message("A text in quotation marks was expected."))
    cited = _cited(_BRACKETS.sub(_on_one_line, text))
    shortest, longest = form.words
    count = count_words(text)
    if not shortest <= count <= longest:
        raise Wrong(
            message(
                "It has {count} words without its citations; {shortest} to {longest} are asked for.",
                count=count,
                shortest=shortest,
                longest=longest,
            )
        )
    _is_no_repetition(text)
    quoted = {(one.reading, one.paragraph, one.quote) for one in cited if len(one.quote.split()) >= _FEWEST_WORDS}
    if len(quoted) < form.quotations:
        raise Wrong(
            message(
                'It has {n} different exact quotations of at least three words; at least {wanted} are asked for, each written as [crash ¶7 "exact words"].',
                n=len(quoted),
                wanted=form.quotations,
            )
        )
    sources = {reading for reading, _paragraph, _quote in quoted}
    if len(sources) < form.readings:
        raise Wrong(
            message(
                "Its quotations come from {n} of the readings; at least {wanted} are asked for.",
                n=len(sources),
                wanted=form.readings,
            )
        )


def _on_one_line(mark: re.Match[str]) -> str:
    """Remove the line breaks of a citation: they are layout and not part of the quotation."""
    return re.sub(r"\s*\n\s*", " ", mark.group())


def _cited(text: str) -> list[readings.Citation]:
    """Parse every citation of a text and verify its quotation.

    Raises
    ------
    Wrong
        Naming all invalid citations, each with its remedy, so that they can be mended in one go.
    """
    if wide := _WIDE.search(text):
        raise Wrong(
            message(
                "{citation} stands in wide brackets. Write it in the brackets [ and ].", citation=Quoted(wide.group())
            )
        )
    try:
        return readings.citations_in(text)
    except CourseError as error:
        found = [told for mark in _BRACKETS.findall(text) if (told := _trouble(mark))]
        if not found:
            raise Wrong(str(error)) from None
    if len(found) == 1:
        raise Wrong(found[0])
    raise Wrong(joined(message("{n} citations do not hold.", n=len(found)), *found, between="\n"))


def _trouble(mark: str) -> Text:
    """Describe what is wrong with one citation, and the remedy; empty if it is valid."""
    try:
        readings.citations_in(mark)
    except CourseError as error:
        what = error.what.removeprefix(f"In the citation {mark}: ")
        told = what if mark in what else f"{mark}: {what}"
        return joined(told, _signs_only(mark) or error.remedy, between=" ")
    return ""


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


def _is_no_repetition(text: str) -> None:
    sentences = [part for part in (one.strip() for one in re.split(r"[.!?]\s", _MARK.sub(" ", text))) if part]
    if len(set(sentences)) < (1 - _LARGEST_REPEATED) * len(sentences):
        raise Wrong(message("Many of its sentences are the same."))
