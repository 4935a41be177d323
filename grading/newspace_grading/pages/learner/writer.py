"""Write feedback pages into nbgrader's feedback folder, each file atomically."""

from __future__ import annotations

import io
import json
import secrets
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from newspace_grading.course.grading.deadlines.class_lateness import class_lateness
from newspace_grading.course.grading.deadlines.rules import Arrival, Deadline, Lateness
from newspace_grading.course.grading.deadlines.words import deadline_words, due_words, lateness_words
from newspace_grading.course.grading.file_copy import digest
from newspace_grading.course.layout import Course
from newspace_grading.course.records.journal import Entry
from newspace_grading.course.records.private_folders import make_private
from newspace_grading.course.records.whole_file import whole_file
from newspace_grading.engine.analysis.reference import Source
from newspace_grading.model import execution_plan as plans
from newspace_grading.model.notebook.cell_roles import read_marks
from newspace_grading.model.notebook.submission import UnreadableError
from newspace_grading.model.text import source_of
from newspace_grading.pages.learner import task_texts
from newspace_grading.pages.learner.page import GradedAnswer, Work, render_feedback_page

# nbgrader's release_feedback reads both, and stops, for everybody, at the first learner who lacks one: those who did not
# submit through the exchange. Theirs get a secret that nobody knows, so nobody else can ask the exchange for their page.
_BESIDE: dict[str, Callable[[], str]] = {"timestamp.txt": str, "submission_secret.txt": lambda: secrets.token_hex(64)}

_TAKEN_OFF = "Points taken off the whole because it was handed in late: {points}."


def write_feedback(
    course: Course, entry: Entry, sources: Mapping[str, tuple[Path, Source]], book: Any
) -> Iterator[Path]:
    """Write the pages of one graded submission; yield their paths.

    Parameters
    ----------
    course : Course
        The course.
    entry : Entry
        What was graded.
    sources : dict
        Notebook → its source, as a path and as the engine reads it.
    book : nbgrader.api.Gradebook
        The gradebook, open.
    """
    folder = course.place("submitted", entry.student, entry.assignment)
    target = course.place("feedback", entry.student, entry.assignment)
    when, of_time = _texts_of_time(course, entry, book)
    notes = []
    if entry.handed_in and digest(folder) != entry.handed_in:
        notes.append(
            "You have handed in again since then. That submission is not graded yet; this page is about the one before."
        )
    for name, records in entry.notebooks.items():
        if name not in sources:
            continue
        path, source = sources[name]
        given, comments, penalty = _from_gradebook(book, entry, name)
        late = [_TAKEN_OFF.format(points=f"{penalty:g}")] if of_time is None and penalty else of_time or []
        work = Work(
            name, entry.student, when, records, learner_answers(source, folder),
            given=given, comments=comments, notes=[*notes, *late], left=frozenset(entry.untouched.get(name, ())),
        )  # fmt: skip
        page = target / f"{name}.html"
        write_page(
            page,
            render_feedback_page(work, task_texts.read_task_texts(path), texts(path)),
            mode=0o664 if course.directory.groupshared else 0o644,
        )
        yield page
    for name, stand_in in _BESIDE.items():
        if (folder / name).is_file() and not (folder / name).is_symlink():
            write_page(target / name, (folder / name).read_text(encoding="utf-8", errors="replace"))
        elif not (target / name).is_file():
            write_page(target / name, stand_in())


def _texts_of_time(course: Course, entry: Entry, book: Any) -> tuple[str, list[str] | None]:
    """Return when it was handed in and until when there was time, and what lateness costs; None for that if nbgrader's own penalty counts."""
    moment = _moment(entry.timestamp) if entry.timestamp else None
    late = class_lateness(course, entry.assignment)
    lateness = late.of(entry.student, entry.timestamp)
    if late.deadline is None or lateness is None:
        return (f"Handed in: {moment.day} {moment:%B %Y, %H:%M:%S} UTC." if moment else ""), None
    # In the zone of the due time beside it, so that nobody has to reckon whether it was late.
    when = f"Handed in: {due_words(moment.astimezone(lateness.due.tzinfo))}. " if moment else ""
    return f"{when}{_until(late.deadline, lateness)}", _notes_of_time(lateness, _whole_score(book, entry))


