"""Presentation of a question to one learner: codes instead of ids, parts shuffled, nothing of the answer."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from newspace.questions.base import Question, QuestionPart


def _rank(*parts: str) -> str:
    """Hash the parts to a number that is the same in every process."""
    return hashlib.sha256("\0".join(parts).encode("utf-8")).hexdigest()


class Asked:
    """A question as one learner sees it.

    The parts get codes by their displayed position (``c1``, ``c2`` …), so that neither an id nor the order of the bank reveals
    anything. The order depends on the learner and the question alone: it is the same when the notebook is run again.

    Parameters
    ----------
    question : Question
        The question.
    code : str
        The question's code on the page; its id may reveal too much.
    learner : str
        A string that identifies the learner.
    """

    def __init__(self, question: Question, code: str, learner: str) -> None:
        self.question = question
        self.code = code
        shuffled, fixed = _shuffled(question, learner), list(question.fixed())
        # The fixed parts are the groups of a question that shuffles its items, else the choices themselves.
        choices, groups = (shuffled, fixed) if shuffled else (fixed, [])
        self._code = _codes("c", choices) | _codes("g", groups)
        self._id = {shown: part_id for part_id, shown in self._code.items()}
        #: Everything that the page needs to ask the question.
        self.form: dict[str, object] = {
            "code": code,
            "kind": question.kind,
            "prompt": question.prompt,
            "rule": question.rule(),
            "hints": len(question.hints),
            "choices": [{"code": self._code[part.id], "text": part.text} for part in choices],
            "groups": [{"code": self._code[part.id], "text": part.text} for part in groups],
            **question.shape(),
        }

    def true(self, answer: object) -> object:
        """Translate an answer of the page to the ids of the bank."""
        return self.question.renamed(answer, self._id)

    def shown(self, answer: object) -> object:
        """Translate an answer with the ids of the bank to the codes of the page."""
        return self.question.renamed(answer, self._code)

    def part(self, part: str) -> str:
        """Return the code of the part that a note concerns; names that are not ids (“verdict”, “paragraph”) stay."""
        return self._code.get(part, part)


def _codes(letter: str, parts: Iterable[QuestionPart]) -> dict[str, str]:
    return {part.id: f"{letter}{number}" for number, part in enumerate(parts, start=1)}


def _shuffled(question: Question, learner: str) -> list[QuestionPart]:
    parts = sorted(question.shuffled(), key=lambda part: _rank(learner, question.id, part.id))
    if question.in_right_order([part.id for part in parts]):
        parts = [*parts[1:], parts[0]]
    return parts
