"""The learner's own folder: copies of lessons and exercises that no update overwrites.

For each file that was copied there, ``.newspace.json`` keeps the hash of the version handed out.
A file that still has this hash is unchanged and may be updated; any other belongs to the learner,
and a newer version is placed beside it under another name.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from newspace.core.errors import CourseError

LEDGER = ".newspace.json"


class ExercisesFrom(StrEnum):
    """Where a learner's exercises come from: all at once with the course, or one by one from nbgrader's exchange."""

    COURSE = "course"
    EXCHANGE = "exchange"


@dataclass
class Filled:
    """Result of updating the working folder: relative paths of its files, by what happened to them."""

    new: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    kept: list[tuple[str, str]] = field(default_factory=list)
    """The learner's file, and the newer version beside it."""


def _hash(path: Path) -> str:
    """Hash a file; of a notebook only the cell sources, so that running its cells does not count as a change."""
    data = path.read_bytes()
    if path.suffix == ".ipynb":
        try:
            cells = json.loads(data)["cells"]
            written = [[cell["cell_type"], "".join(cell["source"]), cell["metadata"].get("nbgrader")] for cell in cells]
            data = json.dumps(written, sort_keys=True).encode()
        except (ValueError, KeyError, TypeError, AttributeError):
            pass  # not a readable notebook: hash its bytes
    return hashlib.sha256(data).hexdigest()


def _read_ledger(path: Path) -> dict[str, str]:
    """Read the hash handed out for each file; an unreadable ledger counts as empty, so that every file counts as the learner's."""
    try:
        ledger = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    if not isinstance(ledger, dict):
        return {}
    return {name: given for name, given in ledger.items() if isinstance(given, str)}


def _copy(source: Path, target: Path) -> None:
    """Copy a file atomically: on a full disk the old target stays."""
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=".newspace-")
    os.close(handle)
    try:
        shutil.copyfile(source, name)
        Path(name).chmod(0o644)
        os.replace(name, target)
    finally:
        Path(name).unlink(missing_ok=True)


def write_atomically(target: Path, text: str) -> None:
    """Write a text file: on a full disk the old one stays."""
    part = target.with_name(f".newspace-{target.name}.part")
    try:
        part.write_text(text, encoding="utf-8")
        os.replace(part, target)
    finally:
        part.unlink(missing_ok=True)


def _beside(target: Path, digest: str) -> Path:
    return target.with_name(f"{target.stem}.new-{digest[:8]}{target.suffix}")


_FOR_LEARNERS = {".csv", ".ipynb", ".jpg", ".png", ".svg", ".txt"}
"""What a learner opens. Banks of questions and hints (TOML) hold answers; the package reads them from their own room."""


def files_of(room: Path) -> list[Path]:
    """List the files of a course folder that learners get, relative to it."""
    found = (path.relative_to(room) for path in room.rglob("*") if path.is_file() and path.suffix in _FOR_LEARNERS)
    hidden = (".", "__pycache__")
    return sorted(path for path in found if not any(part.startswith(hidden) for part in path.parts))


def _place(source: Path, target: Path, given: str | None, filled: Filled, name: str) -> str | None:
    """Copy or keep one file; return the hash that the ledger should hold for it."""
    digest = _hash(source)
    if not target.exists():
        _copy(source, target)
        filled.new.append(name)
        return digest
    present = _hash(target)
    if present == digest:
        return digest
    if present == given:
        _copy(source, target)
        filled.updated.append(name)
        return digest
    if digest == given:
        return given  # the learner's work, and there is no newer version
    beside = _beside(target, digest)
    if not beside.exists():
        _copy(source, beside)
        filled.kept.append((name, beside.name))
    return given


def fill(work: Path, rooms: dict[str, Path]) -> Filled:
    """Update a working folder without touching files that the learner changed.

    Parameters
    ----------
    work : Path
        The learner's folder; created if it does not exist.
    rooms : dict
        Maps each subfolder of ``work`` to the folder that its files are copied from.

    Raises
    ------
    CourseError
        If the folder cannot be written.
    """
    filled = Filled()
    ledger = _read_ledger(work / LEDGER)
    try:
        work.mkdir(parents=True, exist_ok=True)
        for room, source in rooms.items():
            for path in files_of(source):
                name = (Path(room) / path).as_posix()
                given = _place(source / path, work / room / path, ledger.get(name), filled, name)
                if given is not None:
                    ledger[name] = given
        _write_ledger(work / LEDGER, ledger)
    except OSError as error:
        raise _not_writable(error, work) from error
    return filled


def make_folder(folder: Path) -> None:
    """Make an empty folder of the learner's, if it is not there.

    Raises
    ------
    CourseError
        If it cannot be made.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _not_writable(error, folder) from error


def _not_writable(error: OSError, folder: Path) -> CourseError:
    return CourseError(
        f"Your folder of lessons could not be brought up to date: {error.strerror}.",
        where=str(error.filename or folder),
        remedy="Free some space or correct the rights of that folder, then start again. None of your files was changed.",
    )


def _write_ledger(path: Path, ledger: dict[str, str]) -> None:
    text = json.dumps(ledger, indent=1, sort_keys=True)
    if not path.exists() or path.read_bytes() != text.encode():
        write_atomically(path, text)


def describe_result(filled: Filled, work: Path) -> list[str]:
    """Describe the result for the learner, one message a line."""
    lines = []
    if filled.new:
        lines.append(f"{len(filled.new)} files are new in {work}.")
    if filled.updated:
        lines.append(f"{len(filled.updated)} files that you had not changed were brought up to date.")
    for name, beside in filled.kept:
        lines.append(f"You have changed {name}; it was left as it is. The newer version lies beside it: {beside}.")
    return lines
