"""Grade a learner's own notebook where it lies, without gradebook and journal."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from newspace_grading.course.grading.file_copy import copy_files
from newspace_grading.course.grading.graded_notebook import Master
from newspace_grading.course.grading.submission_grader import without_folder
from newspace_grading.course.layout import Course, CourseFolderError
from newspace_grading.engine.analysis.reference import read_source
from newspace_grading.engine.engine import Engine
from newspace_grading.model.course_plugin import SelfStudy, ask, installed
from newspace_grading.model.results.record import Record
from newspace_grading.model.results.verdict import Verdict
from newspace_grading.pages.learner import task_texts
from newspace_grading.pages.learner.page import Work, render_feedback_page, summary
from newspace_grading.pages.learner.writer import learner_answers, texts, write_page

_VALIDATE = (
    "What you can do instead: open your notebook in JupyterLab and press “Validate”. It runs the visible checks."
)


@dataclass(frozen=True)
class Graded:
    """The result: records, the tasks as the page shows them, and the page's path."""

    records: list[Record]
    tasks: list[dict[str, Any]]
    page: Path

    @property
    def points(self) -> float:
        """Sum of the points that are given so far."""
        return float(sum(task["got"] for task in self.tasks))

    @property
    def possible(self) -> float:
        """Sum of the points that can be earned."""
        return float(sum(task["points"] for task in self.tasks))

    @property
    def waiting(self) -> float:
        """Sum of the points that only a person can give."""
        return float(sum(task["waiting"] - task["held"] for task in self.tasks))

    @property
    def held(self) -> float:
        """Sum of the points of what could not be graded."""
        return float(sum(task["held"] for task in self.tasks))


def solution_sources(course: Course, assignment: str) -> dict[Path, Path]:
    """Find the solutions of an assignment, each with its released notebook.

    Raises
    ------
    CourseFolderError
        If they are not here; says what a learner can do instead.
    """
    try:
        return {path: course.place("release", ".", assignment) / path.name for path in course.notebooks(assignment)}
    except CourseFolderError:
        pass
    for study in installed().self_study:  # the command was given somewhere else than in the course's folder
        found = ask(study.sources, assignment)
        if found:
            return dict(found)
    raise CourseFolderError(
        f"The solutions of “{assignment}” are not here, and without them nothing can be graded.",
        where=str(course.place("source", ".", assignment)),
        remedy=f"Check the exercise's name. {_VALIDATE}",
    )


def notebooks(
    course: Course, assignment: str, originals: dict[Path, Path], named: Path | None, started_in: Path
) -> dict[Path, tuple[Path, Path]]:
    """Find the learner's notebooks, each with its solution and its released notebook.

    Raises
    ------
    CourseFolderError
        If there is none; names the places.
    """
    if named is not None:
        if not named.is_file():
            raise CourseFolderError("There is no such notebook.", where=str(named), remedy="Check its name.")
        original = next((path for path in originals if path.name == named.name), next(iter(originals)))
        return {named: (original, originals[original])}
    places = [folder / "exercises" / assignment for folder in _work_folders(course, started_in)]
    for place in places:
        found = {place / path.name: (path, release) for path, release in originals.items()}
        there = {own: known for own, known in found.items() if own.is_file()}
        if there:
            return there
    raise CourseFolderError(
        f"Your own notebook of “{assignment}” was not found.",
        where=", ".join(map(str, places)),
        remedy=" ".join(
            ["Name it: --notebook FILE.", *(ask(one.where_copies_come_from) for one in installed().self_study)]
        ),
    )


def _work_folders(course: Course, started_in: Path) -> list[Path]:
    """List where learners work: the folder that they configured, the current one, and the course's own."""
    found = [folder for one in installed().self_study for folder in ask(one.work_folders, course.root, started_in)]
    return list(dict.fromkeys(folder.resolve() for folder in (*found, course.root / "work")))


def _home(notebook: Path) -> tuple[SelfStudy, Path] | None:
    """Find the course and the working folder in which a notebook lies; None for one that lies elsewhere."""
    for one in installed().self_study:
        folder = ask(one.home, notebook)
        if folder is not None:
            return one, folder
    return None


def grade(
    engine: Engine, assignment: str, own: Path, source_path: Path, release: Path, notes: Sequence[str] = ()
) -> Graded:
    """Grade one notebook and write its feedback page, with further notes on it.

    The page is written to ``feedback/`` of the learner's working folder, and the points to the learner's own progress;
    for a notebook elsewhere the page is written beside it, and no progress is recorded.
    """
    source = read_source(source_path, release)
    with (
        tempfile.TemporaryDirectory(prefix="newspace-grade-") as handed_in,
        tempfile.TemporaryDirectory(prefix="newspace-grade-") as beside,
    ):
        folder, files = Path(handed_in), Path(beside)
        shutil.copyfile(own, folder / f"{source.name}.ipynb")  # alone: newer versions may lie beside it
        copy_files(source_path.parent, files)
        copy_files(own.parent, files)
        records = [without_folder(record, folder) for record in engine.grade(source, folder, files)]
        given = learner_answers(source, folder)
        master = Master(source_path, source, release)
        left = frozenset(master.untouched(master.submission(folder)))
    saved = datetime.fromtimestamp(own.stat().st_mtime).astimezone()
    by_hand = any(record.verdict is Verdict.MANUAL for record in records)
    said = [
        "You graded this yourself. Your teacher's gradebook knows nothing of it.",
        *([_of_manual_tasks(assignment)] if by_hand else []),
        *notes,
    ]
    work = Work(source.name, "", f"Your notebook as it was saved on {saved:%d %B %Y at %H:%M:%S}.", records, given,
                notes=said, left=left)  # fmt: skip
    tasks, seen = task_texts.read_task_texts(source_path), texts(source_path)
    home = _home(own)
    page = own.with_suffix(".feedback.html") if home is None else home[1] / "feedback" / f"{source.name}.html"
    write_page(page, render_feedback_page(work, tasks, seen))
    done = Graded(records, summary(work, tasks, seen), page)
    if home is not None and not done.held:
        ask(home[0].record, source.name, points=done.points, possible=done.possible, waiting=done.waiting)
    return done


def _of_manual_tasks(assignment: str) -> str:
    """Say what a learner can do about a task that only a person grades."""
    compare = [ask(one.how_to_compare, assignment) for one in installed().self_study if ask(one.sources, assignment)]
    beside = f"{compare[0]} in the notebook, and with " if compare else ""
    return f"What a person grades has no points here: compare your text with {beside}the rubric in the task."
