"""Keep the old name of `HideHiddenTests`, which stands in the configuration of courses: it lives in `newspace_grading.course.nbgrader.hide_hidden_preprocessor` now."""

from __future__ import annotations

from newspace_grading.course.nbgrader.hide_hidden_preprocessor import HideHiddenTests

__all__ = ["HideHiddenTests"]
