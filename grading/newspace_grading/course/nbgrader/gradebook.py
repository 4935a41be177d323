"""Write journal entries to nbgrader's gradebook through nbgrader's interfaces, without changing scores that a person gave."""

from __future__ import annotations

import contextlib
import logging
import time
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from types import TracebackType
from typing import Any

from newspace_grading.course.layout import Course, CourseFolderError
from newspace_grading.course.nbgrader.configuration.config_files import mentions
from newspace_grading.course.nbgrader.configuration.locked_gradebook import with_lock_timeout
from newspace_grading.course.records.journal import Entry
from newspace_grading.course.records.private_folders import make_private_file
from newspace_grading.model.errors import UserError
from newspace_grading.model.text import one_line

_PAUSE_S = 0.2
_STEP_S = 2.0
# What is set about penalties: then they are made ready before the first submission, so that a mistake is told at once.
_PENALTY_SETTINGS = ("AssignLatePenalties", "LateSubmissionPlugin", "autograde_preprocessors")


class GradebookError(UserError):
    """The gradebook cannot be written; the journal holds the results, so nothing is lost."""


class OpenGradebook:
    """The gradebook, open for a whole run, with one transaction for each submission; a context manager.

    Parameters
    ----------
    course : Course
        The course.
    assignment : str
        The name of the assignment.
    wait : float
        Seconds to wait for a gradebook that another program has locked.
    points : mapping
        (notebook, task) → what the source gives for it. The gradebook must have the same; without any, this is not checked.

    Raises
    ------
    CourseFolderError
        If the gradebook does not know the assignment, or has other tasks or points than the source.
    GradebookError
        If it cannot be opened.
    """

    def __init__(
        self,
        course: Course,
        assignment: str,
        wait: float = 60.0,
        points: Mapping[tuple[str, str], float] | None = None,
    ) -> None:
        self._course = course
        self._assignment = assignment
        self._wait = wait
        self._points = points
        self._book: Any = None
        self._penalties: Any = None
        if mentions(course.directory.parent.config, _PENALTY_SETTINGS):
            self._penalties = _late_penalty_step(course)

    def __enter__(self) -> OpenGradebook:
        self._retry_while_locked(self._open)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._book is not None:
            self._book.close()

    def write(
        self, entry: Entry, *, new_submission: bool, unchanged: Set[tuple[str, str]] = frozenset()
    ) -> frozenset[tuple[str, str]]:
        """Write the scores, timestamp and penalty of a submission in one transaction; writing them again changes nothing.

        Return the tasks, as (notebook, task), that a person has marked and that wait for nobody.

        Parameters
        ----------
        entry : Entry
            The graded submission.
        new_submission : bool
            Whether the gradebook may hold scores of an earlier submission: a manually graded task is then graded again.
        unchanged : set of (notebook, task)
            The tasks whose answer and question are those that were marked: their marks stay, whatever else is new.
        """
        marked: set[tuple[str, str]] = set()

        def write() -> None:
            marked.clear()
            marked.update(self._write(entry, new_submission=new_submission, unchanged=unchanged))

        self._retry_while_locked(write)
        return frozenset(marked)

    def _open(self) -> None:
        from nbgrader.api import Gradebook, MissingEntry

        directory = self._course.directory
        if (database := self._course.database()) is not None:
            make_private_file(database, shared=bool(directory.groupshared))  # otherwise SQLite makes it readable to all
        # The wait is ours, in steps between which Ctrl-C is heard: SQLite's own does not end for a signal.
        address = with_lock_timeout(directory.db_url, min(_STEP_S, self._wait), replace=True)
        book = Gradebook(address, directory.course_id)
        try:
            book.find_assignment(self._assignment)
        except MissingEntry:
            book.close()
            # Without --force nbgrader skips an assignment that is already released, and does not add it to the gradebook.
            force = " --force" if self._course.place("release", ".", self._assignment).exists() else ""
            raise CourseFolderError(
                f"The gradebook does not know the assignment “{self._assignment}”.",
                where=self._course.shown_database(),
                remedy=f"Run “nbgrader generate_assignment {self._assignment}{force}” once; then grade again.",
            ) from None
        self._book = book
        if self._points is not None:
            self._check_points(self._points)

    def _check_points(self, points: Mapping[tuple[str, str], float]) -> None:
        """Refuse a gradebook of another source: its sums and maxima would be wrong without any message."""
        assignment = self._book.find_assignment(self._assignment)
        known = {
            (notebook.name, cell.name): cell.max_score
            for notebook in assignment.notebooks
            for cell in (*notebook.grade_cells, *notebook.task_cells)
        }
        for notebook, task in sorted(points.keys() - known.keys()):
            raise self._other_tasks_error(f"does not know the task “{task}” of the notebook “{notebook}”")
        for notebook, task in sorted(known.keys() - points.keys()):
            raise self._other_tasks_error(f"has a task “{task}” of the notebook “{notebook}” that the source has not")
        for notebook, task in sorted(points):
            if known[notebook, task] != points[notebook, task]:
                raise CourseFolderError(
                    f"The gradebook gives {known[notebook, task]:g} points for the task “{task}” of the notebook “{notebook}”,"
                    f" and the source {points[notebook, task]:g}.",
                    where=self._course.shown_database(),
                    remedy=f"Run “nbgrader generate_assignment {self._assignment} --force”; then grade again.",
                )

    def _other_tasks_error(self, difference: str) -> CourseFolderError:
        """Make the error for a gradebook whose tasks differ from the source's, with the remedy that nbgrader offers."""
        name, where = self._assignment, self._course.shown_database()
        remedy = f"Run “nbgrader generate_assignment {name} --force”; then grade again."
        if self._book.find_assignment(name).num_submissions:
            remedy = (
                "nbgrader cannot add or remove tasks once submissions are in the gradebook. Put the source back as it was."
                f" If it must change: keep a copy of the gradebook, run “nbgrader db assignment remove {name} --force”"
                f" (this deletes the marks that were given by hand) and “nbgrader generate_assignment {name} --force”;"
                " then grade again."
            )
        return CourseFolderError(f"The gradebook {difference}.", where=where, remedy=remedy)

    def _retry_while_locked(self, work: Callable[[], None]) -> None:
        """Call a function; while another program has locked the gradebook, try again until the wait is over."""
        from nbgrader.api import InvalidEntry
        from sqlalchemy.exc import SQLAlchemyError

        until = time.monotonic() + self._wait
        while True:
            try:
                return work()
            except (SQLAlchemyError, InvalidEntry) as error:
                self._roll_back()
                reason = str(getattr(error, "orig", None) or error)
                busy = "locked" in reason
                if not busy or time.monotonic() > until:
                    raise self._gradebook_error(reason, busy=busy) from None
            except BaseException:
                self._roll_back()
                raise
            time.sleep(_PAUSE_S)

    def _roll_back(self) -> None:
        if self._book is not None:
            with contextlib.suppress(Exception):  # an error here comes again at the next use, and is reported then
                self._book.db.rollback()
                self._book.db.expunge_all()

    def _gradebook_error(self, reason: str, *, busy: bool) -> GradebookError:
        remedy = "Mend that, then run again: nothing is lost, and nothing is graded twice."
        if busy:
            reason = f"another program holds it, and has not let go for {self._wait:g} seconds"
            remedy = "Close that program (formgrader, another nbgrader command), then run again: nothing is lost."
        return GradebookError(
            f"The gradebook cannot be written: {reason}.", where=self._course.shown_database(), remedy=remedy
        )

    def _write(self, entry: Entry, *, new_submission: bool, unchanged: Set[tuple[str, str]]) -> list[tuple[str, str]]:
        from nbgrader.utils import parse_utc

        with _one_transaction(self._book) as session:
            submission = self._submission(entry)
            time_of_it = parse_utc(entry.timestamp) if entry.timestamp else None
            new_submission = new_submission or submission.timestamp != time_of_it
            submission.timestamp = time_of_it
            marked = self._grades(entry, submission, new_submission=new_submission, unchanged=unchanged)
            self._comments(entry, submission)
            session.flush()
            for notebook in submission.notebooks:
                session.refresh(notebook, ["score"])
                self._assign_late_penalty(submission, notebook, entry.student)
        return marked

    def _submission(self, entry: Entry) -> Any:
        from nbgrader.api import MissingEntry

        try:
            return self._book.find_submission(entry.assignment, entry.student)
        except MissingEntry:
            with self._book.db.no_autoflush:
                self._book.update_or_create_student(entry.student)
                return self._book.add_submission(entry.assignment, entry.student)

    def _rows(self, kind: Any, submission: Any) -> dict[tuple[str, str], Any]:
        """Return the rows of a kind (nbgrader's `Grade` or `Comment`) of a submission, by notebook and task."""
        from nbgrader.api import BaseCell, Notebook, SubmittedNotebook

        rows = (
            self._book.db.query(Notebook.name, BaseCell.name, kind)
            .select_from(kind)
            .join(SubmittedNotebook, SubmittedNotebook.id == kind.notebook_id)
            .join(Notebook, Notebook.id == SubmittedNotebook.notebook_id)
            .join(BaseCell, BaseCell.id == kind.cell_id)
            .filter(SubmittedNotebook.assignment_id == submission.id)
        )
        return {(notebook, task): row for notebook, task, row in rows.all()}

    def _grades(
        self, entry: Entry, submission: Any, *, new_submission: bool, unchanged: Set[tuple[str, str]]
    ) -> list[tuple[str, str]]:
        """Set the scores, and return the tasks that a person has marked."""
        from nbgrader.api import Grade

        scores = {(name, record.task): record.score for name, records in entry.notebooks.items() for record in records}
        found = self._rows(Grade, submission)
        missing = sorted(set(scores) - set(found))
        if missing:
            notebook, task = missing[0]
            raise self._other_tasks_error(f"does not know the task “{task}” of the notebook “{notebook}”")
        for name, grade in found.items():
            if name[0] in entry.notebooks:  # of a notebook that was not to be graded, and never was, nothing is known
                _set_grade(grade, scores.get(name), new_submission=new_submission and name not in unchanged)
        return [
            name for name, grade in found.items() if grade.manual_score is not None and not grade.needs_manual_grade
        ]

    def _comments(self, entry: Entry, submission: Any) -> None:
        """Set the comment that stock nbgrader gives to an answer that is as it was released."""
        from nbgrader.api import Comment

        for (notebook, task), comment in self._rows(Comment, submission).items():
            if notebook not in entry.notebooks:
                continue
            text = "No response." if task in entry.untouched.get(notebook, ()) else None
            if comment.auto_comment != text:
                comment.auto_comment = text

    def _assign_late_penalty(self, submission: Any, notebook: Any, student: str) -> None:
        """Set the penalty that nbgrader's plugin for late submissions computes."""
        penalty = None
        late = submission.total_seconds_late
        if late > 0:
            if self._penalties is None:  # to load this takes longer than to grade a submission, and few are late
                self._penalties = _late_penalty_step(self._course)
            penalty = self._penalties.plugin_inst.late_submission_penalty(student, notebook.score, late)
        if penalty is not None:
            penalty = self._penalties._check_late_penalty(notebook, penalty)
        if notebook.late_submission_penalty != penalty:
            notebook.late_submission_penalty = penalty


