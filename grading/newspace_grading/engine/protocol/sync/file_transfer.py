"""Transfer the files that a test passes or opens by name: their bytes cross, and nothing else of a folder."""

from __future__ import annotations

import base64
import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from newspace_grading.model.text import is_file_name

MAX_FILE_BYTES = 16 * 2**20
_MAX_TREE_ENTRIES = 200
Tree = tuple[tuple[str, str | None], ...]
"""Name and content of each entry of a folder: empty for a folder (name ending in a slash), None if deleted."""


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


def collect_trees(arguments: Sequence[Any]) -> tuple[tuple[int, Tree], ...]:
    """Collect what is in the folders that a test has made below that for temporary files, and that are arguments by name."""
    places = [(n, Path(one)) for n, one in enumerate(arguments) if isinstance(one, str | Path) and _is_made_folder(one)]
    found = ((n, tree_of(place)) for n, place in places)
    return tuple((n, tree) for n, tree in found if tree is not None)


def _is_made_folder(value: str | Path) -> bool:
    text = str(value)
    if not text.startswith("/") or len(text) > 4096 or "\0" in text:
        return False
    top, place = Path(tempfile.gettempdir()).resolve(), Path(text)
    return place.is_dir() and place.resolve().is_relative_to(top) and place.resolve() != top


def tree_of(place: Path) -> Tree | None:
    """List the entries of a folder; None if there are too many."""
    found: list[tuple[str, str | None]] = []
    size = 0
    for folder, below, names in os.walk(place):
        inside = Path(folder).relative_to(place)
        found += [(f"{(inside / name).as_posix()}/", "") for name in below]
        for name in names:
            content = file_to_text(path_within(Path(folder, name), str(place)))
            if content is not None:
                found.append(((inside / name).as_posix(), content))
                size += len(content)
        if len(found) > _MAX_TREE_ENTRIES or size > MAX_FILE_BYTES:
            return None
    return tuple(sorted(found, key=lambda entry: entry[0]))


def materialize_trees(arguments: list[Any], trees: Iterable[tuple[int, Tree]]) -> list[tuple[int, Path, Tree]]:
    """Make the folders of a call on this side; return position, path and content of each.

    An argument that names a place which cannot be written to is replaced by another.
    """
    done = []
    for position, tree in trees:
        place = Path(str(arguments[position]))
        try:
            place.mkdir(parents=True, exist_ok=True)
        except OSError:
            place = Path(tempfile.mkdtemp(), place.name)
            place.mkdir()
            arguments[position] = type(arguments[position])(str(place))
        for name, content in tree:
            _write_entry(place, name, content)
        done.append((position, place, tree))
    return done


def changed_trees(trees: Iterable[tuple[int, Path, Tree]]) -> tuple[tuple[int, Tree], ...]:
    """Return the changes that a call has made in the folders that it was given by name."""
    found = []
    for position, place, before in trees:
        now = tree_of(place)
        if now is not None and now != before:
            left = {name for name, _content in now}
            gone = tuple((name, None) for name, _content in before if name not in left)
            found.append((position, (*gone, *(entry for entry in now if entry not in before))))
    return tuple(found)


def write_back_tree(value: Any, tree: Tree) -> None:
    """Apply the changes that a call has made in a folder that it was given by name."""
    if isinstance(value, str | Path) and _is_made_folder(value):
        for name, content in tree[: 2 * _MAX_TREE_ENTRIES]:
            _write_entry(Path(value), name, content)


def _write_entry(folder: Path, name: str, content: str | None) -> None:
    """Write a file in a folder, make a folder in it, or delete what is no longer there."""
    place = Path(folder, name).resolve()
    if not name or not place.is_relative_to(folder.resolve()) or place == folder.resolve():
        raise ValueError("place")
    if content is None:
        shutil.rmtree(place) if place.is_dir() else place.unlink(missing_ok=True)
    elif name.endswith("/"):
        place.mkdir(parents=True, exist_ok=True)
    else:
        text_to_file(place, content)
