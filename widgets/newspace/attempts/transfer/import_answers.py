"""Import of attempts, gradings, predictions and settings that ``export`` wrote, here or on another computer, on the learner's request."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

from newspace.attempts.database.errors import Trouble
from newspace.attempts.database.schema import GradedRow, PredictionRow, Row, SettingsRow
from newspace.attempts.location import open_store
from newspace.core.errors import CourseError
from newspace.core.i18n import ngettext

_Made = TypeVar("_Made")


def import_answers(source: str | os.PathLike[str]) -> str:
    """Add the answers, gradings, predictions and settings of a file that ``export`` wrote to your own; return what was done, in words.

    Nothing of your own is changed, and what is there already is not added again, so a file can be imported twice.

    Parameters
    ----------
    source : path
        The file, from this computer, another one, or the course in a browser.

    Raises
    ------
    CourseError
        If the file cannot be read, was cut off, or holds something else, or if your answers cannot be written; nothing is added
        then.
    """
    place = Path(source).expanduser().absolute()
    page = _read(place)
    attempts = _rows(page, "attempts", _attempt_row, place)
    graded = _rows(page, "graded", _graded_row, place)
    predictions = _rows(page, "predictions", _prediction_row, place)
    settings = _rows(page, "settings", _settings_row, place)
    store = open_store()
    try:
        added = store.add_missing(attempts, graded, predictions, settings)
    except Trouble as trouble:
        raise CourseError(
            f"Nothing was added. {trouble.what}", where=str(store.path), remedy=trouble.remedy
        ) from trouble
    said = ngettext("{count} answer was added to yours.", "{count} answers were added to yours.", added).format(
        count=added
    )
    known = len(attempts) - added
    if known:
        said += " " + ngettext(
            "{count} answer of the file was there already.", "{count} answers of the file were there already.", known
        ).format(count=known)
    return said


def _read(place: Path) -> Mapping[str, Any]:
    """Return what an exported file holds."""
    try:
        page = json.loads(place.read_text(encoding="utf-8"))
    except OSError as error:
        raise CourseError(
            f"The file could not be read: {error.strerror}. Nothing was added.",
            where=str(place),
            remedy="Look for its name. In a browser, bring the file into the list of files first (the arrow that points up).",
        ) from error
    except ValueError as error:
        raise _no_export(place, "it is no JSON, or it was cut off") from error
    if not isinstance(page, dict) or "attempts" not in page:
        raise _no_export(place, "it holds no list of attempts")
    return page


def _rows(page: Mapping[str, Any], name: str, make: Callable[[Mapping[str, Any]], _Made], place: Path) -> list[_Made]:
    """Return the rows of one list of the file; a list that an older version of the course did not write is empty."""
    listed = page.get(name, [])
    if not isinstance(listed, list):
        raise _no_export(place, f"“{name}” is no list")
    made = []
    for number, entry in enumerate(listed, start=1):
        try:
            made.append(make(entry))
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise _no_export(place, f"entry {number} of “{name}” cannot be read") from error
    return made


def _no_export(place: Path, why: str) -> CourseError:
    return CourseError(
        f"This is no whole file of exported answers: {why}. Nothing was added.",
        where=str(place),
        remedy="Export them again where they are (ns.progress.export), and take that file along unchanged.",
    )


def _attempt_row(entry: Mapping[str, Any]) -> Row:
    score, hints = _number(entry["score"]), entry["hints_used"]
    if not 0 <= score <= 1 or not isinstance(hints, int) or hints < 0:
        raise ValueError(f"score {score}, hints {hints}")
    answer = json.dumps(entry["answer"], ensure_ascii=False, allow_nan=False)
    return _text(entry["unit"]), _text(entry["question"]), answer, score, hints, _time(entry["time"])


def _graded_row(entry: Mapping[str, Any]) -> GradedRow:
    points, possible, waiting = (_number(entry[name]) for name in ("points", "possible", "waiting"))
    if not 0 <= points <= possible or not 0 <= waiting <= possible:
        raise ValueError(f"{points} and {waiting} of {possible}")
    return _text(entry["unit"]), points, possible, waiting, _time(entry["time"])


def _prediction_row(entry: Mapping[str, Any]) -> PredictionRow:
    return _text(entry["explorer"]), _text(entry["predicted"]), _time(entry["time"])


def _settings_row(entry: Mapping[str, Any]) -> SettingsRow:
    chosen = {
        _text(name): value if isinstance(value, str) else _number(value) for name, value in entry["chosen"].items()
    }
    return _text(entry["explorer"]), json.dumps(chosen), _time(entry["time"])


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is no text")
    return value


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError(f"{value!r} is no number")
    return float(value)


def _time(value: object) -> str:
    """Return a time as the store writes it: in UTC, to the millisecond."""
    moment = datetime.fromisoformat(_text(value))
    if moment.tzinfo is None:
        raise ValueError(f"{value!r} does not say in which zone")
    return moment.astimezone(UTC).isoformat(timespec="milliseconds")
