"""Sharing a class out over several machines, and bringing their journals together again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from newspace_grading.course.grading.file_copy import digest
from newspace_grading.course.grading.pipeline import Writer, journal_of
from newspace_grading.course.grading.submission_grader import Assignment, GradingResult
from newspace_grading.course.journal import Entry, Journal
from newspace_grading.course.layout import Course
from newspace_grading.model.errors import UserError


class ShardError(UserError):
    """A shard that cannot be; says how one is written."""


@dataclass(frozen=True)
class Shard:
    """Share ``number`` of ``of``, counted from 1."""

    number: int
    of: int

    @classmethod
    def parse(cls, text: str) -> Shard:
        """From ``2/4``.

        Raises
        ------
        ShardError
            If it is not of this form.
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

    def holds(self, student: str) -> bool:
        """Whether a student is in this share. That depends on the student alone, so later additions move nobody."""
        return int.from_bytes(hashlib.sha256(student.encode()).digest()[:8], "big") % self.of == self.number - 1

    def journal(self, folder: Path, assignment: str) -> Journal:
        """The journal that this share writes."""
        return Journal(folder / f"{assignment}.shard-{self.number}-of-{self.of}.jsonl")


def found(folder: Path, assignment: str) -> list[Path]:
    """The journals of all shares that lie in a folder, however often the class was shared out anew."""
    return sorted(folder.glob(f"{_escaped(assignment)}.shard-*-of-*.jsonl"))


def _escaped(name: str) -> str:
    return "".join(f"[{letter}]" if letter in "*?[" else letter for letter in name)


def merge(course: Course, name: str, paths: Iterable[Path], *, wait: float = 60.0) -> Iterator[GradingResult | str]:
    """Bring what the shares graded into journal, gradebook and graded notebooks; a student's name where nothing was graded.

    An entry counts if it is of this very assignment and of what lies in the submitted folder now.
    """
    assignment = Assignment(course, name)
    journal = journal_of(course, name)
    with journal.alone(), Writer(assignment, journal, wait) as writer:
        # Only where each entry begins is kept in memory; what the course itself has graded comes first, so that nothing is copied twice.
        own = _places(journal, assignment)
        others: dict[tuple[str, str], tuple[Journal, int]] = {}
        for path in paths:
            others.update(_places(Journal(path), assignment))
        for student in course.students(name):
            handed_in = (student, digest(course.place("submitted", student, name)))
            at = own.get(handed_in) or others.get(handed_in)
            entry = None if at is None else at[0].at(at[1])
            if entry is None:
                yield student
                continue
            done = GradingResult(entry, handed_in not in own, 0.0, assignment.texts(entry))
            writer.write(done)
            yield done


def _places(journal: Journal, assignment: Assignment) -> dict[tuple[str, str], tuple[Journal, int]]:
    """Where the latest good entry of each submission begins: by student and fingerprint of what was handed in."""
    return {
        (entry.student, entry.handed_in): (journal, place)
        for place, entry in journal.lines()
        if _counts(entry, assignment)
    }


def _counts(entry: Entry, assignment: Assignment) -> bool:
    return entry.assignment == assignment.name and entry.version == assignment.version and entry.complete()
