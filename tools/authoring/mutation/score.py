"""How many faults of the reference the tests of each task notice, and why those that they let pass may pass."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

from authoring.assignment import AuthoredAssignment
from authoring.mutation.in_process_runner import Bench
from authoring.mutation.mutants import Mutant, mutants
from newspace.core.errors import CourseError

ENOUGH = 0.9


class SurvivorsError(CourseError):
    """The file that explains survivors is broken."""


@dataclass(frozen=True)
class SurvivorReason:
    """Why a mutant may survive: because it does the same as the reference (``equivalent``), or because nobody need notice."""

    unit: str
    task: str
    change: str
    equivalent: bool
    text: str


@dataclass(frozen=True)
class Proof:
    """One task's mutants: how many, how many the tests noticed, and the rest with their reasons (None: not explained)."""

    task: str
    made: int
    killed: int
    survivors: tuple[tuple[Mutant, SurvivorReason | None], ...]
    stale: tuple[SurvivorReason, ...]

    @property
    def equivalent(self) -> int:
        """How many survivors do the same as the reference."""
        return sum(reason is not None and reason.equivalent for _mutant, reason in self.survivors)

    @property
    def share(self) -> float:
        """Noticed mutants as a share of those that are not equivalent; 1 if there are none."""
        counted = self.made - self.equivalent
        return self.killed / counted if counted else 1.0

    @property
    def holds(self) -> bool:
        """Enough are noticed, each survivor is explained, and no explanation is left over."""
        return self.share >= ENOUGH and not self.stale and all(reason is not None for _mutant, reason in self.survivors)


def load_reasons(path: Path) -> tuple[SurvivorReason, ...]:
    """Read the explanations of a file of ``[[survivor]]`` tables.

    Raises
    ------
    SurvivorsError
        With file, entry and field.
    """
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise SurvivorsError(f"The explanations cannot be read: {error}", where=str(path)) from None
    reasons = []
    for number, entry in enumerate(table.get("survivor", []), start=1):
        for field, kind in (("unit", str), ("task", str), ("change", str), ("equivalent", bool), ("reason", str)):
            if not isinstance(entry.get(field), kind) or entry[field] == "":
                raise SurvivorsError(
                    f"The field {field} is missing or empty.",
                    where=f"{path}, [[survivor]] number {number}",
                    remedy=f"Give it a {kind.__name__}.",
                )
        reasons.append(
            SurvivorReason(entry["unit"], entry["task"], entry["change"], entry["equivalent"], entry["reason"])
        )
    return tuple(reasons)


def prove(
    assignment: AuthoredAssignment, unit: str, reasons: tuple[SurvivorReason, ...], limit_s: float = 2.0
) -> list[Proof]:
    """Put every fault into every automatically graded answer, and run that task's tests.

    Raises
    ------
    CourseError
        If the reference itself does not pass.
    """
    bench = Bench(assignment, limit_s)
    proofs = []
    for task in assignment.tasks:
        if task.manual:
            continue
        reference = bench.judge(task.name)
        if not reference.passed:
            raise CourseError(
                f"The reference does not pass its own tests in the task “{task.name}”.",
                where=str(assignment.path),
                remedy=reference.message,
            )
        known = {reason.change: reason for reason in reasons if reason.unit == unit and reason.task == task.name}
        made = mutants("\n\n".join(cell.source for cell in task.answers))
        alive = [mutant for mutant in made if bench.judge(task.name, mutant.source).passed]
        stale = tuple(reason for change, reason in known.items() if change not in {mutant.change for mutant in alive})
        proofs.append(
            Proof(
                task.name,
                len(made),
                len(made) - len(alive),
                tuple((mutant, known.get(mutant.change)) for mutant in alive),
                stale,
            )
        )
    return proofs
