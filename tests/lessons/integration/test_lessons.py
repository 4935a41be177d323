"""Each lesson keeps the course's shape, every statement of it resolves, and every cell runs. The checks are those of ``make check``."""

from __future__ import annotations

import os

import nbformat
import pytest
from nbclient import NotebookClient
from repository import ROOT

from authoring import content
from authoring.content.checks import executed_outputs

COURSE = content.load(ROOT)
NOTEBOOKS = [*COURSE.lessons, *COURSE.solutions.values()]


def told(problems: list[content.Problem]) -> str:
    return "\n".join(map(str, problems))


def test_there_are_lessons():
    assert any(page.name in COURSE.banks for page in COURSE.lessons)


@pytest.mark.parametrize("page", NOTEBOOKS, ids=lambda page: page.file)
def test_nothing_is_wrong_with_a_notebook(page):
    problems = content.of_page(COURSE, page)
    assert not problems, told(problems)


def test_nothing_is_wrong_with_the_course_as_a_whole():
    problems = content.of_course(COURSE)
    assert not problems, told(problems)


@pytest.mark.parametrize("page", COURSE.lessons, ids=lambda page: page.name)
def test_every_picture_is_told_in_words_and_lacks_no_letter(page):
    problems = list(executed_outputs.pictures(page))
    assert not problems, told(problems)


@pytest.mark.parametrize("page", COURSE.lessons, ids=lambda page: page.name)
def test_every_cell_runs_clean(page, tmp_path, monkeypatch):
    """In a fresh kernel, from top to bottom: no error, and nothing on stderr."""
    monkeypatch.setenv("NEWSPACE_PROGRESS", str(tmp_path / "progress.sqlite"))
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    notebook = nbformat.read(page.path, as_version=4)
    NotebookClient(
        notebook, timeout=900, startup_timeout=900, resources={"metadata": {"path": str(page.path.parent)}}
    ).execute(env=dict(os.environ))
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            assert output.get("name") != "stderr", f"{page.file}, cell {cell.id}: {output['text']}"
