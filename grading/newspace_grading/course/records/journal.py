"""The journal of an assignment: an append-only file of graded submissions, one line each, with a checksum.

A line is on the disk before gradebook and graded notebooks are written, so a run that was interrupted can be completed from it.
"""

from __future__ import annotations

import hashlib
import importlib
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import KW_ONLY, dataclass, field
from pathlib import Path
from typing import IO, Any

from newspace_grading.course.records import old_records
from newspace_grading.course.records.private_folders import make_private
from newspace_grading.model.results.record import Record
from newspace_grading.model.results.verdict import Verdict

try:
    import fcntl
except ImportError:  # Windows: see _lock
    fcntl = None  # type: ignore[assignment]


class BusyError(Exception):
    """Another process holds the journal's lock."""


@dataclass(frozen=True)
class Entry:
    """The result of grading one submission.

    Attributes
    ----------
    key : str
        Fingerprint of the submission, the assignment, the grader, its environment and the limits.
    student, assignment : str
        The learner, and the assignment's name.
    timestamp : str
        The time of submission in ISO format, or "".
    notebooks : dict
        Each notebook's name with its records.
    untouched : dict
        Each notebook's name with the answer cells that are as they were released.
    handed_in, version : str
        Fingerprints of the submitted files and of the assignment; a merge compares these.
    environment : str
        The versions of Python and of the packages with which it was graded.
    limits : dict
        The limits under which it was graded; empty in journals of earlier versions.
    """

    key: str
    student: str
    assignment: str
    timestamp: str
    notebooks: dict[str, list[Record]]
    _: KW_ONLY
    untouched: dict[str, list[str]] = field(default_factory=dict)
    handed_in: str = ""
    version: str = ""
    environment: str = ""
    limits: dict[str, Any] = field(default_factory=dict)

    def complete(self) -> bool:
        """Tell whether no record is an error of the grader itself."""
        return not any(
            record.verdict == Verdict.GRADER_ERROR for records in self.notebooks.values() for record in records
        )

    def plain(self) -> dict[str, Any]:
        """Return the entry as data for JSON."""
        notebooks = {name: [record.plain() for record in records] for name, records in self.notebooks.items()}
        return {**{name: getattr(self, name) for name in _AS_THEY_ARE}, "notebooks": notebooks}

    @classmethod
    def from_plain(cls, data: dict[str, Any]) -> Entry:
        """Make an entry from data that `plain` returned, also in an earlier version."""
        notebooks = {
            name: [old_records.record(record) for record in records] for name, records in data["notebooks"].items()
        }
        return cls(**{**data, "notebooks": notebooks})


_AS_THEY_ARE = (
    "key",
    "student",
    "assignment",
    "timestamp",
    "untouched",
    "handed_in",
    "version",
    "environment",
    "limits",
)


class Journal:
    """An append-only file of entries.

    Parameters
    ----------
    path : Path
        The file; the first entry creates it.
    shared : bool
        Whether the group may read the folder that is made for it, as nbgrader's ``groupshared`` asks.
    """

    def __init__(self, path: Path, *, shared: bool = False) -> None:
        self.path = path
        self._shared = shared
        self._lock: Any = None
        self._owner = 0

    def __iter__(self) -> Iterator[Entry]:
        """Yield the entries, oldest first, one in memory at a time; skip lines that are incomplete or damaged."""
        return (entry for _offset, entry in self.entries_with_offsets())

    def entries(self) -> dict[tuple[str, str], Entry]:
        """Return the latest entry of each student and key."""
        return {(entry.student, entry.key): entry for entry in self}

    def offsets(self) -> dict[tuple[str, str], int]:
        """Return the offset in the file of the latest entry of each student and key."""
        return {(entry.student, entry.key): offset for offset, entry in self.entries_with_offsets()}

    def entry_at(self, offset: int) -> Entry | None:
        """Return the entry that begins at an offset; None if it is damaged."""
        with self.path.open("rb") as file:
            file.seek(offset)
            return _read(file.readline())

    def entries_with_offsets(self) -> Iterator[tuple[int, Entry]]:
        """Yield the entries, each with the offset at which it begins."""
        try:
            file = self.path.open("rb")
        except FileNotFoundError:
            return
        with file:
            offset = 0
            for line in file:
                entry = _read(line)
                if entry is not None:
                    yield offset, entry
                offset += len(line)

    def write(self, entry: Entry) -> None:
        """Append an entry and flush it to the disk.

        Raises
        ------
        OSError
            If it could not be written; the error names the file.
        """
        body = json.dumps(entry.plain(), ensure_ascii=False, sort_keys=True)
        line = json.dumps({"sum": _sum(body), "entry": body}, ensure_ascii=False).encode() + b"\n"
        try:
            self._append(line)
        except OSError as error:
            error.filename = error.filename or str(self.path)
            raise

    def _append(self, line: bytes) -> None:
        make_private(self.path.parent, shared=self._shared)
        with self.path.open("ab+", buffering=0) as file:
            # A full disk or a kill may have left an incomplete last line: this entry must not become part of it.
            size = file.seek(0, os.SEEK_END)
            if size:
                file.seek(size - 1)
                if file.read(1) != b"\n":
                    line = b"\n" + line
            while line:
                line = line[file.write(line) :]
            os.fsync(file.fileno())

    @contextmanager
    def exclusive(self) -> Iterator[None]:
        """Hold the journal's lock, so that no other process writes.

        Raises
        ------
        BusyError
            If another process holds it.
        """
        make_private(self.path.parent, shared=self._shared)
        with self.path.with_suffix(".lock").open("w") as file:
            try:
                _lock(file)
            except OSError:
                raise BusyError(str(self.path)) from None
            self._lock, self._owner = file, os.getpid()
            try:
                yield
            finally:
                self._lock = None

    def release_lock_after_fork(self) -> None:
        """Close a forked process's copy of the lock, so that the lock ends with the process that took it."""
        if self._lock is not None and self._owner != os.getpid():
            self._lock.close()
            self._lock = None


def _lock(file: IO[str]) -> None:
    """Lock a file until it is closed; raise OSError if another process has locked it."""
    if fcntl is not None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return
    windows = importlib.import_module("msvcrt")
    windows.locking(file.fileno(), windows.LK_NBLCK, 1)


def _sum(body: str) -> str:
    return hashlib.sha256(body.encode()).hexdigest()[:16]


def _read(line: bytes) -> Entry | None:
    try:
        outer = json.loads(line)
        if outer["sum"] != _sum(outer["entry"]):
            return None
        return Entry.from_plain(json.loads(outer["entry"]))
    except (ValueError, KeyError, TypeError):
        return None
