"""The judge's process: the job that it is given, and what it does from its first line to its last."""

from __future__ import annotations

import functools
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from newspace_grading.engine.analysis.reference import Source
from newspace_grading.engine.judge.judge import Judge, run_judge
from newspace_grading.engine.judge.worker_session import WorkerSession, WorkerSettings
from newspace_grading.engine.judge.workspace import prepare_workspace
from newspace_grading.engine.protocol.codec.shared_classes import SharedClasses
from newspace_grading.engine.protocol.messages import JudgeFailed, encode
from newspace_grading.engine.protocol.worker_api import WorkerLauncher
from newspace_grading.model.execution_plan import Plan, make
from newspace_grading.sandbox import levels
from newspace_grading.sandbox.limits import Limits


@dataclass(frozen=True, kw_only=True)
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
    readable : tuple of str
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
    readable: tuple[str, ...]
    files: Path | None
    home: str
    room: str
    done: set[str]


def run_job(job: JudgeJob, launcher: WorkerLauncher, report: int) -> NoReturn:
    """Be the judge's process: everything is reported into a pipe, and the process ends with the job."""
    try:
        prepare_workspace(job.room, job.source.folder)
        levels.restrict_judge(job.level, job.limits, job.readable, job.home)
        names = job.source.names
        judge = Judge(
            plan=job.plan,
            names=names,
            limits=job.limits,
            level=job.level,
            needs=job.needs,
            reference=functools.partial(make, job.source.parts, job.source.given),
            together=job.together,
        )
        own, roots = frozenset(names.own), frozenset(names.roots)
        settings = WorkerSettings(
            launcher=launcher,
            limits=job.limits,
            names=names,
            readable=job.readable,
            files=job.files,
            home=job.home,
            known=SharedClasses(own, roots, judge.space.own_class, frozenset(names.constants)),
            withheld=job.source.withheld,
        )
        run_judge(judge, WorkerSession(settings), job.done, report)
    except BaseException as error:  # noqa: BLE001 - the judge's process must end here, whatever happens
        failed = JudgeFailed(f"{type(error).__name__}: {error}".replace("\n", " "))
        os.write(report, json.dumps(encode(failed)).encode() + b"\n")
    finally:
        os._exit(1)
