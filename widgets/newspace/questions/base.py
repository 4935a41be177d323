"""Base class of all kinds of question."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import ClassVar

from newspace.content.facts import Fact
from newspace.content.readings import Citation
from newspace.core.i18n import _
from newspace.questions.verdict import Example, Verdict


@dataclass(frozen=True)
class QuestionPart:
    """A choice, item or group: its id in the bank, and the text that a learner reads."""

    id: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Question(ABC):
    """One question of a bank. Every kind is a subclass with its own ``judge``.

    Parameters
    ----------
    id : str
        Stable and unique in the bank: progress is kept under it.
    objective : str
        The id of the learning objective that it tests.
    prompt : str
        What is asked; a blank line begins a new paragraph.
    hints : tuple of str
        In the order in which they are to be shown.
    explanation : str
        Why the right answer is right, with inline citations of the readings.
    citations : tuple of Citation
        The citations of the explanation, checked to the letter.
    facts : tuple of Fact
        Dated facts that the explanation uses.
    contradictions : tuple of int
        The numbers of the contradictions between readings that a learner meets here; never sent to the page.
    """

    kind: ClassVar[str]
    #: Whether scores between 0 and 1 are possible.
    partial: ClassVar[bool] = False

    id: str
    objective: str
    prompt: str
    hints: tuple[str, ...]
    explanation: str
    citations: tuple[Citation, ...]
    facts: tuple[Fact, ...] = ()
    contradictions: tuple[int, ...] = ()

    def judge(self, answer: object) -> Verdict:
        """Judge an answer given as plain data; never raise, whatever it is."""
        verdict = self._judge(answer)
        return replace(verdict, evidence=self.citations) if verdict.valid else verdict

    @abstractmethod
    def _judge(self, answer: object) -> Verdict:
        """Judge an answer; `judge` adds the evidence."""

    @abstractmethod
    def rule(self) -> str:
        """Say how credit is given, in words for the learner."""

    @abstractmethod
    def solution(self) -> tuple[str, ...]:
        """Return the right answer in words, one string for each line."""

    @abstractmethod
    def samples(self) -> Iterator[Example]:
        """Yield right, partly right, wrong and invalid answers of this kind's own shape."""

    def examples(self) -> tuple[Example, ...]:
        """Return answers of every sort with the score that each must get, including some that no question accepts."""
        nonsense: tuple[object, ...] = (
            None,
            True,
            [],
            {},
            [None],
            {"verdict": []},
            float("nan"),
            float("inf"),
            b"a",
            object(),
        )
        return (*self.samples(), *(Example(answer, None, "invalid") for answer in nonsense))

    def judged(self, answers: Iterable[object]) -> list[tuple[object, float]]:
        """Judge answers in their order; return those that can be judged, each with its score."""
        verdicts = ((answer, self.judge(answer).score) for answer in answers)
        return [(answer, score) for answer, score in verdicts if score is not None]

    def shuffled(self) -> tuple[QuestionPart, ...]:
        """Return the parts whose order must not reveal the answer; their displayed order depends on the learner."""
        return ()

    def fixed(self) -> tuple[QuestionPart, ...]:
        """Return the parts that are shown in the order of the bank."""
        return ()

    def in_right_order(self, ids: list[str]) -> bool:  # noqa: ARG002  # only kinds whose answer is an order care
        """Return whether showing the parts in this order would reveal the answer."""
        return False

    def shape(self) -> dict[str, object]:
        """Return what else a page needs to ask the question (unit, text around a gap, …); nothing of the answer."""
        return {}

    def renamed(self, answer: object, names: Mapping[str, str]) -> object:  # noqa: ARG002  # most answers hold no ids
        """Replace the part ids in an answer; an unknown id becomes the empty string, which no part has."""
        return answer


def share_message(score: float, good: int, total: int) -> str:
    """Build the message for a partly or wholly right answer of several parts."""
    if score >= 1:
        return right_message()
    return _("{good} of {total} right.").format(good=good, total=total)


def right_message() -> str:
    """Return the message for a right answer."""
    return _("Right.")


def wrong_message() -> str:
    """Return the message for a wrong answer, shown before its feedback."""
    return _("Not right yet.")


def all_or_nothing() -> str:
    """Return the credit rule of kinds without partial credit."""
    return _("One point for the right answer, none for another.")