def _until(deadline: Deadline, lateness: Lateness) -> str:
    """Say until when this learner had time, and what lateness costs."""
    if lateness.extended:
        return f"Your time: until {due_words(lateness.due)}."
    return deadline_words(deadline)


def _notes_of_time(lateness: Lateness, score: float) -> list[str]:
    """Say what lateness costs this learner, or that nobody knows when this was handed in."""
    if lateness.arrival is Arrival.IN_TIME:
        return []
    if lateness.arrival is Arrival.UNKNOWN:
        return (
            ["It is not known when this was handed in, so nothing is taken off for lateness."] if lateness.open else []
        )
    penalty = round(lateness.penalty(score), 2)
    told = [f"This came {lateness_words(lateness)}."]
    return [*told, _TAKEN_OFF.format(points=f"{penalty:g}")] if penalty else told


def _whole_score(book: Any, entry: Entry) -> float:
    """Return the points of the whole submission, before anything is taken off; 0 if the gradebook has none."""
    from nbgrader.api import MissingEntry

    try:
        return float(book.find_submission(entry.assignment, entry.student).score or 0.0)
    except MissingEntry:
        return 0.0


def learner_answers(source: Source, folder: Path) -> dict[str, str]:
    """Return the learner's text of each answer cell; nothing for a submission that cannot be read."""
    try:
        given = source.handed_in(folder)
    except UnreadableError:
        return {}
    found: dict[str, list[str]] = {}
    for step in plans.merge_cells(source.parts, given.cells).steps:
        if step.kind in ("learner", "manual") and step.task:
            found.setdefault(step.task, []).append(step.source)
    return {name: "\n\n".join(dict.fromkeys(texts)) for name, texts in found.items()}


def texts(path: Path) -> list[str]:
    """Return the source of each cell of an assignment that is neither answer nor test: learners see all of these."""
    cells: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))["cells"]
    marked = ((cell, read_marks(cell)) for cell in cells)
    return [source_of(cell) for cell, marks in marked if not (marks.is_grade or marks.is_solution)]


def write_page(path: Path, text: str, mode: int = 0o644) -> None:
    """Write a file atomically: after an interruption the old file is still there."""
    make_private(path.parent, shared=mode == 0o664)
    with whole_file(path, mode) as file:
        page = io.TextIOWrapper(file, encoding="utf-8", errors="replace")
        page.write(text)
        page.flush()
        page.detach()  # the file is closed by whoever opened it


def _from_gradebook(book: Any, entry: Entry, notebook: str) -> tuple[dict[str, GradedAnswer], dict[str, str], float]:
    """Read points, comments and the penalty for lateness from the gradebook; a person may have changed them since grading."""
    from nbgrader.api import MissingEntry

    try:
        found = book.find_submission_notebook(notebook, entry.assignment, entry.student)
    except MissingEntry:
        return {}, {}, 0.0
    given = {
        grade.name: GradedAnswer(
            None if grade.manual_score is None and grade.auto_score is None else float(grade.score or 0),
            by_person=grade.manual_score is not None,
            waits=bool(grade.needs_manual_grade),
        )
        for grade in found.grades
    }
    comments = {comment.name: comment.manual_comment for comment in found.comments if comment.manual_comment}
    return given, comments, float(found.late_submission_penalty or 0)


def _moment(iso: str) -> datetime:
    """Read a time; nbgrader's times without a zone are in UTC."""
    when = datetime.fromisoformat(iso)
    return when.replace(tzinfo=UTC) if when.tzinfo is None else when.astimezone(UTC)
