"""Read an assignment as its author wrote it: its cells, who defines which name, and which tests need the learner's own process."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from newspace_grading.engine.analysis import isolation_requirements, name_ownership
from newspace_grading.model.errors import GraderError
from newspace_grading.model.execution_plan import Part, normalised_source
from newspace_grading.model.frozen_map import FrozenMap
from newspace_grading.model.notebook import submission
from newspace_grading.model.notebook.cell_roles import CellMarks, CellRole, read_marks
from newspace_grading.model.text import source_of


@dataclass(frozen=True, kw_only=True, eq=False)
class Source:
    """An assignment as its author wrote it. It does not change; what is learnt by running it is the engine's to keep.

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
        grade_id of a test → why it cannot do with two processes, as far as its text says so.
    folder : Path or None
        Where it lies: tests may read the files that lie beside it.
    withheld : frozenset of str
        Of these files, the names of those that only tests read: a learner's process never sees them, unless a test hands one over.
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

    @property
    def graded(self) -> tuple[Part, ...]:
        """The cells that are worth points."""
        return tuple(part for part in self.parts if part.kind in ("test", "manual"))

    def handed_in(self, folder: Path) -> submission.Submission:
        """Read what lies in a submission's folder for this notebook.

        Raises
        ------
        UnreadableError
            If there is nothing that can be read.
        """
        return submission.read_submission(folder, self.name, {part.grade_id for part in self.parts}, self.others)

    def read(self, folder: Path) -> submission.Submission | submission.UnreadableError:
        """Read what lies in a submission's folder for this notebook; return the error if there is nothing that can be read."""
        try:
            return self.handed_in(folder)
        except submission.UnreadableError as error:
            return error


def read_source(path: Path, release: Path | None = None) -> Source:
    """Read a source notebook; with the released one, cells left as they were are known.

    Raises
    ------
    GraderError
        If it is no notebook with graded cells.
    """
    try:
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise GraderError(f"{path}: this source notebook cannot be read: {error}") from None
    read = [_read_cell(cell) for cell in cells]
    parts = tuple(part for _given, _marks, part in read if part is not None)
    if not any(part.kind in ("test", "manual") for part in parts):
        raise GraderError(f"{path}: it has no graded cell")
    tests = {part.grade_id: part.source for part in parts if part.kind == "test"}
    code = [(given.source, part) for given, marks, part in read if marks.is_code]
    names = name_ownership.ownership_of(
        answers=[text for text, part in code if part is not None and part.kind in ("answer", "manual")],
        others=[text for text, part in code if part is None or part.kind == "setup"],
        tests=tests.values(),
    )
    needs = ((task, tuple(isolation_requirements.requirements_of(text, names))) for task, text in tests.items())
    seen = "\n".join(given.source for given, _marks, part in read if part is None or part.kind != "test")
    # What was left as it was gets 0, except in a task cell: its answer stands in other cells, so a person looks.
    task_cells = {marks.grade_id for _given, marks, _part in read if marks.is_task}
    answered = {part.grade_id for part in parts if part.kind == "manual"} - task_cells
    return Source(
        name=path.stem,
        parts=parts,
        names=names,
        released=_released(release, answered),
        others=frozenset(other.stem for other in path.parent.glob("*.ipynb")) - {path.stem},
        given=tuple(given for given, _marks, _part in read),
        needs=FrozenMap((task, why) for task, why in needs if why),
        folder=path.parent,
        withheld=_withheld(path.parent, None if release is None else release.parent, seen),
    )


def _read_cell(cell: Mapping[str, Any]) -> tuple[submission.Given, CellMarks, Part | None]:
    """Read a cell: as if it had been handed in, its marks, and the part of the assignment that it is."""
    text, marks = source_of(cell), read_marks(cell)
    return submission.Given(marks.grade_id, marks.is_code, text), marks, _part(marks, text)


def _released(release: Path | None, wanted: set[str]) -> FrozenMap[str, str]:
    """Read what learners get in these answers."""
    if release is None or not release.exists():
        return FrozenMap()
    cells = submission.read_file(release).cells
    return FrozenMap((cell.grade_id, normalised_source(cell.source)) for cell in cells if cell.grade_id in wanted)


def _withheld(folder: Path, release: Path | None, seen: str) -> frozenset[str]:
    """Files that lie beside the source, are not given out, and are named in no cell but tests."""
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
