"""Reading what learners handed in. Whatever a file holds, it gives its answers or one clear message, never an exception."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from newspace.attempts.results import FORMAT, VERSION

LARGEST_BYTES = 5_000_000
_AGAIN = "Ask the learner to write it again with newspace.results(…).save(…)."


@dataclass(frozen=True)
class Handed:
    """What one learner handed in: unit → question → the answers in their order, as plain data.

    ``learner`` tells the files of two learners of one name apart; "" in files of earlier versions.
    """

    file: str
    name: str
    made: datetime
    answers: Mapping[str, Mapping[str, tuple[Any, ...]]]
    learner: str = ""


class _UnusableError(Exception):
    """Why a file cannot be used, and what to do."""


def read_folder(folder: Path) -> tuple[list[Handed], list[str]]:
    """Every usable file (``*.json``) of a folder and its folders, and one message for each that is not.

    Of several files of one learner the newest counts, and what only an older one has counts, too. Learners of one name are told apart by
    the number in their files, or, in files of earlier versions, by answers that cannot be one learner's; their files are added to their names.
    """
    by_name: dict[str, list[Handed]] = {}
    messages = []
    for path in sorted(folder.rglob("*.json")):
        file = path.relative_to(folder).as_posix()
        try:
            found = _read(path, file)
        except _UnusableError as fault:
            messages.append(f"{file}: {fault}")
            continue
        by_name.setdefault(found.name.strip().casefold(), []).append(found)
    handed = []
    for files in by_name.values():
        learners = _told_apart(files)
        for own in learners:
            messages += [
                f"{older.file}: “{own[-1].name}” handed in again. The newer file {own[-1].file} counts."
                for older in own[:-1]
            ]
        found_ones = [_merged(own) for own in learners]
        if len(found_ones) > 1:
            names = ", ".join(one.file for one in found_ones)
            messages.append(
                f"{names}: {len(found_ones)} learners are called “{found_ones[0].name}”. Each counts, and has the file behind the name. "
                "If they are one, keep the newest file only."
            )
            found_ones = [replace(one, name=f"{one.name} ({one.file})") for one in found_ones]
        handed += found_ones
    return sorted(handed, key=lambda one: (one.name.casefold(), one.file)), messages


def _told_apart(files: list[Handed]) -> list[list[Handed]]:
    """Group the files of one name by learner; of each learner the oldest file first."""
    learners: list[list[Handed]] = []
    for one in sorted(files, key=lambda one: (one.made, one.file)):
        own = next((known for known in learners if _is_same_learner(known[-1], one)), None)
        if own is None:
            learners.append([one])
        else:
            own.append(one)
    return learners


def _is_same_learner(older: Handed, newer: Handed) -> bool:
    """Tell whether two files of one name are one learner's: by their numbers, else by whether the newer goes on where the older ends."""
    if older.learner and newer.learner:
        return older.learner == newer.learner
    return all(
        newer.answers[unit][question][: len(given)] == given
        for unit, questions in older.answers.items()
        for question, given in questions.items()
        if question in newer.answers.get(unit, {})
    )


def _merged(own: list[Handed]) -> Handed:
    """Put a learner's files together: of each question the answers of the newest file that has it."""
    answers: dict[str, dict[str, tuple[Any, ...]]] = {}
    for one in own:
        for unit, questions in one.answers.items():
            answers.setdefault(unit, {}).update(questions)
    return replace(own[-1], answers=answers)


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
    learner = table.get("learner")
    number = learner if isinstance(learner, str) else ""
    return Handed(file, name.strip(), _moment(table.get("made")), _answers(table.get("units")), number)


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
