"""Each test cell of the exercises is folded, and its visible first line says what it tests."""

from __future__ import annotations

import nbformat
import pytest
from repository import ROOT

NOTEBOOKS = sorted((ROOT / "exercises").glob("[0-9]*/[0-9]*.ipynb"))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_every_test_cell_is_folded_and_says_what_it_tries(path):
    cells = nbformat.read(path, as_version=4).cells
    tests = [cell for cell in cells if cell.cell_type == "code" and cell.metadata.get("nbgrader", {}).get("grade")]
    assert tests
    for cell in tests:
        assert cell.metadata.get("jupyter", {}).get("source_hidden") is True, cell.id
        assert cell.source.startswith("# Test: "), cell.id
    assert "The folded cell below it is its test" in next(cell.source for cell in cells if cell.id == "how")
