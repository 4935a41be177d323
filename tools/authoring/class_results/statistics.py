"""Question by question: what a class found hard. Each number is defined in `QuestionRow`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from authoring.class_results.result_files import Handed
from authoring.class_results.wrong_answers import wrong_parts
from newspace.questions import Bank, Question
from newspace_grading.pages.teacher.descriptive_statistics import commonest, mean, share


@dataclass(frozen=True, kw_only=True)
class QuestionRow:
    """One question in one class.

    Parameters
    ----------
    unit, question, objective, kind, prompt : str
        Which question.
    tried : int
        Learners who gave at least one answer that the question accepts as one.
    right_at_first : int
        Those of them whose first answer was wholly right.
    mean_first_score : float or None
        The mean score of the first answers, 0 to 1; None if nobody tried.
    right_in_the_end : int
        Those whose last answer was wholly right.
    commonest_wrong : str
        The wrong part (a choice, a number, a pair …) that stood in the most first answers; of equals the first in the alphabet.
    commonest_wrong_count : int
        In how many.
    """

    unit: str
    question: str
    objective: str
    kind: str
    prompt: str
    tried: int
    right_at_first: int
    mean_first_score: float | None
    right_in_the_end: int
    commonest_wrong: str
    commonest_wrong_count: int

    @property
    def first_try_share(self) -> float | None:
        """The share of those who tried whose first answer was wholly right; None if nobody tried."""
        return share(self.right_at_first, self.tried)


def question_statistics(handed: Iterable[Handed], banks: Mapping[str, Bank]) -> list[QuestionRow]:
    """Compute the statistics of every question of the banks, in their order.

    Answers are judged anew with the banks that are here: a score in a handed-in file counts for nothing.
    """
    files = list(handed)
    return [_row(bank.unit, question, files) for bank in banks.values() for question in bank.questions]


def strangers(handed: Iterable[Handed], banks: Mapping[str, Bank]) -> Counter[str]:
    """Count the answered questions that are in no bank here (``unit/question`` → in how many files)."""
    known = {(unit, question.id) for unit, bank in banks.items() for question in bank.questions}
    return Counter(
        f"{unit}/{question}"
        for one in handed
        for unit, questions in one.answers.items()
        for question in questions
        if (unit, question) not in known
    )


@dataclass(frozen=True, kw_only=True)
class LearnerRow:
    """One learner in one unit.

    Parameters
    ----------
    learner, file : str
        The name in the file, and the file.
    handed_in : str
        The day on which the file was made.
    unit : str
        Which unit, or test.
    questions : int
        How many questions it has.
    tried : int
        How many of them the learner answered.
    right_at_first, right_in_the_end : int or None
        Those of them whose first, and whose last answer was wholly right; None if none was tried.
    """

    learner: str
    file: str
    handed_in: str
    unit: str
    questions: int
    tried: int
    right_at_first: int | None
    right_in_the_end: int | None

    @property
    def first_try_share(self) -> float | None:
        """The share of the tried questions that were right at the first answer; None if none was tried."""
        return None if self.right_at_first is None else share(self.right_at_first, self.tried)


def learner_rows(handed: Iterable[Handed], banks: Mapping[str, Bank]) -> list[LearnerRow]:
    """Compute each learner's row for every bank, judged anew as in `question_statistics`."""
    return [_learner_row(one, bank) for one in handed for bank in banks.values()]


def _learner_row(one: Handed, bank: Bank) -> LearnerRow:
    own = one.answers.get(bank.unit, {})
    judged = [valid for question in bank.questions if (valid := question.judged(own.get(question.id, ())))]
    return LearnerRow(
        learner=one.name,
        file=one.file,
        handed_in=one.made.date().isoformat(),
        unit=bank.unit,
        questions=len(bank.questions),
        tried=len(judged),
        right_at_first=sum(valid[0][1] >= 1 for valid in judged) if judged else None,
        right_in_the_end=sum(valid[-1][1] >= 1 for valid in judged) if judged else None,
    )


def _row(unit: str, question: Question, files: list[Handed]) -> QuestionRow:
    first: list[float] = []
    last_right = 0
    wrong: Counter[str] = Counter()
    for one in files:
        valid = question.judged(one.answers.get(unit, {}).get(question.id, ()))
        if not valid:
            continue
        answer, score = valid[0]
        first.append(score)
        last_right += valid[-1][1] >= 1
        if score < 1:
            wrong.update(set(wrong_parts(question, answer)))
    text, count = commonest(wrong)
    own = getattr(question, "claim", "") or getattr(question, "text", "") or question.prompt
    return QuestionRow(
        unit=unit,
        question=question.id,
        objective=question.objective,
        kind=question.kind,
        prompt=" ".join(own.split()),
        tried=len(first),
        right_at_first=sum(score >= 1 for score in first),
        mean_first_score=mean(first),
        right_in_the_end=last_right,
        commonest_wrong=text,
        commonest_wrong_count=count,
    )
