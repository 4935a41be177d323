"""Read an assignment as its author wrote it: its cells, who defines which name, and which tests need the learner's own process."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, NamedTuple

from newspace_grading.engine.analysis import isolation_requirements, name_ownership
from newspace_grading.engine.analysis.ordinary_cells import SourceCell
from newspace_grading.model import course_modules
from newspace_grading.model.errors import GraderError
from newspace_grading.model.execution_plan import Part, normalised_source
from newspace_grading.model.frozen_map import FrozenMap
from newspace_grading.model.notebook import submission
from newspace_grading.model.notebook.cell_roles import CellMarks, CellRole, foreign_language, names_kernel, read_marks
from newspace_grading.model.results.message import message
from newspace_grading.model.text import source_of

_NO_TESTS: Mapping[str, str] = FrozenMap[str, str]()


@dataclass(frozen=True, kw_only=True, eq=False)
class Source:
    """An assignment as its author wrote it. It is immutable; the engine keeps what running it shows.

    Attributes
    ----------
    name : str
        The notebook's name, without ending.
    parts : tuple of Part
        The cells that nbgrader marks, in order.
    names : NameOwnership
        Who defines which name.
    released : mapping
        grade_id → what a learner gets in an answer that a person grades.
    others : frozenset of str
        The assignment's other notebooks.
    given : tuple of Given
        All cells, as if somebody had handed them in.
    needs : mapping
        grade_id of a test → why it cannot run isolated, as far as its source shows.
    folder : Path or None
        Where it lies: tests may read the files that lie beside it.
    withheld : frozenset of str
        Of these files, the names of those that only tests read: a learner's process never sees them, unless a test hands one over.
    modules : frozenset of str
        Of these files, those that can be imported: an installed package of the same name is not loaded ahead.
    names_kernel : bool
        Whether it says for which kernel it is written.
    """

    name: str
    parts: tuple[Part, ...]
    names: name_ownership.NameOwnership
    released: Mapping[str, str] = FrozenMap[str, str]()
    others: frozenset[str] = frozenset()
    given: tuple[submission.Given, ...] = ()
    needs: Mapping[str, tuple[isolation_requirements.Need, ...]] = FrozenMap[
        str, tuple[isolation_requirements.Need, ...]
    ]()
    folder: Path | None = None
    withheld: frozenset[str] = frozenset()
    modules: frozenset[str] = frozenset()
    names_kernel: bool = True

    @property
    def graded(self) -> tuple[Part, ...]:
        """The cells that are worth points."""
        return tuple(part for part in self.parts if part.kind in ("test", "manual"))

    def handed_in(self, folder: Path) -> submission.Submission:
        """Read this notebook's submission from a folder.

        Raises
        ------
        UnreadableError
            If nothing in it can be read.
        """
        marks = {part.grade_id for part in self.parts}
        answers = {part.grade_id for part in self.parts if part.kind == "answer"}
        found = submission.read_submission(folder, self.name, marks, self.others, answers)
        if found.language and not self.names_kernel:  # the kernel that a source names holds for all submissions
            problem = message("it is written in {language}, and not in Python", language=found.language)
            raise submission.UnreadableError(message("{file}: {problem}", file=str(found.path), problem=problem))
        return found

    def read(self, folder: Path) -> submission.Submission | submission.UnreadableError:
        """Read this notebook's submission from a folder; return the error if nothing in it can be read."""
        try:
            return self.handed_in(folder)
        except submission.UnreadableError as error:
            return error


def read_source(path: Path, release: Path | None = None, tests: Mapping[str, str] = _NO_TESTS) -> Source:
    """Read a source notebook; with the released one, cells left as they were are known.

    Parameters
    ----------
    path, release : Path
        The source notebook, and the released one.
    tests : mapping
        grade_id → the text of a test that takes the place of the one in the file.

    Raises
    ------
    GraderError
        If it is no notebook with graded cells, or one of another language than Python.
    """
    table = _read_table(path)
    _check_language(path, table.get("metadata"))
    cells = [_read_cell(cell) for cell in with_tests(table["cells"], tests)]
    parts = tuple(cell.part for cell in cells if cell.part is not None)
    if not any(part.kind in ("test", "manual") for part in parts):
        raise GraderError(f"{path}: it has no graded cell")
    names = _names(cells)
    needs = ((part.grade_id, _needs(part, names)) for part in parts if part.kind == "test")
    seen = "\n".join(cell.given.source for cell in cells if cell.kind != "test")
    return Source(
        name=path.stem,
        parts=parts,
        names=names,
        released=_released(release, _answers_by_hand(cells)),
        others=frozenset(other.stem for other in path.parent.glob("*.ipynb")) - {path.stem},
        given=tuple(cell.given for cell in cells),
        needs=FrozenMap((task, why) for task, why in needs if why),
        folder=path.parent,
        modules=course_modules.modules_in(path.parent),
        withheld=_withheld(path.parent, None if release is None else release.parent, seen),
        names_kernel=names_kernel(table.get("metadata")),
    )


