"""Finding words in a text: exactly, as whole words, or the nearest that there are."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher


@dataclass(frozen=True)
class Near:
    """A stretch of a text, and how alike it is to what was sought (0 to 1)."""

    text: str
    ratio: float


def whole_words(text: str, words: str) -> int:
    """Where ``words`` begins in ``text`` without cutting a word in two; -1 if nowhere."""
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
    """The stretch of whole words in ``text`` that is most like ``words``."""
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
            # The two quick ratios are upper bounds: most stretches need no full comparison.
            if matcher.real_quick_ratio() > best.ratio and matcher.quick_ratio() > best.ratio:
                ratio = matcher.ratio()
                if ratio > best.ratio:
                    best = Near(stretch, ratio)
    return best
