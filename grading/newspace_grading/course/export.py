"""Keep the old name of `GradesTable`, which courses have in their configuration.

The class is in `newspace_grading.course.nbgrader.grades_export` now.
"""

from __future__ import annotations

from newspace_grading.course.nbgrader.grades_export import GradesTable

__all__ = ["GradesTable"]
