"""Grade one submission, unless the journal has its result already. Nothing is written here."""

from __future__ import annotations

import fnmatch
import functools
import importlib.metadata
import os
import platform
import tempfile
import time
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from newspace_grading.course.grading import graded_notebook
from newspace_grading.course.grading.file_copy import copy_files, digest
from newspace_grading.course.layout import Course, CourseFolderError
from newspace_grading.course.nbgrader.generated_tests import generated_tests
from newspace_grading.course.records.journal import Entry, Journal
from newspace_grading.course.records.reference_findings import KeptFindings
from newspace_grading.engine.analysis.reference import read_source
from newspace_grading.engine.engine import Engine
from newspace_grading.model import course_plugin
from newspace_grading.model.errors import GraderError
from newspace_grading.model.notebook.safe_walk import leads_elsewhere
from newspace_grading.model.notebook.submission import NotHandedInError, Submission, UnreadableError
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
    kept : tuple of str
        The notebooks that were not to be graded: those in the folder stay as they are.
    marked : frozenset of (notebook, task)
        The tasks that a person has marked, as the gradebook says once the result is written there.
    learnt : dict
        Each notebook's name with what was found out about its reference meanwhile, as `KeptFindings` keeps it.
    """

    entry: Entry
    fresh: bool
    seconds: float
    texts: dict[str, str] = field(default_factory=dict)
    kept: tuple[str, ...] = ()
    marked: frozenset[tuple[str, str]] = frozenset()
    learnt: dict[str, list[Any]] = field(default_factory=dict)

    def with_other_versions(self) -> bool:
        """Tell whether this is an earlier result that was found with other versions of Python or of packages than are here now."""
        return not self.fresh and self.entry.environment not in ("", package_versions())

    def plain(self) -> dict[str, Any]:
        """Return the result as data for JSON."""
        plain = {name: getattr(self, name) for name in ("fresh", "seconds", "texts", "kept", "learnt")}
        return {"entry": self.entry.plain(), **plain}

    @classmethod
    def from_plain(cls, data: dict[str, Any]) -> GradingResult:
        """Make a result from data that `plain` returned."""
        return cls(**{**data, "entry": Entry.from_plain(data["entry"]), "kept": tuple(data["kept"])})


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
        tests = {path: generated_tests(course, name, path) for path in course.notebooks(name)}
        self.masters = [
            graded_notebook.Master(
                path,
                read_source(path, release / path.name, own),
                release / path.name,
                own,
                with_references=_feedback_hides(course),
            )
            for path, own in tests.items()
        ]
        self.folder = course.place("source", ".", name)
        made = [f"{path.name}/{task}\n{text}".encode() for path, own in tests.items() for task, text in own.items()]
        self.version = fingerprint(VERSION.encode(), digest(self.folder).encode(), *made)
        kept = course.directory.parent.config.get("Autograde", {}).get("exclude_overwriting", {})
        self._kept = frozenset(kept.get(name, ()))
        self._ignored = tuple(course.directory.ignore)

    def copy_files_to(self, target: Path, folder: Path) -> None:
        """Copy the assignment's files, and those of a submission's folder that do not replace them, into a target folder."""
        copy_files(self.folder, target, ignored=self._ignored)
        if not leads_elsewhere(folder):
            copy_files(folder, target, self._kept, self._ignored)

    def chosen(self, notebooks: str) -> list[graded_notebook.Master]:
        """Return the notebooks whose names are like a pattern.

        Raises
        ------
        CourseFolderError
            If there are none.
        """
        found = [master for master in self.masters if fnmatch.fnmatchcase(master.source.name, notebooks)]
        if not found:
            names = ", ".join(master.source.name for master in self.masters)
            raise CourseFolderError(
                f"No notebook of “{self.name}” has a name like “{notebooks}”.",
                where=str(self.folder),
                remedy=f"Its graded notebooks are: {names}.",
            )
        return found

    def missing_notebooks(self, entry: Entry, notebooks: str = "*") -> dict[str, str]:
        """Return the graded notebooks of an entry, or none if the folder already holds all that there are."""
        target = self.course.place("autograded", entry.student, self.name)
        folder = self.course.place("submitted", entry.student, self.name)
        lacking = [
            master
            for master in self.chosen(notebooks)
            if not graded_notebook.has_key(target / master.path.name, entry.key)
        ]
        if not lacking:
            return {}
        texts = self.graded_notebooks(
            entry, [(master, master.source.read(folder)) for master in self.chosen(notebooks)]
        )
        return texts if any(master.source.name in texts for master in lacking) else {}

    def graded_notebooks(
        self, entry: Entry, given: Iterable[tuple[graded_notebook.Master, Submission | UnreadableError]]
    ) -> dict[str, str]:
        """Return the texts of the graded notebooks by name; there is none of a notebook that alone was not handed in."""
        return {
            master.source.name: master.graded(
                None if isinstance(one, UnreadableError) else one, entry.notebooks[master.source.name], entry.key
            )
            for master, one in given
            if not isinstance(one, NotHandedInError)
        }


def _feedback_hides(course: Course) -> bool:
    """Tell whether nbgrader's feedback, which is made from the graded notebooks, leaves out what is for whoever marks."""
    steps = course.directory.parent.config.get("GenerateFeedback", {}).get("preprocessors", ())
    return isinstance(steps, list | tuple) and any(
        "HideHiddenTests" in (step if isinstance(step, str) else getattr(step, "__name__", "")) for step in steps
    )


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
    notebooks : str
        A pattern: only notebooks with such a name are graded, and of the others the latest results stay.
    kept : KeptFindings or None
        What earlier commands have found out about the references.
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
        notebooks: str = "*",
        kept: KeptFindings | None = None,
    ) -> None:
        self._notebooks = notebooks
        self._kept = kept
        self._chosen = assignment.chosen(notebooks)
        self._others = tuple(one.source.name for one in assignment.masters if one not in self._chosen)
        self._assignment = assignment
        self._engine = engine
        self._journal = journal
        self._offsets: dict[str, list[int]] = {}
        for (student, _key), offset in sorted(offsets.items(), key=lambda item: -item[1]):
            self._offsets.setdefault(student, []).append(offset)
        self._force = force
        self._texts = texts
        if kept is not None:
            kept.recall(engine, [master.source for master in self._chosen])

    def grade(self, student: str) -> GradingResult:
        """Return the result of a student's submission, from the journal or by grading it."""
        started = time.monotonic()
        folder = self._assignment.course.place("submitted", student, self._assignment.name)
        for _try in range(_TRIES):
            handed_in = digest(folder)
            done = self._from_journal(student, handed_in, started) or self._grade(
                student, folder, self._own_key(self._key(handed_in, package_versions())), handed_in, started
            )
            if digest(folder) == handed_in:
                break  # otherwise the learner submitted again while this was graded
        return done

    def _key(self, handed_in: str, versions: str) -> str:
        """Return the key for the whole of a submission, graded with these versions of Python and of the packages."""
        return fingerprint(
            self._assignment.version.encode(),
            handed_in.encode(),
            versions.encode(),
            self._engine.limits.fingerprint_text().encode(),
            *([b"not isolated"] if self._engine.together else []),
        )

    def _from_journal(self, student: str, handed_in: str, started: float) -> GradingResult | None:
        """Return the newest result of this submission, assignment and limits, with whatever versions of packages it was found.

        An update of the course or of a package in the middle of a term must not grade everybody anew: only ``force`` does.
        """
        for offset in () if self._force else self._offsets.get(student, ()):
            entry = self._journal.entry_at(offset)
            if entry is None:
                continue
            key = self._key(handed_in, entry.environment)
            if entry.key not in (key, self._own_key(key)):
                continue
            if not entry.complete():
                return None
            texts = self._assignment.missing_notebooks(entry, self._notebooks) if self._texts else {}
            return GradingResult(entry, False, time.monotonic() - started, texts, self._others)
        return None

    def _own_key(self, key: str) -> str:
        """Return the key for what is graded here: not that of a whole submission, if only some notebooks are."""
        names = [master.source.name.encode() for master in self._chosen]
        return fingerprint(key.encode(), *names) if self._others else key

    def _latest(self, student: str) -> Entry | None:
        """Return what the journal has of a student's latest grading, of whatever submission."""
        offsets = self._offsets.get(student)
        return self._journal.entry_at(offsets[0]) if offsets else None

    def _grade(self, student: str, folder: Path, key: str, handed_in: str, started: float) -> GradingResult:
        given = [(master, master.source.read(folder)) for master in self._chosen]
        records = {master.source.name: self._records(master, folder, one) for master, one in given}
        untouched = {
            master.source.name: master.untouched(None if isinstance(one, UnreadableError) else one)
            for master, one in given
        }
        before = self._latest(student) if self._others else None
        if before is not None:
            others = [name for name in self._others if name in before.notebooks]
            records |= {name: before.notebooks[name] for name in others}
            untouched |= {name: before.untouched.get(name, []) for name in others}
        entry = Entry(
            key,
            student,
            self._assignment.name,
            _timestamp(self._assignment.course, folder),
            records,
            untouched=untouched,
            handed_in="" if self._others else handed_in,  # a merge takes whole submissions only
            version=self._assignment.version,
            environment=package_versions(),
            limits=self._engine.limits.plain(),
        )
        texts = self._assignment.graded_notebooks(entry, given) if self._texts else {}
        return GradingResult(entry, True, time.monotonic() - started, texts, self._others, learnt=self._learnt())

    def _learnt(self) -> dict[str, list[Any]]:
        """Return what was found out about the references and is not told yet."""
        kept = self._kept
        found = {} if kept is None else {one.source.name: kept.learnt(self._engine, one.source) for one in self._chosen}
        return {name: learnt for name, learnt in found.items() if learnt is not None}

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


