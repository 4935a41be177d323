"""Find the tests that nbgrader wrote in place of ``### AUTOTEST`` lines.

``nbgrader generate_assignment`` runs the reference and puts assertions in the place of such lines. The source keeps the lines, which
test nothing; what was made of them, hidden parts included, stands in the gradebook.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from newspace_grading.course.layout import Course, CourseFolderError
from newspace_grading.course.nbgrader.gradebook import open_gradebook
from newspace_grading.engine.analysis.reference import read_source_cells
from newspace_grading.model.notebook.cell_roles import CellRole, read_marks
from newspace_grading.model.text import source_of

_WORD = "AUTOTEST"


def generated_tests(course: Course, assignment: str, notebook: Path) -> dict[str, str]:
    """Return the tests of a source notebook that nbgrader wrote, by grade_id.

    Raises
    ------
    CourseFolderError
        If the gradebook does not have one of them, because the assignment was not generated since it was written.
    """
    word = str(course.directory.parent.config.get("InstantiateTests", {}).get("autotest_delimiter", _WORD))
    wanted = [read_marks(cell).grade_id for cell in read_source_cells(notebook) if _is_test(cell) and _asks(cell, word)]
    if not wanted:
        return {}
    known = _from_gradebook(course, assignment, notebook.stem)
    for task in wanted:
        if task not in known or _asks({"source": known[task]}, word):
            raise CourseFolderError(
                f"The test “{task}” has {word} lines, and the gradebook has no test that nbgrader made of them.",
                where=str(notebook),
                remedy=f"Run “nbgrader generate_assignment {assignment} --force” once; then grade again.",
            )
    return {task: known[task] for task in wanted}


def _is_test(cell: Mapping[str, Any]) -> bool:
    return read_marks(cell).role is CellRole.TEST


def _asks(cell: Mapping[str, Any], word: str) -> bool:
    """Tell whether a comment of the cell asks nbgrader to write tests."""
    return any(word in line and line.lstrip().startswith("#") for line in source_of(cell).splitlines())


def _from_gradebook(course: Course, assignment: str, notebook: str) -> dict[str, str]:
    from nbgrader.api import MissingEntry

    with open_gradebook(course) as book:
        try:
            found = book.find_notebook(notebook, assignment).source_cells
        except MissingEntry:
            return {}
        return {cell.name: str(cell.source) for cell in found}
