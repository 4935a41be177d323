"""Carry the files that a test hands over by name, or looks for by name: their bytes cross, and nothing else of a folder does."""

from __future__ import annotations

import base64
import contextlib
import os
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from newspace_grading.model.text import is_file_name

MAX_FILE_BYTES = 16 * 2**20


def path_within(name: object, folder: str) -> Path | None:
    """Resolve a name; None if it leads out of the folder (and out of the folder for temporary files)."""
    place = Path(folder, str(name)).resolve()
    for top in (folder, tempfile.gettempdir()):
        if place.is_relative_to(Path(top).resolve()):
            return place
    return None


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


def collect_files(arguments: list[Any]) -> list[tuple[int, str | None]]:
    """Collect the files that go over with a call: position of the argument, and content (None where there is no file yet)."""
    found = [(n, path_within(value, os.getcwd())) for n, value in enumerate(arguments) if is_file_name(value)]
    return [(n, file_to_text(place)) for n, place in found if place is not None]


def in_made_folders(arguments: list[Any]) -> tuple[int, ...]:
    """Return the positions of arguments that name a place in an existing folder below that for temporary files."""
    names = [(n, Path(str(value)).parent) for n, value in enumerate(arguments) if is_file_name(value)]
    if not names:
        return ()
    top = Path(tempfile.gettempdir()).resolve()
    return tuple(n for n, folder in names if folder.is_absolute() and folder.is_relative_to(top) and folder.is_dir())


def make_folders(arguments: list[Any], positions: Iterable[int]) -> None:
    """Make the folders that `in_made_folders` found on the other side."""
    for position in positions:
        with contextlib.suppress(OSError):
            Path(str(arguments[position])).parent.mkdir(parents=True, exist_ok=True)


def materialize_files(
    arguments: list[Any], files: Iterable[tuple[int, str | None]]
) -> list[tuple[int, Path, str | None]]:
    """Write the files of a call on this side; return position, path and content of each.

    An argument that names a place which cannot be written to is replaced by another.
    """
    done = []
    for position, content in files:
        name = arguments[position]
        place = Path(os.getcwd(), str(name))
        if content is not None:
            try:
                text_to_file(place, content)
            except OSError:
                place = Path(tempfile.mkdtemp(), place.name)
                text_to_file(place, content)
                arguments[position] = type(name)(str(place))
        done.append((position, place, content))
    return done


def write_back_files(arguments: Sequence[Any], files: Iterable[tuple[int, str | None]]) -> None:
    """Write what a call has put into the files that it was given by name; other files are left alone."""
    for position, content in files:
        if 0 <= position < len(arguments) and is_file_name(arguments[position]):
            place = path_within(arguments[position], os.getcwd())
            if place is not None and content is not None:
                text_to_file(place, content)
