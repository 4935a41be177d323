"""Each written task says how to write into its cell: plain JupyterLab shows a double-clicked text in command mode."""

from __future__ import annotations

import nbformat
import pytest
from repository import ROOT

EXERCISES = sorted((ROOT / "exercises").glob("[0-9]*/[0-9]*.ipynb"))


@pytest.mark.parametrize("path", EXERCISES, ids=lambda path: path.stem)
def test_a_written_task_says_how_to_write(path):
    cells = nbformat.read(path, as_version=4).cells
    written = [number for number, cell in enumerate(cells) if cell.cell_type == "markdown" and _is_answer(cell)]
    assert written
    for number in written:
        task = next(cell for cell in reversed(cells[:number]) if cell.cell_type == "markdown")
        assert "click the cell below once and press Enter" in task.source


def _is_answer(cell: nbformat.NotebookNode) -> bool:
    role = cell.metadata.get("nbgrader", {})
    return bool(role.get("solution") and role.get("grade"))
