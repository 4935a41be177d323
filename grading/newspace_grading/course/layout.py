"""The layout of a course folder, as nbgrader's configuration describes it."""

from __future__ import annotations

import difflib
import json
import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from newspace_grading.course.nbgrader.configuration.config_files import ConfigFile, load_configuration, read_config
from newspace_grading.course.nbgrader.configuration.locked_gradebook import with_lock_timeout
from newspace_grading.model.errors import UserError
from newspace_grading.model.notebook.cell_roles import CellRole, read_marks

_MOST_NAMES = 6


class CourseFolderError(UserError):
    """The course folder lacks something; the message says what to do."""


@dataclass
class Course:
    """The folders of a course.

    Attributes
    ----------
    directory : nbgrader.coursedir.CourseDirectory
        nbgrader's description of the folders.
    config_files : tuple of ConfigFile
        The configuration files that were loaded, the most important last.
    """

    directory: Any
    config_files: tuple[ConfigFile, ...] = ()

    @property
    def root(self) -> Path:
        """Return the course folder."""
        return Path(self.directory.root)

    def place(self, step: str, student: str, assignment: str) -> Path:
        """Return the folder of one of nbgrader's steps: source, release, submitted, autograded or feedback."""
        return Path(self.directory.format_path(getattr(self.directory, f"{step}_directory"), student, assignment))

    def database(self) -> Path | None:
        """Return the file of the gradebook; None if it is in memory or on a database server."""
        path = _database_path(str(self.directory.db_url))
        return Path(path) if path else None

    def shown_database(self) -> str:
        """Return the gradebook's address for people: without the password and the options that it may contain."""
        return re.sub(r"//[^@/]*@", "//…@", str(self.directory.db_url).partition("?")[0])

    def beside_graded(self) -> Path:
        """Return the folder in which the folder of graded notebooks lies: the grader's own folders lie there, too."""
        return Path(self.root, self.directory.autograded_directory).parent

    def records_folder(self) -> Path:
        """Return the folder of the journals, and of what was collected, beside nbgrader's folder of graded notebooks."""
        return self.beside_graded() / ".newspace-grade"

    def students(self, assignment: str) -> list[str]:
        """Return the learners who submitted the assignment."""
        return [name for name in self._folders(assignment) if _can_be_written(name)]

    def misnamed(self, assignment: str) -> list[str]:
        """Return the submission folders whose names are not UTF-8: no gradebook could hold such a name."""
        return [name for name in self._folders(assignment) if not _can_be_written(name)]

    def _folders(self, assignment: str) -> list[str]:
        top = self.place("submitted", ".", assignment).parent
        if not top.is_dir():
            return []
        return sorted(
            entry.name for entry in top.iterdir() if (entry / assignment).is_dir() and not entry.name.startswith(".")
        )

    def assignments(self) -> list[str]:
        """Return the assignments that have a source folder with a notebook."""
        top = self.place("source", ".", "x").parent
        return sorted({path.parent.name for path in top.glob("*/*.ipynb") if not path.parent.name.startswith(".")})

    def notebooks(self, assignment: str) -> list[Path]:
        """Return the source notebooks of an assignment: those with something to grade, if there are any.

        Raises
        ------
        CourseFolderError
            If there are none.
        """
        folder = self.place("source", ".", assignment)
        found = sorted(folder.glob("*.ipynb"))
        if not found:
            here = (self.root / "nbgrader_config.py").is_file()
            remedy = (
                _other_names(assignment, self.assignments())
                + "Check the name, or name the course folder with --course."
            )
            raise CourseFolderError(
                f"There is no assignment “{assignment}”.",
                where=str(folder),
                remedy=remedy if here else f"{remedy} {self.root} has no nbgrader_config.py.",
            )
        return [path for path in found if _is_graded(path)] or found

    def has_points(self, assignment: str) -> bool:
        """Tell whether something in an assignment is graded; one without a source is for others to complain of."""
        found = list(self.place("source", ".", assignment).glob("*.ipynb"))
        return not found or any(map(_is_graded, found))


def _is_graded(path: Path) -> bool:
    """Tell whether a source notebook has a graded cell; True for an unreadable one, reported elsewhere."""
    try:
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        return any(read_marks(cell).role in (CellRole.TEST, CellRole.MANUAL) for cell in cells)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return True


def _other_names(given: str, known: Sequence[str]) -> str:
    """Suggest the known names that resemble this one."""
    alike = [name for name in known if name.startswith(given)] or difflib.get_close_matches(given, known, cutoff=0.5)
    if not alike:
        return ""
    names = [f"“{name}”" for name in alike[:_MOST_NAMES]]
    *first, last = names
    return f"Did you mean {', '.join(first)}{' or ' if first else ''}{last}? "


def _can_be_written(name: str) -> bool:
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def _database_path(address: str) -> str:
    """Return the path in the address of a database, without its options (``?timeout=60``).

    It is "" for one that is no file, or is given as SQLite's own address of a file.
    """
    kind, _slashes, path = address.partition("?")[0].partition(":///")
    return "" if kind != "sqlite" or path == ":memory:" or path.startswith("file:") else path


def find_course(folder: Path, settings: Path | None = None) -> Course:
    """Return the course in a folder, with the configuration there and, over it, that in a JSON file.

    The folder need not be the working directory, and does not become it.

    Raises
    ------
    CourseFolderError
        If nbgrader is not installed, or the folder is missing.
    """
    if not folder.is_dir():
        raise CourseFolderError(
            "There is no such folder.", where=str(folder), remedy="Give --course the course's folder."
        )
    folder = folder.resolve()
    try:
        app, config_files = load_configuration(folder)
        from nbgrader.coursedir import CourseDirectory
    except ImportError as error:
        raise CourseFolderError(
            f"nbgrader cannot be loaded: {error}", where=str(folder), remedy="Install it: pip install nbgrader"
        ) from None
    if settings is not None:
        app.update_config(read_config(settings.read_text(encoding="utf-8")))
    # nbgrader takes relative paths as relative to where it is started: to the course folder.
    root = app.config.get("CourseDirectory", {}).get("root", "")
    directory = CourseDirectory(parent=app, root=os.path.abspath(folder / str(root)))
    if database := _database_path(directory.db_url):
        options = str(directory.db_url).partition("?")[2]
        directory.db_url = with_lock_timeout(f"sqlite:///{folder / database}" + (options and f"?{options}"))
    return Course(directory, tuple(config_files))
