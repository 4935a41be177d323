"""Grade an assignment: read the journal, grade what is not in it, and write each result to journal, gradebook and notebooks."""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from newspace_grading.course.grading import graded_notebook
from newspace_grading.course.grading.answer_changes import unchanged_tasks
from newspace_grading.course.grading.submission_grader import (
    Assignment,
    Grader,
    GradingResult,
    lost_result,
    package_versions,
)
from newspace_grading.course.layout import Course, CourseFolderError
from newspace_grading.course.nbgrader.gradebook import OpenGradebook
from newspace_grading.course.parallel.process_pool import GradeStudent, Pool
from newspace_grading.course.parallel.serial_pool import SerialPool
from newspace_grading.course.records.journal import Entry, Journal
from newspace_grading.course.records.reference_findings import KeptFindings
from newspace_grading.engine.engine import Engine, modules_of, modules_of_workers
from newspace_grading.engine.launch import preload
from newspace_grading.engine.launch.forkserver import WarmStart, shared_origin
from newspace_grading.sandbox import levels


class MakeEngine(Protocol):
    """What makes the engine of each grading process."""

    def __call__(self, *, warm: WarmStart | None) -> Engine:
        """Make an engine; ``warm`` is what a warm server gives, if one runs the command."""
        ...


class ResultWriter:
    """Writes results to the journal, then the gradebook, then the graded notebooks; a context manager.

    Parameters
    ----------
    assignment : Assignment
        The assignment.
    journal : Journal
        The journal to append to.
    wait : float
        Seconds to wait for a gradebook that another program has locked.
    """

    def __init__(self, assignment: Assignment, journal: Journal, wait: float) -> None:
        self._assignment = assignment
        self._journal = journal
        points = {
            (master.source.name, part.grade_id): part.points
            for master in assignment.masters
            for part in master.source.graded
        }
        self._book = OpenGradebook(assignment.course, assignment.name, wait, points)

    def __enter__(self) -> ResultWriter:
        self._book.__enter__()
        return self

    def __exit__(self, *error: object) -> None:
        self._book.__exit__(None, None, None)

    def write(self, done: GradingResult) -> GradingResult:
        """Write one result, and return it with the tasks that a person has marked; if this is interrupted at any point, the next run completes it."""
        entry, course = done.entry, self._assignment.course
        if done.fresh:
            self._journal.write(entry)
        target = course.place("autograded", entry.student, entry.assignment)
        marked = self._book.write(
            entry,
            new_submission=bool(done.texts) and not _is_published(target, done),
            unchanged=_unchanged(target, done),
        )
        if done.texts:
            folder = course.place("submitted", entry.student, entry.assignment)
            shared = bool(course.directory.groupshared)
            graded_notebook.publish(
                target,
                done.texts,
                lambda place: self._assignment.copy_files_to(place, folder),
                shared=shared,
                kept=done.kept,
            )
        return replace(done, marked=marked)


def _unchanged(target: Path, done: GradingResult) -> frozenset[tuple[str, str]]:
    """Return the tasks whose answer and question are those of the graded notebooks in the folder: what a person saw and marked."""
    found: set[tuple[str, str]] = set()
    for name, text in done.texts.items():
        with contextlib.suppress(OSError, UnicodeDecodeError):
            before = (target / f"{name}.ipynb").read_text(encoding="utf-8")
            found.update((name, task) for task in unchanged_tasks(before, text))
    return frozenset(found)


def _is_published(target: Path, done: GradingResult) -> bool:
    """Tell whether the folder already holds the graded notebooks of this result."""
    return all(graded_notebook.has_key(target / f"{name}.ipynb", done.entry.key) for name in done.texts)


