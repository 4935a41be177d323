"""How fast the grader is on assignments that it was not written for, and what one submission costs.

The ordinary assignments of the tests' corpus, a class each: every fifth submission is the reference, in the others a quarter of the
answers is wrong. Stock nbgrader grades a few of them in a copy of the course without our configuration, in the same run; its whole
command for all of them is estimated from these. Two ratios are told: of the clock, which a teacher waits for (ours uses two
processors, stock one), and of processor seconds, which say about the same on a busy machine. What a command costs before and after
its work is beside that: one submission, in a process of its own and by a warm server (whose seconds are counted, too), and the bare
start of Python with numpy, matplotlib and IPython; and a class of 30. What a server loads after an assignment's first command, to keep
it for the next, is counted with the first. Ends with 1 if an aim is missed.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import signal
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import _classroom
import _usage
import psutil

sys.path.insert(0, str(_classroom.HOME / "tests" / "support"))
from ordinary.corpus import UNTOUCHED, Sheet, assignments, notebook

JOBS = 2
AIM_RATIO = 20.0
AIM_RATIO_TOGETHER = 5.0
AIM_START = 1.5
CLASS, AIM_CLASS_S = 30, 15.0
_WRONG, _LEAST_SAMPLE = 0.25, 3
_BARE = "import numpy, matplotlib.pyplot, IPython"
_WHEN = "2026-01-05 10:00:00 UTC"


def main() -> int:
    """Measure, print, judge."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--submissions", type=int, default=100)
    parser.add_argument("--stock", type=int, default=5, help="how many of them stock nbgrader grades; at least 3")
    parser.add_argument(
        "--assignment", action="append", choices=list(assignments()), help="only this one; may be repeated"
    )
    options = parser.parse_args()
    if options.stock < _LEAST_SAMPLE:
        parser.error(f"--stock {options.stock}: give at least {_LEAST_SAMPLE}")
    good = True
    print(
        f"{JOBS} at once. Processor seconds, but for the first ratio, which is that of the clock; {options.submissions} submissions,"
        f" of which stock grades {options.stock}"
    )
    titles = ("one", "first", "warm", str(CLASS), "all", "each", "stock each", "clock", "processor", "aim")
    print(f"{'':22}" + "".join(f"{title:>11}" for title in titles))
    with tempfile.TemporaryDirectory(prefix="newspace-bench-") as name, _usage.metering() as meter:
        place = Path(name).resolve()
        bare = min(meter.run([sys.executable, "-c", _BARE], place, _environment(place)).processor_s for _ in range(3))
        for assignment in options.assignment or assignments():
            good &= _measure(meter, place / assignment, assignment, options.submissions, options.stock, bare)
        if not meter.counts_all:
            print("Only processes that were waited for are counted: no control group could be made. Ours are too low.")
    print(f"The bare start of Python with numpy, matplotlib and IPython: {bare:.2f} s.")
    aims = f"{AIM_RATIO:g} times stock on the clock (with a test not isolated: {AIM_RATIO_TOGETHER:g}), one in {AIM_START:g} bare starts"
    aims += f" when warm, a class of {CLASS} in {AIM_CLASS_S:g} s"
    print(f"Aims ({aims}): {'met' if good else 'MISSED'}")
    return 0 if good else 1


def _measure(meter: _usage.Meter, folder: Path, assignment: str, number: int, sample: int, bare: float) -> bool:
    """Measure one assignment, and print a line."""
    ours, stock = folder / "ours", folder / "stock"
    students = _course(ours, assignment, number)
    shutil.copytree(ours, stock)
    grader = [sys.executable, "-m", "newspace_grading.cli.main", "autograde", assignment, f"--jobs={JOBS}", "--json"]
    alone = [*grader, "--force", "--student", students[0]]
    one = meter.run(alone, ours, _environment(ours)).processor_s
    first, warm = (meter.run(alone, ours, _environment(ours, served=True)).processor_s for _command in range(2))
    _end_servers(ours)
    of_a_class = [f"--student={student}" for student in students[:CLASS]]
    class_s = meter.run([*grader, "--force", *of_a_class], ours, _environment(ours)).processor_s
    whole = meter.run([*grader, "--force"], ours, _environment(ours))
    theirs = _stock(meter, stock, assignment, students, sample)
    clock, processor = theirs.clock_s / whole.clock_s, theirs.processor_s / whole.processor_s
    aim = AIM_RATIO_TOGETHER if _has_tests_not_isolated(ours, assignment) else AIM_RATIO
    found = (one, first, warm, class_s, whole.processor_s, whole.processor_s / number, theirs.processor_s / number)
    print(f"{assignment:22}" + "".join(f"{one:11.2f}" for one in (*found, clock, processor, aim)), flush=True)
    return clock >= aim and warm <= AIM_START * bare and class_s < AIM_CLASS_S


