"""Reference answers of an exercise, for learners who may see them.

In self-study they are read from the course's own folder ``solutions/``. A class has no such folder: its teacher may give out one file for
each exercise (``make release-solutions``), which learners put beside their notebook.
"""

from __future__ import annotations

import ast
import json
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from newspace.content import catalogue
from newspace.core.errors import CourseError
from newspace.core.paths import room

FORMAT = "newspace-solutions"
_MARKS = re.compile(r"^\s*### (?:BEGIN|END) SOLUTION\n?", re.MULTILINE)


@dataclass(frozen=True)
class Reference:
    """One reference answer: its text (Python, or Markdown for a written task) and a short explanation."""

    task: str
    answer: str
    is_code: bool
    explanation: str

    @property
    def prose(self) -> str:
        """The text of a written answer; empty if the answer is a program."""
        return written_text(self.answer) if self.is_code else self.answer


def written_text(code: str) -> str:
    """Return the text that a cell gives to its only variable, without running it; empty if the cell is a program."""
    try:
        body = ast.parse(code).body
        values = [ast.literal_eval(node.value) for node in body if isinstance(node, ast.Assign)]
    except (SyntaxError, ValueError):
        return ""
    if not body or len(values) != len(body) or not isinstance(values[-1], str):
        return ""
    return values[-1].strip()


def released(name: str) -> str:
    """Return the file name of a released solution."""
    return f"{name}.solutions.json"


def load_references(name: str) -> dict[str, Reference]:
    """Load the reference answers of an exercise, keyed by task.

    Raises
    ------
    CourseError
        If they are not available, or may not be shown now.
    """
    if os.environ.get("NBGRADER_EXECUTION") == "autograde":
        raise CourseError("Solutions are not shown while an exercise is graded.", where=f"solution({name!r}, …)")
    for folder in (Path.cwd(), *_self_study()):
        given = folder / released(name)
        if given.is_file():
            return _from_file(given, name)
        notebook = folder / name / f"{name}.ipynb"
        if notebook.is_file() and folder.name == "solutions":
            return read_references(notebook, folder / f"{name}.toml")
    raise CourseError(
        f"The solutions of “{name}” are not here.",
        where=f"solution({name!r}, …)",
        remedy=f"In a class your teacher may give you the file {released(name)}: put it beside the exercise. "
        "In self-study, check the exercise's name.",
    )


def _self_study() -> list[Path]:
    try:
        return [room("solutions")]
    except CourseError:
        return []


def read_references(notebook: Path, explanations: Path) -> dict[str, Reference]:
    """Read the reference answers of a solution notebook, with the explanations of a TOML file (task → text) if it exists.

    Raises
    ------
    CourseError
        If the notebook or the file cannot be read.
    """
    try:
        cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise CourseError(
            "The solution's notebook cannot be read.", where=str(notebook), remedy="Take it from the repository again."
        ) from error
    said = catalogue.load_catalogue(explanations) if explanations.exists() else {}
    found = {}
    for cell in cells:
        meta = cell.get("metadata", {})
        task = meta.get("newspace", {}).get("task", "")
        if not task or not meta.get("nbgrader", {}).get("solution"):
            continue
        source = cell["source"] if isinstance(cell["source"], str) else "".join(cell["source"])
        is_code = cell["cell_type"] == "code"
        answer = _MARKS.sub("", source) if is_code else source.split("**Rubric for the teacher**")[0]
        found[task] = Reference(task, answer.strip(), is_code, str(said.get(task, "")))
    return found


def packed(name: str, references: dict[str, Reference]) -> str:
    """Serialise reference answers to the JSON of a released solution: answers and explanations, never tests."""
    tasks = [vars(reference) for reference in references.values()]
    return json.dumps({"format": FORMAT, "unit": name, "tasks": tasks}, ensure_ascii=False, indent=1) + "\n"


def _from_file(path: Path, name: str) -> dict[str, Reference]:
    try:
        table: Any = json.loads(path.read_text(encoding="utf-8"))
        if table["format"] != FORMAT or table["unit"] != name:
            raise ValueError
        references = [Reference(**task) for task in table["tasks"]]
        if not all(isinstance(one.answer, str) and isinstance(one.explanation, str) for one in references):
            raise ValueError
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise CourseError(
            "This file of solutions cannot be read.", where=str(path), remedy="Ask your teacher for it again."
        ) from error
    return {one.task: one for one in references}