def _set_grade(grade: Any, score: float | None, *, new_submission: bool) -> None:
    new_submission = new_submission or grade.auto_score != score
    if grade.auto_score != score:
        grade.auto_score = score
    asked = score is None if grade.manual_score is None else new_submission or grade.needs_manual_grade
    if grade.needs_manual_grade != asked:
        grade.needs_manual_grade = asked


@contextlib.contextmanager
def open_gradebook(course: Course) -> Iterator[Any]:
    """Open the gradebook; nbgrader adds what an unfinished one lacks. Scores are written with `OpenGradebook`.

    Raises
    ------
    GradebookError
        If it cannot be opened, finished, read or written, as in a course that is read-only.
    """
    from nbgrader.api import Gradebook
    from sqlalchemy.exc import SQLAlchemyError

    database = course.database()
    if database is not None:
        with contextlib.suppress(OSError):
            make_private_file(database, shared=bool(course.directory.groupshared))
    try:
        with Gradebook(course.directory.db_url, course.directory.course_id) as book:
            yield book
    except SQLAlchemyError as error:
        reason = str(getattr(error, "orig", None) or error)
        remedy = (
            "Run “nbgrader db upgrade” in the course folder, or as the user whose folder it is; then run this again."
        )
        if "locked" in reason:
            remedy = "Close other programs that use it (formgrader, another nbgrader command), then run this again."
        elif "readonly" in reason or "read-only" in reason or "unable to open" in reason:
            remedy = "Run this as the user who may write into that folder, or copy the course to a folder of your own."
        raise GradebookError(
            f"The gradebook cannot be used: {reason}.", where=course.shown_database(), remedy=remedy
        ) from None


