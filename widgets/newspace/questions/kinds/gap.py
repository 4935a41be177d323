"""Gap questions: fill the gap in a sentence."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from newspace.core.i18n import _
from newspace.questions.base import Question, all_or_nothing, right_message, wrong_message
from newspace.questions.verdict import Example, Note, Verdict, invalid

GAP = "___"
_LONGEST = 500
_SPELLED = 5
"""From so many letters on, a word with one wrong letter is taken for misspelled; a shorter one may be another word."""


def folded(text: str) -> str:
    """Normalise a text for comparison: NFKC, letter case folded, one apostrophe, spaces trimmed and collapsed."""
    text = unicodedata.normalize("NFKC", text).casefold().replace("’", "'").replace("‘", "'")
    # Case folding can leave a text that is no longer composed.
    return " ".join(unicodedata.normalize("NFKC", text).split())


def _one_letter_off(given: str, form: str) -> bool:
    """Return whether two texts differ by one letter changed, added or left out, or by two adjacent letters swapped."""
    if given == form or len(form) < _SPELLED or abs(len(given) - len(form)) > 1:
        return False
    start = next((at for at, (a, b) in enumerate(zip(given, form, strict=False)) if a != b), min(len(given), len(form)))
    left, right = given[start:], form[start:]
    swapped = left[:2] == right[1::-1] and left[2:] == right[2:]
    return swapped or left[1:] == right[1:] or left[1:] == right or left == right[1:]


@dataclass(frozen=True)
class GapSlip:
    """A common wrong text, and its feedback."""

    text: str
    feedback: str


@dataclass(frozen=True, kw_only=True)
class Gap(Question):
    """A short text with accepted forms. Answer: the text typed."""

    kind: ClassVar[str] = "gap"

    text: str
    accepted: tuple[str, ...]
    feedback: str
    slips: tuple[GapSlip, ...] = ()

    def rule(self) -> str:
        """Say that credit is all or nothing, and that spelling counts."""
        return (
            all_or_nothing()
            + " "
            + _("Capital letters and extra spaces do not matter. A spelling mistake is pointed out and does not count.")
        )

    def solution(self) -> tuple[str, ...]:
        """Return the sentence with its gap filled."""
        others = self.accepted[1:]
        also = (_("Also accepted: {forms}").format(forms=", ".join(others)),) if others else ()
        return (self.text.replace(GAP, f"“{self.accepted[0]}”"), *also)

    def shape(self) -> dict[str, object]:
        """Return the sentence around the gap."""
        before, _gap, after = self.text.partition(GAP)
        return {"before": before, "after": after}

    def _judge(self, answer: object) -> Verdict:
        if not isinstance(answer, str) or not folded(answer):
            return invalid(_("Write something into the gap first."))
        if len(answer) > _LONGEST:
            return invalid(_("This is too long for the gap: write a few words."))
        given = folded(answer)
        if given in {folded(form) for form in self.accepted}:
            return Verdict(1.0, right_message())
        slip = next((slip for slip in self.slips if folded(slip.text) == given), None)
        if not slip and any(_one_letter_off(given, folded(form)) for form in self.accepted):
            return invalid(
                _(
                    "Not accepted as it is spelled, and not counted: one letter is wrong, missing or too many. Correct it and check again."
                )
            )
        return Verdict(0.0, wrong_message(), (Note("", False, slip.feedback if slip else self.feedback),))

    def samples(self) -> Iterator[Example]:
        """Yield accepted forms, known slips, other texts and invalid answers."""
        for form in self.accepted:
            yield Example(form, 1.0, "right")
            yield Example("  " + form.upper().replace(" ", "  ") + "\n", 1.0, "right")
        for slip in self.slips:
            yield Example(slip.text, 0.0, "wrong")
        yield Example("not " + " nor ".join(self.accepted)[:200], 0.0, "wrong")
        known = {folded(text) for text in (*self.accepted, *(slip.text for slip in self.slips))}
        yield from (
            Example(form + "x", None, "invalid")
            for form in self.accepted
            if len(folded(form)) >= _SPELLED and folded(form + "x") not in known
        )
        yield Example("", None, "invalid")
        yield Example(" \u3000\t", None, "invalid")
        yield Example("x" * (_LONGEST + 1), None, "invalid")
        yield Example(list(self.accepted), None, "invalid")
