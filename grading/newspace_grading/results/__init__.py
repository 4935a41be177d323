"""A class's quiz results put together: who tried what, what was right at once, and which wrong answer was the commonest."""

from __future__ import annotations

from newspace_grading.results.handed import Handed, read_folder
from newspace_grading.results.statistics import Row, rows
from newspace_grading.results.table import write_csv

__all__ = ["Handed", "Row", "read_folder", "rows", "write_csv"]
