"""The order of work for one submission: the learner's cells as they stand in the file, set-up and tests from the source.

Cells are matched by id, then by content. A test is put after the learner's last copy of the answers that it tests.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from newspace_grading.model.notebook import hidden_regions
from newspace_grading.model.notebook.submission import Given
from newspace_grading.model.results.message import Sentence, Text, message

Kind = Literal["learner", "setup", "test", "manual"]


@dataclass(frozen=True)
class Part:
    """A cell of the source that nbgrader marks.

    Attributes
    ----------
    grade_id : str
        Its name.
    kind : str
        Its kind: a set-up cell is a locked one.
    source : str
        Its text.
    points : float
        What it is worth.
    code : bool
        Whether it is a code cell.
    """

    grade_id: str
    kind: Literal["setup", "answer", "test", "manual"]
    source: str
    points: float = 0.0
    code: bool = True


@dataclass(frozen=True)
class Step:
    """One thing to do.

    Attributes
    ----------
    kind : str
        Whose cell it is, or whether a person looks at it.
    source : str
        The text of the cell.
    task : str
        The grade_id of a set-up, test or manual cell; for a learner's cell, of the answer that it holds, or "".
    points : float
        What it is worth.
    answers : tuple of str
        The answers that a test is about.
    """

    kind: Kind
    source: str
    task: str = ""
    points: float = 0.0
    answers: tuple[str, ...] = ()


@dataclass
class Plan:
    """Steps in order, and what had to be repaired to find them.

    Attributes
    ----------
    steps : list of Step
        The steps.
    repairs : dict
        Task → remarks; "" stands for the whole file.
    """

    steps: list[Step]
    repairs: dict[str, list[Text]] = field(default_factory=dict)


@functools.lru_cache(maxsize=1024)
def file_name_of_test(task: str) -> str:
    """Return what stands for a file's name in the compiled code of a test, and so in its tracebacks."""
    return f"test {task}"


def normalised_source(source: str) -> str:
    """Return a cell's text without hidden tests and without what editors change."""
    return re.sub(r"\s+", " ", hidden_regions.without(source)).strip()


@functools.lru_cache(maxsize=1024)
def _text_of(part: Part) -> str:
    """Return the normalised text of a cell of the source, which is compared with every cell of every submission."""
    return normalised_source(part.source)


def merge_cells(parts: Sequence[Part], given: Sequence[Given]) -> Plan:
    """Merge the source's and the submission's cells into one order."""
    plan = Plan([])
    known = {part.grade_id: part for part in parts if part.grade_id}
    owners = [_owner(cell, known, parts, plan) for cell in given]
    _note_what_happened(parts, owners, plan)
    steps: list[tuple[float, Step]] = []
    last: dict[str, int] = {}
    for place, (cell, owner) in enumerate(zip(given, owners, strict=True)):
        is_run = _is_run(cell, owner)
        if owner is not None and (is_run or owner.kind == "manual"):
            last[owner.grade_id] = place
        if is_run:
            if owner is not None and not cell.code:
                _note(plan, owner.grade_id, message("the answer cell had been made a text cell"))
            steps.append((place, Step("learner", cell.source, owner.grade_id if owner else "")))
    steps += _Placement(parts, owners, last, given).steps()
    plan.steps = [step for _place, step in sorted(steps, key=lambda pair: pair[0])]
    return plan


def _is_run(cell: Given, owner: Part | None) -> bool:
    """Tell whether a cell of the submission is run as the learner's own."""
    if owner is not None and owner.kind in ("setup", "test"):
        return False  # the source's is run in its place
    return cell.code or (owner is not None and owner.kind == "answer" and owner.code)


