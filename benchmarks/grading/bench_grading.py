"""How fast the grader is beside nbgrader's own, how far it is from what the cells themselves take, and what memory it needs.

Exercise 2, 100 submissions: the reference, right variants and wrong ones mixed. Stock nbgrader grades a sample of them in a copy of
the course without our configuration. The floor: the same cells, run in a warmed interpreter that is forked for each
submission and does nothing else. All three take turns on the same machine. Ends with 1 if an aim is missed.
"""

from __future__ import annotations

import argparse
import os
import shutil
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import _classroom
import _floor

UNIT = "02_ispace_missions"
JOBS = 2
AIM_RATIO = 25.0
AIM_FLOOR = 1.5
FLAT = 1.15
_LEAST = 2


def main() -> int:
    """Measure, print, judge."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--submissions", type=int, default=100)
    parser.add_argument("--stock", type=int, default=20, help="how many of them stock nbgrader grades")
    parser.add_argument("--memory", type=int, nargs="*", default=[10, 100, 1000], help="how many submissions each time")
    options = parser.parse_args()
    if options.submissions and min(options.submissions, options.stock) < _LEAST:
        parser.error(f"--submissions and --stock: at least {_LEAST}, since the time from one to the next is measured")
    good = True
    with tempfile.TemporaryDirectory(prefix="newspace-bench-") as name:
        if options.submissions:
            good &= _speed(Path(name).resolve(), options.submissions, options.stock)
        if options.memory:
            good &= _memory(Path(name).resolve(), options.memory)
    return 0 if good else 1


def _speed(folder: Path, number: int, sample: int) -> bool:
    ours, stock = folder / "ours", folder / "stock"
    source = next(iter(_classroom.submissions(UNIT, 1)))
    students = _classroom.course(ours, UNIT, source, _classroom.submissions(UNIT, number))
    shutil.copytree(ours, stock)
    for student in _not_in(students, sample):
        shutil.rmtree(stock / "submitted" / student)
    cells = [_floor.cells(ours, UNIT, student) for student in students]
    print(f"{number} submissions of {UNIT}, {JOBS} at once on {os.cpu_count()} cores; stock nbgrader: {sample} of them")
    before = _floor.floor_seconds(cells, JOBS)
    told = ("autograde", UNIT, f"--jobs={JOBS}", "--verbose")
    run = _classroom.command(ours, "newspace_grading.cli.main", *told, mark=f"  {UNIT}: ")
    theirs = _classroom.command(stock, "nbgrader", "autograde", UNIT, mark="Autograding ")
    after = _floor.floor_seconds(cells, JOBS)
    floor = number / ((before + after) / 2)
    rate, whole = 1 / run.each(), number / run.seconds
    other, other_whole = 1 / theirs.each(), sample / theirs.seconds
    print(f"{'':24}a second, at work   whole command")
    print(f"{'newspace-grade':24}{rate:10.2f}{whole:22.2f}")
    print(f"{'nbgrader autograde':24}{other:10.2f}{other_whole:22.2f}")
    print(
        f"{'the cells alone (floor)':24}{floor:10.2f}      (before {number / before:.2f}, after {number / after:.2f})"
    )
    print(
        f"ratio to stock {rate / other:.1f} (whole command {whole / other_whole:.1f}); {floor / rate:.2f} times the floor"
    )
    same = _compare(_classroom.gradebook_scores(ours, UNIT), _classroom.gradebook_scores(stock, UNIT))
    met = rate >= min(AIM_RATIO * other, floor / AIM_FLOOR)
    print(
        f"Aim (at least {AIM_RATIO:g} times stock, or within {AIM_FLOOR:g} times the floor): {'met' if met else 'MISSED'}"
    )
    return met and same


def _not_in(students: Sequence[str], sample: int) -> list[str]:
    kept = {students[number * len(students) // sample] for number in range(sample)}
    return [student for student in students if student not in kept]


Scores = dict[str, dict[str, tuple[float | None, bool]]]


def _compare(ours: Scores, stock: Scores) -> bool:
    """Print where they differ."""
    differ = [
        f"  {student} {task}: {ours[student][task]}, stock {found}"
        for student, tasks in stock.items()
        for task, found in tasks.items()
        if ours[student][task] != found
    ]
    tasks = sum(map(len, stock.values()))
    print(f"Scores of {len(stock)} submissions, {tasks} tasks: {len(differ)} differ from stock nbgrader's.")
    print("\n".join(differ), end="\n" if differ else "")
    return not differ


def _memory(folder: Path, sizes: Sequence[int]) -> bool:
    peaks = []
    for number in sizes:
        place = folder / f"small-{number}"
        _classroom.course(place, "small", _classroom.small(), iter([_classroom.small()] * number))
        begun = time.perf_counter()
        ran = _classroom.command(place, "newspace_grading.cli.main", "autograde", "small", f"--jobs={JOBS}", watch=True)
        peaks.append(ran.memory)
        taken = time.perf_counter() - begun
        print(
            f"{number:5} small submissions: {ran.memory / 2**20:.0f} MB at most, all processes together; {taken:.0f} s"
        )
        shutil.rmtree(place)
    flat = max(peaks) <= FLAT * peaks[0]
    print(f"Aim (at most {FLAT:g} times the memory of the fewest): {'met' if flat else 'MISSED'}")
    return flat


if __name__ == "__main__":
    raise SystemExit(main())
