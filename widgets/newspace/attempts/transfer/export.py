"""Export of all attempts and gradings to a JSON file, on the learner's request."""

from __future__ import annotations

import json
import os
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from newspace.attempts.location import open_store
from newspace.core.errors import CourseError

_EXPORT_NAME = "newspace-progress.json"


def export(target: str | os.PathLike[str] = _EXPORT_NAME) -> Path:
    """Write all your answers, with times and scores, what exercises you graded, what you predicted and how you set your weights, into a file that people and programs can read (JSON).

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
        "predictions": [{**vars(one), "time": one.time.isoformat()} for one in store.predictions()],
        "settings": [{**vars(one), "time": one.time.isoformat()} for one in store.all_settings().values()],
    }
    write_whole(place, json.dumps(page, ensure_ascii=False, indent=1) + "\n")
    return place


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
