"""Keep files and folders equal that both sides of a test have: each side tells what has changed there since both were equal."""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import shutil
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

from newspace_grading.engine.protocol.sync.file_transfer import (
    MAX_FILE_BYTES,
    file_to_text,
    state_of_file,
    text_to_file,
)

MAX_ENTRIES = 200
_MAX_PLACES = 100
_MAX_RESTORED = 5000
_RACY_NS = 100_000_000  # a file that was written so short a time ago may change again and keep its time
_FOLDER = "/"
WORKING_FOLDER = "."
KEPT = "="
"""In place of a content: what is there already is taken for equal."""
Change: TypeAlias = tuple[int, str, str | None]
"""Number of the place, name in it ("" for a file, "/" or an end in "/" for a folder), content in base64, None if it is gone."""
_TEMPORARY = re.compile(r"tmp[a-z0-9_]{8}")


@dataclass
class _Seen:
    """How an entry was when both sides were equal."""

    digest: str
    state: tuple[int, ...] = ()


@dataclass
class _Place:
    """A file or a folder that both sides have, by the name that the test has for it."""

    name: str
    path: Callable[[], Path | None]
    seen: dict[str, _Seen] = field(default_factory=dict)

    def entries(self) -> dict[str, Path] | None:
        """Find what is there; None if it is too much, or none of this side's."""
        path = self.path()
        if path is None:
            return None
        return entries_of(path, is_working_folder=self.name == WORKING_FOLDER)


