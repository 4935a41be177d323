"""What is done with one student's submission: graded, unless an earlier run has done it. Nothing is written here."""

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
from newspace_grading.model.notebook.submission import Submission
from newspace_grading.model.results.record import Record
from newspace_grading.model.results.verdict import Verdict
from newspace_grading.model.text import fingerprint

VERSION = "2"
_TRIES = 3
_PACKAGES = ("nbgrader", "ipython", "numpy", "matplotlib", "pandas")


@dataclass(frozen=True)
class GradingResult:
    """What became of one submission.

    Attributes
    ----------
    entry : Entry
        The result.
    fresh : bool
        False if an earlier run had graded it.
    seconds : float
        How long it took.
    texts : dict
        Notebook → its graded form, where the one that lies there is not of this grading.
    """

    entry: Entry
    fresh: bool
    seconds: float
    texts: dict[str, str] = field(default_factory=dict)

    def plain(self) -> dict[str, Any]:
        """As plain data."""
        return {"entry": self.entry.plain(), "fresh": self.fresh, "seconds": self.seconds, "texts": self.texts}

    @classmethod
    def from_plain(cls, data: dict[str, Any]) -> GradingResult:
        """From plain data."""
        return cls(**{**data, "entry": Entry.from_plain(data["entry"])})


class Assignment:
    """An assignment of a course, read once.

    Parameters
    ----------
    course : Course
        The course.
    name : str
        The assignment.
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

    def furnish(self, folder: Path, target: Path) -> None:
        """Put the files beside the notebooks into a folder: the assignment's own, and the learner's where they do not stand in the way."""
        copy_files(self.folder, target)
        if not leads_elsewhere(folder):
            copy_files(folder, target, self._kept)

    def texts(self, entry: Entry) -> dict[str, str]:
        """The graded notebooks of a grading whose folder does not hold them yet: all of them, or none."""
        target = self.course.place("autograded", entry.student, self.name)
        if all(graded_notebook.belongs(target / master.path.name, entry.key) for master in self.masters):
            return {}
        folder = self.course.place("submitted", entry.student, self.name)
        return self.made(entry, [master.given(folder) for master in self.masters])

    def made(self, entry: Entry, given: list[Submission | None]) -> dict[str, str]:
        """The graded notebooks."""
        return {
            master.source.name: master.graded(one, entry.notebooks[master.source.name], entry.key)
            for master, one in zip(self.masters, given, strict=True)
        }


class Grader:
    """Grades one student after another with one engine.

    Parameters
    ----------
    assignment : Assignment
        What is graded.
    engine : Engine
        With what.
    journal, places : Journal, dict
        What earlier runs have graded, and where it stands.
    force : bool
        Whether to grade again what has been graded.
    texts : bool
        Whether graded notebooks are wanted.
    """

    def __init__(
        self,
        assignment: Assignment,
        engine: Engine,
        journal: Journal,
        places: dict[tuple[str, str], int],
        *,
        force: bool = False,
        texts: bool = True,
    ) -> None:
        self._assignment = assignment
        self._engine = engine
        self._journal = journal
        self._places = places
        self._force = force
        self._texts = texts

    def done(self, student: str) -> GradingResult:
        """The result for a student."""
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
            done = self._known(student, key, started) or self._fresh(student, folder, key, handed_in, started)
            if digest(folder) == handed_in:
                break  # else it was handed in anew while it was being graded
        return done

    def _known(self, student: str, key: str, started: float) -> GradingResult | None:
        place = self._places.get((student, key))
        if self._force or place is None:
            return None
        entry = self._journal.at(place)
        if entry is None or not entry.complete():
            return None
        texts = self._assignment.texts(entry) if self._texts else {}
        return GradingResult(entry, False, time.monotonic() - started, texts)

    def _fresh(self, student: str, folder: Path, key: str, handed_in: str, started: float) -> GradingResult:
        masters = self._assignment.masters
        records = {master.source.name: self._records(master, folder) for master in masters}
        given = [master.given(folder) for master in masters]
        entry = Entry(
            key,
            student,
            self._assignment.name,
            _time(self._assignment.course, folder),
            records,
            {master.source.name: master.untouched(one) for master, one in zip(masters, given, strict=True)},
            handed_in,
            self._assignment.version,
            environment(),
        )
        texts = self._assignment.made(entry, given) if self._texts else {}
        return GradingResult(entry, True, time.monotonic() - started, texts)

    def _records(self, master: graded_notebook.Master, folder: Path) -> list[Record]:
        try:
            with tempfile.TemporaryDirectory(prefix="newspace-grade-") as name:
                self._assignment.furnish(folder, Path(name))
                records = self._engine.grade(master.source, folder, Path(name))
        except Exception as error:  # noqa: BLE001 - one submission that the grader cannot manage stops nobody else's
            reason = str(error) if isinstance(error, OSError | GraderError) else f"{type(error).__name__}: {error}"
            records = _failed(master, reason, self._engine.level)
        return [without_folder(record, folder) for record in records]


def without_folder(record: Record, folder: Path) -> Record:
    """A record whose message names files as their learner knows them, and not where the teacher keeps them."""
    message = record.message.replace(f"{folder}{os.sep}", "").replace(str(folder), "what was handed in")
    return replace(record, message=message)


def lost(assignment: Assignment, student: str, reason: str) -> GradingResult:
    """The result of a submission at which the grader's own process ended: nothing is known, and the next run tries again."""
    folder = assignment.course.place("submitted", student, assignment.name)
    records = {master.source.name: _failed(master, reason, "") for master in assignment.masters}
    key = fingerprint(b"lost", student.encode())
    entry = Entry(key, student, assignment.name, _time(assignment.course, folder), records, environment=environment())
    return GradingResult(entry, True, 0.0, assignment.made(entry, [None] * len(assignment.masters)))


def _failed(master: graded_notebook.Master, reason: str, level: str) -> list[Record]:
    return [
        Record(part.grade_id, Verdict.GRADER_ERROR, None, part.points, reason, level=level)
        for part in master.source.parts
        if part.kind in ("test", "manual")
    ]


@functools.lru_cache(maxsize=1)
def environment() -> str:
    """The Python and the packages that can change a result."""
    found = [f"Python {platform.python_version()}"]
    for name in (*course_plugin.installed().packages, *_PACKAGES):
        try:
            found.append(f"{name} {importlib.metadata.version(name)}")
        except importlib.metadata.PackageNotFoundError:
            continue
    return ", ".join(found)


def _time(course: Course, folder: Path) -> str:
    """When it was handed in, or "": a file that holds no time is as good as none."""
    try:
        found = course.directory.get_existing_timestamp(str(folder))
        return found.isoformat() if found else ""
    except Exception:  # noqa: BLE001 - a learner can write anything into that file, and it is read by nbgrader's own means
        return ""
