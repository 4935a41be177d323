"""Written tasks: each says how to write into its cell (plain JupyterLab shows a double-clicked text in command mode), and asks for one form everywhere."""

from __future__ import annotations

import ast

import nbformat
import pytest
from repository import ROOT

from newspace.checks.essay import BRIEF, NOTE, Form

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


def test_tests_and_task_ask_for_the_form_that_the_desk_shows():
    cells = {cell.id: cell.source for cell in nbformat.read(EXERCISES[-1], as_version=4).cells}
    source = nbformat.read(ROOT / "solutions" / EXERCISES[-1].parent.name / EXERCISES[-1].name, as_version=4).cells
    (test,) = (cell.source for cell in source if cell.id == "brief-text-test")
    calls = [
        node
        for node in ast.walk(ast.parse(test))
        if isinstance(node, ast.Call) and "check.text" in ast.unparse(node.func)
    ]
    assert len(calls) == 2, "one visible, one hidden"
    for call in calls:
        asked = {one.arg: ast.literal_eval(one.value) for one in call.keywords if one.arg}
        assert Form(**{**asked, "parts": tuple(asked["parts"])}) == BRIEF
    assert f"{BRIEF.words[0]} to {BRIEF.words[1]} words" in cells["brief-text-text"]
    assert f"more than {100 * BRIEF.word_share:.0f} %" in cells["brief-text-text"]
    assert all(f"**{part}**" in cells["brief-text-text"].replace("mind.**", "mind**") for part in BRIEF.parts)
    assert f"Write {NOTE.words[0]} to {NOTE.words[1]} words" in cells["covering-note-text"]
