"""A class's quiz results put together: who tried what, what was right at once, and which wrong answer was the commonest."""

from __future__ import annotations

from authoring.class_results.result_files import Handed, read_folder
from authoring.class_results.statistics import QuestionRow, rows
from authoring.class_results.table import write_csv

__all__ = ["Handed", "QuestionRow", "read_folder", "rows", "write_csv"]
