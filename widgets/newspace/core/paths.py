"""Paths of the course's folders, in a checkout and in an installed package."""

from __future__ import annotations

import os
from pathlib import Path

from newspace.core.errors import CourseError

_PACKAGE = Path(__file__).resolve().parents[1]


def _home() -> Path:
    """Return the folder that holds ``seeds/`` and ``lessons/``: the checkout, or the copy in an installed wheel."""
    named = os.environ.get("NEWSPACE_HOME")
    if named:
        return Path(named).expanduser().resolve()
    packed = _PACKAGE / "course"
    return packed if packed.is_dir() else _PACKAGE.parents[1]


def room(name: str) -> Path:
    """Return the path of a top-level folder of the course (``"seeds"``, ``"lessons"`` …).

    Raises
    ------
    CourseError
        If the folder does not exist.
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
    """Return the path of a table or catalogue in ``newspace/content/data``."""
    return _PACKAGE / "content" / "data" / name
