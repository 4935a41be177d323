"""The floor: the cells that grading must run, in a warmed interpreter forked for each submission, without walls, judge or records."""

from __future__ import annotations

import contextlib
import io
import os
import time
from collections.abc import Sequence
from pathlib import Path

from newspace_grading.engine.analysis.reference import read_source
from newspace_grading.engine.launch import preload
from newspace_grading.engine.worker import ipython_shell
from newspace_grading.model import execution_plan


def cells(course: Path, unit: str, student: str) -> list[str]:
    """List what is run for one submission, in order: up to the last test, as the grader does it."""
    source = read_source(course / "source" / unit / f"{unit}.ipynb")
    given = source.handed_in(course / "submitted" / student / unit)
    steps = [step for step in execution_plan.merge_cells(source.parts, given.cells).steps if step.kind != "manual"]
    last = max(number for number, step in enumerate(steps) if step.kind == "test")
    return [step.source for step in steps[: last + 1]]


def floor_seconds(submissions: Sequence[list[str]], jobs: int) -> float:
    """Measure how long it takes to run them all, so many at once; importing is not counted."""
    ready, go = os.pipe(), os.pipe()
    children = [_start(submissions[number::jobs], ready, go) for number in range(jobs)]
    for _child in children:
        os.read(ready[0], 1)
    begun = time.perf_counter()
    os.write(go[1], b"!" * jobs)
    for child in children:
        if os.waitpid(child, 0)[1]:
            raise RuntimeError("a bare interpreter ended with an error")
    taken = time.perf_counter() - begun
    for number in (*ready, *go):
        os.close(number)
    return taken


def _start(share: Sequence[list[str]], ready: tuple[int, int], go: tuple[int, int]) -> int:
    child = os.fork()
    if child:
        return child
    code = 1
    try:
        os.environ["MPLBACKEND"] = "agg"
        preload.preload_modules()
        ipython_shell.shell()
        preload.HeapForForks(sum(map(len, share))).freeze()
        os.write(ready[1], b"!")
        os.read(go[0], 1)
        for sources in share:
            os.waitpid(_run(sources), 0)
        code = 0
    finally:
        os._exit(code)


def _run(sources: Sequence[str]) -> int:
    child = os.fork()
    if child:
        return child
    try:
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            for source in sources:
                ipython_shell.run_cell(source)
    finally:
        os._exit(0)
