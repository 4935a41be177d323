"""The order of work for one submission: the learner's cells as they stand in the file, set-up and tests from the source.

Cells are matched by id, then by content. A test is put after the learner's last copy of the answers that it tests.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass, field
from typing import Literal

from newspace_grading.model.notebook import hidden_regions
from newspace_grading.model.notebook.submission import Given
from newspace_grading.model.results.message import Sentence, Text, message

Kind = Literal["learner", "setup", "test", "manual"]


@dataclass(frozen=True)
class Part:
    """A cell of the source that nbgrader marks."""

    grade_id: str
    kind: Literal["setup", "answer", "test", "manual", "free"]
    source: str
    points: float = 0.0
    code: bool = True


@dataclass(frozen=True)
class Step:
    """One thing to do. ``task`` is the grade_id of a set-up, test or manual cell; for a learner's cell, of the answer it holds (or "").
    ``answers`` are the answers that a test is about."""

    kind: Kind
    source: str
    task: str = ""
    points: float = 0.0
    answers: tuple[str, ...] = ()


@dataclass
class Plan:
    """Steps in order, and what had to be mended to find them: task → remarks; "" stands for the whole file."""

    steps: list[Step]
    repairs: dict[str, list[Text]] = field(default_factory=dict)


@functools.lru_cache(maxsize=1024)
def normalised_source(source: str) -> str:
    """A cell's text without hidden tests and without what editors change."""
    return re.sub(r"\s+", " ", hidden_regions.without(source)).strip()


def make(parts: list[Part], given: list[Given]) -> Plan:
    """Put the source's and the submission's cells into one order."""
    plan = Plan([])
    known = {part.grade_id: part for part in parts if part.grade_id}
    owners = [_owner(cell, known, parts, plan) for cell in given]
    _say_what_happened(parts, owners, plan)
    steps: list[tuple[float, Step]] = []
    last: dict[str, int] = {}
    for place, (cell, owner) in enumerate(zip(given, owners, strict=True)):
        if owner is not None and owner.kind in ("setup", "test", "manual"):
            if owner.kind == "manual":
                last[owner.grade_id] = place
                if cell.code:
                    steps.append((place, Step("learner", cell.source, owner.grade_id)))
            continue
        if not cell.code and (owner is None or owner.kind != "answer" or not owner.code):
            continue
        if owner is not None and not cell.code:
            _note(plan, owner.grade_id, message("the answer cell had been made a text cell"))
        steps.append((place, Step("learner", cell.source, owner.grade_id if owner else "")))
        if owner is not None:
            last[owner.grade_id] = place
    steps += _from_source(parts, owners, last, given)
    plan.steps = [step for _place, step in sorted(steps, key=lambda pair: pair[0])]
    return plan


def _from_source(
    parts: list[Part], owners: list[Part | None], last: dict[str, int], given: list[Given]
) -> list[tuple[float, Step]]:
    """Set-up and test cells with the place where each belongs."""
    found: list[tuple[float, Step]] = []
    first: dict[str, int] = {}
    for here, owner in enumerate(owners):
        if owner is not None:
            first.setdefault(owner.grade_id, here)
    ahead = -1.0  # the place of the latest marked cell so far, in the source's order
    for number, part in enumerate(parts):
        nudge = (number + 1) / (len(parts) + 2)
        if part.kind == "answer":
            ahead = max(ahead, float(last.get(part.grade_id, -1)))
        elif part.kind == "setup" and part.code:
            # Never later than in the source: before the first answer that follows it there.
            after = [first[p.grade_id] for p in parts[number + 1 :] if p.kind == "answer" and p.grade_id in first]
            place = min([float(first.get(part.grade_id, len(given))), *(one - 1.0 for one in after)])
            if all(p.kind != "answer" for p in parts[:number]):
                place = -1.0
            found.append((place + nudge, Step("setup", part.source, part.grade_id)))
        elif part.kind == "test":
            about = [float(last.get(name, -1)) for name in _answers_before(parts, number)]
            place = max(float(first.get(part.grade_id, -1)), 0.0, *about)
            if part.grade_id not in first:
                place = max(place, ahead)
            found.append(
                (
                    place + nudge,
                    Step("test", part.source, part.grade_id, part.points, tuple(_answers_before(parts, number))),
                )
            )
        elif part.kind == "manual":
            source = given[last[part.grade_id]].source if part.grade_id in last else ""
            found.append((len(given) + nudge, Step("manual", source, part.grade_id, part.points)))
    return found


def _answers_before(parts: list[Part], number: int) -> list[str]:
    """The answers since the test before this one."""
    found: list[str] = []
    for part in reversed(parts[:number]):
        if part.kind == "answer":
            found.append(part.grade_id)
        elif part.kind == "test" and found:
            break
    return found


def _owner(cell: Given, known: dict[str, Part], parts: list[Part], plan: Plan) -> Part | None:
    """The source's cell that this cell of the submission is, or None for one of the learner's own."""
    text = normalised_source(cell.source)
    same = next((part for part in parts if part.grade_id and text and normalised_source(part.source) == text), None)
    part = known.get(cell.grade_id)
    if part is not None and text == normalised_source(part.source):
        return part  # also where another cell has the same text
    if part is not None and same is not None and same is not part and same.kind in ("setup", "test"):
        _note(plan, same.grade_id, message("its mark was on another cell"))
        return same
    if part is None and same is not None:
        _note(plan, same.grade_id, message("its mark was lost; found by its content"))
        return same
    if part is not None and part.kind in ("setup", "test"):
        if text != normalised_source(part.source):
            _note(plan, part.grade_id, message("the cell had been changed; the original was used"))
        return part
    return part


def _say_what_happened(parts: list[Part], owners: list[Part | None], plan: Plan) -> None:
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
