"""What is wrong in an answer, in words that a teacher can count: the choice, the number, the pair, the group."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

from newspace.questions import Question
from newspace.questions.kinds.choice import One, Several
from newspace.questions.kinds.claim import Claim
from newspace.questions.kinds.gap import Gap
from newspace.questions.kinds.match import Match
from newspace.questions.kinds.number import Number
from newspace.questions.kinds.order import Order


def wrong_parts(question: Question, answer: Any) -> tuple[str, ...]:
    """Return the wrong parts of an answer that the question has judged not wholly right."""
    return tuple(_SAYS[type(question)](question, answer))


def _one(question: One, answer: Any) -> list[str]:
    return [choice.text for choice in question.choices if choice.id == answer]


def _several(question: Several, answer: Any) -> list[str]:
    chosen = [choice.text for choice in question.choices if choice.id in answer and not choice.right]
    missed = [f"not chosen: {choice.text}" for choice in question.choices if choice.right and choice.id not in answer]
    return chosen + missed


def _number(question: Number, answer: Any) -> list[str]:
    text = f"{answer:g}" if isinstance(answer, int | float) else " ".join(str(answer).split())
    bare = text.replace(".", "", 1).lstrip("+-").isdigit()
    return [f"{text} {question.unit}".strip() if bare else text]


def _order(question: Order, answer: Any) -> list[str]:
    names = {item.id: item.text for item in question.items}
    wanted = set(pairwise(names))
    return [f"{names[first]} → {names[then]}" for first, then in pairwise(answer) if (first, then) not in wanted]


def _match(question: Match, answer: Any) -> list[str]:
    groups = {group.id: group.text for group in question.groups}
    return [f"{item.text} → {groups[answer[item.id]]}" for item in question.items if answer[item.id] != item.group]


def _gap(question: Gap, answer: Any) -> list[str]:
    del question
    return [" ".join(str(answer).split()).casefold()]


def _claim(question: Claim, answer: Any) -> list[str]:
    if answer["verdict"] != question.verdict:
        return [f"verdict: {answer['verdict']}"]
    return [f"paragraph: {answer['reading']} ¶{answer['paragraph']}"]


_SAYS: dict[type[Question], Callable[[Any, Any], list[str]]] = {
    One: _one, Several: _several, Number: _number, Order: _order, Match: _match, Gap: _gap, Claim: _claim,
}  # fmt: skip
