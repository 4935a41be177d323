"""What a class gained: the test before the course beside the one after it, objective by objective."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import sqrt
from pathlib import Path
from statistics import mean, stdev

from authoring.class_results.result_files import Handed
from newspace.questions import TEST_FORMS, Bank
from newspace_grading.pages.teacher.csv_table import write_table

HEAD = ("objective", "learners", "right_before", "right_after", "gain")


@dataclass(frozen=True)
class ObjectiveGain:
    """One objective of the test; only learners who answered both of its questions count.

    Parameters
    ----------
    objective : str
        Its sentence.
    learners : int
        How many answered both questions.
    right_before, right_after : float
        The share of them whose first answer was right, 0 to 1; 0 if there are none.
    """

    objective: str
    learners: int
    right_before: float
    right_after: float

    @property
    def gain(self) -> float:
        """The difference of the two shares."""
        return self.right_after - self.right_before


def gains(handed: Iterable[Handed], tests: Mapping[str, Bank]) -> list[ObjectiveGain]:
    """Compute the gain for each objective of the test, in its order; answers are judged anew."""
    files = list(handed)
    found = []
    for question in tests["before"].questions:
        both = [_both(one, question.id, tests) for one in files]
        counted = [pair for pair in both if pair is not None]
        shares = [mean(pair[number] for pair in counted) if counted else 0.0 for number in (0, 1)]
        found.append(ObjectiveGain(tests["before"].objectives[question.objective], len(counted), *shares))
    return found


def overall(handed: Iterable[Handed], tests: Mapping[str, Bank]) -> str:
    """Say the mean gain of those who took both tests, with its standard error; empty if nobody did."""
    changes = []
    for one in handed:
        pairs = [_both(one, question.id, tests) for question in tests["before"].questions]
        whole = [pair for pair in pairs if pair is not None]
        if len(whole) == len(pairs):
            changes.append(sum(after - before for before, after in whole))
    if not changes:
        return ""
    error = f", standard error {stdev(changes) / sqrt(len(changes)):.1f}" if len(changes) > 1 else ""
    total = len(tests["before"].questions)
    return (
        f"{count_learners(len(changes))} took both tests: {mean(changes):+.1f} of {total} questions on average{error}."
    )


def count_learners(count: int) -> str:
    """Write how many learners, in the singular where it is one."""
    return f"{count} learner{'' if count == 1 else 's'}"


def write_gains(found: Iterable[ObjectiveGain], target: Path) -> None:
    """Write one line for each objective; UTF-8 with the mark by which spreadsheets know it.

    Raises
    ------
    OSError
        If the file cannot be written.
    """
    write_table(HEAD, ([getattr(one, name) for name in HEAD] for one in found), target)


def _both(one: Handed, question: str, tests: Mapping[str, Bank]) -> tuple[float, float] | None:
    """Judge a learner's first answers to the two questions of a pair: 1 if right, else 0; None if one is missing."""
    scores = []
    for form in TEST_FORMS:
        bank = tests[form]
        judged = bank[question].judged(one.answers.get(bank.unit, {}).get(question, ()))
        if not judged:
            return None
        scores.append(float(judged[0][1] >= 1))
    return scores[0], scores[1]
