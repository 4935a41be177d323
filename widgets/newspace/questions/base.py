"""What all kinds of question have in common."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import ClassVar

from newspace.content.facts import Fact
from newspace.content.readings import Citation
from newspace.core.i18n import _
from newspace.questions.verdict import Example, Verdict


@dataclass(frozen=True)
class Part:
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
        The id of the objective that it checks.
    prompt : str
        What is asked; a blank line begins a new paragraph.
    hints : tuple of str
        In the order in which they are to be shown.
    explanation : str
        Why the right answer is right, with inline citations of the readings.
    citations : tuple of Citation
        The citations of the explanation, checked to the letter.
    facts : tuple of Fact
        Dated facts that the explanation rests on.
    contradictions : tuple of int
        The numbers of the contradictions between readings that a learner meets here; nothing of it reaches the page.
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
        """Judge an answer given as plain data; never raises, whatever it is."""
        verdict = self._judge(answer)
        return replace(verdict, evidence=self.citations) if verdict.valid else verdict

    @abstractmethod
    def _judge(self, answer: object) -> Verdict:
        """The verdict without its evidence."""

    @abstractmethod
    def rule(self) -> str:
        """How credit is given, in words for the learner."""

    @abstractmethod
    def solution(self) -> tuple[str, ...]:
        """The right answer in words, one string a line."""

    @abstractmethod
    def samples(self) -> Iterator[Example]:
        """Right, partly right and wrong answers and invalid ones of this kind's own shape."""

    def examples(self) -> tuple[Example, ...]:
        """Answers of every sort with the score each must get; those that no question can accept are added."""
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

    def shuffled(self) -> tuple[Part, ...]:
        """The parts whose order must not tell the answer; shown in an order that depends on the learner."""
        return ()

    def fixed(self) -> tuple[Part, ...]:
        """The parts that are shown in the order of the bank."""
        return ()

    def in_right_order(self, ids: list[str]) -> bool:  # noqa: ARG002  # only kinds whose answer is an order care
        """Whether showing the parts in this order would give the answer away."""
        return False

    def shape(self) -> dict[str, object]:
        """What else a page needs to ask the question (unit, text around a gap, …): never anything of the answer."""
        return {}

    def renamed(self, answer: object, names: Mapping[str, str]) -> object:  # noqa: ARG002  # most answers hold no ids
        """The same answer with the ids of its parts replaced; an unknown id becomes empty, which no part has."""
        return answer


def share_message(score: float, good: int, total: int) -> str:
    """A sentence for a partly or wholly right answer of several parts."""
    if score >= 1:
        return right_message()
    return _("{good} of {total} right.").format(good=good, total=total)


def right_message() -> str:
    """What is said of every wholly right answer."""
    return _("Right.")


def wrong_message() -> str:
    """What is said of a wrong answer before its feedback."""
    return _("Not right yet.")


def all_or_nothing() -> str:
    """The rule of kinds without partial credit."""
    return _("One point for the right answer, none for another.")
