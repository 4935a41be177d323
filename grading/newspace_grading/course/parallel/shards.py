"""Split a class into shards for several machines, and merge their journals."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from newspace_grading.course.grading.file_copy import digest
from newspace_grading.course.grading.pipeline import ResultWriter, journal_of
from newspace_grading.course.grading.submission_grader import Assignment, GradingResult
from newspace_grading.course.layout import Course
from newspace_grading.course.records.journal import Entry, Journal
from newspace_grading.model.errors import UserError


class ShardError(UserError):
    """A shard that is not written as ``2/4``; the message says how to write one."""


@dataclass(frozen=True)
class Shard:
    """Shard ``number`` of ``of``, counted from 1."""

    number: int
    of: int

    @classmethod
    def parse(cls, text: str) -> Shard:
        """Read a shard that is written as ``2/4``.

        Raises
        ------
        ShardError
            If it has another form.
        """
        first, _, second = text.partition("/")
        if not (first.isascii() and second.isascii() and first.isdigit() and second.isdigit()) or not (
            1 <= int(first) <= int(second)
        ):
            raise ShardError(
                f"“{text}” is no shard.",
                where="--shard",
                remedy="Write which one and of how many, counted from 1: --shard 2/4.",
            )
        return cls(int(first), int(second))

    def contains(self, student: str) -> bool:
        """Tell whether a student is in this shard: by the name alone, so that later submissions do not change it."""
        return int.from_bytes(hashlib.sha256(student.encode()).digest()[:8], "big") % self.of == self.number - 1

    def journal(self, folder: Path, assignment: str) -> Journal:
        """Return the journal that this shard writes."""
        return Journal(folder / f"{assignment}.shard-{self.number}-of-{self.of}.jsonl")


def shard_journals(folder: Path, assignment: str) -> list[Path]:
    """Return the journals of shards in a folder, of every way in which the class was split."""
    return sorted(folder.glob(f"{_escaped(assignment)}.shard-*-of-*.jsonl"))


def _escaped(name: str) -> str:
    return "".join(f"[{letter}]" if letter in "*?[" else letter for letter in name)


def merge(course: Course, name: str, paths: Iterable[Path], *, wait: float = 60.0) -> Iterator[GradingResult | str]:
    """Write the shards' results to journal, gradebook and graded notebooks; yield each, or the name of a student who has none.

    An entry is used if its fingerprints are those of the assignment and of the submitted files as they are now.
    """
    assignment = Assignment(course, name)
    journal = journal_of(course, name)
    with journal.exclusive(), ResultWriter(assignment, journal, wait) as writer:
        # Only offsets are kept in memory. The course's own journal comes first, so that no entry is copied twice.
        own = _offsets(journal, assignment)
        others: dict[tuple[str, str], tuple[Journal, int]] = {}
        for path in paths:
            others.update(_offsets(Journal(path), assignment))
        for student in course.students(name):
            handed_in = (student, digest(course.place("submitted", student, name)))
            at = own.get(handed_in) or others.get(handed_in)
            entry = None if at is None else at[0].entry_at(at[1])
            if entry is None:
                yield student
                continue
            done = GradingResult(entry, handed_in not in own, 0.0, assignment.missing_notebooks(entry))
            yield writer.write(done)


class LimitsCount:
    """Count under which limits submissions were graded. Entries of earlier versions, which do not say it, are left out."""

    def __init__(self) -> None:
        self._values: dict[str, Counter[float]] = {}

    def add(self, entry: Entry) -> None:
        """Count one entry."""
        for name, value in entry.limits.items():
            self._values.setdefault(name, Counter())[value] += 1

    def differing(self) -> dict[str, dict[float, int]]:
        """Return each limit that was not the same for all: its values, with the number of submissions for each."""
        return {name: dict(found) for name, found in self._values.items() if len(found) > 1}


def _offsets(journal: Journal, assignment: Assignment) -> dict[tuple[str, str], tuple[Journal, int]]:
    """Return journal and offset of the latest usable entry of each submission, by student and fingerprint of the files."""
    return {
        (entry.student, entry.handed_in): (journal, offset)
        for offset, entry in journal.entries_with_offsets()
        if _is_current(entry, assignment)
    }


def _is_current(entry: Entry, assignment: Assignment) -> bool:
    return entry.assignment == assignment.name and entry.version == assignment.version and entry.complete()
