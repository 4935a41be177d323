"""Requirements on the form of a written text, and the rules by which its words and parts are found."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from newspace.checks.essay.citing import MARK

FEWEST_WORDS_OF_A_PART = 10
_BEFORE = r"(?:^|\n|[.!?\]\"”]\s+)[ \t#>*_(-]*(?:\d+[.)][ \t]*)?[*_]*"
_AFTER = r"(?:[*_)]*[ \t]*(?:[.:–—\n]|$)|[*_]+[ \t])"
_OWNERS = ("your", "our", "my")
"""“What would change your mind” is “… my mind” in the learner's own text."""


@dataclass(frozen=True)
class Form:
    """Requirements on a text.

    Parameters
    ----------
    words : tuple of int
        The fewest and the most, without citations.
    quotations, readings : int
        How many exact quotations that do not overlap, from how many readings.
    parts : tuple of str
        The parts, by the name that each begins with.
    number_in : str
        The part that has to hold a number in digits; empty if none has.
    word_share : float
        The largest share of all words that one word may make up.
    """

    words: tuple[int, int]
    quotations: int
    readings: int
    parts: tuple[str, ...] = ()
    number_in: str = ""
    word_share: float = 1.0


BRIEF = Form(
    (400, 600), 5, 3,
    parts=("Recommendation", "Grounds", "The other side", "How firm", "What would change your mind"),
    number_in="How firm",
    word_share=0.1,
)  # fmt: skip
"""The brief of unit 5."""
NOTE = Form((80, 150), 0, 0, word_share=0.15)
"""The note to the minister, which is shorter."""


def words_of(text: str) -> list[str]:
    """Return the words of a text outside citations in square brackets; a word holds at least one letter or digit."""
    return [word for word in MARK.sub(" ", text).split() if any(sign.isalnum() for sign in word)]


def count_words(text: str) -> int:
    """Count the words of a text outside citations in square brackets."""
    return len(words_of(text))


def commonest_word(text: str) -> tuple[str, float]:
    """Return the word that occurs most often, and its share of all words."""
    counted = Counter("".join(sign for sign in word.casefold() if sign.isalnum()) for word in words_of(text))
    if not counted:
        return "", 0.0
    word, times = counted.most_common(1)[0]
    return word, times / counted.total()


def parts_of(text: str, names: Iterable[str]) -> Mapping[str, str]:
    """Return the text of each part that begins with its name, at the beginning of a line or after a sentence."""
    bare = MARK.sub(lambda mark: " " * len(mark.group()), text)
    found = {name: match for name in names if (match := _heading(name).search(bare))}
    starts = sorted(match.start() for match in found.values())
    return {
        name: bare[match.end() : next((at for at in starts if at > match.start()), len(bare))]
        for name, match in found.items()
    }


def _heading(name: str) -> re.Pattern[str]:
    words = (f"(?:{'|'.join(_OWNERS)})" if word in _OWNERS else re.escape(word) for word in name.split())
    return re.compile(_BEFORE + r"\s+".join(words) + _AFTER, re.IGNORECASE)
