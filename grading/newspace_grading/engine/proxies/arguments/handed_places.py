"""The judge's side of files and folders that a test hands over or names: both sides have them, and tell each other what changes."""

from __future__ import annotations

import contextlib
import functools
import os
import re
import tempfile
from collections.abc import Callable, Iterable, Set
from pathlib import Path

from newspace_grading.engine.analysis.file_references import UsesOfFiles, is_data_file
from newspace_grading.engine.protocol.sync.file_transfer import path_within
from newspace_grading.engine.protocol.sync.shared_places import (
    MAX_ENTRIES,
    WORKING_FOLDER,
    Change,
    SharedPlaces,
    entries_of,
)
from newspace_grading.model.text import is_file_name

_MAX_LOOSE = 30
_MAX_CHANGES = 5000  # in a test
_MAX_CHARS = 2**29  # in a test
_PLAIN_NAME = re.compile(r"[\w/-][\w ./-]{0,99}")


@functools.lru_cache(maxsize=8)
def _resolved(path: str) -> Path:
    """Resolve the path of a folder that stays where it is as long as this process lives."""
    return Path(path).resolve()


class HandedPlaces:
    """Files and folders of the test's that the worker has, too."""

    def __init__(self) -> None:
        self._shared = SharedPlaces(self._path_of)
        self._names: dict[str, int] = {}
        self._told = 0
        self._kept: list[Change] = []
        self._loose = self._taken = self._chars = 0
        self._uses = UsesOfFiles()
        self._top = ""
        self._withheld: Set[str] = set()

    def clear(self) -> None:
        """Forget them, for a new test."""
        self._shared.clear()
        self._names.clear()
        self._kept.clear()
        self._told = self._loose = self._taken = self._chars = 0
        self._uses = UsesOfFiles()

    def watch(self, uses: UsesOfFiles, withheld: Set[str]) -> None:
        """Share the files that a test names, and the working folder if it lists folders; what is there is equal already.

        The learner's side does not hear of files that are withheld from it.
        """
        self._uses, self._top, self._withheld = uses, os.getcwd(), withheld
        places = [name for name in uses.names if Path(name).name not in withheld]
        if uses.lists and entries_of(Path(self._top), is_working_folder=True) is not None:
            places.append(WORKING_FOLDER)
        for name in places:
            if self._add(name):
                self._kept += self._told_of(self._shared.keep(self._names[name]))

    def hand_over(self, arguments: Iterable[object]) -> None:
        """Share the files and folders that are arguments by name."""
        for value in arguments:
            if isinstance(value, str | Path):
                name = self._place_of(value)
                if name:
                    self._add(name)

    def _add(self, name: str) -> bool:
        """Add a place; tell whether it is new."""
        if name in self._names or self._path_of(name) is None:
            return False
        before = len(self._shared)
        self._shared.add(name)
        if len(self._shared) > before:
            self._names[name] = before
        return name in self._names

    def take_outgoing(self) -> tuple[tuple[tuple[str, bool], ...], tuple[Change, ...]]:
        """Return the places that are new, each with whether it lies in a folder of the test's, and what has changed here since both sides were equal."""
        if not self._names and not self._kept:
            return (), ()
        names = tuple((name, _lies_in_a_folder(name)) for name in self._shared.names()[self._told :])
        self._told += len(names)
        kept = tuple(self._kept)
        self._kept.clear()
        return names, (*kept, *self._told_of(self._shared.take_changes()))

    def _told_of(self, changes: Iterable[Change]) -> list[Change]:
        """Leave out what stands in a folder and is withheld from the learner's side; a test may hand it over by its own name."""
        return [change for change in changes if Path(change[1]).name not in self._withheld]

    def has_changes(self) -> bool:
        """Tell whether the learner's side is to be told of something."""
        self._kept += self._told_of(self._shared.take_changes())
        return bool(self._kept) and self._told > 0

    def take(self, changes: Iterable[Change], callee: str, may_change: Callable[[str], bool]) -> None:
        """Do here what the learner's side has changed, where that counts: only in places that were handed over."""
        for change in tuple(changes)[: 2 * MAX_ENTRIES]:
            number, entry, content = change
            self._taken += 1
            self._chars += len(content or "")
            if self._taken > _MAX_CHANGES or self._chars > _MAX_CHARS:
                return
            if not 0 <= number < len(self._shared) or (content is None and not self._shared.is_known(number, entry)):
                continue
            name = self._shared.names()[number]
            if not _may_be_taken(name, entry):
                continue
            with contextlib.suppress(OSError, ValueError):
                if may_change(_label(callee, name, number, entry)):
                    self._shared.apply(change)
                else:
                    self._shared.leave(change)

    def _path_of(self, name: str) -> Path | None:
        """Return where a place is; None if it leads out of the working folder and out of the one for temporary files."""
        try:
            here = os.getcwd()
        except OSError:  # the test has deleted it
            return None
        if name == WORKING_FOLDER:
            return Path(here) if here == self._top else None
        place = path_within(name, here)
        tops = (_resolved(here), _resolved(tempfile.gettempdir()))
        return None if place is None or any(top.is_relative_to(place) for top in tops) else place

    def _place_of(self, value: str | Path) -> str:
        """Return the name under which an argument is shared, "" if it names no file.

        Of a place below the folder for temporary files that is the whole folder which the test has made there.
        """
        text = str(value)
        if not text or len(text) > 4096 or "\0" in text or ".." in Path(text).parts:
            return ""
        if Path(text).is_absolute():
            made = "" if Path(text).name in self._withheld else _made_folder(text)
            return made or (text if is_file_name(value) or os.path.isfile(text) else "")
        if is_file_name(value) or text in self._names:
            return text
        if not self._uses.loosely or self._loose >= _MAX_LOOSE or not _PLAIN_NAME.fullmatch(text):
            return ""
        self._loose += 1
        return text


def _lies_in_a_folder(name: str) -> bool:
    """Tell whether a place is in a folder that the worker may have to make."""
    return Path(name).is_absolute() and Path(name).parent.is_dir()


def _made_folder(text: str) -> str:
    """Return the folder below that for temporary files in which a place is; "" if there is none, or too much in it."""
    tops = (Path(tempfile.gettempdir()), Path(tempfile.gettempdir()).resolve())
    top = next((top for top in tops if Path(text).is_relative_to(top) and Path(text) != top), None)
    if top is None:
        return ""
    folder = top / Path(text).relative_to(top).parts[0]
    return str(folder) if os.path.isdir(folder) and entries_of(folder) is not None else ""


def _may_be_taken(name: str, entry: str) -> bool:
    """Tell whether something may be written here: in a folder that the test has not made for itself, only data, never programs."""
    if Path(name).is_absolute() or entry in ("", "/"):
        return True
    return entry.endswith("/") or is_data_file(entry) or not Path(entry).suffix


def _label(callee: str, name: str, number: int, entry: str) -> str:
    """Name a change, the same way whoever's answer is tested: temporary folders have other names each time."""
    entry = entry[:MAX_ENTRIES]
    if Path(name).is_absolute():
        return f"{callee} folder {number} {entry}"
    return f"{callee} file {entry if name == WORKING_FOLDER else (Path(name) / entry).as_posix()}"
