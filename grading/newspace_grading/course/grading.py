"""Grading an assignment of a course: what is done stays done, and is never done twice."""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from newspace_grading.course import notebook
from newspace_grading.course.folder import Course
from newspace_grading.course.gradebook import project
from newspace_grading.course.journal import Entry, Journal
from newspace_grading.engine.engine import Engine, Source, fingerprint, read_source
from newspace_grading.engine.lab import GraderError
from newspace_grading.engine.records import Record
from newspace_grading.engine.submission import LARGEST

VERSION = "1"
Say = Callable[[str], None]


@dataclass(frozen=True)
class Done:
    """What became of one submission; ``fresh`` is False if an earlier run had graded it."""

    entry: Entry
    fresh: bool
    seconds: float


def autograde(
    course: Course, engine: Engine, assignment: str, students: Iterable[str], *, force: bool
) -> Iterable[Done]:
    """Grade the submissions of some students, one after another, each on the disk before the next is begun."""
    paths = course.notebooks(assignment)
    release = course.place("release", ".", assignment)
    sources = [(path, read_source(path, release / path.name)) for path in paths]
    key = _key(course.place("source", ".", assignment))
    journal = journal_of(course, assignment)
    with journal.alone():
        known = journal.entries()
        for student in students:
            started = time.monotonic()
            folder = course.place("submitted", student, assignment)
            own = fingerprint(VERSION.encode(), key, _key(folder), repr(engine.limits).encode())
            entry = known.get((student, own))
            fresh = force or entry is None or not entry.complete()
            if fresh or entry is None:
                records = _graded(engine, sources, folder)
                entry = Entry(own, student, assignment, _time(course, folder), records)
                journal.write(entry)
            for path, source in sources:
                target = course.place("autograded", student, assignment) / path.name
                if fresh or not target.exists():
                    notebook.write(path, source, folder, entry.notebooks[source.name], target)
            project(course, entry)
            yield Done(entry, fresh, time.monotonic() - started)


def journal_of(course: Course, assignment: str) -> Journal:
    """The journal of an assignment: beside the folders that autograding writes."""
    beside = Path(course.root, course.directory.autograded_directory).parent
    return Journal(beside / ".newspace-grade" / f"{assignment}.jsonl")


def _graded(engine: Engine, sources: list[tuple[Path, Source]], folder: Path) -> dict[str, list[Record]]:
    return {source.name: _one(engine, path, source, folder) for path, source in sources}


def _one(engine: Engine, path: Path, source: Source, folder: Path) -> list[Record]:
    """The files beside the notebooks go with it; the assignment's own count more than the learner's."""
    try:
        with tempfile.TemporaryDirectory(prefix="newspace-grade-") as name:
            for origin in (folder, path.parent):
                copy_files(origin, Path(name))
            return engine.grade(source, folder, Path(name))
    except (OSError, GraderError) as error:
        # One submission that the grader cannot manage stops nobody else's.
        return [
            Record(part.grade_id, "grader error", None, part.points, str(error), level=engine.level)
            for part in source.parts
            if part.kind in ("test", "manual")
        ]


def copy_files(origin: Path, target: Path) -> None:
    """Copy ordinary files, and nothing that points elsewhere: a link in a submission would carry other people's files in.

    Notebooks and hidden files are left out, and so is what is larger than a notebook may be.
    """
    for top, folders, names in os.walk(origin, followlinks=False):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            path = Path(top, name)
            found = path.lstat()
            if (
                not stat.S_ISREG(found.st_mode)
                or name.startswith(".")
                or name.endswith(".ipynb")
                or found.st_size > LARGEST
            ):
                continue
            place = target / path.relative_to(origin)
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, place, follow_symlinks=False)


def _key(folder: Path) -> bytes:
    parts: list[bytes] = []
    for path in sorted(folder.rglob("*")):
        if not path.is_symlink() and path.is_file() and ".ipynb_checkpoints" not in path.parts:
            parts += [str(path.relative_to(folder)).encode(), path.read_bytes()]
    return fingerprint(*parts).encode()


def _time(course: Course, folder: Path) -> str:
    found = course.directory.get_existing_timestamp(str(folder))
    return found.isoformat() if found else ""
