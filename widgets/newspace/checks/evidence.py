"""Check evidence: a verdict on a claim, with the quotation that supports it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from newspace.checks.failure import Wrong
from newspace.content import readings
from newspace.core.errors import CourseError
from newspace.core.i18n import message

VERDICTS = ("supported", "contradicted", "not in the readings")
_FEWEST_WORDS = 3


@dataclass(frozen=True)
class Expected:
    """The expected verdict, and where the supporting quotation may stand; no place for “not in the readings”."""

    verdict: str
    places: Mapping[str, tuple[int, ...]]
    words: tuple[str, ...]
    because: str


def check_evidence(given: object, claim: str, expected: Expected, *, hidden: bool) -> None:
    """Check that ``given[claim]`` holds the right verdict with evidence for it.

    Raises
    ------
    Wrong
        For the first fault found.
    """
    if not isinstance(given, Mapping):
        raise Wrong(message("A dict was expected, with one entry for each claim."))
    if claim not in given:
        raise Wrong(message("The entry is missing."))
    entry = given[claim]
    if not isinstance(entry, Mapping) or "verdict" not in entry:
        raise Wrong(message("The entry must be a dict with the key “verdict”."))
    verdict = entry["verdict"]
    if verdict not in VERDICTS:
        raise Wrong(message("The verdict must be one of: {verdicts}.", verdicts=", ".join(VERDICTS)))
    if verdict == VERDICTS[2]:
        if any(entry.get(key) for key in ("reading", "paragraph", "quote")):
            raise Wrong(
                message("What is not in the readings has no place in them: leave reading, paragraph and quote out.")
            )
    else:
        _stands_there(entry)
    if verdict != expected.verdict:
        raise Wrong(
            message("The verdict is not the one that the readings bear out.")
            if hidden or not expected.because
            else expected.because
        )
    if verdict != VERDICTS[2]:
        _shows_it(entry, expected)


def _stands_there(entry: Mapping[str, object]) -> None:
    reading, paragraph, quote = entry.get("reading"), entry.get("paragraph"), entry.get("quote")
    if (
        not isinstance(reading, str)
        or not isinstance(quote, str)
        or isinstance(paragraph, bool)
        or not isinstance(paragraph, int)
    ):
        raise Wrong(message("Give reading (text), paragraph (a whole number) and quote (text)."))
    try:
        readings.cite(reading, paragraph, quote)
    except CourseError as error:
        raise Wrong(str(error)) from None
    if len(quote.split()) < _FEWEST_WORDS:
        raise Wrong(message("The quotation is too short to show anything: quote at least three words."))


def _shows_it(entry: Mapping[str, object], expected: Expected) -> None:
    if entry["paragraph"] not in expected.places.get(str(entry["reading"]), ()):
        raise Wrong(message("The quotation stands there, but this paragraph does not settle the claim."))
    quote = str(entry["quote"]).casefold()
    if expected.words and not any(word.casefold() in quote for word in expected.words):
        raise Wrong(
            message("The paragraph is right, but these words of it do not settle the claim: quote the part that does.")
        )
