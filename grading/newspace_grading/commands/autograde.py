"""Grade an assignment's submissions. What an earlier run has graded is not graded again, unless it was handed in anew."""

from __future__ import annotations

import argparse
import functools
import signal
import sys
from collections.abc import Iterable
from pathlib import Path

from newspace_grading.commands.progress import Progress
from newspace_grading.course.folder import Course, readable
from newspace_grading.course.grading import autograde, grade_shard, journals
from newspace_grading.course.pool import cores
from newspace_grading.course.shards import Shard
from newspace_grading.course.task import Done
from newspace_grading.engine.engine import Engine
from newspace_grading.engine.records import HELD, Record, table
from newspace_grading.engine.told import NEEDS_ONE
from newspace_grading.plain import as_json, say
from newspace_grading.sandbox.limits import Limits

NAME = "autograde"
HELP = "grade an assignment's submissions"


def options(parser: argparse.ArgumentParser) -> None:
    """Whose, how many at once, whether again, and how to tell."""
    parser.add_argument("assignment", help="its name, as nbgrader knows it")
    parser.add_argument("--student", action="append", default=[], metavar="ID", help="only this one; may be repeated")
    parser.add_argument(
        "--jobs",
        type=_count,
        default=cores(),
        metavar="N",
        help="grade so many at once (default: %(default)s, all cores)",
    )
    parser.add_argument(
        "--shard",
        metavar="i/n",
        help="only the i-th of n shares of the class, into a journal of its own; “newspace-grade merge” brings the shares together",
    )
    parser.add_argument(
        "--journal-dir",
        type=path,
        metavar="DIR",
        help="with --shard: the folder for the share's journal (default: .newspace-grade, beside the graded notebooks)",
    )
    parser.add_argument("--force", action="store_true", help="grade again what has been graded")
    parser.add_argument(
        "--allow-not-isolated",
        action="store_true",
        help="run tests that need it in the learner's own process, and mark them; otherwise they go to a person (see doctor)",
    )
    parser.add_argument("--json", action="store_true", help="a line of JSON for each task, instead of a table")
    wait(parser)


def wait(parser: argparse.ArgumentParser) -> None:
    """How patient to be with a gradebook that another program holds."""
    parser.add_argument(
        "--wait",
        type=float,
        default=60.0,
        metavar="S",
        help="wait so many seconds for a gradebook that another program holds (default: 60)",
    )


def run(course: Course, options: argparse.Namespace) -> int:
    """Grade, and tell each submission as it is done."""
    known = course.students(options.assignment)
    unknown = [student for student in dict.fromkeys(options.student) if student not in known]
    for student in unknown:
        say(f"{student}: handed nothing in for {options.assignment}", wrong=True)
    misnamed = [] if options.student else course.misnamed(options.assignment)
    for folder_name in misnamed:
        say(f"{folder_name}: the name of this folder is no UTF-8, so nobody can be found for it: rename it", wrong=True)
    course.notebooks(options.assignment)
    wanted = [student for student in dict.fromkeys(options.student or known) if student in known]
    if not known and not misnamed:
        say(
            f"Nobody has handed in “{options.assignment}”: {course.place('submitted', 'STUDENT', options.assignment)}",
            wrong=True,
        )
    engine = functools.partial(Engine, Limits(), readable=readable(), together=options.allow_not_isolated)
    if options.shard is None:
        results = autograde(
            course, engine, options.assignment, wanted, force=options.force, jobs=options.jobs, wait=options.wait
        )
    else:
        shard = Shard.parse(options.shard)
        wanted = [student for student in wanted if shard.holds(student)]
        folder = journals(course) if options.journal_dir is None else options.journal_dir
        journal = shard.journal(folder, options.assignment)
        results = grade_shard(
            course, engine, options.assignment, wanted, journal, force=options.force, jobs=options.jobs
        )
    open_tasks = tell(results, len(wanted), machine=options.json)
    return 1 if open_tasks or unknown or misnamed else 0


def tell(results: Iterable[Done], total: int, *, machine: bool) -> int:
    """Print each result as it comes; how many tasks were not graded."""
    signal.signal(signal.SIGTERM, _stop)  # a cluster that takes the machine away is a stop like Ctrl-C
    progress = Progress(total, shown=not machine)
    open_tasks = finished = need_one = 0
    whose: list[str] = []
    try:
        for done in results:
            progress.clear()
            show(done, machine=machine)
            progress.step(fresh=done.fresh)
            finished += 1
            every = [record for records in done.entry.notebooks.values() for record in records]
            open_tasks += sum(map(ungraded, every))
            whose += [done.entry.student] if any(map(ungraded, every)) else []
            need_one += sum(record.message == NEEDS_ONE for record in every)
    except KeyboardInterrupt:
        progress.clear()
        print(f"Stopped: {finished} of {total} are done. Run again for the others.", file=sys.stderr)
        return max(1, open_tasks)
    if need_one:
        print(
            f"{need_one} tasks have a test that needs the learner's own process: “newspace-grade doctor” says which and why, "
            "--allow-not-isolated grades them there.",
            file=sys.stderr,
        )
    if open_tasks:
        tasks = "1 task was" if open_tasks == 1 else f"{open_tasks} tasks were"
        say(f"{tasks} not graded: see the reasons above. Whose: {', '.join(sorted(whose))}.", wrong=True)
    return open_tasks


def ungraded(record: Record) -> bool:
    """What a person grades by design is no failure of grading; a test that could not be run here is one."""
    return record.verdict in HELD and (record.verdict != "not graded" or record.message == NEEDS_ONE)


def show(done: Done, *, machine: bool) -> None:
    """One result, for people or machines."""
    for name, records in done.entry.notebooks.items():
        if machine:
            for record in records:
                who = as_json({"notebook": name, "student": done.entry.student})
                print(f"{who[:-1]}, {record.line()[1:]}")
            continue
        scores = [record.score for record in records if record.score is not None]
        if scores:
            came = f"{sum(scores):g} points, {'graded' if done.fresh else 'graded before'}"
        else:
            came = "no score, not graded" if any(map(ungraded, records)) else "no score yet, waits for a person"
        say(f"{done.entry.student}  {name}: {came}, {done.seconds:.1f} s")
        print(table(records))
    sys.stdout.flush()


def _stop(*_given: object) -> None:
    raise KeyboardInterrupt


def path(text: str) -> Path:
    """A path as it was meant where the command was given: the commands themselves work in the course folder."""
    return Path(text).resolve()


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"a whole number is needed, 1 or more, and not “{text}”")
    return int(text)
