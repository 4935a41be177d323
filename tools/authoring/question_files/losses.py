"""What a format cannot say of a question: told to whoever exports it, and never left out in silence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from newspace.questions.base import Question
from newspace.questions.kinds.choice import Several
from newspace.questions.kinds.claim import Claim
from newspace.questions.kinds.gap import Gap
from newspace.questions.kinds.match import Match
from newspace.questions.kinds.number import Number
from newspace.questions.kinds.order import Order

_MOODLE = (
    (Several, "what is said of a right choice that was left out"),
    (Number, "times such as “1 h 58 min”"),
    (Order, "feedback of single items (Moodle 4.4 or newer is needed for the kind)"),
    (Match, "feedback of single items"),
    (Gap, "that a misspelled word is pointed out and not counted"),
    (Claim, "what is said of a wrong paragraph, apart from the verdict"),
)
_QTI = (
    (Several, "what is said of a right choice that was left out"),
    (Number, "other units, and times such as “1 h 58 min”: the number is typed in the question's unit"),
    (Order, "partial credit for pairs, and feedback of single items: the whole order counts"),
    (Match, "feedback of single items"),
    (Gap, "that a misspelled word is pointed out and not counted"),
    (Claim, "what is said of a wrong paragraph, apart from the verdict"),
)
FORMATS = ("moodle", "qti")


def losses(questions: Sequence[Question], form: str) -> Iterator[str]:
    """Yield a sentence for each thing that a format cannot say of these questions.

    Parameters
    ----------
    questions : sequence of Question
        The questions of a bank.
    form : str
        One of `FORMATS`.
    """
    for kind, what in _MOODLE if form == "moodle" else _QTI:
        ids = [question.id for question in questions if isinstance(question, kind)]
        if kind is Several:
            ids = [
                one.id for one in questions if isinstance(one, Several) and any(choice.missed for choice in one.choices)
            ]
        if ids:
            yield f"{kind.__name__.lower()}: {what} ({', '.join(ids)})"
    if form == "qti" and questions:
        yield "every question: hints (QTI 2.1 has them in adaptive items only, which most systems do not import)"
    yield "every question: the look-up of citations, and the review after days"
