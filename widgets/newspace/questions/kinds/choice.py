"""Choice questions: choose one, choose several."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar

from newspace.core.i18n import _, ngettext
from newspace.questions.base import Question, QuestionPart, all_or_nothing, right_message, wrong_message
from newspace.questions.verdict import Example, Note, Verdict, invalid


@dataclass(frozen=True)
class Choice(QuestionPart):
    """A choice; ``missed`` is shown when this right choice of several was not chosen."""

    right: bool
    feedback: str = ""
    missed: str = ""


@dataclass(frozen=True, kw_only=True)
class _Choices(Question):
    choices: tuple[Choice, ...]
    keep_order: bool = False

    def shuffled(self) -> tuple[QuestionPart, ...]:
        return () if self.keep_order else self.choices

    def fixed(self) -> tuple[QuestionPart, ...]:
        return self.choices if self.keep_order else ()

    def solution(self) -> tuple[str, ...]:
        return tuple(choice.text for choice in self.choices if choice.right)


@dataclass(frozen=True, kw_only=True)
class One(_Choices):
    """One choice is right. Answer: its id."""

    kind: ClassVar[str] = "one"

    def rule(self) -> str:
        """Say that credit is all or nothing."""
        return all_or_nothing()

    def _judge(self, answer: object) -> Verdict:
        chosen = next((choice for choice in self.choices if isinstance(answer, str) and choice.id == answer), None)
        if chosen is None:
            return invalid(_("Choose one answer first."))
        note = Note(chosen.id, chosen.right, chosen.feedback)
        return Verdict(float(chosen.right), right_message() if chosen.right else wrong_message(), (note,))

    def renamed(self, answer: object, names: Mapping[str, str]) -> object:
        """Replace the chosen id."""
        return names.get(answer, "") if isinstance(answer, str) else answer

    def samples(self) -> Iterator[Example]:
        """Yield every choice, and ids that no choice has."""
        for choice in self.choices:
            yield Example(choice.id, float(choice.right), "right" if choice.right else "wrong")
        yield Example("", None, "invalid")
        yield Example("no such choice", None, "invalid")
        yield Example([self.choices[0].id], None, "invalid")


@dataclass(frozen=True, kw_only=True)
class Several(_Choices):
    """Any number of choices is right. Answer: the list of the chosen ids."""

    kind: ClassVar[str] = "several"
    partial: ClassVar[bool] = True

    def rule(self) -> str:
        """Say how right and wrong choices count."""
        return _(
            "Each right choice counts one part, each wrong choice takes one part away, and the result is never below 0. "
            "Full credit needs every right choice and no wrong one."
        )

    def _judge(self, answer: object) -> Verdict:
        chosen = self._chosen(answer)
        if not chosen:
            return invalid(_("Choose at least one answer first."))
        right = sum(choice.right for choice in self.choices)
        good = sum(choice.right for choice in self.choices if choice.id in chosen)
        bad = len(chosen) - good
        score = max(0.0, (good - bad) / right)
        notes = [Note(choice.id, choice.right, choice.feedback) for choice in self.choices if choice.id in chosen]
        # A missed choice is not named, and not mentioned at the first try, so that thinking again is worth while.
        notes += [
            Note("", False, c.missed, late=True) for c in self.choices if c.right and c.id not in chosen and c.missed
        ]
        return Verdict(score, self._message(good, bad, right - good), tuple(notes))

    def _chosen(self, answer: object) -> set[str]:
        """Return the chosen ids; nothing if one is unknown or stands twice."""
        if not isinstance(answer, list | tuple):
            return set()
        chosen = {choice.id for choice in self.choices if choice.id in answer}
        return chosen if len(chosen) == len(answer) else set()

    @staticmethod
    def _message(good: int, bad: int, missing: int) -> str:
        if not bad and not missing:
            return right_message()
        parts = [ngettext("{n} right choice", "{n} right choices", good).format(n=good)]
        if bad:
            parts.append(ngettext("{n} wrong choice", "{n} wrong choices", bad).format(n=bad))
        if missing:
            parts.append(
                ngettext("{n} right choice still missing", "{n} right choices still missing", missing).format(n=missing)
            )
        return _("So far: {parts}.").format(parts=_(", ").join(parts))

    def renamed(self, answer: object, names: Mapping[str, str]) -> object:
        """Replace the chosen ids."""
        if not isinstance(answer, list | tuple):
            return answer
        return [names.get(part, "") if isinstance(part, str) else part for part in answer]

    def samples(self) -> Iterator[Example]:
        """Yield sets of choices from all right to none, and invalid lists."""
        right = [choice.id for choice in self.choices if choice.right]
        wrong = [choice.id for choice in self.choices if not choice.right]
        yield Example(right, 1.0, "right")
        yield Example(right[::-1], 1.0, "right")
        if len(right) > 1:
            yield Example(right[:-1], (len(right) - 1) / len(right), "partly")
            yield Example([*right, wrong[0]], (len(right) - 1) / len(right), "partly")
        everything = max(0.0, (len(right) - len(wrong)) / len(right))
        yield Example([*right, *wrong], everything, "partly" if everything else "wrong")
        yield Example(wrong, 0.0, "wrong")
        yield Example([right[0], wrong[0]], 0.0, "wrong")
        yield Example(["no such choice"], None, "invalid")
        yield Example([*right, "no such choice"], None, "invalid")
        yield Example([right[0], right[0]], None, "invalid")
        yield Example(right[0], None, "invalid")