def _stock(meter: _usage.Meter, folder: Path, assignment: str, students: Sequence[str], sample: int) -> _usage.Usage:
    """Estimate what stock nbgrader uses for all: of a sample, what it takes to start is told apart from what each submission takes."""
    for student in students[sample:]:
        shutil.rmtree(folder / "submitted" / student)
    command = [sys.executable, "-m", "nbgrader", "autograde", assignment]
    one = meter.run([*command, f"--student={students[0]}"], folder, _environment(folder))
    others = meter.run(command, folder, _environment(folder))  # the first is graded already, and passed over

    def of_all(one_s: float, others_s: float) -> float:
        each_s = (others_s - one_s) / (sample - 2)
        return one_s + each_s * (len(students) - 1)

    return _usage.Usage(of_all(one.processor_s, others.processor_s), of_all(one.clock_s, others.clock_s))


def _has_tests_not_isolated(course: Path, assignment: str) -> bool:
    """Tell whether a record in the journal says so."""
    text = (course / ".newspace-grade" / f"{assignment}.jsonl").read_text(encoding="utf-8")
    return 'isolated\\": false' in text  # an entry stands there as a text in JSON


def _course(folder: Path, assignment: str, number: int) -> list[str]:
    """Make a course with one of the assignments, known to its gradebook, and what a class has handed in; the students."""
    folder.mkdir(parents=True)
    (folder / "nbgrader_config.py").write_text(
        "c = get_config()\nc.ExecutePreprocessor.timeout = 300\n", encoding="utf-8"
    )
    chance = random.Random(assignment)  # noqa: S311 - a class, not a secret
    _write(folder / "source" / assignment, assignment, lambda sheet: notebook(sheet, "right-1"))
    _classroom.command(folder, "nbgrader", "generate_assignment", assignment)
    _write(folder / "release" / assignment, assignment, lambda sheet: notebook(sheet, UNTOUCHED))
    students = [f"student-{count:04}" for count in range(number)]
    for count, student in enumerate(students):
        place = folder / "submitted" / student / assignment
        _write(place, assignment, lambda sheet, count=count: _work(sheet, chance if count % 5 else None))  # type: ignore[misc]
        (place / "timestamp.txt").write_text(_WHEN, encoding="utf-8")
    return students


def _write(place: Path, assignment: str, make: Callable[[Sheet], dict[str, object]]) -> None:
    place.mkdir(parents=True, exist_ok=True)
    for sheet in assignments()[assignment]:
        (place / f"{sheet.name}.ipynb").write_text(json.dumps(make(sheet)), encoding="utf-8")
        for name, content in sheet.files.items():
            (place / name).write_text(content, encoding="utf-8")


def _work(sheet: Sheet, chance: random.Random | None) -> dict[str, object]:
    """Make a learner's notebook: the reference's answers, or others by ``chance``."""
    table = notebook(sheet, "right-1")
    for number, task in enumerate(sheet.tasks if chance is not None else ()):
        answers = task.wrong if chance is not None and chance.random() < _WRONG else task.right
        if chance is not None:
            table["cells"][1 + 2 * number]["source"] = chance.choice(answers).strip("\n")
    return table


def _servers(folder: Path) -> Iterator[psutil.Process]:
    """Yield the warm servers whose folder lies here, and the processes that they forked and that wait."""
    for process in psutil.process_iter():
        try:
            if str(folder) in " ".join(process.cmdline()) and any("warm_server" in word for word in process.cmdline()):
                yield process
        except psutil.Error:
            continue


def _end_servers(folder: Path) -> None:
    for server in list(_servers(folder)):
        try:
            server.send_signal(signal.SIGKILL)
        except psutil.Error:
            continue


def _environment(folder: Path, *, served: bool = False) -> dict[str, str]:
    """Return the environment of a command; one that may be ``served`` asks the warm server whose socket lies in the folder."""
    # With settings such as PYTHONPATH every command runs in its own process.
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("JUPYTER", "PYTHON"))}
    environment |= {"HOME": str(folder), "MPLBACKEND": "agg"}
    environment["PATH"] = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))
    return environment | {"NEWSPACE_GRADE_SERVER": "yes" if served else "no", "XDG_RUNTIME_DIR": str(folder)}


if __name__ == "__main__":
    raise SystemExit(main())
