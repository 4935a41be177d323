"""Examine a written text against its form, one requirement after the other; a test reports the first fault."""

from __future__ import annotations

import re
from dataclasses import dataclass

from newspace.checks.essay.citing import MARK, Cited, apart, cited
from newspace.checks.essay.form import FEWEST_WORDS_OF_A_PART, Form, commonest_word, count_words, parts_of
from newspace.checks.failure import Wrong
from newspace.core.i18n import Quoted, Text, joined, message, plural_message

_FEWEST_WORDS = 3
"""A shorter quotation shows nothing."""
_LARGEST_REPEATED = 0.1
"""Of the sentences, so many may be said twice."""


@dataclass(frozen=True, kw_only=True)
class Examination:
    """What was found in a text.

    Attributes
    ----------
    words : int
        Without citations.
    parts : dict
        For each part of the form whether it is there, with enough words.
    has_number : bool
        Whether the part that needs a number has one; true if none does.
    citations : tuple of Cited
        In their order, those that do not hold too.
    quotations, readings : int
        How many quotations that do not overlap are long enough to count, and from how many readings.
    repeats : tuple of Text
        What is said too often: sentences, or one word.
    faults : tuple of Text
        One sentence for each requirement that is not met, the most pressing first; ``repeats`` among them.
    """

    words: int
    parts: dict[str, bool]
    has_number: bool
    citations: tuple[Cited, ...]
    quotations: int
    readings: int
    repeats: tuple[Text, ...]
    faults: tuple[Text, ...]


def examine(text: str, form: Form) -> Examination:
    """Examine the form of a text. What it argues is for a person to judge."""
    citations = cited(text)
    counted = apart([one.citation for one in citations if one.citation], _FEWEST_WORDS)
    sources = {one.reading for one in counted}
    found = parts_of(text, form.parts)
    parts = {name: count_words(found.get(name, "")) >= FEWEST_WORDS_OF_A_PART for name in form.parts}
    has_number = not form.number_in or any(sign.isdigit() for sign in found.get(form.number_in, ""))
    words = count_words(text)
    repeats = [said for said in (_repetition(text), _word_share(text, form)) if said]
    faults = [
        _invalid(citations),
        _length(words, form),
        *repeats,
        _quotations(len(counted), form),
        _readings(len(sources), form),
        _missing(parts),
        "" if has_number else message("The part “{part}” holds no number in digits.", part=form.number_in),
    ]
    return Examination(
        words=words,
        parts=parts,
        has_number=has_number,
        citations=citations,
        quotations=len(counted),
        readings=len(sources),
        repeats=tuple(repeats),
        faults=tuple(fault for fault in faults if fault),
    )


def check_essay(text: object, form: Form) -> None:
    """Check that a text has the form that is asked for.

    Raises
    ------
    Wrong
        For the first fault found.
    """
    if not isinstance(text, str):
        raise Wrong(message("A text in quotation marks was expected."))
    faults = examine(text, form).faults
    if faults:
        raise Wrong(faults[0])


def _invalid(citations: tuple[Cited, ...]) -> Text:
    """Name all invalid citations, each with its remedy, so that they can be mended in one go."""
    told = [one.trouble for one in citations if one.trouble]
    if len(told) < 2:
        return told[0] if told else ""
    return joined(message("{n} citations do not hold.", n=len(told)), *told, between="\n")


def _length(words: int, form: Form) -> Text:
    shortest, longest = form.words
    if shortest <= words <= longest:
        return ""
    return plural_message(
        "It has {n} word without its citations; {shortest} to {longest} are asked for.",
        "It has {n} words without its citations; {shortest} to {longest} are asked for.",
        words,
        shortest=shortest,
        longest=longest,
    )


def _repetition(text: str) -> Text:
    sentences = [part for part in (one.strip() for one in re.split(r"[.!?]\s", MARK.sub(" ", text))) if part]
    if len(set(sentences)) < (1 - _LARGEST_REPEATED) * len(sentences):
        return message("Many of its sentences are the same.")
    return ""


def _word_share(text: str, form: Form) -> Text:
    word, share = commonest_word(text)
    if share <= form.word_share:
        return ""
    return message(
        "The word “{word}” makes up {share} % of it; no word may make up more than {most} %.",
        word=Quoted(word),
        share=f"{100 * share:.0f}",
        most=f"{100 * form.word_share:.0f}",
    )


def _quotations(counted: int, form: Form) -> Text:
    if counted >= form.quotations:
        return ""
    return plural_message(
        'It has {n} exact quotation of at least three words; at least {wanted} that do not overlap are asked for, each written as [crash ¶7 "exact words"].',
        'It has {n} different exact quotations of at least three words that do not overlap; at least {wanted} are asked for, each written as [crash ¶7 "exact words"].',
        counted,
        wanted=form.quotations,
    )


def _readings(sources: int, form: Form) -> Text:
    if sources >= form.readings:
        return ""
    return message(
        "Its quotations come from {n} of the readings; at least {wanted} are asked for.",
        n=sources,
        wanted=form.readings,
    )


def _missing(parts: dict[str, bool]) -> Text:
    missing = [f"“{name}”" for name, there in parts.items() if not there]
    if not missing:
        return ""
    return message(
        "These parts are missing, or have fewer than {fewest} words: {parts}. Begin each with its name.",
        fewest=FEWEST_WORDS_OF_A_PART,
        parts=", ".join(missing),
    )
