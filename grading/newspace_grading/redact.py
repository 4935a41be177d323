"""Keep the old name of `HideHiddenTests`, which courses have in their configuration.

The class is in `newspace_grading.course.nbgrader.hide_hidden_preprocessor` now.
"""

from __future__ import annotations

from newspace_grading.course.nbgrader.hide_hidden_preprocessor import HideHiddenTests

__all__ = ["HideHiddenTests"]
