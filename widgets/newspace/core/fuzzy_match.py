"""Search for words in a text: exactly and as whole words, or the closest match."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher


@dataclass(frozen=True)
class Near:
    """A match in a text, and its similarity to the words sought (0 to 1)."""

    text: str
    ratio: float


def whole_words(text: str, words: str) -> int:
    """Return the index at which ``words`` occurs in ``text`` as whole words; -1 if it does not."""
    start = text.find(words)
    while start >= 0:
        end = start + len(words)
        cut_before = start > 0 and text[start - 1].isalnum() and words[0].isalnum()
        cut_after = end < len(text) and text[end].isalnum() and words[-1].isalnum()
        if not cut_before and not cut_after:
            return start
        start = text.find(words, start + 1)
    return -1


def nearest(words: str, text: str) -> Near:
    """Find the sequence of whole words in ``text`` that is most similar to ``words``."""
    spans = [match.span() for match in re.finditer(r"\S+", text)]
    if not spans:
        return Near("", 0.0)
    count = max(1, len(words.split()))
    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(words.casefold())
    best = Near("", -1.0)
    for length in sorted({max(1, count - 1), count, count + 1}):
        for first in range(max(1, len(spans) - length + 1)):
            stretch = text[spans[first][0] : spans[min(first + length, len(spans)) - 1][1]]
            matcher.set_seq1(stretch.casefold())
            # The two quick ratios are upper bounds: most candidates need no full comparison.
            if matcher.real_quick_ratio() > best.ratio and matcher.quick_ratio() > best.ratio:
                ratio = matcher.ratio()
                if ratio > best.ratio:
                    best = Near(stretch, ratio)
    return best
