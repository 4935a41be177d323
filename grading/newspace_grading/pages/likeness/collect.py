"""Read the answers of a class, and what everybody was given."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from newspace_grading.course.layout import Course, CourseFolderError
from newspace_grading.engine.analysis.reference import read_source, read_source_cells
from newspace_grading.model.course_plugin import installed
from newspace_grading.model.notebook.cell_roles import read_marks
from newspace_grading.model.text import source_of
from newspace_grading.pages.learner import task_texts
from newspace_grading.pages.learner.writer import learner_answers as answers_of
from newspace_grading.pages.likeness.passages import Cut, Passage, cut_code, cut_text

LARGEST_GIVEN_BYTES = 5_000_000
_TEXTS = (".md", ".txt", ".toml")


@dataclass
class ClassAnswers:
    """The answers to an assignment.

    Attributes
    ----------
    texts : dict
        Task → learner → the answer as it was handed in. A task is a cell that learners fill in.
    titles : dict
        Task → its heading.
    cuts : dict
        Task → learner → the answer, cut into passages.
    given : dict
        Task → passages that everybody got; "" has those that count for every task.
    """

    texts: dict[str, dict[str, str]] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)
    cuts: dict[str, dict[str, Cut]] = field(default_factory=dict)
    given: dict[str, set[Passage]] = field(default_factory=lambda: {"": set()})


def read_class(course: Course, assignment: str, given: Sequence[Path] = ()) -> ClassAnswers:
    """Read what a class has handed in; what cannot be read is no answer.

    Parameters
    ----------
    course : Course
        The course.
    assignment : str
        The assignment.
    given : sequence of Path
        Files, or folders with files, that everybody was given: notebooks, programs, texts. Those that a course's plug-in names
        (`newspace_grading.model.course_plugin.CoursePlugin.handed_out`) come with them.

    Raises
    ------
    CourseFolderError
        If the assignment or one of the files is not there.
    """
    found = ClassAnswers()
    paths = course.notebooks(assignment)
    for path in paths:
        _read_notebook(course, assignment, path, found, many=len(paths) > 1)
        released = course.place("release", ".", assignment) / path.name
        if released.is_file():
            found.given[""] |= _of_notebook(released)
    for path in _files([*given, *installed().handed_out(assignment)]):
        found.given[""] |= _of_file(path)
    return found


def _read_notebook(course: Course, assignment: str, path: Path, found: ClassAnswers, *, many: bool) -> None:
    """Add the tasks of one source notebook, and what learners answered."""
    source = read_source(path)
    titles = {name: task.title for task in task_texts.read_task_texts(path) for name in task.answers}
    parts = {part.grade_id: part for part in source.parts if part.kind == "answer" or part.grade_id in titles}
    name_of = {grade_id: f"{path.stem}/{grade_id}" if many else grade_id for grade_id in parts}
    for grade_id, part in parts.items():
        task = name_of[grade_id]
        found.titles[task] = titles.get(grade_id, "") or task
        found.given[task] = set(_cut(part.source, code=part.code).lines)
        found.texts[task], found.cuts[task] = {}, {}
    for student in course.students(assignment):
        for grade_id, text in answers_of(source, course.place("submitted", student, assignment)).items():
            if grade_id in parts and text.strip():
                found.texts[name_of[grade_id]][student] = text
                found.cuts[name_of[grade_id]][student] = _cut(text, code=parts[grade_id].code)


def _cut(text: str, *, code: bool) -> Cut:
    return cut_code(text) if code else cut_text(text)


def _files(given: Iterable[Path]) -> Iterator[Path]:
    for path in given:
        if not path.exists():
            raise CourseFolderError(
                "There is no such file or folder.", where=str(path), remedy="Name with --given what everybody got."
            )
        inside = sorted(path.rglob("*")) if path.is_dir() else [path]
        for one in inside:
            if one.suffix in (".ipynb", ".py", *_TEXTS) and one.is_file() and one.stat().st_size <= LARGEST_GIVEN_BYTES:
                yield one


def _of_file(path: Path) -> set[Passage]:
    if path.suffix == ".ipynb":
        return _of_notebook(path)
    text = path.read_text(encoding="utf-8", errors="replace")
    return set(cut_code(text).lines) if path.suffix == ".py" else set(cut_text(text).lines)


def _of_notebook(path: Path) -> set[Passage]:
    try:
        cells = read_source_cells(path)
    except (OSError, json.JSONDecodeError):
        return set()
    found: set[Passage] = set()
    for cell in cells:
        found |= set(_cut(source_of(cell), code=read_marks(cell).is_code).lines)
    return found
