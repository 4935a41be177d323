"""Files that a test hands over by name, or looks for by name: their bytes cross, and nothing else of a folder does."""

from __future__ import annotations

import base64
import os
import tempfile
from pathlib import Path
from typing import Any

from newspace_grading.model.text import is_file_name

LARGEST = 16 * 2**20


def within(name: object, folder: str) -> Path | None:
    """Where a name leads, if that is inside a folder (or the folder for temporary files)."""
    place = Path(folder, str(name)).resolve()
    for top in (folder, tempfile.gettempdir()):
        if place.is_relative_to(Path(top).resolve()):
            return place
    return None


def read(place: Path | None) -> str | None:
    """The bytes of an ordinary file as text; None if there is none, or too much of it."""
    try:
        if place is None or not place.is_file() or place.stat().st_size > LARGEST:
            return None
        return base64.b64encode(place.read_bytes()).decode("ascii")
    except OSError:
        return None


def write(place: Path, raw: Any) -> None:
    """Write a file.

    Raises
    ------
    OSError, ValueError
        If that cannot be.
    """
    data = base64.b64decode(raw, validate=True)
    if len(data) > LARGEST:
        raise ValueError("size")
    place.parent.mkdir(parents=True, exist_ok=True)
    if place.is_symlink():
        place.unlink()
    place.write_bytes(data)


def collect_files(arguments: list[Any]) -> list[list[Any]]:
    """The files that go over with a call: place of the argument, and bytes (None where there is no file yet)."""
    found = [(n, within(value, os.getcwd())) for n, value in enumerate(arguments) if is_file_name(value)]
    return [[n, read(place)] for n, place in found if place is not None]


def materialize_files(arguments: list[Any], files: Any) -> list[tuple[int, Path, str | None]]:
    """Put the files of a call down on this side; where each lies, and what was in it. An argument that cannot lead there is changed."""
    done = []
    for number, raw in files or ():
        name = arguments[number]
        place = Path(os.getcwd(), str(name))
        if raw is not None:
            try:
                write(place, raw)
            except OSError:
                place = Path(tempfile.mkdtemp(), place.name)
                write(place, raw)
                arguments[number] = type(name)(str(place))
        done.append((number, place, raw))
    return done


def write_back_files(arguments: list[Any], files: Any) -> None:
    """Write down what a call has put into the files that it was given by name."""
    for number, raw in files if isinstance(files, list) else ():
        if type(number) is int and 0 <= number < len(arguments) and is_file_name(arguments[number]):
            place = within(arguments[number], os.getcwd())
            if place is not None and isinstance(raw, str):
                write(place, raw)