def autograde(
    course: Course,
    engine: MakeEngine,
    assignment: str,
    students: Sequence[str],
    *,
    force: bool = False,
    jobs: int = 1,
    wait: float = 60.0,
    notebooks: str = "*",
    warm: WarmStart | None = None,
) -> Iterator[GradingResult]:
    """Grade submissions, several at once; yield each result after it was written.

    Raises
    ------
    CourseFolderError
        If none of the assignment's notebooks has a name like ``notebooks``.
    """
    whole = Assignment(course, assignment)
    whole.chosen(notebooks)
    journal = journal_of(course, assignment)
    jobs = min(jobs, len(students))
    kept = KeptFindings(
        course.records_folder() / f"{assignment}.references.json", f"{whole.version} {package_versions()}"
    )
    # The worker processes are forked before the gradebook is opened, so that none inherits the connection.
    with (
        journal.exclusive(),
        _pool(
            whole, engine, journal, jobs, len(students), force=force, notebooks=notebooks, warm=warm, kept=kept
        ) as pool,
        ResultWriter(whole, journal, wait) as writer,
    ):
        for done in pool.results(students):
            kept.write(done.learnt, shared=bool(course.directory.groupshared))
            yield writer.write(done)


def grade_shard(
    course: Course,
    engine: MakeEngine,
    assignment: str,
    students: Sequence[str],
    journal: Journal,
    *,
    force: bool = False,
    jobs: int = 1,
    warm: WarmStart | None = None,
) -> Iterator[GradingResult]:
    """Grade a shard of the class into a journal of its own; `merge` writes gradebook and graded notebooks later."""
    whole = Assignment(course, assignment)
    jobs = min(jobs, len(students))
    with (
        journal.exclusive(),
        _pool(whole, engine, journal, jobs, len(students), force=force, texts=False, warm=warm) as pool,
    ):
        for done in pool.results(students):
            if done.fresh:
                journal.write(done.entry)
            yield done


def journal_of(course: Course, assignment: str) -> Journal:
    """Return the journal of an assignment."""
    return Journal(course.records_folder() / f"{assignment}.jsonl", shared=bool(course.directory.groupshared))


def latest_entries(course: Course, assignment: str) -> dict[str, Entry]:
    """Return each learner's newest entry in the journal of an assignment.

    Raises
    ------
    CourseFolderError
        If nobody's work has been graded.
    """
    newest = {entry.student: entry for entry in journal_of(course, assignment)}
    if not newest:
        raise CourseFolderError(
            f"Nothing of “{assignment}” has been graded by newspace-grade.",
            where=str(course.place("submitted", ".", assignment).parent),
            remedy=f"Run “newspace-grade autograde {assignment}” first.",
        )
    return newest


@contextlib.contextmanager
def _pool(
    assignment: Assignment,
    engine: MakeEngine,
    journal: Journal,
    jobs: int,
    number: int,
    *,
    force: bool,
    texts: bool = True,
    notebooks: str = "*",
    warm: WarmStart | None = None,
    kept: KeptFindings | None = None,
) -> Iterator[Pool | SerialPool]:
    """Start the processes that grade a ``number`` of submissions; several have their forkservers from one process, which loads what they use once."""
    offsets = journal.offsets()

    @contextlib.contextmanager
    def prepare() -> Iterator[GradeStudent]:
        journal.release_lock_after_fork()
        with engine(warm=origin) as made:
            grader = Grader(
                assignment, made, journal, offsets, force=force, texts=texts, notebooks=notebooks, kept=kept
            )
            yield grader.grade

    origin = warm
    with contextlib.ExitStack() as stack:
        if not levels.can_fork():
            yield stack.enter_context(SerialPool(prepare))
            return
        modules: list[str] = []
        if force or number > len(offsets):  # otherwise the journal has most of them, and nothing is run
            sources = [master.source for master in assignment.masters]
            modules = sorted(set().union(*map(modules_of, sources)))
            of_workers = sorted(set().union(*map(modules_of_workers, sources)))
            # One that is forked loads them while this process does; an engine alone would start a new interpreter in any case.
            if jobs > 1 or (warm is not None and preload.is_slow_to_load(of_workers)):
                origin = stack.enter_context(shared_origin(of_workers, number * len(sources), warm))
        failed = functools.partial(lost_result, assignment, notebooks=notebooks)
        yield stack.enter_context(Pool(jobs, prepare, failed, modules, number))
