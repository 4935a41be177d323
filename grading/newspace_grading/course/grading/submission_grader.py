"""Grade one submission, unless the journal has its result already. Nothing is written here."""

from __future__ import annotations

import functools
import importlib.metadata
import os
import platform
import tempfile
import time
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from newspace_grading.course.grading import graded_notebook
from newspace_grading.course.grading.file_copy import copy_files, digest
from newspace_grading.course.journal import Entry, Journal
from newspace_grading.course.layout import Course
from newspace_grading.engine.analysis.reference import read_source
from newspace_grading.engine.engine import Engine
from newspace_grading.model import course_plugin
from newspace_grading.model.errors import GraderError
from newspace_grading.model.notebook.safe_walk import leads_elsewhere
from newspace_grading.model.notebook.submission import Submission, UnreadableError
from newspace_grading.model.results.message import changed
from newspace_grading.model.results.record import Record, grader_failed
from newspace_grading.model.text import fingerprint

VERSION = "2"
_TRIES = 3
_PACKAGES = ("nbgrader", "ipython", "numpy", "matplotlib", "pandas")


@dataclass(frozen=True)
class GradingResult:
    """The result of one submission, and how it was obtained.

    Attributes
    ----------
    entry : Entry
        The entry for the journal.
    fresh : bool
        Whether it was graded now; False if the journal had it.
    seconds : float
        The time that this took.
    texts : dict
        Each notebook's name with the text of the graded notebook; empty if the folder has these already.
    """

    entry: Entry
    fresh: bool
    seconds: float
    texts: dict[str, str] = field(default_factory=dict)

    def plain(self) -> dict[str, Any]:
        """Return the result as data for JSON."""
        return {"entry": self.entry.plain(), "fresh": self.fresh, "seconds": self.seconds, "texts": self.texts}

    @classmethod
    def from_plain(cls, data: dict[str, Any]) -> GradingResult:
        """Make a result from data that `plain` returned."""
        return cls(**{**data, "entry": Entry.from_plain(data["entry"])})


class Assignment:
    """An assignment with its source notebooks, read once for all submissions.

    Parameters
    ----------
    course : Course
        The course.
    name : str
        The assignment's name.
    """

    def __init__(self, course: Course, name: str) -> None:
        self.course = course
        self.name = name
        release = course.place("release", ".", name)
        self.masters = [
            graded_notebook.Master(path, read_source(path, release / path.name), release / path.name)
            for path in course.notebooks(name)
        ]
        self.folder = course.place("source", ".", name)
        self.version = fingerprint(VERSION.encode(), digest(self.folder).encode())
        kept = course.directory.parent.config.get("Autograde", {}).get("exclude_overwriting", {})
        self._kept = frozenset(kept.get(name, ()))

    def copy_files_to(self, target: Path, folder: Path) -> None:
        """Copy the assignment's files, and those of a submission's folder that do not replace them, into a target folder."""
        copy_files(self.folder, target)
        if not leads_elsewhere(folder):
            copy_files(folder, target, self._kept)

    def missing_notebooks(self, entry: Entry) -> dict[str, str]:
        """Return all graded notebooks of an entry, or none if the folder already holds them."""
        target = self.course.place("autograded", entry.student, self.name)
        if all(graded_notebook.has_key(target / master.path.name, entry.key) for master in self.masters):
            return {}
        folder = self.course.place("submitted", entry.student, self.name)
        return self.graded_notebooks(entry, [master.submission(folder) for master in self.masters])

    def graded_notebooks(self, entry: Entry, given: list[Submission | None]) -> dict[str, str]:
        """Return the texts of the graded notebooks by name."""
        return {
            master.source.name: master.graded(one, entry.notebooks[master.source.name], entry.key)
            for master, one in zip(self.masters, given, strict=True)
        }


