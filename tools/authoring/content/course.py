"""The whole course, loaded for the checks: whatever cannot be loaded becomes a problem, and the rest is checked all the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from authoring.assignment import AuthoredAssignment, find_notebook
from authoring.assignment import read_assignment as read_assignment
from authoring.content.notebook_model import Page, read_notebook
from authoring.content.problems import Problem, problem_from_error
from newspace.core.errors import CourseError
from newspace.questions import Bank, load_bank


@dataclass(frozen=True)
class CourseContent:
    """Lessons in their order, banks and exercises by unit, and what could not be loaded."""

    root: Path
    lessons: tuple[Page, ...]
    solutions: Mapping[str, Page]
    banks: Mapping[str, Bank]
    assignments: Mapping[str, AuthoredAssignment]
    faults: tuple[Problem, ...]

    @property
    def units(self) -> list[str]:
        """The units that have a bank of questions, in order."""
        return sorted(self.banks)

    def lesson(self, name: str) -> Page | None:
        """Find the lesson of that name, if there is one."""
        return next((page for page in self.lessons if page.name == name), None)

    @property
    def numbered(self) -> list[Page]:
        """The lessons that a learner goes through, in order."""
        return [page for page in self.lessons if page.is_unit]


def load_course(root: Path) -> CourseContent:
    """Load lessons, banks and solutions of the repository at ``root``."""
    faults: list[Problem] = []
    lessons = [page for path in sorted((root / "lessons").glob("*.ipynb")) if (page := _page(path, root, faults))]
    solutions: dict[str, Page] = {}
    assignments: dict[str, AuthoredAssignment] = {}
    folders = (root / "solutions").iterdir() if (root / "solutions").is_dir() else ()
    for folder in sorted(folder for folder in folders if folder.is_dir() and not folder.name.startswith(".")):
        try:
            path = find_notebook(folder)
            assignments[folder.name] = read_assignment(path)
        except CourseError as error:
            faults.append(problem_from_error(error, folder.relative_to(root).as_posix()))
            continue
        page = _page(path, root, faults)
        if page:
            solutions[folder.name] = page
    banks: dict[str, Bank] = {}
    for path in sorted((root / "lessons" / "quizzes").glob("*.toml")):
        try:
            banks[path.stem] = load_bank(path)
        except CourseError as error:
            faults.append(problem_from_error(error, path.relative_to(root).as_posix()))
    return CourseContent(root, tuple(lessons), solutions, banks, assignments, tuple(faults))


def _page(path: Path, root: Path, faults: list[Problem]) -> Page | None:
    try:
        return read_notebook(path, root)
    except (OSError, ValueError, AttributeError) as error:
        what = f"This is not a notebook: {str(error).splitlines()[0] if str(error) else type(error).__name__}"
        faults.append(
            Problem(path.relative_to(root).as_posix(), "", what, "Take it from git, or save it in JupyterLab.")
        )
        return None
