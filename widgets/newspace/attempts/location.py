"""The location of the attempts: the user's data folder, or the file that ``NEWSPACE_PROGRESS`` names."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

import platformdirs

from newspace.attempts.store import Store


def path() -> Path:
    """Return where your answers are kept. To keep them elsewhere, set ``NEWSPACE_PROGRESS`` to a file before you start the course."""
    named = os.environ.get("NEWSPACE_PROGRESS")
    return Path(named).expanduser().absolute() if named else _own_path()


def open_store(file: str | os.PathLike[str] | None = None) -> Store:
    """Return the store of a file (default: `path`), one for each file in a process; never raise for an unusable file."""
    return _store_at(path() if file is None else Path(file).expanduser().absolute())


@cache
def _store_at(place: Path) -> Store:
    return Store(place, own_place=place == _own_path())


def _own_path() -> Path:
    return platformdirs.user_data_path("newspace") / "progress.sqlite"
