"""What was graded, in a file that only grows: one line a submission, with a checksum, on the disk before anything else is written."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from newspace_grading.engine.records import Record

try:
    import fcntl
except ImportError:  # Windows has no such locks
    fcntl = None  # type: ignore[assignment]


class BusyError(Exception):
    """Another grader is at work in the same course."""


@dataclass(frozen=True)
class Entry:
    """One graded submission.

    Attributes
    ----------
    key : str
        Fingerprint of the submission, the assignment, the grader and the limits.
    student, assignment : str
        Whose, and which.
    timestamp : str
        When it was handed in (ISO), or "".
    notebooks : dict
        Notebook → its records.
    """

    key: str
    student: str
    assignment: str
    timestamp: str
    notebooks: dict[str, list[Record]]

    def complete(self) -> bool:
        """Whether nothing went wrong in the grader itself."""
        return not any(record.verdict == "grader error" for records in self.notebooks.values() for record in records)


class Journal:
    """The file.

    Parameters
    ----------
    path : Path
        Made when it is first written.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def entries(self) -> dict[tuple[str, str], Entry]:
        """The latest entry of each student and key. A line that was cut off or spoiled counts as not written."""
        found: dict[tuple[str, str], Entry] = {}
        try:
            lines = self.path.read_bytes().split(b"\n")
        except FileNotFoundError:
            return found
        for line in lines:
            entry = _read(line)
            if entry is not None:
                found[entry.student, entry.key] = entry
        return found

    def write(self, entry: Entry) -> None:
        """Append one entry; when this returns, it is on the disk."""
        body = json.dumps(asdict(entry), ensure_ascii=False, sort_keys=True)
        line = json.dumps({"sum": _sum(body), "entry": body}, ensure_ascii=False).encode() + b"\n"
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.path.open("ab+") as file:
            # A line that a full disk or a kill has cut off must not swallow this one.
            size = file.seek(0, os.SEEK_END)
            if size:
                file.seek(size - 1)
                if file.read(1) != b"\n":
                    line = b"\n" + line
            file.write(line)
            file.flush()
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
            if fcntl is not None:
                try:
                    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except OSError:
                    raise BusyError(str(self.path)) from None
            yield


def _sum(body: str) -> str:
    return hashlib.sha256(body.encode()).hexdigest()[:16]


def _read(line: bytes) -> Entry | None:
    try:
        outer = json.loads(line)
        if outer["sum"] != _sum(outer["entry"]):
            return None
        data: dict[str, Any] = json.loads(outer["entry"])
        data["notebooks"] = {
            name: [Record(**{**record, "repaired": tuple(record["repaired"])}) for record in records]
            for name, records in data["notebooks"].items()
        }
        return Entry(**data)
    except (ValueError, KeyError, TypeError):
        return None
