"""Grading an assignment of a course: what is done stays done, and is never done twice."""

from __future__ import annotations

import shutil
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
from newspace_grading.engine.records import Record

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
    with tempfile.TemporaryDirectory(prefix="newspace-grade-") as name:
        files = Path(name)
        for origin in (folder, path.parent):
            shutil.copytree(
                origin, files, dirs_exist_ok=True, symlinks=True, ignore=shutil.ignore_patterns("*.ipynb", ".*")
            )
        return engine.grade(source, folder, files)


def _key(folder: Path) -> bytes:
    parts: list[bytes] = []
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink() and ".ipynb_checkpoints" not in path.parts:
            parts += [str(path.relative_to(folder)).encode(), path.read_bytes()]
    return fingerprint(*parts).encode()


def _time(course: Course, folder: Path) -> str:
    found = course.directory.get_existing_timestamp(str(folder))
    return found.isoformat() if found else ""
