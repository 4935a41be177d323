"""Match questions: sort items into groups."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar

from newspace.core.i18n import _, ngettext
from newspace.questions.base import Question, QuestionPart, share_message
from newspace.questions.verdict import Example, Note, Verdict, invalid


@dataclass(frozen=True)
class Item(QuestionPart):
    """An item to put into a group; ``feedback`` is shown when it is in a wrong one."""

    group: str
    feedback: str


@dataclass(frozen=True, kw_only=True)
class Match(Question):
    """Items sorted into groups. Answer: item id → group id, for every item."""

    kind: ClassVar[str] = "match"
    partial: ClassVar[bool] = True

    groups: tuple[QuestionPart, ...]
    items: tuple[Item, ...]

    def rule(self) -> str:
        """Say how matched items count."""
        return _("One part for each item in its right group.")

    def solution(self) -> tuple[str, ...]:
        """Return each item with its group."""
        group_text = {group.id: group.text for group in self.groups}
        return tuple(f"{item.text} → {group_text[item.group]}" for item in self.items)

    def shuffled(self) -> tuple[QuestionPart, ...]:
        """Return the items."""
        return self.items

    def fixed(self) -> tuple[QuestionPart, ...]:
        """Return the groups."""
        return self.groups

    def _judge(self, answer: object) -> Verdict:
        if not isinstance(answer, Mapping):
            return invalid(_("Choose a group for every item first."))
        groups = {group.id for group in self.groups}
        placed = {key: value for key, value in answer.items() if isinstance(value, str) and value in groups}
        missing = sum(item.id not in placed for item in self.items)
        if missing:
            return invalid(
                ngettext("{n} item has no group yet.", "{n} items have no group yet.", missing).format(n=missing)
            )
        if len(answer) > len(self.items):
            return invalid(_("Choose a group for every item first."))
        good = {item.id for item in self.items if placed[item.id] == item.group}
        score = len(good) / len(self.items)
        notes = tuple(Note(item.id, item.id in good, "" if item.id in good else item.feedback) for item in self.items)
        return Verdict(score, share_message(score, len(good), len(self.items)), notes)

    def renamed(self, answer: object, names: Mapping[str, str]) -> object:
        """Replace the ids of items and groups."""
        if not isinstance(answer, Mapping):
            return answer
        return {
            names.get(key, "") if isinstance(key, str) else "": names.get(value, "") if isinstance(value, str) else ""
            for key, value in answer.items()
        }

    def samples(self) -> Iterator[Example]:
        """Yield right, partly right and wrong matchings, and invalid ones."""
        right = {item.id: item.group for item in self.items}
        other = {item.id: next(group.id for group in self.groups if group.id != item.group) for item in self.items}
        first = self.items[0].id
        yield Example(right, 1.0, "right")
        yield Example(dict(reversed(right.items())), 1.0, "right")
        yield Example({**right, first: other[first]}, (len(right) - 1) / len(right), "partly")
        yield Example({**other, first: right[first]}, 1 / len(right), "partly")
        yield Example(other, 0.0, "wrong")
        yield Example({key: value for key, value in right.items() if key != first}, None, "invalid")
        yield Example({**right, first: "no such group"}, None, "invalid")
        yield Example({**right, "no such item": self.groups[0].id}, None, "invalid")
        yield Example(list(right), None, "invalid")