def unknown_students(course: Course, students: Sequence[str]) -> list[str]:
    """Return the students who are not in the gradebook, if the course forbids adding them (``c.Autograde.create_student``)."""
    # Without a setting all are added, as nbgrader does; to ask nbgrader's converter for it takes longer than to grade a submission.
    if not mentions(course.directory.parent.config, ["create_student"]) or _autograde_step(course).create_student:
        return []
    with open_gradebook(course) as book:
        known = {student.id for student in book.students}
    return [student for student in students if student not in known]


def _autograde_step(course: Course) -> Any:
    """Make nbgrader's `Autograde` converter as this course configures it."""
    from nbgrader.converters.autograde import Autograde

    return Autograde(coursedir=course.directory, parent=course.directory.parent)


def _late_penalty_step(course: Course) -> Any:
    """Make nbgrader's preprocessor that assigns late penalties, as this course configures it."""
    from nbgrader.preprocessors import AssignLatePenalties
    from traitlets.utils.importstring import import_item

    steps = _autograde_step(course).autograde_preprocessors
    kinds = [import_item(step) if isinstance(step, str) else step for step in steps]
    kind = next((one for one in kinds if isinstance(one, type) and issubclass(one, AssignLatePenalties)), None)
    try:
        step = (kind or AssignLatePenalties)(parent=course.directory.parent)
        step.init_plugin()
    except Exception as error:
        named = course.directory.parent.config.get("AssignLatePenalties", {}).get("plugin_class", "")
        raise CourseFolderError(
            f"The plugin for late submissions, “{getattr(named, '__name__', named)}”, cannot be loaded: {one_line(error)}",
            where="c.AssignLatePenalties.plugin_class in nbgrader_config.py",
            remedy="Install the package that holds it or put its file beside nbgrader_config.py, or take the line out; then grade again.",
        ) from error
    quiet = logging.getLogger(f"{step.log.name}.late")  # it logs its method for every late submission
    quiet.setLevel(logging.WARNING)
    step.plugin_inst.log = quiet
    return step


@contextlib.contextmanager
def _one_transaction(book: Any) -> Iterator[Any]:
    """Commit the calls of nbgrader's methods together at the end, or none of them; each would commit by itself."""
    from nbgrader.api import app_log as log
    from sqlalchemy import text

    session = book.db
    was, log.disabled = (
        log.disabled,
        True,
    )  # nbgrader logs a traceback before it raises the error, which is reported in a sentence
    session.commit = session.flush
    try:
        if book.engine.dialect.name == "sqlite":
            session.execute(
                text("BEGIN IMMEDIATE")
            )  # wait here, if at all, and lock out other writers between reading and writing
        yield session
    finally:
        del session.commit
        log.disabled = was
    session.commit()
    session.expunge_all()  # changes by other programs are read next time, and memory does not grow