class _Placement:
    """Find the place of each set-up, test and manual cell of the source among the submission's cells."""

    def __init__(
        self,
        parts: Sequence[Part],
        owners: Sequence[Part | None],
        last: Mapping[str, int],
        given: Sequence[Given],
    ) -> None:
        self._parts = parts
        self._last = last
        self._given = given
        self._first: dict[str, int] = {}
        for here, owner in enumerate(owners):
            if owner is not None:
                self._first.setdefault(owner.grade_id, here)

    def steps(self) -> list[tuple[float, Step]]:
        """Return the steps, each with its place; fractions of a place keep them in the source's order."""
        found: list[tuple[float, Step]] = []
        ahead = -1.0  # the place of the latest answer so far, in the source's order
        for number, part in enumerate(self._parts):
            nudge = (number + 1) / (len(self._parts) + 2)
            if part.kind == "answer":
                ahead = max(ahead, float(self._last.get(part.grade_id, -1)))
            elif part.kind == "setup" and part.code:
                found.append((self._setup_place(number, part) + nudge, Step("setup", part.source, part.grade_id)))
            elif part.kind == "test":
                answers = tuple(_answers_before(self._parts, number))
                place = self._test_place(part, answers, ahead)
                found.append((place + nudge, Step("test", part.source, part.grade_id, part.points, answers)))
            elif part.kind == "manual":
                here = self._last.get(part.grade_id)
                source = "" if here is None else self._given[here].source
                found.append((len(self._given) + nudge, Step("manual", source, part.grade_id, part.points)))
        return found

    def _setup_place(self, number: int, part: Part) -> float:
        """Place a set-up cell where it stands, but before the first answer that follows it in the source; if it was deleted, as early as it can be."""
        if part.grade_id not in self._first and all(one.kind != "answer" for one in self._parts[:number]):
            return -1.0
        following = (one.grade_id for one in self._parts[number + 1 :] if one.kind == "answer")
        before = [self._first[name] - 1.0 for name in following if name in self._first]
        return min([float(self._first.get(part.grade_id, len(self._given))), *before])

    def _test_place(self, part: Part, answers: Sequence[str], ahead: float) -> float:
        """Place a test after the last copy of each answer that it tests; if one was deleted, after all answers before it in the source."""
        own = self._first.get(part.grade_id)
        places = [float(self._last.get(name, -1)) for name in answers]
        return max(ahead if own is None else float(own), 0.0, *places)


def _answers_before(parts: Sequence[Part], number: int) -> list[str]:
    """Return the answers since the test before this one."""
    found: list[str] = []
    for part in reversed(parts[:number]):
        if part.kind == "answer":
            found.append(part.grade_id)
        elif part.kind == "test" and found:
            break
    return found


def _owner(cell: Given, known: Mapping[str, Part], parts: Sequence[Part], plan: Plan) -> Part | None:
    """Find the source's cell to which a cell of the submission corresponds; None for one of the learner's own."""
    text = normalised_source(cell.source)
    part = known.get(cell.grade_id)
    if part is not None and text == _text_of(part):
        return part  # also where another cell has the same text
    same = next((one for one in parts if one.grade_id and text and _text_of(one) == text), None)
    if part is None:
        if same is not None:
            _note(plan, same.grade_id, message("its mark was lost; found by its content"))
        return same
    if same is not None and same.kind in ("setup", "test"):
        _note(plan, same.grade_id, message("its mark was on another cell"))
        return same
    if part.kind in ("setup", "test"):
        _note(plan, part.grade_id, message("the cell had been changed; the original was used"))
    return part


def _note_what_happened(parts: Sequence[Part], owners: Sequence[Part | None], plan: Plan) -> None:
    """Note which cells were missing, there more than once, or in another order."""
    order = []
    for part in parts:
        if not part.grade_id:
            continue
        times = sum(owner is part for owner in owners)
        if times == 0 and part.kind != "manual":
            _note(plan, part.grade_id, message("the cell was missing"))
        elif times > 1:
            _note(plan, part.grade_id, message("the cell was there {times} times", times=times))
        order.append(part.grade_id)
    seen = list(dict.fromkeys(owner.grade_id for owner in owners if owner is not None))
    if seen != [name for name in order if name in seen]:
        _note(plan, "", message("cells were in another order"))


def _note(plan: Plan, task: str, remark: Sentence) -> None:
    remarks = plan.repairs.setdefault(task, [])
    if remark not in remarks:
        remarks.append(remark)
