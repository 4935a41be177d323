"""Compare two graded notebooks: which tasks have the same answer and the same question, so that a mark given for one holds for the other."""

from __future__ import annotations

import json
from typing import Any

from newspace_grading.model.notebook.cell_roles import CellRole, read_marks
from newspace_grading.model.text import source_of


def unchanged_tasks(before: str, after: str) -> frozenset[str]:
    """Return the graded cells for which everything that a mark rests on is the same in both notebooks.

    A mark rests on the text of the graded cell, its points, and the learner's own further cells; that of a test or of a
    task without an answer cell of its own also on all answers. Text between the cells may differ.

    Parameters
    ----------
    before, after : str
        The two notebooks, as JSON. One that cannot be read has nothing in common with the other.
    """
    old, new = _foundations(before), _foundations(after)
    return frozenset(task for task, basis in new.items() if old.get(task) == basis)


def _foundations(text: str) -> dict[str, tuple[Any, ...]]:
    """Return what the mark of each graded cell rests on."""
    try:
        cells = [cell for cell in json.loads(text)["cells"] if isinstance(cell, dict)]
    except (ValueError, KeyError, TypeError):
        return {}
    marked = [(read_marks(cell), source_of(cell).strip(), cell) for cell in cells]
    # Only code: of the learner's cells graded notebooks hold no others, and text between them is the teacher's.
    further = tuple(
        source for marks, source, cell in marked if not marks.grade_id and cell.get("cell_type") == "code" and source
    )
    answers = tuple(source for marks, source, _cell in marked if marks.is_solution)
    return {
        marks.grade_id: (source, marks.points, further, () if marks.is_solution else answers)
        for marks, source, _cell in marked
        if marks.role in (CellRole.TEST, CellRole.MANUAL)
    }