class Grader:
    """Grades submissions one after another with one engine.

    Parameters
    ----------
    assignment : Assignment
        The assignment.
    engine : Engine
        The engine, already started.
    journal, offsets : Journal, dict
        The results of earlier runs, and their offsets in the journal.
    force : bool
        Whether to grade again what the journal has.
    texts : bool
        Whether to make graded notebooks.
    """

    def __init__(
        self,
        assignment: Assignment,
        engine: Engine,
        journal: Journal,
        offsets: dict[tuple[str, str], int],
        *,
        force: bool = False,
        texts: bool = True,
    ) -> None:
        self._assignment = assignment
        self._engine = engine
        self._journal = journal
        self._offsets = offsets
        self._force = force
        self._texts = texts

    def grade(self, student: str) -> GradingResult:
        """Return the result of a student's submission, from the journal or by grading it."""
        started = time.monotonic()
        folder = self._assignment.course.place("submitted", student, self._assignment.name)
        for _try in range(_TRIES):
            handed_in = digest(folder)
            key = fingerprint(
                self._assignment.version.encode(),
                handed_in.encode(),
                environment().encode(),
                self._engine.limits.fingerprint_text().encode(),
                *([b"not isolated"] if self._engine.together else []),
            )
            done = self._from_journal(student, key, started) or self._grade(student, folder, key, handed_in, started)
            if digest(folder) == handed_in:
                break  # otherwise the learner submitted again while this was graded
        return done

    def _from_journal(self, student: str, key: str, started: float) -> GradingResult | None:
        offset = self._offsets.get((student, key))
        if self._force or offset is None:
            return None
        entry = self._journal.entry_at(offset)
        if entry is None or not entry.complete():
            return None
        texts = self._assignment.missing_notebooks(entry) if self._texts else {}
        return GradingResult(entry, False, time.monotonic() - started, texts)

    def _grade(self, student: str, folder: Path, key: str, handed_in: str, started: float) -> GradingResult:
        masters = self._assignment.masters
        given = [master.source.read(folder) for master in masters]
        records = {
            master.source.name: self._records(master, folder, one) for master, one in zip(masters, given, strict=True)
        }
        readable = [None if isinstance(one, UnreadableError) else one for one in given]
        entry = Entry(
            key,
            student,
            self._assignment.name,
            _timestamp(self._assignment.course, folder),
            records,
            untouched={
                master.source.name: master.untouched(one) for master, one in zip(masters, readable, strict=True)
            },
            handed_in=handed_in,
            version=self._assignment.version,
            environment=environment(),
            limits=self._engine.limits.plain(),
        )
        texts = self._assignment.graded_notebooks(entry, readable) if self._texts else {}
        return GradingResult(entry, True, time.monotonic() - started, texts)

    def _records(
        self, master: graded_notebook.Master, folder: Path, given: Submission | UnreadableError
    ) -> list[Record]:
        try:
            with tempfile.TemporaryDirectory(prefix="newspace-grade-") as name:
                self._assignment.copy_files_to(Path(name), folder)
                records = self._engine.grade_submission(master.source, given, Path(name))
        except Exception as error:  # noqa: BLE001 - a failure with one submission must not stop the others
            reason = str(error) if isinstance(error, OSError | GraderError) else f"{type(error).__name__}: {error}"
            records = _error_records(master, reason, self._engine.level)
        return [without_folder(record, folder) for record in records]


def without_folder(record: Record, folder: Path) -> Record:
    """Return a record without the submission's folder in its reason: a learner knows only the names of the files."""

    def shorter(text: str) -> str:
        return text.replace(f"{folder}{os.sep}", "").replace(str(folder), "what was handed in")

    return replace(record, arguments={name: changed(value, shorter) for name, value in record.arguments.items()})


def lost_result(assignment: Assignment, student: str, reason: str) -> GradingResult:
    """Return the result of a submission during which the grading process ended: grader errors, so the next run tries it again."""
    folder = assignment.course.place("submitted", student, assignment.name)
    records = {master.source.name: _error_records(master, reason, "") for master in assignment.masters}
    key = fingerprint(b"lost", student.encode())
    entry = Entry(
        key, student, assignment.name, _timestamp(assignment.course, folder), records, environment=environment()
    )
    return GradingResult(entry, True, 0.0, assignment.graded_notebooks(entry, [None] * len(assignment.masters)))


def _error_records(master: graded_notebook.Master, reason: str, level: str) -> list[Record]:
    return [
        grader_failed(part.grade_id, part.points, reason, level)
        for part in master.source.parts
        if part.kind in ("test", "manual")
    ]


@functools.lru_cache(maxsize=1)
def environment() -> str:
    """Return the versions of Python and of the packages that can change a result."""
    found = [f"Python {platform.python_version()}"]
    for name in (*course_plugin.installed().packages, *_PACKAGES):
        try:
            found.append(f"{name} {importlib.metadata.version(name)}")
        except importlib.metadata.PackageNotFoundError:
            continue
    return ", ".join(found)


def _timestamp(course: Course, folder: Path) -> str:
    """Return the time of submission in ISO format; "" if there is none that can be read."""
    try:
        found = course.directory.get_existing_timestamp(str(folder))
        return found.isoformat() if found else ""
    except Exception:  # noqa: BLE001 - a learner can write anything into that file, and nbgrader's reader raises accordingly
        return ""
