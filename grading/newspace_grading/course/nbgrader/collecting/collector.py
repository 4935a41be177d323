"""A collector for ``nbgrader zip_collect`` that knows the downloads of learning platforms, and files of the browser edition.

In nbgrader_config.py: ``c.ZipCollectApp.collector_plugin = "newspace_grading.course.nbgrader.collecting.collector.DownloadedFiles"``.
"""

from __future__ import annotations

import json
import os
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Any

from nbgrader.plugins.zipcollect import FileNameCollectorPlugin
from nbgrader.utils import find_all_notebooks

from newspace_grading.course.layout import Course
from newspace_grading.course.lms.lists.names import as_folder
from newspace_grading.course.lms.lists.students import students
from newspace_grading.course.lms.submissions.collected import read_collected
from newspace_grading.course.lms.submissions.matching import Owners
from newspace_grading.course.lms.submissions.origins import Origin, notebook_of, origin
from newspace_grading.model.errors import UserError

HAND_IN = "newspace_hand_in"
"""Where a notebook says who handed it in and when, in its metadata; the browser edition writes it."""
_JUNK = ("__MACOSX", ".ipynb_checkpoints")
_LARGEST_BYTES = 100_000_000


@dataclass(frozen=True)
class _File:
    """A downloaded notebook: where it is, where it comes from, and what it says of itself."""

    path: Path
    shown: PurePath
    origin: Origin
    marked: bool
    said: Mapping[str, str]

    @property
    def name(self) -> str:
        """The person: as the platform says; else as the notebook says; else as the file's name does."""
        return self.origin.name or self.origin.user or self.said.get("name", "") or self.origin.typed

    @property
    def rank(self) -> tuple[bool, str, str, int, str]:
        """Which of two is the newer one: one without an exercise in it is none."""
        return (self.marked, self.origin.time, self.said.get("time", ""), self.origin.copy, self.shown.as_posix())


class DownloadedFiles(FileNameCollectorPlugin):  # type: ignore[misc]  # nbgrader ships no types
    """A collector plug-in that needs no pattern: who handed a file in is read from its path, in the way of each platform.

    A person is looked up in the gradebook, by the platform's number or name, or by first and last name; one who is not there gets
    the name as id. Of two files for one notebook the newer one is taken, and the other is named. A pattern that is set
    (``named_regexp``) is followed instead.
    """

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._plan: dict[Path, dict[str, str]] | None = None

    def collect(self, submitted_file: str) -> dict[str, str] | None:
        """Say whose a file is and which notebook it is; None if it is not collected."""
        if self.named_regexp:
            return super().collect(submitted_file)  # type: ignore[no-any-return]
        if self._plan is None:
            self._plan = self._planned_or_said()
        return self._plan.get(Path(submitted_file).resolve())

    def _planned_or_said(self) -> dict[Path, dict[str, str]]:
        """Make the plan; what a teacher can put right ends the command in words."""
        try:
            return self._planned()
        except UserError as error:
            self.parent.fail(str(error))
            raise

    def _planned(self) -> dict[Path, dict[str, str]]:
        """Look at the whole download at once, because which of two files is taken depends on both."""
        app = self.parent
        directory = app.coursedir
        made = os.path.join(directory.root, app.collect_directory_structure)
        steps = {"downloaded": app.downloaded_directory, "assignment_id": directory.assignment_id}
        folder = Path(made.format(**steps, collect_step=app.extracted_directory)).resolve()
        released = directory.format_path(directory.release_directory, ".", directory.assignment_id)
        notebooks = [Path(name).with_suffix("").as_posix() for name in find_all_notebooks(released)]
        files = [_read(path, folder, notebooks) for path in sorted(folder.rglob("*")) if self._is_wanted(path, folder)]
        course = Course(directory)
        before = read_collected(course, directory.assignment_id)
        owners = Owners(students(course), remembered={(one.lms, one.number): one.student for one in before.values()})
        plan: dict[Path, dict[str, str]] = {}
        for student, own in self._by_student(files, owners).items():
            for notebook, file in self._taken(own, notebooks).items():
                times = {"timestamp": file.origin.time} if file.origin.time else {}
                plan[file.path] = {"student_id": student, "file_id": f"{notebook}{file.path.suffix}"} | times
        return plan

    def _is_wanted(self, path: Path, folder: Path) -> bool:
        inside = path.relative_to(folder)
        junk = any(part in _JUNK or part.startswith("._") for part in inside.parts)
        return path.suffix in self.valid_ext and path.is_file() and not junk

    def _by_student(self, files: Iterable[_File], owners: Owners) -> dict[str, list[_File]]:
        """Group files by student; persons of one name are told apart by the platform's number, or kept apart."""
        found: dict[str, list[_File]] = defaultdict(list)
        for file in files:
            student = owners.of(file.origin, file.name).student or as_folder(file.name)
            if student:
                found[student].append(file)
            else:
                self.log.warning(
                    "%s: its path does not say who handed it in, so it is not collected. What to do: rename it to "
                    "%s--NAME.ipynb, then collect again with --force.",
                    file.shown,
                    self.parent.coursedir.assignment_id,
                )
        apart: dict[str, list[_File]] = {}
        for student, own in sorted(found.items()):
            persons = sorted({file.origin.person for file in own})
            if len(persons) == 1:
                apart[student] = own
                continue
            for person in persons:
                named = "_".join(filter(None, (student, *person)))
                apart[named] = [file for file in own if file.origin.person == person]
            self.log.warning(
                "More than one person is called %s. They are kept apart, by what the platform says: %s.",
                student,
                ", ".join("_".join(filter(None, (student, *person))) for person in persons),
            )
        return apart

    def _taken(self, own: list[_File], notebooks: list[str]) -> dict[str, _File]:
        """Choose one file of a student for each notebook of the assignment."""
        offered: dict[str, list[_File]] = defaultdict(list)
        for file in own:
            offered[notebook_of(file.origin.stem, notebooks)].append(file)
        unnamed = offered.pop("", [])
        if not offered and len(notebooks) == len(unnamed) == 1:
            self.log.warning("%s is taken for %s, though its name is another one.", unnamed[0].shown, notebooks[0])
            return {notebooks[0]: unnamed[0]}
        taken = {}
        for notebook, files in offered.items():
            *others, newest = sorted(files, key=lambda file: file.rank)
            taken[notebook] = newest
            for other in others:
                if other.marked:
                    self.log.warning("%s is left out: %s is by the same person, and newer.", other.shown, newest.shown)
        return taken


def _read(path: Path, folder: Path, notebooks: list[str]) -> _File:
    """Look into a notebook; one that cannot be read is collected all the same, and the grader says what is wrong with it."""
    shown = path.relative_to(folder)
    whence = origin(shown, notebooks)
    try:
        content = json.loads(path.read_bytes()) if path.stat().st_size < _LARGEST_BYTES else {}
        marked = any("nbgrader" in cell.get("metadata", {}) for cell in content["cells"])
        said = content["metadata"].get(HAND_IN, {})
        plain = {name: value for name, value in said.items() if isinstance(value, str)}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return _File(path, shown, whence, marked=False, said={})
    return _File(path, shown, whence, marked, plain)
