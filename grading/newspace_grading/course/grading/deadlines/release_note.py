"""Show the due time where learners work: at the top of the notebooks that nbgrader releases.

One line in nbgrader_config.py::

    c.GenerateAssignment.preprocessors.append("newspace_grading.course.grading.deadlines.release_note.ShowDeadline")
"""

from __future__ import annotations

from typing import Any

from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import NbGraderPreprocessor

from newspace_grading.course.grading.deadlines.class_lateness import deadlines_of
from newspace_grading.course.grading.deadlines.words import deadline_words
from newspace_grading.course.layout import Course

_CELL_ID = "deadline"
_MORE_TIME = "Have you been given more time? Then that counts for you, and your feedback says so."


class ShowDeadline(NbGraderPreprocessor):  # type: ignore[misc]  # nbgrader ships no types
    """Puts a cell with the deadline of ``deadlines.toml`` before all others; does nothing where there is none."""

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Add the cell, or write it anew."""
        name = resources.get("nbgrader", {}).get("assignment")
        deadline = deadlines_of(Course(CourseDirectory(parent=self))).assignments.get(name)
        if deadline is None:
            return nb, resources
        nb.cells = [cell for cell in nb.cells if cell.get("id") != _CELL_ID]
        text = f"**{deadline_words(deadline)}**"
        if deadline.extensions:
            text += f"\n\n{_MORE_TIME}"
        node = type(nb)
        metadata = node(deletable=False, editable=False)
        cell = node(id=_CELL_ID, cell_type="markdown", metadata=metadata, source=text)
        nb.cells.insert(0, cell)
        return nb, resources