def _check_language(path: Path, metadata: object) -> None:
    """Refuse a source that says that it is written in another language than Python."""
    language = foreign_language(metadata)
    if language:
        raise GraderError(f"{path}: it is written in {language}, and only Python is graded here")


class _Cell(NamedTuple):
    """A cell of a source: as if it had been handed in, its marks, and the part of the assignment that it is."""

    given: submission.Given
    marks: CellMarks
    part: Part | None

    @property
    def kind(self) -> str:
        """The kind of its part; "" for a cell without marks."""
        return "" if self.part is None else self.part.kind


def read_source_cells(path: Path) -> list[Mapping[str, Any]]:
    """Read the cells of a source notebook, as the file has them.

    Raises
    ------
    GraderError
        If it is no notebook.
    """
    cells: list[Mapping[str, Any]] = _read_table(path)["cells"]
    return cells


def with_tests(cells: Sequence[Mapping[str, Any]], tests: Mapping[str, str]) -> list[Mapping[str, Any]]:
    """Put other texts into some tests, by grade_id."""
    return [{**cell, "source": tests[name]} if (name := read_marks(cell).grade_id) in tests else cell for cell in cells]


def _read_table(path: Path) -> dict[str, Any]:
    """Read a source notebook as the file has it."""
    try:
        table: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        table["cells"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise GraderError(f"{path}: this source notebook cannot be read: {error}") from None
    return table


def _read_cell(cell: Mapping[str, Any]) -> _Cell:
    text, marks = source_of(cell), read_marks(cell)
    return _Cell(submission.Given(marks.grade_id, marks.is_code, text), marks, _part(marks, text))


def _names(cells: Sequence[_Cell]) -> name_ownership.NameOwnership:
    """Decide who defines which name: the code of answers, of other cells, or of tests."""
    return name_ownership.ownership_of_cells(
        [
            SourceCell(cell.kind, cell.given.grade_id, cell.given.source)
            for cell in cells
            if cell.marks.is_code or cell.kind == "test"
        ]
    )


def _needs(test: Part, names: name_ownership.NameOwnership) -> tuple[isolation_requirements.Need, ...]:
    """Return why a test cannot run isolated, as far as its source shows."""
    return tuple(isolation_requirements.requirements_of(test.source, names))


def _answers_by_hand(cells: Sequence[_Cell]) -> set[str]:
    """Return the answers that a person grades and that get 0 where they are left as they were.

    A task cell is not among them: its answer stands in other cells, so a person looks.
    """
    return {cell.part.grade_id for cell in cells if cell.part and cell.kind == "manual" and not cell.marks.is_task}


def _released(release: Path | None, wanted: set[str]) -> FrozenMap[str, str]:
    """Read what learners get in these answers."""
    if release is None or not release.exists():
        return FrozenMap()
    cells = submission.read_file(release).cells
    return FrozenMap((cell.grade_id, normalised_source(cell.source)) for cell in cells if cell.grade_id in wanted)


def _withheld(folder: Path, release: Path | None, seen: str) -> frozenset[str]:
    """List the files beside the source that are not released and that only test cells name."""
    if release is None or not release.is_dir():
        return frozenset()
    names = {path.name for path in folder.rglob("*") if path.is_file() and path.suffix != ".ipynb"}
    given_out = {path.name for path in release.rglob("*")}
    return frozenset(name for name in names - given_out if name not in seen and Path(name).stem not in seen)


def _part(marks: CellMarks, text: str) -> Part | None:
    """Return the part of the assignment that a marked cell is."""
    kind = _KINDS.get(marks.role)
    if kind is None:
        return None
    points = marks.points if kind in ("test", "manual") else 0.0
    return Part(marks.grade_id, kind, text, points, marks.is_code)


_KINDS: Mapping[CellRole, Literal["setup", "answer", "test", "manual"]] = {
    CellRole.LOCKED: "setup",
    CellRole.ANSWER: "answer",
    CellRole.TEST: "test",
    CellRole.MANUAL: "manual",
}
