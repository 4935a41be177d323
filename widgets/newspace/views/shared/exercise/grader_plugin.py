"""The course's plug-in for the grader, which finds it through the entry-point group ``newspace_grade.course``.

The grader describes each name that stands here, in its module ``course_plugin``. Nothing of the grader is imported.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from newspace.core.errors import CourseError
from newspace.core.i18n import in_language as translate
from newspace.core.lab.workspace import LEDGER
from newspace.core.paths import data, room

__all__ = ["deciding", "fonts", "handed_out", "packages", "preload", "prepare", "readable", "self_study", "translate"]

packages = ("newspace",)
preload = (
    "newspace.checks",
    "newspace.figures.shared.description",
    "newspace.models.ispace.descent",
    "newspace.content.readings",
    "newspace.views.shared.exercise.grade_button",
    "newspace.views.shared.exercise.hint",
    "newspace.views.shared.reading.open_citations",
    "newspace.views.shared.reading.sources",
)
deciding = ("newspace.checks",)


def prepare() -> None:
    """Read the readings and the hints: nearly every exercise asks for them."""
    from newspace.content import readings  # `preload` names both modules: other commands of the grader need neither
    from newspace.views.shared.exercise.hint import load_hints

    readings.names()
    for path in sorted((room("lessons") / "hints").glob("*.toml")):
        load_hints(path.stem)


def readable() -> Iterable[Path]:
    """List the rooms that exercises read from: the readings and lessons, never the solutions."""
    for name in ("seeds", "lessons"):
        with suppress(CourseError):
            yield room(name)


def handed_out(assignment: str) -> Iterable[Path]:
    """List what every learner of an exercise reads: its hints and its lesson."""
    with suppress(CourseError):
        lessons = room("lessons")
        found = (lessons / "hints" / f"{assignment}.toml", lessons / f"{assignment}.ipynb")
        yield from (path for path in found if path.is_file())


def fonts() -> Iterable[Path]:
    """List the font with Korean and Japanese letters."""
    return [data("fonts") / "NewspaceCJK.otf"]


class _SelfStudy:
    """Find a learner's own notebook, and record the result of grading it."""

    def sources(self, assignment: str) -> Mapping[Path, Path]:
        """Map each solution notebook of an exercise to the one that learners get; empty where there are no solutions."""
        try:
            found = sorted((room("solutions") / assignment).glob("*.ipynb"))
            return {path: room("exercises") / assignment / path.name for path in found}
        except CourseError:
            return {}

    def work_folders(self, course_root: Path, started_in: Path) -> Sequence[Path]:
        """List where learners work: the configured folder, the current one, and the course's own."""
        found = [Path(os.environ["NEWSPACE_WORK"]).expanduser()] if os.environ.get("NEWSPACE_WORK") else []
        found += [folder for folder in (started_in, *started_in.parents) if (folder / LEDGER).is_file()]
        found.append(course_root / "work")
        with suppress(CourseError):
            found.append(room("lessons").parent / "work")
        return found

    def home(self, notebook: Path) -> Path | None:
        """Find the working folder that holds a notebook: the nearest one with a ledger of the copied files."""
        return next((folder for folder in notebook.parents if (folder / LEDGER).is_file()), None)

    def record(self, notebook: str, *, points: float, possible: float, waiting: float) -> None:
        """Note what an exercise earned, in the learner's progress."""
        from newspace.attempts.location import open_store  # only what a learner asks for opens the store

        open_store().record_graded(notebook, points=points, possible=possible, waiting=waiting)

    def where_copies_come_from(self) -> str:
        """Say how a learner gets a copy of an exercise."""
        return "“make lab” puts a copy of every exercise into your working folder."

    def how_to_compare(self, assignment: str) -> str:
        """Say where a written answer of an exercise can be compared."""
        return f'ns.solution("{assignment}", …)'


self_study = _SelfStudy()
