"""The judge's process: its job and its entry point."""

from __future__ import annotations

import functools
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from newspace_grading.engine.analysis import file_references
from newspace_grading.engine.analysis.reference import Source
from newspace_grading.engine.judge.judge import Judge, run_judge
from newspace_grading.engine.judge.probes.comparison_probe import ReferenceComparisons
from newspace_grading.engine.judge.worker_session import WorkerSession, WorkerSettings
from newspace_grading.engine.judge.workspace import prepare_workspace
from newspace_grading.engine.protocol.codec.shared_classes import SharedClasses
from newspace_grading.engine.protocol.messages import JudgeFailed, encode
from newspace_grading.engine.protocol.worker_api import WorkerLauncher
from newspace_grading.engine.proxies.previews import SecondLook
from newspace_grading.model.execution_plan import Plan, Step, merge_cells
from newspace_grading.model.frozen_map import FrozenMap
from newspace_grading.model.notebook.ipython_syntax import python
from newspace_grading.sandbox import levels
from newspace_grading.sandbox.limits import Limits


@dataclass(frozen=True, kw_only=True)
class JudgeTask:
    """The work of judges on one submission.

    Attributes
    ----------
    source : Source
        The assignment.
    plan : Plan
        The plan for the submission.
    limits : Limits
        What the notebook may use.
    needs : frozenset of str
        The tests that are run in the learner's own process, or not at all.
    together : bool
        Whether they may be run there.
    readable : tuple of str
        Further folders that the learner's code may read.
    files : Path or None
        The files that lie beside the notebook.
    preloaded : frozenset of str
        The modules that workers find loaded.
    looks : mapping
        Test → what counts in it, where this is a second look at what was passed.
    comparisons : ReferenceComparisons or None
        What the probes know of the reference.
    learns : bool
        Whether this is the reference: then it is reported how it compares, and nothing is probed.
    """

    source: Source
    plan: Plan
    limits: Limits
    needs: frozenset[str]
    together: bool
    readable: tuple[str, ...] = ()
    files: Path | None = None
    preloaded: frozenset[str] = frozenset()
    looks: Mapping[str, SecondLook] = FrozenMap[str, SecondLook]()
    comparisons: ReferenceComparisons | None = None
    learns: bool = False

    @property
    def tests(self) -> list[Step]:
        """List the tests of the plan."""
        return [step for step in self.plan.steps if step.kind == "test"]


@dataclass(frozen=True, kw_only=True)
class JudgeJob:
    """One judge's work.

    Attributes
    ----------
    task : JudgeTask
        The work.
    level : str
        The isolation level of the learner's code.
    home, room : str
        The engine's folder, and in it the one in which tests run.
    done : set of str
        The tests that are not run again.
    """

    task: JudgeTask
    level: str
    home: str
    room: str
    done: set[str]


def make_judge(task: JudgeTask, level: str, *, probes: bool) -> Judge:
    """Make the judge of a task; with ``probes`` it runs a passed test again to check that result."""
    return Judge(
        plan=task.plan,
        names=task.source.names,
        limits=task.limits,
        level=level,
        needs=set(task.needs),
        reference=functools.partial(merge_cells, task.source.parts, task.source.given),
        together=task.together,
        probes=probes,
        looks=task.looks,
        comparisons=task.comparisons,
        learns=task.learns,
    )


def classes_of_both_sides(judge: Judge) -> SharedClasses:
    """Return the classes that a judge and its workers both have: those of the assignment's own cells and of its imports."""
    names = judge.space.names
    return SharedClasses(
        frozenset(names.own), frozenset(names.roots), judge.space.own_class, frozenset(names.constants)
    )


def run_job(job: JudgeJob, launcher: WorkerLauncher, report: int) -> NoReturn:
    """Run the judge's process: it writes its reports into a pipe, and ends with the job."""
    task = job.task
    try:
        prepare_workspace(job.room, task.source.folder)
        levels.restrict_judge(job.level, task.limits, task.readable, job.home)
        judge = make_judge(task, job.level, probes=not task.looks)
        named = {name for step in task.tests for name in file_references.files_named(python(step.source))}
        settings = WorkerSettings(
            launcher=launcher,
            limits=task.limits,
            names=task.source.names,
            readable=task.readable,
            files=task.files,
            home=job.home,
            known=classes_of_both_sides(judge),
            withheld=task.source.withheld,
            watched=tuple(filter(os.path.exists, sorted(named))),
        )
        run_judge(judge, WorkerSession(settings), job.done, report)
    except BaseException as error:  # noqa: BLE001 - the judge's process must end here, whatever happens
        failed = JudgeFailed(f"{type(error).__name__}: {error}".replace("\n", " "))
        os.write(report, json.dumps(encode(failed)).encode() + b"\n")
    finally:
        os._exit(1)
