"""Prove that the tests of the exercises notice faults (``make prove``): task by task, how many mutants of the reference they kill."""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

import matplotlib as mpl

from authoring.assignment import find_notebook, read_assignment
from authoring.mutation.score import ENOUGH, Proof, load_reasons, prove
from newspace.core.errors import CourseError

HOME = Path(__file__).resolve().parents[3]
REASONS = HOME / "tests" / "authoring" / "survivors.toml"


def main(arguments: list[str] | None = None) -> int:
    """Run the command; return its exit code."""
    parser = argparse.ArgumentParser(description="Count the mutants of each reference answer that the tests kill.")
    parser.add_argument("unit", nargs="*", help="which assignments; all of them if none is named")
    options = parser.parse_args(arguments)
    mpl.use("agg")
    units = options.unit or sorted(
        folder.name for folder in (HOME / "solutions").iterdir() if folder.is_dir() and not folder.name.startswith(".")
    )
    fine = True
    try:
        reasons = load_reasons(REASONS)
        for unit in units:
            started = time.perf_counter()
            proofs = prove(read_assignment(find_notebook(HOME / "solutions" / unit)), unit, reasons)
            print_proofs(unit, proofs, time.perf_counter() - started)
            fine = fine and all(proof.holds for proof in proofs)
    except CourseError as error:
        print(error, file=sys.stderr)
        return 1
    return 0 if fine else 1


def print_proofs(unit: str, proofs: list[Proof], seconds: float) -> None:
    """Print the table of one assignment, then each survivor with its reason, then what is wrong."""
    print(f"\n{unit}\n")
    print(f"{'task':<20}{'mutants':>8}{'killed':>8}{'equivalent':>12}{'others alive':>14}{'killed of the rest':>20}")
    for proof in proofs:
        others = len(proof.survivors) - proof.equivalent
        print(f"{proof.task:<20}{proof.made:>8}{proof.killed:>8}{proof.equivalent:>12}{others:>14}{proof.share:>19.1%}")
    made, killed, same = (
        sum(values) for values in zip(*((p.made, p.killed, p.equivalent) for p in proofs), strict=True)
    )
    print(f"{'all':<20}{made:>8}{killed:>8}{same:>12}{made - killed - same:>14}{killed / (made - same):>19.1%}")
    print(f"\n{made} mutants in {seconds:.1f} s; wanted: {ENOUGH:.0%} of those that are not equivalent, in each task.")
    for proof in proofs:
        for mutant, reason in proof.survivors:
            sort = "NOT EXPLAINED" if reason is None else "equivalent" if reason.equivalent else "alive"
            print(
                f"  {proof.task}, {mutant.kind} [{sort}]\n    {mutant.change}"
                + (f"\n    {reason.text}" if reason else "")
            )
        for reason in proof.stale:
            print(
                f"  {proof.task} [STALE EXPLANATION: the tests kill it, or it is no longer made]\n    {reason.change}"
            )
        if proof.share < ENOUGH:
            print(f"  {proof.task}: TOO FEW killed: write a hidden test that notices the survivors above.")


if __name__ == "__main__":
    sys.exit(main())
