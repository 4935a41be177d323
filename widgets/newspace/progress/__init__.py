"""The learner's progress: every answer, in a local SQLite file in the user's data folder or at ``NEWSPACE_PROGRESS``."""

from __future__ import annotations

import json
import os
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import platformdirs

from newspace.core.errors import CourseError
from newspace.core.i18n import _, ngettext
from newspace.progress._recovery import damaged_copies
from newspace.progress._storage_errors import Trouble
from newspace.progress.store import Attempt, Graded, Store

__all__ = ["Attempt", "Graded", "Store", "erase", "export", "open_store", "path", "show", "write_whole"]

ERASE = "erase"
_EXPORT_NAME = "newspace-progress.json"
_stores: dict[Path, Store] = {}


def path() -> Path:
    """Return where your answers are kept. To keep them elsewhere, set ``NEWSPACE_PROGRESS`` to a file before you start the course."""
    named = os.environ.get("NEWSPACE_PROGRESS")
    return Path(named).expanduser().absolute() if named else _own_path()


def open_store(file: str | os.PathLike[str] | None = None) -> Store:
    """Return the store of a file (default: `path`), one for each file in a process; never raise for an unusable file."""
    place = path() if file is None else Path(file).expanduser().absolute()
    if place not in _stores:
        _stores[place] = Store(place, own_place=place == _own_path())
    return _stores[place]


def show() -> Any:
    """Show what is done in each unit, what to do next, which questions to review, and where your answers are kept."""
    from newspace.views.shared.quiz.progress import ProgressView

    return ProgressView()


def export(target: str | os.PathLike[str] = _EXPORT_NAME) -> Path:
    """Write all your answers, with times and scores, and what exercises you graded, into a file that people and programs can read (JSON).

    Parameters
    ----------
    target : path
        The file to write, or a folder to write ``newspace-progress.json`` into. A file that is there already is not overwritten.

    Returns
    -------
    Path
        The file that was written.

    Raises
    ------
    CourseError
        If the file is there already or cannot be written.
    """
    place = Path(target).expanduser().absolute()
    if place.is_dir():
        place = place / _EXPORT_NAME
    if place.exists():
        raise CourseError(
            "There is already a file with this name.",
            where=str(place),
            remedy="Give another name: export('my-answers.json').",
        )
    store = open_store()
    entries = [
        {
            "unit": attempt.unit,
            "question": attempt.question,
            "time": attempt.time.isoformat(),
            "answer": attempt.answer,
            "score": attempt.score,
            "hints_used": attempt.hints_used,
        }
        for attempt in store.attempts()
    ]
    page = {
        "about": "Answers given in the course New Space, oldest first; times in UTC; scores from 0 to 1.",
        "exported": datetime.now(UTC).isoformat(timespec="seconds"),
        "from": str(store.path),
        "attempts": entries,
        "graded": [{**vars(one), "time": one.time.isoformat()} for one in store.graded()],
    }
    write_whole(place, json.dumps(page, ensure_ascii=False, indent=1) + "\n")
    return place


def erase(confirm: str = "") -> str:
    """Delete all your answers for good: ``erase("erase")``; return what was done, in words.

    Raises
    ------
    CourseError
        Without the word, or if the file cannot be written; nothing is deleted then.
    """
    store = open_store()
    if confirm != ERASE:
        count = len(store.attempts())
        raise CourseError(
            f"Nothing was erased. This would delete {count} answers for good.",
            where=str(store.path),
            remedy=f'Export them first if you may need them; then call erase("{ERASE}").',
        )
    try:
        count = store.erase()
    except Trouble as trouble:
        raise CourseError(
            f"Nothing was erased. {trouble.what}", where=str(store.path), remedy=trouble.remedy
        ) from trouble
    said = ngettext("{count} answer was erased from {path}.", "{count} answers were erased from {path}.", count).format(
        count=count, path=store.path
    )
    copies = damaged_copies(store.path)
    if copies:
        listed = ", ".join(str(copy) for copy in copies)
        said += " " + _("Damaged files that were set aside earlier are still there: {copies}.").format(copies=listed)
    return said


def _own_path() -> Path:
    return platformdirs.user_data_path("newspace") / "progress.sqlite"


def write_whole(place: Path, text: str) -> None:
    """Write a learner's file atomically.

    Raises
    ------
    CourseError
        If it cannot be written.
    """
    name = ""
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=place.parent, prefix=".newspace-")
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        os.replace(name, place)
    except OSError as error:
        raise CourseError(
            f"Your answers could not be exported: {error.strerror}.",
            where=str(place),
            remedy="Choose a folder that you may write to.",
        ) from error
    finally:
        if name:
            Path(name).unlink(missing_ok=True)
