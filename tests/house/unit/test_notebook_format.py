"""Notebooks are committed without outputs, with stable ids, in the current format, one idea a cell."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
from repository import ROOT

NOTEBOOKS = sorted(
    path
    for room in ("lessons", "solutions", "exercises")
    for path in (ROOT / room).rglob("*.ipynb")
    if ".ipynb_checkpoints" not in path.parts
)
LESSONS = [path for path in NOTEBOOKS if "lessons" in path.relative_to(ROOT).parts]
LONGEST_LESSON_CELL = 8


def read(path: Path):
    return nbformat.read(path, as_version=nbformat.NO_CONVERT)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.relative_to(ROOT).as_posix())
class TestNotebook:
    def test_is_valid(self, path):
        notebook = read(path)
        nbformat.validate(notebook)
        assert (notebook.nbformat, notebook.nbformat_minor) >= (4, 5)

    def test_has_no_outputs(self, path):
        for cell in read(path).cells:
            if cell.cell_type == "code":
                assert cell.outputs == [], cell.id
                assert cell.execution_count is None, cell.id

    def test_has_stable_and_distinct_ids(self, path):
        ids = [cell.id for cell in read(path).cells]
        assert len(set(ids)) == len(ids)

    def test_carries_no_state_of_widgets_or_machine(self, path):
        metadata = read(path).metadata
        assert "widgets" not in metadata
        assert metadata.kernelspec.name == "python3"

    def test_ends_with_a_newline_as_jupyterlab_writes_it(self, path):
        assert path.read_bytes().endswith(b"}\n")


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.name)
def test_code_in_a_lesson_is_a_few_lines(path):
    for cell in read(path).cells:
        if cell.cell_type == "code":
            assert len(cell.source.splitlines()) <= LONGEST_LESSON_CELL, (
                f"{path.name}, cell {cell.id}: move it to newspace"
            )


def test_there_are_notebooks():
    assert LESSONS
