"""Where the rooms of the course lie, in a checkout and in an installed package."""

from __future__ import annotations

import os
from pathlib import Path

from newspace.core.errors import CourseError

_PACKAGE = Path(__file__).resolve().parents[1]


def _home() -> Path:
    """The folder that holds ``seeds/`` and ``lessons/``: the checkout, or the copy that a wheel carries."""
    named = os.environ.get("NEWSPACE_HOME")
    if named:
        return Path(named).expanduser().resolve()
    packed = _PACKAGE / "course"
    return packed if packed.is_dir() else _PACKAGE.parents[1]


def room(name: str) -> Path:
    """The path of a room (``"seeds"``, ``"lessons"`` …).

    Raises
    ------
    CourseError
        If the room is not there.
    """
    path = _home() / name
    if not path.is_dir():
        raise CourseError(
            f"The course's folder “{name}” is missing.",
            where=str(path),
            remedy="Restore it from the repository (git checkout), or set NEWSPACE_HOME to the folder that holds it.",
        )
    return path


def data(name: str) -> Path:
    """The path of a table or catalogue in ``newspace/content/data``."""
    return _PACKAGE / "content" / "data" / name