class SharedPlaces:
    """The files and folders that were handed over in a test, by number.

    Parameters
    ----------
    resolve : callable
        Returns where the place of a name is on this side; None where it may not be used.
    """

    def __init__(self, resolve: Callable[[str], Path | None]) -> None:
        self._resolve = resolve
        self._places: list[_Place] = []

    def clear(self) -> None:
        """Forget them, for a new test."""
        self._places.clear()

    def __len__(self) -> int:
        """Count them."""
        return len(self._places)

    def names(self) -> list[str]:
        """List their names."""
        return [place.name for place in self._places]

    def add(self, name: str) -> None:
        """Add a place; too many are left out."""
        if len(self._places) < _MAX_PLACES:
            self._places.append(_Place(name, lambda: self._resolve(name)))

    def is_known(self, number: int, entry: str) -> bool:
        """Tell whether both sides have had an entry."""
        return 0 <= number < len(self._places) and entry in self._places[number].seen

    def keep(self, number: int) -> Iterator[Change]:
        """Take everything that is in a place for equal on both sides; give the changes that tell the other side so."""
        place = self._places[number]
        for entry, path in (place.entries() or {}).items():
            place.seen[entry] = _Seen(_digest_of(path), _reliable_state(path))
            yield number, entry, KEPT

    def take_changes(self) -> tuple[Change, ...]:
        """Return what has changed here since both sides were equal, and take them for equal.

        What is too much for one message is left for the next.
        """
        found: list[Change] = []
        size = 0
        for number, place in enumerate(self._places):
            for entry, content in _changes_in(place, MAX_FILE_BYTES * 3 // 2 - size):
                found.append((number, entry, content))
                size += len(content or "")
        return tuple(found)

    def apply(self, change: Change) -> None:
        """Do here what has changed there.

        Raises
        ------
        OSError, ValueError
            If that cannot be, or leads out of the place.
        """
        number, entry, content = change
        if not 0 <= number < len(self._places):
            raise ValueError("a place that was never handed over")
        place = self._places[number]
        path = _path_of_entry(place, entry)
        if content == KEPT:
            if path.exists():
                place.seen[entry] = _Seen(_digest_of(path), _reliable_state(path))
            return
        if content is None:
            if place.name == WORKING_FOLDER and path == place.path():
                raise ValueError("place")
            place.seen.pop(entry, None)
            _delete(path)
            return
        if entry not in place.seen and len(place.seen) > MAX_ENTRIES:
            raise ValueError("too many")
        _write(path, content, is_folder=entry.endswith(_FOLDER))
        place.seen[entry] = _Seen(_digest_of(path), _reliable_state(path))

    def leave(self, change: Change) -> None:
        """Leave an entry as it is here, although the other side has changed it: it is not told of that."""
        number, entry, _content = change
        if 0 <= number < len(self._places):
            place = self._places[number]
            path = _path_of_entry(place, entry)
            if path.exists():
                place.seen[entry] = _Seen(_digest_of(path), _reliable_state(path))
            else:
                place.seen.pop(entry, None)


class MovedPlaces:
    """The worker's side: places that cannot be where the test has them are made elsewhere."""

    def __init__(self) -> None:
        self._moved: dict[str, Path] = {}
        self._paths: dict[str, Path] = {}
        self.shared = SharedPlaces(self._path_of)

    def clear(self) -> None:
        """Forget all, for a new test."""
        self._moved.clear()
        self._paths.clear()
        self.shared.clear()

    def _path_of(self, name: str) -> Path:
        # As it was when it came: the learner's function may change the working folder.
        return self._moved.get(name) or self._paths.setdefault(name, Path(os.getcwd(), name))

    def receive(self, places: tuple[tuple[str, bool], ...], changes: tuple[Change, ...]) -> None:
        """Take new places, and what has changed in them on the test's side."""
        for name, needs_folder in places:
            self.shared.add(name)
            path = self._path_of(name)
            if needs_folder and not _can_write_at(path):
                self._move(name)
        known = self.shared.names()
        for change in changes:
            try:
                self.shared.apply(change)
            except OSError:
                name = known[change[0]]
                if name not in self._moved:
                    self._move(name)
                    with contextlib.suppress(OSError):
                        self.shared.apply(change)

    def _move(self, name: str) -> None:
        """Give a place another path, since it cannot be where the test has it."""
        self._moved[name] = Path(tempfile.mkdtemp(), Path(name).name)

    def arguments(self, given: Iterable[object]) -> list[Any]:
        """Return the arguments of a call, with the places' names on this side."""
        return [self._argument(value) for value in given]

    def _argument(self, value: object) -> object:
        """Return an argument, or the name of the place to which it was moved."""
        if not self._moved or not isinstance(value, str | Path):
            return value
        text = str(value)
        for name, path in self._moved.items():
            if text == name or text.startswith(f"{name}/"):
                return type(value)(f"{path}{text[len(name) :]}")
        return value


def _can_write_at(path: Path) -> bool:
    """Make the folder in which a place is, and tell whether something can be written there.

    That is tried: the rules of Landlock are not asked for otherwise.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=path if path.is_dir() else path.parent):
            return True
    except OSError:
        return False


_HANDED_IN = "timestamp.txt"
"""In which nbgrader keeps when somebody handed in: not the learner's program's, and in no folder of the source."""


def entries_of(path: Path, *, is_working_folder: bool = False, most: int = MAX_ENTRIES) -> dict[str, Path] | None:
    """Find the entries of a file or a folder; None if there are too many, or they cannot be read.

    Of the working folder hidden files are left out, the time of the submission, and the folders that tests make for temporary files.
    """
    try:
        return _entries(path, most, is_working_folder=is_working_folder)
    except OSError:
        return None


def _entries(path: Path, most: int, *, is_working_folder: bool) -> dict[str, Path] | None:
    if path.is_file():
        return {"": path}
    if not path.is_dir():
        return {}
    found = {_FOLDER: path}
    for folder, below, names in os.walk(path):
        if is_working_folder:
            below[:] = [name for name in below if name[0] not in "._" and not _TEMPORARY.fullmatch(name)]
            names = [name for name in names if name[0] != "." and name != _HANDED_IN]
        inside = Path(folder).relative_to(path)
        found |= {f"{(inside / name).as_posix()}/": Path(folder, name) for name in below}
        found |= {(inside / name).as_posix(): Path(folder, name) for name in names if _is_own_file(Path(folder, name))}
        if len(found) > most:
            return None
    return found


def _is_own_file(path: Path) -> bool:
    """Tell whether an ordinary file stands there, and no link to one."""
    return path.is_file() and not path.is_symlink()


class FolderState:
    """What is in a folder, so that it can be given back. Of one with very much in it only what is new can be taken away.

    Parameters
    ----------
    folder : Path
        The folder.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._states: dict[str, tuple[int, ...]] = {}
        self._contents: dict[str, bytes] = {}
        self._entries = entries_of(folder, most=_MAX_RESTORED)
        files = {name: one for name, one in (self._entries or {}).items() if not name.endswith(_FOLDER)}
        with contextlib.suppress(OSError):
            self._states = {name: _reliable_state(one) for name, one in files.items()}
            if sum(one.stat().st_size for one in files.values()) <= 2 * MAX_FILE_BYTES:
                self._contents = {name: one.read_bytes() for name, one in files.items()}

    def made_since(self) -> set[str]:
        """Name the files that are new."""
        now = entries_of(self._folder, most=_MAX_RESTORED) or {}
        return {
            name for name in now if self._entries is not None and name not in self._entries and name[-1:] != _FOLDER
        }

    def restore(self) -> bool:
        """Give the folder what it had; tell whether it is as it was."""
        now = entries_of(self._folder, most=2 * _MAX_RESTORED)
        if self._entries is None or now is None:
            return False
        try:
            for path in [path for name, path in now.items() if name not in self._entries]:
                _delete(path)
            for path in [path for name, path in self._entries.items() if name.endswith(_FOLDER)]:
                path.mkdir(parents=True, exist_ok=True)
            return not [name for name, state in self._states.items() if not self._restore_file(name, state)]
        except OSError:
            return False

    def _restore_file(self, name: str, state: tuple[int, ...]) -> bool:
        path = (self._entries or {})[name]
        if state and state_of_file(str(path)) == state:
            return True
        if name in self._contents:
            path.write_bytes(self._contents[name])
        return name in self._contents


def _changes_in(place: _Place, room: int) -> Iterator[tuple[str, str | None]]:
    """Yield the entries of a place that have changed, as long as there is room for their contents."""
    now = place.entries()
    if now is None:
        return
    for entry in [one for one in place.seen if one not in now]:
        del place.seen[entry]
        yield entry, None
    for entry, path in now.items():
        if _is_equal(entry, path, place.seen.get(entry)):
            continue
        state = _reliable_state(path)  # before it is read: what is written meanwhile changes it
        content = "" if entry.endswith(_FOLDER) else file_to_text(path)
        if content is not None and len(content) <= room:
            room -= len(content)
            place.seen[entry] = _Seen(_digest_of(path), state)
            yield entry, content


def _is_equal(entry: str, path: Path, before: _Seen | None) -> bool:
    """Tell whether an entry is as it was when both sides were equal; a file that was only written again is."""
    if before is None or entry.endswith(_FOLDER):
        return before is not None
    state = _reliable_state(path)
    if before.state and before.state == state:
        return True
    digest = _digest_of(path)
    if not digest or digest != before.digest:
        return False
    before.state = state
    return True


def _reliable_state(path: Path) -> tuple[int, ...]:
    """Return what identifies the state of a file; empty if it was written only just now."""
    state = state_of_file(str(path))
    return () if not state or time.time_ns() - state[-1] < _RACY_NS else state


def _digest_of(path: Path) -> str:
    try:
        is_small = path.is_file() and path.stat().st_size <= MAX_FILE_BYTES
        return hashlib.sha256(path.read_bytes()).hexdigest() if is_small else ""
    except OSError:
        return ""


def _path_of_entry(place: _Place, entry: str) -> Path:
    """Return where an entry of a place is.

    Raises
    ------
    ValueError
        If it is not in the place.
    """
    top = place.path()
    if top is None:
        raise ValueError("place")
    if entry in ("", _FOLDER):
        return top
    path = Path(top, entry)
    if len(entry) > MAX_ENTRIES or not path.resolve().is_relative_to(top.resolve()) or path.resolve() == top.resolve():
        raise ValueError("place")
    return path


def _delete(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


def _write(path: Path, content: str, *, is_folder: bool) -> None:
    """Make a folder, or write a file if it is another: one that is held open stays the same file."""
    if is_folder:
        path.mkdir(parents=True, exist_ok=True)
    elif path.is_symlink() or file_to_text(path) != content:
        text_to_file(path, content)
