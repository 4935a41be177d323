"""The judge's process: the job that it is given, and what it does from its first line to its last."""

from __future__ import annotations

import functools
import os
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from newspace_grading.engine.analysis.reference import Source
from newspace_grading.engine.judge import workspace
from newspace_grading.engine.judge.judge import Judge, run
from newspace_grading.engine.judge.worker_session import WorkerSession
from newspace_grading.engine.protocol.codec.shared_classes import SharedClasses
from newspace_grading.engine.protocol.worker_api import Starter
from newspace_grading.model.execution_plan import Plan, make
from newspace_grading.sandbox import levels
from newspace_grading.sandbox.limits import Limits


@dataclass(frozen=True)
class JudgeJob:
    """One judge's work.

    Attributes
    ----------
    source : Source
        The assignment.
    plan : Plan
        What to do with what was handed in.
    limits : Limits
        What the notebook may use.
    level : str
        The walls around the learner's code.
    needs : set of str
        The tests that cannot do with two processes.
    together : bool
        Whether these may be run in the learner's own process.
    readable : list of str
        Further folders that the learner's code may read.
    files : Path or None
        The files that lie beside the notebook.
    home, room : str
        The engine's folder, and in it the one in which tests run.
    done : set of str
        The tests that are not run again.
    """

    source: Source
    plan: Plan
    limits: Limits
    level: str
    needs: set[str]
    together: bool
    readable: list[str]
    files: Path | None
    home: str
    room: str
    done: set[str]


def work(job: JudgeJob, starter: Starter, report: int) -> NoReturn:
    """Be the judge's process: all that is said goes into a pipe."""
    try:
        workspace.furnish(job.room, job.source.folder)
        levels.restrict_judge(job.level, job.limits, job.readable, job.home)
        names = job.source.names
        model = functools.partial(make, job.source.parts, job.source.given)
        judge = Judge(job.plan, names, job.limits, job.level, job.needs, model, together=job.together)
        known = SharedClasses(
            frozenset(names.own), frozenset(names.roots), judge.space.own_class, frozenset(names.constants)
        )
        session = WorkerSession(starter, job.limits, names, job.readable, job.files, job.home, known)
        run(judge, session, job.done, report)
    except BaseException as error:  # noqa: BLE001 - the judge's process must end here, whatever happens
        os.write(report, f"!{type(error).__name__}: {error}".replace("\n", " ").encode() + b"\n")
    finally:
        os._exit(1)
