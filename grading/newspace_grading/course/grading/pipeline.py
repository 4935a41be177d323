"""Grading an assignment of a course: what is done stays done, and is never done twice."""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from newspace_grading.course.grading import graded_notebook
from newspace_grading.course.grading.submission_grader import Assignment, Grader, GradingResult, lost
from newspace_grading.course.journal import Entry, Journal
from newspace_grading.course.layout import Course
from newspace_grading.course.nbgrader.gradebook import Book
from newspace_grading.course.parallel.process_pool import Ask, Pool
from newspace_grading.course.parallel.serial_pool import SerialPool
from newspace_grading.engine.engine import Engine
from newspace_grading.sandbox import levels

MakeEngine = Callable[[], Engine]


class Writer:
    """The one that writes: the journal, then the gradebook, then the graded notebooks. Use it in a ``with`` block.

    Parameters
    ----------
    assignment : Assignment
        What is graded.
    journal : Journal
        Where every result goes first.
    wait : float
        How many seconds to wait for a gradebook that another program holds.
    """

    def __init__(self, assignment: Assignment, journal: Journal, wait: float) -> None:
        self._assignment = assignment
        self._journal = journal
        self._book = Book(assignment.course, assignment.name, wait)

    def __enter__(self) -> Writer:
        self._book.__enter__()
        return self

    def __exit__(self, *error: object) -> None:
        self._book.__exit__(None, None, None)

    def write(self, done: GradingResult) -> None:
        """Write one result. A kill at any moment leaves something that the next run brings to its end."""
        entry, course = done.entry, self._assignment.course
        if done.fresh:
            self._journal.write(entry)
        target = course.place("autograded", entry.student, entry.assignment)
        self._book.write(entry, anew=bool(done.texts) and not self._same(target, entry))
        if done.texts:
            folder = course.place("submitted", entry.student, entry.assignment)
            shared = bool(course.directory.groupshared)
            graded_notebook.publish(
                target, done.texts, lambda place: self._assignment.furnish(folder, place), shared=shared
            )

    def _same(self, target: Path, entry: Entry) -> bool:
        """Whether the graded notebooks that lie there are already of this submission."""
        return all(graded_notebook.belongs(target / master.path.name, entry.key) for master in self._assignment.masters)


def autograde(
    course: Course,
    engine: MakeEngine,
    assignment: str,
    students: Sequence[str],
    *,
    force: bool = False,
    jobs: int = 1,
    wait: float = 60.0,
) -> Iterator[GradingResult]:
    """Grade the submissions of some students, several at once; each is on the disk before it is told."""
    whole = Assignment(course, assignment)
    journal = journal_of(course, assignment)
    jobs = min(jobs, len(students))
    # The processes are begun before the gradebook is opened: none of them holds it.
    with (
        journal.alone(),
        _pool(whole, engine, journal, jobs, force=force) as pool,
        Writer(whole, journal, wait) as writer,
    ):
        for done in pool.results(students):
            writer.write(done)
            yield done


def grade_shard(
    course: Course,
    engine: MakeEngine,
    assignment: str,
    students: Sequence[str],
    journal: Journal,
    *,
    force: bool = False,
    jobs: int = 1,
) -> Iterator[GradingResult]:
    """Grade a share of the class into a journal of its own; gradebook and graded notebooks come with the merge."""
    whole = Assignment(course, assignment)
    jobs = min(jobs, len(students))
    with journal.alone(), _pool(whole, engine, journal, jobs, force=force, texts=False) as pool:
        for done in pool.results(students):
            if done.fresh:
                journal.write(done.entry)
            yield done


def journal_of(course: Course, assignment: str) -> Journal:
    """The journal of an assignment: beside the folders that autograding writes."""
    return Journal(journals(course) / f"{assignment}.jsonl")


def journals(course: Course) -> Path:
    """The folder of the journals."""
    return Path(course.root, course.directory.autograded_directory).parent / ".newspace-grade"


def _pool(
    assignment: Assignment, engine: MakeEngine, journal: Journal, jobs: int, *, force: bool, texts: bool = True
) -> Pool | SerialPool:
    places = journal.places()

    @contextlib.contextmanager
    def prepare() -> Iterator[Ask]:
        journal.let_go()
        with engine() as made:
            yield Grader(assignment, made, journal, places, force=force, texts=texts).done

    if not levels.forks():
        return SerialPool(prepare)
    return Pool(jobs, prepare, functools.partial(lost, assignment))
