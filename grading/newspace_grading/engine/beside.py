"""Files that a test hands over by name, or looks for by name: their bytes cross, and nothing else of a folder does."""

from __future__ import annotations

import ast
import base64
import functools
import os
import re
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

LARGEST = 16 * 2**20
_NAME = re.compile(r"[^\0\n\r:*?\"<>|]{1,200}\.[A-Za-z][A-Za-z0-9]{0,5}")
# What a test may read of a learner's: data that a reader takes apart, and no program.
_DATA = {
    *("csv", "tsv", "txt", "json", "md", "dat", "xml", "html", "log", "yaml", "yml", "toml", "tex", "ini"),
    *("png", "jpg", "jpeg", "svg", "gif", "bmp", "wav", "pdf", "geojson", "xlsx"),
}


def looks_like_one(value: object) -> bool:
    """Whether a value could be the name of a file."""
    if isinstance(value, Path):
        return True
    return type(value) is str and _NAME.fullmatch(value) is not None


@functools.lru_cache(maxsize=1024)
def named_in(source: str) -> tuple[str, ...]:
    """The names of data files that a test cell mentions."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError):
        return ()
    texts = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    found = [
        text for text in texts if looks_like_one(text) and not os.path.isabs(text) and ".." not in Path(text).parts
    ]
    return tuple(text for text in dict.fromkeys(found) if Path(text).suffix[1:].lower() in _DATA)


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


def offered(arguments: list[Any]) -> list[list[Any]]:
    """The files that go over with a call: place of the argument, and bytes (None where there is no file yet)."""
    found = [(n, within(value, os.getcwd())) for n, value in enumerate(arguments) if looks_like_one(value)]
    return [[n, read(place)] for n, place in found if place is not None]


def placed(arguments: list[Any], files: Any) -> list[tuple[int, Path, str | None]]:
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


def taken_back(arguments: list[Any], files: Any) -> None:
    """Write down what a call has put into the files that it was given by name."""
    for number, raw in files if isinstance(files, list) else ():
        if type(number) is int and 0 <= number < len(arguments) and looks_like_one(arguments[number]):
            place = within(arguments[number], os.getcwd())
            if place is not None and isinstance(raw, str):
                write(place, raw)


def furnish(room: str, own: Path | None) -> None:
    """Make a folder the place where tests run: it holds what lies beside the source, and nothing of the learner's."""
    if own is not None and any(path.suffix != ".ipynb" and path.name[0] != "." for path in own.iterdir()):
        shutil.copytree(own, room, dirs_exist_ok=True, symlinks=True, ignore=shutil.ignore_patterns("*.ipynb", ".*"))
    os.chdir(room)
    os.environ.update(MPLBACKEND="agg", TMPDIR=room)
    tempfile.tempdir = None
    sys.path[:] = [*(path for path in sys.path if path), room]
