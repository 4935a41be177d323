"""Order questions: put items in order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import ClassVar

from newspace.core.i18n import _
from newspace.questions.base import Question, QuestionPart, right_message
from newspace.questions.verdict import Example, Note, Verdict, invalid


@dataclass(frozen=True)
class OrderStep(QuestionPart):
    """An item to order; ``feedback`` is shown when its successor does not follow it directly."""

    feedback: str = ""


@dataclass(frozen=True, kw_only=True)
class Order(Question):
    """Items in the right order. Answer: the list of all item ids in the learner's order.

    Credit is the share of adjacent pairs of the right order that are adjacent, in that order, in the answer:
    a reversed order gives 0, and moving one block as a whole breaks only the pairs at its ends.
    """

    kind: ClassVar[str] = "order"
    partial: ClassVar[bool] = True

    items: tuple[OrderStep, ...]
    feedback: str

    def rule(self) -> str:
        """Say how adjacent pairs count."""
        return _(
            "One part for each item that is followed directly by the right next one. "
            "Full credit is for the whole order; a reversed order gets nothing."
        )

    def solution(self) -> tuple[str, ...]:
        """Return the items in the right order."""
        return tuple(f"{number}. {item.text}" for number, item in enumerate(self.items, start=1))

    def shuffled(self) -> tuple[QuestionPart, ...]:
        """Return the items."""
        return self.items

    def in_right_order(self, ids: list[str]) -> bool:
        """Return whether the ids are in the right order."""
        return ids == [item.id for item in self.items]

    def _judge(self, answer: object) -> Verdict:
        ids = [item.id for item in self.items]
        if not isinstance(answer, list | tuple) or not all(isinstance(part, str) for part in answer):
            return invalid(_("Put all the items in order first."))
        if Counter(answer) != Counter(ids):
            return invalid(_("Put all the items in order first; each must be there once."))
        followed = set(pairwise(answer))
        pairs = list(zip(self.items, ids[1:], strict=False))
        good = {item.id for item, after in pairs if (item.id, after) in followed}
        marks = tuple(
            Note(item.id, item.id in good, "" if item.id in good else item.feedback) for item, _after in pairs
        )
        if len(good) == len(pairs):
            return Verdict(1.0, right_message(), marks)
        message = _("Neighbouring pairs that are right: {good} of {total}.").format(good=len(good), total=len(pairs))
        return Verdict(len(good) / len(pairs), message, (Note("", False, self.feedback), *marks))

    def renamed(self, answer: object, names: Mapping[str, str]) -> object:
        """Replace the ids of the items."""
        if not isinstance(answer, list | tuple):
            return answer
        return [names.get(part, "") if isinstance(part, str) else part for part in answer]

    def samples(self) -> Iterator[Example]:
        """Yield right, partly right and wrong orders, and invalid ones."""
        ids = [item.id for item in self.items]
        pairs = len(ids) - 1
        yield Example(ids, 1.0, "right")
        # Moving the first to the end breaks one pair only.
        yield Example([*ids[1:], ids[0]], (pairs - 1) / pairs, "partly")
        yield Example(ids[::-1], 0.0, "wrong")
        yield Example(ids[:-1], None, "invalid")
        yield Example([*ids[:-1], ids[0]], None, "invalid")
        yield Example([*ids, "no such item"], None, "invalid")
        yield Example(" ".join(ids), None, "invalid")
