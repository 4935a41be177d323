"""An assignment as its author wrote it: its cells, who defines which name, and which tests need the learner's own process."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from newspace_grading.engine.analysis import isolation_requirements, name_ownership
from newspace_grading.model.errors import GraderError
from newspace_grading.model.execution_plan import Part, normalised_source
from newspace_grading.model.notebook import submission
from newspace_grading.model.notebook.cell_roles import CellMarks, CellRole, read_marks
from newspace_grading.model.results.record import Record
from newspace_grading.model.text import source_of


@dataclass(frozen=True)
class Source:
    """An assignment as its author wrote it.

    Attributes
    ----------
    name : str
        The notebook's name, without ending.
    parts : list of Part
        The cells that nbgrader marks, in order.
    names : NameOwnership
        Who defines which name.
    released : dict
        grade_id → what a learner gets in an answer that a person grades.
    others : frozenset of str
        The assignment's other notebooks.
    given : list of Given
        All cells, as if somebody had handed them in.
    needs : dict
        grade_id of a test → why it cannot do with two processes; what is found out on the way is added.
    tried : set of str
        Tests that were tried out with the reference's own answers.
    wrong : dict
        grade_id of a test that the reference itself was seen not to pass → its record.
    proxied_results : dict
        grade_id of a test → what the reference's own answers come to behind proxies, once that was tried.
    baseline_empty_counts : dict
        grade_id of a test → how often something without content comes back in it when the reference is tried.
    folder : Path or None
        Where it lies: tests may read the files that lie beside it.
    withheld : frozenset of str
        Of these files, the names of those that only tests read: a learner's process never sees them, unless a test hands one over.
    """

    name: str
    parts: list[Part]
    names: name_ownership.NameOwnership
    released: dict[str, str]
    others: frozenset[str] = frozenset()
    given: list[submission.Given] = field(default_factory=list)
    needs: dict[str, list[isolation_requirements.Need]] = field(default_factory=dict)
    tried: set[str] = field(default_factory=set)
    wrong: dict[str, Record] = field(default_factory=dict)
    proxied_results: dict[str, Record] = field(default_factory=dict)
    baseline_empty_counts: dict[str, int] = field(default_factory=dict)
    folder: Path | None = None
    withheld: frozenset[str] = frozenset()

    def handed_in(self, folder: Path) -> submission.Submission:
        """Read what lies in a submission's folder for this notebook.

        Raises
        ------
        UnreadableError
            If there is nothing that can be read.
        """
        return submission.read_submission(folder, self.name, {part.grade_id for part in self.parts}, self.others)


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
    parts: list[Part] = []
    answers: list[str] = []
    others: list[str] = []
    given: list[submission.Given] = []
    marked: list[Part | None] = []
    tasks: set[str] = set()
    for cell in cells:
        text = source_of(cell)
        marks = read_marks(cell)
        part = _part(marks, text)
        marked.append(part)
        given.append(submission.Given(marks.grade_id, marks.is_code, text))
        if marks.is_task:
            tasks.add(marks.grade_id)
        if part is not None:
            parts.append(part)
        if marks.is_code and (part is None or part.kind == "setup"):
            others.append(text)
        elif marks.is_code and part is not None and part.kind in ("answer", "manual"):
            answers.append(text)
    if not any(part.kind in ("test", "manual") for part in parts):
        raise GraderError(f"{path}: it has no graded cell")
    released = {}
    if release is not None and release.exists():
        # What was left as it was gets 0, except in a task cell: its answer stands in other cells, so a person looks.
        own = {part.grade_id for part in parts if part.kind == "manual"} - tasks
        released = {
            one.grade_id: normalised_source(one.source)
            for one in submission.read_file(release).cells
            if one.grade_id in own
        }
    beside = frozenset(other.stem for other in path.parent.glob("*.ipynb")) - {path.stem}
    tests = {part.grade_id: part.source for part in parts if part.kind == "test"}
    found = name_ownership.ownership_of(answers, others, tests.values())
    wanted = {task: why for task, text in tests.items() if (why := isolation_requirements.requirements_of(text, found))}
    seen = "\n".join(one.source for one, part in zip(given, marked, strict=True) if part is None or part.kind != "test")
    held = _withheld(path.parent, None if release is None else release.parent, seen)
    return Source(path.stem, parts, found, released, beside, given, wanted, folder=path.parent, withheld=held)


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
