"""How fast the grader is on assignments that it was not written for, and what one submission costs.

The ordinary assignments of the tests' corpus, a class each: every fifth submission is the reference, in the others a quarter of the
answers is wrong. Stock nbgrader grades a few of them in a copy of the course without our configuration, in the same run. Both are
measured in processor time, which says the same on a busy machine, of the whole command. What a command costs before and after its
work is beside that: one submission, in a process of its own and by a warm server (whose processor time is counted, too), and the bare
start of Python with numpy, matplotlib and IPython; and a class of 30. Ends with 1 if an aim is missed.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import _classroom
import psutil

sys.path.insert(0, str(_classroom.HOME / "tests" / "support"))
from ordinary.corpus import UNTOUCHED, Sheet, assignments, notebook

JOBS = 2
AIM_RATIO = 20.0
AIM_RATIO_TOGETHER = 5.0
AIM_START = 1.5
CLASS, AIM_CLASS_S = 30, 15.0
_WRONG = 0.25
_BARE = "import numpy, matplotlib.pyplot, IPython"
_WHEN = "2026-01-05 10:00:00 UTC"


def main() -> int:
    """Measure, print, judge."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--submissions", type=int, default=100)
    parser.add_argument("--stock", type=int, default=3, help="how many of them stock nbgrader grades")
    parser.add_argument(
        "--assignment", action="append", choices=list(assignments()), help="only this one; may be repeated"
    )
    options = parser.parse_args()
    good = True
    print(
        f"{JOBS} at once; processor seconds of the whole command, {options.submissions} submissions, stock {options.stock}"
    )
    print(f"{'':22}{'one':>8}{'first':>8}{'warm':>8}{'30':>8}{'all':>8}{'each':>8}{'stock each':>12}{'ratio':>8}")
    with tempfile.TemporaryDirectory(prefix="newspace-bench-") as name:
        bare = min(_processor_seconds([sys.executable, "-c", _BARE], Path(name)) for _try in range(3))
        for assignment in options.assignment or assignments():
            good &= _measure(Path(name).resolve() / assignment, assignment, options.submissions, options.stock, bare)
    print(f"The bare start of Python with numpy, matplotlib and IPython: {bare:.2f} s.")
    aims = f"{AIM_RATIO:g} times stock (a test not isolated: {AIM_RATIO_TOGETHER:g}), one in {AIM_START:g} bare starts"
    aims += f" when warm, a class of {CLASS} in {AIM_CLASS_S:g} s"
    print(f"Aims ({aims}): {'met' if good else 'MISSED'}")
    return 0 if good else 1


def _measure(folder: Path, assignment: str, number: int, sample: int, bare: float) -> bool:
    """Measure one assignment, and print a line."""
    ours, stock = folder / "ours", folder / "stock"
    students = _course(ours, assignment, number)
    shutil.copytree(ours, stock)
    for student in students[sample:]:
        shutil.rmtree(stock / "submitted" / student)
    grader = [sys.executable, "-m", "newspace_grading.cli.main", "autograde", assignment, f"--jobs={JOBS}", "--json"]
    alone = [*grader, "--force", "--student", students[0]]
    one = _processor_seconds(alone, ours)
    first, warm = (_processor_seconds(alone, ours, served=True) for _command in range(2))
    _end_servers(ours)
    of_a_class = [f"--student={student}" for student in students[:CLASS]]
    class_s = _processor_seconds([*grader, "--force", *of_a_class], ours)
    whole = _processor_seconds([*grader, "--force"], ours)
    theirs = _processor_seconds([sys.executable, "-m", "nbgrader", "autograde", assignment], stock) / sample
    ratio = theirs * number / whole
    print(
        f"{assignment:22}{one:8.2f}{first:8.2f}{warm:8.2f}{class_s:8.2f}{whole:8.2f}{whole / number:8.3f}{theirs:12.2f}{ratio:8.1f}",
        flush=True,
    )
    aim = AIM_RATIO_TOGETHER if _has_tests_not_isolated(ours, assignment) else AIM_RATIO
    return ratio >= aim and warm <= AIM_START * bare and class_s < AIM_CLASS_S


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


def _seconds_of_servers(folder: Path) -> float:
    """Sum the processor seconds of the servers and of all their processes that have ended, once nothing is at work."""
    end = time.monotonic() + 10.0
    while len(list(_servers(folder))) > 2 and time.monotonic() < end:
        time.sleep(0.05)
    return sum(sum(server.cpu_times()[:4]) for server in _servers(folder))


def _processor_seconds(command: Sequence[str], folder: Path, *, served: bool = False) -> float:
    """Measure the processor seconds of a command and of all that it starts; a warm server's, too, where it is ``served`` by one."""
    # With settings such as PYTHONPATH every command runs in its own process.
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("JUPYTER", "PYTHON"))}
    environment |= {"HOME": str(folder), "MPLBACKEND": "agg"}
    environment["PATH"] = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))
    environment |= {"NEWSPACE_GRADE_SERVER": "yes" if served else "no", "XDG_RUNTIME_DIR": str(folder)}
    servers = _seconds_of_servers(folder) if served else 0.0
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode not in (0, 1):
        raise RuntimeError(
            f"{' '.join(command)} ended with {done.returncode}:\n{done.stdout[-2000:]}{done.stderr[-2000:]}"
        )
    servers = _seconds_of_servers(folder) - servers if served else 0.0
    return servers + after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


if __name__ == "__main__":
    raise SystemExit(main())
