"""Reading what learners handed in. Whatever a file holds, it gives its answers or one clear message, never an exception."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from newspace.attempts.results import FORMAT, VERSION

LARGEST_BYTES = 5_000_000
_AGAIN = "Ask the learner to write it again with newspace.results(…).save(…)."


@dataclass(frozen=True)
class Handed:
    """One learner's file: unit → question → the answers in their order, as plain data."""

    file: str
    name: str
    made: datetime
    answers: Mapping[str, Mapping[str, tuple[Any, ...]]]


class _UnusableError(Exception):
    """Why a file cannot be used, and what to do."""


def read_folder(folder: Path) -> tuple[list[Handed], list[str]]:
    """Every usable file (``*.json``) of a folder and its folders, and one message for each that is not.

    Of several files under one name the newest counts.
    """
    newest: dict[str, Handed] = {}
    messages = []
    for path in sorted(folder.rglob("*.json")):
        file = path.relative_to(folder).as_posix()
        try:
            found = _read(path, file)
        except _UnusableError as fault:
            messages.append(f"{file}: {fault}")
            continue
        key = found.name.strip().casefold()
        if key in newest:
            older, newer = sorted((newest[key], found), key=lambda one: one.made)
            messages.append(f"{older.file}: “{found.name}” handed in again. The newer file {newer.file} counts.")
            found = newer
        newest[key] = found
    return sorted(newest.values(), key=lambda one: one.name.casefold()), messages


def _read(path: Path, file: str) -> Handed:
    try:
        if path.stat().st_size > LARGEST_BYTES:
            raise _UnusableError(f"This file is larger than {LARGEST_BYTES / 1e6:.0f} MB. {_AGAIN}")
        table = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise _UnusableError(f"It cannot be read: {error.strerror}. Check its rights.") from None
    except (ValueError, RecursionError):
        raise _UnusableError(f"It is not JSON in UTF-8; it may be cut short. {_AGAIN}") from None
    if not isinstance(table, dict) or table.get("format") != FORMAT:
        raise _UnusableError(f"It holds no quiz results of this course. {_AGAIN}")
    version = table.get("version")
    if not isinstance(version, int) or isinstance(version, bool) or version != VERSION:
        raise _UnusableError(
            f"It was written by another version of the course ({version}). Update the course here, or there."
        )
    name = table.get("name")
    if not isinstance(name, str) or not name.strip():
        raise _UnusableError(f"It names no learner. {_AGAIN}")
    return Handed(file, name.strip(), _moment(table.get("made")), _answers(table.get("units")))


def _moment(made: object) -> datetime:
    """Read the time at which a file was made, with its zone."""
    try:
        moment = datetime.fromisoformat(made) if isinstance(made, str) else None
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise _UnusableError(f"Its time “{made}” makes no sense. {_AGAIN}")
    return moment


def _answers(units: object) -> dict[str, dict[str, tuple[Any, ...]]]:
    fault = _UnusableError(f"Its answers are not in the form in which the course writes them. {_AGAIN}")
    if not isinstance(units, dict):
        raise fault
    found: dict[str, dict[str, tuple[Any, ...]]] = {}
    for unit, questions in units.items():
        if not isinstance(questions, dict):
            raise fault
        for question, entries in questions.items():
            if not isinstance(entries, list) or not all(isinstance(one, dict) and "answer" in one for one in entries):
                raise fault
            found.setdefault(unit, {})[question] = tuple(one["answer"] for one in entries)
    return found
