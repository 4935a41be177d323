"""The learner's own folder: copies of lessons and exercises that no update overwrites.

For each file that was put there, ``.newspace.json`` keeps the fingerprint of what was given.
A file that still has it is untouched and may be brought up to date; any other belongs to the learner,
and a newer version arrives beside it under another name.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from newspace.core.errors import CourseError

LEDGER = ".newspace.json"


@dataclass
class Filled:
    """What happened to the files of the working folder: paths relative to it."""

    new: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    kept: list[tuple[str, str]] = field(default_factory=list)
    """The learner's file, and the newer version beside it."""


def _hash(path: Path) -> str:
    """A fingerprint; of a notebook, of what somebody writes in it: running cells changes outputs, and is no change."""
    data = path.read_bytes()
    if path.suffix == ".ipynb":
        try:
            cells = json.loads(data)["cells"]
            written = [[cell["cell_type"], "".join(cell["source"]), cell["metadata"].get("nbgrader")] for cell in cells]
            data = json.dumps(written, sort_keys=True).encode()
        except (ValueError, KeyError, TypeError, AttributeError):
            pass  # no notebook that can be read: its bytes are what there is
    return hashlib.sha256(data).hexdigest()


def _read_ledger(path: Path) -> dict[str, str]:
    """What was given, by file; an unreadable ledger counts as empty, so that every file counts as the learner's."""
    try:
        ledger = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    if not isinstance(ledger, dict):
        return {}
    return {name: given for name, given in ledger.items() if isinstance(given, str)}


def _copy(source: Path, target: Path) -> None:
    """Copy whole or not at all: a full disk leaves what was there."""
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=".newspace-")
    os.close(handle)
    try:
        shutil.copyfile(source, name)
        Path(name).chmod(0o644)
        os.replace(name, target)
    finally:
        Path(name).unlink(missing_ok=True)


def _beside(target: Path, digest: str) -> Path:
    return target.with_name(f"{target.stem}.new-{digest[:8]}{target.suffix}")


_FOR_LEARNERS = {".csv", ".ipynb", ".jpg", ".png", ".svg", ".txt"}
"""What a learner opens. Banks of questions and hints (TOML) hold answers; the package reads them from their own room."""


def files_of(room: Path) -> list[Path]:
    """The files of a room that learners get, relative to it."""
    found = (path.relative_to(room) for path in room.rglob("*") if path.is_file() and path.suffix in _FOR_LEARNERS)
    hidden = (".", "__pycache__")
    return sorted(path for path in found if not any(part.startswith(hidden) for part in path.parts))


def _place(source: Path, target: Path, given: str | None, filled: Filled, name: str) -> str | None:
    """Put one file in its place; the hash that the ledger should now hold for it."""
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
        return given  # the learner's work, and nothing newer to offer
    beside = _beside(target, digest)
    if not beside.exists():
        _copy(source, beside)
        filled.kept.append((name, beside.name))
    return given


def fill(work: Path, rooms: dict[str, Path]) -> Filled:
    """Bring a working folder up to date without touching what the learner changed.

    Parameters
    ----------
    work : Path
        The learner's folder; made if it is not there.
    rooms : dict
        The folder's name in ``work`` → the folder that its files come from.

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
        raise CourseError(
            f"Your folder of lessons could not be brought up to date: {error.strerror}.",
            where=str(error.filename or work),
            remedy="Free some space or correct the rights of that folder, then start again. None of your files was changed.",
        ) from error
    return filled


def _write_ledger(path: Path, ledger: dict[str, str]) -> None:
    text = json.dumps(ledger, indent=1, sort_keys=True).encode()
    if path.exists() and path.read_bytes() == text:
        return
    part = path.with_suffix(".part")
    part.write_bytes(text)
    os.replace(part, path)


def report(filled: Filled, work: Path) -> list[str]:
    """What to tell the learner, a line each."""
    lines = []
    if filled.new:
        lines.append(f"{len(filled.new)} files are new in {work}.")
    if filled.updated:
        lines.append(f"{len(filled.updated)} files that you had not changed were brought up to date.")
    for name, beside in filled.kept:
        lines.append(f"You have changed {name}; it was left as it is. The newer version lies beside it: {beside}.")
    return lines
