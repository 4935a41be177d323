"""A class's quiz results put together: who tried what, what was right at once, and which wrong answer was the commonest."""

from __future__ import annotations

from authoring.class_results.result_files import Handed, read_folder
from authoring.class_results.statistics import LearnerRow, QuestionRow, learner_rows, question_statistics
from authoring.class_results.table import write_csv, write_learners

__all__ = [
    "Handed",
    "LearnerRow",
    "QuestionRow",
    "learner_rows",
    "question_statistics",
    "read_folder",
    "write_csv",
    "write_learners",
]
