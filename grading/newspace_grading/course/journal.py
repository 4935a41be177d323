"""What was graded, in a file that only grows: one line a submission, with a checksum, on the disk before anything else is written."""

from __future__ import annotations

import hashlib
import importlib
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Any

from newspace_grading.course import old_records
from newspace_grading.model.results.record import Record
from newspace_grading.model.results.verdict import Verdict

try:
    import fcntl
except ImportError:  # Windows has locks of its own
    fcntl = None  # type: ignore[assignment]


class BusyError(Exception):
    """Another grader is at work in the same course."""


@dataclass(frozen=True)
class Entry:
    """One graded submission.

    Attributes
    ----------
    key : str
        Fingerprint of the submission, the assignment, the grader, its environment and the limits.
    student, assignment : str
        Whose, and which.
    timestamp : str
        When it was handed in (ISO), or "".
    notebooks : dict
        Notebook → its records.
    untouched : dict
        Notebook → the answer cells that were left as they had been given out.
    handed_in, version : str
        Fingerprints of what was handed in, and of the assignment: a merge goes by these.
    environment : str
        With which Python and packages it was graded.
    """

    key: str
    student: str
    assignment: str
    timestamp: str
    notebooks: dict[str, list[Record]]
    untouched: dict[str, list[str]] = field(default_factory=dict)
    handed_in: str = ""
    version: str = ""
    environment: str = ""

    def complete(self) -> bool:
        """Whether nothing went wrong in the grader itself."""
        return not any(
            record.verdict == Verdict.GRADER_ERROR for records in self.notebooks.values() for record in records
        )

    def plain(self) -> dict[str, Any]:
        """As plain data."""
        return asdict(self)

    @classmethod
    def from_plain(cls, data: dict[str, Any]) -> Entry:
        """From plain data."""
        notebooks = {
            name: [old_records.record(record) for record in records] for name, records in data["notebooks"].items()
        }
        return cls(**{**data, "notebooks": notebooks})


class Journal:
    """The file.

    Parameters
    ----------
    path : Path
        Made when it is first written.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock: Any = None
        self._owner = 0

    def __iter__(self) -> Iterator[Entry]:
        """All entries, oldest first, one in memory at a time. A line that was cut off or spoiled counts as not written."""
        return (entry for _place, entry in self.lines())

    def entries(self) -> dict[tuple[str, str], Entry]:
        """The latest entry of each student and key."""
        return {(entry.student, entry.key): entry for entry in self}

    def places(self) -> dict[tuple[str, str], int]:
        """Where in the file the latest entry of each student and key begins."""
        return {(entry.student, entry.key): place for place, entry in self.lines()}

    def at(self, place: int) -> Entry | None:
        """The entry that begins there."""
        with self.path.open("rb") as file:
            file.seek(place)
            return _read(file.readline())

    def lines(self) -> Iterator[tuple[int, Entry]]:
        """The same, each with the place at which it begins."""
        try:
            file = self.path.open("rb")
        except FileNotFoundError:
            return
        with file:
            place = 0
            for line in file:
                entry = _read(line)
                if entry is not None:
                    yield place, entry
                place += len(line)

    def write(self, entry: Entry) -> None:
        """Append one entry; when this returns, it is on the disk.

        Raises
        ------
        OSError
            If it could not be written; names the file.
        """
        body = json.dumps(entry.plain(), ensure_ascii=False, sort_keys=True)
        line = json.dumps({"sum": _sum(body), "entry": body}, ensure_ascii=False).encode() + b"\n"
        try:
            self._append(line)
        except OSError as error:
            error.filename = error.filename or str(self.path)
            raise

    def _append(self, line: bytes) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.path.open("ab+", buffering=0) as file:
            # A line that a full disk or a kill has cut off must not swallow this one.
            size = file.seek(0, os.SEEK_END)
            if size:
                file.seek(size - 1)
                if file.read(1) != b"\n":
                    line = b"\n" + line
            while line:
                line = line[file.write(line) :]
            os.fsync(file.fileno())

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Be the only grader that writes.

        Raises
        ------
        BusyError
            If another one does.
        """
        self.path.parent.mkdir(parents=True, exist_ok=True)
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

    def let_go(self) -> None:
        """In a forked process: give up its share of the lock, so that the lock ends with the process that took it."""
        if self._lock is not None and self._owner != os.getpid():
            self._lock.close()
            self._lock = None


def _lock(file: IO[str]) -> None:
    """Lock a file until it is closed; OSError if another process has."""
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