def lost_result(assignment: Assignment, student: str, reason: str, *, notebooks: str = "*") -> GradingResult:
    """Make the result of a submission whose grading process ended: grader errors, so the next run grades it again."""
    folder = assignment.course.place("submitted", student, assignment.name)
    chosen = assignment.chosen(notebooks)
    records = {master.source.name: _error_records(master, reason, "") for master in chosen}
    key = fingerprint(b"lost", student.encode())
    entry = Entry(
        key, student, assignment.name, _timestamp(assignment.course, folder), records, environment=package_versions()
    )
    given = [(master, UnreadableError(reason)) for master in chosen]
    kept = tuple(master.source.name for master in assignment.masters if master not in chosen)
    return GradingResult(entry, True, 0.0, assignment.graded_notebooks(entry, given), kept)


def _error_records(master: graded_notebook.Master, reason: str, level: str) -> list[Record]:
    return [
        grader_failed(part.grade_id, part.points, reason, level)
        for part in master.source.parts
        if part.kind in ("test", "manual")
    ]


@functools.lru_cache(maxsize=1)
def package_versions() -> str:
    """Return the versions of Python and of the packages that can change a result."""
    found = [f"Python {platform.python_version()}"]
    for name in (*course_plugin.installed().packages, *_PACKAGES):
        try:
            found.append(f"{name} {importlib.metadata.version(name)}")
        except importlib.metadata.PackageNotFoundError:
            continue
    return ", ".join(found)


def has_readable_time(course: Course, assignment: str, student: str) -> bool:
    """Tell whether a submission says when it was handed in, or says nothing about it."""
    place = course.place("submitted", student, assignment)
    try:
        text = (place / "timestamp.txt").read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return True
    except (OSError, UnicodeDecodeError):
        return False
    return not text or _timestamp(course, place) != ""


def _timestamp(course: Course, folder: Path) -> str:
    """Return the time of submission in ISO format; "" if there is none that can be read."""
    try:
        found = course.directory.get_existing_timestamp(str(folder))
        return found.isoformat() if found else ""
    except Exception:  # noqa: BLE001 - a learner can write anything into that file, and nbgrader's reader raises accordingly
        return ""
