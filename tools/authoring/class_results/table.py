"""The statistics as a table that a spreadsheet opens."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from authoring.class_results.statistics import LearnerRow, QuestionRow
from newspace_grading.pages.teacher.csv_table import write_table

HEAD = (
    "unit", "question", "objective", "kind", "prompt", "tried", "right_at_first", "first_try_share", "mean_first_score",
    "right_in_the_end", "commonest_wrong", "commonest_wrong_count",
)  # fmt: skip


LEARNER_HEAD = (
    "learner", "file", "handed_in", "unit", "questions", "tried", "right_at_first", "first_try_share", "right_in_the_end",
)  # fmt: skip


def write_learners(rows: Iterable[LearnerRow], target: Path) -> None:
    """Write one line for each learner and unit; what was not tried is empty.

    Raises
    ------
    OSError
        If the file cannot be written.
    """
    write_table(LEARNER_HEAD, ([getattr(row, name) for name in LEARNER_HEAD] for row in rows), target)


def write_csv(rows: Iterable[QuestionRow], target: Path) -> None:
    """Write one line for each question; UTF-8 with the mark by which spreadsheets know it.

    Raises
    ------
    OSError
        If the file cannot be written.
    """
    write_table(HEAD, ([getattr(row, name) for name in HEAD] for row in rows), target)
