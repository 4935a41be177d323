"""Transfer the files that a test passes or opens by name: their bytes cross, and nothing else of a folder."""

from __future__ import annotations

import base64
import os
import tempfile
from pathlib import Path

MAX_FILE_BYTES = 16 * 2**20


def path_within(name: object, folder: str) -> Path | None:
    """Resolve a name; None if it leads out of the folder (and out of the folder for temporary files)."""
    place = Path(folder, str(name)).resolve()
    for top in (folder, tempfile.gettempdir()):
        if place.is_relative_to(Path(top).resolve()):
            return place
    return None


def state_of_file(name: str) -> tuple[int, ...]:
    """Return what identifies the state of a file; empty if there is no file."""
    try:
        found = os.stat(name)
    except (OSError, ValueError):
        return ()
    return found.st_ino, found.st_size, found.st_mtime_ns


def file_to_text(place: Path | None) -> str | None:
    """Read an ordinary file as base64; None if there is none, or too much of it."""
    try:
        if place is None or not place.is_file() or place.stat().st_size > MAX_FILE_BYTES:
            return None
        return base64.b64encode(place.read_bytes()).decode("ascii")
    except OSError:
        return None


def text_to_file(place: Path, content: str) -> None:
    """Write a file whose bytes arrived as base64.

    Raises
    ------
    OSError, ValueError
        If it is too large, no base64, or cannot be written there.
    """
    data = base64.b64decode(content, validate=True)
    if len(data) > MAX_FILE_BYTES:
        raise ValueError("size")
    place.parent.mkdir(parents=True, exist_ok=True)
    if place.is_symlink():
        place.unlink()
    place.write_bytes(data)
