"""Read what an assignment asks, task by task, from its source notebook."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from newspace_grading.engine.analysis.reference import read_source_cells
from newspace_grading.model.notebook.cell_roles import CellMarks, read_marks
from newspace_grading.model.text import source_of

_HEADING = re.compile(r"^ {0,3}#{1,6}[ \t]+(?P<title>[^\n]+?)[ \t#]*$", re.MULTILINE)
_LARGEST_TITLE = 120


@dataclass
class TaskText:
    """One task: its text, the cells that answer it, and the cells that are graded.

    Attributes
    ----------
    name : str
        The task's own name, else the grade_id of its first answer.
    title : str
        The heading of its text, or "".
    text : str
        Markdown, without that heading.
    answers : dict
        grade_id → whether it is code.
    tests : dict
        grade_id of each graded cell → its source. A cell that a person grades stands in both.
    """

    name: str
    title: str
    text: str
    answers: dict[str, bool] = field(default_factory=dict)
    tests: dict[str, str] = field(default_factory=dict)


def read_task_texts(path: Path) -> list[TaskText]:
    """Read the tasks of a source notebook, in order.

    Raises
    ------
    GraderError
        If it is no notebook.
    """
    return tasks(read_source_cells(path))


def tasks(cells: Iterable[Mapping[str, Any]]) -> list[TaskText]:
    """Group a notebook's cells into tasks: each begins with the text before its answer."""
    found: list[TaskText] = []
    texts: list[str] = []
    for cell in cells:
        marks, source = read_marks(cell), source_of(cell)
        own, grade_id = cell.get("metadata", {}).get("newspace", {}).get("task", ""), marks.grade_id
        answers = marks.is_solution or marks.is_task
        if answers or marks.is_grade:
            task = _place(found, own, answers=answers, new_text=bool(texts))
            if task is None:
                task = TaskText(own or grade_id, *_words(texts))
                found.append(task)
            texts = []
            _add_cell(task, marks, source)
        elif not marks.is_code and source.strip():
            texts.append(source)
    return [task for task in found if task.tests]


def _add_cell(task: TaskText, marks: CellMarks, source: str) -> None:
    """Add a marked cell to its task, as an answer, as a graded cell, or as both."""
    if marks.is_solution or marks.is_task:
        task.answers[marks.grade_id] = marks.is_code
    if marks.is_grade or marks.is_task:
        task.tests[marks.grade_id] = source
    if marks.is_task:  # nbgrader keeps the question of such a task in the graded cell itself
        task.title, task.text = _words([source])


def _place(found: list[TaskText], own: str, *, answers: bool, new_text: bool) -> TaskText | None:
    """Find the task to which a marked cell belongs; None if it begins a new one."""
    named = next((task for task in found if own and task.name == own), None)
    if named is not None or not found or own:
        return named
    last = found[-1]
    # Answers after a test, or under a text of their own, begin a new task; tests belong to the task before them.
    return last if not answers or not (last.tests or new_text) else None


def _words(texts: list[str]) -> tuple[str, str]:
    """Split a task's text into title and text, from the last cell with a heading on: the assignment's introduction stays out."""
    start = max((number for number, text in enumerate(texts) if _HEADING.search(text)), default=0)
    text = "\n\n".join(texts[start:])
    heading = _HEADING.search(text)
    if heading is None or text[: heading.start()].strip("-*_ \t\n"):  # it may follow a horizontal rule
        return "", text
    return _plain(heading["title"])[:_LARGEST_TITLE], text[heading.end() :].strip()


def _plain(markdown: str) -> str:
    """Remove Markdown's marks from a heading."""
    return re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", re.sub(r"[*`]", "", markdown)).strip()
